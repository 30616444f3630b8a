"""Closed intervals of floats: all values that a figure may stand for."""

from __future__ import annotations

from typing import NamedTuple

SLACK = 1e-12
"""Relative slack at touching ends: conversions round in the last bits, digits never do."""


class Interval(NamedTuple):
    """A closed interval, in the unit its owner says; an end may be infinite."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The value halfway, or the finite end of a half-open interval."""
        if self.high == float("inf"):
            return self.low
        if self.low == float("-inf"):
            return self.high
        return (self.low + self.high) / 2

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both, ends that touch included."""
        return (
            self.low <= other.high + abs(other.high) * SLACK
            and other.low <= self.high + abs(self.high) * SLACK
        )

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

    def narrowed(self) -> Interval:
        """The interval without its ends, as far as floats can tell."""
        return Interval(self.low + abs(self.low) * 1e-9, self.high - abs(self.high) * 1e-9)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))


def _quotient(factor: float, value: float) -> float:
    return factor / value if value > 0 else float("inf")
