"""Checks the rows below `s/` by a local Spark; prints how many findings, CPU seconds and shuffled bytes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.sql import SparkSession

from speclint.spark import check

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN, OF_ENDED = (13, 14), (15, 16)
"""Fields of /proc/PID/stat: clock ticks of the process, and of its children that have ended."""


def seconds(process: int) -> float:
    """CPU seconds of a process, of those that it started, and of theirs."""
    return sum(map(_ticks, _tree(process))) / os.sysconf("SC_CLK_TCK")


def _tree(process: int) -> Iterator[int]:
    yield process
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        for child in thread.read_text(encoding="ascii").split():
            yield from _tree(int(child))


def _ticks(process: int) -> int:
    # the name of the program, in brackets, may hold spaces
    _, _, rest = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")
    fields = rest.split()
    return sum(int(fields[field - 2]) for field in (*OWN, *OF_ENDED))


if __name__ == "__main__":
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "2g")
        .config("spark.sql.shuffle.partitions", "16")
        .getOrCreate()
    )
    found = check(session.read.parquet("s"), "cars.toml").count()
    executors = session.sparkContext._jsc.sc().statusStore().executorList(False)  # noqa: SLF001, FBT003 - of Java
    print(found, seconds(os.getpid()), executors.apply(0).totalShuffleWrite())
