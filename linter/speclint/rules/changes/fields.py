"""Identity, status and date of a sheet that changed, or did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.changes.change import Kind
from speclint.rules.rule import Level, Violation, bad, change_rule, good
from speclint.sheets.identity import IDENTITY, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Revised

STEPS = ("expected", "concept", "announced", "preproduction", "production", "discontinued")
"""The order of the statuses of a car."""
REVISED = "revised"


@change_rule(
    level=Level.NOTE,
    summary="the sheet describes a car of another name",
    mirror="identity-changed",
    reads=IDENTITY,
    bad=(
        bad('{"variant": "xDrive30"}', base='{"variant": "xDrive30e"}', at="/variant",
            message='variant was "xDrive30e" and is "xDrive30": update what refers to the sheet by name'),
    ),
    good=(
        good('{"generation": "U10"}', base="{}", why="a name made complete"),
        good('{"status": "discontinued"}', base='{"status": "production"}', why="a status is no name"),
    ),
)  # fmt: skip
def identity_changed(revised: Revised) -> Iterator[Violation]:
    """Make, model, variant, generation, year and market identify the car of a sheet.

    Where one of them changes, either a name was corrected, and siblings, baselines and links that refer to the sheet
    must follow, or the sheet now describes another car, and its own history is lost.
    """
    for field in IDENTITY:
        before, after = name_of(revised.base, field), name_of(revised.revision, field)
        if before is not None and after is not None and before != after:
            message = f'{field} was "{revised.base.text(field)}" and is "{revised.revision.text(field)}": update what refers to the sheet by name'
            yield Violation(message, revised.revision.field_pointer(field))


@change_rule(
    level=Level.WARNING,
    summary="the status went back",
    mirror="a car goes on from expected to announced, to production, and to discontinued",
    reads=("changes", "status"),
    bad=(
        bad('{"status": "announced"}', base='{"status": "production"}', at="/status",
            message='the status went back from "production" to "announced"'),
    ),
    good=(
        good('{"status": "production"}', base='{"status": "expected"}'),
        good('{"status": "production"}', base='{"status": "production"}', why="nothing changed"),
    ),
)  # fmt: skip
def status_regressed(revised: Revised) -> Iterator[Violation]:
    """A car is expected, announced, built and discontinued, in this order.

    A status that goes back is mostly an old sheet copied over a newer one. Unknown statuses have no order.
    """
    for change in revised.changes:
        if change.field == "status" and change.base and change.revision:
            before, after = revised.base.field("status"), revised.revision.field("status")
            if before and after and STEPS.index(after) < STEPS.index(before):
                message = f'the status went back from "{change.base.value}" to "{change.revision.value}"'
                yield Violation(message, change.pointer)


_SHEET = '{{"revised": "{0}", "battery": {{"usable": {{"kWh": {1}}}}}}}'


@change_rule(
    first_id="revised-date-not-moved",
    level=Level.NOTE,
    summary="figures changed, the date of the last revision did not",
    mirror="revised-date-not-updated",
    reads=("changes", REVISED),
    bad=(
        bad(_SHEET.format("2024-03-01", 66.5), base=_SHEET.format("2024-03-01", 64.8), at="/revised",
            message="figures changed, but the sheet was last revised on 2024-03-01, as before"),
    ),
    good=(
        good(_SHEET.format("2024-03-02", 66.5), base=_SHEET.format("2024-03-01", 64.8)),
        good(_SHEET.format("2024-03-01", 65), base=_SHEET.format("2024-03-01", "6.5e1"),
            why="the same figure, written differently"),
    ),
)  # fmt: skip
def revised_date_not_updated(revised: Revised) -> Iterator[Violation]:
    """A sheet states the date of its last revision (`revised`), by which readers judge how current its figures are.

    Where a figure changed, was added or removed, the sheet was revised, so the date must move on.
    """
    before, after = revised.base.field(REVISED), revised.revision.field(REVISED)
    if before is None or after is None or after > before:
        return
    if any(
        change.quantity is not None
        and change.kind in {Kind.CHANGED, Kind.ADDED, Kind.REMOVED}
        and not change.is_relabelled
        for change in revised.changes
    ):
        when = "as before" if after == before else f"before it was on {before}"
        message = f"figures changed, but the sheet was last revised on {after}, {when}"
        yield Violation(message, revised.revision.field_pointer(REVISED))
