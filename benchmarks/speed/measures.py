"""What is computed from the runs of commands, and the budget beside it."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from speed.timing import Command, difference, exponent, ratio

Value: TypeAlias = Callable[[Sequence[Command]], float]


@dataclass(frozen=True)
class Measure:
    """A number from the runs of a task, by wall time, which the budget limits, and by CPU time."""

    unit: str
    budget: float | None
    wall: Value
    cpu: Value | None = None
    name: str = ""
    """Of a measure that is not about the first command alone."""

    def is_exceeded(self, commands: Sequence[Command]) -> bool:
        """Whether the budget is."""
        return self.budget is not None and self.wall(commands) > self.budget


def beside(budget: float | None, peer: int = 1, name: str = "") -> Measure:
    """How many times as long as another command the first takes; nothing if that is missing."""
    return Measure(
        "x", budget, lambda all_: ratio(all_[0].wall, all_[peer].wall),
        lambda all_: ratio(all_[0].cpu, all_[peer].cpu), name,
    )  # fmt: skip


def seconds(budget: float | None, *, times: float = 1, unit: str = "s") -> Measure:
    """The median time of the first command, or that many times as much."""
    return Measure(
        unit, budget, lambda all_: times * statistics.median(all_[0].wall),
        lambda all_: times * statistics.median(all_[0].cpu),
    )  # fmt: skip


def megabytes(budget: float) -> Measure:
    """The memory of the first command."""
    return Measure("MB", budget, lambda all_: all_[0].peak / 2**20, name="its memory")


def added(budget: float, faulty: int, clean: int, name: str) -> Measure:
    """How many milliseconds more one command takes than another."""
    return Measure(
        "ms", budget, lambda all_: 1000 * difference(all_[faulty].wall, all_[clean].wall),
        lambda all_: 1000 * difference(all_[faulty].cpu, all_[clean].cpu), name,
    )  # fmt: skip


def each_finding(budget: float) -> Measure:
    """The CPU time by which the first command exceeds the second, by how many lines more it prints."""

    def value(commands: Sequence[Command]) -> float:
        faulty, clean, *_ = commands
        return 1000 * difference(faulty.cpu, clean.cpu) / max(1, faulty.lines - clean.lines)

    return Measure("ms", budget, value, value, "CPU of a finding")


def growth(sizes: Sequence[int], budget: float = 1.1) -> Measure:
    """The exponent of the growth of time with size; each command does one size."""

    def of(clock: Callable[[Command], list[float]]) -> Value:
        return lambda all_: exponent(sizes, [statistics.median(clock(command)) for command in all_])

    return Measure("", budget, of(lambda command: command.wall), of(lambda command: command.cpu), "exponent")
