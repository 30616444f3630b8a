"""Reports as NDJSON: one line for each finding or change, in the shape that it has in the JSON report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.escape import as_json
from speclint.reporters.json import change_members, finding_members
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.results import ChangeReport, Report


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """The findings at or above a level; empty for none."""
    return "".join(
        as_json(finding_members(finding), in_one_line=True) for finding in report.at_or_above(min_level)
    )


def render_changes(report: ChangeReport) -> str:
    """The changes; empty for none."""
    return "".join(as_json(change_members(change), in_one_line=True) for change in report.changes)
