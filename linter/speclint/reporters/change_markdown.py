"""Changes as a comment on a pull request: by severity, within the length that a comment may have."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from speclint.reporters.change_text import joined, summary
from speclint.reporters.escape import as_markdown

if TYPE_CHECKING:
    from speclint.results import ChangeReport, ReportedChange

MAX_CHARACTERS = 65_000
"""Characters of a comment; GitHub takes 65,536."""
MARKER = "<!-- speclint diff -->"
"""First line, by which a bot finds the comment that it is to update."""

_SEVERITY = ("changed", "removed", "blurred", "renamed", "added", "sharpened", "restated")


def render(report: ChangeReport) -> str:
    """The changes as a Markdown table by severity, and how many more there are; empty if nothing changed."""
    if not report.changes:
        return ""
    head = f"{MARKER}\n**{as_markdown(summary(report))}**\n\n| | sheet | change |\n| --- | --- | --- |\n"
    rows = [_row(change) for change in sorted(joined(report.changes), key=_rank)]
    kept = bisect_right(list(accumulate(map(len, rows))), MAX_CHARACTERS - len(head) - 100)
    rest = len(rows) - kept
    tail = f"\n{rest} more change{'' if rest == 1 else 's'}; `speclint diff` shows them.\n" if rest else ""
    return head + "".join(rows[:kept]) + tail


def _rank(change: ReportedChange) -> tuple[int, int, str, str, str, str]:
    """By severity; of equals in an order that does not depend on how they were found."""
    level = -change.level.weight if change.level else 0
    return (
        level, _SEVERITY.index(change.kind), change.sheet, change.pointer, change.message, change.fingerprint,
    )  # fmt: skip


def _row(change: ReportedChange) -> str:
    rule = f" **{change.level}** {change.rule}" if change.level else ""
    inherited = f" ({len(change.inherited_by)} sheets inherit it)" if change.inherited_by else ""
    return (
        f"| {change.kind}{rule} | {as_markdown(change.title)} | {as_markdown(change.message)}{inherited} |\n"
    )
