"""Parquet tables with one row per variant, read by polars, an optional dependency (`speclint[tables]`)."""

from __future__ import annotations

import struct
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, Any

from speclint.documents.region import Region
from speclint.documents.regions import Regions
from speclint.errors import UnreadableFileError
from speclint.sheets.layers import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO


class Parquet:
    """A table in Apache Parquet; marks are row indexes from 0, and lines are row numbers from 1."""

    def __init__(self, path: str, open_file: Callable[[], IO[bytes]]) -> None:
        self._path = path
        self._open = open_file

    @cached_property
    def _frame(self) -> Any:  # noqa: ANN401 - polars has types only if it is installed
        try:
            import polars as pl
        except ImportError as error:
            message = (
                f"{self._path}: Parquet is read by polars; install it with: pip install 'speclint[tables]'"
            )
            raise UnreadableFileError(message) from error
        with self._open() as stream:
            try:
                return pl.read_parquet(BytesIO(stream.read()))
            except Exception as error:  # polars raises many types
                reason = next(iter(str(error).splitlines()), type(error).__name__)
                message = f"{self._path}: not a Parquet table: {reason}"
                raise UnreadableFileError(message) from error

    def __iter__(self) -> Iterator[tuple[int, Layer]]:
        """The rows."""
        for row in range(self._frame.height):
            yield row, self.at(row, row + 1)

    def sample(self) -> Iterator[object]:
        """The values of the rows."""
        return (layer.value for _, layer in self)

    def at(self, mark: int, line: int) -> Layer:
        """The row at an index."""
        cells = self._frame.row(mark, named=True)
        single = self._single
        exact = {name: _exact(cell, single=name in single) for name, cell in cells.items()}
        value = {name: cell for name, cell in exact.items() if cell is not None}
        return Layer(
            self._path,
            b"",
            value,
            line=line,
            offset=None,
            make_regions=lambda: RowRegions(line, list(cells)),
        )

    @cached_property
    def _single(self) -> frozenset[str]:
        """The columns in single precision."""
        return frozenset(name for name, kind in self._frame.schema.items() if "Float32" in str(kind))


def _exact(cell: object, *, single: bool) -> object:
    """A cell as a JSON value, a float with the digits that distinguish it from its neighbours.

    A binary float has no written digits, so that an integral one is read as an integer.
    """
    if isinstance(cell, float):
        if not isfinite(cell):
            return None
        return int(cell) if cell.is_integer() else Decimal(_shortest(cell) if single else repr(cell))
    if isinstance(cell, dict):
        return {
            str(name): _exact(member, single=single) for name, member in cell.items() if member is not None
        }
    if isinstance(cell, list):
        return [_exact(item, single=single) for item in cell]
    return cell if cell is None or isinstance(cell, bool | int | Decimal | str) else str(cell)


def _shortest(value: float) -> str:
    """The fewest digits that distinguish a number in single precision (binary32) from its neighbours."""
    exact = struct.pack("f", value)
    texts = (f"{value:.{digits}g}" for digits in range(6, 10))
    return next((text for text in texts if struct.pack("f", float(text)) == exact), repr(value))


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
