"""Findings in reviewdog's diagnostic format: a `DiagnosticResult`, which `reviewdog -f=rdjson` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.escape import as_json, inert
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.documents.region import Region
    from speclint.results import Finding, Location, Report

SEVERITIES = {Level.ERROR: "ERROR", Level.WARNING: "WARNING", Level.NOTE: "INFO"}


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """The findings at or above a level."""
    found = [_diagnostic(finding) for finding in report.at_or_above(min_level)]
    return as_json({"source": {"name": "speclint"}, "diagnostics": found})


def _diagnostic(finding: Finding) -> dict[str, object]:
    members: dict[str, object] = {
        "message": "\n".join(map(inert, finding.lines)),
        "location": _location(finding.location),
        "severity": SEVERITIES[finding.level],
        "code": {"value": finding.rule},
        "related_locations": [
            {"message": inert(related.message), "location": _location(related.location)}
            for related in finding.related
        ],
    }
    suggestions = _suggestions(finding)
    return members | ({"suggestions": suggestions} if suggestions else {})


def _location(location: Location) -> dict[str, object]:
    return {"path": location.path, "range": _range(location.region, location)}


def _range(region: Region, location: Location) -> dict[str, object]:
    """A region as lines and columns; as lines alone where the text of its last line is not known."""
    if region.end_line != region.line or region.line != location.region.line or not location.line_text:
        return {"start": {"line": region.line}, "end": {"line": region.end_line}}
    return {
        "start": {"line": region.line, "column": _column(location.line_text, region.column)},
        "end": {"line": region.end_line, "column": _column(location.line_text, region.end_column)},
    }


def _column(line: str, column: int) -> int:
    """A column that counts bytes of UTF-8, not characters."""
    return len(line[: column - 1].encode("utf-8", "surrogatepass")) + 1


def _suggestions(finding: Finding) -> list[dict[str, object]]:
    """The fix; none where it changes several places, since each suggestion is taken alone."""
    if finding.fix is None or len(finding.fix.edits) != 1:
        return []
    (edit,) = finding.fix.edits
    location = finding.location
    if edit.path != location.path or {edit.region.line, edit.region.end_line} != {location.region.line}:
        return []
    return [{"range": _range(edit.region, location), "text": edit.text}] if location.line_text else []
