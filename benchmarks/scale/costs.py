"""What each stage costs a row, in one process, and what follows for any number of rows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
from tabulate import tabulate

from speclint.checking.partitions.across import Across
from speclint.checking.partitions.collected import mergeable
from speclint.checking.partitions.judging import judged
from speclint.checking.partitions.mapping import facts
from speclint.checking.partitions.partitioning import PARTITION, partitioning
from speclint.checking.partitions.plan import FILE, ROW, Plan, TableFile
from speclint.project.request import inputs, requests_for
from speclint.rules.evaluate import CatalogEvaluation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CHUNK = 10_000
BILLION = 10**9
DOLLARS_AN_HOUR = 0.05
"""Of a processor with 4 GB of memory, as clouds ask on demand."""
CORES = 64


class Cost(NamedTuple):
    """What a stage costs a row."""

    stage: str
    microseconds: float | None = None
    bytes: float | None = None


def costs(folder: Path) -> list[Cost]:
    """The stages, measured on the rows in a folder."""
    (request,) = requests_for(folder, [], None)
    _, wanted, _ = inputs(request)
    (file, *_) = wanted.values()
    rows = pl.read_parquet(file.path)
    plan = Plan(request, (TableFile(file.place, tuple(rows.columns)),))
    numbered = rows.with_columns(pl.lit(0, pl.Int32).alias(FILE), (pl.int_range(pl.len()) + 1).alias(ROW))
    collected, mapped = CatalogEvaluation(mergeable(plan)), list[pl.DataFrame]()
    started = time.process_time()
    for start in range(0, len(rows), CHUNK):
        part = numbered.slice(start, CHUNK)
        mapped.append(facts(plan, part, collected, lambda part=part: part))  # type: ignore[misc]
    of_mapping = time.process_time() - started
    found = partitioning(len(rows), {}, {}).of(pl.concat(mapped), plan)
    started = time.process_time()
    for own in found.partition_by(PARTITION, maintain_order=True):
        judged(plan, [own], [], Across(plan, []), ())
    of_judging = time.process_time() - started
    return [
        Cost("mapped to facts", of_mapping / len(rows) * 1e6),
        Cost("judged", of_judging / len(rows) * 1e6),
    ]


def table(found: Sequence[Cost]) -> str:
    """The costs, and what they make of a billion rows."""
    rows = [
        (cost.stage, *("" if value is None else f"{value:.0f}" for value in (cost.microseconds, cost.bytes)))
        for cost in found
    ]
    head = ("stage", "CPU µs a row", "shuffled bytes a row")
    return tabulate(rows, head, tablefmt="github", colalign=("left", "right", "right"), disable_numparse=True)


def arithmetic(found: Sequence[Cost]) -> str:
    """What the last of the costs, that of all stages in Spark, makes of a billion rows."""
    micro = found[-1].microseconds or 0
    shuffled = found[-1].bytes or 0
    hours = BILLION * micro / 1e6 / 3600
    return (
        f"A billion rows take {micro:,.0f} µs each, so {hours:.0f} core-hours: {CORES} cores do it in "
        f"{hours / CORES:.1f} hours. At {DOLLARS_AN_HOUR:.2f} $ a core-hour that is "
        f"{hours * DOLLARS_AN_HOUR:.0f} $. "
        f"{shuffled:,.0f} bytes of each are shuffled, so {shuffled:,.0f} GB."
    )
