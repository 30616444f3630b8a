"""The search for what was meant: each hypothesis is put into the sheet, and the rules are evaluated again."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.checking.diagnosis.candidates import is_confused
from speclint.checking.diagnosis.evidence import Evidence
from speclint.checking.diagnosis.hypotheses import Hypothesis, hypotheses, in_words, unexplained_errors
from speclint.checking.diagnosis.posterior import Decision, ErrorShare, Tried, decide
from speclint.checking.diagnosis.trials import Trials, ViolationId
from speclint.quantities.figure import as_literal
from speclint.quantities.figure_name import FigureName  # noqa: TC001 - a field of a structure
from speclint.rules.rule import Correction, Level, RuleViolation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.rules.rule import Rule, Violation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

PENALTY = {Level.ERROR: 4.0, Level.WARNING: 3.0, Level.NOTE: 0.5}
"""Loss of log likelihood for each violation that a trial raises, or leaves though another trial resolves it;
a judgement."""
SWAPPED = 10.0
"""Prior odds that two figures were swapped; a judgement."""
APART = ("sources", "layers", "changes")
"""Groups of rules that do not judge whether a figure is correct: their violations have no common cause with
others."""

PLACEHOLDER = "placeholder-figure"
"""The rule on placeholders of unknown figures: no entry error explains one, but another unit may state it."""


class Blame(msgspec.Struct, frozen=True):
    """The figure at fault, where the correct value is not known."""

    name: FigureName
    cause: str = ""
    """Why something else was written there; empty if that is unknown."""


class Verdict(msgspec.Struct, frozen=True):
    """The result of the search for one violation."""

    correction: Correction | None = None
    remaining: set[ViolationId] = set()
    """The violations that remain with the correction."""
    blame: Blame | None = None
    help: str | None = None
    """The explanations in words, where nothing is proposed."""


class _Tries:
    """The hypotheses on a violation: those that were tried and resolve it, and those that were not tried."""

    def __init__(self, found: RuleViolation, proposed: list[Hypothesis], trials: Trials) -> None:
        self._found = found
        self._trials = trials
        self._kept: list[Tried] = []
        self._resolved: set[ViolationId] = set()
        self.untried = proposed
        """The likeliest first."""

    def try_next(self) -> None:
        """Try the next hypothesis."""
        hypothesis = self.untried.pop(0)
        after = self._trials.resolving(self._found, (hypothesis.name, hypothesis.suggestion))
        if after is not None:
            before = self._trials.stated.keys()
            remaining = after.keys() & before
            self._resolved |= before - remaining
            self._kept.append(Tried(hypothesis, remaining, hypothesis.weight - self.penalty(after)))

    def try_probe(self, error: ErrorShare) -> None:
        """Try the next value of an unexplained error."""
        after = self._trials.resolving(self._found, (error.name, error.probes[0]))
        error.add(0.0 if after is None else exp(-self.penalty(after)))

    def penalty(self, after: dict[ViolationId, Level]) -> float:
        """The loss of log likelihood for new violations."""
        return sum(PENALTY[level] for name, level in after.items() if name not in self._trials.stated)

    @property
    def margin(self) -> float:
        """What the untried may gain on the tried: the loss for each violation that only they may resolve."""
        stated = self._trials.stated
        names = {hypothesis.name for hypothesis in self.untried}
        return sum(
            PENALTY[stated[key]]
            for key in stated.keys() - self._resolved
            if any(self._trials.may_resolve(name, key) for name in names)
        )

    @property
    def tried(self) -> list[Tried]:
        """Those that resolve the violation; each violation that one leaves and another resolves counts."""
        before = self._trials.stated
        return [
            replace(
                trial,
                weight=trial.weight - sum(PENALTY[before[key]] for key in trial.remaining & self._resolved),
            )
            for trial in self._kept
        ]

    def decide(self, errors: list[ErrorShare]) -> Decision:
        """What the posterior shows: as few are tried as that takes, the heaviest first."""
        is_impossible = self._found[0].level == Level.ERROR
        while True:
            margin = self.margin
            decision = decide(self.tried, self.untried, errors, is_impossible=is_impossible, margin=margin)
            if decision is not None:
                return decision
            open_errors = [error for error in errors if error.probes]
            heaviest = max(open_errors, key=lambda error: error.open_weight, default=None)
            if heaviest and not (self.untried and self.untried[0].weight + margin >= heaviest.open_weight):
                self.try_probe(heaviest)
            elif self.untried:
                self.try_next()
            else:
                # only rounding leaves it open
                return Decision()


class Search:
    """The search for what was meant in one sheet."""

    def __init__(self, sheet: Sheet, catalog: Catalog, yielded: Iterable[RuleViolation] | None) -> None:
        """The sheet among its siblings; `yielded` is what all rules yield in it, None if that is unknown."""
        self._sheet = sheet
        self._trials = Trials(sheet, catalog, yielded)
        self._catalog = catalog
        self._evidence: Evidence | None = None

    def verdict(self, found: RuleViolation) -> Verdict:
        """The likeliest correction of a violation, or else the suspect, or else the likely explanations."""
        rule, violation = found
        # a note is on a last digit or on wording, which no entry error explains
        is_searched = rule.group not in APART and rule.level != Level.NOTE
        if is_searched and rule.id == PLACEHOLDER:
            measured = self._sheet.measured_at(violation.name)
            is_searched = measured is not None and bool(measured[0].besides(measured[1]))
        if is_searched and is_between_two(rule, violation):
            is_searched = is_confused(self._sheet, violation.name)
        if not violation.corrections and not is_searched:
            return Verdict()
        self._evidence = self._evidence or Evidence(self._sheet, self._catalog)
        proposed = hypotheses(self._sheet, violation, self._evidence, search=is_searched)
        tries = _Tries(found, proposed, self._trials)
        while tries.untried and not tries.tried:
            tries.try_next()
        if not tries.tried:
            return Verdict()
        swapped = self._swapped(found, self._evidence) if is_searched else None
        if swapped is not None:
            while tries.untried:
                tries.try_next()
            if swapped[1] > max(trial.weight for trial in tries.tried):
                return Verdict(help=swapped[0])
        errors = unexplained_errors(self._sheet, violation, self._evidence)
        copied = {error.name: error.copied.source for error in errors if error.copied}
        return self._verdict(violation, tries.decide(list(map(ErrorShare, errors))), copied)

    def _swapped(self, found: RuleViolation, evidence: Evidence) -> tuple[str, float] | None:
        """The hypothesis that two figures were swapped, in words and with its weight, if that resolves it."""
        _, violation = found
        measured = [self._sheet.measured_at(name) for name in violation.names]
        stated = [pair for pair in measured if pair is not None and not pair[0].besides(pair[1])]
        if not len(stated) == len(measured) == 2 or stated[0][1].unit is not stated[1][1].unit:  # noqa: PLR2004 - a pair
            return None
        (first, here), (second, there) = stated
        after = self._trials.resolving(
            found, (here.name, as_literal(there.stated)), (there.name, as_literal(here.stated))
        )
        if after is None or after.keys() - self._trials.stated.keys():
            return None
        mine, theirs = here.with_stated(there.stated), there.with_stated(here.stated)
        weight = log(SWAPPED) + evidence.log_likelihood_ratio(first, mine)
        weight += evidence.log_likelihood_ratio(second, theirs)
        labels = f"{mine.quantity.label} {mine} and {theirs.quantity.label} {theirs}"
        return f"the two may be swapped: {labels} fit", weight

    def _verdict(self, violation: Violation, decision: Decision, copied: dict[FigureName, str]) -> Verdict:
        if decision.best is None:
            return Verdict(help=_alternatives(self._sheet, decision.named))
        best, likely = decision.best.hypothesis, decision.is_likely
        if likely and not best.is_approximate:
            return Verdict(_correction(best, violation), decision.best.remaining)
        if likely:
            blame, meant = Blame(best.name, best.cause), f": {in_words(best)}"
        elif best.name in copied:
            blame = Blame(best.name, f"copied from {copied[best.name]}")
            meant = f": it is the number of {copied[best.name]}"
        else:
            blame, meant = Blame(best.name), ""
        return Verdict(blame=blame, help=f"the suspect is {_named(self._sheet, best.name)}{meant}")


def _named(sheet: Sheet, name: FigureName) -> str:
    """A figure with its label; any other value by its pointer."""
    found = sheet.measured_at(name)
    return f"{found[1].quantity.label} {found[1]}" if found else name.pointer


def is_between_two(rule: Rule, violation: Violation) -> bool:
    """Whether a violation compares a figure with that of one sibling, so that either may be wrong."""
    others = [related for related in violation.related if related.sheet is not None]
    return rule.on_family is not None and len(others) == 1 and len(others) == len(violation.related)


def _alternatives(sheet: Sheet, named: Iterable[Tried]) -> str | None:
    """The likeliest hypothesis on each of several figures, in words; None if fewer than two are likely."""
    first: dict[FigureName, Hypothesis] = {}
    for trial in named:
        first.setdefault(trial.hypothesis.name, trial.hypothesis)
    if len(first) < 2:  # noqa: PLR2004 - alternatives
        return None
    measured = [sheet.measured_at(name) for name in first]
    labels = [f"{pair[0].quantity.label} " if pair else "" for pair in measured]
    if len(set(labels)) == 1:
        labels = [""] * len(labels)
    values = zip(labels, map(in_words, first.values()), strict=True)
    return f"it may be {' or '.join(f'{label}{value}' for label, value in values)}"


def _correction(hypothesis: Hypothesis, violation: Violation) -> Correction:
    """The correction by a hypothesis: the rule's own, or a general one."""
    own = hypothesis.correction
    if own is not None:
        return replace(own, cause=own.cause or hypothesis.cause)
    message = (
        violation.message
        if hypothesis.name == violation.name
        else f"{violation.message}; {in_words(hypothesis)} fits"
    )
    because = hypothesis.cause or "it agrees with everything else in the sheet"
    return Correction(
        hypothesis.name, hypothesis.unit, hypothesis.suggestion, because, message, cause=hypothesis.cause
    )
