"""How long two revisions of many records in one file take, beside deepdiff's own command and `git diff`.

`python benchmarks/diff.py OLD NEW` runs `speclint diff` and `deep diff` in turn as cold processes and prints
the median wall time of each, their ratio, and how many lines each of them and `git diff --no-index` prints.
Machines are noisy: only the ratio within one run is meaningful. The budget is 0.1. Without arguments the data
are looked for in the folder SPECLINT_SHARED.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
BUDGET = 0.1
ROUNDS = 9

# an installed command has its bytecode; one run from a work tree must be let write it
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def ran(command: list[str]) -> tuple[float, str]:
    """Wall time of one run of a command, and what it prints."""
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    seconds = time.perf_counter() - started
    if done.stderr or done.returncode > 1:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
    return seconds, done.stdout


def files() -> list[str]:
    """The two files to compare."""
    if len(sys.argv) > 2:  # noqa: PLR2004 - the script, OLD and NEW
        return sys.argv[1:3]
    shared = os.environ.get("SPECLINT_SHARED")
    if shared is None:
        sys.exit("name two files, or the folder of the data by SPECLINT_SHARED")
    folder = Path(shared) / "data/kilowatt"
    return [str(folder / "ev-data-dd08fe4.json"), str(folder / "ev-data-b054768.json")]


def main() -> None:
    """Measure and print; fail if the budget is broken."""
    pair = files()
    commands = {
        "speclint diff": [str(BIN / "speclint"), "diff", *pair],
        "deep diff": [str(BIN / "deep"), "diff", *pair],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    lines = {"git diff --no-index": len(ran(["git", "diff", "--no-index", *pair])[1].splitlines())}
    for command in commands.values():
        ran(command)
    for _ in range(ROUNDS):
        for name, command in commands.items():
            seconds, printed = ran(command)
            times[name].append(seconds)
            lines[name] = len(printed.splitlines())
    medians = {name: statistics.median(runs) for name, runs in times.items()}
    for name, count in lines.items():
        took = f"{medians[name] * 1000:7.0f} ms" if name in medians else " " * 10
        print(f"{name:20} {took} {count:6} lines")
    ratio = medians["speclint diff"] / medians["deep diff"]
    print(f"ratio {ratio:.3f}, budget {BUDGET}")
    sys.exit(ratio > BUDGET)


if __name__ == "__main__":
    main()
