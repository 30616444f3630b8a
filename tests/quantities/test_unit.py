from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import isclose

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.quantities.interval import Interval
from speclint.quantities.unit import CURRENCIES, KEYS, RARE, TABLE, UNITS, Unit, is_of_kind, of_kind

# Primary numbers, each exact by law or by international agreement.
YARD = Fraction("0.9144")  # m; international yard and pound agreement (1959)
POUND = Fraction("0.45359237")  # kg; the same
GRAVITY = Fraction("9.80665")  # m/s²; 3rd CGPM (1901), SI Brochure 9th edition, appendix 1
US_GALLON = 231 * (YARD / 36) ** 3 * 1000  # l; 231 cubic inches, NIST Handbook 44, appendix C
UK_GALLON = Fraction("4.54609")  # l; Weights and Measures Act 1985, schedule 1; 80/181/EEC, chapter II
GALLON_EQUIVALENT = Fraction("33.705")  # kWh for a US gallon of petrol; 40 CFR 600.002
FOOT, INCH, MILE = YARD / 3, YARD / 36, 1760 * YARD  # m
POUND_FORCE = POUND * GRAVITY  # N
MINUTE, HOUR = 60, 3600  # s; SI Brochure, table 8

BY_DEFINITION: dict[str, Fraction | int] = {
    # power in kW; a watt is a joule a second
    "kW": 1,
    "W": Fraction(1, 1000),
    "PS": 75 * GRAVITY / 1000,  # 75 kgf·m/s: DIN 66036; 80/181/EEC, chapter IV, names 735.49875 W
    "hp": 550 * FOOT * POUND_FORCE / 1000,  # 550 ft·lbf/s: NIST SP 811, appendix B.8
    "bhp": 550 * FOOT * POUND_FORCE / 1000,
    # torque in Nm
    "Nm": 1,
    "lb-ft": POUND_FORCE * FOOT,
    "kgf·m": GRAVITY,
    # speed in km/h
    "km/h": 1,
    "mph": MILE / 1000,
    "m/s": Fraction(HOUR, 1000),
    # length in mm
    "mm": 1,
    "cm": 10,
    "m": 1000,
    "in": INCH * 1000,
    "ft": FOOT * 1000,
    # mass in kg
    "kg": 1,
    "lb": POUND,
    "t": 1000,
    # volume in l
    "l": 1,
    "cu ft": FOOT**3 * 1000,
    "US gal": US_GALLON,
    "UK gal": UK_GALLON,
    "cm³": Fraction(1, 1000),
    "cu in": INCH**3 * 1000,
    # distance in km
    "km": 1,
    "mi": MILE / 1000,
    # energy in kWh, which is 3.6 MJ
    "kWh": 1,
    "Wh": Fraction(1, 1000),
    "MJ": Fraction(10**6, 1000 * HOUR),
    # electric consumption in kWh/100 km; of reciprocal units the product of both values
    "kWh/100 km": 1,
    "Wh/km": Fraction(100, 1000),
    "Wh/mi": Fraction(100, 1000) / (MILE / 1000),
    "kWh/100 mi": Fraction(1) / (MILE / 1000),
    "mi/kWh": 100 / (MILE / 1000),
    "km/kWh": 100,
    "mpge": 100 * GALLON_EQUIVALENT / (MILE / 1000),
    # fuel consumption in l/100 km
    "l/100 km": 1,
    "mpg US": 100 * US_GALLON / (MILE / 1000),
    "mpg UK": 100 * UK_GALLON / (MILE / 1000),
    "km/l": 100,
    # emission in g/km
    "g/km": 1,
    "g/mi": 1 / (MILE / 1000),
    # time in s
    "s": 1,
    "min": MINUTE,
    "h": HOUR,
    # the only units of their kinds
    "V": 1,
    "Ah": 1,
    "1/min": 1,
    "%": 1,
    "1": 1,
    # temperature in K: SI Brochure, 2.3.1, and NIST SP 811, appendix B.8
    "K": 1,
    "°C": 1,
    "°F": Fraction(5, 9),
    # pressure in bar, which is 100 kPa
    "bar": 1,
    "kPa": Fraction(1000, 10**5),
    "MPa": Fraction(10**6, 10**5),
    "psi": POUND_FORCE / INCH**2 / 10**5,
    # units that no sheet is keyed by
    "MW": 1000,
    "daNm": 10,
    "lb-in": POUND_FORCE * INCH,
    "kn": Fraction(1852, 1000),
    "yd": YARD * 1000,
    "g": Fraction(1, 1000),
    "klb": 1000 * POUND,
    "US ton": 2000 * POUND,
    "UK ton": 2240 * POUND,
    "m³": 1000,
    "nmi": Fraction(1852, 1000),
    "kWh/km": 100,
    "kWh/mi": 100 / (MILE / 1000),
    "ms": Fraction(1, 1000),
    "kV": 1000,
    "mAh": Fraction(1, 1000),
    "kgf/cm²": GRAVITY * 10**4 / 10**5,
}
ZERO_POINTS = {"°C": Fraction("273.15"), "°F": Fraction("459.67") * Fraction(5, 9)}
RECIPROCAL = {"mi/kWh", "km/kWh", "mpge", "mpg US", "mpg UK", "km/l"}

IN_PINT = {
    "kW": "kilowatt",
    "W": "watt",
    "PS": "metric_horsepower",  # pint reads "PS" as petasiemens
    "hp": "horsepower",
    "bhp": "horsepower",
    "Nm": "newton * meter",
    "lb-ft": "force_pound * foot",
    "kgf·m": "kilogram_force * meter",
    "km/h": "kilometer / hour",
    "mph": "mile_per_hour",
    "m/s": "meter / second",
    "mm": "millimeter",
    "cm": "centimeter",
    "m": "meter",
    "in": "inch",
    "ft": "foot",
    "kg": "kilogram",
    "lb": "pound",
    "t": "metric_ton",
    "l": "liter",
    "cu ft": "cubic_foot",
    "US gal": "gallon",
    "UK gal": "imperial_gallon",
    "cm³": "cubic_centimeter",
    "cu in": "cubic_inch",
    "km": "kilometer",
    "mi": "mile",
    "kWh": "kilowatt_hour",
    "Wh": "watt_hour",
    "MJ": "megajoule",
    "kWh/100 km": "kilowatt_hour / hectokilometer",
    "Wh/km": "watt_hour / kilometer",
    "Wh/mi": "watt_hour / mile",
    "kWh/100 mi": "kilowatt_hour / (100 * mile)",
    "mi/kWh": "mile / kilowatt_hour",
    "km/kWh": "kilometer / kilowatt_hour",
    "l/100 km": "liter / hectokilometer",
    "mpg US": "mile / gallon",
    "mpg UK": "mile / imperial_gallon",
    "km/l": "kilometer / liter",
    "g/km": "gram / kilometer",
    "g/mi": "gram / mile",
    "s": "second",
    "min": "minute",
    "h": "hour",
    "V": "volt",
    "Ah": "ampere_hour",
    "1/min": "1 / minute",
    "bar": "bar",
    "kPa": "kilopascal",
    "MPa": "megapascal",
    "psi": "pound_force_per_square_inch",
    "%": "percent",
    "1": "dimensionless",
    "MW": "megawatt",
    "daNm": "decanewton * meter",
    "lb-in": "force_pound * inch",
    "kn": "knot",
    "yd": "yard",
    "g": "gram",
    "klb": "1000 * pound",
    "US ton": "short_ton",
    "UK ton": "long_ton",
    "m³": "meter ** 3",
    "nmi": "nautical_mile",
    "kWh/km": "kilowatt_hour / kilometer",
    "kWh/mi": "kilowatt_hour / mile",
    "ms": "millisecond",
    "kV": "kilovolt",
    "mAh": "milliampere_hour",
    "kgf/cm²": "kilogram_force / centimeter ** 2",
}
"""What pint calls a unit; it knows no gallon equivalent, and its temperatures have a test of their own."""

each_unit = pytest.mark.parametrize("unit", TABLE + RARE, ids=lambda unit: unit.name)
units = st.sampled_from(TABLE + RARE)


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry[Fraction]:
    found: pint.UnitRegistry[Fraction] = pint.UnitRegistry(non_int_type=Fraction)
    found.define("hectokilometer = 100 * kilometer")
    return found


def test_the_definitions_cover_the_whole_table() -> None:
    assert set(BY_DEFINITION) == {unit.name for unit in TABLE + RARE}
    assert set(IN_PINT) == set(BY_DEFINITION) - {"mpge", "K", "°C", "°F"}


@each_unit
def test_the_factor_is_exactly_that_of_the_legal_definition(unit: Unit) -> None:
    assert unit.factor == BY_DEFINITION[unit.name]
    assert unit.offset == ZERO_POINTS.get(unit.name, 0)
    assert unit.reciprocal == (unit.name in RECIPROCAL)
    assert unit.definition


@pytest.mark.parametrize("name", IN_PINT)
def test_the_factor_is_that_of_pint(name: str, registry: pint.UnitRegistry[Fraction]) -> None:
    unit = UNITS[name]
    reference = registry(IN_PINT[of_kind(unit.kind)[0].name])
    stated = registry(IN_PINT[name])
    theirs = (1 / stated / reference if unit.reciprocal else stated / reference).to_base_units()
    assert theirs.dimensionless
    assert theirs.magnitude == unit.factor


@pytest.mark.parametrize(("name", "theirs"), [("°C", "degC"), ("°F", "degF")])
@pytest.mark.parametrize("degrees", [-40, 0, 21, 100])
def test_temperatures_are_those_of_pint(
    name: str, theirs: str, degrees: int, registry: pint.UnitRegistry[Fraction]
) -> None:
    ours = UNITS[name].to_reference(Interval(degrees, degrees)).low
    assert isclose(ours, float(registry.Quantity(degrees, theirs).to("kelvin").magnitude), rel_tol=1e-14)


@pytest.mark.parametrize(
    ("value", "name", "same", "other"),
    [
        (230, "kW", 312.7, "PS"),
        (230, "kW", 308.4, "hp"),
        (494, "Nm", 364.4, "lb-ft"),
        (180, "km/h", 111.8, "mph"),
        (4554, "mm", 179.3, "in"),
        (2095, "kg", 4618.7, "lb"),
        (525, "l", 18.5, "cu ft"),
        (5, "l/100 km", 47.0, "mpg US"),
        (5, "l/100 km", 56.5, "mpg UK"),
        (5, "l/100 km", 20.0, "km/l"),
        (16.3, "kWh/100 km", 128.5, "mpge"),
        (250, "Wh/mi", 4.0, "mi/kWh"),
        (-40, "°C", -40.0, "°F"),
        (20.0, "°C", 68.0, "°F"),
        (-273.15, "°C", 0.0, "K"),
        (2.5, "bar", 36.3, "psi"),
        (29, "min", 1740.0, "s"),
    ],
)
def test_conversions_that_readers_know(value: float, name: str, same: float, other: str) -> None:
    reference = UNITS[name].to_reference(Interval(value, value))
    assert round(UNITS[other].from_reference(reference).low, 1) == same


@given(
    units, st.floats(min_value=1e-6, max_value=1e9), st.floats(min_value=1, max_value=100)
)  # fmt: skip
def test_there_and_back_gives_the_interval_again(unit: Unit, low: float, ratio: float) -> None:
    again = unit.from_reference(unit.to_reference(Interval(low, low * ratio)))
    lost = 1e-9 if unit.offset else 0.0  # of hundreds of kelvin a float keeps that much
    assert isclose(again.low, low, rel_tol=1e-14, abs_tol=lost)
    assert isclose(again.high, low * ratio, rel_tol=1e-14, abs_tol=lost)


@given(st.sampled_from([unit for unit in TABLE if not unit.reciprocal]), st.floats(-1e6, 1e6))
def test_units_that_are_not_reciprocal_convert_zero_and_negative_values(unit: Unit, value: float) -> None:
    again = unit.from_reference(unit.to_reference(Interval(value, value)))
    assert isclose(again.low, value, rel_tol=1e-14, abs_tol=1e-9)


@given(units, st.floats(min_value=1e-3, max_value=1e6), st.floats(min_value=1.001, max_value=100))
def test_the_low_end_stays_the_low_end(unit: Unit, low: float, ratio: float) -> None:
    reference = unit.to_reference(Interval(low, low * ratio))
    assert reference.low < reference.high


def test_every_unit_is_found_by_its_name() -> None:
    assert len(KEYS) == len(TABLE) + len(CURRENCIES)
    assert len(UNITS) == len(KEYS) + len(RARE)
    for name, unit in UNITS.items():
        assert unit.name == name
        assert (unit in of_kind(unit.kind)) == (name in KEYS)


def test_the_reference_unit_is_the_first_of_its_kind() -> None:
    for kind in {unit.kind for unit in TABLE}:
        first = of_kind(kind)[0]
        assert first.factor == 1
        assert first.offset == 0
        assert not first.reciprocal


def test_the_units_of_one_kind_are_adjacent() -> None:
    kinds = [unit.kind for unit in TABLE]
    assert kinds == sorted(kinds, key=kinds.index)


def test_a_unit_measures_its_own_kind_only() -> None:
    for unit, kind in product(TABLE + RARE, {unit.kind for unit in TABLE} | {"price"}):
        assert is_of_kind(unit, kind) == (unit.kind == kind)


def test_every_currency_measures_a_price_and_none_converts_to_another() -> None:
    assert tuple(unit.name for unit in of_kind("price")) == CURRENCIES
    assert len({UNITS[code].kind for code in CURRENCIES}) == len(set(CURRENCIES)) == len(CURRENCIES)
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CURRENCIES)


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
@pytest.mark.parametrize("number", [0.0, 0.07, 3.0, 494.0, 12345.6])
def test_one_value_converts_as_an_interval_of_one_value_does(unit: Unit, number: float) -> None:
    assert unit.value_in_reference(number) == unit.to_reference(Interval(number, number)).low
