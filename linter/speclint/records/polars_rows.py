"""Rows of a data frame of polars as records: each distinct value of a column is read once."""

from __future__ import annotations

from array import array
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from speclint.documents.region import Region
from speclint.documents.regions import Regions
from speclint.errors import UnreadableFileError
from speclint.records.exact import exact
from speclint.records.table import Column
from speclint.sheets.layers import Layer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polars import DataFrame, Series

    from speclint.records.exact import Single

A_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
"""Units of time in a day."""
FIRST_DAY, LAST_DAY = (day.toordinal() - date(1970, 1, 1).toordinal() for day in (date.min, date.max))
"""The days that Python has, from 1970 on."""


def coded(cells: Series) -> Column:
    """A column by its distinct values, in a fraction of the memory."""
    codes, distinct = _nested(cells) if cells.dtype.is_nested() else _factorized(unnamed(cells))
    single = _single(cells.dtype)
    return Column(codes, [*(exact(cell, single=single) for cell in distinct), None])


class Cells:
    """The cells of rows as JSON values."""

    def __init__(self, frame: DataFrame) -> None:
        self._frame = frame
        self._columns = [(name, _single(kind)) for name, kind in frame.schema.items()]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._frame)

    def at(self, row: int) -> dict[str, object]:
        """Those of a row by the names of their columns, None for those that are empty."""
        cells = zip(self._columns, self._frame.row(row), strict=True)
        return {name: exact(cell, single=single) for (name, single), cell in cells}


def readable(frame: DataFrame, path: str) -> DataFrame:
    """The same rows, with bytes that are text as text, and dates of years that Python does not have.

    Args:
        frame: rows.
        path: of their file, for messages.

    Raises:
        UnreadableFileError: a date or duration is outside those that Python has.
    """
    import polars as pl

    for place, (name, kind) in enumerate(frame.schema.items()):
        cells = unnamed(frame[name])
        texts = None
        if _is_beyond(cells) and (texts := _dates_as_text(cells)) is None:
            message = (
                f'{path}: column "{name}" has a date or a duration beyond the years 1 to 9999; '
                "correct it, write it as text, or leave the column out"
            )
            raise UnreadableFileError(message)
        if kind == pl.Binary:
            # what is no text stays as it is
            with suppress(pl.exceptions.ComputeError):
                texts = cells.cast(pl.String)
        if texts is not None:
            frame = frame.clone().replace_column(place, texts.alias(name))
    return frame


def unnamed(cells: Series) -> Series:
    """A column without its name, which polars would read as a pattern if it is `*` or `^.*$`."""
    return cells.alias("")


def has_texts(kind: object) -> bool:
    """Whether a type holds texts."""
    return any(name in str(kind) for name in ("String", "Categorical", "Enum", "Binary"))


def _single(kind: Any) -> Single:  # noqa: ANN401 - of polars
    """Which numbers of a type are in single precision."""
    import polars as pl

    if isinstance(kind, pl.Struct):
        return {field.name: _single(field.dtype) for field in kind.fields}
    if isinstance(kind, pl.List | pl.Array):
        return _single(kind.inner)
    return bool(kind == pl.Float32)


def _dates_as_text(cells: Series) -> Series | None:
    """Dates or times as text; None for other cells, and for years that polars does not have, past 262,000."""
    import polars as pl

    kind = cells.dtype
    if not isinstance(kind, pl.Date | pl.Datetime) or cells.dt.year().null_count() > cells.null_count():
        return None
    if isinstance(kind, pl.Date):
        return cells.dt.to_string("%Y-%m-%d")
    return cells.dt.to_string(f"%Y-%m-%d %H:%M:%S%.f{'%:z' if kind.time_zone else ''}")


def _is_beyond(cells: Series) -> bool:
    """Whether dates, times or durations in a column are outside those that Python has."""
    import polars as pl

    kind = cells.dtype
    if isinstance(kind, pl.Struct):
        return any(_is_beyond(cells.struct.field(field.name)) for field in kind.fields)
    if isinstance(kind, pl.List | pl.Array):
        return _is_beyond(cells.explode())
    if not isinstance(kind, pl.Date | pl.Datetime | pl.Duration):
        return False
    a_day = 1 if isinstance(kind, pl.Date) else A_DAY[kind.time_unit]
    # the first and the last day are others in other time zones
    margin = 1 if isinstance(kind, pl.Datetime) and kind.time_zone else 0
    least, end = (FIRST_DAY + margin) * a_day, (LAST_DAY + 1 - margin) * a_day
    return not cells.to_physical().is_between(least, end, closed="left").all()


def record_of(path: str, line: int, cells: Mapping[str, object]) -> Layer:
    """The record of a row without text.

    Args:
        path: of its file, as it is shown.
        line: the number of the row, from 1.
        cells: what the row states by the name of the column, in their order; None where it is empty.
    """
    names = list(cells)
    return Layer(
        path,
        b"",
        {name: cell for name, cell in cells.items() if cell is not None},
        line=line,
        offset=None,
        make_regions=lambda: RowRegions(line, names),
    )


def _factorized(cells: Series) -> tuple[Any, list[object]]:
    import polars as pl

    distinct = cells.drop_nulls().unique()
    kinds = {8: pl.Int8, 16: pl.Int16, 32: pl.Int32}
    kind = next(kind for bits, kind in kinds.items() if len(distinct) < 2 ** (bits - 1))
    numbers = pl.Series(range(len(distinct)), dtype=kind)
    codes = cells.replace_strict(distinct, numbers, default=-1, return_dtype=kind)
    return codes.to_numpy(), distinct.to_list()


def _nested(cells: Series) -> tuple[Any, list[object]]:
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
