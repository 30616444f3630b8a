"""What was measured, counted: by class of fault, by quantity, and against the targets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accuracy.faults import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from accuracy.checked import Alarm, Verdict

MAIN_QUANTITIES = frozenset({"power", "mass", "acceleration 0 100 kmh", "top speed"})


@dataclass(frozen=True)
class Outcome:
    """One fault, and what speclint and each peer made of it."""

    verdict: Verdict
    peers: tuple[bool | None, ...]

    @property
    def twice(self) -> bool:
        """Whether the figure is stated in another unit too."""
        return self.verdict.fault.twins > 0


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The fraction; None of nothing."""
        return self.hits / self.of if self.of else None

    def __str__(self) -> str:
        return f"{100 * self.hits / self.of:.1f} %" if self.of else "-"


@dataclass(frozen=True)
class Form:
    """One kind of sheet: how many there are, what was seeded, and the alarms without faults."""

    name: str
    sheets: int
    outcomes: tuple[Outcome, ...]
    alarms: tuple[Alarm, ...]
    peer_alarms: tuple[int | None, ...]

    def alarmed(self, level: str) -> Share:
        """The unfaulted sheets with a finding of that level."""
        return Share(len({alarm.sheet for alarm in self.alarms if alarm.level == level}), self.sheets)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    form: str
    what: str
    faults: int
    recall: Share
    suspect: Share
    exact: Share
    blamed: Share
    peers: tuple[Share, ...]


@dataclass(frozen=True)
class Target:
    """What must be reached, and what was."""

    name: str
    bound: float
    measured: Share
    at_least: bool = True

    @property
    def is_met(self) -> bool:
        """Whether the measured share is on the right side of the bound."""
        value = self.measured.value
        return value is not None and (value >= self.bound if self.at_least else value <= self.bound)


def row(form: str, what: str, outcomes: Iterable[Outcome]) -> Row:
    """The shares of some faults; each is of all of them, detected or not."""
    found = list(outcomes)
    peers = zip(*(outcome.peers for outcome in found), strict=True)

    def share(which: Callable[[Verdict], object]) -> Share:
        return Share(sum(bool(which(outcome.verdict)) for outcome in found), len(found))

    return Row(
        form, what, len(found),
        share(lambda verdict: verdict.detected), share(lambda verdict: verdict.suspect),
        share(lambda verdict: verdict.exact), share(lambda verdict: verdict.blamed),
        tuple(Share(sum(map(bool, hits)), 0 if None in hits else len(hits)) for hits in peers),
    )  # fmt: skip


def by_class(form: Form) -> list[Row]:
    """One row for each class of fault, and one for all; figures stated twice apart from those stated once."""
    rows = []
    for name, some in _parts(form):
        kinds = [
            (kind, [outcome for outcome in some if outcome.verdict.fault.kind == kind]) for kind in KINDS
        ]
        rows += [row(name, kind, found) for kind, found in kinds if found]
        rows.append(row(name, "all", some))
    return rows


def by_quantity(form: Form) -> list[Row]:
    """One row for each quantity, the most often seeded first."""
    rows = []
    for name, some in _parts(form):
        quantities = Counter(outcome.verdict.fault.quantity for outcome in some)
        rows += [
            row(name, quantity, [outcome for outcome in some if outcome.verdict.fault.quantity == quantity])
            for quantity, _ in quantities.most_common()
        ]
    return rows


def by_both(form: Form) -> list[Row]:
    """One row for each quantity and class."""
    rows = []
    for name, some in _parts(form):
        for quantity, kind in sorted(
            {(outcome.verdict.fault.quantity, outcome.verdict.fault.kind) for outcome in some}
        ):
            found = [
                outcome for outcome in some
                if (outcome.verdict.fault.quantity, outcome.verdict.fault.kind) == (quantity, kind)
            ]  # fmt: skip
            rows.append(row(name, f"{quantity}, {kind}", found))
    return rows


def _parts(form: Form) -> list[tuple[str, list[Outcome]]]:
    twice = [outcome for outcome in form.outcomes if outcome.twice]
    once = [outcome for outcome in form.outcomes if not outcome.twice]
    if not twice:
        return [(form.name, once)]
    return [(f"{form.name}, stated twice", twice), (f"{form.name}, stated once", once)]


def targets(dual: Form, single: Form) -> list[Target]:
    """The targets beside what was measured."""
    twice = row("", "", [outcome for outcome in dual.outcomes if outcome.twice])
    main = [outcome for outcome in single.outcomes if outcome.verdict.fault.quantity in MAIN_QUANTITIES]
    gross = [outcome for outcome in main if outcome.verdict.fault.kind in ("factor 1.5", "factor 2")]
    slight = [
        outcome
        for outcome in main
        if outcome.verdict.fault.kind == "factor 1.25" and outcome.verdict.fault.siblings
    ]
    what = "single-unit: power, mass, 0-100 or top speed wrong by a factor of"
    return [
        Target("dual-unit, stated twice: fault detected", 0.99, twice.recall),
        Target("dual-unit, stated twice: suspect right", 0.95, twice.suspect),
        Target("dual-unit, stated twice: suggestion exact", 0.90, twice.exact),
        Target(f"{what} 1.5 or 2 detected", 0.85, row("", "", gross).recall),
        Target(f"{what} 1.25 detected where siblings are present", 0.60, row("", "", slight).recall),
        *(
            Target(
                f"good sheets, {form.name}, with {article} {level}",
                bound,
                form.alarmed(level),
                at_least=False,
            )
            for form in (dual, single)
            for article, level, bound in (("an", "error", 0.005), ("a", "warning", 0.015))
        ),
    ]
