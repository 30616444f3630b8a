"""Findings as diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from speclint.integrations.lsp.text import units
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.results import Finding, Location

SOURCE = "speclint"
SEVERITY = {
    Level.ERROR: types.DiagnosticSeverity.Error,
    Level.WARNING: types.DiagnosticSeverity.Warning,
    Level.NOTE: types.DiagnosticSeverity.Information,
}


def diagnostic_of(
    finding: Finding, at: types.Range, location_of: Callable[[Location], types.Location], page: str | None
) -> types.Diagnostic:
    """The diagnostic of a finding.

    Args:
        finding: what was found.
        at: where it is in its document.
        location_of: gives the protocol's location of a place in any document.
        page: URI of a page about its rule, if there is one.
    """
    return types.Diagnostic(
        at,
        "\n".join(finding.lines),
        severity=SEVERITY[finding.level],
        code=finding.rule,
        code_description=types.CodeDescription(page) if page else None,
        source=SOURCE,
        related_information=[
            types.DiagnosticRelatedInformation(location_of(related.location), related.message)
            for related in finding.related
        ],
        data=finding.fingerprint,
    )


def range_of(location: Location, encoding: types.PositionEncodingKind) -> types.Range:
    """The range of a place in a document that is not open, of which the first line is known."""
    region, line = location.region, location.line_text
    start = types.Position(region.line - 1, units(line[: region.column - 1], encoding))
    is_in_line = region.end_line == region.line
    end = units(line[: region.end_column - 1], encoding) if is_in_line else region.end_column - 1
    return types.Range(start, types.Position(region.end_line - 1, end))
