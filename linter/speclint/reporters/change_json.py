"""Changes as JSON, in the shape of `schemas/changes.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from speclint.results import ChangeReport, ReportedChange, Side

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | None"

VERSION = 1
"""Version of the shape; it rises when a reader of the old one would fail."""


def render(report: ChangeReport) -> str:
    """The changes as JSON text with a final newline."""
    import json

    document: Json = {
        "version": VERSION,
        "base": report.base,
        "revision": report.revision,
        "summary": dict(report.summary),
        "changes": [_change(change) for change in report.changes],
    }
    # escaping all but ASCII keeps lone surrogates and bidirectional controls from any terminal
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _change(change: ReportedChange) -> Json:
    return {
        "kind": change.kind,
        "sheet": change.sheet,
        "quantity": change.quantity,
        "pointer": change.pointer,
        "base": _side(change.base),
        "revision": _side(change.revision),
        "delta": _number(change.delta),
        "relative": None if change.relative is None else round(change.relative, 6),
        "inherited_by": list(change.inherited_by),
        "rule": change.rule,
        "level": change.level.value if change.level else None,
        "message": change.message,
        "fingerprint": change.fingerprint,
    }


def _number(number: object) -> int | float | None:
    if number is None or isinstance(number, int):
        return number
    return float(str(number))


def _side(side: Side | None) -> Json:
    if side is None:
        return None
    return {
        "stated": side.stated,
        "unit": side.unit,
        "path": side.path,
        "line": side.line,
        "column": side.column,
    }
