"""Data frames of pandas and polars: their rows as CSV, and tables of ours as frames."""

from __future__ import annotations

import csv
from importlib import import_module
from itertools import accumulate
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

from speclint.documents.writer import json_text
from speclint.records.exact import exact

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    import pandas as pd  # type: ignore[import-untyped,unused-ignore]  # no matter whether it has types
    import polars as pl

    PandasFrame: TypeAlias = pd.DataFrame
    PolarsFrame: TypeAlias = pl.DataFrame
    Frame: TypeAlias = pd.DataFrame | pl.DataFrame

LIBRARIES = ("pandas", "polars")
"""The first that is installed makes the frames."""

_KINDS = {str: ("string", "String"), int: ("Int64", "Int64"), float: ("Float64", "Float64")}
"""By type of a column what pandas and polars call it, each with a mark for what is missing."""


class FrameText(NamedTuple):
    """The rows of a frame as CSV."""

    content: bytes
    lines: Sequence[int]
    """The first line of each row, from 1; the header is before them."""
    labels: Sequence[Hashable]
    """What the frame itself calls each row: its index label, of polars its number from 0."""


class _Column(NamedTuple):
    name: str
    cells: list[object]
    is_single: bool
    """Whether its numbers are in single precision."""


def is_frame(value: object) -> bool:
    """Whether a value is a data frame, found without an import of the packages that have them."""
    return _library_of(value) is not None


def refuse_columns(value: object) -> None:
    """Refuse a Series of pandas or polars, of which `check` would take the cells for paths.

    Raises:
        TypeError: it is one.
    """
    kinds = {(kind.__module__.partition(".")[0], kind.__name__) for kind in type(value).__mro__}
    if any((library, "Series") in kinds for library in LIBRARIES):
        message = "a Series is no data frame; its to_frame() is one"
        raise TypeError(message)


def _library_of(value: object) -> str | None:
    kinds = (kind for kind in type(value).__mro__ if kind.__name__ == "DataFrame")
    packages = (kind.__module__.partition(".")[0] for kind in kinds)
    return next((name for name in packages if name in LIBRARIES), None)


def as_csv(frame: Any) -> FrameText:  # noqa: ANN401 - neither package need be installed
    """The rows of a frame as CSV with the digits that they have; what is missing is an empty cell.

    An index of pandas that is more than row numbers comes first, as `to_csv` writes it.
    """
    if _library_of(frame) == "pandas":
        columns, labels = [*_of_pandas(frame)], frame.index.tolist()
    else:
        columns = [
            _Column(column.name, column.to_list(), _is_single(column.dtype)) for column in frame.get_columns()
        ]
        labels = range(len(frame))
    rows: list[str] = []
    write = csv.writer(SimpleNamespace(write=rows.append), lineterminator="\n").writerow
    header = csv.writer(SimpleNamespace(write=rows.append), lineterminator="\n", quoting=csv.QUOTE_ALL)
    # in quotes no name passes for a delimiter
    header.writerow([column.name for column in columns])
    cells = [[_written(cell, single=column.is_single) for cell in column.cells] for column in columns]
    for row in zip(*cells, strict=True):
        write(row)
    starts = [*accumulate((row.count("\n") for row in rows), initial=1)]
    return FrameText("".join(rows).encode("utf-8", "replace"), starts[1:-1], labels)


def _of_pandas(frame: Any) -> Iterator[_Column]:  # noqa: ANN401 - of pandas
    index = frame.index
    levels = [index.get_level_values(level) for level in range(index.nlevels)]
    if type(index).__name__ == "RangeIndex" and index.name is None:
        levels = []
    names = {str(name) for name in frame.columns}
    named = [("" if level.name is None else str(level.name), level) for level in levels]
    series = [(name, level) for name, level in named if name not in names]
    series += [(str(name), frame.iloc[:, place]) for place, name in enumerate(frame.columns)]
    for name, cells in series:
        are_missing = cells.isna().tolist()
        stated = [
            None if is_missing else cell for cell, is_missing in zip(cells.tolist(), are_missing, strict=True)
        ]
        yield _Column(name, stated, _is_single(cells.dtype))


def _is_single(kind: object) -> bool:
    return any(name in str(kind) for name in ("Float32", "float32", "float["))


def _written(cell: Any, *, single: bool) -> str:  # noqa: ANN401 - whatever a frame holds
    """A cell as CSV has it: a text as it is, else JSON; of midnight the date alone."""
    if isinstance(cell, str):
        return cell
    if hasattr(cell, "tolist"):
        # of numpy, in a column of objects
        cell = cell.tolist()
    value = exact(cell, single=single)
    if value is None:
        return ""
    return value.removesuffix(" 00:00:00") if isinstance(value, str) else json_text(value)


def frame_of(columns: Mapping[str, tuple[type, Sequence[object]]], library: str | None = None) -> Any:  # noqa: ANN401 - of the package
    """A frame with these columns, each of texts, whole numbers or other numbers, or of any `object`.

    Args:
        columns: the type and the values of each column by its name; None is missing.
        library: `pandas` or `polars`; the first of them that is installed if None.

    Raises:
        ImportError: it is not installed.
        ValueError: there is no such library.
    """
    if library not in (None, *LIBRARIES):
        message = f"a frame is of {' or '.join(LIBRARIES)}, not of {library}"
        raise ValueError(message)
    package = _imported((library,) if library else LIBRARIES)
    if package.__name__ == "pandas":
        return package.DataFrame({
            name: package.Series([*values], dtype=_KINDS[kind][0] if kind in _KINDS else "object")
            for name, (kind, values) in columns.items()
        })  # fmt: skip
    return package.DataFrame([
        package.Series(name, values, getattr(package, _KINDS[kind][1]))
        if kind in _KINDS
        else _of_any(package, name, values)
        for name, (kind, values) in columns.items()
    ])  # fmt: skip


def _of_any(polars: Any, name: str, values: Sequence[object]) -> Any:  # noqa: ANN401 - of polars
    """A column of whole numbers if all are, else of texts: columns of polars have one type."""
    if all(value is None or isinstance(value, int) for value in values):
        return polars.Series(name, values, polars.Int64)
    return polars.Series(name, [None if value is None else str(value) for value in values], polars.String)


def _imported(libraries: Iterable[str]) -> Any:  # noqa: ANN401 - a package
    for name in libraries:
        try:
            return import_module(name)
        except ImportError:
            continue
    wanted = " or ".join(libraries)
    message = f"a frame needs {wanted}; install it with: pip install {wanted.partition(' ')[0]}"
    raise ImportError(message)
