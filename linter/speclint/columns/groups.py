"""Rows that have the same values in some columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.numbering import factorized

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from speclint.columns.figures import Integers


class _Values:
    """Distinct values by code, found by their hash: a mapping takes several times the memory of that."""

    def __init__(self, values: Sequence[Hashable]) -> None:
        self._values = values

    @cached_property
    def _hashes(self) -> tuple[Integers, Integers]:
        hashes = np.fromiter(map(hash, self._values), np.int64, len(self._values))
        codes = np.argsort(hashes)
        return hashes[codes], codes

    def code_of(self, value: Hashable) -> int | None:
        """The code of a value; None if it is none of these."""
        hashes, codes = self._hashes
        first, end = np.searchsorted(hashes, hash(value)), np.searchsorted(hashes, hash(value), side="right")
        return next((code for code in codes[first:end].tolist() if self._values[code] == value), None)


class Grouping:
    """Rows grouped by several columns of codes."""

    def __init__(self, columns: Sequence[tuple[Integers, Sequence[Hashable]]]) -> None:
        """Group the rows.

        Args:
            columns: codes, -1 for no value, and the distinct values by code.
        """
        self._steps: list[tuple[_Values, int, Integers]] = []
        keys = np.zeros(len(columns[0][0]), dtype=np.int64)
        for codes, values in columns:
            span = len(values) + 1
            distinct, keys = factorized(keys * span + codes + 1)
            self._steps.append((_Values(values), span, distinct))
        self.of_rows = keys
        """The number of the group of each row."""

    @cached_property
    def _order(self) -> Integers:
        return np.argsort(self.of_rows, kind="stable")

    @cached_property
    def _sorted(self) -> Integers:
        return self.of_rows[self._order]

    def rows_with(self, values: Sequence[Hashable]) -> Integers:
        """The rows with these values, None for no value, in order."""
        group = 0
        for value, (known, span, distinct) in zip(values, self._steps, strict=True):
            code = -1 if value is None else known.code_of(value)
            if code is None:
                return self._order[:0]
            key = group * span + code + 1
            # of one key, as in a list: numpy takes longer to look for it
            group = bisect_left(distinct, key)
            if group == len(distinct) or distinct[group] != key:
                return self._order[:0]
        first = bisect_left(self._sorted, group)
        return self._order[first : bisect_right(self._sorted, group, first)]
