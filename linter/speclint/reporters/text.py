"""The report for people: each finding with the line it stands on, what it contradicts, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from speclint.reporters.sanitize import plain, plain_characters, width
from speclint.reporters.style import Pen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.results import Finding, Location, Remark, Report, Suspect

MAX_LINE_BYTES = 140
"""Characters of a source line that are shown; of a longer one the part around the place."""


class _Spot(NamedTuple):
    """A place as it is shown: the arrow before its path, what is said of it, and others on its line."""

    location: Location
    arrow: str
    message: str
    style: str
    beside: list[Remark]


def text(report: Report, *, colour: bool = False, quiet: bool = False, least: str = "note") -> str:
    """The findings of a level and above one after the other, and a last line that counts all unless quiet."""
    pen = Pen(colour=colour)
    parts = ["\n".join(_finding(finding, pen)) + "\n\n" for finding in report.told(least)]
    if not quiet:
        parts.append(summary(report, pen) + "\n")
    return "".join(parts)


def summary(report: Report, pen: Pen) -> str:
    """What was counted: sheets, errors, warnings, notes, suppressed, and the time."""
    counts = []
    for level in ("error", "warning", "note"):
        number = report.count(level)
        counts.append(pen(_counted(number, level), level) if number else _counted(number, level))
    if report.suppressed:
        counts.append(f"{len(report.suppressed)} suppressed")
    if report.fixed is not None:
        counts.append(f"{report.fixed} fixed")
    counted = f"{_counted(report.sheets, 'sheet')}: {', '.join(counts)}"
    return "; ".join([counted, *offers(report)]) + f" ({report.seconds:.2f} s)"


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


def _finding(finding: Finding, pen: Pen) -> Iterator[str]:
    level = finding.level.value
    yield pen(f"{level}[{finding.rule}]", level) + pen(f": {plain(finding.message)}", "bold")
    here = finding.location
    beside = [remark for remark in finding.related if _is_on_line_of(remark, here)]
    elsewhere = [remark for remark in finding.related if not _is_on_line_of(remark, here)]
    gutter = max(
        len(str(location.region.line)) for location in (here, *(remark.location for remark in elsewhere))
    )
    message = _correction(finding.suspect) if finding.suspect else ""
    yield from _snippet(_Spot(here, "-->", message, level, beside), gutter, pen)
    for remark, *others in _by_line(elsewhere):
        yield from _snippet(_Spot(remark.location, ":::", remark.message, "related", []), gutter, pen)
        beside += others
    for remark in beside:
        yield f"{' ' * gutter} {pen('=', 'gutter')} {plain(remark.message)}"
    if finding.help:
        yield f"{' ' * gutter} {pen('=', 'gutter')} {pen('help', 'help')}: {plain(finding.help)}"


def _correction(suspect: Suspect) -> str:
    """What the suspect should be, and why it is not; empty where nobody knows."""
    if suspect.suggestion is None:
        return ""
    cause = "" if suspect.cause in ("", suspect.because) else f": {suspect.cause}"
    return f"should be {suspect.suggestion}{cause}"


def _by_line(remarks: list[Remark]) -> Iterable[list[Remark]]:
    """The remarks of one line together, so that no line is shown twice."""
    lines: dict[tuple[str, int], list[Remark]] = {}
    for remark in remarks:
        lines.setdefault((remark.location.path, remark.location.region.line), []).append(remark)
    return lines.values()


def _is_on_line_of(remark: Remark, here: Location) -> bool:
    return remark.location.path == here.path and remark.location.region.line == here.region.line


def _snippet(spot: _Spot, gutter: int, pen: Pen) -> Iterator[str]:
    region = spot.location.region
    bar = pen("|", "gutter")
    place = f"{plain(spot.location.path)}:{region.line}:{region.column}"
    if spot.arrow == "-->" and spot.location.pointer:
        # what an exception names, and lines do not change
        place += f" {plain(spot.location.pointer)}"
    yield f"{' ' * gutter}{pen(spot.arrow, 'gutter')} {place}"
    if not spot.location.line_text.strip():
        return
    source, start = _window(spot.location)
    yield f"{' ' * gutter} {bar}"
    yield f"{pen(str(region.line).rjust(gutter), 'gutter')} {bar} {plain(source)}"
    message = pen(plain(spot.message), spot.style) if spot.message else ""
    marks = _marks(spot, source, start)
    if message and "-" in marks.partition("^")[2]:
        # the label stands under its own carets, not beside the marks of another place
        yield f"{' ' * gutter} {bar} {_coloured(marks, spot, pen)}"
        yield f"{' ' * gutter} {bar} {' ' * marks.index('^')}{message}"
        return
    yield f"{' ' * gutter} {bar} {_coloured(marks, spot, pen)}{' ' if message else ''}{message}"


def _window(location: Location) -> tuple[str, int]:
    """The part of the source line that is shown, and how many characters before it are left out."""
    line = location.line_text
    if len(line) <= MAX_LINE_BYTES:
        return line, 0
    start = max(0, min(location.region.column - 1 - MAX_LINE_BYTES // 2, len(line) - MAX_LINE_BYTES))
    return line[start : start + MAX_LINE_BYTES], start


def _coloured(marks: str, spot: _Spot, pen: Pen) -> str:
    carets = "^" * marks.count("^")
    return marks.replace(carets, pen(carets, spot.style)) if carets else marks


def _marks(spot: _Spot, source: str, start: int) -> str:
    """A line of carets under the place, and of dashes under other places on the same line."""
    under = [" "] * (len(source) + 1)
    for remark in spot.beside:
        _fill(under, remark.location, start, "-")
    _fill(under, spot.location, start, "-" if spot.style == "related" else "^")
    written = [*plain_characters(source), " "]
    return "".join(mark * width(character) for mark, character in zip(under, written, strict=True)).rstrip()


def _fill(under: list[str], location: Location, start: int, mark: str) -> None:
    region = location.region
    line_end = len(under) - 1
    first = region.column - 1 - start
    last = min(region.end_column - 1 - start, line_end) if region.end_line == region.line else line_end
    # a place without width is one mark, be it after the last character
    for index in range(max(first, 0), max(last, min(first + 1, len(under)))):
        under[index] = mark
