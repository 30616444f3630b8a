"""CSV with any common delimiter: tables with one row per variant."""

from __future__ import annotations

import csv
import re
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING, NoReturn

from speclint.documents.parser import parse
from speclint.documents.pointer import to_pointer
from speclint.documents.regions import Outline, Regions
from speclint.errors import UnreadableFileError
from speclint.files.tree import MAX_FILE_BYTES, refuse_long_line
from speclint.records.encoding import decoded, in_utf8
from speclint.sheets.layers import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import IO

    from speclint.quantities.numeral import Mark

DELIMITERS = ",;\t|"
"""Delimiters of cells; the one most frequent in the header is used."""

_WORDS = {"true": True, "false": False}
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
"""A number that is another where the point separates thousands."""
_CHARACTER = re.compile(r'""|.', re.DOTALL)
_DECLARED = re.compile(r'(?i)"?sep=([^"\r\n])"?[\r\n]*')
"""The first line by which Excel knows the delimiter."""
_QUOTED = re.compile(r'"[^"]*"')


class Csv:
    """A CSV table (RFC 4180) with a header; marks are offsets in bytes, of UTF-16 in its text as UTF-8.

    A cell written as a JSON number is read as that number with its digits, unless its point may separate
    thousands, or the decimal mark is the comma. A cell may hold a JSON array or object, such as a range.
    Empty cells are absent.
    """

    def __init__(self, path: str, open_file: Callable[[], IO[bytes]], decimal: Mark | None = None) -> None:
        """The table in a file; `decimal` is its decimal mark if that is known."""
        self._path = path
        self._decimal = decimal
        self._open_bytes = open_file

    def _open(self) -> IO[bytes]:
        return in_utf8(self._path, self._open_bytes)

    @cached_property
    def _header(self) -> tuple[str, tuple[str, ...], int, int]:
        """The delimiter, the names of the columns, and the offset and line of the first row."""
        with self._open() as stream:
            first = stream.readline(MAX_FILE_BYTES + 1)
            text = decoded(first)
            declared = _DECLARED.fullmatch(text)
            delimiter = declared[1] if declared else max(DELIMITERS, key=_QUOTED.sub("", text).count)
            before = len(first) if declared else 0
            stream.seek(before)
            rows = self._rows(stream, delimiter, before, 2 if declared else 1)
            for offset, _, fields, content, line in rows:
                columns = [name.strip() for name in fields]
                doubled = next((name for name in columns if name and columns.count(name) > 1), None)
                if doubled is not None:
                    self._raise_at(line, f'two columns are called "{doubled}"; rename one')
                _, _, cells, *_ = next(rows, (0, 0, [], b"", 0))
                if len(cells) == len(columns) + 1 and cells[-1].strip():
                    # names of rows, for which R writes no header
                    columns.insert(0, "")
                named = [
                    name or (f"column {index}" if index > 1 else "") for index, name in enumerate(columns, 1)
                ]
                return delimiter, tuple(named), offset + len(content), line + content.count(b"\n")
        message = f"{self._path}: an empty table; its first row names the columns"
        raise UnreadableFileError(message)

    def __iter__(self) -> Iterator[tuple[int, Layer]]:
        """The rows that are not blank."""
        delimiter, _, offset, line = self._header
        with self._open() as stream:
            stream.seek(offset)
            for mark, _, fields, content, number in self._rows(stream, delimiter, offset, line):
                if any(fields):
                    yield mark, self._layer(fields, content, number, mark)

    def sample(self) -> Iterator[object]:
        """The rows with their cells as written."""
        delimiter, columns, offset, line = self._header
        with self._open() as stream:
            stream.seek(offset)
            for _, _, fields, *_ in self._rows(stream, delimiter, offset, line):
                yield dict(zip(columns, fields, strict=False))

    def texts(self) -> Iterator[str]:
        """The cells of the rows as written."""
        delimiter, _, offset, line = self._header
        with self._open() as stream:
            stream.seek(offset)
            for _, _, fields, *_ in self._rows(stream, delimiter, offset, line):
                yield from fields

    def at(self, mark: int, line: int) -> Layer:
        """The row at an offset."""
        with self._open() as stream:
            stream.seek(mark)
            _, _, fields, content, number = next(self._rows(stream, self._header[0], mark, line))
            return self._layer(fields, content, number, mark)

    def _rows(
        self, stream: IO[bytes], delimiter: str, offset: int, line: int
    ) -> Iterator[tuple[int, int, list[str], bytes, int]]:
        """Offset, size in bytes, cells, bytes and first line of each row."""
        row_lines: list[bytes] = []

        def lines() -> Iterator[str]:
            number = line
            while raw := stream.readline(MAX_FILE_BYTES + 1):
                refuse_long_line(self._path, number, raw)
                row_lines.append(raw)
                yield decoded(raw)
                number += 1

        reader = csv.reader(lines(), delimiter=delimiter, strict=True)
        while True:
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._raise_at(line, f"{error}; a quote may be unclosed")
            content = b"".join(row_lines)
            yield offset, len(content), fields, content, line
            offset += len(content)
            line += len(row_lines)
            row_lines.clear()

    def _layer(self, fields: list[str], content: bytes, line: int, offset: int) -> Layer:
        delimiter, columns, *_ = self._header
        if any(cell.strip() for cell in fields[len(columns) :]):
            self._raise_at(
                line, f"{len(fields)} cells under {len(columns)} columns; name them all, or quote the cell"
            )
        value = {
            name: _value(cell, self._decimal)
            for name, cell in zip(columns, fields, strict=False)
            if cell.strip()
        }
        return Layer(
            self._path, content, value, line=line, offset=offset,
            make_regions=lambda: CsvRegions(decoded(content), line, columns, delimiter, self._decimal),
        )  # fmt: skip

    def _raise_at(self, line: int, problem: str) -> NoReturn:
        message = f"{self._path}:{line}: {problem}"
        raise UnreadableFileError(message)


def _value(cell: str, decimal: Mark | None) -> object:
    text = cell.strip()
    if text in _WORDS:
        return _WORDS[text]
    is_number = text[0] in "-0123456789"
    is_undecided = "." in text if decimal == "," else _THOUSANDS.fullmatch(text)
    if (is_number and not is_undecided) or text[0] in "[{":
        parsed = parse(text.encode())
        if not parsed.parse_errors:
            return parsed.value
    return text


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
