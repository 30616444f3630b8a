"""One line per change, as editors and `grep` read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.sanitize import sanitized

if TYPE_CHECKING:
    from speclint.results import ChangeReport, ReportedChange


def render(report: ChangeReport) -> str:
    """`path:line:column: kind sheet: message`, one line for each change; empty for none."""
    return "".join(sanitized(_line(change)) + "\n" for change in report.changes)


def _line(change: ReportedChange) -> str:
    side = change.revision or change.base
    place = f"{side.path}:{side.line}:{side.column}: " if side else ""
    rule = f" {change.level}[{change.rule}]" if change.rule else ""
    return f"{place}{change.kind}{rule} {change.sheet}: {change.message}"
