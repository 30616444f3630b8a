"""A name that promises another drive than the sheet states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.identity.badges import broken_promises
from speclint.rules.rule import Level, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="the name promises another drive",
    reads=("drive", "make", "model", "trim", "variant"),
    bad=(
        bad(
            '{"make": "BMW", "model": "iX2", "variant": "xDrive30", "powertrain": {"type": "bev", "drive": "fwd"}}',
            at="/variant",
            message='"xDrive30" means all-wheel drive, but the drive is "fwd"',
            why="copied from the eDrive20",
        ),
    ),
    good=(
        good(
            '{"make": "BMW", "model": "iX2", "variant": "xDrive30", "powertrain": {"type": "bev", "drive": "awd"}}'
        ),
    ),
)
def badge_contradicts_drive(sheet: Sheet) -> Iterator[Violation]:
    """xDrive, quattro, 4MATIC and 4MOTION are all-wheel drive; sDrive and eDrive are two-wheel drive.

    The drive decides traction, mass and range, so a wrong one misleads more than it seems. The table of
    badges is `badges.json` beside this rule.
    """
    yield from broken_promises(sheet, "drive")
