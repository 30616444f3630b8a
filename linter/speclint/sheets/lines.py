"""Files of one JSON record a line (NDJSON), read a record at a time: memory does not grow with the file."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING

from speclint.errors import UnreadableFileError
from speclint.sheets.inherit import layer_of, record_name
from speclint.sheets.sheet import Place
from speclint.sheets.tree import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from typing import IO

    from speclint.sheets.layers import Layer
    from speclint.sheets.profile import Profile
    from speclint.sheets.sheet import Sheet

MOST_KEPT = 256
"""Sheets that are kept once read; siblings mostly stand near each other."""


class Lines(Collection["Sheet"]):
    """The sheets of one file, in order; each pass over them reads the file again."""

    def __init__(
        self, place: Place, profile: Profile | None, open_file: Callable[[], IO[bytes]],
        read: Callable[[Place, Layer], Sheet],
    ) -> None:  # fmt: skip
        self.place = place
        self._profile = profile
        self._open = open_file
        self._read = read
        self._offsets = array("Q")
        self._numbers = array("Q")
        self._repeats: dict[int, int] = {}
        self._count: int | None = None
        self.at = lru_cache(MOST_KEPT)(self._at)
        """The sheet of an index, once a pass has come by it."""

    def __contains__(self, sheet: object) -> bool:
        """Whether a sheet stands in it."""
        return any(one.place == getattr(sheet, "place", None) for one in self)

    def __len__(self) -> int:
        """How many records there are."""
        if self._count is None:
            with self._open() as stream:
                self._count = sum(1 for _, _, _ in self._records(stream))
        return self._count

    def __iter__(self) -> Iterator[Sheet]:
        """Each sheet, read anew.

        Raises:
            UnreadableFileError: the file cannot be read, or a line is longer than a sheet may be.
        """
        seen: dict[int, int] = {}
        with self._open() as stream:
            for index, (offset, number, line) in enumerate(self._records(stream)):
                if index == len(self._offsets):
                    self._offsets.append(offset)
                    self._numbers.append(number)
                layer = layer_of(self.place.path, line, number)
                name = self._name(layer)
                times = seen[hash(name)] = seen.get(hash(name), 0) + 1
                if times > 1:
                    self._repeats[index] = times
                yield self._sheet(layer, name, times)

    def _at(self, index: int) -> Sheet:
        with self._open() as stream:
            stream.seek(self._offsets[index])
            layer = layer_of(self.place.path, _line(stream), self._numbers[index])
        return self._sheet(layer, self._name(layer), self._repeats.get(index, 1))

    def _name(self, layer: Layer) -> str:
        fields = self._profile.identify(layer.value) if self._profile else {}
        return record_name(fields) or self.place.id

    def _sheet(self, layer: Layer, name: str, times: int) -> Sheet:
        own = name if times == 1 else f"{name}#{times}"
        return self._read(Place(self.place.path, own, self.place.root), layer)

    def _records(self, stream: IO[bytes]) -> Iterator[tuple[int, int, bytes]]:
        """Offset, number and bytes of each line that is not blank."""
        offset, number = 0, 0
        while line := stream.readline(LARGEST_FILE + 1):
            number += 1
            if len(line) > LARGEST_FILE:
                message = (
                    f"{self.place.path}:{number}: a line of more bytes than a sheet may have ({LARGEST_FILE})"
                )
                raise UnreadableFileError(message)
            record = line.rstrip(b"\r\n")
            if record.strip(b" \t"):
                yield offset, number, record
            offset += len(line)


def _line(stream: IO[bytes]) -> bytes:
    return stream.readline(LARGEST_FILE + 1).rstrip(b"\r\n")


class Index:
    """The records of a file by what they have in common, at two numbers a record."""

    def __init__(self, lines: Lines, key_of: Callable[[Sheet], Hashable]) -> None:
        self._lines = lines
        self._key_of = key_of
        pairs = sorted(
            (hash(key), index) for index, one in enumerate(lines) if (key := key_of(one)) is not None
        )
        self._hashes = array("q", [pair[0] for pair in pairs])
        self._indexes = array("Q", [pair[1] for pair in pairs])

    def of(self, key: Hashable) -> Iterator[Sheet]:
        """The sheets with that key, in order."""
        wanted = hash(key)
        place = bisect_left(self._hashes, wanted)
        while place < len(self._hashes) and self._hashes[place] == wanted:
            sheet = self._lines.at(self._indexes[place])
            if self._key_of(sheet) == key:
                yield sheet
            place += 1
