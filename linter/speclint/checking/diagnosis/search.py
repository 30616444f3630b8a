"""The search for what was meant: each hypothesis is put into the sheet, and the rules are evaluated again."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec.structs import replace

from speclint.checking.diagnosis.candidates import is_confused
from speclint.checking.diagnosis.evidence import Evidence
from speclint.checking.diagnosis.hypotheses import Hypothesis, hypotheses, in_words, unexplained_errors
from speclint.checking.diagnosis.trials import Trials, ViolationId, violation_id
from speclint.quantities.figure import as_literal
from speclint.quantities.figure_name import FigureName
from speclint.rules.rule import Correction, Level, RuleViolation

if TYPE_CHECKING:
    from speclint.checking.diagnosis.hypotheses import UnexplainedError
    from speclint.rules.rule import Rule, Violation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

Place: TypeAlias = tuple[FigureName, str]
"""Name of a figure, and JSON text of what may be meant there."""

PENALTY = {Level.ERROR: 4.0, Level.WARNING: 3.0, Level.NOTE: 0.5}
"""Loss of log likelihood for each violation that a trial raises, or leaves though another trial resolves it;
a judgement."""
MIN_SHARE = 0.015
"""Least share of the values of an unexplained error that resolve a violation, since those between the sampled
ones may; a judgement."""
SWAPPED = 10.0
"""Prior odds that two figures were swapped; a judgement."""
SINGLED_OUT = 0.65
"""Posterior probability from which on a figure is the suspect; a judgement."""
LIKELY = 0.2
"""Posterior probability, given that its figure is wrong, from which on a value is proposed; a judgement."""
LIKELY_AMONG_TRIALS = 0.3
"""The same given that one of the trials of its figure is right; a judgement."""
WORTH_NAMING = 0.2
"""Posterior probability from which on an explanation is named beside another; a judgement."""
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


class _Trial(msgspec.Struct, frozen=True):
    """A hypothesis that resolves a violation, and the violations that remain with it."""

    hypothesis: Hypothesis
    remaining: set[ViolationId]
    weight: float

    @property
    def place(self) -> Place:
        """The figure, and the value that it would have."""
        return self.hypothesis.name, self.hypothesis.suggestion


class Search:
    """The search for what was meant in one sheet."""

    def __init__(self, sheet: Sheet, catalog: Catalog) -> None:
        self._sheet = sheet
        self._trials = Trials(sheet, catalog)
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
        trials = self._tried(found, hypotheses(self._sheet, violation, self._evidence, search=is_searched))
        if not trials:
            return Verdict()
        swapped = self._swapped(found, self._evidence) if is_searched else None
        if swapped is not None and swapped[1] > max(trial.weight for trial in trials):
            return Verdict(help=swapped[0])
        errors = unexplained_errors(self._sheet, violation, self._evidence)
        copied = {error.name: error.copied.source for error in errors if error.copied}
        return self._weigh(found, trials, self._unexplained(found, errors), copied)

    def _swapped(self, found: RuleViolation, evidence: Evidence) -> tuple[str, float] | None:
        """The hypothesis that two figures were swapped, in words and with its weight, if that resolves it."""
        _, violation = found
        measured = [self._sheet.measured_at(name) for name in violation.names]
        stated = [pair for pair in measured if pair is not None and not pair[0].besides(pair[1])]
        if not len(stated) == len(measured) == 2 or stated[0][1].unit is not stated[1][1].unit:  # noqa: PLR2004 - a pair
            return None
        (first, here), (second, there) = stated
        after = self._trials.with_values(
            (here.name, as_literal(there.stated)), (there.name, as_literal(here.stated))
        )
        if violation_id(found) in after or after.keys() - self._trials.stated.keys():
            return None
        mine, theirs = here.with_stated(there.stated), there.with_stated(here.stated)
        weight = log(SWAPPED) + evidence.log_likelihood_ratio(first, mine)
        weight += evidence.log_likelihood_ratio(second, theirs)
        labels = f"{mine.quantity.label} {mine} and {theirs.quantity.label} {theirs}"
        return f"the two may be swapped: {labels} fit", weight

    def _weigh(
        self,
        found: RuleViolation,
        trials: list[_Trial],
        unexplained: dict[FigureName, float],
        copied: dict[FigureName, str],
    ) -> Verdict:
        """The suspect by the posterior probability of all hypotheses, and its value if one is likely."""
        rule, violation = found
        highest = max([trial.weight for trial in trials] + list(unexplained.values()))
        posterior = {trial.place: exp(trial.weight - highest) for trial in trials}
        by_figure = {name: exp(weight - highest) for name, weight in unexplained.items()}
        for (name, _), share in posterior.items():
            by_figure[name] = by_figure.get(name, 0.0) + share
        suspect = max(by_figure, key=by_figure.__getitem__)
        of_suspect = [trial for trial in trials if trial.hypothesis.name == suspect]
        if by_figure[suspect] < SINGLED_OUT * sum(by_figure.values()) or not of_suspect:
            return Verdict(help=_alternatives(self._sheet, trials, posterior, sum(by_figure.values())))
        best = max(of_suspect, key=lambda trial: trial.weight)
        explained = sum(posterior[trial.place] for trial in of_suspect)
        # the prior of an unexplained error does not count if the only figure is impossible and no copy
        counts = len(by_figure) > 1 or rule.level != Level.ERROR or suspect in copied
        threshold = max(LIKELY * by_figure[suspect] * counts, LIKELY_AMONG_TRIALS * explained)
        # a figure in two units has no unexplained error: the conversion of the other is its likeliest value
        likely = suspect not in unexplained or posterior[best.place] >= threshold
        if likely and not best.hypothesis.is_approximate:
            return Verdict(_correction(best.hypothesis, violation), best.remaining)
        if likely:
            blame, meant = Blame(suspect, best.hypothesis.cause), f": {in_words(best.hypothesis)}"
        elif suspect in copied:
            blame = Blame(suspect, f"copied from {copied[suspect]}")
            meant = f": it is the number of {copied[suspect]}"
        else:
            blame, meant = Blame(suspect), ""
        return Verdict(blame=blame, help=f"the suspect is {_named(self._sheet, suspect)}{meant}")

    def _tried(self, found: RuleViolation, proposed: list[Hypothesis]) -> list[_Trial]:
        """The hypotheses that resolve the violation and raise no error."""
        if not proposed:
            return []
        before = self._trials.stated
        trials: list[_Trial] = []
        for hypothesis in proposed:
            after = self._trials.with_values((hypothesis.name, hypothesis.suggestion))
            penalty = self._penalty(found, after)
            if penalty is not None:
                remaining = after.keys() & before.keys()
                trials.append(_Trial(hypothesis, remaining, hypothesis.weight - penalty))
        resolved = {key for trial in trials for key in before.keys() - trial.remaining}
        return [
            replace(
                trial, weight=trial.weight - sum(PENALTY[before[key]] for key in trial.remaining & resolved)
            )
            for trial in trials
        ]

    def _unexplained(self, found: RuleViolation, errors: list[UnexplainedError]) -> dict[FigureName, float]:
        """The weights of unexplained errors by figure, for the values that resolve the violation."""
        weights = {}
        for error in errors:
            share = MIN_SHARE if error.probes else 1.0
            for probe in error.probes:
                penalty = self._penalty(found, self._trials.with_values((error.name, probe)))
                if penalty is not None:
                    share += exp(-penalty) / len(error.probes)
            weights[error.name] = error.weight + log(share)
        return weights

    def _penalty(self, found: RuleViolation, after: dict[ViolationId, Level]) -> float | None:
        """The loss of log likelihood for new violations; None if an error is new or the violation remains.

        It remains as well where its rule finds the fault in another figure instead, as in one of two units.
        """
        raised = {key: level for key, level in after.items() if key not in self._trials.stated}
        is_moved = any(rule == found[0].first_id for rule, *_ in raised)
        if violation_id(found) in after or is_moved or Level.ERROR in raised.values():
            return None
        return sum(PENALTY[level] for level in raised.values())


def _named(sheet: Sheet, name: FigureName) -> str:
    """A figure with its label; any other value by its pointer."""
    found = sheet.measured_at(name)
    return f"{found[1].quantity.label} {found[1]}" if found else name.pointer


def is_between_two(rule: Rule, violation: Violation) -> bool:
    """Whether a violation compares a figure with that of one sibling, so that either may be wrong."""
    others = [related for related in violation.related if related.sheet is not None]
    return rule.on_family is not None and len(others) == 1 and len(others) == len(violation.related)


def _alternatives(
    sheet: Sheet, trials: list[_Trial], posterior: dict[Place, float], total: float
) -> str | None:
    """The likeliest hypothesis on each of several figures, in words; None if fewer than two are likely."""
    first: dict[FigureName, Hypothesis] = {}
    for trial in sorted(trials, key=lambda trial: -trial.weight):
        if posterior[trial.place] >= WORTH_NAMING * total:
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
