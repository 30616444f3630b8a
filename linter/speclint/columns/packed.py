"""Rows as they are packed, of which some are chosen or replaced without reading what they state."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import numpy as np

from speclint.columns.grouping import within

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.columns.figures import Integers

_Packed: TypeAlias = tuple[list[msgspec.Raw], tuple[bytes, bytes]]


class PackedRows:
    """Rows that an extractor packed: each is a list of facts, and each distinct fact is described once."""

    def __init__(self, packed: bytes) -> None:
        """Take what an extractor packed.

        Raises:
            msgspec.DecodeError: the bytes are something else.
        """
        self._described, rows = msgspec.msgpack.decode(packed, type=_Packed)
        self._listed, counts = (np.frombuffer(content, dtype=np.int32) for content in rows)
        self._counts: Integers = counts.astype(np.int64)
        self._starts: Integers = np.cumsum(self._counts) - self._counts

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self._counts)

    def packed(self, rows: Integers, without: tuple[str, ...] = ()) -> bytes:
        """Some rows, in this order, as an extractor would pack them, without facts of some kinds."""
        counts = self._counts[rows]
        listed = self._listed[np.repeat(self._starts[rows], counts) + within(counts)]
        if without:
            starts = tuple(map(msgspec.msgpack.encode, without))
            # the kind comes after the byte for an array of three
            is_meant = np.array([not bytes(fact).startswith(starts, 1) for fact in self._described])[listed]
            numbers = np.repeat(np.arange(len(counts)), counts)[is_meant]
            listed, counts = listed[is_meant], np.bincount(numbers, minlength=len(counts))
        is_known = np.zeros(len(self._described), dtype=np.bool_)
        is_known[listed] = True
        described = [self._described[fact] for fact in np.flatnonzero(is_known).tolist()]
        numbers = (np.cumsum(is_known) - 1)[listed].astype(np.int32)
        return msgspec.msgpack.encode((described, (numbers.tobytes(), counts.astype(np.int32).tobytes())))

    def replaced(self, rows: Sequence[int], others: PackedRows) -> PackedRows:
        """The same with the rows of others in the place of these; the facts of the former are kept."""
        found = object.__new__(PackedRows)
        found._described = self._described + others._described
        found._listed = np.concatenate((self._listed, others._listed + len(self._described)))
        found._counts, found._starts = self._counts.copy(), self._starts.copy()
        found._counts[rows] = others._counts
        found._starts[rows] = others._starts + len(self._listed)
        return found

    def differences(self, rows: Sequence[int], others: PackedRows) -> Iterator[tuple[str, str | int]]:
        """The kinds and names of the facts in which rows differ from others in their place."""
        for number, row in enumerate(rows):
            before, after = Counter(self._facts(row)), Counter(others._facts(number))
            for fact in (before - after) + (after - before):
                kind, name, _ = msgspec.msgpack.decode(fact, type=tuple[str, str | int, Any])
                yield kind, name

    def _facts(self, row: int) -> Iterator[bytes]:
        listed = self._listed[self._starts[row] : self._starts[row] + self._counts[row]]
        return (bytes(self._described[fact]) for fact in listed.tolist())
