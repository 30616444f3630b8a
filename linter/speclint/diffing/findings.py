"""What the rules on changes found, as findings: for the formats that know no changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.checking.findings import fingerprint
from speclint.results import Finding, Report, in_order
from speclint.rules.registry import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.results import ChangeReport, ReportedChange


def findings_of(report: ChangeReport) -> Report:
    """The findings of a comparison whose changes are located.

    The figures that are counted are those that changed.
    """
    found = [finding for change in report.changes for finding in _findings(change)]
    figures = sum(change.quantity is not None for change in report.changes)
    return Report(in_order(found), (), report.sheets, 0.0, figures=figures)


def _findings(change: ReportedChange) -> Iterator[Finding]:
    for found in change.findings:
        if found.location is not None:
            rule = listed(found.rule)
            name = fingerprint(rule.first_id, change.fingerprint)
            yield Finding(
                found.rule, found.level, found.message, change.sheet, change.pointer, found.location, None,
                (), name, rule.rule.url,
            )  # fmt: skip
