"""A figure that has fewer digits than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.changes.change import Kind
from speclint.rules.rule import Level, Violation, bad, change_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Revised

_BATTERY = '{{"battery": {{"usable": {{"kWh": {0}}}}}}}'


@change_rule(
    level=Level.NOTE,
    summary="a figure has fewer digits than before",
    reads=("changes",),
    mirror="a figure with more digits says more",
    bad=(
        bad(_BATTERY.format(65), base=_BATTERY.format(64.8), at="/battery/usable/kWh",
            message="usable battery capacity was known as 64.8 kWh, to more digits"),
    ),
    good=(
        good(_BATTERY.format(64.8), base=_BATTERY.format(65)),
        good(_BATTERY.format(66), base=_BATTERY.format(64.8),
            why="another capacity, not the same one rounded"),
        good('{"range": {"wltp": {"km": [417, 449]}}}', base='{"range": {"wltp": {"km": 430}}}',
            why="a range over the trims says more than one of its numbers"),
    ),
)  # fmt: skip
def precision_lost(revised: Revised) -> Iterator[Violation]:
    """Digits are evidence (JCGM 100:2008, F.2.2.1): 65 kWh stands for all from 64.5 to 65.5, so 64.8 kWh said more.

    What was rounded cannot be told from another value any more, and contradictions go unseen.
    """
    for change in revised.changes:
        if change.kind is Kind.BLURRED and change.figures is not None:
            before, after = change.figures
            if len(before.numbers) == len(after.numbers) and type(before.stated) is not tuple:
                message = f"{before.quantity.label} was known as {before}, to more digits"
                yield Violation(message, after.pointer)
