"""Files of many records, read one at a time, so that memory does not hold a whole file."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from speclint.sheets.identity import record_name
from speclint.sheets.place import SheetLocation

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from speclint.profiles.profile import Profile
    from speclint.sheets.layers import Layer
    from speclint.sheets.sheet import Sheet

MAX_CACHED_SHEETS = 256
"""Sheets that are cached once read; siblings are mostly near each other."""


class RecordSource(Protocol):
    """A file that holds records."""

    def __iter__(self) -> Iterator[tuple[int, Layer]]:
        """The records, each with a mark to find it again.

        Raises:
            UnreadableFileError: the file cannot be read.
        """

    def sample(self) -> Iterator[object]:
        """The values of the records, of a table as written in it, to learn how the file is written."""

    def at(self, mark: int, line: int) -> Layer:
        """The record at a mark, which starts on the given line."""


class SheetStream(Collection["Sheet"]):
    """The sheets of one file, in order; each pass over them reads the file again."""

    def __init__(
        self,
        place: SheetLocation,
        profile: Profile | None,
        source: RecordSource,
        read: Callable[[SheetLocation, Layer], Sheet],
    ) -> None:
        self.place = place
        self._profile = profile
        self._source = source
        self._read = read
        self._marks = array("Q")
        self._lines = array("Q")
        self._repeats: dict[int, int] = {}
        self._count: int | None = None
        self.at = lru_cache(MAX_CACHED_SHEETS)(self._at)
        """The sheet at an index that an earlier pass has reached."""

    def __contains__(self, sheet: object) -> bool:
        """Whether a sheet with the same location is in it."""
        return any(own.place == getattr(sheet, "place", None) for own in self)

    def __len__(self) -> int:
        """The number of records."""
        if self._count is None:
            self._count = sum(1 for _ in self._source)
        return self._count

    def __iter__(self) -> Iterator[Sheet]:
        """The sheets, read again.

        Raises:
            UnreadableFileError: the file cannot be read.
        """
        seen: dict[int, int] = {}
        for index, (mark, layer) in enumerate(self._source):
            if index == len(self._marks):
                self._marks.append(mark)
                self._lines.append(layer.line)
            name = self._name(layer)
            times = seen[hash(name)] = seen.get(hash(name), 0) + 1
            if times > 1:
                self._repeats[index] = times
            yield self._sheet(layer, name, times)

    def _at(self, index: int) -> Sheet:
        layer = self._source.at(self._marks[index], self._lines[index])
        return self._sheet(layer, self._name(layer), self._repeats.get(index, 1))

    def _name(self, layer: Layer) -> str:
        fields = self._profile.identify(layer.value) if self._profile else {}
        return record_name(fields) or self.place.id

    def _sheet(self, layer: Layer, name: str, times: int) -> Sheet:
        unique = name if times == 1 else f"{name}#{times}"
        return self._read(SheetLocation(self.place.path, unique, self.place.root), layer)


class Index:
    """The records of a file by a key, in 16 bytes per record."""

    def __init__(self, records: SheetStream, key_of: Callable[[Sheet], Hashable]) -> None:
        self._records = records
        self._key_of = key_of
        pairs = sorted(
            (hash(key), index) for index, sheet in enumerate(records) if (key := key_of(sheet)) is not None
        )
        self._hashes = array("q", [pair[0] for pair in pairs])
        self._indexes = array("Q", [pair[1] for pair in pairs])

    def sheets_with(self, key: Hashable) -> Iterator[Sheet]:
        """The sheets with that key, in order."""
        wanted = hash(key)
        position = bisect_left(self._hashes, wanted)
        while position < len(self._hashes) and self._hashes[position] == wanted:
            sheet = self._records.at(self._indexes[position])
            if self._key_of(sheet) == key:
                yield sheet
            position += 1
