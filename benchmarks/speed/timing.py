"""Commands in turn, so that a busy moment of the machine meets all of them: time and peak memory of each."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""An installed command has its bytecode; one run from a work tree must be let write it."""


@dataclass
class Command:
    """A command, and what each of its runs took."""

    name: str
    folder: Path
    arguments: Sequence[str]
    before: Callable[[int], None] = lambda _: None
    """Prepares the run of that number."""
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: int = 0
    """Bytes of memory."""

    def run(self, number: int) -> None:
        """Run it once."""
        self.before(number)
        null = subprocess.DEVNULL
        started = time.perf_counter()
        process = subprocess.Popen(
            self.arguments, cwd=self.folder, env=ENVIRONMENT, stdin=null, stdout=null, stderr=null
        )
        _, status, used = os.wait4(process.pid, 0)
        self.wall.append(time.perf_counter() - started)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, 1}:
            raise subprocess.CalledProcessError(process.returncode, self.arguments)
        self.cpu.append(used.ru_utime + used.ru_stime)
        self.peak = max(self.peak, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))

    @property
    def median(self) -> float:
        """The median wall time in seconds."""
        return statistics.median(self.wall)

    @property
    def median_cpu(self) -> float:
        """The median time of the processor in seconds, which other work on the machine disturbs less."""
        return statistics.median(self.cpu)

    @property
    def spread(self) -> str:
        """The fastest and the slowest run, in seconds."""
        return f"{min(self.wall):.2f}–{max(self.wall):.2f}"


def run_in_turn(commands: Sequence[Command], *, rounds: int, warm: bool = True) -> None:
    """Run the commands in turn so many times, and before that once to warm up the caches of the system."""
    for number in range(rounds + warm):
        for command in commands:
            command.run(number)
    for command in commands if warm else ():
        del command.wall[0], command.cpu[0]


def ratio(ours: Command, peer: Command, *, cpu: bool = False) -> float:
    """How many times as long ours takes: the median of the rounds, in each of which both ran."""
    mine, theirs = (ours.cpu, peer.cpu) if cpu else (ours.wall, peer.wall)
    return statistics.median(a / b for a, b in zip(mine, theirs, strict=True))
