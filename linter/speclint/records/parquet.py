"""Parquet tables with one row per variant, read by polars, an optional dependency (`speclint[tables]`).

They are read by row group, after a look at the footer.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from speclint.errors import UnreadableFileError
from speclint.limits import exceeded, limit
from speclint.records.footer import row_groups_of
from speclint.records.polars_rows import Cells, coded, readable, record_of, unnamed
from speclint.records.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from typing import IO

    from polars import DataFrame

    from speclint.records.footer import RowGroup
    from speclint.sheets.layers import Layer


MAX_KEPT = 32 * 1024**2
"""Bytes of a file that are kept while it is read; of a longer one each row group is read from the disk."""
MIN_ROWS = 10_000
"""Rows below which row groups are read together."""
NOT_STATED = "__HIVE_DEFAULT_PARTITION__"
"""The value of a column in the name of a folder where there is none."""


class Parquet:
    """A table in Apache Parquet; marks are row indexes from 0, and lines are row numbers from 1."""

    def __init__(
        self, path: str, open_file: Callable[[], IO[bytes]], folders: Mapping[str, str | int] | None = None
    ) -> None:
        """A table.

        Args:
            path: its path, as it is shown.
            open_file: gives its bytes.
            folders: further columns, of which its folders state the one value; see `columns_in`.
        """
        self._path = path
        self._open = open_file
        self._folders = folders or {}
        self._version: tuple[int, ...] = ()
        self._last: tuple[int, Cells] | None = None
        """The row group that was read last, and where it starts."""

    def tables(self, names: Collection[str]) -> Iterator[Table]:
        """The rows of each row group; see `TableSource.tables`."""
        wanted = [name for name in self._kinds if name in names]
        for start, rows in self.groups:
            frame = self._read(start, rows, wanted)
            columns = {name: coded(frame[name]) for name in wanted}
            yield Table(columns, range(start, start + rows), range(start + 1, start + rows + 1))

    @cached_property
    def groups(self) -> list[tuple[int, int]]:
        """Where each row group starts, and how many rows it has; small ones that follow each other are one.

        Raises:
            UnreadableFileError: the file cannot be read.
            LimitError: it has too many rows, or a row group is larger than the limit.
        """
        _ = self._polars
        with self._open() as stream:
            self._version = _version_of(stream)
            groups = row_groups_of(stream, self._path)
        if groups is None:
            message = f"{self._path}: not a Parquet table: its footer cannot be right"
            raise UnreadableFileError(message)
        largest, rows = max((group.bytes for group in groups), default=0), sum(group.rows for group in groups)
        if largest > limit("table-bytes"):
            raise exceeded(self._path, "table-bytes", largest)
        if rows > limit("rows"):
            raise exceeded(self._path, "rows", rows)
        sizes = [*_together(groups)]
        return [*zip(accumulate(sizes, initial=0), sizes, strict=False)]

    def frame(self, start: int, rows: int) -> DataFrame:
        """All columns of the rows of a row group.

        Args:
            start: the index of its first row.
            rows: how many it has.

        Raises:
            UnreadableFileError: the file cannot be read.
            LimitError: the row group is larger than the limit.
        """
        found: DataFrame = self._read(start, rows, [*self._kinds])
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(self._kinds)

    def __iter__(self) -> Iterator[tuple[int, Layer]]:
        """The rows."""
        for start, rows in self.groups:
            for row in range(start, start + rows):
                yield row, self.at(row, row + 1)

    def sample(self) -> Iterator[object]:
        """The values of the rows."""
        return (layer.value for _, layer in self)

    def at(self, mark: int, line: int) -> Layer:
        """The row at an index."""
        start, cells = self._group_at(mark)
        return record_of(self._path, line, cells.at(mark - start))

    def _group_at(self, mark: int) -> tuple[int, Cells]:
        """The row group that holds a row, and where it starts."""
        start, rows = self.groups[bisect_right(self.groups, mark, key=itemgetter(0)) - 1]
        if self._last is None or self._last[0] != start:
            self._last = start, Cells(self._read(start, rows, [*self._kinds]))
        return self._last

    def _read(self, start: int, rows: int, names: list[str]) -> Any:  # noqa: ANN401 - of polars
        polars = self._polars
        inside = [name for name in names if name in self._inside]
        frame = self._parsed(
            # by name: a column may be called `*`
            lambda file: (
                polars.scan_parquet(file)
                .slice(start, rows)
                .select(polars.selectors.by_name(inside))
                .collect()
            )
        )
        of_folders = {name: value for name, value in self._folders.items() if name in names}
        frame = frame.with_columns(
            polars.Series(name, [value] * rows) for name, value in of_folders.items() if name not in inside
        )
        # a text that many rows share stands once in the file
        kinds = (polars.String, polars.Categorical)
        texts = [unnamed(cells) for cells in frame if isinstance(cells.dtype, kinds)]
        size = sum(int(cells.cast(polars.String).str.len_bytes().sum()) for cells in texts)
        if size > limit("table-bytes"):
            raise exceeded(self._path, "table-bytes", size)
        return readable(frame, self._path)

    @cached_property
    def _kinds(self) -> Mapping[str, Any]:
        """The type of each column by its name."""
        polars = self._polars
        folders = {
            name: polars.Int64 if isinstance(value, int) else polars.String
            for name, value in self._folders.items()
        }
        return {**self._inside, **{name: kind for name, kind in folders.items() if name not in self._inside}}

    @cached_property
    def _inside(self) -> Mapping[str, Any]:
        """The same of the columns that the file itself has."""
        found = dict(self._parsed(self._polars.read_parquet_schema))
        if len(found) > limit("columns"):
            raise exceeded(self._path, "columns", len(found))
        return found

    def _parsed(self, read: Callable[[IO[bytes]], Any]) -> Any:  # noqa: ANN401 - of polars
        with self._stream() as stream:
            try:
                return read(stream)
            # polars raises many types
            except (Exception, self._polars.exceptions.PanicException) as error:
                reason = next(iter(str(error).splitlines()), type(error).__name__)
                message = f"{self._path}: not a Parquet table: {reason}"
                raise UnreadableFileError(message) from error

    @contextmanager
    def _stream(self) -> Iterator[IO[bytes]]:
        """The file as it is compressed."""
        if self._content is not None:
            yield BytesIO(self._content)
            return
        with self._opened() as stream:
            yield stream

    @cached_property
    def _content(self) -> bytes | None:
        """The bytes of the file; None if they are too many to keep."""
        with self._opened() as stream:
            content = stream.read(MAX_KEPT + 1)
        return content if len(content) <= MAX_KEPT else None

    def forget(self) -> None:
        """Let go of what is kept of the file but for its footer."""
        self.__dict__.pop("_content", None)

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        """The file, the same whose footer was read."""
        _ = self.groups
        with self._open() as stream:
            if _version_of(stream) != self._version:
                message = f"{self._path}: changed while it was read; run the command again"
                raise UnreadableFileError(message)
            yield stream

    @cached_property
    def _polars(self) -> Any:  # noqa: ANN401 - polars has types only if it is installed
        try:
            import polars as pl
        except ImportError as error:
            message = (
                f"{self._path}: Parquet is read by polars; install it with: pip install 'speclint[tables]'"
            )
            raise UnreadableFileError(message) from error
        return pl


def columns_in(folders: str) -> dict[str, str | int]:
    """The columns that the names of folders state, as Hive and Spark write them: `make=BMW/year=2024/`."""
    found: dict[str, str | int] = {}
    for part in folders.split("/")[:-1]:
        name, is_stated, value = part.partition("=")
        text = unquote(value)
        if name and is_stated and text != NOT_STATED:
            found[unquote(name)] = int(text) if re.fullmatch(r"0|[1-9]\d{0,17}", text, re.ASCII) else text
    return found


def _together(groups: Iterable[RowGroup]) -> Iterator[int]:
    """The rows of groups that are read together: each time, polars reads the whole footer."""
    rows = size = 0
    for group in groups:
        if rows and (rows + group.rows > MIN_ROWS or size + group.bytes > MAX_KEPT):
            yield rows
            rows = size = 0
        rows, size = rows + group.rows, size + group.bytes
    if rows:
        yield rows


def _version_of(stream: IO[bytes]) -> tuple[int, ...]:
    """What is another once a file is written anew; nothing of bytes in memory."""
    try:
        found = os.fstat(stream.fileno())
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns
