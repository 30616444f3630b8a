"""The text of a document in an editor, and places in it as the protocol counts them.

The protocol counts lines and characters from 0, the latter in code units of the encoding that client and
server agreed on; lines end as in `documents/regions.py`, and nowhere else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from lsprotocol.types import Position, PositionEncodingKind, Range, TextDocumentContentChangePartial

if TYPE_CHECKING:
    from lsprotocol.types import TextDocumentContentChangeEvent

    from speclint.documents.region import Region

_LINE_END = re.compile(r"\r\n|\n|\r")
_UNIT_BYTES = {
    PositionEncodingKind.Utf8: ("utf-8", 1),
    PositionEncodingKind.Utf16: ("utf-16-le", 2),
    PositionEncodingKind.Utf32: ("utf-32-le", 4),
}


def units(text: str, encoding: PositionEncodingKind) -> int:
    """The number of code units of a text."""
    if text.isascii():
        return len(text)
    name, size = _UNIT_BYTES[encoding]
    return len(text.encode(name, "surrogatepass")) // size


def characters(text: str, count: int, encoding: PositionEncodingKind) -> int:
    """The number of characters in the first code units of a text; one that is cut counts as a whole."""
    if text.isascii():
        return min(count, len(text))
    for number, character in enumerate(text):
        if count <= 0:
            return number
        count -= units(character, encoding)
    return len(text)


class Text:
    """A text with its lines, which never changes."""

    def __init__(self, text: str, encoding: PositionEncodingKind) -> None:
        self.text = text
        self.encoding = encoding

    @property
    def content(self) -> bytes:
        """The text as the file would hold it."""
        return self.text.encode("utf-8", "replace")

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    def line(self, number: int) -> str:
        """A line, counted from 0, without its end; empty if there is none."""
        if not 0 <= number < len(self._starts):
            return ""
        start = self._starts[number]
        end = _LINE_END.search(self.text, start)
        return self.text[start : end.start() if end else None]

    def offset(self, position: Position) -> int:
        """The offset of a position, as characters of the text; its nearest place if there is none."""
        if position.line >= len(self._starts):
            return len(self.text)
        return self._starts[position.line] + characters(
            self.line(position.line), position.character, self.encoding
        )

    def position(self, offset: int) -> Position:
        """The position of an offset."""
        line = bisect_right(self._starts, offset) - 1
        return Position(line, units(self.text[self._starts[line] : offset], self.encoding))

    def place(self, line: int, column: int) -> Position:
        """The position of a line and a column, both counted from 1."""
        return Position(line - 1, units(self.line(line - 1)[: column - 1], self.encoding))

    def line_and_column(self, position: Position) -> tuple[int, int]:
        """A position as a line and a column, both counted from 1."""
        line = self.line(position.line)
        return position.line + 1, characters(line, position.character, self.encoding) + 1

    def range(self, region: Region) -> Range:
        """The range of a region."""
        return Range(self.place(region.line, region.column), self.place(region.end_line, region.end_column))

    def changed(self, change: TextDocumentContentChangeEvent) -> Text:
        """The text after a change."""
        if not isinstance(change, TextDocumentContentChangePartial):
            return Text(change.text, self.encoding)
        start, end = self.offset(change.range.start), self.offset(change.range.end)
        return Text(self.text[:start] + change.text + self.text[end:], self.encoding)
