"""Which rows are judged together: those that rules may compare, in partitions whose size is bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from speclint.checking.partitions.mapping import GROUP, MAKE
from speclint.checking.partitions.plan import FILE, ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from polars import DataFrame


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

    @property
    def partitions(self) -> int:
        """All partitions."""
        return self.count + sum(salts for _, salts in self.salted.values())

    def of(self, frame: DataFrame) -> DataFrame:
        """The rows with the number of their partition as `PARTITION`."""
        import polars as pl

        make, group, own = pl.col(MAKE), pl.col(GROUP), pl.col(FILE) * 31 + pl.col(ROW)
        found = pl.when(make.is_in([*self.split])).then(group).otherwise(make).mod(self.count)
        for key, (first, salts) in self.salted.items():
            found = (
                pl.when(make.is_in([*self.split]) & (group == key)).then(first + own % salts).otherwise(found)
            )
        return frame.with_columns(found.cast(pl.Int64).alias(PARTITION))


PARTITION = "__partition"


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
