"""Rows that are kept to be read again: few in memory, many in a temporary file."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from speclint.files.spill import Spill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polars import DataFrame

MAX_KEPT = 256 * 1024
"""Bytes of a bucket that stay in memory."""


class Bucket:
    """Data frames, which may differ in their columns."""

    def __init__(self) -> None:
        self._spill = Spill(MAX_KEPT)
        self._starts = [0]
        """Where each frame begins, and where the next one will."""
        self.rows = 0
        """How many they have together."""

    def append(self, rows: DataFrame) -> None:
        """Add a frame."""
        packed = BytesIO()
        rows.write_ipc(packed, compression="lz4")
        self._spill.append(packed.getvalue())
        self._starts.append(self._starts[-1] + packed.tell())
        self.rows += len(rows)

    def __len__(self) -> int:
        """How many frames there are."""
        return len(self._starts) - 1

    def at(self, index: int) -> DataFrame:
        """The frame at an index."""
        import polars as pl

        start, end = self._starts[index : index + 2]
        return pl.read_ipc(BytesIO(self._spill.read(start, end - start)))

    def __iter__(self) -> Iterator[DataFrame]:
        """The frames, as they were added."""
        return map(self.at, range(len(self)))
