"""One line a change, as editors and `grep` read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.sanitize import plain

if TYPE_CHECKING:
    from speclint.results import ChangeReport, ReportedChange


def concise(report: ChangeReport) -> str:
    """`path:line:column: kind title: message`, one line for each change; empty for none."""
    return "".join(plain(_line(change)) + "\n" for change in report.changes)


def _line(change: ReportedChange) -> str:
    side = change.revision or change.base
    place = f"{side.path}:{side.line}:{side.column}: " if side else ""
    spoken = f" {change.level}[{change.rule}]" if change.rule else ""
    return f"{place}{change.kind}{spoken} {change.sheet}: {change.message}"
