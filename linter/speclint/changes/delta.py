"""By how much a figure changed: exact in decimal digits within one unit, else converted."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, isfinite, log10
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
    """Of the low ends, revision less base; for plain numbers both ends are equal."""
    high: Number
    unit: str
    relative: float | None
    """The difference of the middles as a fraction of the base; None where the base is zero."""

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
        unit: the unit of the result; if None the unit of both, or else the metric one of their quantity.
    """
    if before.unit.kind != after.unit.kind or _shape(before) != _shape(after):
        return None
    target = unit or (before.unit if before.unit is after.unit else UNITS[before.quantity.metric])
    if target.kind != before.unit.kind:
        target = before.unit
    if target is before.unit is after.unit:
        low, high = (_difference(after.numbers[end], before.numbers[end]) for end in (0, -1))
    else:
        old, new = before.values_in(target), after.values_in(target)
        if not all(map(isfinite, (*old, *new))):
            return None
        digits = max(_digits(before, target), _digits(after, target))
        low, high = (round_to(new[end] - old[end], digits) for end in (0, 1))
    middle = sum(before.values_in(target)) / 2
    change = sum(after.values_in(target)) / 2 - middle
    relative = change / middle if middle and isfinite(change) and isfinite(middle) else None
    return Amount(low, high, target.name, relative)


def _shape(figure: Figure) -> object:
    return (Bound, figure.stated.at_least) if isinstance(figure.stated, Bound) else None


def _difference(after: Number, before: Number) -> Number:
    difference = Decimal(after) - Decimal(before)
    return int(difference) if isinstance(after, int) and isinstance(before, int) else difference


def _digits(figure: Figure, unit: Unit) -> int:
    """Decimal places that the precision of a figure supports in a unit."""
    if figure.unit is unit:
        return max(0, *(decimals(number) for number in figure.numbers))
    width = max(unit.from_reference(end).width for end in figure.ends)
    return max(0, -ceil(log10(width) - 1e-9)) if 0 < width < float("inf") else 0
