"""A name of the car that changed inside its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, change_rule, good
from speclint.sheets.identity import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Revised


@change_rule(
    level=Level.NOTE,
    summary="the sheet speaks of a car of another name",
    reads=IDENTITY,
    mirror="identity-changed",
    bad=(
        bad('{"variant": "xDrive30"}', base='{"variant": "xDrive30e"}', at="/variant",
            message='variant was "xDrive30e" and is "xDrive30"; what names the sheet may be left behind'),
    ),
    good=(
        good('{"generation": "U10"}', base="{}", why="a name made complete"),
        good('{"status": "discontinued"}', base='{"status": "production"}', why="a status is no name"),
    ),
)  # fmt: skip
def identity_changed(revised: Revised) -> Iterator[Violation]:
    """Make, model, variant, generation, year and market say which car a sheet is about.

    Where one of them changes, either a name was corrected, and siblings, baselines and links that name the sheet must
    follow, or the sheet was turned into one of another car, and its own history is lost.
    """
    for field in IDENTITY:
        before, after = revised.base.field(field), revised.revision.field(field)
        if before is not None and after is not None and before != after:
            message = f'{field} was "{before}" and is "{after}"; what names the sheet may be left behind'
            yield Violation(message, revised.revision.field_pointer(field))
