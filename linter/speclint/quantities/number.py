"""Numbers with the digits in which they are written, and the intervals that they stand for."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import TypeAlias, TypeGuard

from speclint.quantities.interval import Interval

Number: TypeAlias = int | Decimal

MAX_DIGITS = 30
"""Digits before or after the point that no quantity of a car has; floats hold all that have fewer."""
MAX_NUMBER: int = 10**MAX_DIGITS
_ROUNDING = Context(prec=4 * MAX_DIGITS, rounding=ROUND_HALF_EVEN)  # room for the digits of any conversion


def is_number(value: object) -> TypeGuard[Number]:
    """Whether the value is a number of fewer than `MAX_DIGITS` digits; booleans and NaN are none."""
    if type(value) is int:
        return -MAX_NUMBER < value < MAX_NUMBER
    if not isinstance(value, Decimal) or not value.is_finite():
        return False
    return -MAX_DIGITS < value.adjusted() < MAX_DIGITS and abs(decimals(value)) < MAX_DIGITS


def decimals(number: Number) -> int:
    """Digits after the decimal point as written: 2 for `1.50`, 0 for `494`, -3 for `1e3`."""
    return 0 if isinstance(number, int) else -int(number.as_tuple().exponent)


def resolution(number: Number) -> float:
    """The resolution of a number as written: one unit in its last decimal place, `0.01` for `1.50`."""
    return 1.0 if isinstance(number, int) else float(10.0 ** -decimals(number))


def as_rounded(number: Number) -> Number:
    """A whole number as one that is rounded to its last digit other than zero: 230 as 2.3e2."""
    is_rounded = decimals(number) <= 0 and number and not number % 10
    return Decimal(number).normalize(_ROUNDING) if is_rounded else number


def plain(number: Number) -> str:
    """The digits of a number, of a large one without an exponent: `230` for 2.3e2."""
    return format(number, "f") if decimals(number) < 0 else str(number)


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
    value, half = float(number), 0.5 if isinstance(number, int) else resolution(number) / 2
    return Interval(value - half, value + half)


def cut_or_rounded_as(number: Number) -> Interval:
    """All values that would be written as this number, whether rounded, cut off or rounded up."""
    return written_as(number).widened(resolution(number) / 2)


def scaled_interval(number: Number, finest: int) -> Interval:
    """The interval of `written_as` in halves of a unit of the `finest` decimal place, so that it is exact."""
    count, half = int(2 * Fraction(number) * 10**finest), 10 ** (finest - decimals(number))
    return Interval(count - half, count + half)
