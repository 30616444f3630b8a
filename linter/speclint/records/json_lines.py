"""NDJSON: files with one JSON document per line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.files.tree import MAX_FILE_BYTES, refuse_long_line
from speclint.sheets.layers import layer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from speclint.sheets.layers import Layer


MAX_BLANK = 100
"""Bytes after the first line in which the second begins."""


class JsonLines:
    """A file with one JSON document per line (NDJSON); marks are offsets in bytes."""

    def __init__(self, path: str, open_file: Callable[[], IO[bytes]]) -> None:
        self._path = path
        self._open = open_file

    def __iter__(self) -> Iterator[tuple[int, Layer]]:
        """The lines that are not blank."""
        offset, number = 0, 0
        with self._open() as stream:
            while line := stream.readline(MAX_FILE_BYTES + 1):
                number += 1
                refuse_long_line(self._path, number, line)
                if line.strip():
                    yield offset, self._layer(line, number, offset)
                offset += len(line)

    def sample(self) -> Iterator[object]:
        """The values of the records."""
        return (layer.value for _, layer in self)

    def at(self, mark: int, line: int) -> Layer:
        """The record at an offset."""
        with self._open() as stream:
            stream.seek(mark)
            return self._layer(stream.readline(MAX_FILE_BYTES + 1), line, mark)

    def _layer(self, line: bytes, number: int, offset: int) -> Layer:
        return layer_of(self._path, line.rstrip(b"\r\n"), number, offset)


def is_json_lines(content: bytes) -> bool:
    """Whether bytes are one JSON object a line, whatever the file is called; no single document is that."""
    end = content.find(b"\n")
    first, following = content[:end].strip(), content[end : end + MAX_BLANK].lstrip()
    return end > 0 and first[:1] == b"{" and first[-1:] == b"}" and following[:1] == b"{"
