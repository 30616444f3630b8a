"""Where the time of a run goes: by stage, and by rule."""

from __future__ import annotations

import time
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from speclint.rules.registry import CHANGES, REGISTRY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from speclint.project.request import Progress
    from speclint.rules.rows import Rows
    from speclint.rules.rule import Collector, Rule, Violation
    from speclint.sheets.sheet import Sheet

Item = TypeVar("Item")

MAX_RULES = 10
"""Rules that are shown, the slowest first."""


class Timings:
    """Measures the stages and rules of the runs of this process."""

    def __init__(self, progress: Progress) -> None:
        """Measure from now on.

        Args:
            progress: shows the progress of a stage.
        """
        self._progress = progress
        self._started = time.perf_counter()
        self._stages: dict[str, float] = {}
        self._rules: dict[str, float] = {}
        for entry in REGISTRY:
            if entry.group != CHANGES:
                # the rule is kept there once it is loaded
                entry.__dict__["rule"] = self._measured(entry.rule)

    def progress(self, work: Collection[Item], label: str) -> Iterator[Item]:
        """The work of a stage, which lasts until all of it was taken."""
        started = time.perf_counter()
        try:
            yield from self._progress(work, label)
        finally:
            self._stages[label] = self._stages.get(label, 0.0) + time.perf_counter() - started

    def _measured(self, rule: Rule) -> Rule:
        """A rule that is measured when it is asked, by diagnosis too."""
        on_catalog = rule.on_catalog

        def collector() -> Collector:
            return _Measured(on_catalog(), self, rule.id)  # type: ignore[misc]  # only where there is one

        return replace(
            rule,
            on_sheet=self._all_of(rule.id, rule.on_sheet) if rule.on_sheet else None,
            on_family=self._all_of(rule.id, rule.on_family) if rule.on_family else None,
            on_catalog=collector if on_catalog else None,
        )

    def _all_of(self, name: str, check: Callable[..., Iterable[Item]]) -> Callable[..., Iterator[Item]]:
        @wraps(check)
        def measured(*arguments: object) -> Iterator[Item]:
            started = time.perf_counter()
            try:
                return iter(list(check(*arguments)))
            finally:
                self.add(name, time.perf_counter() - started)

        return measured

    def add(self, rule: str, seconds: float) -> None:
        """Count the seconds of a rule."""
        self._rules[rule] = self._rules.get(rule, 0.0) + seconds

    def text(self) -> str:
        """Two tables: the stages and the rest of the run, and the slowest rules."""
        whole = time.perf_counter() - self._started
        rest = whole - sum(self._stages.values())
        stages = [*self._stages.items(), ("all else", rest), ("in all", whole)]
        slowest = sorted(self._rules.items(), key=lambda item: -item[1])[:MAX_RULES]
        lines = [("stage", stages), ("rule", slowest)]
        return "\n".join(
            f"{name:<32}{seconds:>9.3f} s" if isinstance(seconds, float) else f"{name:<32}"
            for head, items in lines
            for name, seconds in ((head, None), *((f"  {name}", seconds) for name, seconds in items))
        )


class _Measured:
    """A collector that is measured."""

    def __init__(self, collector: Collector, timings: Timings, rule: str) -> None:
        self._collector = collector
        self._timings = timings
        self._rule = rule

    def add(self, sheet: Sheet) -> None:
        """Look at a sheet."""
        started = time.perf_counter()
        self._collector.add(sheet)
        self._timings.add(self._rule, time.perf_counter() - started)

    def add_columns(self, rows: Rows) -> None:
        """Look at rows of columns."""
        started = time.perf_counter()
        self._collector.add_columns(rows)
        self._timings.add(self._rule, time.perf_counter() - started)

    def violations(self) -> Iterable[Violation]:
        """The faults, once every sheet was looked at."""
        started = time.perf_counter()
        found = list(self._collector.violations())
        self._timings.add(self._rule, time.perf_counter() - started)
        return found
