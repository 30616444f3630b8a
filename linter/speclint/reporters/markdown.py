"""Findings as a comment on a pull request or the summary of a CI step, within the length that is allowed."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from speclint.reporters.escape import as_markdown
from speclint.reporters.sanitize import Style
from speclint.reporters.text import counted
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.results import Finding, Report

MAX_CHARACTERS = 65_000
"""Characters of a comment; GitHub takes 65,536."""
MAX_TEXT = 500
"""Characters of one message that are shown."""
MARKER = "<!-- speclint check -->"
"""First line, by which a bot finds the comment that it is to update."""


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """The counts, and a table of the findings at or above a level, the highest first; the rest is counted."""
    head = f"{MARKER}\n**{as_markdown(counted(report, Style(colour=False)))}**\n"
    findings = report.worst_first(min_level)
    if not findings:
        return head
    head += "\n| | place | finding |\n| --- | --- | --- |\n"
    rows = [_row(finding) for finding in findings]
    kept = bisect_right(list(accumulate(map(len, rows))), MAX_CHARACTERS - len(head) - 100)
    rest = len(rows) - kept
    tail = f"\n{rest} more finding{'' if rest == 1 else 's'}; `speclint check` shows them.\n" if rest else ""
    return head + "".join(rows[:kept]) + tail


def _row(finding: Finding) -> str:
    region = finding.location.region
    place = _shown(f"{finding.location.path}:{region.line}:{region.column}")
    text = "<br>".join(map(_shown, finding.lines))
    return f"| **{finding.level.value}** {finding.rule} | {place} | {text} |\n"


def _shown(text: str) -> str:
    return as_markdown(text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} …")
