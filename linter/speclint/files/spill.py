"""Bytes that are kept to be read again: few in memory, many in a temporary file."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import IO
from weakref import finalize


class Spill:
    """Bytes that are appended, and read piece by piece.

    Its file has no name where the system allows that, so that it is gone with the process, however that ends.
    Where none can be written the bytes stay in memory.
    """

    def __init__(self, most: int) -> None:
        """Nothing yet; past so many bytes a file is written."""
        self._most = most
        self._file: IO[bytes] | None = None
        self._written = 0
        self._latest = bytearray()
        self._is_full = False

    def __len__(self) -> int:
        """How many bytes there are."""
        return self._written + len(self._latest)

    def append(self, content: bytes) -> None:
        """Add bytes."""
        self._latest += content
        if len(self._latest) > self._most and not self._is_full:
            self._write()

    def read(self, start: int, size: int) -> bytes:
        """So many bytes from a place on, fewer at the end."""
        found = b""
        if self._file is not None and start < self._written:
            self._file.seek(start)
            found = self._file.read(min(size, self._written - start))
        if len(found) < size:
            begin = start + len(found) - self._written
            found += self._latest[begin : begin + size - len(found)]
        return found

    def _write(self) -> None:
        try:
            if self._file is None:
                self._file = TemporaryFile(buffering=0, prefix="speclint-")  # noqa: SIM115 - as long as this
                finalize(self, self._file.close)
            self._file.seek(self._written)
            left = memoryview(self._latest)
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            self._is_full = True
            return
        self._written += len(self._latest)
        self._latest = bytearray()
