"""Numbers with the digits they were written in, and the values that are written so."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import TypeAlias, TypeGuard

from speclint.quantities.interval import Interval

Number: TypeAlias = int | Decimal

DIGITS = 30
"""No quantity of a car has so many digits before or after the point; floats hold all that have fewer."""
LARGEST: int = 10**DIGITS
_ROUNDING = Context(prec=4 * DIGITS, rounding=ROUND_HALF_EVEN)  # room for the digits of any conversion


def is_number(value: object) -> TypeGuard[Number]:
    """Whether the value is a number that a car could have; booleans, NaN and absurd exponents are none."""
    if type(value) is int:
        return -LARGEST < value < LARGEST
    if not isinstance(value, Decimal) or not value.is_finite():
        return False
    return abs(value.adjusted()) < DIGITS and abs(places(value)) < DIGITS


def places(number: Number) -> int:
    """Digits after the decimal point as written: 2 for `1.50`, 0 for `494`, -3 for `1e3`."""
    return 0 if isinstance(number, int) else -int(number.as_tuple().exponent)


def last_place(number: Number) -> float:
    """One unit in the last written place."""
    return 1.0 if isinstance(number, int) else float(10.0 ** -places(number))


def round_to(value: float, digits: int) -> Number:
    """The finite value in so many decimal places: an int for none, else a Decimal that keeps its zeros.

    Halves go to the even digit (ISO 80000-1:2022, annex B, rule A).
    """
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), context=_ROUNDING)
    return rounded if digits else int(rounded)


def written_as(number: Number) -> Interval:
    """All values that would be written as this number: half a unit in the last place to each side.

    The rounding interval of the GUM (JCGM 100:2008, F.2.2.1) for a value given in so many digits.
    """
    value, half = float(number), last_place(number) / 2
    return Interval(value - half, value + half)


def cut_or_rounded_as(number: Number) -> Interval:
    """All values that would be written as this number, be they rounded, cut off or rounded up."""
    return written_as(number).widened(last_place(number) / 2)


def counted(number: Number, finest: int) -> Interval:
    """The interval of `written_as`, exact: its ends count halves of a unit in the finest place."""
    count, half = int(2 * Fraction(number) * 10**finest), 10 ** (finest - places(number))
    return Interval(count - half, count + half)
