"""Rows that have the same values in some columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.numbering import factorized

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from speclint.columns.figures import Integers


class Grouping:
    """Rows grouped by several columns of codes."""

    def __init__(self, columns: Sequence[tuple[Integers, Sequence[Hashable]]]) -> None:
        """Group the rows.

        Args:
            columns: codes, -1 for no value, and the distinct values by code.
        """
        self._steps: list[tuple[Mapping[Hashable, int], int, Integers]] = []
        keys = np.zeros(len(columns[0][0]), dtype=np.int64)
        for codes, values in columns:
            span = len(values) + 1
            distinct, keys = factorized(keys * span + codes + 1)
            known = {value: code for code, value in enumerate(values)}
            self._steps.append(({**known, None: -1}, span, distinct))
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
            code = known.get(value)
            if code is None:
                return self._order[:0]
            key = group * span + code + 1
            # of one key, as in a list: numpy takes longer to look for it
            group = bisect_left(distinct, key)
            if group == len(distinct) or distinct[group] != key:
                return self._order[:0]
        first = bisect_left(self._sorted, group)
        return self._order[first : bisect_right(self._sorted, group, first)]
