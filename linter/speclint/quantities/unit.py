"""The closed table of units: exact factor and definition of each.

A unit converts to the reference unit of its kind (kW, Nm, km/h, mm, kg, l, km, kWh, ...) by an exact
factor. Reciprocal units (distance per fuel) convert by dividing: reference = factor / value.
The table is closed: a name outside it is unknown. `quantities/spelling.py` has the other spellings.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.interval import INFINITY

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


NO_OFFSET = Fraction(0)
MIN_FACTOR = 1.2
"""Between two units that are far apart; of nearer ones, as PS and hp, a conversion is a small change."""


class Unit(msgspec.Struct, frozen=True):
    """One unit: its name as written in sheets, its kind, and how it converts."""

    name: str
    kind: str
    factor: Fraction
    """Reference units per unit; for a reciprocal unit the product of both values."""
    definition: str
    reciprocal: bool = False
    offset: Fraction = NO_OFFSET
    """Reference value at zero of this unit (temperatures)."""
    scale: float = 1.0
    """`factor` as a float, computed once: intervals are floats."""
    shift: float = 0.0
    """`offset` as a float."""

    def to_reference(self, interval: Interval) -> Interval:
        """An interval in this unit, in the reference unit of its kind."""
        if self.reciprocal:
            return interval.inverted(self.scale)
        if self.shift:
            return interval.scaled(self.scale).shifted(self.shift)
        return interval if self.scale == 1.0 else interval.scaled(self.scale)

    def value_in_reference(self, number: float) -> float:
        """One value in this unit, in the reference unit of its kind."""
        if self.reciprocal:
            return self.scale / number if number > 0 else INFINITY
        return number * self.scale + self.shift if self.shift else number * self.scale

    def from_reference(self, interval: Interval) -> Interval:
        """An interval in the reference unit of the kind, in this unit."""
        if self.reciprocal:
            return interval.inverted(self.scale)
        return (interval.shifted(-self.shift) if self.shift else interval).scaled(1 / self.scale)


def _unit(  # noqa: PLR0913 - a row of the table below
    kind: str,
    name: str,
    factor: Fraction | int,
    definition: str,
    *,
    reciprocal: bool = False,
    offset: Fraction = NO_OFFSET,
) -> Unit:
    exact = Fraction(factor) if isinstance(factor, int) else factor
    return Unit(name, kind, exact, definition, reciprocal, offset, float(exact), float(offset))


_PER_100_KM = Fraction(100)
_US_MPG = _PER_100_KM * 1000 * LITRE_PER_US_GALLON / METRE_PER_MILE
_UK_MPG = _PER_100_KM * 1000 * LITRE_PER_UK_GALLON / METRE_PER_MILE
_HORSEPOWER = 550 * NEWTON_METRE_PER_LB_FT / 1000

TABLE: tuple[Unit, ...] = (
    _unit("power", "kW", 1, SI),
    _unit("power", "W", Fraction(1, 1000), SI),
    _unit("power", "PS", Fraction("0.73549875"), "75 kgf·m/s (DIN 66036)"),
    _unit("power", "hp", _HORSEPOWER, f"550 ft·lbf/s ({SP811})"),
    _unit("power", "bhp", _HORSEPOWER, f"550 ft·lbf/s measured at the brake ({SP811})"),
    _unit("torque", "Nm", 1, SI),
    _unit("torque", "lb-ft", NEWTON_METRE_PER_LB_FT, f"lbf·ft ({SP811})"),
    _unit("torque", "kgf·m", STANDARD_GRAVITY, f"standard gravity ({SP811})"),
    _unit("speed", "km/h", 1, SI),
    _unit("speed", "mph", METRE_PER_MILE / 1000, YARD),
    _unit("speed", "m/s", Fraction("3.6"), SI),
    _unit("length", "mm", 1, SI),
    _unit("length", "cm", 10, SI),
    _unit("length", "m", 1000, SI),
    _unit("length", "in", Fraction("25.4"), YARD),
    _unit("length", "ft", Fraction("304.8"), YARD),
    _unit("mass", "kg", 1, SI),
    _unit("mass", "lb", KG_PER_LB, YARD),
    _unit("mass", "t", 1000, SI),
    _unit("volume", "l", 1, SI),
    _unit("volume", "cu ft", Fraction("28.316846592"), YARD),
    _unit("volume", "US gal", LITRE_PER_US_GALLON, f"231 cubic inches ({SP811})"),
    _unit("volume", "UK gal", LITRE_PER_UK_GALLON, "Weights and Measures Act 1985"),
    _unit("volume", "cm³", Fraction(1, 1000), SI),
    _unit("volume", "cu in", Fraction("0.016387064"), YARD),
    _unit("distance", "km", 1, SI),
    _unit("distance", "mi", METRE_PER_MILE / 1000, YARD),
    _unit("energy", "kWh", 1, SI),
    _unit("energy", "Wh", Fraction(1, 1000), SI),
    _unit("energy", "MJ", Fraction(10, 36), SI),
    _unit("electric consumption", "kWh/100 km", 1, SI),
    _unit("electric consumption", "Wh/km", Fraction(1, 10), SI),
    _unit("electric consumption", "kWh/100 mi", 1000 / METRE_PER_MILE, YARD),
    _unit("electric consumption", "Wh/mi", 100 / METRE_PER_MILE, YARD),
    _unit("electric consumption", "mi/kWh", _PER_100_KM * 1000 / METRE_PER_MILE, YARD, reciprocal=True),
    _unit("electric consumption", "km/kWh", 100, SI, reciprocal=True),
    _unit(
        "electric consumption", "mpge", KWH_PER_GALLON_EQUIVALENT * _PER_100_KM * 1000 / METRE_PER_MILE,
        "33.705 kWh per US gallon (40 CFR 600.002)",
        reciprocal=True,
    ),
    _unit("fuel consumption", "l/100 km", 1, SI),
    _unit("fuel consumption", "mpg US", _US_MPG, "mile per US gallon", reciprocal=True),
    _unit("fuel consumption", "mpg UK", _UK_MPG, "mile per imperial gallon", reciprocal=True),
    _unit("fuel consumption", "km/l", 100, SI, reciprocal=True),
    _unit("emission", "g/km", 1, SI),
    _unit("emission", "g/mi", 1000 / METRE_PER_MILE, YARD),
    _unit("time", "s", 1, SI),
    _unit("time", "min", 60, SI),
    _unit("time", "h", 3600, SI),
    _unit("voltage", "V", 1, SI),
    _unit("charge", "Ah", 1, SI),
    _unit("rotational speed", "1/min", 1, "ISO 80000-3 (2019)"),
    _unit("temperature", "K", 1, SI),
    _unit("temperature", "°C", 1, SI, offset=Fraction("273.15")),
    _unit("temperature", "°F", Fraction(5, 9), SP811, offset=Fraction("459.67") * Fraction(5, 9)),
    _unit("pressure", "bar", 1, SI),
    _unit("pressure", "kPa", Fraction(1, 100), SI),
    _unit("pressure", "MPa", 10, SI),
    _unit(
        "pressure", "psi", KG_PER_LB * STANDARD_GRAVITY / Fraction("0.0254") ** 2 / 100_000,
        f"lbf/in² ({SP811})",

    ),
    _unit("state of charge", "%", 1, "ISO 80000-1 (2022): per cent"),
    _unit("count", "1", 1, "ISO 80000-1 (2022), quantity of dimension one"),
)  # fmt: skip
"""The units in which sheets are keyed, but for currencies, by kind; the reference unit stands first."""

RARE: tuple[Unit, ...] = (
    _unit("power", "MW", 1000, SI),
    _unit("torque", "daNm", 10, SI),
    _unit("torque", "lb-in", NEWTON_METRE_PER_LB_FT / 12, f"lbf·in ({SP811})"),
    _unit("speed", "kn", Fraction("1.852"), "nautical mile per hour (ISO 80000-3, 2019)"),
    _unit("length", "yd", Fraction("914.4"), YARD),
    _unit("mass", "g", Fraction(1, 1000), SI),
    _unit("mass", "klb", 1000 * KG_PER_LB, f"pound ({SP811})"),
    _unit("mass", "US ton", 2000 * KG_PER_LB, f"2000 lb ({SP811})"),
    _unit("mass", "UK ton", 2240 * KG_PER_LB, f"2240 lb ({SP811})"),
    _unit("volume", "m³", 1000, SI),
    _unit("distance", "nmi", Fraction("1.852"), "nautical mile (ISO 80000-3, 2019)"),
    _unit("electric consumption", "kWh/km", 100, SI),
    _unit("electric consumption", "kWh/mi", 100_000 / METRE_PER_MILE, YARD),
    _unit("time", "ms", Fraction(1, 1000), SI),
    _unit("voltage", "kV", 1000, SI),
    _unit("charge", "mAh", Fraction(1, 1000), SI),
    _unit("pressure", "kgf/cm²", STANDARD_GRAVITY / 10, f"kilogram-force per square centimetre ({SP811})"),
)
"""Units that texts use now and then. No sheet is keyed by them, and none of them is proposed."""

CURRENCIES = (
    "EUR", "USD", "GBP", "CNY", "JPY", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF",
    "CAD", "AUD", "NZD", "INR", "KRW", "BRL", "MXN", "ZAR", "TRY", "THB", "MYR", "SGD", "HKD", "ILS",
    "AED", "ARS", "BGN", "CLP", "COP", "EGP", "IDR", "ISK", "MAD", "PHP", "QAR", "RON", "RSD", "RUB",
    "SAR", "TWD", "UAH", "VND", "BDT", "BHD", "BYN", "KWD", "KZT", "LKR", "OMR", "PKR",
)  # fmt: skip
"""ISO 4217 codes. Currencies stand apart: no factor holds between them."""

KEYS: dict[str, Unit] = {unit.name: unit for unit in TABLE} | {
    code: _unit(f"price in {code}", code, 1, "ISO 4217") for code in CURRENCIES
}
"""Every unit in which a sheet may be keyed, by its name."""

UNITS: dict[str, Unit] = KEYS | {unit.name: unit for unit in RARE}
"""Every unit by its name."""


def differ_by_decimal_point(one: Unit, other: Unit) -> bool:
    """Whether a number of one unit is that of the other with its decimal point shifted."""
    if one.reciprocal is not other.reciprocal or one.offset or other.offset or one.factor == other.factor:
        return False
    ratio = max(one.factor / other.factor, other.factor / one.factor)
    return str(ratio).rstrip("0") == "1"


def is_far(unit: Unit, other: Unit) -> bool:
    """Whether two units of one kind differ so much that a conversion is no small change."""
    if unit.kind != other.kind or unit.reciprocal is not other.reciprocal:
        return unit.kind == other.kind
    near, far = sorted((unit.scale, other.scale))
    return far / near >= MIN_FACTOR


def is_of_kind(unit: Unit, kind: str) -> bool:
    """Whether the unit measures that kind; every currency measures a price."""
    return unit.kind == kind or (kind == "price" and unit.kind.startswith("price in "))


@cache
def of_kind(kind: str) -> tuple[Unit, ...]:
    """The units of one kind in which sheets are keyed, the reference unit first."""
    return tuple(unit for unit in KEYS.values() if is_of_kind(unit, kind))
