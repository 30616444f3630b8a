"""The measured times as tables: on the terminal, in docs/performance.md, and in short in the README."""

from __future__ import annotations

import statistics
import sys
from typing import TYPE_CHECKING

from tabulate import tabulate

from speed.catalogs import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from speed.measures import Measure
    from speed.tasks import Task
    from speed.timing import Command

    Runs = Sequence[tuple[Task, Sequence[Command]]]

PAGE, README = ROOT / "docs" / "performance.md", ROOT / "README.md"
BEGIN, END = "<!-- printed by benchmarks/speed -->", "<!-- end of benchmarks/speed -->"
HEAD = ("", "runs", "median s", "min–max s", "CPU s", "MB", "measured", "by CPU", "budget")
SHORT_HEAD = ("work", "speclint", "beside it")
SHORT = {
    "hook, one of 10,000 sheets": "one sheet in a catalog of 10,000",
    "check, 10,000 sheets, nothing cached": "10,000 sheets, nothing cached",
    "check, 10,000 sheets unchanged": "the same again, unchanged",
    "diff of 1,000 records": "`diff` of two files of 1,000 records",
    "10,000 NDJSON records": "10,000 records of a stream",
}
"""The tasks that the README shows, and what it calls them."""


def rows(task: Task, commands: Sequence[Command]) -> Iterator[tuple[str, ...]]:
    """A row for each command: median, spread, memory; and what is measured beside its budget."""
    first, *others = task.measures
    for command in commands:
        median, cpu = statistics.median(command.wall), statistics.median(command.cpu)
        row = command.name, str(len(command.wall)), f"{median:.2f}", command.spread, f"{cpu:.2f}"
        is_first = command is commands[0] and not first.name and can_measure(first, commands)
        yield *row, f"{command.peak / 2**20:.0f}", *(shown(first, commands) if is_first else ("",) * 3)
    for measure in [first] * bool(first.name) + others:
        yield f"— {measure.name}", "", "", "", "", "", *shown(measure, commands)


def can_measure(measure: Measure, commands: Sequence[Command]) -> bool:
    """Whether what a measure compares has been run."""
    return measure.unit != "x" or len(commands) > 1


def shown(measure: Measure, commands: Sequence[Command]) -> tuple[str, str, str]:
    """A measure by wall time, by CPU time, and its budget."""
    cpu = f"{measure.cpu(commands):.3g}" if measure.cpu else ""
    budget = "" if measure.budget is None else f"{measure.budget:g} {measure.unit}".strip()
    return f"{measure.wall(commands):.3g} {measure.unit}".strip(), cpu, budget


def as_text(lines: Sequence[tuple[str, ...]]) -> str:
    """The table for a terminal."""
    return tabulate(lines, HEAD, disable_numparse=True)


def write(runs: Runs, machine: str) -> None:
    """Replace the tables in the documentation; that of the README only if all of its rows were measured."""
    lines = [row for task, commands in runs for row in rows(task, commands)]
    table = tabulate(lines, HEAD, tablefmt="github", disable_numparse=True)
    replace(PAGE, f"Measured on {machine}.\n\n{table}")
    by_name = {task.name: (task, commands) for task, commands in runs}
    missing = SHORT.keys() - by_name.keys()
    if missing:
        print(f"README.md stays as it is; not measured: {', '.join(sorted(missing))}", file=sys.stderr)
        return
    short = tabulate(list(_short(by_name)), SHORT_HEAD, tablefmt="github", disable_numparse=True)
    replace(README, short)


def _short(by_name: Mapping[str, tuple[Task, Sequence[Command]]]) -> Iterator[tuple[str, str, str]]:
    for name, work in SHORT.items():
        task, commands = by_name[name]
        own, *others = (f"{statistics.median(command.wall):.2f} s" for command in commands)
        beside = f"{others[0]}, {commands[1].name}" if task.measures[0].unit == "x" else ""
        yield work, own, beside


def replace(file: Path, text: str) -> None:
    """Put a text between the marks."""
    before, _, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    file.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
