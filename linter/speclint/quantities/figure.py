"""Figures: one stated value with its digits, its unit and its place, and the interval it stands for."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from math import ceil, isinf, log10
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeGuard

from speclint.quantities.interval import INFINITY, Interval

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.quantities.quantity import Quantity
    from speclint.quantities.unit import Unit

Number: TypeAlias = int | Decimal
Stated: TypeAlias = "Number | tuple[Number, Number] | Bound"
"""What a figure may say: a number, a range from low to high, or a bound."""

DIGITS = 30
"""No quantity of a car has so many digits before or after the point; floats hold all that have fewer."""
LARGEST: int = 10**DIGITS
_ROUNDING = Context(prec=4 * DIGITS, rounding=ROUND_HALF_EVEN)  # room for the digits of any conversion


class Bound(NamedTuple):
    """A figure known from one side only: at least, or at most, a number."""

    number: Number
    at_least: bool


def read_stated(value: object) -> Stated | None:
    """The stated value in a JSON value, or None if it is no figure.

    A figure is a number, a range `[417, 449]`, or a bound `{"at_least": 300}` or `{"at_most": 300}`.
    """
    if _is_number(value):
        return value
    if isinstance(value, list) and len(value) == 2:  # noqa: PLR2004 - low and high
        low, high = value
        if _is_number(low) and _is_number(high) and low <= high:
            return (low, high)
    if isinstance(value, dict) and len(value) == 1:
        ((key, number),) = value.items()
        if key in ("at_least", "at_most") and _is_number(number):
            return Bound(number, at_least=key == "at_least")
    return None


def _is_number(value: object) -> TypeGuard[Number]:
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


def written_as(number: Number) -> Interval:
    """All values that would be written as this number: half a unit in the last place to each side.

    The rounding interval of the GUM (JCGM 100:2008, F.2.2.1) for a value given in so many digits.
    """
    value, half = float(number), last_place(number) / 2
    return Interval(value - half, value + half)


def _cut_or_rounded_as(number: Number) -> Interval:
    """All values that would be written as this number, be they rounded, cut off or rounded up."""
    return written_as(number).widened(last_place(number) / 2)


def _from_bound(bound: Bound) -> Interval:
    near = written_as(bound.number)
    return Interval(near.low, INFINITY) if bound.at_least else Interval(-INFINITY, near.high)


def _exactly(number: Number) -> Interval:
    return Interval(float(number), float(number))


class Figure:
    """One stated value of a quantity in a sheet."""

    __slots__ = ("_ends", "pointer", "quantity", "stated", "unit")

    def __init__(self, quantity: Quantity, unit: Unit, stated: Stated, pointer: str) -> None:
        self.quantity = quantity
        self.unit = unit
        self.stated = stated
        self.pointer = pointer
        self._ends: tuple[Interval, Interval] | None = None

    @property
    def ends(self) -> tuple[Interval, Interval]:
        """Where the low and the high end may lie, in the reference unit; both alike but for a range."""
        if self._ends is None:
            if isinstance(self.stated, Bound):
                whole = self.unit.to_reference(_from_bound(self.stated))
                self._ends = (whole, whole)
            else:
                self._ends = self._in_reference(written_as)
        return self._ends

    @property
    def interval(self) -> Interval:
        """All values the figure may stand for, in the reference unit of its kind."""
        low, high = self.ends
        return low.hull(high)

    @property
    def value(self) -> float:
        """The number written, of a range the middle, in the reference unit of its kind."""
        low, high = self.centres()
        return (low.low + high.low) / 2

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers written: one, or the two ends of a range."""
        if isinstance(self.stated, Bound):
            return (self.stated.number,)
        return self.stated if isinstance(self.stated, tuple) else (self.stated,)

    @property
    def is_range(self) -> bool:
        """Whether two numbers are written, low and high."""
        return isinstance(self.stated, tuple) and not isinstance(self.stated, Bound)

    def centres(self) -> tuple[Interval, Interval]:
        """The written numbers themselves, low and high, in the reference unit, without rounding intervals."""
        return self._in_reference(_exactly)

    def values_in(self, unit: Unit) -> tuple[float, float]:
        """The written numbers converted to another unit of the kind, low and high."""
        low, high = (unit.from_reference(end).low for end in self.centres())
        return (high, low) if unit.reciprocal else (low, high)

    def _in_reference(self, read: Callable[[Number], Interval]) -> tuple[Interval, Interval]:
        """What the numbers stand for as read, in the reference unit, low and high."""
        ends = [self.unit.to_reference(read(number)) for number in self.numbers]
        return (ends[-1], ends[0]) if self.unit.reciprocal else (ends[0], ends[-1])

    def agrees_with(self, other: Figure) -> bool:
        """Whether some true value would be written as both figures, ranges end by end.

        In one unit, intervals that only touch hold no such value: 64.75 is written as 64.7 or as 64.8.
        """
        if self.unit is not other.unit:
            return self._fits(Interval.meets, self.ends, other, other.ends)
        return self.stated == other.stated or self._fits(Interval.overlaps, self.ends, other, other.ends)

    def agrees_but_for_rounding(self, other: Figure) -> bool:
        """Whether both agree once one of them may be cut off or rounded up instead of rounded.

        A value cut off or rounded up lies within one unit, not half a unit, of what is written.
        """
        return self._fits(Interval.meets, self._widened_ends(), other, other.ends) or self._fits(
            Interval.meets, self.ends, other, other._widened_ends()
        )

    def _widened_ends(self) -> tuple[Interval, Interval]:
        return self.ends if isinstance(self.stated, Bound) else self._in_reference(_cut_or_rounded_as)

    def _fits(
        self, meet: Callable[[Interval, Interval], bool], ends: tuple[Interval, Interval],
        other: Figure, others: tuple[Interval, Interval],
    ) -> bool:  # fmt: skip
        """Whether the ends meet those of the other figure: of two ranges each its own, else as a whole."""
        if self.is_range and other.is_range:
            return meet(ends[0], others[0]) and meet(ends[1], others[1])
        return meet(ends[0].hull(ends[1]), others[0].hull(others[1]))

    def rewritten(self, other: Figure) -> Stated | None:
        """What this figure should say to agree with the other one, in its own unit and digits.

        None if the other is a bound, or if this many digits cannot write the value.
        """
        if isinstance(other.stated, Bound):
            return None
        digits = max(0, *(places(number) for number in self.numbers))
        values = other.values_in(self.unit)
        if any(isinf(value) for value in values):
            return None
        low, high = (round_to(value, digits) for value in values)
        if (low == 0 and values[0] != 0) or (high == 0 and values[1] != 0):
            return None
        return low if low == high else (low, high)

    def __str__(self) -> str:
        """The figure as a reader writes it: `494 Nm`, `417-449 km`, `at least 300 km`, `4` for a count."""
        return write(self.stated) if self.unit.name == "1" else f"{write(self.stated)} {self.unit.name}"

    def __repr__(self) -> str:
        return f"<Figure {self.quantity.name} {self} at {self.pointer}>"


def round_to(value: float, digits: int) -> Number:
    """The finite value in so many decimal places: an int for none, else a Decimal that keeps its zeros.

    Halves go to the even digit (ISO 80000-1:2022, annex B, rule A).
    """
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), context=_ROUNDING)
    return rounded if digits else int(rounded)


def write(stated: Stated) -> str:
    """The digits as a reader writes them: `5.6`, `417-449`, `at least 300`."""
    if isinstance(stated, Bound):
        return f"{'at least' if stated.at_least else 'at most'} {stated.number}"
    if isinstance(stated, tuple):
        return f"{stated[0]}-{stated[1]}"
    return str(stated)


def as_literal(stated: Stated) -> str:
    """The JSON text of a stated value: `364`, `[417, 449]`, `{"at_least": 300}`."""
    if isinstance(stated, Bound):
        return f'{{"{"at_least" if stated.at_least else "at_most"}": {stated.number}}}'
    if isinstance(stated, tuple):
        return f"[{stated[0]}, {stated[1]}]"
    return str(stated)


def as_written_in(figure: Figure, unit: Unit) -> str:
    """A number or range in another unit of its kind, in as many digits as its own digits bear."""
    width = max(unit.from_reference(end).width for end in figure.ends)
    # a step of the last digit written is not below the width; floats may put that a hair above a power of ten
    digits = max(0, -ceil(log10(width) - 1e-9)) if 0 < width < INFINITY else 0
    ends = ["∞" if isinf(value) else str(round_to(value, digits)) for value in figure.values_in(unit)]
    return ends[0] if ends[0] == ends[-1] else "-".join(ends)
