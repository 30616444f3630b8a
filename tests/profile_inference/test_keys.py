"""Which quantity and unit a key states, and what it must not be taken for."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from speclint.documents.jsonpath import parse_path
from speclint.profile_inference import phrases
from speclint.profile_inference.keys import match_key
from speclint.profile_inference.phrases import TERMS, plain_words
from speclint.profile_inference.words import words_of
from speclint.quantities.table import QUANTITIES


@pytest.mark.parametrize(
    ("path", "quantity", "unit"),
    [
        ("powertrain.system_power_kw", "power", "kW"),
        ("power_kW", "power", "kW"),
        ("maxPowerKw", "power", "kW"),
        ("performance.horsepower_ps", "power", "PS"),
        ("powertrain.motors[*].power_kw", "motor_power", "kW"),
        ("powertrain.motors[*].torque_nm", "motor_torque", "Nm"),
        ("torque_lb_ft", "torque", "lb-ft"),
        ("performance.acceleration_0_100_kmh_s", "acceleration_0_100_kmh", "s"),
        ("acceleration0To100KmhS", "acceleration_0_100_kmh", "s"),
        ("performance.acceleration_0_60_mph_s", "acceleration_0_60_mph", "s"),
        ("performance.acceleration_0_62_mph_s", "acceleration_0_62_mph", "s"),
        ("top_speed_kmh", "top_speed", "km/h"),
        ("maxSpeedMph", "top_speed", "mph"),
        ("battery.pack_capacity_kwh_net", "battery_usable", "kWh"),
        ("battery.pack_capacity_kwh_gross", "battery_gross", "kWh"),
        ("batteryCapacityKWhGross", "battery_gross", "kWh"),
        ("battery.voltage_nominal_v", "battery_voltage", "V"),
        ("consumption_wh_per_km", "consumption_electric", "Wh/km"),
        ("consumption_kwh_per_100km", "consumption_electric", "kWh/100 km"),
        ("range.rated[?@.cycle=='wltp'].range_km", "range_wltp", "km"),
        ("range_epa_mi", "range_epa", "mi"),
        ("weights.curb_weight_kg", "mass_kerb", "kg"),
        ("weights.max_payload_kg", "payload", "kg"),
        ("width_with_mirrors_mm", "width_mirrors", "mm"),
        ("width_without_mirrors_mm", "width", "mm"),
        ("trunk_volume_l", "cargo", "l"),
        ("co2_g_km", "co2", "g/km"),
        ("wheelbaseMm", "wheelbase", "mm"),
        ("price_eur", "price", "EUR"),
    ],
)
def test_a_key_that_names_quantity_and_unit_is_recognised(path: str, quantity: str, unit: str) -> None:
    match = match_key(parse_path(path))
    assert (match.quantity, match.unit, match.is_assumed) == (quantity, unit, False)


@pytest.mark.parametrize(
    ("header", "quantity", "unit"),
    [
        ("Max. power [kW]", "power", "kW"),
        ("Puissance (ch)", "power", "PS"),
        ("Potenza massima (CV)", "power", "PS"),
        ("Par máximo (Nm)", "torque", "Nm"),
        ("Hoechstgeschwindigkeit km/h", "top_speed", "km/h"),
        ("VELOCIDAD MÁXIMA (km/h)", "top_speed", "km/h"),
        ("0–100 km/h [s]", "acceleration_0_100_kmh", "s"),
        ("Accélération 0 à 100 km/h (s)", "acceleration_0_100_kmh", "s"),
        ("Capacité utile de la batterie (kWh)", "battery_usable", "kWh"),
        ("Ladeleistung DC (kW)", "dc_charge_power", "kW"),
        ("Autonomía WLTP (km)", "range_wltp", "km"),
        ("Verbrauch außerorts (l/100 km)", "consumption_highway", "l/100 km"),
        ("city_fuel_per_100km_l", "consumption_city", "l/100 km"),
        ("Émissions de CO₂ (g/km)", "co2", "g/km"),
        ("Cilindrata (cm³)", "displacement", "cm³"),
        ("Cylindrée (cm3)", "displacement", "cm³"),
        ("Engine CC", "displacement", "cm³"),
        ("Volume du coffre (l)", "cargo", "l"),
        ("Länge in mm", "length", "mm"),
        ("Breite mit Spiegeln (mm)", "width_mirrors", "mm"),
        ("Distancia entre ejes (mm)", "wheelbase", "mm"),
        ("Zulässiges Gesamtgewicht (kg)", "mass_gross", "kg"),
        ("Peso in ordine di marcia (kg)", "mass_kerb_eu", "kg"),
        ("Anhängelast ungebremst (kg)", "towing_unbraked", "kg"),
        ("Price (€)", "price", "EUR"),
    ],
)
def test_headers_in_five_languages_are_recognised_however_they_write_the_unit(
    header: str, quantity: str, unit: str
) -> None:
    match = match_key((header,))
    assert (match.quantity, match.unit) == (quantity, unit)


def test_a_phrase_means_the_same_in_every_language() -> None:
    meanings: dict[tuple[str, ...], set[str]] = {}
    tables = tomllib.loads((Path(phrases.__file__).parent / "phrases.toml").read_text(encoding="utf-8"))
    for language in ("en", "de", "fr", "es", "it"):
        for meaning, texts in tables[language].items():
            for text in texts:
                meanings.setdefault(plain_words(words_of(text)), set()).add(meaning)
    assert {phrase: found for phrase, found in meanings.items() if len(found) > 1} == {}


def test_every_phrase_means_the_words_that_name_a_quantity() -> None:
    known = {word for term in TERMS for word in term.needed | term.optional}
    # what is no quantity of the table, and must not be taken for one that is
    others = {"dry", "tax", "train", "tailpipe"}
    tables = tomllib.loads((Path(phrases.__file__).parent / "phrases.toml").read_text(encoding="utf-8"))
    used = {
        word
        for language in ("en", "de", "fr", "es", "it")
        for key in tables[language]
        for word in key.split()
    }
    assert used - known - others == set()


@pytest.mark.parametrize(
    ("header", "values", "quantity", "unit"),
    [
        ("EngineSize", (1.8, 3.2, 2.8), "displacement", "l"),
        ("EngineSize", (1798.0, 2494.0), "displacement", "cm³"),
        ("Displacement", (307.0, 350.0, 318.0), "displacement", "cu in"),
        ("Wheelbase", (102.0, 115.0), "wheelbase", "in"),
        ("Length", (4.2, 4.6), "length", "m"),
        ("Top Speed", (233.0, 250.0), "top_speed", "km/h"),
    ],
)
def test_without_a_unit_the_figures_decide_where_they_are_usual_in_one_alone(
    header: str, values: tuple[float, ...], quantity: str, unit: str
) -> None:
    match = match_key((header,), values)
    assert (match.quantity, match.unit, match.is_assumed) == (quantity, unit, True)


@pytest.mark.parametrize(
    ("header", "values", "units"),
    [("Power", (140.0, 200.0), ("kW", "hp", "PS")), ("Top Speed", (140.0, 155.0), ("km/h", "mph"))],
)
def test_figures_that_are_usual_in_several_units_decide_nothing(
    header: str, values: tuple[float, ...], units: tuple[str, ...]
) -> None:
    match = match_key((header,), values)
    assert (match.quantity, match.units) == (None, units)


def test_the_units_of_other_columns_decide_between_those_that_fit() -> None:
    weight = (("Curb weight",), (2705.0, 3560.0))
    assert match_key(*weight).quantity is None
    assert match_key(*weight, system="US").unit == "lb"
    assert match_key(*weight, system="metric").unit == "kg"
    assert match_key(("MPG.city",), (25.0, 18.0), system="US").unit == "mpg US"


@pytest.mark.parametrize(
    "header",
    ["FastCharge_KmH", "Turn circle", "power_to_weight (hp/t)", "Puissance fiscale (CV)", "80-120 km/h (s)",
     "Frunk (l)", "Tyre width (mm)", "Battery weight (kg)", "Range remaining (km)", "0-60 km/h (s)"],
)  # fmt: skip
def test_a_header_with_a_word_that_changes_its_meaning_is_not_taken_for_the_quantity(header: str) -> None:
    assert match_key((header,), (12.0, 14.0)).quantity is None


@pytest.mark.parametrize(
    ("path", "candidates"),
    [
        ("battery_kwh", {"battery_gross", "battery_usable"}),
        ("weight_kg", {"mass_kerb", "mass_kerb_din", "mass_kerb_eu", "mass_gross"}),
        ("range_km", {"range_wltp", "range_wltc", "range_epa", "range_nedc", "range_cltc"}),
        ("v2x.v2l.max_power_kw", {"power"}),
        ("battery.pack_voltage_max_v", {"battery_voltage"}),
        ("consumption_combined_mpg", {"consumption_combined"}),
        ("power", {"power"}),
        ("motor_power_kw", {"power", "motor_power"}),
        ("pricing.msrp[*].amount", {"price"}),
    ],
)
def test_a_key_that_leaves_a_doubt_is_not_recognised_but_gets_its_candidates(
    path: str, candidates: set[str]
) -> None:
    match = match_key(parse_path(path), (100.0,))
    assert (match.quantity, set(match.candidates)) == (None, candidates)
    assert match.reason


@pytest.mark.parametrize(
    "path", ["battery.warranty.distance_km", "capacity.frunk_l", "body.doors", "year", "id", "range_min"]
)
def test_a_key_that_names_nothing_in_the_dictionary_has_no_quantity(path: str) -> None:
    assert match_key(parse_path(path), (5.0,)).quantity is None


def test_a_unit_that_several_share_is_not_chosen() -> None:
    assert match_key(parse_path("consumption_combined_mpg")).reason == "the unit may be mpg US or mpg UK"


def test_without_a_unit_only_what_every_reader_expects_is_assumed_and_only_for_figures_of_that_order() -> (
    None
):
    path = parse_path("usable_battery_size")
    match = match_key(path, (50.0, 63.0, 82.0))
    assert (match.quantity, match.unit, match.is_assumed) == ("battery_usable", "kWh", True)
    in_watt_hours = match_key(path, (50000.0, 63000.0))
    assert (in_watt_hours.quantity, in_watt_hours.candidates) == (None, ("battery_usable",))


@pytest.mark.parametrize("unit", ["kW", "KWT", "kilowatt"])
def test_a_unit_beside_the_figure_settles_it(unit: str) -> None:
    match = match_key(parse_path("power.value"), (), (unit,))
    assert (match.quantity, match.unit) == ("power", "kW")


def test_units_that_differ_from_sheet_to_sheet_are_not_chosen_from() -> None:
    match = match_key(parse_path("power.value"), (), ("kW", "hp"))
    assert (match.quantity, match.candidates) == (None, ("power",))


def test_an_unknown_unit_is_named_in_the_reason() -> None:
    assert match_key(parse_path("power.value"), (), ("donkeys",)).reason == 'unit "donkeys" is not known'


def test_every_term_names_a_quantity_of_the_dictionary() -> None:
    assert {term.quantity for term in TERMS} == set(QUANTITIES)
