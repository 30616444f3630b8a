"""Findings as a comment on a pull request or the summary of a CI step, within the length that is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.comment import MAX_CHARACTERS, Item, Section, fitted, tally
from speclint.reporters.escape import as_markdown
from speclint.reporters.text import counts
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.results import Finding, Report

MARKER = "<!-- speclint check -->"
"""First line, by which a bot finds the comment that it is to update."""
TABLE = "\n| | place | finding |\n| --- | --- | --- |\n"


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """The counts, and a table of the findings at or above a level, the highest first; the rest is counted."""
    head = f"{MARKER}\n**{as_markdown(counts(report))}**\n"
    rows = [Item(_row(finding), finding.level, 0) for finding in report.worst_first(min_level)]
    body, rest = fitted([Section(TABLE, rows)], MAX_CHARACTERS - len(head) - 200)
    more = tally((level, rest.get(level, 0)) for level in Level)
    return head + body + (f"\nNot shown: {more}; `speclint check` shows all.\n" if more else "")


def _row(finding: Finding) -> str:
    region = finding.location.region
    place = as_markdown(f"{finding.location.path}:{region.line}:{region.column}")
    text = "<br>".join(map(as_markdown, finding.lines))
    return f"| **{finding.level.value}** {finding.rule} | {place} | {text} |\n"
