"""The search for what was meant: each value is put in, and the rules asked again."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec.structs import replace

from speclint.checking.diagnosis.candidates import is_taken
from speclint.checking.diagnosis.evidence import Evidence
from speclint.checking.diagnosis.hypotheses import Hypothesis, hypotheses, told
from speclint.checking.diagnosis.hypotheses import doubts as doubts_of
from speclint.checking.diagnosis.trials import Trials, ViolationId, violation_id
from speclint.quantities.figure import as_literal
from speclint.quantities.figure_name import FigureName
from speclint.rules.rule import Correction, Level, RuleViolation

if TYPE_CHECKING:
    from speclint.checking.diagnosis.hypotheses import Doubt
    from speclint.rules.rule import Rule, Violation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

Place: TypeAlias = tuple[FigureName, str]
"""Name of a figure, and JSON text of what may be meant there."""

PENALTY = {Level.ERROR: 4.0, Level.WARNING: 3.0, Level.NOTE: 0.5}
"""What a log likelihood loses by each violation that is raised, or left though another trial clears it."""
MIN_SHARE = 0.015
"""Of the values that a figure may have, those between the ones that are tried may settle a violation too."""
SWAPPED = 10.0
"""How often two figures that contradict each other changed places, each time one of them is mistyped."""
SINGLED_OUT = 0.65
"""Share of the likelihood that a figure must have to be named as the one at fault."""
LIKELY = 0.2
"""Share of the likelihood that its figure is wrong which a value must have to be proposed."""
BEYOND_OTHERS = 0.3
"""Share that it must have among the values which explain what is stated there."""
WORTH_TELLING = 0.2
"""Share from which on an explanation is told beside another."""
APART = ("sources", "layers", "changes")
"""Groups of rules that do not judge whether a figure is right: they explain no other violation, and none
explains them."""


PLACEHOLDER = "placeholder-figure"
"""The rule on what stands for a figure that nobody knows: no slip hides one, but another unit may tell it."""


class Blame(msgspec.Struct, frozen=True):
    """That one figure is at fault, though what it should be is not known."""

    name: FigureName
    cause: str = ""
    """Why something else was written there; empty if nobody knows."""


class Settled(msgspec.Struct, frozen=True):
    """What became of a violation."""

    correction: Correction | None = None
    left: set[ViolationId] = set()
    """What the rules still find once the correction is put in."""
    blame: Blame | None = None
    also: str | None = None
    """What is to be said where nothing is proposed."""


class _Trial(msgspec.Struct, frozen=True):
    """A hypothesis that settles a violation, and what is left once it is put in."""

    hypothesis: Hypothesis
    left: set[ViolationId]
    weight: float

    @property
    def place(self) -> Place:
        """What it would write where."""
        return self.hypothesis.name, self.hypothesis.suggestion


class Search:
    """The search for what was meant in one sheet."""

    def __init__(self, sheet: Sheet, catalog: Catalog) -> None:
        self._sheet = sheet
        self._trials = Trials(sheet, catalog)
        self._catalog = catalog
        self._evidence: Evidence | None = None

    def settled(self, one: RuleViolation) -> Settled:
        """The likeliest correction of a violation and what is left once it is applied, or what it may be."""
        rule, violation = one
        # what is only off by one in its last place was not mistyped
        is_searched = rule.group not in APART and rule.level != Level.NOTE
        if is_searched and rule.id == PLACEHOLDER:
            found = self._sheet.measured_at(violation.name)
            is_searched = found is not None and bool(found[0].besides(found[1]))
        if is_searched and is_between_two(rule, violation):
            is_searched = is_taken(self._sheet, violation.name)
        if not violation.corrections and not is_searched:
            return Settled()
        self._evidence = self._evidence or Evidence(self._sheet, self._catalog)
        trials = self._tried(one, hypotheses(self._sheet, violation, self._evidence, search=is_searched))
        if not trials:
            return Settled()
        swapped = self._swapped(one, self._evidence) if is_searched else None
        if swapped is not None and swapped[1] > max(trial.weight for trial in trials):
            return Settled(also=swapped[0])
        doubts = self._doubted(one, doubts_of(self._sheet, violation, self._evidence))
        return self._verdict(violation, trials, doubts)

    def _swapped(self, one: RuleViolation, evidence: Evidence) -> tuple[str, float] | None:
        """That two figures changed places, in words and with its weight, if that clears the violation."""
        _, violation = one
        found = [self._sheet.measured_at(name) for name in violation.names]
        stated = [at for at in found if at is not None and not at[0].besides(at[1])]
        if not len(stated) == len(found) == 2 or stated[0][1].unit is not stated[1][1].unit:  # noqa: PLR2004 - a pair
            return None
        (first, here), (second, there) = stated
        left = self._trials.with_values(
            (here.name, as_literal(there.stated)), (there.name, as_literal(here.stated))
        )
        if violation_id(one) in left or left.keys() - self._trials.stated.keys():
            return None
        mine, theirs = here.with_stated(there.stated), there.with_stated(here.stated)
        weight = log(SWAPPED) + evidence.of(first, mine) + evidence.of(second, theirs)
        labels = f"{mine.quantity.label} {mine} and {theirs.quantity.label} {theirs}"
        return f"the two may be swapped: {labels} fit", weight

    def _verdict(
        self, violation: Violation, trials: list[_Trial], doubts: dict[FigureName, float]
    ) -> Settled:
        """The figure that is singled out by what explains a violation, and the value if one is."""
        most = max([trial.weight for trial in trials] + list(doubts.values()))
        chances = {trial.place: exp(trial.weight - most) for trial in trials}
        by_figure = {name: exp(weight - most) for name, weight in doubts.items()}
        for (name, _), chance in chances.items():
            by_figure[name] = by_figure.get(name, 0.0) + chance
        suspect = max(by_figure, key=by_figure.__getitem__)
        of_suspect = [trial for trial in trials if trial.hypothesis.name == suspect]
        if by_figure[suspect] < SINGLED_OUT * sum(by_figure.values()) or not of_suspect:
            return Settled(also=_either(self._sheet, trials, chances, sum(by_figure.values())))
        best = max(of_suspect, key=lambda trial: trial.weight)
        explained = sum(chances[trial.place] for trial in of_suspect)
        # a figure that alone can be wrong needs no likely value to be the suspect
        least = max(LIKELY * by_figure[suspect] * (len(by_figure) > 1), BEYOND_OTHERS * explained)
        # where another figure states the same, its conversion is the best there is
        likely = suspect not in doubts or chances[best.place] >= least
        if likely and not best.hypothesis.about:
            return Settled(_correction(best.hypothesis, violation), best.left)
        blame = Blame(suspect, best.hypothesis.cause if likely else "")
        meant = f": {told(best.hypothesis)}" if likely else ""
        return Settled(blame=blame, also=f"the suspect is {_named(self._sheet, suspect)}{meant}")

    def _tried(self, one: RuleViolation, asked: list[Hypothesis]) -> list[_Trial]:
        """The hypotheses that clear the violation and raise no error, each with what it leaves."""
        if not asked:
            return []
        before = self._trials.stated
        trials: list[_Trial] = []
        for hypothesis in asked:
            left = self._trials.with_values((hypothesis.name, hypothesis.suggestion))
            raised = [level for key, level in left.items() if key not in before]
            if violation_id(one) not in left and Level.ERROR not in raised:
                weight = hypothesis.weight - sum(PENALTY[level] for level in raised)
                trials.append(_Trial(hypothesis, left.keys() & before.keys(), weight))
        cleared = {key for trial in trials for key in before.keys() - trial.left}
        return [
            replace(trial, weight=trial.weight - sum(PENALTY[before[key]] for key in trial.left & cleared))
            for trial in trials
        ]

    def _doubted(self, one: RuleViolation, asked: list[Doubt]) -> dict[FigureName, float]:
        """By figure the weight of a doubt: of all values of the figure, those that clear the violation."""
        before = self._trials.stated
        weights = {}
        for doubt in asked:
            share = MIN_SHARE if doubt.probes else 1.0
            for probe in doubt.probes:
                left = self._trials.with_values((doubt.name, probe))
                raised = [level for key, level in left.items() if key not in before]
                if violation_id(one) not in left and Level.ERROR not in raised:
                    share += exp(-sum(PENALTY[level] for level in raised)) / len(doubt.probes)
            weights[doubt.name] = doubt.weight + log(share)
        return weights


def _named(sheet: Sheet, name: FigureName) -> str:
    """A figure as the reader knows it."""
    found = sheet.measured_at(name)
    return f"{found[1].quantity.label} {found[1]}" if found else name.pointer


def is_between_two(rule: Rule, violation: Violation) -> bool:
    """Whether a violation sets a figure against that of one sibling: nobody knows which of them is wrong."""
    others = [related for related in violation.related if related.sheet is not None]
    return rule.on_family is not None and len(others) == 1 and len(others) == len(violation.related)


def _either(sheet: Sheet, trials: list[_Trial], chances: dict[Place, float], total: float) -> str | None:
    """What may be meant where explanations stand nearly equal, of each figure the likeliest."""
    first: dict[FigureName, Hypothesis] = {}
    for one in sorted(trials, key=lambda trial: -trial.weight):
        if chances[one.place] >= WORTH_TELLING * total:
            first.setdefault(one.hypothesis.name, one.hypothesis)
    if len(first) < 2:  # noqa: PLR2004 - one explanation alone was not good enough
        return None
    found = [sheet.measured_at(name) for name in first]
    labels = [f"{one[0].quantity.label} " if one else "" for one in found]
    if len(set(labels)) == 1:
        labels = [""] * len(labels)
    values = zip(labels, map(told, first.values()), strict=True)
    return f"it may be {' or '.join(f'{label}{value}' for label, value in values)}"


def _correction(hypothesis: Hypothesis, violation: Violation) -> Correction:
    """The correction that a hypothesis comes to: the rule's own, or one in words for any figure."""
    own = hypothesis.correction
    if own is not None:
        return replace(own, cause=hypothesis.cause or own.cause)
    message = (
        violation.message
        if hypothesis.name == violation.name
        else f"{violation.message}; {told(hypothesis)} fits"
    )
    because = hypothesis.cause or "it goes with all else"
    return Correction(
        hypothesis.name, hypothesis.unit, hypothesis.suggestion, because, message, cause=hypothesis.cause
    )
