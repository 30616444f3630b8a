"""The ids of the records of one file, found by what they state."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from speclint.columns.grouping import within
from speclint.sheets.identity import IDENTITY, name_from, slug
from speclint.sheets.place import SheetLocation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from speclint.columns.facts import StatedValues


class Identities(Protocol):
    """What rows state of identity fields."""

    def identity_of(self, row: int) -> dict[str, str]:
        """The texts of the identity fields that a row states."""

    def identities(self, field: str) -> tuple[tuple[str, ...], StatedValues]:
        """The texts of an identity field, and what the rows state of it."""


class Records:
    """The locations of the records of one file, which are rows of a collection one after the other."""

    def __init__(
        self, place: SheetLocation, collection: Identities, start: int, size: int, names: Mapping[int, str]
    ) -> None:
        """The records of a file.

        Args:
            place: the location of the file.
            collection: what has its records as rows.
            start: the first of these rows.
            size: how many they are.
            names: by index the names of records that state more than the collection knows of them.
        """
        self.place = place
        self._collection, self._start, self._size, self._names = collection, start, size, names

    def __len__(self) -> int:
        """How many there are."""
        return self._size

    def __iter__(self) -> Iterator[SheetLocation]:
        """The locations of all."""
        return map(self.__getitem__, range(self._size))

    def __getitem__(self, index: int) -> SheetLocation:
        """The location of a record."""
        name = self._names.get(index)
        if name is None:
            name = name_from(self._collection.identity_of(self._start + index))
        name, times = name or self.place.id, int(self._times[index])
        return SheetLocation(self.place.path, name if times == 1 else f"{name}#{times}", self.place.root)

    @cached_property
    def _times(self) -> NDArray[np.int32]:
        """How often each name was given up to each record."""
        parts = self._parts()
        codes = np.zeros(self._size, dtype=np.int64)
        for part in parts.T:
            codes = np.unique(codes * (int(parts.max()) + 2) + part + 1, return_inverse=True)[1].reshape(-1)
        times = np.empty(self._size, dtype=np.int32)
        times[np.argsort(codes, kind="stable")] = within(np.bincount(codes)) + 1
        return times

    def _parts(self) -> NDArray[np.int32]:
        """The parts of each name, between slashes, by their codes; -1 after the last."""
        known: dict[str, int] = {}
        parts = self._stated_parts(known)
        is_empty = (parts[:, 1] < 0) & ((parts[:, 0] < 0) | (parts[:, 0] == known.get("", -1)))
        names = dict.fromkeys(np.flatnonzero(is_empty).tolist(), "") | {**self._names}
        split = {name: (name or self.place.id).split("/") for name in names.values()}
        width = max([len(IDENTITY), *map(len, split.values())])
        parts = np.pad(parts, ((0, 0), (0, width - len(IDENTITY))), constant_values=-1)
        for index, name in names.items():
            codes = [known.setdefault(part, len(known)) for part in split[name]]
            parts[index] = codes + [-1] * (width - len(codes))
        return parts

    def _stated_parts(self, known: dict[str, int]) -> NDArray[np.int32]:
        """The codes of the names of identity fields; new ones become known."""
        parts = np.full((self._size, len(IDENTITY)), -1, dtype=np.int32)
        for column, field in enumerate(IDENTITY):
            texts, stated = self._collection.identities(field)
            codes = np.array([known.setdefault(slug(text), len(known)) for text in texts], dtype=np.int32)
            own = (stated.rows >= self._start) & (stated.rows < self._start + self._size)
            parts[stated.rows[own] - self._start, column] = codes[stated.codes[own]]
        if (parts[:, 1:] >= 0).any():
            # what is not stated leaves no gap
            parts = np.take_along_axis(parts, np.argsort(parts < 0, axis=1, kind="stable"), axis=1)
        return parts
