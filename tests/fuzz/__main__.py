"""`python tests/fuzz [TARGET…] [--seed N] [--minutes M]`: run targets on new inputs until their time ends.

Prints of each target how many inputs it took, and of each finding where its input lies. The exit status is
1 if anything was found.
"""

from __future__ import annotations

import argparse
import os
import resource
import secrets
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ["SPECLINT_CACHE_DIR"] = tempfile.mkdtemp(prefix="speclint-fuzz-")

from fuzzing import fuzz, kind_of, limited, read_case
from runs import Runs
from targets import TARGETS

MEMORY = 4 * 2**30
"""Bytes of address space that an execution may take."""


def main() -> int:
    """Run what the command line names, and give the exit status."""
    parser = argparse.ArgumentParser(prog="python tests/fuzz", description=__doc__.partition(":")[2])
    parser.add_argument("targets", metavar="TARGET", nargs="*", help="all if none is named")
    parser.add_argument(
        "--seed", type=int, default=secrets.randbelow(10**9), help="a new one if none is given"
    )
    parser.add_argument("--minutes", type=float, default=1, help="for all targets together")
    parser.add_argument("--findings", type=Path, default=Path(tempfile.gettempdir()) / "speclint-findings",
                        help="folder for the inputs that break a promise")  # fmt: skip
    parser.add_argument("--replay", type=Path, help="run the first target on the input in this file")
    parser.add_argument("--list", action="store_true", help="list the targets")
    options = parser.parse_args()
    unknown = set(options.targets) - TARGETS.keys()
    if unknown:
        parser.error(f"unknown targets {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    if options.list:
        print(*TARGETS, sep="\n")
        return 0
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    runs = Runs()
    try:
        if options.replay:
            return replay(options.targets[0], options.replay, runs)
        return run(options.targets or list(TARGETS), options.seed, options.minutes, options.findings, runs)
    finally:
        runs.close()
        shutil.rmtree(os.environ["SPECLINT_CACHE_DIR"], ignore_errors=True)


def run(names: list[str], seed: int, minutes: float, folder: Path, runs: Runs) -> int:
    """Run each target for its share of the time, and print what was found."""
    print(f"seed {seed}", flush=True)
    found = 0
    for name in names:
        started = time.monotonic()
        result = fuzz(TARGETS[name], seed, minutes * 60 / len(names), runs)
        seconds = time.monotonic() - started
        print(
            f"{name}: {result.executions} executions in {seconds:.0f} s, {len(result.findings)} findings",
            flush=True,
        )
        for finding in result.findings:
            print(f"  {finding.message.strip()[:600]}\n  {finding.write(folder / name)}", flush=True)
        found += len(result.findings)
    return 1 if found else 0


def replay(name: str, file: Path, runs: Runs) -> int:
    """Run a target on the input in a file."""
    try:
        with limited():
            TARGETS[name].check(read_case(file), runs)
    except Exception as error:
        print(f"{name}: {kind_of(error)}", flush=True)
        raise
    return 0


if __name__ == "__main__":
    sys.exit(main())
