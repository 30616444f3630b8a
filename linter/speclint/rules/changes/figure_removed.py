"""A figure that a sheet no longer states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.changes.change import Kind
from speclint.rules.rule import Level, Violation, bad, change_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Change, Revised


@change_rule(
    level=Level.WARNING,
    summary="a figure was removed",
    reads=("changes",),
    mirror="a figure that is added makes a sheet more complete",
    bad=(
        bad('{"battery": {"usable": {"kWh": 64.8}}}',
            base='{"battery": {"usable": {"kWh": 64.8}, "voltage": {"V": 286}}}', at="/battery/voltage/V",
            message="battery voltage 286 V is not stated any more"),
    ),
    good=(
        good('{"battery": {"usable": {"kWh": 64.8}}}', base='{"battery": {"gross": {"kWh": 64.8}}}',
            why="the capacity was called gross by mistake: the figure is still there"),
    ),
)  # fmt: skip
def figure_removed(revised: Revised) -> Iterator[Violation]:
    """What a sheet once stated had a source; a figure that goes without another in its place is easily lost.

    Silent where the same figure is now stated as another quantity of its kind, for then it was only named anew.
    """
    for change in revised.changes:
        gone = change.kind is Kind.REMOVED and change.was is not None and change.now is None
        if gone and change.was and not _named_anew(change, revised):
            stated = " and ".join(str(figure) for figure in change.was.figures)
            yield Violation(f"{change.was.quantity.label} {stated} is not stated any more", change.pointer)


def _named_anew(change: Change, revised: Revised) -> bool:
    was = change.was.figures if change.was else ()
    return any(
        one.unit.kind == other.unit.kind and one.agrees_with(other)
        for added in revised.changes
        if added.kind is Kind.ADDED and added.now is not None
        for other in added.now.figures
        for one in was
    )
