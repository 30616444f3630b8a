"""How long speclint takes beside other tools, and how much memory, with the budgets.

    python benchmarks/speed --install-peers                   what takes some seconds, in a quarter of an hour
    python benchmarks/speed --only hook --only "diff A..B"    tasks whose name contains one of these
    python benchmarks/speed --long                            also 1,000,000 records, 100,000 sheets, …
    python benchmarks/speed --list                            the names of the tasks

Data are made from the project's own sheets and a seed, in a temporary folder or in `--folder`, where they
stay. `--install-peers` installs the other tools there from their packages by pip and npm, and speclint as a
user would; without it, speclint runs from the work tree, beside the tools that are in the folder already.

The commands of a task run in turn, so that only ratios within one run mean something: the median, over the
rounds, of the ratio of wall times of complete processes. Budgets hold for wall time on two cores that do
nothing else; the same ratio by CPU time is beside it, and counts where other work keeps the machine busy.
`--write` puts the table into docs/performance.md, and five rows into README.md.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from speed import peers, table  # noqa: E402 - found beside the other benchmarks once the path is set
from speed.tasks import Task, chosen, tasks  # noqa: E402
from speed.timing import Command, run_in_turn  # noqa: E402
from speed.workshop import Workshop  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def options() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7, help="how often each command is measured at most")
    parser.add_argument("--patience", type=float, default=30, metavar="S",
                        help="seconds after which a task begins no further round")  # fmt: skip
    parser.add_argument("--minutes", type=float, default=math.inf,
                        help="after which no further task begins; what is left out is named")  # fmt: skip
    parser.add_argument("--sheets", type=int, default=10_000, help="sheets of the large catalog")
    parser.add_argument("--folder", type=Path, help="where data and peers are made, and stay")
    parser.add_argument("--install-peers", action="store_true")
    parser.add_argument("--only", action="append", default=[], metavar="TEXT")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def measured(task: Task, asked: argparse.Namespace) -> Sequence[Command] | None:
    """The commands of a task after their runs; None if one of them failed."""
    print(f"{datetime.now(UTC):%H:%M:%S} {task.name}", file=sys.stderr)
    try:
        commands = task.commands()
        run_in_turn(commands, rounds=asked.rounds, patience=asked.patience, warm=task.warm)
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or "").strip().splitlines()
        print(f"failed: {error}: {lines[-1] if lines else ''}", file=sys.stderr)
        return None
    print(table.as_text(list(table.rows(task, commands))), file=sys.stderr)
    return commands


def timely(selected: Sequence[Task], minutes: float) -> Iterator[Task]:
    """The tasks, as long as there is time."""
    end = time.monotonic() + 60 * minutes
    for index, task in enumerate(selected):
        if time.monotonic() > end:
            left_out = ", ".join(task.name for task in selected[index:])
            print(f"no time is left for {left_out}", file=sys.stderr)
            return
        yield task


def machine(load: float) -> str:
    """When and on what it was measured."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d} on {os.cpu_count()} cores ({platform.machine()}, Python "
        f"{platform.python_version()}; load {load:.1f} before, {os.getloadavg()[0]:.1f} at the end)"
    )


def main() -> None:
    """Measure and print; leave with 1 where a budget is exceeded or a command fails."""
    asked, load = options(), os.getloadavg()[0]
    with nullcontext(asked.folder) if asked.folder else tempfile.TemporaryDirectory() as named:
        folder = Path(named).resolve()
        if asked.install_peers:
            peers.install(folder / "peers")
        shop = Workshop(folder, peers.commands(folder / "peers", is_fresh=asked.install_peers), asked.sheets)
        selected = chosen(tasks(shop), asked.only, long=asked.long or asked.list)
        if asked.list:
            print(*(f"{task.name}{' (long)' if task.long else ''}" for task in selected), sep="\n")
            return
        runs = [
            (task, commands)
            for task in timely(selected, asked.minutes)
            if (commands := measured(task, asked))
        ]
    lines = [row for task, commands in runs for row in table.rows(task, commands)]
    print(f"{machine(load)}\n\n{table.as_text(lines)}")
    if asked.write:
        table.write(runs, machine(load))
    exceeded = [
        task.name for task, commands in runs for measure in task.measures
        if table.can_measure(measure, commands) and measure.is_exceeded(commands)
    ]  # fmt: skip
    print("\nover budget:", ", ".join(dict.fromkeys(exceeded)) or "nothing")
    sys.exit(bool(exceeded) or len(runs) < len(selected))


if __name__ == "__main__":
    main()
