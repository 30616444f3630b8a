"""Closed intervals: all values that a figure may stand for."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

INFINITY = float("inf")
SLACK = 1e-12
"""Relative slack at touching ends: conversions round in the last bits, digits never do."""


class Interval(NamedTuple):
    """A closed interval, in the unit of its owner; an end may be infinite."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far the ends are apart; infinite as soon as one of them is."""
        return INFINITY if self.low == -INFINITY or self.high == INFINITY else self.high - self.low

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both, ends that touch included."""
        return (
            self.low <= other.high + abs(other.high) * SLACK
            and other.low <= self.high + abs(self.high) * SLACK
        )

    def overlaps(self, other: Interval) -> bool:
        """Whether both have more than an end in common; for ends that are exact, as whole numbers are."""
        return self.low < other.high and other.low < self.high

    def scaled(self, factor: float) -> Interval:
        """Every value times a positive factor."""
        return Interval(self.low * factor, self.high * factor)

    def shifted(self, offset: float) -> Interval:
        """Every value plus an offset."""
        return Interval(self.low + offset, self.high + offset)

    def widened(self, by: float) -> Interval:
        """The interval with this much more to each side."""
        return Interval(self.low - by, self.high + by)

    def inverted(self, factor: float) -> Interval:
        """A positive factor divided by every value; values not above zero give infinity."""
        return Interval(_quotient(factor, self.high), _quotient(factor, self.low))

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))


EVERY = Interval(-INFINITY, INFINITY)
"""All values."""

Ends: TypeAlias = tuple[Interval, Interval]
"""Where the low and the high end of a figure may lie; both alike but for a range."""


def _quotient(factor: float, value: float) -> float:
    return factor / value if value > 0 else INFINITY
