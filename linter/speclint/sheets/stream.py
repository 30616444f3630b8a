"""Files of many records, read one at a time, so that memory does not hold a whole file."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol, TypeAlias

from speclint.sheets.identity import record_name
from speclint.sheets.place import SheetLocation

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from speclint.profiles.profile import Identity, Profile
    from speclint.sheets.layers import Layer
    from speclint.sheets.sheet import Sheet

    KeyOf: TypeAlias = Callable[[Sheet], Hashable]

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
        self.profile = profile
        self._source = source
        self._read = read
        self._marks = array("Q")
        self._lines = array("Q")
        self._repeats: dict[int, int] = {}
        self._count: int | None = None
        self._recent: dict[int, Sheet] = {}
        """The sheets that were read last, by their index."""

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
            fields = self._identify(layer)
            name = record_name(fields) or self.place.id
            times = seen[hash(name)] = seen.get(hash(name), 0) + 1
            if index == len(self._marks):
                self._marks.append(mark)
                self._lines.append(layer.line)
                if times > 1:
                    self._repeats[index] = times
            yield self._recent.get(index) or self._sheet(index, layer, fields, name)

    def at(self, index: int) -> Sheet:
        """The sheet at an index that an earlier pass has reached."""
        found = self._recent.get(index)
        if found is None:
            layer = self._source.at(self._marks[index], self._lines[index])
            fields = self._identify(layer)
            found = self._sheet(index, layer, fields, record_name(fields) or self.place.id)
        return found

    def _identify(self, layer: Layer) -> dict[str, Identity]:
        return self.profile.identify(layer.value) if self.profile else {}

    def _sheet(self, index: int, layer: Layer, fields: dict[str, Identity], name: str) -> Sheet:
        times = self._repeats.get(index, 1)
        unique = name if times == 1 else f"{name}#{times}"
        sheet = self._read(SheetLocation(self.place.path, unique, self.place.root), layer)
        if sheet.profile is not None and not sheet.invalid_pointers:
            sheet.identity = fields
        self._recent[index] = sheet
        if len(self._recent) > MAX_CACHED_SHEETS:
            del self._recent[next(iter(self._recent))]
        return sheet


class Index:
    """The records of a file by a key, in 16 bytes per record."""

    def __init__(self, records: SheetStream, key_of: KeyOf, hashes: array[int], indexes: array[int]) -> None:
        """The records at these indexes, whose keys have these hashes."""
        self._records = records
        self._key_of = key_of
        order = sorted(range(len(hashes)), key=hashes.__getitem__)
        self._hashes = array("q", map(hashes.__getitem__, order))
        self._indexes = array("Q", map(indexes.__getitem__, order))

    def sheets_with(self, key: Hashable) -> Iterator[Sheet]:
        """The sheets with that key, in order."""
        wanted = hash(key)
        position = bisect_left(self._hashes, wanted)
        while position < len(self._hashes) and self._hashes[position] == wanted:
            sheet = self._records.at(self._indexes[position])
            if self._key_of(sheet) == key:
                yield sheet
            position += 1


def indexes_of(records: SheetStream, keys: Mapping[Hashable, KeyOf]) -> dict[Hashable, Index]:
    """The records of a file by several kinds of key, from one pass over it."""
    columns = {kind: (key_of, array("q"), array("Q")) for kind, key_of in keys.items()}
    for index, sheet in enumerate(records):
        for key_of, hashes, indexes in columns.values():
            key = key_of(sheet)
            if key is not None:
                hashes.append(hash(key))
                indexes.append(index)
    return {kind: Index(records, *column) for kind, column in columns.items()}
