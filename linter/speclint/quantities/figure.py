"""Figures: one stated value with its digits, its unit and its place, and the interval it stands for."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from math import ceil, log10
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeGuard

from speclint.quantities.interval import Interval

if TYPE_CHECKING:
    from speclint.quantities.quantity import Quantity
    from speclint.quantities.unit import Unit

Number: TypeAlias = int | Decimal
Stated: TypeAlias = "Number | tuple[Number, Number] | Bound"
"""What a figure may say: a number, a range from low to high, or a bound."""

INFINITY = float("inf")
DIGITS = 30
"""No quantity of a car has so many digits before or after the point; floats hold all that have fewer."""
LARGEST = 10**DIGITS


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
    """Whether the value is a number that a car could have; booleans and absurd exponents are none."""
    if type(value) is int:
        return -LARGEST < value < LARGEST
    return type(value) is Decimal and abs(value.adjusted()) < DIGITS and -places(value) < DIGITS > places(value)


def places(number: Number) -> int:
    """Digits after the decimal point as written: 2 for `1.50`, 0 for `494`, -3 for `1e3`."""
    if type(number) is int:
        return 0
    exponent = number.as_tuple().exponent  # type: ignore[union-attr]  # an int has returned above
    return -exponent if isinstance(exponent, int) else 0


def last_place(number: Number) -> float:
    """One unit in the last written place."""
    return float(10.0 ** -places(number)) if type(number) is not int else 1.0


def written_as(number: Number) -> Interval:
    """All values that would be written as this number: half a unit in the last place to each side.

    The rounding interval of the GUM (JCGM 100:2008, F.2.2.1) for a value given in so many digits.
    """
    value = float(number)
    half = 0.5 if type(number) is int else 0.5 * last_place(number)
    return Interval(value - half, value + half)


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
        """Where the low and the high end may lie, in the reference unit; both alike for a number."""
        if self._ends is None:
            self._ends = self._measure()
        return self._ends

    @property
    def interval(self) -> Interval:
        """All values the figure may stand for, in the reference unit of its kind."""
        low, high = self.ends
        return low.hull(high)

    @property
    def value(self) -> float:
        """The middle of the interval, in the reference unit."""
        if isinstance(self.stated, int | Decimal):
            return self.unit.to_reference(_point(self.stated)).low
        return self.interval.middle

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers written: one, or the two ends of a range."""
        if isinstance(self.stated, Bound):
            return (self.stated.number,)
        if isinstance(self.stated, tuple):
            return self.stated
        return (self.stated,)

    def _measure(self) -> tuple[Interval, Interval]:
        stated = self.stated
        if isinstance(stated, Bound):
            near = written_as(stated.number)
            open_ = Interval(near.low, INFINITY) if stated.at_least else Interval(-INFINITY, near.high)
            ends = (open_, open_)
        elif isinstance(stated, tuple):
            ends = (written_as(stated[0]), written_as(stated[1]))
        else:
            one = self.unit.to_reference(written_as(stated))
            return (one, one)
        low, high = (self.unit.to_reference(end) for end in ends)
        return (high, low) if self.unit.reciprocal else (low, high)

    def agrees_with(self, other: Figure) -> bool:
        """Whether some true value would be written as both figures, ranges end by end.

        In one unit, intervals that only touch hold no such value: 64.75 is written as 64.7 or as 64.8.
        """
        ranges = _is_range(self) and _is_range(other)
        if self.unit is other.unit:
            return _ends_meet(self.ends, tuple(end.narrowed() for end in other.ends), ranges=ranges)
        return _ends_meet(self.ends, other.ends, ranges=ranges)

    def agrees_but_for_rounding(self, other: Figure) -> bool:
        """Whether both agree once one of them may be cut off or rounded up instead of rounded.

        A value cut off or rounded up lies within one unit, not half a unit, of what is written.
        """
        ranges = _is_range(self) and _is_range(other)
        return _ends_meet(self._widened_ends(), other.ends, ranges=ranges) or _ends_meet(
            self.ends, other._widened_ends(), ranges=ranges
        )

    def _widened_ends(self) -> tuple[Interval, Interval]:
        numbers = self.numbers
        widened = [
            self.unit.to_reference(written_as(number).widened(last_place(number) / 2)) for number in numbers
        ]
        if isinstance(self.stated, Bound):
            return self.ends
        if self.unit.reciprocal:
            widened.reverse()
        return widened[0], widened[-1]

    def rewritten(self, other: Figure) -> Stated | None:
        """What this figure should say to agree with the other one, in its own unit and digits.

        None if the other is a bound, or if this many digits cannot write the value.
        """
        if isinstance(other.stated, Bound):
            return None
        digits = max(places(number) for number in self.numbers)
        written = [round_to(self.unit.from_reference(end).low, digits) for end in other.centres()]
        if self.unit.reciprocal:
            written.reverse()
        if not all(number > 0 for number in written):
            return None
        return written[0] if written[0] == written[-1] else (written[0], written[-1])

    def centres(self) -> tuple[Interval, Interval]:
        """The written numbers themselves, low and high, in the reference unit, without rounding intervals."""
        exact = [self.unit.to_reference(_point(number)) for number in self.numbers]
        if self.unit.reciprocal:
            exact.reverse()
        return exact[0], exact[-1]

    def __str__(self) -> str:
        """The figure as a reader writes it: `494 Nm`, `417-449 km`, `at least 300 km`."""
        return f"{write(self.stated)} {self.unit.name}"

    def __repr__(self) -> str:
        return f"<Figure {self.quantity.name} {self} at {self.pointer}>"


def _point(number: Number) -> Interval:
    return Interval(float(number), float(number))


def _is_range(figure: Figure) -> bool:
    return isinstance(figure.stated, tuple) and not isinstance(figure.stated, Bound)


def _ends_meet(
    one: tuple[Interval, Interval], other: tuple[Interval, Interval], *, ranges: bool
) -> bool:
    if ranges:
        return one[0].meets(other[0]) and one[1].meets(other[1])
    return one[0].hull(one[1]).meets(other[0].hull(other[1]))


def round_to(value: float, digits: int) -> Number:
    """The value in so many decimal places: an int for none, else a Decimal that keeps its zeros."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    return int(rounded) if digits <= 0 else rounded


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
    low, high = (unit.from_reference(end) for end in figure.ends)
    if unit.reciprocal != figure.unit.reciprocal:
        low, high = high, low
    digits = max(0, -ceil(log10(low.high - low.low)))
    centres = sorted(unit.from_reference(end).low for end in figure.centres())
    ends = [str(round_to(value, digits)) for value in centres]
    return ends[0] if ends[0] == ends[-1] else "-".join(ends)
