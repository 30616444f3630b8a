"""The ids of the records of one file, found by what they state."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from speclint.columns.grouping import within
from speclint.columns.numbering import starts
from speclint.sheets.identity import IDENTITY, slug
from speclint.sheets.place import SheetLocation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from speclint.columns.facts import StatedValues
    from speclint.columns.figures import Integers

    IdentitiesOf: TypeAlias = Callable[[str], tuple[tuple[str, ...], StatedValues]]

FACTOR = 6364136223846793005
"""An odd number by which hashes are multiplied, so that the order of parts matters."""
NOTHING = hash("")


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
        numbers = range(self._size)[indexes] if isinstance(indexes, slice) else indexes.tolist()
        parts = zip(*(codes[indexes].tolist() for _, codes in self._texts), strict=True)
        for index, codes, times in zip(numbers, parts, self._times[indexes].tolist(), strict=True):
            name = self._name(index, codes) or self.place.id
            yield name if times == 1 else f"{name}#{times}"

    def _name(self, index: int, codes: tuple[int, ...]) -> str:
        name = self._names.get(index)
        if name is not None:
            return name
        fields = zip(self._texts, codes, strict=True)
        return "/".join([slug(texts[code]) for (texts, _), code in fields if code >= 0])

    @cached_property
    def _texts(self) -> list[tuple[tuple[str, ...], NDArray[np.int32]]]:
        """The texts of identity fields, and of each the codes of all records; -1 where it is not stated."""
        found: list[tuple[tuple[str, ...], NDArray[np.int32]]] = []
        for field in IDENTITY:
            texts, stated = self._identities(field)
            own = (stated.rows >= self._start) & (stated.rows < self._start + self._size)
            if own.any() or not found:
                codes = np.full(self._size, -1, dtype=np.int32)
                codes[stated.rows[own] - self._start] = stated.codes[own]
                found.append((texts, codes))
        return found

    @cached_property
    def _times(self) -> NDArray[np.int32]:
        """How often each name was given up to each record."""
        hashes = self._hashes()
        order = np.argsort(hashes, kind="stable")
        times = np.empty(self._size, dtype=np.int32)
        times[order] = within(np.diff(starts(hashes[order]), append=self._size)) + 1
        return times

    def _hashes(self) -> Integers:
        """A number for each name, made of the hashes of its parts; what is not stated leaves no gap."""
        found, count = np.ones(self._size, dtype=np.int64), np.zeros(self._size, dtype=np.int8)
        is_empty = np.ones(self._size, dtype=np.bool_)
        for texts, codes in self._texts:
            slugs = np.array([*map(hash, map(slug, texts)), NOTHING], dtype=np.int64)[codes]
            found = np.where(codes < 0, found, found * FACTOR + slugs)
            count += codes >= 0
            is_empty &= (codes < 0) | (slugs == NOTHING)
        found[is_empty & (count <= 1)] = _hash(self.place.id)
        for index, name in self._names.items():
            found[index] = _hash(name or self.place.id)
        return found


def _hash(name: str) -> int:
    """What `Records._hashes` has for a name."""
    found = np.ones(1, dtype=np.int64)
    for part in name.split("/"):
        found = found * FACTOR + hash(part)
    return int(found[0])
