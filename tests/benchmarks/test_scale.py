"""The rows of benchmarks/scale, and what is concluded from runs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from scale.__main__ import Run, exponent, per_row, table
from scale.costs import Cost, arithmetic
from scale.rows import write

if TYPE_CHECKING:
    from pathlib import Path

RUNS = [Run(10_000, 5, 3.0, 2.0, 400 * 2**20), Run(100_000, 50, 30.0, 20.0, 410 * 2**20)]


def test_as_many_rows_are_written_as_asked_for_of_which_half_may_be_of_one_make(tmp_path: Path) -> None:
    largest = []
    for half in (False, True):
        folder = write(tmp_path / str(half), 20_000, half=half)
        rows = pl.read_parquet(folder / "s" / "*.parquet")
        assert len(rows) == 20_000
        assert len(rows.unique(("make", "model", "variant", "year", "market"))) == len(rows)
        largest.append(rows["make"].value_counts(sort=True)["count"][0] / len(rows))
    assert largest[0] < 1 / 4 < largest[1]


def test_time_in_proportion_to_rows_has_the_exponent_one_and_constant_memory_none() -> None:
    assert exponent(RUNS, [run.cpu for run in RUNS]) == pytest.approx(1)
    assert exponent(RUNS, [run.peak for run in RUNS]) == pytest.approx(0, abs=0.02)
    last = table(RUNS).splitlines()[-1].replace("|", " ").split()
    assert last == ["exponent", "1.00", "0.01"]


def test_the_price_of_a_billion_rows_follows_from_what_one_more_takes() -> None:
    assert per_row(RUNS) == pytest.approx(200)
    text = arithmetic([Cost("mapped", 10), Cost("all of it", 360, 50)])
    assert text.startswith("A billion rows take 360 µs each, so 100 core-hours: 64 cores do it in 1.6 hours.")
    assert text.endswith("At 0.05 $ a core-hour that is 5 $. 50 bytes of each are shuffled, so 50 GB.")
