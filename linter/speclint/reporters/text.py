"""Findings for people: each with its source line, what it contradicts, and what to do."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from speclint.documents.message_text import counted
from speclint.reporters.fix_lines import fix_lines
from speclint.reporters.sanitize import sanitized
from speclint.reporters.snippet import Mark, is_visible, snippet
from speclint.reporters.style import Style
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from speclint.results import Finding, Location, RelatedLocation, Report

MAX_RELATED = 3
"""Related places that are shown, unless all are asked for."""
PLAIN = Style()


def render(
    report: Report, style: Style = PLAIN, *, quiet: bool = False, verbose: bool = False,
    min_level: Level = Level.NOTE,
) -> str:  # fmt: skip
    """The findings at or above a level, file by file, and a last line that counts all unless quiet.

    Each file has a heading, unless there is only one finding.

    Args:
        report: what is reported.
        style: of the terminal.
        quiet: whether the last line is left out.
        verbose: whether all related places are shown, however many a finding has.
        min_level: the lowest level that is shown.
    """
    parts = []
    shown = report.at_or_above(min_level)
    for path, of_file in groupby(shown, key=lambda finding: finding.location.path):
        findings = list(of_file)
        if len(shown) > 1:
            heading = f"{sanitized(path)}: {_by_level(findings)}"
            parts.append("\n".join(style.lines((heading, "bold"), hang=2)))
        parts += ["\n".join(_finding(finding, style, verbose=verbose)) for finding in findings]
    if not quiet:
        parts.append("\n".join(summary(report, style)))
    return "".join(f"{part}\n\n" for part in parts).removesuffix("" if quiet else "\n")


def summary(report: Report, style: Style = PLAIN) -> Iterator[str]:
    """What was counted, what could be fixed, and the time."""
    rest = "".join(f"; {offer}" for offer in offers(report))
    yield from style.lines(*_counts(report), (f"{rest} ({report.seconds:.2f} s)", ""), hang=2)


def counts(report: Report) -> str:
    """How many sheets, figures, errors, warnings, notes, suppressed and fixed findings there are."""
    return "".join(text for text, _ in _counts(report))


def _counts(report: Report) -> Iterator[tuple[str, str]]:
    """The same in pieces, each with the name of a style."""
    yield f"{counted(report.sheets, 'sheet')}, {counted(report.figures, 'figure')}: ", ""
    for index, level in enumerate(Level):
        number = report.count(level)
        yield ", " if index else "", ""
        yield counted(number, level.value), level.value if number else ""
    yield f", {len(report.suppressed)} suppressed" if report.suppressed else "", ""
    yield f", {report.fixed} fixed" if report.fixed is not None else "", ""


def offers(report: Report) -> Iterator[str]:
    """What could be fixed, and by which options."""
    safe, unsafe = report.fixable(safe=True), report.fixable(safe=False)
    if safe:
        yield f"{safe} fixable with --fix"
    if unsafe and (safe or report.fixed is not None):
        yield f"{unsafe} more with --unsafe-fixes"
    elif unsafe:
        yield f"{unsafe} fixable with --fix --unsafe-fixes"


def _by_level(findings: Iterable[Finding]) -> str:
    """How many findings of each level there are: `2 errors, 1 note`."""
    levels = [finding.level for finding in findings]
    return ", ".join(counted(levels.count(level), level.value) for level in Level if level in levels)


def _finding(finding: Finding, style: Style, *, verbose: bool) -> Iterator[str]:
    level, place = finding.level.value, finding.location
    yield from style.lines(
        (f"{level}[{finding.rule}]", level), (f": {sanitized(finding.message)}", "bold"), hang=2
    )
    # what is at the place of the finding itself adds to its message
    notes = [related.message for related in finding.related if related.location == place]
    others = [related for related in finding.related if related.location != place]
    shown = others if verbose else others[:MAX_RELATED]
    if len(shown) < len(others):
        notes.append(f"and {len(others) - len(shown)} more; --verbose shows them")
    gutter = max(len(str(location.region.line)) for location in (place, *(each.location for each in shown)))
    for arrow, marks in _by_line(finding, shown):
        main = marks[0].location
        yield from _place(main, arrow, gutter, style)
        visible = [mark for mark in marks if is_visible(mark.location, main, gutter, style)]
        yield from snippet(visible, gutter, style)
        for mark in marks:
            if mark not in visible and mark.label:
                yield from _note(gutter, style, (sanitized(mark.label), ""))
    for note in notes:
        yield from _note(gutter, style, (sanitized(note), ""))
    if finding.help:
        yield from _note(gutter, style, ("help", "help"), (f": {sanitized(finding.help)}", ""))
    yield from fix_lines(finding, gutter, style)


def _by_line(finding: Finding, related: Sequence[RelatedLocation]) -> Iterator[tuple[str, list[Mark]]]:
    """The places of one line together, so that no line is shown twice, after the arrow before their path."""
    own = Mark(finding.location, "^", finding.level.value, finding.correction)
    lines = {_line_of(finding.location): [own]}
    for each in related:
        mark = Mark(each.location, "-", "related", each.message)
        lines.setdefault(_line_of(each.location), []).append(mark)
    for marks in lines.values():
        yield "-->" if marks[0] is own else ":::", marks


def _line_of(location: Location) -> tuple[str, int]:
    return location.path, location.region.line


def _place(location: Location, arrow: str, gutter: int, style: Style) -> Iterator[str]:
    place = f" {sanitized(location.path)}:{location.region.line}:{location.region.column}"
    if arrow == "-->" and location.pointer:
        # a suppression names the pointer, which stays when lines move
        place += f" {sanitized(location.pointer)}"
    yield from style.lines((" " * gutter, ""), (arrow, "gutter"), (place, ""), hang=gutter + 4)


def _note(gutter: int, style: Style, *parts: tuple[str, str]) -> Iterator[str]:
    yield from style.lines((" " * gutter + " ", ""), ("=", "gutter"), (" ", ""), *parts, hang=gutter + 3)
