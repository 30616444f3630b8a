"""NDJSON: files with one JSON document per line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from speclint.files.tree import refuse_long_line
from speclint.limits import limit
from speclint.sheets.layers import layer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from speclint.sheets.layers import Layer


MAX_BLANK = 100
"""Bytes after the first line in which the second begins."""
BLOCK_BYTES = 2 * 1024 * 1024
"""Bytes that are read at a time."""


class Block(NamedTuple):
    """Lines that follow each other in a file."""

    offset: int
    """Bytes of the file before them."""
    line: int
    """The number of the first."""
    content: bytes


class JsonLines:
    """A file with one JSON document per line (NDJSON); marks are offsets in bytes."""

    def __init__(self, path: str, open_file: Callable[[], IO[bytes]]) -> None:
        self._path = path
        self._open = open_file

    def __iter__(self) -> Iterator[tuple[int, Layer]]:
        """The lines that are not blank."""
        for block in self.blocks():
            yield from self.records_in(block)

    def blocks(self) -> Iterator[Block]:
        """The lines by block, some megabytes each."""
        offset, number = 0, 1
        with self._open() as stream:
            while content := stream.read(BLOCK_BYTES):
                if content[-1:] != b"\n":
                    content += stream.readline(limit("file-bytes") + 1)
                yield Block(offset, number, content)
                offset += len(content)
                number += content.count(b"\n")

    def records_in(self, block: Block) -> Iterator[tuple[int, Layer]]:
        """The lines of a block that are not blank."""
        offset, number = block.offset, block.line
        for line in block.content.split(b"\n"):
            refuse_long_line(self._path, number, line)
            if line.strip():
                yield offset, self._layer(line, number, offset)
            offset += len(line) + 1
            number += 1

    def sample(self) -> Iterator[object]:
        """The values of the records."""
        return (layer.value for _, layer in self)

    def at(self, mark: int, line: int) -> Layer:
        """The record at an offset."""
        with self._open() as stream:
            stream.seek(mark)
            return self._layer(stream.readline(limit("file-bytes") + 1), line, mark)

    def _layer(self, line: bytes, number: int, offset: int) -> Layer:
        return layer_of(self._path, line.rstrip(b"\r\n"), number, offset)


def is_json_lines(content: bytes) -> bool:
    """Whether bytes are one JSON object a line, whatever the file is called; no single document is that."""
    end = content.find(b"\n")
    first, following = content[:end].strip(), content[end : end + MAX_BLANK].lstrip()
    return end > 0 and first[:1] == b"{" and first[-1:] == b"}" and following[:1] == b"{"
