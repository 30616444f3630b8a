"""The report as JSON, in the shape of `schemas/report.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.results import Finding, Fix, Location, Report, Suspect

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"

VERSION = 1
"""Version of the shape; it rises when a reader of the old one would fail."""


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """JSON text with a final newline: the findings at or above a level, and the counts of all."""
    import json

    from speclint import __version__

    document: Json = {
        "version": VERSION,
        "tool": {"name": "speclint", "version": __version__},
        "summary": {
            "sheets": report.sheets,
            **{f"{level.value}s": report.count(level) for level in Level},
            "suppressed": len(report.suppressed),
        },
        "findings": [_finding(finding) for finding in report.at_or_above(min_level)],
    }
    # escaping all but ASCII keeps lone surrogates and bidirectional controls from any terminal
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _finding(finding: Finding) -> Json:
    region = finding.location.region
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "message": finding.message,
        "sheet": finding.sheet,
        "path": finding.location.path,
        "pointer": finding.location.pointer,
        "line": region.line,
        "column": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
        "suspect": _suspect(finding.suspect) if finding.suspect else None,
        "help": finding.help,
        "fix": _fix(finding.fix) if finding.fix else None,
        "related": [{"message": related.message, **_place(related.location)} for related in finding.related],
        "fingerprint": finding.fingerprint,
        "url": finding.url,
    }


def _suspect(suspect: Suspect) -> Json:
    return {
        "path": suspect.location.path,
        "pointer": suspect.location.pointer,
        "stated": suspect.stated,
        "unit": suspect.unit,
        "suggestion": suspect.suggestion,
        "because": suspect.because or None,
        "cause": suspect.cause or None,
    }


def _fix(fix: Fix) -> Json:
    return {
        "safe": fix.safe,
        "edits": [
            {
                "path": edit.path,
                "line": edit.region.line,
                "column": edit.region.column,
                "endLine": edit.region.end_line,
                "endColumn": edit.region.end_column,
                "text": edit.text,
            }
            for edit in fix.edits
        ],
    }


def _place(location: Location) -> dict[str, Json]:
    return {
        "path": location.path,
        "pointer": location.pointer,
        "line": location.region.line,
        "column": location.region.column,
    }
