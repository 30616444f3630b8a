"""What is measured: for each line of the budgets the commands that run in turn, ours first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from speed import catalogs, streams
from speed.measures import Measure, added, beside, each_finding, growth, megabytes, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from speed.timing import Command
    from speed.workshop import Workshop

CHANGED = 10
SOME, MANY = 10_000, 1_000_000
"""Records of a stream that does not take long, and of one that does."""
FAULTY = 0.1
"""The share of faulty records by which the time for a finding is known."""
COLUMNS = 500
"""Rows of the files with many columns."""


@dataclass(frozen=True)
class Task:
    """Commands that run in turn, and what is computed from their times."""

    name: str
    commands: Callable[[], Sequence[Command]]
    """Makes the data too."""
    measures: Sequence[Measure]
    warm: bool = True
    """Whether each command runs once before it is measured."""
    long: bool = False
    """Whether it takes many minutes, or much room."""


def tasks(shop: Workshop) -> Iterator[Task]:
    """All tasks, the quick ones first."""
    yield from _hooks(shop)
    yield from _revisions(shop)
    yield from _catalogs(shop)
    yield from _streams(shop)
    yield from _growth(shop)


def chosen(all_tasks: Iterable[Task], only: Sequence[str], *, long: bool) -> list[Task]:
    """The tasks to run: one that takes long needs its whole name, or `--long`."""
    named = [task for task in all_tasks if not only or any(text in task.name for text in only)]
    return [task for task in named if long or not task.long or task.name in only]


def _hooks(shop: Workshop) -> Iterator[Task]:
    for sheets, budget in ((43, 0.28), (1000, 0.35), (shop.sheets, 0.5)):
        name = f"hook, one of {sheets:,} sheets"

        def hook(sheets: int = sheets, name: str = name) -> list[Command]:
            folder = shop.catalog(sheets)
            clean = catalogs.clean_sheet(folder)
            return [
                shop.hook(name, folder, clean),
                *shop.peers(["check-jsonschema"], folder, clean),
                shop.hook("one with a finding", folder, shop.reported_sheet(folder, cache=name), cache=name),
            ]

        yield Task(name, hook, (beside(budget), added(60, -1, 0, "what a finding adds")))

    def uncached(name: str) -> list[Command]:
        folder = shop.catalog(shop.sheets)
        clean = catalogs.clean_sheet(folder)
        hook = shop.forgetting(shop.hook(name, folder, clean))
        return [hook, *shop.peers(["check-jsonschema"], folder, clean)]

    name = f"hook, one of {shop.sheets:,} sheets, nothing cached"
    yield Task(name, partial(uncached, name), (beside(2),))


def _revisions(shop: Workshop) -> Iterator[Task]:
    def records() -> list[Command]:
        folder = shop.folder / "pair"
        pair = streams.write_pair(folder, 1000)
        return [
            shop.ours("diff of 1,000 records", folder, "diff", *pair),
            *shop.peers(["deepdiff", "jsondiffpatch"], folder, *pair),
        ]

    yield Task("diff of 1,000 records", records, (beside(0.1),))
    changed = f"{CHANGED} of {shop.sheets:,} changed"

    def git(name: str, *arguments: str) -> list[Command]:
        return [shop.ours(name, shop.repository(CHANGED), *arguments)]

    name = f"diff A..B, {changed}"
    yield Task(name, partial(git, name, "diff", "HEAD~1..HEAD"), (seconds(0.5),))
    name = f"check --since, {changed}"
    yield Task(name, partial(git, name, "check", "--since", "HEAD~1"), (seconds(1),))

    def cold(name: str) -> list[Command]:
        return [shop.cold(name, shop.repository(CHANGED), "--since", "HEAD~1")]

    name = f"check --since, {changed}, nothing cached"
    yield Task(name, partial(cold, name), (seconds(3),))


def _catalogs(shop: Workshop) -> Iterator[Task]:
    def checked(
        name: str, command: Callable[[str, Path], Command], peer: str, *, skewed: bool = False
    ) -> list[Command]:
        folder = shop.catalog(shop.sheets, skewed=skewed)
        files = "specs/*/*.json" if peer == "ajv" else "specs"
        return [command(name, folder), *shop.peers([peer], folder, files)]

    number = f"{shop.sheets:,} sheets"
    name = f"check, {number}, nothing cached"
    yield Task(name, partial(checked, name, shop.cold, "sourcemeta"), (beside(0.6),))
    name = f"check, {number} unchanged"
    yield Task(name, partial(checked, name, shop.check, "jsonvet"), (beside(0.35),))
    name = f"check, one of {number} edited"

    def edited(name: str, folder: Path) -> Command:
        return shop.editing(shop.check(name, folder))

    yield Task(name, partial(checked, name, edited, "jsonvet"), (beside(0.5),))
    name = f"check, {number}, half of one maker"
    yield Task(
        name, partial(checked, name, shop.cold, "sourcemeta", skewed=True), (beside(None),), warm=False
    )
    name = f"check, {number}, beside ajv"
    yield Task(name, partial(checked, name, shop.cold, "ajv"), (beside(None),), warm=False, long=True)
    for sheets in (1000, shop.sheets):
        name = f"check, {sheets:,} sheets, all faulty"

        def faulty(sheets: int = sheets, name: str = name) -> list[Command]:
            return [
                shop.cold(name, shop.catalog(sheets, faulty=1)),
                shop.cold("all clean", shop.catalog(sheets, faulty=0)),
            ]

        measures = (beside(8), each_finding(1.5))
        yield Task(name, faulty, measures, warm=False, long=sheets == shop.sheets)


def _streams(shop: Workshop) -> Iterator[Task]:
    for kind, budget in zip(streams.KINDS, (100, 20, None), strict=True):
        for count in (SOME, MANY):
            name = f"{count:,} {kind} records"

            def stream(name: str = name, count: int = count, kind: str = kind) -> list[Command]:
                return [shop.cold(name, shop.stream(count, faulty=0.01, kind=kind))]

            time = seconds(budget, times=MANY / count, unit="s a million")
            yield Task(name, stream, (time, megabytes(400)), warm=count == SOME, long=count == MANY)

        def findings(kind: str = kind) -> list[Command]:
            bad, good = (shop.stream(SOME, faulty=share, kind=kind) for share in (FAULTY, 0))
            return [shop.cold(f"a finding in {kind}, {FAULTY:.0%} faulty", bad), shop.cold("all clean", good)]

        yield Task(f"a finding in {kind}", findings, (each_finding(2),), warm=False)


def _growth(shop: Workshop) -> Iterator[Task]:
    def equal(count: int) -> Path:
        return shop.special("equal", count, streams.equal_identities(count))

    def siblings(count: int) -> Path:
        return shop.special("siblings", count, streams.siblings(count))

    def columns(count: int) -> Path:
        return shop.special(f"columns-{count}", COLUMNS, streams.with_columns(count, COLUMNS))

    kinds: dict[str, tuple[Sequence[int], Callable[[int], Path]]] = {
        "equal identities": ((250, 500, 1000), equal),
        "siblings": ((250, 500, 1000), siblings),
        "columns": ((100, 200, 400), columns),
        "sheets": ((1000, 3000, 10_000), shop.catalog),
        "sheets up to 100,000": ((1000, 10_000, 100_000), shop.catalog),
    }
    for kind, (sizes, made) in kinds.items():

        def grown(
            kind: str = kind, sizes: Sequence[int] = sizes, made: Callable[[int], Path] = made
        ) -> list[Command]:
            return [shop.cold(f"{size:,} {kind.partition(' up')[0]}", made(size)) for size in sizes]

        yield Task(f"growth with {kind}", grown, (growth(sizes),), warm=False, long=sizes[-1] > SOME)
