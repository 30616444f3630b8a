"""Findings as a Code Quality report of GitLab, a part of the format of Code Climate.

The members are those of <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.escape import as_json, inert
from speclint.results import named
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.results import Finding, Report

SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.NOTE: "info"}


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """An array of the findings at or above a level, the highest level first."""
    # of several with one fingerprint GitLab shows the first alone
    return as_json([_issue(finding, name) for name, finding in named(report.worst_first(min_level))])


def _issue(finding: Finding, name: str) -> dict[str, object]:
    return {
        "description": inert("; ".join(finding.lines)),
        "check_name": finding.rule,
        "fingerprint": name,
        "severity": SEVERITIES[finding.level],
        "location": {"path": finding.location.path, "lines": {"begin": finding.location.region.line}},
    }
