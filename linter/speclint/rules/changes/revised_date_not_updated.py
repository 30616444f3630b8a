"""Figures that changed while the day of the last revision stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.changes.change import Kind
from speclint.rules.rule import Level, Violation, bad, change_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Revised

FIELD = "revised"
_SHEET = '{{"revised": "{0}", "battery": {{"usable": {{"kWh": {1}}}}}}}'


@change_rule(
    first_id="revised-date-not-moved",
    level=Level.NOTE,
    summary="figures changed, the day of the last revision did not",
    reads=("changes", FIELD),
    mirror="revised-date-not-updated",
    bad=(
        bad(_SHEET.format("2024-03-01", 66.5), base=_SHEET.format("2024-03-01", 64.8), at="/revised",
            message="figures changed, but the sheet was last revised on 2024-03-01, as before"),
    ),
    good=(
        good(_SHEET.format("2024-03-02", 66.5), base=_SHEET.format("2024-03-01", 64.8)),
        good(_SHEET.format("2024-03-01", 65), base=_SHEET.format("2024-03-01", "6.5e1"),
            why="written otherwise, but the same fact"),
    ),
)  # fmt: skip
def revised_date_not_updated(revised: Revised) -> Iterator[Violation]:
    """A sheet says on which day it was last gone over (`revised`); readers trust figures that are newer than a page.

    Where a figure changed, came or went, the sheet was gone over, so the day moves on.
    """
    before, after = revised.base.field(FIELD), revised.revision.field(FIELD)
    touched = any(
        change.quantity is not None and change.kind in {Kind.CHANGED, Kind.ADDED, Kind.REMOVED}
        for change in revised.changes
    )
    if touched and before is not None and after is not None and after <= before:
        when = "as before" if after == before else f"before it was on {before}"
        yield Violation(
            f"figures changed, but the sheet was last revised on {after}, {when}",
            revised.revision.field_pointer(FIELD),
        )
