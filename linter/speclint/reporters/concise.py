"""One line a finding, as editors and `grep` read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.sanitize import plain

if TYPE_CHECKING:
    from speclint.results import Report


def concise(report: Report, *, least: str = "note") -> str:
    """`path:line:column: level[rule] message`, a line for each finding of a level and above."""
    return "".join(
        plain(
            f"{finding.location.path}:{finding.location.region.line}:{finding.location.region.column}: "
            f"{finding.level}[{finding.rule}] {finding.message}"
        )
        + "\n"
        for finding in report.told(least)
    )
