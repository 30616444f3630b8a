"""A sheet that the catalog must hold and does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.message_text import MAX_NAME, counted, printable
from speclint.rules.catalog.examples import profile, table
from speclint.rules.rule import Level, Violation, bad_table, good_table, manifest_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.project.config import Requirement

_PROFILE = profile(power="kW")
_CARS = table(
    "make,model,year,power",
    ("BMW", "i3", 2017, 125),
    ("BMW", "i3", 2020, 125),
    ("Mini", "Cooper SE", 2020, 135),
)


@manifest_rule(
    level=Level.ERROR,
    summary="a sheet that the catalog must hold is missing",
    bad=(
        bad_table(_CARS, profile=_PROFILE, must_hold='"bmw/i3/*", "bmw/ix3/*"', at="/must-hold/1",
            message="there is no sheet bmw/ix3/*, which the catalog must hold",
            why="its sheet was deleted or renamed"),
        bad_table(_CARS, profile=_PROFILE, must_hold='{ sheets = "bmw/*", at-least = 3 }', at="/must-hold/0",
            message="there are 2 sheets bmw/*, of which the catalog must hold at least 3",
            why="an import that ended too early"),
    ),
    good=(
        good_table(_CARS, profile=_PROFILE,
            must_hold='"bmw/i3/2017", { sheets = "bmw/*", at-least = 2 }, "mini/*"'),
    ),
)  # fmt: skip
def missing_sheet(requirement: Requirement, count: int) -> Iterator[Violation]:
    """A sheet that is deleted leaves no trace: no figure is wrong, and whoever reads the data finds a car less.

    `must-hold` in the configuration lists the sheets or records that must be there, by id or by a pattern with `*` and
    `?`, and how many. It is compared with the catalog when every sheet is checked, `--since` included, and not when
    paths are named.
    """
    sheets = printable(requirement.sheets, MAX_NAME)
    if requirement.at_least == 1:
        message = f"there is no sheet {sheets}, which the catalog must hold"
    else:
        found = f"there {'is' if count == 1 else 'are'} {counted(count, 'sheet')} {sheets}"
        message = f"{found}, of which the catalog must hold at least {requirement.at_least}"
    yield Violation(message, requirement.pointer, help="restore the sheet, or remove the entry")
