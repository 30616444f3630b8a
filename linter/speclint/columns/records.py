"""The ids of the records of one file, found by what they state."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from speclint.columns.grouping import within
from speclint.sheets.identity import IDENTITY, slug
from speclint.sheets.place import SheetLocation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from speclint.columns.facts import StatedValues
    from speclint.columns.figures import Integers

    IdentitiesOf: TypeAlias = Callable[[str], tuple[tuple[str, ...], StatedValues]]


class Records:
    """The locations of the records of one file, which are rows of a collection one after the other."""

    def __init__(
        self, place: SheetLocation, start: int, size: int, identities: IdentitiesOf, names: Mapping[int, str]
    ) -> None:
        """The records of a file.

        Args:
            place: the location of the file.
            start: the first of their rows.
            size: how many they are.
            identities: gives the texts of an identity field, and what the rows state of it.
            names: by index the names of records that state more than that.
        """
        self.place = place
        self._start, self._size, self._identities, self._names = start, size, identities, names

    def __len__(self) -> int:
        """How many there are."""
        return self._size

    def __iter__(self) -> Iterator[SheetLocation]:
        """The locations of all."""
        return map(self.__getitem__, range(self._size))

    def __getitem__(self, index: int) -> SheetLocation:
        """The location of a record."""
        (name,) = self.ids(slice(index, index + 1))
        return SheetLocation(self.place.path, name, self.place.root)

    def ids(self, indexes: slice | Integers) -> Iterator[str]:
        """The ids of records."""
        texts, parts = self._parts
        for codes, times in zip(parts[indexes].tolist(), self._times[indexes].tolist(), strict=True):
            name = "/".join([texts[code] for code in codes if code >= 0])
            yield name if times == 1 else f"{name}#{times}"

    @cached_property
    def _times(self) -> NDArray[np.int32]:
        """How often each name was given up to each record."""
        _, parts = self._parts
        codes = np.zeros(self._size, dtype=np.int64)
        for part in parts.T:
            codes = np.unique(codes * (int(parts.max()) + 2) + part + 1, return_inverse=True)[1].reshape(-1)
        times = np.empty(self._size, dtype=np.int32)
        times[np.argsort(codes, kind="stable")] = within(np.bincount(codes)) + 1
        return times

    @cached_property
    def _parts(self) -> tuple[list[str], NDArray[np.int32]]:
        """Texts, and by their codes the parts of each name, between slashes; -1 after the last."""
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
        return [*known], parts[:, (parts >= 0).any(axis=0)]

    def _stated_parts(self, known: dict[str, int]) -> NDArray[np.int32]:
        """The codes of the names of identity fields; new ones become known."""
        parts = np.full((self._size, len(IDENTITY)), -1, dtype=np.int32)
        for column, field in enumerate(IDENTITY):
            texts, stated = self._identities(field)
            codes = np.array([known.setdefault(slug(text), len(known)) for text in texts], dtype=np.int32)
            own = (stated.rows >= self._start) & (stated.rows < self._start + self._size)
            parts[stated.rows[own] - self._start, column] = codes[stated.codes[own]]
        if (parts[:, 1:] >= 0).any():
            # what is not stated leaves no gap
            parts = np.take_along_axis(parts, np.argsort(parts < 0, axis=1, kind="stable"), axis=1)
        return parts
