# ruff: noqa: RUF001 - spellings in other alphabets look like ours
from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.quantities.spelling import proposals, spellings_of, units_spelt
from speclint.quantities.unit import KEYS, TABLE, UNITS, of_kind

SPELT = {
    "kW": "kw KW kilowatt kilowatts кВт",
    "PS": "ps cv CV ch pk hk hkr hv LE KS KM л.с. лс PS_(DIN) DIN_hp hp_DIN CV_DIN ch_DIN cavalli 馬力 匹",
    "hp": "HP Hp horsepower hp_(SAE) SAE_hp HP_SAE",
    "bhp": "BHP",
    "Nm": "nm NM N·m N-m N.m N_m Н·м newton-metres newton_meters",
    "lb-ft": "lb_ft lb/ft ft-lb ft-lbs ft_lbs lbf·ft ft-lbf pound-feet pound-foot foot-pounds lb.-ft. LB-FT",
    "kgf·m": "kgm kgf-m kg-m mkg mkp kpm кгс·м",
    "km/h": "kmh kph km/hr kmph KM/H km·h⁻¹ ㎞/h км/ч",
    "mph": "MPH mi/h miles/h miles_per_hour",
    "mm": "MM millimetres мм",
    "in": 'IN in. inches " ″ ” Zoll',
    "ft": "feet ' ′",
    "kg": "KG Kg kgs kilograms kilos кг",
    "lb": "lbs lbs. pounds",
    "t": "T tonne tonnes metric_tons",
    "l": "L litres liters л dm³ dm3",
    "cu ft": "cuft cu._ft. ft³ ft3 cubic_feet",
    "cu in": "ci CID cu._in. cu.in. in³ in3 cubic_inches",
    "cm³": "cc CC c.c. ccm cm3 cm^3 ㏄ ml mL cubic_centimetres",
    "US gal": "gal_(US) US_gallons",
    "UK gal": "imp_gal imperial_gallons gal_(imp)",
    "km": "KM Km kilometres kilometers км",
    "kWh": "kwh KWH kWh. kW·h kW-hr кВт·ч",
    "kWh/100 km": "kWh/100km kwh/100Km kWh_per_100_km кВт·ч/100_км",
    "kWh/100 mi": "kWh/100mi kWh/100_miles",
    "mi/kWh": "miles_per_kWh mi/kwh",
    "mpge": "MPGe mpg-equivalent",
    "l/100 km": "L/100km l/100kms litres_per_100_km L_/_100_km л/100_км",
    "mpg US": "US_mpg mpg-us mpg_(US)",
    "mpg UK": "UK_mpg mpg_(imp) mpg_(imperial) mpg-imp",
    "km/l": "kmpl km/L",
    "s": "sec sec. secs Sek. сек с 秒",
    "V": "volts VDC",
    "1/min": "rpm RPM r.p.m. U/min min-1 min⁻¹ об/мин",
    "EUR": "€ eur",
    "CNY": "RMB yuan",
    "m³": "m3 cubic_metres",
}
CASES = [(name, spelling.replace("_", " ")) for name, listed in SPELT.items() for spelling in listed.split()]


@pytest.mark.parametrize(("name", "spelling"), CASES, ids=[f"{name}:{text}" for name, text in CASES])
def test_every_spelling_that_people_use_means_its_unit(name: str, spelling: str) -> None:
    kind = "price" if UNITS[name].kind.startswith("price") else UNITS[name].kind
    assert units_spelt(spelling, kind) == (UNITS[name],)


def test_every_unit_is_meant_by_its_own_name_and_by_each_of_its_spellings() -> None:
    for unit in UNITS.values():
        assert units_spelt(unit.name) == (unit,)
        for spelling in spellings_of(unit):
            assert unit in units_spelt(spelling, unit.kind)


def test_the_ambiguous_spellings_of_one_kind_are_those_of_gallons_and_tons() -> None:
    ambiguous = {
        spelling: " or ".join(unit.name for unit in meant)
        for unit in TABLE
        for spelling in spellings_of(unit)
        if len(meant := units_spelt(spelling, unit.kind)) > 1
    }
    gallons, consumption, tons = "US gal or UK gal", "mpg US or mpg UK", "t or US ton or UK ton"
    assert ambiguous == {
        **dict.fromkeys(("gal", "gals", "gallon", "gallons"), gallons),
        **dict.fromkeys(("mpg", "miles/gallon", "mile/gallon", "mi/gal"), consumption),
        **dict.fromkeys(("ton", "tons"), tons),
    }


@pytest.mark.parametrize(
    ("spelling", "meant"),
    [
        ("KM", {"PS", "km"}),
        ("mpg", {"mpg US", "mpg UK", "mpge"}),
        ("¥", {"CNY", "JPY"}),
        ("kr", {"SEK", "NOK", "DKK", "ISK"}),
        ("m", {"m"}),
        ("furlong", set()),
    ],
)
def test_without_a_kind_all_meanings_of_a_spelling_are_listed(spelling: str, meant: set[str]) -> None:
    assert {unit.name for unit in units_spelt(spelling)} == meant


def test_capitals_matter_where_another_unit_would_be_meant() -> None:
    assert units_spelt("MW", "power") == (UNITS["MW"],)
    assert units_spelt("mW", "power") == units_spelt("mw", "power") == ()
    assert units_spelt("km", "power") == ()


def test_a_stroke_matters() -> None:
    assert units_spelt("m/s") == (UNITS["m/s"],)
    assert units_spelt("ms") == (UNITS["ms"],)


@pytest.mark.parametrize(
    ("name", "kind", "meant"),
    [
        ("LB-FT", "torque", ("lb-ft",)),
        ("mpg", "electric consumption", ("mpge",)),
        ("MPG", "fuel consumption", ("mpg US", "mpg UK")),
        ("Usd", "price", ("USD",)),
        ("cu in", "volume", ("cu in",)),
        ("ml", "volume", ("cm³",)),
        ("tons", "mass", ("t",)),
        ("kilometter", "distance", ("km",)),
        ("litters", "volume", ("l",)),
    ],
)
def test_another_spelling_proposes_the_unit_of_the_kind(name: str, kind: str, meant: tuple[str, ...]) -> None:
    assert proposals(name, kind) == meant


WITHOUT = {
    "power": ["MW", "mW", "mw", "km", "whp", "kWh", ""],
    "torque": ["lb-in", "daNm", "kW", "furlong"],
    "volume": ["m³", "hl", "fl oz"],
    "length": ["milliliter", "?!", "%", "yd"],
    "distance": ["nmi"],
    "mass": ["st", "g", "cwt"],
    "time": ["ms"],
    "voltage": ["kV"],
    "charge": ["mAh"],
    "electric consumption": ["kWh/mi", "kWh/km", "Le/100 km"],
    "fuel consumption": ["kg/100km", "m³/100km"],
    "emission": ["g/100km", "kg/km"],
    "price": ["SKK", "HRK"],
    "no kind": ["x"],
}


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in WITHOUT.items() for name in names]
)
def test_a_unit_of_another_size_is_never_proposed(kind: str, name: str) -> None:
    assert proposals(name, kind) == ()


@given(st.text(max_size=20), st.sampled_from(sorted({unit.kind for unit in TABLE} | {"price"})))
def test_only_units_of_the_kind_are_proposed(name: str, kind: str) -> None:
    assert set(proposals(name, kind)) <= {unit.name for unit in of_kind(kind)}


def test_only_names_that_sheets_are_keyed_by_are_proposed() -> None:
    for unit in UNITS.values():
        for spelling in spellings_of(unit):
            assert set(proposals(spelling, unit.kind)) <= set(KEYS)


def test_no_unit_lists_a_spelling_twice() -> None:
    for unit in UNITS.values():
        listed = sorted(spellings_of(unit))
        assert listed == [spelling for spelling, _ in groupby(listed)]
