"""Findings for people: each with its source line, what it contradicts, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from speclint.reporters.sanitize import Style, sanitized, sanitized_characters, width
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.results import Finding, Location, RelatedLocation, Report

MAX_LINE_CHARACTERS = 140
"""Characters of a source line that are shown; of a longer one the part around the place."""


class _Snippet(NamedTuple):
    """A source line as it is shown: the arrow before its path, the label, and other places on the line."""

    location: Location
    arrow: str
    label: str
    mark_style: str
    on_line: list[RelatedLocation]


def render(
    report: Report, *, colour: bool = False, quiet: bool = False, min_level: Level = Level.NOTE
) -> str:
    """The findings at or above a level, and a last line that counts all unless quiet."""
    style = Style(colour=colour)
    parts = ["\n".join(_finding(finding, style)) + "\n\n" for finding in report.at_or_above(min_level)]
    if not quiet:
        parts.append(summary(report, style) + "\n")
    return "".join(parts)


def summary(report: Report, style: Style) -> str:
    """What was counted, what could be fixed, and the time."""
    return "; ".join([counted(report, style), *offers(report)]) + f" ({report.seconds:.2f} s)"


def counted(report: Report, style: Style) -> str:
    """How many sheets, figures, errors, warnings, notes, suppressed and fixed findings there are."""
    counts = []
    for level in Level:
        number = report.count(level)
        count = _counted(number, level.value)
        counts.append(style(count, level.value) if number else count)
    if report.suppressed:
        counts.append(f"{len(report.suppressed)} suppressed")
    if report.fixed is not None:
        counts.append(f"{report.fixed} fixed")
    read = f"{_counted(report.sheets, 'sheet')}, {_counted(report.figures, 'figure')}"
    return f"{read}: {', '.join(counts)}"


def offers(report: Report) -> Iterator[str]:
    """What could be fixed, and by which options."""
    safe, unsafe = report.fixable(safe=True), report.fixable(safe=False)
    if safe:
        yield f"{safe} fixable with --fix"
    if unsafe and (safe or report.fixed is not None):
        yield f"{unsafe} more with --unsafe-fixes"
    elif unsafe:
        yield f"{unsafe} fixable with --fix --unsafe-fixes"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _finding(finding: Finding, style: Style) -> Iterator[str]:
    level = finding.level.value
    yield style(f"{level}[{finding.rule}]", level) + style(f": {sanitized(finding.message)}", "bold")
    # the places of one line together, so that no line is shown twice
    lines: dict[tuple[str, int], list[RelatedLocation]] = {_line_of(finding.location): []}
    for related in finding.related:
        lines.setdefault(_line_of(related.location), []).append(related)
    on_line, *elsewhere = lines.values()
    gutter = max(len(str(line)) for _, line in lines)
    label = finding.correction
    yield from _snippet(_Snippet(finding.location, "-->", label, level, on_line), gutter, style)
    for related, *same_line in elsewhere:
        yield from _snippet(_Snippet(related.location, ":::", related.message, "related", []), gutter, style)
        on_line += same_line
    for related in on_line:
        yield f"{' ' * gutter} {style('=', 'gutter')} {sanitized(related.message)}"
    if finding.help:
        yield f"{' ' * gutter} {style('=', 'gutter')} {style('help', 'help')}: {sanitized(finding.help)}"


def _line_of(location: Location) -> tuple[str, int]:
    return location.path, location.region.line


def _snippet(snippet: _Snippet, gutter: int, style: Style) -> Iterator[str]:
    region = snippet.location.region
    bar = style("|", "gutter")
    place = f"{sanitized(snippet.location.path)}:{region.line}:{region.column}"
    if snippet.arrow == "-->" and snippet.location.pointer:
        # a suppression names the pointer, which stays when lines move
        place += f" {sanitized(snippet.location.pointer)}"
    yield f"{' ' * gutter}{style(snippet.arrow, 'gutter')} {place}"
    if not snippet.location.line_text.strip():
        return
    source, start = _window(snippet.location)
    yield f"{' ' * gutter} {bar}"
    yield f"{style(str(region.line).rjust(gutter), 'gutter')} {bar} {sanitized(source)}"
    message = style(sanitized(snippet.label), snippet.mark_style) if snippet.label else ""
    marks = _marks(snippet, source, start)
    carets = "^" * marks.count("^")
    coloured = marks.replace(carets, style(carets, snippet.mark_style)) if carets else marks
    if message and "-" in marks.partition("^")[2]:
        # the label goes under its own carets, not beside the marks of another place
        yield f"{' ' * gutter} {bar} {coloured}"
        yield f"{' ' * gutter} {bar} {' ' * marks.index('^')}{message}"
    else:
        yield f"{' ' * gutter} {bar} {coloured}{' ' if message else ''}{message}"


def _window(location: Location) -> tuple[str, int]:
    """The part of the source line that is shown, and how many characters before it are left out."""
    line = location.line_text
    if len(line) <= MAX_LINE_CHARACTERS:
        return line, 0
    start = max(
        0, min(location.region.column - 1 - MAX_LINE_CHARACTERS // 2, len(line) - MAX_LINE_CHARACTERS)
    )
    return line[start : start + MAX_LINE_CHARACTERS], start


def _marks(snippet: _Snippet, source: str, start: int) -> str:
    """A line of carets under the place, and of dashes under other places on the same line."""
    under = [" "] * (len(source) + 1)
    for related in snippet.on_line:
        _fill(under, related.location, start, "-")
    _fill(under, snippet.location, start, "-" if snippet.mark_style == "related" else "^")
    written = [*sanitized_characters(source), " "]
    return "".join(mark * width(character) for mark, character in zip(under, written, strict=True)).rstrip()


def _fill(under: list[str], location: Location, start: int, mark: str) -> None:
    region = location.region
    line_end = len(under) - 1
    first = region.column - 1 - start
    last = min(region.end_column - 1 - start, line_end) if region.end_line == region.line else line_end
    # a place without width gets one mark, even after the last character
    for index in range(max(first, 0), max(last, min(first + 1, len(under)))):
        under[index] = mark
