"""Units with exact factors, and whether two figures could be one: decided apart from speclint's own code.

Factors are from the definitions: SI Brochure (9th edition, 2019), International yard and pound agreement
(1959), NIST SP 811 (2008, appendix B.8), DIN 66036 for PS, Weights and Measures Act 1985 for the gallon.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

Number = int | Decimal
Value = Number | list[Number]
"""The value of a figure: a number, or a range from low to high."""
Span = tuple[Fraction, Fraction]

HORSEPOWER = 550 * Fraction("0.3048") * Fraction("0.45359237") * Fraction("9.80665") / 1000
POUND_FOOT = Fraction("0.3048") * Fraction("0.45359237") * Fraction("9.80665")
MILE = Fraction("1.609344")
UNITS: dict[str, tuple[str, Fraction]] = {
    "kW": ("power", Fraction(1)),
    "PS": ("power", Fraction("0.73549875")),
    "hp": ("power", HORSEPOWER),
    "bhp": ("power", HORSEPOWER),
    "Nm": ("torque", Fraction(1)),
    "lb-ft": ("torque", POUND_FOOT),
    "kgf·m": ("torque", Fraction("9.80665")),
    "km/h": ("speed", Fraction(1)),
    "mph": ("speed", MILE),
    "mm": ("length", Fraction(1)),
    "cm": ("length", Fraction(10)),
    "in": ("length", Fraction("25.4")),
    "kg": ("mass", Fraction(1)),
    "lb": ("mass", Fraction("0.45359237")),
    "l": ("volume", Fraction(1)),
    "cm³": ("volume", Fraction(1, 1000)),
    "cu ft": ("volume", Fraction("28.316846592")),
    "US gal": ("volume", Fraction("3.785411784")),
    "UK gal": ("volume", Fraction("4.54609")),
    "km": ("distance", Fraction(1)),
    "mi": ("distance", MILE),
    "kWh": ("energy", Fraction(1)),
    "kWh/100 km": ("electric consumption", Fraction(1)),
    "Wh/km": ("electric consumption", Fraction(1, 10)),
    "kWh/100 mi": ("electric consumption", 1 / MILE),
    "Wh/mi": ("electric consumption", 1 / MILE / 10),
    "mpge": ("electric consumption", Fraction("33.705") * 100 / MILE),
    "l/100 km": ("fuel consumption", Fraction(1)),
    "mpg US": ("fuel consumption", 100 * Fraction("3.785411784") / MILE),
    "mpg UK": ("fuel consumption", 100 * Fraction("4.54609") / MILE),
    "g/km": ("emission", Fraction(1)),
    "s": ("time", Fraction(1)),
    "min": ("charging time", Fraction(1)),
    "V": ("voltage", Fraction(1)),
    "Ah": ("charge", Fraction(1)),
    "1/min": ("rotational speed", Fraction(1)),
}
"""Kind and factor to the first unit of the kind; for miles on an amount the product of both values."""
RECIPROCAL = frozenset({"mpg US", "mpg UK", "mpge"})
DECIMALS = {"in": 1, "cm": 1, "l": 1, "l/100 km": 1, "mpg US": 1, "mpg UK": 1, "kWh/100 km": 1, "cu ft": 1}
"""Digits after the point as makers print them; none for the others."""


def places(number: Number) -> int:
    """Digits after the decimal point."""
    return 0 if isinstance(number, int) else max(0, -int(number.as_tuple().exponent))


def reference(unit: str, value: Fraction) -> Fraction:
    """A value in the first unit of its kind, or back again where the two are reciprocal."""
    factor = UNITS[unit][1]
    return factor / value if unit in RECIPROCAL else factor * value


def printed(value: Fraction, digits: int) -> Number:
    """The value correctly rounded to so many places, halves to the even digit."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    return rounded if digits else int(rounded)


def converted(number: Number, unit: str, other: str) -> Number:
    """A number in another unit of the kind, as makers print that unit."""
    value = reference(unit, Fraction(number))
    factor = UNITS[other][1]
    return printed(factor / value if other in RECIPROCAL else value / factor, DECIMALS.get(other, 0))


def kind_of(unit: str) -> str:
    """The kind of a unit."""
    return UNITS[unit][0]


def _span(unit: str, number: Number, reach: Fraction) -> Span:
    value, step = Fraction(number), Fraction(1, 10 ** places(number))
    low, high = value - reach * step, value + reach * step
    ends = (reference(unit, max(low, Fraction(1, 10**9))), reference(unit, high))
    return min(ends), max(ends)


def _meet(first: Span, second: Span) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]


def _pairs(unit: str, value: Value, other: str, theirs: Value) -> list[tuple[Number, Number]] | None:
    """The numbers that must agree; None for a range and a number."""
    mine, its = (side if isinstance(side, list) else [side] for side in (value, theirs))
    if len(mine) != len(its):
        return None
    return list(zip(mine, its if (unit in RECIPROCAL) == (other in RECIPROCAL) else its[::-1], strict=True))


def agree(unit: str, value: Value, other: str, theirs: Value) -> bool:
    """Whether some true value would be written as both, one of them at most cut off or rounded up.

    Rounding leaves half a unit in the last place to each side, cutting off and rounding up a whole one.
    """
    half, whole = Fraction(1, 2), Fraction(1)
    pairs = _pairs(unit, value, other, theirs)
    if pairs is None:
        lows, highs = ([_span(u, n, whole) for n in _ends(v)] for u, v in ((unit, value), (other, theirs)))
        return _meet((min(lows)[0], max(lows)[1]), (min(highs)[0], max(highs)[1]))
    return any(
        all(_meet(_span(unit, mine, first), _span(other, its, second)) for mine, its in pairs)
        for first, second in ((half, whole), (whole, half))
    )


def would_be_written_as(value: Value, other: Value) -> bool:
    """Whether one is the other with fewer digits, be it rounded, cut off or rounded up."""
    mine, theirs = _ends(value), _ends(other)
    return len(mine) == len(theirs) and all(
        abs(Fraction(first) - Fraction(second)) < Fraction(1, 10 ** min(places(first), places(second)))
        for first, second in zip(mine, theirs, strict=True)
    )


def _ends(value: Value) -> list[Number]:
    return value if isinstance(value, list) else [value]
