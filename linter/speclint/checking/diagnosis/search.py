"""The search for what was meant: each hypothesis is put into the sheet, and the rules are evaluated again."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.checking.diagnosis.candidates import is_confused
from speclint.checking.diagnosis.evidence import Evidence
from speclint.checking.diagnosis.hypotheses import Hypothesis, hypotheses, in_words
from speclint.checking.diagnosis.other_fuel import other_fuel
from speclint.checking.diagnosis.posterior import Confidence, Decision, ErrorShare, Tried
from speclint.checking.diagnosis.proposals import may_be_proposed
from speclint.checking.diagnosis.restated import replacements, restated
from speclint.checking.diagnosis.trials import Trials, ViolationId
from speclint.checking.diagnosis.tries import APART, Tries
from speclint.checking.diagnosis.unexplained import unexplained_errors
from speclint.quantities.figure import as_literal
from speclint.quantities.figure_name import FigureName
from speclint.rules.evaluate import evaluate_rule
from speclint.rules.registry import REGISTRY
from speclint.rules.rule import Correction, Level, RuleViolation
from speclint.sheets.exchange import with_value
from speclint.vehicle.category import limits_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import Rule, Violation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

SWAPPED = 10.0
"""Prior odds that two figures were swapped; a judgement."""
SUM = "payload-mismatch"
UNDECIDED = ("dc-power-exceeds-battery", SUM)
"""Rules on figures that are often filled in for a whole catalog, or stated in another layer: by themselves
they do not decide which is wrong."""
OPEN = "one of these is wrong, and nothing else in the sheet or its siblings decides which"
NAMES_ITSELF = frozenset({"power-is-of-engine"})
"""Rules that name what was written by mistake, so that no entry error is looked for."""
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
    remaining: set[ViolationId] | None = None
    """The violations that remain with the correction; None if that is not known."""
    blame: Blame | None = None
    help: str | None = None
    """The explanations in words, where nothing is proposed."""
    confidence: Confidence | None = None
    """How certain it is; None where the rule itself knows, or no figure is at fault."""


class Search:
    """The search for what was meant in one sheet."""

    def __init__(
        self,
        sheet: Sheet,
        catalog: Catalog,
        yielded: Iterable[RuleViolation] | None,
        own: tuple[RuleEntry, ...] = (),
    ) -> None:
        """The sheet among its siblings.

        Args:
            sheet: the sheet.
            catalog: its siblings.
            yielded: what all rules yield in it; None if that is unknown.
            own: the rules of a user's own that count as ours do.
        """
        self._sheet = sheet
        self._trials = Trials(sheet, catalog, yielded, own)
        self._catalog = catalog
        self._evidence: Evidence | None = None

    def verdict(self, found: RuleViolation) -> Verdict:
        """The likeliest correction of a violation, or else the suspect, or else the likely explanations."""
        rule, violation = found
        is_searched = self._is_searched(rule, violation)
        by_fuel = self._by_fuel(found) if is_searched else None
        if by_fuel is not None:
            return by_fuel
        if not violation.corrections and not is_searched:
            return Verdict()
        self._evidence = self._evidence or Evidence(self._sheet, self._catalog)
        proposed = hypotheses(self._sheet, violation, self._evidence, search=is_searched)
        tries = Tries(
            self._sheet,
            found,
            proposed,
            self._trials,
            may_be_right=is_searched and rule.level != Level.ERROR and self._may_be_right(violation),
        )
        while tries.untried and not tries.explains:
            tries.try_next()
        if not tries.explains:
            return Verdict(help=OPEN if rule.id in UNDECIDED else None)
        swapped = self._swapped(found, self._evidence) if is_searched else None
        if swapped is not None:
            while tries.untried:
                tries.try_next()
            if swapped[1] > max(trial.weight for trial in tries.tried):
                return Verdict(help=swapped[0])
        errors = unexplained_errors(self._sheet, violation, self._evidence)
        copied = {error.name: error.copied.source for error in errors if error.copied}
        decision, certain = tries.decide(list(map(ErrorShare, errors)))
        if rule.id in UNDECIDED and not (decision.best and self._is_decided(rule, decision, decision.best)):
            return Verdict(help=_alternatives(self._sheet, decision.named) or OPEN)
        verdict = self._verdict(violation, decision, copied, search=is_searched)
        best = decision.best
        is_figure = best is not None and self._sheet.measured_at(best.hypothesis.name) is not None
        return replace(verdict, confidence=certain) if is_searched and is_figure else verdict

    def resolves(self, correction: Correction, found: RuleViolation) -> bool:
        """Whether a correction resolves a violation of a rule that does not count where it was weighed.

        It does not where another rule of the same id is violated instead.
        """
        changed = self._sheet
        for name, literal in replacements(changed, correction.name, correction.suggestion):
            changed = with_value(changed, name, literal)
        rule, violation = found
        parts = [entry.rule for entry in REGISTRY if entry.id == rule.id] or [rule]
        after = [other for part in parts for _, other in evaluate_rule(changed, self._catalog, part)]
        return all((other.name, other.arguments) != (violation.name, violation.arguments) for other in after)

    def _is_searched(self, rule: Rule, violation: Violation) -> bool:
        """Whether entry errors may explain a violation, so that values are searched for."""
        # a note is on a last digit or on wording, which no entry error explains
        if rule.group in APART or rule.level == Level.NOTE or rule.id in NAMES_ITSELF:
            return False
        if rule.id == PLACEHOLDER:
            measured = self._sheet.measured_at(violation.name)
            return measured is not None and bool(measured[0].besides(measured[1]))
        return not is_between_two(rule, violation) or is_confused(self._sheet, violation.name)

    def _by_fuel(self, found: RuleViolation) -> Verdict | None:
        """That the fuel is wrong, if the other resolves the violation, raises none and fits all figures."""
        fuel = other_fuel(self._sheet, found[1])
        if fuel is None:
            return None
        name = FigureName(self._sheet.field_pointer("fuel"))
        after = self._trials.resolving(found, (name, f'"{fuel}"'))
        if after is None or after.keys() - self._trials.stated.keys():
            return None
        meant = f"the suspect is the fuel, {self._sheet.text('fuel')}: all figures fit cars that burn {fuel}"
        return Verdict(remaining={*after}, blame=Blame(name), help=meant)

    def _may_be_right(self, violation: Violation) -> bool:
        """Whether all figures of a violation may be right: they are figures, and no two units contradict."""
        measured = [self._sheet.measured_at(name) for name in violation.names]
        return all(
            pair and bool(pair[0].besides(pair[1])) is bool(restated(*pair, violation.names))
            for pair in measured
        )

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

    def _is_decided(self, rule: Rule, decision: Decision, best: Tried) -> bool:
        """Whether the best value resolves more, siblings state it, or an entry error explains a sum by it.

        Or whether the one stated is unusual by itself.
        """
        measured, text = self._sheet.measured_at(best.hypothesis.name), best.hypothesis.suggestion
        if measured and self._evidence and self._evidence.is_shared(measured[1], text):
            return True
        limits = limits_of(self._sheet, measured[1].quantity.name) if measured else None
        if decision.is_likely and measured and limits and not limits.are_usual(measured[1].ends):
            return True
        is_explained = rule.id == SUM and decision.is_likely and bool(best.hypothesis.cause)
        return is_explained or len(self._trials.stated.keys() - best.remaining) > 1

    def _verdict(
        self, violation: Violation, decision: Decision, copied: dict[FigureName, str], *, search: bool
    ) -> Verdict:
        if decision.best is None:
            return Verdict(help=_alternatives(self._sheet, decision.named))
        best, likely = decision.best.hypothesis, decision.is_likely
        is_proposed = likely and (not search or may_be_proposed(decision.best, self._sheet, violation))
        is_restated = len(replacements(self._sheet, best.name, best.suggestion)) > 1
        if is_proposed and not best.is_approximate and not is_restated:
            return Verdict(_correction(best, violation), decision.best.remaining)
        if is_proposed:
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
