"""One line per finding, as editors and `grep` read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.sanitize import sanitized
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.results import Finding, Report


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """`path:line:column: level[rule] message`, one line for each finding at or above a level."""
    return "".join(sanitized(_line(finding)) + "\n" for finding in report.at_or_above(min_level))


def _line(finding: Finding) -> str:
    location = finding.location
    place = f"{location.path}:{location.region.line}:{location.region.column}"
    return f"{place}: {finding.level}[{finding.rule}] {finding.message}"
