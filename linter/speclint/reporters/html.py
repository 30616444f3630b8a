"""Findings as HTML for notebooks: the counts, and a table of the worst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.escape import MAX_TEXT, as_xml
from speclint.reporters.text import counts
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.results import Finding, Report

MAX_ROWS = 50
"""Findings that are shown, so that a notebook stays small."""


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """The counts, and a table of the findings at or above a level, the highest first; the rest is counted."""
    findings = report.worst_first(min_level)
    shown = "".join(map(_row, findings[:MAX_ROWS]))
    head = "".join(f"<th>{name}</th>" for name in ("level", "rule", "place", "finding"))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{shown}</tbody></table>" if shown else ""
    rest = len(findings) - MAX_ROWS
    more = f"<p>and {rest} more; <code>to_frame()</code> has all</p>" if rest > 0 else ""
    return f"<p>{as_xml(counts(report))}</p>{table}{more}"


def _row(finding: Finding) -> str:
    place = finding.location
    where = f"{place.path}:{place.region.line}:{place.region.column}"
    if place.row is not None:
        where = f"row {place.row} {place.pointer}"
    lines = "<br>".join(map(_text, finding.lines))
    cells = (_text(finding.level.value), _text(finding.rule), _text(where), lines)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _text(text: str) -> str:
    return as_xml(text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…")
