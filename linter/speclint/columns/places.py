"""The locations of the sheets of many rows; those of records are made where they are asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast, overload

import numpy as np

from speclint.columns.coded import Coded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from speclint.columns.figures import Integers
    from speclint.columns.records import Records
    from speclint.sheets.place import SheetLocation

    _Part: TypeAlias = "list[SheetLocation] | Records"

Value = TypeVar("Value")


class Places(Sequence["SheetLocation"]):
    """The locations of rows."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._starts: list[int] = []
        self._size = 0

    def __len__(self) -> int:
        """How many rows there are."""
        return self._size

    @overload
    def __getitem__(self, row: int) -> SheetLocation: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[SheetLocation]: ...
    def __getitem__(self, row: int | slice) -> SheetLocation | Sequence[SheetLocation]:
        """The location of a row."""
        if isinstance(row, slice):
            return [self[each] for each in range(*row.indices(self._size))]
        part = bisect_right(self._starts, row) - 1
        return self._parts[part][row - self._starts[part]]

    def __iter__(self) -> Iterator[SheetLocation]:
        """The locations of all rows."""
        for part in self._parts:
            yield from part

    def extend(self, part: Sequence[SheetLocation] | Records) -> None:
        """Add the locations of the next rows."""
        self._starts.append(self._size)
        self._parts.append(cast("_Part", part))
        self._size += len(part)

    def append(self, place: SheetLocation) -> None:
        """Add the location of the next row."""
        if not (self._parts and isinstance(self._parts[-1], list)):
            self.extend([])
        cast("list[SheetLocation]", self._parts[-1]).append(place)
        self._size += 1

    def names(self, rows: Integers | None = None) -> list[tuple[str, str]]:
        """The path and id of each row, or of some in order."""
        found: list[tuple[str, str]] = []
        for start, part in zip(self._starts, self._parts, strict=True):
            own = np.arange(len(part))
            if rows is not None:
                own = rows[np.searchsorted(rows, start) : np.searchsorted(rows, start + len(part))] - start
            if isinstance(part, list):
                found += [(part[index].path, part[index].id) for index in own.tolist()]
            else:
                found += [(part.place.path, name) for name in part.ids(own)]
        return found

    @property
    def roots(self) -> Coded[Path | None]:
        """The root of the catalog of each row."""
        return self._coded(lambda place: place.root)

    @property
    def files(self) -> Coded[str]:
        """The path of each row."""
        return self._coded(lambda place: place.path)

    def _coded(self, of: Callable[[SheetLocation], Value]) -> Coded[Value]:
        """What a function gives of the location of each row, the same for all records of a file."""
        known: dict[Value, int] = {}
        codes = [
            np.array([known.setdefault(of(place), len(known)) for place in part], dtype=np.int64)
            if isinstance(part, list)
            else np.full(len(part), known.setdefault(of(part.place), len(known)))
            for part in self._parts
        ]
        return Coded(np.concatenate([np.zeros(0, dtype=np.int64), *codes]), tuple(known))


class SomePlaces(Sequence["SheetLocation"]):
    """The locations of some rows of others."""

    def __init__(self, places: Places, rows: Integers) -> None:
        self._places = places
        self._rows = rows

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @overload
    def __getitem__(self, row: int) -> SheetLocation: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[SheetLocation]: ...
    def __getitem__(self, row: int | slice) -> SheetLocation | Sequence[SheetLocation]:
        """The location of a row."""
        if isinstance(row, slice):
            return [self._places[each] for each in self._rows[row].tolist()]
        return self._places[int(self._rows[row])]

    def names(self, rows: Integers | None = None) -> list[tuple[str, str]]:
        """The path and id of each row, or of some in order."""
        return self._places.names(self._rows if rows is None else self._rows[rows])

    @property
    def roots(self) -> Coded[Path | None]:
        """The root of the catalog of each row."""
        return self._places.roots.at(self._rows)

    @property
    def files(self) -> Coded[str]:
        """The path of each row."""
        return self._places.files.at(self._rows)
