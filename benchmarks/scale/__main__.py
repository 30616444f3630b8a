"""Measures time and memory over the rows of Parquet files, on one machine and by a local Spark.

    python benchmarks/scale --rows 100000 1000000 3000000
    python benchmarks/scale --spark --rows 300000 1000000     # with speclint[spark]

The first shows how both grow; the second what each stage costs a row, and what follows for a billion rows.
Rows are made in a temporary folder, or in `--folder`, where they stay. With `--write` the tables replace
those in docs/scale.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from math import log
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tabulate import tabulate

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests" / "rules")]
PAGE = ROOT / "docs" / "scale.md"


class Run(NamedTuple):
    """What one check took."""

    rows: int
    findings: int
    wall: float
    cpu: float
    peak: int
    """Bytes."""
    shuffled: int = 0
    """Bytes that Spark wrote for other processes."""


def main() -> None:
    """Measure what the arguments name, and print it."""
    arguments = _arguments()
    named = arguments.folder
    with nullcontext(named) if named else tempfile.TemporaryDirectory(prefix="speclint-scale-") as folder:
        _measure(arguments, Path(folder))


def _measure(arguments: argparse.Namespace, folder: Path) -> None:
    runs = []
    for rows in arguments.rows:
        lake = _written(folder / f"{'half-' * arguments.half}{rows}", rows, half=arguments.half)
        run = _of_spark(lake, rows) if arguments.spark else _of_one_machine(lake, rows)
        megabytes = run.peak / 2**20
        print(f"{rows:,} rows: {run.wall:.0f} s, CPU {run.cpu:.0f} s, {megabytes:.0f} MB", file=sys.stderr)
        runs.append(run)
    name, text = "one machine", table(runs)
    if arguments.spark:
        from scale.costs import Cost, arithmetic, costs
        from scale.costs import table as table_of_costs

        found = costs(folder / str(arguments.rows[0]))
        shuffled = runs[-1].shuffled / runs[-1].rows
        found.append(Cost("all of it by local Spark", per_row(runs), shuffled))
        name, text = "spark", f"{table_of_costs(found)}\n\n{arithmetic(found)}"
    print(text)
    if arguments.write:
        replaced(name, text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000], help="sizes to measure")
    parser.add_argument("--folder", type=Path, help="where the files are made, and stay")
    parser.add_argument("--half", action="store_true", help="let one make hold half of the models")
    parser.add_argument("--spark", action="store_true", help="measure speclint.spark on local[2]")
    parser.add_argument("--write", action="store_true", help="write the table to docs/scale.md")
    return parser.parse_args()


def _written(folder: Path, rows: int, *, half: bool) -> Path:
    """A folder of so many rows, made by another process: a command begins with the peak of its parent."""
    from scale.rows import write

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        return other.submit(write, folder, rows, half=half).result()


def _of_one_machine(folder: Path, rows: int) -> Run:
    command = [sys.executable, "-m", "speclint", "check", "--no-cache", "--format", "json", "--quiet"]
    found, run = _measured(command, folder, rows)
    return run._replace(findings=len(json.loads(found)["findings"]))


def _of_spark(folder: Path, rows: int) -> Run:
    found, run = _measured([sys.executable, str(Path(__file__).with_name("job.py"))], folder, rows)
    findings, seconds, shuffled = found.splitlines()[-1].split()
    return run._replace(findings=int(findings), cpu=float(seconds), shuffled=int(shuffled))


def _measured(command: list[str], folder: Path, rows: int) -> tuple[str, Run]:
    from speed.memory import Sampler

    started = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, text=True, env=_environment()
    ) as process:
        sampler = Sampler(process.pid)
        found = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode, sampled = os.waitstatus_to_exitcode(status), sampler.stop()
    if process.returncode not in {0, 1}:
        raise SystemExit(process.returncode)
    peak = max(sampled, used.ru_maxrss * 1024)
    return found, Run(rows, 0, time.perf_counter() - started, used.ru_utime + used.ru_stime, peak)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "linter"), "PYSPARK_PYTHON": sys.executable}


def table(runs: list[Run]) -> str:
    """The runs with the cost of a row, and how both grow: the exponent of a power law through them."""
    rows = [
        (
            f"{run.rows:,}", f"{run.findings:,}", f"{run.wall:.0f}", f"{run.cpu:.0f}",
            f"{run.cpu / run.rows * 1e6:.0f}", f"{run.peak / 2**20:.0f}",
        )
        for run in runs
    ]  # fmt: skip
    if len(runs) > 1:
        times = exponent(runs, [run.cpu for run in runs])
        rows.append(
            ("exponent", "", "", f"{times:.2f}", "", f"{exponent(runs, [run.peak for run in runs]):.2f}")
        )
    head = ("rows", "findings", "s", "CPU s", "µs a row", "MB")
    return tabulate(rows, head, tablefmt="github", colalign=("right",) * len(head), disable_numparse=True)


def per_row(runs: list[Run]) -> float:
    """CPU microseconds that one more row takes: of two runs the slope, of one the mean."""
    first, last = runs[0], runs[-1]
    if first is last:
        return first.cpu / first.rows * 1e6
    return (last.cpu - first.cpu) / (last.rows - first.rows) * 1e6


def exponent(runs: list[Run], values: list[float]) -> float:
    """The exponent of the power of the number of rows that fits best."""
    return float(np.polyfit([log(run.rows) for run in runs], np.log(values), 1)[0])


def replaced(name: str, text: str) -> None:
    """Put a table into the page."""
    begin, end = f"<!-- printed by benchmarks/scale: {name} -->", f"<!-- end of {name} -->"
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
