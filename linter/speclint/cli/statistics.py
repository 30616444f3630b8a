"""How often each rule found something, and how much of it can be fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.cli.tables import table
from speclint.reporters.text import summary

if TYPE_CHECKING:
    from speclint.reporters.style import Style
    from speclint.results import Finding, Report
    from speclint.rules.rule import Level

HEADERS = ("rule", "level", "findings", "fixable")


def statistics(report: Report, min_level: Level, style: Style, *, quiet: bool = False) -> str:
    """A table of the rules with findings at or above a level, the most frequent first, and a last line."""
    by_rule: dict[tuple[str, Level], list[Finding]] = {}
    for finding in report.at_or_above(min_level):
        by_rule.setdefault((finding.rule, finding.level), []).append(finding)
    rows = [
        (rule, level.value, len(findings), sum(finding.fix is not None for finding in findings))
        for (rule, level), findings in by_rule.items()
    ]
    rows.sort(key=lambda row: (-row[2], row[0]))
    lines = [table(HEADERS, rows, numbers=HEADERS[2:]), ""] if rows else []
    lines += () if quiet else summary(report, style)
    return "".join(f"{line}\n" for line in lines)
