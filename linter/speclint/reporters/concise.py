"""One line per finding or change, as editors and `grep` read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.sanitize import sanitized
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.results import ChangeReport, Finding, Report, ReportedChange


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """`path:line:column: level[rule] message`, one line for each finding at or above a level."""
    return "".join(f"{line_of(finding)}\n" for finding in report.at_or_above(min_level))


def render_changes(report: ChangeReport) -> str:
    """`path:line:column: kind sheet: message`, one line for each change; empty for none."""
    return "".join(sanitized(_change(change)) + "\n" for change in report.changes)


def line_of(finding: Finding) -> str:
    """The line of one finding."""
    location = finding.location
    place = f"{location.path}:{location.region.line}:{location.region.column}"
    proposal = "" if finding.suggestion is None else f"; should be {finding.suggestion}"
    return sanitized(f"{place}: {finding.level}[{finding.rule}] {finding.message}{proposal}")


def _change(change: ReportedChange) -> str:
    side = change.revision or change.base
    place = f"{side.path}:{side.line}:{side.column}: " if side else ""
    rule = f" {change.level}[{change.rule}]" if change.rule else ""
    return f"{place}{change.kind}{rule} {change.sheet}: {change.message}"
