"""The closed table of units: exact factor, definition and usual other spellings of each.

A unit converts to the reference unit of its kind (kW, Nm, km/h, mm, kg, l, km, kWh, ...) by an exact
factor. Reciprocal units (distance per fuel) convert by dividing: reference = factor / value.
The table is closed: a name outside it is unknown, and `proposals` gives the units that may be meant.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from speclint.quantities.interval import Interval

SI = "SI Brochure, 9th edition (BIPM 2019)"
SP811 = "NIST SP 811 (2008), appendix B.8"
YARD = "International yard and pound agreement (1959)"

METRE_PER_MILE = Fraction("1609.344")
KG_PER_LB = Fraction("0.45359237")
STANDARD_GRAVITY = Fraction("9.80665")
"""m/s², 3rd CGPM (1901)."""
NEWTON_METRE_PER_LB_FT = KG_PER_LB * STANDARD_GRAVITY * Fraction("0.3048")
LITRE_PER_US_GALLON = Fraction("3.785411784")
LITRE_PER_UK_GALLON = Fraction("4.54609")
KWH_PER_GALLON_EQUIVALENT = Fraction("33.705")
"""kWh that count as one US gallon of petrol: gasoline gallon equivalent (40 CFR 600.002)."""


class Unit(msgspec.Struct, frozen=True):
    """One unit: its name as written in sheets, its kind, and how it converts."""

    name: str
    kind: str
    factor: Fraction
    """Reference units per unit; for a reciprocal unit the product of both values."""
    definition: str
    aliases: tuple[str, ...] = ()
    reciprocal: bool = False
    offset: Fraction = Fraction(0)
    """Reference value at zero of this unit (temperatures)."""
    scale: float = 1.0
    """`factor` as a float, computed once: intervals are floats."""

    def to_reference(self, interval: Interval) -> Interval:
        """An interval in this unit, in the reference unit of its kind."""
        if self.reciprocal:
            return interval.inverted(self.scale)
        if self.offset:
            return interval.scaled(self.scale).shifted(float(self.offset))
        return interval.scaled(self.scale)

    def from_reference(self, interval: Interval) -> Interval:
        """An interval in the reference unit of the kind, in this unit."""
        if self.reciprocal:
            return interval.inverted(self.scale)
        return interval.shifted(-float(self.offset)).scaled(1 / self.scale)


def _unit(  # noqa: PLR0913 - a row of the table below
    kind: str,
    name: str,
    factor: Fraction | str | int,
    definition: str,
    *aliases: str,
    reciprocal: bool = False,
    offset: str | Fraction = "0",
) -> Unit:
    exact = Fraction(factor)
    return Unit(name, kind, exact, definition, aliases, reciprocal, Fraction(offset), float(exact))


_PER_100_KM = Fraction(100)
_US_MPG = _PER_100_KM * 1000 * LITRE_PER_US_GALLON / METRE_PER_MILE
_UK_MPG = _PER_100_KM * 1000 * LITRE_PER_UK_GALLON / METRE_PER_MILE
_HORSEPOWER = 550 * NEWTON_METRE_PER_LB_FT / 1000

TABLE: tuple[Unit, ...] = (
    _unit("power", "kW", 1, SI, "kw", "KW", "kilowatt"),
    _unit("power", "W", Fraction(1, 1000), SI, "watt"),
    _unit(
        "power", "PS", Fraction("0.73549875"), "75 kgf·m/s (DIN 66036)",
        "ps", "cv", "CV", "ch", "pk", "hk", "metric hp", "hp (PS)", "hp(M)", "Ps",
    ),
    _unit(
        "power", "hp", _HORSEPOWER, f"550 ft·lbf/s ({SP811})", "HP", "Hp", "horsepower", "hp (mechanical)",
    ),
    _unit("power", "bhp", _HORSEPOWER, f"550 ft·lbf/s measured at the brake ({SP811})", "BHP"),
    _unit("torque", "Nm", 1, SI, "nm", "NM", "N·m", "N m", "newton metre"),
    _unit(
        "torque", "lb-ft", NEWTON_METRE_PER_LB_FT, f"lbf·ft ({SP811})",
        "lb/ft", "lb ft", "lbft", "ft-lb", "ft lb", "lbf·ft", "lbf-ft", "pound-feet",
    ),
    _unit(
        "torque", "kgf·m", STANDARD_GRAVITY, f"standard gravity ({SP811})",
        "kgm", "kg·m", "kg-m", "mkg", "kgf.m", "kgf m",
    ),
    _unit("speed", "km/h", 1, SI, "kmh", "kph", "km/hr", "kmph"),
    _unit("speed", "mph", METRE_PER_MILE / 1000, YARD, "MPH", "mi/h"),
    _unit("speed", "m/s", Fraction("3.6"), SI, "mps"),
    _unit("length", "mm", 1, SI, "MM", "millimetre", "millimeter"),
    _unit("length", "cm", 10, SI, "CM"),
    _unit("length", "m", 1000, SI, "metre", "meter"),
    _unit("length", "in", Fraction("25.4"), YARD, "inch", "inches", '"', "IN"),
    _unit("length", "ft", Fraction("304.8"), YARD, "feet", "foot"),
    _unit("mass", "kg", 1, SI, "KG", "Kg", "kilogram"),
    _unit("mass", "lb", KG_PER_LB, YARD, "lbs", "LB", "pound", "pounds"),
    _unit("mass", "t", 1000, SI, "tonne"),
    _unit("volume", "l", 1, SI, "L", "litre", "liter", "litres", "liters", "dm³"),
    _unit("volume", "cu ft", Fraction("28.316846592"), YARD, "cuft", "ft³", "ft3", "cubic feet"),
    _unit("volume", "US gal", LITRE_PER_US_GALLON, f"231 cubic inches ({SP811})", "gal", "gallon"),
    _unit(
        "volume", "UK gal", LITRE_PER_UK_GALLON, "Weights and Measures Act 1985", "gal", "gallon", "imp gal",
    ),
    _unit("volume", "cm³", Fraction(1, 1000), SI, "cc", "ccm", "cm3"),
    _unit("distance", "km", 1, SI, "KM", "Km", "kilometre", "kilometer"),
    _unit("distance", "mi", METRE_PER_MILE / 1000, YARD, "mile", "miles", "Mi"),
    _unit("energy", "kWh", 1, SI, "kwh", "KWh", "kWH", "KWH"),
    _unit("energy", "Wh", Fraction(1, 1000), SI, "wh"),
    _unit("energy", "MJ", Fraction(10, 36), SI, "mj"),
    _unit("electric consumption", "kWh/100 km", 1, SI, "kWh/100km", "kwh/100km"),
    _unit("electric consumption", "Wh/km", Fraction(1, 10), SI, "wh/km"),
    _unit(
        "electric consumption", "kWh/100 mi", 1000 / METRE_PER_MILE, YARD,
        "kWh/100mi", "kwh/100mi", "kWh/100 miles",
    ),
    _unit("electric consumption", "Wh/mi", 100 / METRE_PER_MILE, YARD, "wh/mi", "Wh/mile"),
    _unit(
        "electric consumption", "mi/kWh", _PER_100_KM * 1000 / METRE_PER_MILE, YARD,
        "miles/kWh", "mi/kwh", reciprocal=True,
    ),
    _unit("electric consumption", "km/kWh", 100, SI, "km/kwh", reciprocal=True),
    _unit(
        "electric consumption", "mpge", KWH_PER_GALLON_EQUIVALENT * _PER_100_KM * 1000 / METRE_PER_MILE,
        "33.705 kWh per US gallon (40 CFR 600.002)", "MPGe", "mpg", "mpg-e", reciprocal=True,
    ),
    _unit("fuel consumption", "l/100 km", 1, SI, "l/100km", "L/100km", "L/100 km"),
    _unit(
        "fuel consumption", "mpg US", _US_MPG, "mile per US gallon",
        "mpg", "mpg-us", "mpg (US)", reciprocal=True,
    ),
    _unit(
        "fuel consumption", "mpg UK", _UK_MPG, "mile per imperial gallon",
        "mpg", "mpg-imp", "mpg (UK)", "mpg imp", reciprocal=True,
    ),
    _unit("fuel consumption", "km/l", 100, SI, "km/L", "kmpl", reciprocal=True),
    _unit("emission", "g/km", 1, SI, "gkm", "g/KM"),
    _unit("emission", "g/mi", 1000 / METRE_PER_MILE, YARD, "g/mile"),
    _unit("time", "s", 1, SI, "sec", "secs", "second", "seconds"),
    _unit("time", "min", 60, SI, "mins", "minute", "minutes"),
    _unit("time", "h", 3600, SI, "hr", "hour", "hours"),
    _unit("voltage", "V", 1, SI, "v", "volt"),
    _unit("charge", "Ah", 1, SI, "ah", "AH"),
    _unit("rotational speed", "1/min", 1, "ISO 80000-3 (2019)", "rpm", "RPM", "U/min", "min-1"),
    _unit("temperature", "K", 1, SI, "kelvin"),
    _unit("temperature", "°C", 1, SI, "C", "degC", "celsius", offset="273.15"),
    _unit(
        "temperature", "°F", Fraction(5, 9), SP811,
        "F", "degF", "fahrenheit", offset=Fraction("459.67") * Fraction(5, 9),
    ),
    _unit("pressure", "bar", 1, SI, "Bar"),
    _unit("pressure", "kPa", Fraction(1, 100), SI, "kpa"),
    _unit("pressure", "MPa", 10, SI, "mpa"),
    _unit(
        "pressure", "psi", KG_PER_LB * STANDARD_GRAVITY / Fraction("0.0254") ** 2 / 100_000,
        f"lbf/in² ({SP811})", "PSI", "lb/in²",
    ),
    _unit("state of charge", "%", 1, "ISO 80000-1 (2022): per cent", "percent", "pct"),
    _unit("count", "1", 1, "ISO 80000-1 (2022), quantity of dimension one"),
)  # fmt: skip
"""All units but currencies, by kind; the reference unit of a kind stands first."""

CURRENCIES = (
    "EUR", "USD", "GBP", "CNY", "JPY", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF",
    "CAD", "AUD", "NZD", "INR", "KRW", "BRL", "MXN", "ZAR", "TRY", "THB", "MYR", "SGD", "HKD", "ILS",
    "AED", "ARS", "BGN", "CLP", "COP", "EGP", "IDR", "ISK", "MAD", "PHP", "QAR", "RON", "RSD", "RUB",
    "SAR", "TWD", "UAH", "VND",
)  # fmt: skip
"""ISO 4217 codes. Currencies stand apart: no factor holds between them."""

UNITS: dict[str, Unit] = {unit.name: unit for unit in TABLE} | {
    code: _unit(f"price in {code}", code, 1, "ISO 4217", code.lower()) for code in CURRENCIES
}
"""Every unit by its name."""


def is_of_kind(unit: Unit, kind: str) -> bool:
    """Whether the unit measures that kind; every currency measures a price."""
    return unit.kind == kind or (kind == "price" and unit.kind.startswith("price in "))


def of_kind(kind: str) -> tuple[Unit, ...]:
    """The units of one kind, the reference unit first."""
    return tuple(unit for unit in UNITS.values() if is_of_kind(unit, kind))


def proposals(name: str, kind: str) -> tuple[str, ...]:
    """What may be meant by a name that is no unit of the kind: none, one, or several if ambiguous."""
    known = of_kind(kind)
    exact = tuple(unit.name for unit in known if name in unit.aliases)
    if exact:
        return exact
    folded = _fold(name)
    alike = tuple(
        unit.name
        for unit in known
        if folded and folded in {_fold(spelling) for spelling in (unit.name, *unit.aliases)}
    )
    if alike:
        return alike
    from difflib import get_close_matches

    return tuple(get_close_matches(name, [unit.name for unit in known], n=1))


def _fold(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
