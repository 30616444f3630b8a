"""Which rows are judged together: those that rules may compare, in partitions whose size is bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
from msgspec.structs import replace

from speclint.checking.partitions.content import contents
from speclint.checking.partitions.mapping import GROUP, MAKE
from speclint.checking.partitions.plan import FILE, ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from polars import DataFrame, Expr

    from speclint.checking.partitions.plan import Plan
    from speclint.columns.figures import Integers


class Sizes(NamedTuple):
    """How many rows are judged together."""

    partition: int = 8_000
    """Rows of a partition, on average; each takes some 8 kB while it is screened."""
    together: int = 20_000
    """Rows of one make or model that stay together; a make of more is split by models, a model by salts."""
    sample: int = 1_000
    """Rows of a model of more that stand for it beside each of its salts: those of the lowest hashes."""
    shared: int = 1_000
    """Figures that models of a split make have in common and that are looked at."""


SIZES = Sizes()


def sizes() -> Sizes:
    """How many rows are judged together."""
    return SIZES


class Partitioning(msgspec.Struct, frozen=True):
    """Which partition each row is judged in."""

    count: int
    """Partitions of whole makes and models."""
    split: frozenset[int]
    """Makes that are split by models."""
    salted: Mapping[int, tuple[int, int]]
    """Models that are split: the first of their partitions, and how many they have."""

    heavy: frozenset[int] = frozenset()
    """Of the hashes of rows modulo `SLOTS` those that more rows have than may stay together."""

    @property
    def partitions(self) -> int:
        """All partitions."""
        return self.count + sum(salts for _, salts in self.salted.values())

    def spread(self, frames: Iterable[DataFrame], plan: Plan) -> Partitioning:
        """The same, of equal rows by their number where they are too many for one partition."""
        if not self.salted:
            return self
        counts = np.zeros(SLOTS, dtype=np.int64)
        for frame in frames:
            counts += np.bincount(contents(plan, frame.filter(self._is_salted)) % SLOTS, minlength=SLOTS)
        return replace(self, heavy=frozenset(np.flatnonzero(counts > sizes().together // 2).tolist()))

    def of(self, frame: DataFrame, plan: Plan) -> DataFrame:
        """The rows of one file with the number of their partition as `PARTITION`."""
        import polars as pl

        make, group = pl.col(MAKE), pl.col(GROUP)
        number = pl.when(make.is_in([*self.split])).then(group).otherwise(make).mod(self.count)
        numbered = frame.with_columns(number.cast(pl.Int64).alias(PARTITION))
        if not self.salted:
            return numbered
        is_salted = frame.select(self._is_salted).to_series().to_numpy()
        found = numbered[PARTITION].to_numpy(writable=True)
        found[is_salted] = self._salts(frame.filter(is_salted), plan)
        return numbered.with_columns(pl.Series(PARTITION, found))

    @property
    def _is_salted(self) -> Expr:
        import polars as pl

        return pl.col(MAKE).is_in([*self.split]) & pl.col(GROUP).is_in([*self.salted])

    def _salts(self, rows: DataFrame, plan: Plan) -> Integers:
        """The partitions of rows of one file, whose models are all split."""
        first, salts = (
            np.array([self.salted[group] for group in rows[GROUP].to_list()], dtype=np.int64).reshape(-1, 2).T
        )
        own = contents(plan, rows)
        numbers = (rows[FILE].cast(rows.schema[ROW]) * 31 + rows[ROW]).to_numpy()
        own += np.where(np.isin(own % SLOTS, [*self.heavy]), numbers, 0)
        found: Integers = first + own % salts
        return found


PARTITION = "__partition"
SLOTS = 1 << 16
"""Groups of hashes of rows that are counted, to find rows that very many equal."""


def partitioning(rows: int, makes: Mapping[int, int], groups: Mapping[int, int]) -> Partitioning:
    """The partitions of rows.

    Args:
        rows: how many there are.
        makes: how many of each make of which more than stay together.
        groups: the same of each model.
    """
    count = max(1, -(-rows // sizes().partition))
    salted: dict[int, tuple[int, int]] = {}
    first = count
    for group, size in sorted(groups.items()):
        salts = -(-size // max(1, sizes().together // 2))
        salted[group] = first, salts
        first += salts
    return Partitioning(count, frozenset(makes), salted)


def larger(counts: Mapping[int, int] | Iterable[tuple[int, int]]) -> dict[int, int]:
    """Those of counts that are more rows than stay together."""
    return {key: count for key, count in dict(counts).items() if count > sizes().together}
