"""CSV with any common delimiter: tables with one row per variant."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cached_property
from io import BytesIO, StringIO
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from speclint.errors import UnreadableFileError
from speclint.limits import exceeded, limit
from speclint.records.csv_cells import coded, value_of
from speclint.records.csv_regions import CsvRegions
from speclint.records.encoding import decoded, in_utf8
from speclint.records.table import Table
from speclint.sheets.layers import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import IO

    from speclint.quantities.numeral import Mark

BLOCK_BYTES = 512 * 1024
"""Bytes of a block of rows, and what is left of the last."""
DELIMITERS = ",;\t|"
"""Delimiters of cells; the one most frequent in the header is used."""

_DECLARED = re.compile(r'(?i)"?sep=([^"\r\n])"?[\r\n]*')
"""The first line by which Excel knows the delimiter."""
_QUOTED = re.compile(r'"[^"]*"')


def delimiter_of(header: str) -> str:
    """The delimiter of a table, by its first line."""
    return max(DELIMITERS, key=_QUOTED.sub("", header).count)


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
            first = stream.readline(limit("file-bytes") + 1)
            text = decoded(first)
            declared = _DECLARED.fullmatch(text)
            delimiter = declared[1] if declared else delimiter_of(text)
            before = len(first) if declared else 0
            stream.seek(before)
            rows = self._rows(stream, delimiter, before, 2 if declared else 1)
            for offset, _, fields, content, line in rows:
                if len(fields) > limit("columns"):
                    raise exceeded(self._path, "columns", len(fields))
                columns = [name.strip() for name in fields]
                doubled = next((name for name, count in Counter(columns).items() if name and count > 1), None)
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

    def tables(self, names: Collection[str]) -> Iterator[Table]:
        """The rows that are not blank, block by block; see `TableSource.tables`."""
        _, columns, offset, line = self._header
        with self._open() as stream:
            stream.seek(offset)
            while block := self._block(stream, line):
                starts = [*accumulate(block.sizes, initial=offset)]
                rows = [(first, fields) for first, fields in block.rows if any(fields)]
                cells = zip_longest(*(fields for _, fields in rows), fillvalue="")
                yield Table(
                    {
                        name: coded(column, self._decimal)
                        for name, column in zip(columns, cells, strict=False)
                        if name in names
                    },
                    [starts[first] for first, _ in rows],
                    [line + first for first, _ in rows],
                )
                offset, line = starts[-1], line + len(block.sizes)

    def _block(self, stream: IO[bytes], line: int) -> _Block | None:
        """The next rows of a stream that is at this line; None at its end."""
        delimiter, columns, *_ = self._header
        content = stream.read(BLOCK_BYTES)
        if not content:
            return None
        if content[-1:] != b"\n":
            content += stream.readline(limit("file-bytes") + 1)
        whole = BytesIO(content).readlines()
        self._refuse_long(len(whole[-1]), line + len(whole) - 1)
        sizes = [*map(len, whole)]

        def lines() -> Iterator[str]:
            yield from _texts(content, whole)
            # a quoted cell goes on
            held, most = 0, limit("file-bytes") + 1
            while raw := stream.readline(most):
                held += len(raw)
                self._refuse_long(held, line + len(sizes))
                sizes.append(len(raw))
                yield decoded(raw)

        reader = csv.reader(lines(), delimiter=delimiter, strict=True)
        rows: list[tuple[int, list[str]]] = []
        first, problem = 0, ""
        try:
            while first < len(whole):
                rows.append((first, next(reader)))
                first = reader.line_num
        except csv.Error as error:
            problem = f"{error}; a quote may be unclosed"
        for start, fields in rows:
            if len(fields) > len(columns):
                self._refuse_long_row(fields, line + start)
        if problem:
            self._raise_at(line + first, problem)
        return _Block(rows, sizes)

    def _rows(
        self, stream: IO[bytes], delimiter: str, offset: int, line: int
    ) -> Iterator[tuple[int, int, list[str], bytes, int]]:
        """Offset, size in bytes, cells, bytes and first line of each row."""
        row_lines: list[bytes] = []

        held = 0

        def lines() -> Iterator[str]:
            nonlocal held
            number, most = line, limit("file-bytes") + 1
            while raw := stream.readline(most):
                held += len(raw)
                self._refuse_long(held, number)
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
            held = 0

    def _layer(self, fields: list[str], content: bytes, line: int, offset: int) -> Layer:
        delimiter, columns, *_ = self._header
        self._refuse_long_row(fields, line)
        value = {
            name: value_of(cell, self._decimal)
            for name, cell in zip(columns, fields, strict=False)
            if cell.strip()
        }
        return Layer(
            self._path, content, value, line=line, offset=offset,
            make_regions=lambda: CsvRegions(decoded(content), line, columns, delimiter, self._decimal),
        )  # fmt: skip

    def _refuse_long(self, size: int, line: int) -> None:
        if size > limit("file-bytes"):
            raise UnreadableFileError(str(exceeded(f"{self._path}:{line}", "file-bytes")))

    def _refuse_long_row(self, fields: list[str], line: int) -> None:
        columns = self._header[1]
        if any(cell.strip() for cell in fields[len(columns) :]):
            self._raise_at(
                line, f"{len(fields)} cells under {len(columns)} columns; name them all, or quote the cell"
            )

    def _raise_at(self, line: int, problem: str) -> NoReturn:
        message = f"{self._path}:{line}: {problem}"
        raise UnreadableFileError(message)


class _Block(NamedTuple):
    """Rows that follow each other."""

    rows: list[tuple[int, list[str]]]
    """The cells of each, and which line is its first."""
    sizes: list[int]
    """The lines, in bytes."""


def _texts(content: bytes, lines: Sequence[bytes]) -> Iterable[str]:
    """Lines as text; see `decoded`."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return map(decoded, lines)
    return map(decoded, lines) if "\ufeff" in text else StringIO(text, newline="\n")
