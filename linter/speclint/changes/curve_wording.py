"""The changes of a charging curve in one line."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from speclint.changes.change import Kind
from speclint.changes.delta import amount
from speclint.changes.wording import shown_units, signed
from speclint.quantities.unit import UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.changes.change import Change


def of_curve(changes: Sequence[Change], units: str = "both") -> str:
    """All changes of one charging curve in one line: `charging curve: 7 of 10 points changed, …`."""
    size = next(change.curve.size for change in changes if change.curve is not None)
    exchanged = [change for change in changes if change.curve and change.curve.charge_before]
    counts = Counter(change.kind for change in changes if change not in exchanged)
    parts = [f"{counts[kind]} {kind}" for kind in Kind if kind in counts]
    if exchanged:
        what = f"state of charge and power exchanged in {len(exchanged)} of {size} points"
        return f"charging curve: {', '.join((what, *parts))}"
    number, _, kind = parts[0].partition(" ")
    parts[0] = f"{number} of {size} points {kind}{_largest(changes, units)}"
    return f"charging curve: {', '.join(parts)}"


def _largest(changes: Sequence[Change], units: str) -> str:
    """The largest change of power in a charging curve: `, up to +30 kW at 80 %`."""
    found = []
    for change in changes:
        if change.kind is Kind.CHANGED and change.figures is not None and change.curve is not None:
            by = amount(*change.figures, UNITS[shown_units(change.figures[0], units)[0]])
            if by is not None:
                found.append((by, change.curve.charge))
    if not found:
        return ""
    by, charge = max(found, key=lambda pair: Decimal(pair[0].delta).copy_abs())
    return f", up to {signed(by.delta)} {by.unit} at {charge}"
