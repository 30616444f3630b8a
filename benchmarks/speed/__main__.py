"""How long speclint takes beside tools that validate a schema alone, and how much memory, with budgets.

    python benchmarks/speed [--rounds 7] [--sheets 10000] [--install-peers] [--write]

Catalogs are made from the project's own sheets in a temporary folder, or in `--folder`, where they stay. The
peers are those found on the path; `--install-peers` installs them from PyPI into that folder. Commands run in
turn, so that only ratios within one run mean something; a budget is one of wall time on two cores. `--write`
puts the table into `docs/performance.md`.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tabulate import tabulate

HERE = Path(__file__).resolve().parent
sys.path[0] = str(HERE.parent)

from speed import catalogs  # noqa: E402 - found beside the other benchmarks once the path is set
from speed.catalogs import SCHEMA  # noqa: E402
from speed.timing import Command, ratio, run_in_turn  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGE = HERE.parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- printed by benchmarks/speed -->", "<!-- end of benchmarks/speed -->"
PEERS = {
    "check-jsonschema": "check-jsonschema",
    "jsonvet": "jsonvet",
    "sourcemeta-jsonschema": "jsonschema",
}
"""The command of each package."""
SHEET = "specs/bmw-0000/ix2-xdrive30.json"
MAX_SLOW = 3
"""Rounds of what takes more than some seconds."""
CHANGED = 10


@dataclass(frozen=True)
class Task:
    """Commands that run in turn; the first is ours, and its budget is a ratio to the second or seconds."""

    name: str
    commands: Sequence[Command]
    budget: float
    rounds: int
    slow: bool

    @property
    def measured(self) -> float:
        """What the budget limits."""
        ours, *peers = self.commands
        return ratio(ours, peers[0]) if peers else ours.median


class Bench:
    """Makes the tasks: catalogs, a cache of their own, and the peers."""

    def __init__(self, folder: Path, rounds: int, sheets: int, peers: dict[str, str]) -> None:
        self.folder, self.rounds, self.sheets, self.peers = folder, rounds, sheets, peers

    def catalog(self, sheets: int, *, faulty: float = 0.01, name: str = "") -> Path:
        """The folder of a catalog."""
        folder = self.folder / f"{sheets}-{faulty:g}{name}"
        catalogs.make(folder, sheets, faulty=faulty)
        return folder

    def ours(self, name: str, folder: Path, *arguments: str) -> Command:
        """A command of speclint."""
        return Command(name, folder, (sys.executable, "-m", "speclint", *arguments))

    def check(self, name: str, folder: Path, *arguments: str) -> Command:
        """`speclint check` with a cache beside the catalogs."""
        return self.ours(name, folder, "check", *arguments, "--cache-dir", str(self.folder / "cache"))

    def peer(self, package: str, folder: Path, *files: str) -> list[Command]:
        """The command of a peer; none if it is not installed."""
        program = self.peers.get(package)
        if program is None:
            return []
        options = {
            "check-jsonschema": ("--schemafile", SCHEMA),
            "jsonvet": ("--schema", SCHEMA),
            "sourcemeta-jsonschema": ("validate", SCHEMA),
        }
        return [Command(package, folder, (program, *options[package], *files))]

    def tasks(self) -> Iterator[Task]:
        """All tasks, the quick ones first."""
        for sheets, budget in ((43, 0.28), (1000, 0.35), (self.sheets, 0.5)):
            folder = self.catalog(sheets)
            ours = self.check(f"check, one of {sheets:,} sheets", folder, SHEET)
            yield self.task(ours, self.peer("check-jsonschema", folder, SHEET), budget)
        big = self.catalog(self.sheets)
        repository = self.catalog(self.sheets, name="-git")
        catalogs.commit_twice(repository, CHANGED)
        changed = f"{CHANGED} of {self.sheets:,} changed"
        yield self.task(self.ours(f"diff A..B, {changed}", repository, "diff", "HEAD~1..HEAD"), [], 0.5)
        since = self.check(f"check --since, {changed}", repository, "--since", "HEAD~1")
        yield self.task(since, [], 3.0)
        validate = partial(self.peer, "jsonvet", big, "specs")
        yield self.task(self.check(f"check, {self.sheets:,} unchanged", big), validate(), 0.35)
        edited = self.check(f"check, 1 of {self.sheets:,} edited", big)
        edited.before = partial(catalogs.change, big, 1)
        yield self.task(edited, validate(), 0.5, slow=True)
        cold = self.check(f"check --no-cache, {self.sheets:,}", big, "--no-cache")
        yield self.task(cold, self.peer("sourcemeta-jsonschema", big, "specs"), 0.6, slow=True)
        bad, good = (self.catalog(1000, faulty=share) for share in (1, 0))
        faulty = self.check("check --no-cache, 1,000 faulty beside clean", bad, "--no-cache")
        yield self.task(faulty, [self.check("clean", good, "--no-cache")], 8, slow=True)

    def task(self, ours: Command, peers: list[Command], budget: float, *, slow: bool = False) -> Task:
        """A task with as many rounds as it can afford."""
        rounds = min(self.rounds, MAX_SLOW) if slow else self.rounds
        return Task(ours.name, (ours, *peers), budget, rounds, slow)


def rows(task: Task) -> Iterator[tuple[str, ...]]:
    """A row for each command: median, spread, memory, and of ours the measure beside its budget."""
    for command in task.commands:
        runs, memory = f"{len(command.wall)}", f"{command.peak / 2**20:.0f}"
        row = command.name, runs, f"{command.median:.2f}", command.spread, f"{command.median_cpu:.2f}", memory
        if command is task.commands[0]:
            unit = "x" if task.commands[1:] else "s"
            yield *row, f"{task.measured:.2f} {unit}", f"{task.budget:g} {unit}"
        else:
            yield *row, "", ""


def installed(folder: Path) -> dict[str, str]:
    """The commands of the peers, each in an environment of its own, since two have one name."""
    found = {}
    for package, command in PEERS.items():
        place = folder / "peers" / package
        program = place / ("Scripts" if sys.platform == "win32" else "bin")
        if not (program / command).exists():
            venv.create(place, with_pip=True)
            subprocess.run([program / "python", "-m", "pip", "install", "--quiet", package], check=True)
        found[package] = str(program / command)
    return found


def main() -> None:
    """Measure and print; leave with 1 where a budget is exceeded."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sheets", type=int, default=10_000, help="sheets of the large catalog")
    parser.add_argument("--folder", type=Path, help="where catalogs and peers are made, and stay")
    parser.add_argument("--install-peers", action="store_true")
    parser.add_argument("--only", default="", help="only tasks whose name contains this")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder.resolve() if chosen.folder else Path(temporary)
        on_path = {package: place for package, name in PEERS.items() if (place := shutil.which(name))}
        on_path.pop("sourcemeta-jsonschema", None)  # another tool has its name
        peers = installed(folder) if chosen.install_peers else on_path
        lines, exceeded = [], False
        for task in Bench(folder, chosen.rounds, chosen.sheets, peers).tasks():
            if chosen.only not in task.name:
                continue
            run_in_turn(task.commands, rounds=task.rounds, warm=not task.slow)
            lines += list(rows(task))
            exceeded = exceeded or task.measured > task.budget
            print(*rows(task), sep="\n", file=sys.stderr)
    head = ("", "runs", "median s", "min–max s", "CPU s", "MB", "measured", "budget")
    machine = f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, Python {platform.python_version()}"
    print(f"{machine}, {chosen.rounds} rounds\n")
    print(tabulate(lines, head, disable_numparse=True))
    if chosen.write:
        table = tabulate(lines, head, tablefmt="github", disable_numparse=True)
        write(f"Measured on {machine}; {chosen.rounds} rounds, {MAX_SLOW} of what takes long.\n\n{table}")
    sys.exit(exceeded)


def write(table: str) -> None:
    """Replace the table in the documentation."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
