"""Figures that two sheets exchanged: each states now what the other did before."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.changes.change import Change

Exchange: TypeAlias = "tuple[str, str, str]"
"""Name of the quantity, figure before, and figure after."""


def exchanged_with(changes: Iterable[Change]) -> dict[int, str]:
    """The id of the sheet with which a figure was exchanged, by the `id` of the change.

    Where several sheets may have been the other, it is the one with which most was exchanged.
    """
    by_values: dict[Exchange, list[Change]] = {}
    for change in changes:
        if change.is_changed_figure and change.quantity is not None and change.figures is not None:
            before, after = map(str, change.figures)
            by_values.setdefault((change.quantity.name, before, after), []).append(change)
    candidates = [
        (change, {other.pair.sheet.id for other in by_values.get((name, after, before), ())})
        for (name, before, after), same in by_values.items()
        for change in same
    ]
    candidates = [(change, names - {change.pair.sheet.id}) for change, names in candidates]
    counts = Counter((change.pair.sheet.id, name) for change, names in candidates for name in names)
    nearest = {
        id(change): min((-counts[change.pair.sheet.id, name], name) for name in names)[1]
        for change, names in candidates
        if names
    }
    return {
        id(change): nearest[id(change)] for change, _ in candidates if _is_mutual(change, nearest, by_values)
    }


def _is_mutual(change: Change, nearest: dict[int, str], by_values: dict[Exchange, list[Change]]) -> bool:
    """Whether the other sheet exchanged its figure with this one."""
    if id(change) not in nearest or change.quantity is None or change.figures is None:
        return False
    before, after = map(str, change.figures)
    return any(
        other.pair.sheet.id == nearest[id(change)] and nearest.get(id(other)) == change.pair.sheet.id
        for other in by_values[change.quantity.name, after, before]
    )
