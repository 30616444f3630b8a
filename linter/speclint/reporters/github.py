"""Findings as workflow commands of GitHub, which shows them beside the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.concise import line_of
from speclint.reporters.escape import as_command, as_property
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.results import Finding, Report

COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
MAX_ANNOTATIONS = 10
"""Annotations of one level that GitHub shows of a step."""


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """The findings at or above a level, the highest first; what GitHub does not show goes to the log."""
    lines, rest = [], []
    findings = report.at_or_above(min_level)
    for level in Level:
        of_level = [finding for finding in findings if finding.level == level]
        lines += [_annotation(finding) for finding in of_level[:MAX_ANNOTATIONS]]
        rest += [line_of(finding) for finding in of_level[MAX_ANNOTATIONS:]]
    return "".join(f"{line}\n" for line in (*lines, *rest))


def _annotation(finding: Finding) -> str:
    region = finding.location.region
    place = {"file": finding.location.path, "line": region.line, "endLine": region.end_line}
    if region.end_line == region.line:
        # GitHub refuses columns of several lines
        place |= {"col": region.column, "endColumn": region.end_column}
    place["title"] = f"speclint: {finding.rule}"
    properties = ",".join(f"{name}={as_property(str(value))}" for name, value in place.items())
    message = "%0A".join(map(as_command, finding.lines))
    return f"::{COMMANDS[finding.level]} {properties}::{message}"
