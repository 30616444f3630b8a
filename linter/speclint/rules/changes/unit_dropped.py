"""A unit in which a sheet no longer states a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.changes.change import Kind
from speclint.rules.rule import Level, Violation, bad, change_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Revised

_TORQUE = '{{"powertrain": {{"type": "bev", "torque": {{{0}}}}}}}'


@change_rule(
    level=Level.NOTE,
    summary="a figure is not stated in one of its units any more",
    mirror="a unit that is added lets a reader compare",
    bad=(
        bad(
            _TORQUE.format('"Nm": 494'),
            base=_TORQUE.format('"Nm": 494, "lb-ft": 364'),
            at="/powertrain/torque/lb-ft",
            message="torque is not stated in lb-ft any more",
        ),
    ),
    good=(
        good(
            _TORQUE.format('"Nm": 494'), base=_TORQUE.format('"lb-ft": 364'), why="restated in another unit"
        ),
        good(_TORQUE.format('"Nm": 494, "lb-ft": 364'), base=_TORQUE.format('"Nm": 494')),
    ),
)
def unit_dropped(revised: Revised) -> Iterator[Violation]:
    """A second unit is a second witness: two figures that agree tell a slip of the hand, one alone does not.

    Silent where the figure is now stated in another unit instead.
    """
    for change in revised.changes:
        figure = change.base.figure if change.base else None
        if change.kind is Kind.REMOVED and change.now is not None and figure is not None:
            yield Violation(
                f"{figure.quantity.label} is not stated in {figure.unit.name} any more", figure.pointer
            )
