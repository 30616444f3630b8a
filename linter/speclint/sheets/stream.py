"""Files of many records, read one at a time, so that memory does not hold a whole file."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol, TypeAlias

from speclint.limits import exceeded, limit
from speclint.sheets.identity import record_name
from speclint.sheets.place import SheetLocation

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from speclint.profiles.profile import Profile
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
        accepts: Callable[[object], bool] | None = None,
    ) -> None:
        """The records of a source.

        Args:
            place: the location of the file.
            profile: how the records are written.
            source: the records.
            read: gives the sheet of a record.
            accepts: whether the schema accepts the value of a record; None if there is no schema.
        """
        self.place = place
        self.profile = profile
        self.source = source
        self._read = read
        self.has_schema = accepts is not None
        self.accepts = accepts or (lambda _: True)
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
            self._count = sum(1 for _ in self.source)
        return self._count

    def __iter__(self) -> Iterator[Sheet]:
        """The sheets, read again.

        Raises:
            UnreadableFileError: the file cannot be read.
        """
        for index, (place, layer) in enumerate(self.records()):
            yield self._recent.get(index) or self.sheet(index, place, layer)

    def records(self) -> Iterator[tuple[SheetLocation, Layer]]:
        """The records with the locations of their sheets, read again.

        Raises:
            UnreadableFileError: the file cannot be read.
        """
        seen: dict[int, int] = {}
        for index, (mark, layer) in enumerate(self.source):
            name = self.name(layer)
            times = seen[hash(name)] = seen.get(hash(name), 0) + 1
            if index == len(self._marks):
                self.note((mark,), (layer.line,))
            if times > 1:
                self._repeats[index] = times
            yield self._place(index, name), layer

    def note(self, marks: Iterable[int], lines: Iterable[int]) -> None:
        """Note where the next records are.

        Raises:
            LimitError: the file has more records than the limit.
        """
        self._marks.extend(marks)
        self._lines.extend(lines)
        if len(self._marks) > limit("records"):
            raise exceeded(self.place.path, "records")

    def at(self, index: int, place: SheetLocation | None = None) -> Sheet:
        """The sheet at an index that an earlier pass has reached, and whose location may be known."""
        found = self._recent.get(index)
        if found is None:
            layer = self.source.at(self._marks[index], self._lines[index])
            found = self.sheet(index, place or self._place(index, self.name(layer)), layer)
        return found

    def name(self, layer: Layer) -> str:
        """The id of a record, but for the number that a repeated one has."""
        return (record_name(self.profile.identify(layer.value)) if self.profile else "") or self.place.id

    def _place(self, index: int, name: str) -> SheetLocation:
        times = self._repeats.get(index, 1)
        unique = name if times == 1 else f"{name}#{times}"
        return SheetLocation(self.place.path, unique, self.place.root)

    def sheet_of(self, layer: Layer) -> Sheet:
        """The sheet of a record wherever it is, which is not kept."""
        return self._read(self.place, layer)

    def sheet(self, index: int, place: SheetLocation, layer: Layer) -> Sheet:
        """The sheet of a record."""
        sheet = self._read(place, layer)
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
