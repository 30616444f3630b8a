"""A figure that changed by more than revisions of one car do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.changes.sources import corrects
from speclint.rules.changes.unit_not_updated import flipped_to
from speclint.rules.rule import Level, Violation, bad, change_rule, good
from speclint.rules.siblings.year_jump import BOUNDS, RANGES, same_battery
from speclint.sheets.families import ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Revised

NOT_YET = ("rumoured", "expected", "announced")
"""What is said of a car before it is built may be anything."""

_POWER = '{{"powertrain": {{"type": "bev", "power": {{{0}}}}}}}'
_RANGE = '{{"battery": {{"usable": {{"kWh": {0}}}}}, "range": {{"wltp": {{"km": {1}}}}}}}'
_EXPECTED = '{{"status": "{0}", "powertrain": {{"type": "bev", "power": {{"kW": {1}}}}}}}'


@change_rule(
    level=Level.WARNING,
    summary="a figure changed by more than one car's figures do",
    reads=("status", *BOUNDS, *RANGES, "battery_usable", "battery_gross"),
    mirror="large-jump",
    consequence_of=("ripple-missed",),
    bad=(
        bad(_POWER.format('"kW": 320'), base=_POWER.format('"kW": 230'), at="/powertrain/power/kW",
            message="power is 1.39 times what it was; the same car changes by 1.3 times at most",
            why="digits transposed"),
    ),
    good=(
        good(_POWER.format('"kW": 250'), base=_POWER.format('"kW": 230'), why="a new model year"),
        good(_EXPECTED.format("production", 230), base=_EXPECTED.format("expected", 150),
            why="of a car that was only expected nothing was known"),
        good(_RANGE.format(45.0, 400), base=_RANGE.format(30.0, 270), why="a larger battery goes farther"),
        good(_POWER.format('"kW": 230, "PS": 313'), base=_POWER.format('"kW": 23, "PS": 313'),
            why="a slip of the hand was mended"),
    ),
)  # fmt: skip
def large_jump(revised: Revised) -> Iterator[Violation]:
    """One car's figures move little from one model year to the next, and less from one edit to the next.

    The bounds are those of `year-jump`, within which 99.7 % of 3597 pairs of figures of one variant in two model years
    lie; ranges are compared where the battery stayed. Beyond them a digit was lost or another car was meant. Silent for cars that were not built yet, where another
    unit shows that a slip was mended, and where `unit-not-updated` knows the cause.
    """
    if revised.base.field("status") in NOT_YET:
        return
    # another battery brings another range
    ranges = RANGES if same_battery(revised.base, revised.revision) else ()
    for change in revised.changed(*BOUNDS, *ranges):
        if change.figures is None or change.quantity is None or corrects(change) or flipped_to(change):
            continue
        times = ratio(*change.figures)
        bound = (BOUNDS | RANGES)[change.quantity.name]
        if times > bound:
            before, after = change.figures
            more = "times what it was" if after.value > before.value else "times smaller than it was"
            message = f"{change.quantity.label} is {times:.2f} {more}; the same car changes by {bound} times at most"
            yield Violation(message, after.pointer)
