"""Findings as JUnit XML, which test reports of CI systems read: one suite a file, one case a finding.

The attributes are those of <https://github.com/testmoapp/junitxml>.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.escape import as_xml
from speclint.reporters.text import counts
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.results import Finding, Report


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """The findings at or above a level: errors fail, others pass with an output, suppressed are skipped.

    Without findings there is one case that passed, since readers refuse a report without cases.
    """
    suites: dict[str, list[tuple[Finding, str | None]]] = {}
    for finding in report.at_or_above(min_level):
        suites.setdefault(finding.location.path, []).append((finding, None))
    for accepted in report.suppressed:
        if accepted.finding.level.weight >= min_level.weight:
            suites.setdefault(accepted.finding.location.path, []).append((accepted.finding, accepted.reason))
    numbers = _counts(case for cases in suites.values() for case in cases)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<testsuites name="speclint" {numbers} time="{report.seconds:.3f}">',
    ]
    for path, cases in suites.items():
        lines += [f'<testsuite name="{as_xml(path)}" {_counts(cases)}>']
        lines += [line for finding, reason in cases for line in _case(finding, reason)]
        lines += ["</testsuite>"]
    if not suites:
        lines += [
            '<testsuite name="speclint" tests="1" failures="0" errors="0" skipped="0">',
            f'<testcase name="{as_xml(counts(report))}" classname="speclint"/>',
            "</testsuite>",
        ]
    return "\n".join([*lines, "</testsuites>", ""])


def _counts(cases: Iterable[tuple[Finding, str | None]]) -> str:
    """The attributes that count cases; at least the one that stands for none."""
    states = [_state(finding, reason) for finding, reason in cases]
    failed, skipped = states.count("failure"), states.count("skipped")
    return f'tests="{len(states) or 1}" failures="{failed}" errors="0" skipped="{skipped}"'


def _state(finding: Finding, reason: str | None) -> str:
    if reason is not None:
        return "skipped"
    return "failure" if finding.level == Level.ERROR else "system-out"


def _case(finding: Finding, reason: str | None) -> Iterator[str]:
    region = finding.location.region
    name = as_xml(f"{finding.rule} {finding.at}")
    file = as_xml(finding.location.path)
    yield f'<testcase name="{name}" classname="{as_xml(finding.sheet)}" file="{file}" line="{region.line}">'
    state = _state(finding, reason)
    place = f"{finding.location.path}:{region.line}:{region.column}"
    text = "\n".join(map(as_xml, (f"{place}: {finding.level.value}[{finding.rule}]", *finding.lines)))
    if reason is not None:
        yield f'<skipped message="{as_xml(reason)}"/>'
    elif state == "failure":
        yield f'<failure type="{finding.level.value}" message="{as_xml(finding.message)}">{text}</failure>'
    else:
        yield f"<system-out>{text}</system-out>"
    yield "</testcase>"
