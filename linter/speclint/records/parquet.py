"""Parquet tables with one row per variant, read by polars, an optional dependency (`speclint[tables]`).

They are read by row group, after a look at the footer.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from functools import cached_property
from io import BytesIO
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from speclint.documents.region import Region
from speclint.documents.regions import Regions
from speclint.errors import UnreadableFileError
from speclint.limits import exceeded, limit
from speclint.records.exact import exact
from speclint.records.footer import row_groups_of
from speclint.records.table import Column, Table
from speclint.sheets.layers import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from typing import IO


class Parquet:
    """A table in Apache Parquet; marks are row indexes from 0, and lines are row numbers from 1."""

    def __init__(self, path: str, open_file: Callable[[], IO[bytes]]) -> None:
        self._path = path
        self._open = open_file
        self._last: tuple[int, Any] | None = None
        """The row group that was read last, and where it starts."""

    def tables(self, names: Collection[str]) -> Iterator[Table]:
        """The rows of each row group; see `TableSource.tables`."""
        wanted = [name for name in self._kinds if name in names]
        for start, rows in self._groups:
            frame = self._read(start, rows, wanted)
            columns = {name: self._coded(frame[name]) for name in wanted}
            yield Table(columns, range(start, start + rows), range(start + 1, start + rows + 1))

    def __iter__(self) -> Iterator[tuple[int, Layer]]:
        """The rows."""
        for start, rows in self._groups:
            for row in range(start, start + rows):
                yield row, self.at(row, row + 1)

    def sample(self) -> Iterator[object]:
        """The values of the rows."""
        return (layer.value for _, layer in self)

    def at(self, mark: int, line: int) -> Layer:
        """The row at an index."""
        start, frame = self._group_at(mark)
        cells = {
            name: exact(cell, single=self._is_single(name))
            for name, cell in frame.row(mark - start, named=True).items()
        }
        value = {name: cell for name, cell in cells.items() if cell is not None}
        return Layer(
            self._path,
            b"",
            value,
            line=line,
            offset=None,
            make_regions=lambda: RowRegions(line, list(cells)),
        )

    def _group_at(self, mark: int) -> tuple[int, Any]:
        """The row group that holds a row, and where it starts."""
        start, rows = self._groups[bisect_right(self._groups, mark, key=itemgetter(0)) - 1]
        if self._last is None or self._last[0] != start:
            self._last = start, self._read(start, rows, [*self._kinds])
        return self._last

    def _read(self, start: int, rows: int, names: list[str]) -> Any:  # noqa: ANN401 - of polars
        polars = self._polars
        frame = self._parsed(
            lambda file: polars.scan_parquet(file).slice(start, rows).select(names).collect()
        )
        # a text that many rows share stands once in the file
        texts = frame.select(
            polars.col(polars.String, polars.Categorical).cast(polars.String).str.len_bytes()
        )
        size = sum(filter(None, texts.sum().row(0))) if texts.width else 0
        if size > limit("table-bytes"):
            raise exceeded(self._path, "table-bytes", size)
        return frame

    def _coded(self, cells: Any) -> Column:  # noqa: ANN401 - of polars
        """A column by its distinct values, in a fraction of the memory."""
        codes, distinct = _nested(cells) if cells.dtype.is_nested() else self._factorized(cells)
        is_single = self._is_single(cells.name)
        return Column(codes, [*(exact(cell, single=is_single) for cell in distinct), None])

    def _factorized(self, cells: Any) -> tuple[Any, list[object]]:  # noqa: ANN401 - of polars
        polars, distinct = self._polars, cells.drop_nulls().unique()
        kinds = {8: polars.Int8, 16: polars.Int16, 32: polars.Int32}
        kind = next(kind for bits, kind in kinds.items() if len(distinct) < 2 ** (bits - 1))
        numbers = polars.Series(range(len(distinct)), dtype=kind)
        codes = cells.replace_strict(distinct, numbers, default=-1, return_dtype=kind)
        return codes.to_numpy(), distinct.to_list()

    def _is_single(self, name: str) -> bool:
        """Whether the numbers in a column are in single precision."""
        return "Float32" in str(self._kinds[name])

    @cached_property
    def _kinds(self) -> Mapping[str, Any]:
        """The type of each column by its name."""
        found = dict(self._parsed(self._polars.read_parquet_schema))
        if len(found) > limit("columns"):
            raise exceeded(self._path, "columns", len(found))
        return found

    def _parsed(self, read: Callable[[IO[bytes]], Any]) -> Any:  # noqa: ANN401 - of polars
        content = self._content
        try:
            return read(BytesIO(content))
        except Exception as error:  # polars raises many types
            reason = next(iter(str(error).splitlines()), type(error).__name__)
            message = f"{self._path}: not a Parquet table: {reason}"
            raise UnreadableFileError(message) from error

    @cached_property
    def _content(self) -> bytes:
        """The file as it is compressed."""
        _ = self._groups
        with self._open() as stream:
            content = stream.read(limit("table-bytes") + 1)
        if len(content) > limit("table-bytes"):
            raise exceeded(self._path, "table-bytes")
        return content

    @cached_property
    def _groups(self) -> list[tuple[int, int]]:
        """Where each row group starts, and how many rows it has, by the footer."""
        _ = self._polars
        with self._open() as stream:
            groups = row_groups_of(stream, self._path)
        if groups is None:
            message = f"{self._path}: not a Parquet table: its footer cannot be right"
            raise UnreadableFileError(message)
        largest, rows = max((group.bytes for group in groups), default=0), sum(group.rows for group in groups)
        if largest > limit("table-bytes"):
            raise exceeded(self._path, "table-bytes", largest)
        if rows > limit("rows"):
            raise exceeded(self._path, "rows", rows)
        sizes = [group.rows for group in groups if group.rows]
        return [*zip(accumulate(sizes, initial=0), sizes, strict=False)]

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


def _nested(cells: Any) -> tuple[Any, list[object]]:  # noqa: ANN401 - of polars
    """The distinct lists or objects of a column, and for each row the place of its own."""
    known: dict[str, int] = {}
    codes = array("i")
    distinct: list[object] = []
    for cell in cells.to_list():
        code = known.setdefault(repr(cell), len(known))
        if code == len(distinct):
            distinct.append(cell)
        codes.append(code)
    return codes, distinct


class RowRegions(Regions):
    """The regions of the cells of a row without text: its number as line, and that of the column."""

    def __init__(self, line: int, columns: list[str]) -> None:
        super().__init__("", line)
        self._row = line
        self._columns = columns

    def value(self, pointer: str) -> Region:
        """Row and column of a cell, or of the first cell for the whole row."""
        from speclint.documents.pointer import to_steps

        name = next(iter(to_steps(pointer)), "")
        column = self._columns.index(name) + 1 if name in self._columns else 1
        return Region(self._row, column, self._row, column + 1)

    key = value

    def part_region(self, pointer: str, span: tuple[int, int] | None) -> Region:  # noqa: ARG002 - there is no text
        """Row and column of the cell."""
        return self.value(pointer)

    def literal(self, pointer: str) -> str:  # noqa: ARG002 - there is no text
        """Empty: a cell of such a table has no text."""
        return ""

    def line_text(self, line: int) -> str:  # noqa: ARG002 - there is no text
        """Empty: there are no lines."""
        return ""
