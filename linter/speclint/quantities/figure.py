"""Figures: one stated value with its digits, its unit and its name, and the interval it stands for."""

from __future__ import annotations

from math import ceil, isinf, log10
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.quantities.figure_name import FigureName
from speclint.quantities.interval import INFINITY, Interval
from speclint.quantities.number import (
    Number,
    as_rounded,
    cut_or_rounded_as,
    decimals,
    is_number,
    plain,
    round_to,
    scaled_interval,
    written_as,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.quantities.figure_name import Span
    from speclint.quantities.interval import Ends
    from speclint.quantities.quantity import Quantity
    from speclint.quantities.unit import Unit

Stated: TypeAlias = "Number | tuple[Number, Number] | Bound"
"""What a figure may state: a number, a range from low to high, or a bound."""


class Bound(msgspec.Struct, frozen=True):
    """A figure known from one side only: at least, or at most, a number."""

    number: Number
    at_least: bool


def read_stated(value: object) -> Stated | None:
    """The stated value in a JSON value, or None if it is no figure.

    A figure is a number, a range `[417, 449]`, or a bound `{"at_least": 300}` or `{"at_most": 300}`.
    """
    if is_number(value):
        return value
    if isinstance(value, list) and len(value) == 2:  # noqa: PLR2004 - low and high
        low, high = value
        if is_number(low) and is_number(high) and low <= high:
            return (low, high)
    if isinstance(value, dict) and len(value) == 1:
        ((key, number),) = value.items()
        if key in ("at_least", "at_most") and is_number(number):
            return Bound(number, at_least=key == "at_least")
    return None


def _ends(stated: Stated, read: Callable[[Number], Interval]) -> Ends:
    """Where the low and the high end of what is stated may lie; `read` gives the interval of a number."""
    if isinstance(stated, Bound):
        near = read(stated.number)
        whole = Interval(near.low, INFINITY) if stated.at_least else Interval(-INFINITY, near.high)
        return whole, whole
    if isinstance(stated, tuple):
        return read(stated[0]), read(stated[1])
    interval = read(stated)
    return interval, interval


def _point(number: Number) -> Interval:
    value = float(number)
    return Interval(value, value)


def _in_reference(unit: Unit, ends: Ends) -> Ends:
    low = unit.to_reference(ends[0])
    high = low if ends[1] is ends[0] else unit.to_reference(ends[1])
    return (high, low) if unit.reciprocal else (low, high)


def _whole(ends: Ends) -> Interval:
    low, high = ends
    return low if low is high else low.hull(high)


class Figure:
    """One stated value of a quantity in a sheet."""

    __slots__ = ("_ends", "_interval", "_value", "pointer", "quantity", "span", "stated", "unit")

    def __init__(
        self, quantity: Quantity, unit: Unit, stated: Stated, pointer: str, span: Span | None = None
    ) -> None:
        self.quantity = quantity
        self.unit = unit
        self.stated = stated
        self.pointer = pointer
        self.span = span
        """The characters that state the numbers, where they are part of a text."""
        # computed once: rules read them over and over
        self._ends: Ends | None = None
        self._interval: Interval | None = None
        self._value: float | None = None

    @property
    def name(self) -> FigureName:
        """Its name in the sheet."""
        return FigureName(self.pointer, self.unit.name if self.span else "", self.span)

    def with_stated(self, stated: Stated) -> Figure:
        """The figure with another stated value."""
        return Figure(self.quantity, self.unit, stated, self.pointer, self.span)

    def with_unit(self, unit: Unit) -> Figure:
        """The figure with the same number in another unit."""
        return Figure(self.quantity, unit, self.stated, self.pointer, self.span)

    @property
    def ends(self) -> Ends:
        """Where the low and the high end may lie, in the reference unit of the kind."""
        if self._ends is None:
            stated = self.stated
            if isinstance(stated, (tuple, Bound)):
                self._ends = _in_reference(self.unit, _ends(stated, written_as))
            else:
                interval = self.unit.to_reference(written_as(stated))
                self._ends = interval, interval
        return self._ends

    @property
    def interval(self) -> Interval:
        """All values the figure may stand for, in the reference unit of its kind."""
        if self._interval is None:
            low, high = self.ends
            self._interval = _whole((low, high))
        return self._interval

    @property
    def value(self) -> float:
        """The number written, of a range the middle, in the reference unit of its kind."""
        if self._value is None:
            stated = self.stated
            if isinstance(stated, (tuple, Bound)):
                low, high = self.centres()
                self._value = (low.low + high.low) / 2
            else:
                number = float(stated)
                self._value = self.unit.to_reference(Interval(number, number)).low
        return self._value

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers written: one, or the two ends of a range."""
        if isinstance(self.stated, Bound):
            return (self.stated.number,)
        return self.stated if isinstance(self.stated, tuple) else (self.stated,)

    @property
    def labelled(self) -> str:
        """The figure after the label of its quantity: `torque 494 Nm`."""
        return f"{self.quantity.label} {self}"

    def in_own_unit(self, value: float) -> str:
        """A value in the reference unit, written in whole units of this figure: 2790 kg as `6151 lb`."""
        own = self.unit.from_reference(Interval(value, value)).low
        return f"{write(round_to(own, 0))} {self.unit.name}"

    def centres(self) -> Ends:
        """The written numbers themselves, low and high, in the reference unit, without rounding intervals."""
        numbers = self.numbers
        low = _point(numbers[0])
        return _in_reference(self.unit, (low, low if len(numbers) == 1 else _point(numbers[-1])))

    def values_in(self, unit: Unit) -> tuple[float, float]:
        """The written numbers converted to another unit of the kind, low and high."""
        first, last = self.centres()
        low = unit.from_reference(first).low
        high = low if last is first else unit.from_reference(last).low
        return (high, low) if unit.reciprocal else (low, high)

    def agrees_with(self, other: Figure) -> bool:
        """Whether some true value would be written as both figures, ranges end by end.

        In one unit, intervals that only touch hold no such value: 64.75 is written as 64.7 or as 64.8.
        """
        if self.unit is not other.unit:
            return self._fits(other, Interval.meets, self.ends, other.ends)
        if self.stated == other.stated:
            return True
        finest = max(0, *(decimals(number) for number in self.numbers + other.numbers))
        mine, theirs = (
            _ends(figure.stated, lambda number: scaled_interval(number, finest)) for figure in (self, other)
        )
        return self._fits(other, Interval.overlaps, mine, theirs)

    def agrees_but_for_rounding(self, other: Figure) -> bool:
        """Whether both agree once one of them may be cut off or rounded up instead of rounded.

        A value cut off or rounded up lies within one unit, not half a unit, of what is written.
        """
        mine, theirs = (
            _in_reference(figure.unit, _ends(figure.stated, cut_or_rounded_as)) for figure in (self, other)
        )
        return self._fits(other, Interval.meets, mine, other.ends) or self._fits(
            other, Interval.meets, self.ends, theirs
        )

    def _fits(
        self, other: Figure, meet: Callable[[Interval, Interval], bool], mine: Ends, theirs: Ends
    ) -> bool:
        """Whether the ends meet those of the other figure: of two ranges each its own, else as a whole."""
        if isinstance(self.stated, tuple) and isinstance(other.stated, tuple):
            return meet(mine[0], theirs[0]) and meet(mine[1], theirs[1])
        return meet(_whole(mine), _whole(theirs))

    def rewritten(self, other: Figure, digits: int | None = None) -> Stated | None:
        """What this figure should state to agree with the other one, in its own unit.

        None if the other is a bound, or if this many digits cannot write the value.

        Args:
            other: what it is to agree with.
            digits: decimal places; its own if left out.
        """
        if isinstance(other.stated, Bound):
            return None
        if digits is None:
            digits = max(0, *(decimals(number) for number in self.numbers))
        first, last = other.values_in(self.unit)
        low = self._rounded(first, digits)
        high = low if first == last else self._rounded(last, digits)
        if low is None or high is None:
            return None
        return low if low == high else (low, high)

    def _rounded(self, value: float, digits: int) -> Number | None:
        """A value in its unit in so many decimals, or None if these cannot write it."""
        number = None if isinf(value) else round_to(value, digits)
        is_lost = number == 0 and (value != 0 or self.unit.reciprocal)
        return None if is_lost else number

    def is_rewritten(self, other: Figure) -> bool:
        """Whether it states what the other one gives in its own unit and digits."""
        stated = self.rewritten(other)
        return stated is not None and as_literal(stated) == as_literal(self.stated)

    def __str__(self) -> str:
        """The figure as a reader writes it: `494 Nm`, `417-449 km`, `at least 300 km`, `4` for a count."""
        return write(self.stated) if self.unit.name == "1" else f"{write(self.stated)} {self.unit.name}"

    def __repr__(self) -> str:
        return f"<Figure {self.quantity.name} {self} at {self.name}>"


def write(stated: Stated) -> str:
    """The digits as a reader writes them: `5.6`, `417-449`, `at least 300`."""
    if isinstance(stated, Bound):
        return f"{'at least' if stated.at_least else 'at most'} {plain(stated.number)}"
    if isinstance(stated, tuple):
        return f"{plain(stated[0])}-{plain(stated[1])}"
    return plain(stated)


def approximately(stated: Stated) -> Stated:
    """What is stated in a text as approximate: `~230` is 225 to 235, and `~235` is 234.5 to 235.5."""
    if isinstance(stated, Bound):
        return Bound(as_rounded(stated.number), at_least=stated.at_least)
    if isinstance(stated, tuple):
        return as_rounded(stated[0]), as_rounded(stated[1])
    return as_rounded(stated)


def as_literal(stated: Stated) -> str:
    """The JSON text of a stated value: `364`, `[417, 449]`, `{"at_least": 300}`."""
    if isinstance(stated, Bound):
        return f'{{"{"at_least" if stated.at_least else "at_most"}": {stated.number}}}'
    if isinstance(stated, tuple):
        return f"[{stated[0]}, {stated[1]}]"
    return str(stated)


def as_written_in(figure: Figure, unit: Unit) -> str:
    """A number or range in another unit of its kind, in as many decimals as its own digits support."""
    width = max(unit.from_reference(end).width for end in figure.ends)
    # a step of the last digit written is not below the width; floats may put that a hair above a power of ten
    digits = max(0, -ceil(log10(width) - 1e-9)) if 0 < width < INFINITY else 0
    ends = ["∞" if isinf(value) else str(round_to(value, digits)) for value in figure.values_in(unit)]
    return ends[0] if ends[0] == ends[-1] else "-".join(ends)
