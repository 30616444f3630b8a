"""The places of cells in the rows of CSV, and how other values are written there."""

from __future__ import annotations

import csv
import re
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING

from speclint.documents.parser import parse
from speclint.documents.pointer import to_pointer
from speclint.documents.regions import Outline, Regions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.quantities.numeral import Mark

_CHARACTER = re.compile(r'""|.', re.DOTALL)


def _written(literal: str, decimal: Mark | None) -> str:
    """How a JSON value is written in a cell."""
    value = parse(literal.encode()).value
    return value if isinstance(value, str) else literal.replace(".", decimal or ".")


def _cells(row: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(StringIO(row, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


class CsvRegions(Regions):
    """The regions of the cells in one row."""

    def __init__(
        self,
        text: str,
        first_line: int,
        columns: Sequence[str],
        delimiter: str,
        decimal: Mark | None = None,
    ) -> None:
        super().__init__(text, first_line)
        self._decimal = decimal
        self._columns = columns
        self._delimiter = delimiter

    @cached_property
    def _document(self) -> Outline:
        edge = re.escape(self._delimiter)
        cell = re.compile(rf'"(?:[^"]|"")*"|[^{edge}\r\n]*')
        children: dict[str, Outline] = {}
        here = 0
        for name in self._columns:
            match = cell.match(self._text, here)
            if match is None:
                break
            children[name] = Outline(self._text, match.span(), None, {})
            here = match.end() + 1
        return Outline(self._text, (0, len(self._text.rstrip("\r\n"))), None, children)

    def replacement(
        self, pointer: str, part: tuple[int, int] | None, text: str
    ) -> tuple[tuple[int, int], str] | None:
        """See `Regions.replacement`; None for a part of a JSON value, or if other cells would change."""
        cells = _cells(self._text, self._delimiter)
        pointers = [to_pointer((name,)) for name in self._columns[: len(cells)]]
        if pointer not in pointers:
            return None
        column = pointers.index(pointer)
        cell = cells[column].strip()
        first, last = part or (0, len(cell))
        start, end = self.part(pointer, (first, last))
        written = _written(text, self._decimal) if part is None else text
        cells[column] = cell[:first] + written + cell[last:]
        if self._text[self.span(pointer)[0]] == '"':
            written = written.replace('"', '""')
        edited = _cells(self._text[:start] + written + self._text[end:], self._delimiter)
        return ((start, end), written) if [*map(str.strip, edited)] == [*map(str.strip, cells)] else None

    def part(self, pointer: str, span: tuple[int, int] | None) -> tuple[int, int]:
        """The offsets of some characters of the text in a cell, in which a quote is written twice."""
        start, end = self.span(pointer)
        if span is None:
            return start, end
        is_quoted = self._text[start : start + 1] == '"'
        first, last = (start + 1, end - 1) if is_quoted else (start, end)
        offsets = [first + match.start() for match in _CHARACTER.finditer(self._text[first:last])]
        blank = len(self._text[first:last]) - len(self._text[first:last].lstrip())
        offsets = [*offsets[blank:], last]
        return (offsets[span[0]], offsets[span[1]]) if span[1] < len(offsets) else (start, end)
