"""By how much a figure changed: exactly by its own digits in one unit, else by value."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.figure import Bound
from speclint.quantities.number import decimals, round_to
from speclint.quantities.unit import UNITS

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure
    from speclint.quantities.number import Number
    from speclint.quantities.unit import Unit


class Amount(msgspec.Struct, frozen=True):
    """The difference between two figures."""

    low: Number
    """Of the low ends, revision less base; of two numbers both ends are the same."""
    high: Number
    unit: str
    relative: float | None
    """The middle's difference as a fraction of the base; None where the base is zero."""

    @property
    def delta(self) -> Number:
        """The difference of the middles."""
        if self.low == self.high:
            return self.low
        return (Decimal(self.low) + Decimal(self.high)) / 2


def amount(before: Figure, after: Figure, unit: Unit | None = None) -> Amount | None:
    """By how much a figure changed; None where one is a bound and the other is not, or nothing converts.

    Args:
        before: the figure of the base.
        after: that of the revision.
        unit: the unit to tell it in; if None the unit of both, else the metric one of their quantity.
    """
    if before.unit.kind != after.unit.kind or _shape(before) != _shape(after):
        return None
    told = unit or (before.unit if before.unit is after.unit else UNITS[before.quantity.metric])
    if told.kind != before.unit.kind:
        told = before.unit
    if told is before.unit is after.unit:
        low, high = (_less(after.numbers[end], before.numbers[end]) for end in (0, -1))
    else:
        old, new = before.values_in(told), after.values_in(told)
        if not all(map(isfinite, (*old, *new))):
            return None
        digits = max(_digits(before, told), _digits(after, told))
        low, high = (round_to(new[end] - old[end], digits) for end in (0, 1))
    middle = sum(before.values_in(told)) / 2
    change = sum(after.values_in(told)) / 2 - middle
    relative = change / middle if middle and isfinite(change) and isfinite(middle) else None
    return Amount(low, high, told.name, relative)


def _shape(figure: Figure) -> object:
    return (Bound, figure.stated.at_least) if isinstance(figure.stated, Bound) else None


def _less(one: Number, other: Number) -> Number:
    difference = Decimal(one) - Decimal(other)
    return int(difference) if isinstance(one, int) and isinstance(other, int) else difference


def _digits(figure: Figure, unit: Unit) -> int:
    """Decimal places that the figure's own digits bear in a unit."""
    if figure.unit is unit:
        return max(0, *(decimals(number) for number in figure.numbers))
    from math import ceil, log10

    width = max(unit.from_reference(end).width for end in figure.ends)
    return max(0, -ceil(log10(width) - 1e-9)) if 0 < width < float("inf") else 0
