"""What the footer of a Parquet file states of its size, read before anything is decompressed.

Sources: Apache Parquet, `parquet.thrift` (FileMetaData and RowGroup) and its file layout; Apache Thrift,
"Thrift Compact Protocol".
"""

from __future__ import annotations

from os import SEEK_END
from typing import IO, Any, NamedTuple

from speclint.errors import LimitError, UnreadableFileError
from speclint.limits import exceeded, limit

_END = 8
"""Bytes after the footer: its length in four, and the mark of the format."""
_BOOLEANS, _BYTE, _INTEGERS, _DOUBLE, _BINARY, _LISTS, _MAP, _STRUCT = (
    (1, 2),
    3,
    (4, 5, 6),
    7,
    8,
    (9, 10),
    11,
    12,
)
_MARK, _ENCRYPTED = b"PAR1", b"PARE"
_ROWS, _GROUPS, _BYTES = 3, 4, 2
"""Fields: the rows and the groups of a file, and the bytes of a group once they are decompressed."""
_GROUP_ROWS = 3
"""Field: the rows of a group."""
_MAX_SHIFT = 63
"""Bits before those of the last byte of a number of 64 bits."""


class RowGroup(NamedTuple):
    """Rows that are compressed together."""

    rows: int
    bytes: int
    """Once they are decompressed."""


def row_groups_of(stream: IO[bytes], place: str) -> list[RowGroup] | None:
    """The row groups of a table as its footer states them; None if the footer cannot be right.

    Args:
        stream: the table.
        place: its path, for messages.

    Raises:
        LimitError: the footer is longer than the limit.
        UnreadableFileError: it is encrypted.
    """
    end = stream.seek(0, SEEK_END)
    stream.seek(max(end - _END, 0))
    tail = stream.read()
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] == _ENCRYPTED:
        message = f"{place}: its footer is encrypted; write the table without encryption"
        raise UnreadableFileError(message)
    if tail[4:] != _MARK or length > end - _END:
        return None
    if length > limit("footer-bytes"):
        raise exceeded(place, "footer-bytes", length)
    stream.seek(end - _END - length)
    try:
        fields = _Reader(stream.read(length)).struct()
        groups = [RowGroup(int(group[_GROUP_ROWS]), int(group[_BYTES])) for group in fields[_GROUPS]]
        numbers = [number for group in groups for number in group]
        rows = sum(group.rows for group in groups)
        return None if min(numbers, default=0) < 0 or rows != fields[_ROWS] else groups
    except (IndexError, KeyError, RecursionError, TypeError, ValueError):
        return None


def rows_of(stream: IO[bytes]) -> int:
    """The rows of a table as its footer states them; 0 if the footer cannot be right."""
    try:
        return sum(group.rows for group in row_groups_of(stream, "") or ())
    except (LimitError, UnreadableFileError):
        return 0


class _Reader:
    """Values in the compact protocol of Thrift; texts and maps are passed over."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._place = 0

    def struct(self) -> dict[int, Any]:
        fields: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._integer()
            fields[number] = None if head & 15 in _BOOLEANS else self._value(head & 15)
        return fields

    def _value(self, kind: int) -> Any:  # noqa: ANN401 - by its kind
        if kind in _INTEGERS:
            return self._integer()
        if kind == _STRUCT:
            return self.struct()
        if kind in _LISTS:
            head = self._byte()
            count = head >> 4 if head >> 4 < 15 else self._number()  # noqa: PLR2004 - the largest in four bits
            return [self._value(head & 15) for _ in range(count)]
        if kind == _MAP:
            count = self._number()
            kinds = self._byte() if count else 0
            return [(self._value(kinds >> 4), self._value(kinds & 15)) for _ in range(count)]
        if kind not in {*_BOOLEANS, _BYTE, _DOUBLE, _BINARY}:
            raise ValueError(kind)
        length = self._number() if kind == _BINARY else {_DOUBLE: 8}.get(kind, 1)
        self._place += length
        if self._place > len(self._content):
            raise IndexError(kind)
        return None

    def _byte(self) -> int:
        self._place += 1
        return self._content[self._place - 1]

    def _number(self) -> int:
        number = shift = 0
        while (byte := self._byte()) & 0x80:
            number |= (byte & 0x7F) << shift
            shift += 7
            if shift > _MAX_SHIFT:
                raise ValueError(shift)
        return number | byte << shift

    def _integer(self) -> int:
        number = self._number()
        return number >> 1 ^ -(number & 1)
