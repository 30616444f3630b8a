"""A source line with marks under places on it, and their labels below the marks."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from speclint.reporters.sanitize import sanitized, sanitized_characters, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.reporters.style import Style
    from speclint.results import Location

MAX_LINE_CHARACTERS = 140
"""Characters of a source line that are shown; of a longer one the part around the place."""
MIN_LABEL_COLUMNS = 36
"""Columns in which a label is broken into lines; where there are fewer, it starts left of its mark."""


class Mark(NamedTuple):
    """A place on the line, the character that marks it, the style of both, and the label."""

    location: Location
    sign: str
    style: str
    label: str = ""


class _Label(NamedTuple):
    """A label, and the column of the first character of its mark."""

    column: int
    text: str
    style: str


def snippet(marks: Sequence[Mark], gutter: int, style: Style) -> Iterator[str]:
    """The lines: an empty one, the source, marks, and labels; nothing without marks.

    Args:
        marks: places on one line; the first one decides which part of a long line is shown.
        gutter: columns of the numbers of lines.
        style: of the terminal.
    """
    if not marks:
        return
    location = marks[0].location
    before = f"{' ' * gutter} {style('|', 'gutter')}"
    source, start = window(location, gutter, style)
    number = style(str(location.region.line).rjust(gutter), "gutter")
    yield before
    yield f"{number} {style('|', 'gutter')}{shown(source, start, len(location.line_text))}"
    drawn, labels = _drawn(marks, source, start)
    runs = groupby(drawn, key=lambda sign: sign[1])
    line = "".join(style("".join(sign for sign, _ in run), name) for name, run in runs)
    columns = None if style.columns is None else style.columns - gutter - 3
    if labels and _fits_beside(labels[-1], len(drawn), columns):
        last = labels.pop()
        line += f" {style(last.text, last.style)}"
    yield f"{before} {line}"
    while labels:
        label = labels.pop()
        for text in _below(label, labels, columns, style):
            yield f"{before} {text}"


def shown(source: str, start: int, length: int) -> str:
    """A part of a line of that length after a space, with `…` where something is left out."""
    before = "…" if start else " "
    return f"{before}{sanitized(source)}{'…' if start + len(source) < length else ''}"


def is_visible(location: Location, main: Location, gutter: int, style: Style) -> bool:
    """Whether a place begins in the part of the line that is shown around the main place."""
    source, start = window(main, gutter, style)
    return 0 <= location.region.column - 1 - start <= len(source) and bool(source.strip())


def window(location: Location, gutter: int, style: Style) -> tuple[str, int]:
    """The part of the source line that is shown, and how many characters before it are left out."""
    line = location.line_text
    most = MAX_LINE_CHARACTERS
    if style.columns is not None:
        most = min(most, style.columns - gutter - 4)
    if len(line) <= most:
        return line, 0
    start = max(0, min(location.region.column - 1 - most // 2, len(line) - most))
    return line[start : start + most], start


def _drawn(marks: Sequence[Mark], source: str, start: int) -> tuple[list[tuple[str, str]], list[_Label]]:
    """The line of marks as characters with their styles, and the labels from left to right."""
    under = [(" ", "")] * (len(source) + 1)
    for mark in reversed(marks):
        for index in _indices(mark.location, start, len(source)):
            under[index] = mark.sign, mark.style
    widths = [*map(width, sanitized_characters(source)), 1]
    drawn = [sign for sign, columns in zip(under, widths, strict=True) for _ in range(columns)]
    while drawn and drawn[-1][0] == " ":
        drawn.pop()
    labels = [
        _Label(sum(widths[: places.start]), sanitized(mark.label), mark.style)
        for mark in marks
        if mark.label and (places := _indices(mark.location, start, len(source)))
    ]
    return drawn, sorted(labels, key=lambda label: label.column)


def _indices(location: Location, start: int, line_end: int) -> range:
    """The characters of the part that starts at `start` which lie in a place."""
    region = location.region
    first = region.column - 1 - start
    last = min(region.end_column - 1 - start, line_end) if region.end_line == region.line else line_end
    # a place without width gets one mark, even after the last character
    return range(max(first, 0), max(last, min(first + 1, line_end + 1)))


def _fits_beside(label: _Label, drawn: int, columns: int | None) -> bool:
    """Whether a label has room on the line of marks, whose last mark is its own."""
    return columns is None or drawn + 1 + width(label.text) <= columns


def _below(label: _Label, others: Sequence[_Label], columns: int | None, style: Style) -> Iterator[str]:
    """A label under its mark, with lines down to labels that are still to come."""
    start = label.column
    if columns is not None and width(label.text) > columns - start < MIN_LABEL_COLUMNS:
        start = max(0, columns - max(MIN_LABEL_COLUMNS, min(columns, width(label.text))))
    bars = {other.column: other.style for other in others if other.column < start}
    room = None if columns is None else columns - start
    before = "".join(style("|", bars[column]) if column in bars else " " for column in range(start))
    for line in style.lines((label.text, label.style), columns=room):
        yield before + line
