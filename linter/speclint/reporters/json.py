"""Reports as JSON; `schemas/` has the shapes of findings and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.escape import as_json
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.documents.region import Region
    from speclint.results import ChangeReport, Finding, History, Report, ReportedChange

VERSION = 1
"""Version of each shape; it rises when a reader of the old one would fail."""

CHANGE = (
    "kind", "sheet", "quantity", "pointer", "base", "revision", "delta", "relative", "inherited_by",
    "rule", "level", "message", "fingerprint",
)  # fmt: skip
"""What is reported of a change."""


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """JSON text with a final newline: the findings at or above a level, and the counts of all."""
    from speclint import __version__

    return _text(
        {
            "tool": {"name": "speclint", "version": __version__},
            "summary": {
                "sheets": report.sheets,
                "figures": report.figures,
                **{f"{level.value}s": report.count(level) for level in Level},
                "suppressed": len(report.suppressed),
            },
            "findings": [finding_members(finding) for finding in report.at_or_above(min_level)],
        }
    )


def render_changes(report: ChangeReport) -> str:
    """The changes as JSON text with a final newline."""
    changes = [change_members(change) for change in report.changes]
    return _text({
        "base": report.base, "revision": report.revision, "summary": report.summary, "changes": changes,
    })  # fmt: skip


def render_history(history: History) -> str:
    """The history of a sheet as JSON text with a final newline."""
    return _text({
        "sheet": history.sheet, "title": history.title, "commits": history.commits,
        "shallow": history.is_cut_off, "figures": history.figures,
    })  # fmt: skip


def _text(document: dict[str, object]) -> str:
    return as_json({"version": VERSION, **document})


def change_members(change: ReportedChange) -> dict[str, object]:
    """A change as JSON objects."""
    relative = None if change.relative is None else round(change.relative, 6)
    return {name: getattr(change, name) for name in CHANGE} | {"relative": relative}


def finding_members(finding: Finding) -> dict[str, object]:
    """A finding as JSON objects."""
    suspect, fix = finding.suspect, finding.fix
    return {
        "rule": finding.rule,
        "level": finding.level,
        "message": finding.message,
        "sheet": finding.sheet,
        "path": finding.location.path,
        "pointer": finding.location.pointer,
        **_lines(finding.location.region),
        "suspect": suspect and {
            "path": suspect.location.path,
            "pointer": suspect.location.pointer,
            "stated": suspect.stated,
            "unit": suspect.unit,
            "suggestion": suspect.suggestion,
            "because": suspect.because or None,
            "cause": suspect.cause or None,
            "probability": suspect.probability,
        },
        "help": finding.help,
        "fix": fix and {
            "safe": fix.safe,
            "edits": [{"path": edit.path, **_lines(edit.region), "text": edit.text} for edit in fix.edits],
        },
        "related": [
            {
                "message": related.message,
                "path": related.location.path,
                "pointer": related.location.pointer,
                "line": related.location.region.line,
                "column": related.location.region.column,
            }
            for related in finding.related
        ],
        "fingerprint": finding.fingerprint,
        "url": finding.url,
    }  # fmt: skip


def _lines(region: Region) -> dict[str, object]:
    return {
        "line": region.line, "column": region.column,
        "endLine": region.end_line, "endColumn": region.end_column,
    }  # fmt: skip
