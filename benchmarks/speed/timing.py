"""Commands in turn, so that a busy moment of the machine meets all of them: time and peak memory of each."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from speed.memory import Sampler

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

MAX_SECONDS = 1500
"""After this a command is ended, and counts as failed."""


@dataclass
class Command:
    """A command, and what each of its runs took."""

    name: str
    folder: Path
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(repr=False)
    before: Callable[[int], object] = lambda _: None
    """Prepares the run of that number."""
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: int = 0
    """Bytes of memory, of all its processes together."""
    lines: int = 0
    """How many lines the last run printed."""

    def run(self, number: int = 0) -> None:
        """Run it once.

        Raises:
            CalledProcessError: it ended with another status than 0 and 1, or took too long.
        """
        self.before(number)
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            started = time.perf_counter()
            process = subprocess.Popen(
                self.arguments, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=output, stderr=errors,
            )  # fmt: skip
            sampler, timer = Sampler(process.pid), threading.Timer(MAX_SECONDS, process.kill)
            timer.start()
            try:
                _, status, used = os.wait4(process.pid, 0)
            except KeyboardInterrupt:
                process.kill()
                raise
            finally:
                timer.cancel()
            self.wall.append(time.perf_counter() - started)
            process.returncode = os.waitstatus_to_exitcode(status)
            own_peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
            self.peak = max(self.peak, sampler.stop(), own_peak)
            self.cpu.append(used.ru_utime + used.ru_stime)
            for stream in (output, errors):
                stream.seek(0)
            self.lines = sum(1 for _ in output)
            if process.returncode not in {0, 1}:
                text = errors.read()[-2000:].decode(errors="replace")
                raise subprocess.CalledProcessError(process.returncode, self.arguments, stderr=text)

    @property
    def spread(self) -> str:
        """The fastest and the slowest run, in seconds."""
        return f"{min(self.wall):.2f}–{max(self.wall):.2f}"


def run_in_turn(commands: Sequence[Command], *, rounds: int, patience: float, warm: bool) -> None:
    """Run the commands in turn, and before that once to warm up what they keep and the caches of the system.

    Args:
        commands: they start in this order in every round.
        rounds: how often each of them is measured at most.
        patience: seconds after which no further round begins.
        warm: whether to run each once without measuring it.
    """
    if warm:
        for command in commands:
            command.run()
            command.wall.clear()
            command.cpu.clear()
    started = time.perf_counter()
    for number in range(1, rounds + 1):
        for command in commands:
            command.run(number)
        if time.perf_counter() - started > patience:
            break


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """How many times as much the first took: the median over the rounds, in each of which both ran."""
    return statistics.median(mine / its for mine, its in zip(ours, theirs, strict=True))


def difference(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """How much more the first took, as the median over the rounds."""
    return statistics.median(mine - its for mine, its in zip(ours, theirs, strict=True))


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The power of the size with which time grows: the slope of a line through the logarithms."""
    return statistics.linear_regression([*map(math.log, sizes)], [*map(math.log, seconds)]).slope
