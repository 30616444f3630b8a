"""Tables with one row a variant as text: CSV, whatever stands between the cells."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

from speclint.documents.parser import parse
from speclint.documents.regions import Outline, Regions
from speclint.errors import UnreadableFileError
from speclint.files.tree import MAX_FILE_BYTES, refuse_long_line
from speclint.sheets.layers import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import IO

DELIMITERS = ",;\t|"
"""What may stand between cells; the one that the header holds most of is taken."""

_WORDS = {"true": True, "false": False}


class Csv:
    """A table as text (RFC 4180), UTF-8, with a header; the marks are offsets in bytes.

    A cell that is written as a JSON number is one, digits and all; in a table parted by semicolons one with a
    decimal comma is too. A cell may hold a JSON array or object, such as a range; an empty one is absent.
    """

    def __init__(self, path: str, open_file: Callable[[], IO[bytes]]) -> None:
        self._path = path
        self._open = open_file

    @cached_property
    def _header(self) -> tuple[str, tuple[str, ...], int, int]:
        """The delimiter, the columns, and where the rows begin: offset and line."""
        with self._open() as stream:
            first = stream.readline(MAX_FILE_BYTES + 1).removeprefix(b"\xef\xbb\xbf")
            delimiter = max(DELIMITERS, key=first.decode("utf-8", "replace").count)
            stream.seek(0)
            for _, _, fields, content, line in self._rows(stream, delimiter, 0, 1):
                columns = tuple(name.strip() for name in fields)
                doubled = next((name for name in columns if columns.count(name) > 1), None)
                if doubled is not None:
                    self._refuse(line, f'two columns are called "{doubled}"; rename one')
                return delimiter, columns, len(content), line + content.count(b"\n")
        message = f"{self._path}: an empty table; its first row names the columns"
        raise UnreadableFileError(message)

    def __iter__(self) -> Iterator[tuple[int, Layer]]:
        """Each row that is not blank."""
        delimiter, _, offset, line = self._header
        with self._open() as stream:
            stream.seek(offset)
            for mark, _, fields, content, number in self._rows(stream, delimiter, offset, line):
                if any(fields):
                    yield mark, self._layer(fields, content, number)

    def at(self, mark: int, line: int) -> Layer:
        """The row at an offset."""
        with self._open() as stream:
            stream.seek(mark)
            _, _, fields, content, number = next(self._rows(stream, self._header[0], mark, line))
            return self._layer(fields, content, number)

    def _rows(
        self, stream: IO[bytes], delimiter: str, offset: int, line: int
    ) -> Iterator[tuple[int, int, list[str], bytes, int]]:
        """Offset, size, cells, bytes and first line of each row."""
        taken: list[bytes] = []

        def lines() -> Iterator[str]:
            number = line
            while raw := stream.readline(MAX_FILE_BYTES + 1):
                refuse_long_line(self._path, number, raw)
                taken.append(raw)
                try:
                    yield raw.decode("utf-8-sig" if offset == number - 1 == 0 else "utf-8")
                except UnicodeDecodeError:
                    self._refuse(number, "not UTF-8; save the table as UTF-8")
                number += 1

        reader = csv.reader(lines(), delimiter=delimiter, strict=True)
        while True:
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._refuse(line, f"{error}; a quote may lack its fellow")
            content = b"".join(taken)
            yield offset, len(content), fields, content, line
            offset += len(content)
            line += len(taken)
            taken.clear()

    def _layer(self, fields: list[str], content: bytes, line: int) -> Layer:
        delimiter, columns, *_ = self._header
        if len(fields) > len(columns):
            self._refuse(
                line, f"{len(fields)} cells under {len(columns)} columns; name them all, or quote the cell"
            )
        value = {
            name: _value(cell, delimiter) for name, cell in zip(columns, fields, strict=False) if cell.strip()
        }
        return Layer(
            self._path, content, value, line=line, is_part=True,
            make_regions=lambda: CsvRegions(content.decode("utf-8-sig"), line, columns, delimiter),
        )  # fmt: skip

    def _refuse(self, line: int, fault: str) -> NoReturn:
        message = f"{self._path}:{line}: {fault}"
        raise UnreadableFileError(message)


def _value(cell: str, delimiter: str) -> object:
    text = cell.strip()
    if text in _WORDS:
        return _WORDS[text]
    if delimiter == ";" and text.count(",") == 1:
        number = parse(text.replace(",", ".").encode()).value
        if isinstance(number, Decimal):
            return number
    if text[0] in "-0123456789[{":
        parsed = parse(text.encode())
        if not parsed.parse_errors:
            return parsed.value
    return text


class CsvRegions(Regions):
    """The places of the cells in one row."""

    def __init__(self, text: str, first_line: int, columns: Sequence[str], delimiter: str) -> None:
        super().__init__(text, first_line)
        self._columns = columns
        self._delimiter = delimiter

    @cached_property
    def _document(self) -> Outline:
        import re

        edge = re.escape(self._delimiter)
        cell = re.compile(rf'"(?:[^"]|"")*"|[^{edge}\r\n]*')
        children: dict[str, Outline] = {}
        here = 0
        for name in self._columns:
            found = cell.match(self._text, here)
            if found is None:
                break
            children[name] = Outline(found.span(), None, {})
            here = found.end() + 1
        return Outline((0, len(self._text.rstrip("\r\n"))), None, children)
