"""Hashes of what is read of rows: neither their order nor that of columns changes them, nor other columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.checking.partitions.mapping import hash_of
from speclint.checking.partitions.plan import FILE
from speclint.records.polars_rows import coded

if TYPE_CHECKING:
    from polars import DataFrame

    from speclint.checking.partitions.plan import Plan
    from speclint.columns.figures import Integers


def contents(plan: Plan, rows: DataFrame) -> Integers:
    """By row of one file a hash of what is read of it; equal rows have the same."""
    found = np.zeros(len(rows), dtype=np.int64)
    columns = plan.tables[rows[FILE][0]].columns if len(rows) else ()
    for name in plan.needed_of(columns).intersection(columns):
        column = coded(rows[name])
        hashes = [0 if value is None else hash_of(name, str(value)) for value in column.values]
        found += np.array(hashes, dtype=np.int64)[column.codes]
    return found
