"""Changes as a comment on a pull request: by severity, within the length that a comment may have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speclint.reporters.change_text import summary
from speclint.reporters.sanitize import sanitized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.results import ChangeReport, ReportedChange

MAX_CHARACTERS = 65_000
"""Characters of a comment; GitHub takes 65,536."""
MARKER = "<!-- speclint diff -->"
"""First line, by which a bot finds the comment that it is to update."""

_SEVERITY = ("changed", "removed", "blurred", "renamed", "added", "sharpened", "restated")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~@&:$]|(?<=www)\.)", re.IGNORECASE)


def render(report: ChangeReport) -> str:
    """The changes as a Markdown table by severity, and how many more there are; empty if nothing changed."""
    if not report.changes:
        return ""
    head = f"{MARKER}\n**{escaped(summary(report))}**\n\n| | sheet | change |\n| --- | --- | --- |\n"
    rows = [_row(change) for change in sorted(report.changes, key=_rank)]
    left = MAX_CHARACTERS - len(head) - 100
    kept = 0
    while kept < len(rows) and left >= len(rows[kept]):
        left -= len(rows[kept])
        kept += 1
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
    return f"| {' | '.join(map(str, _cells(change)))} |\n"


def _cells(change: ReportedChange) -> Iterator[str]:
    rule = f" **{change.level}** {change.rule}" if change.level else ""
    yield f"{change.kind}{rule}"
    yield escaped(change.title)
    inherited = f" ({len(change.inherited_by)} sheets inherit it)" if change.inherited_by else ""
    yield escaped(change.message) + inherited


def escaped(text: str) -> str:
    """A text as Markdown shows it: nothing in it is markup, a link, a mention or HTML."""
    # a mention or a link to an issue is made of plain text; an invisible break keeps it text
    return _SPECIAL.sub(r"\\\1", sanitized(text)).replace("\\@", "@\u2060").replace("\\#", "#\u2060")
