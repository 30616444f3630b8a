"""Which figure is wrong, and what it should be: what may be meant is put in, and the rules asked again."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.evidence import Evidence
from speclint.hypotheses import Hypothesis, hypotheses, told
from speclint.rules.rule import Correction, Level
from speclint.sheets.parse import parse
from speclint.sheets.sheet import with_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from speclint.rules.rule import Hit, Rule
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

Found: TypeAlias = "tuple[Rule, Hit]"
Key: TypeAlias = tuple[str, str]
"""Rule and pointer of a hit."""

MOST_TRIED = 16
"""Hypotheses that are put in, the likeliest first; each costs asking every rule."""
PENALTY = {Level.ERROR: 4.0, Level.WARNING: 3.0, Level.NOTE: 0.5}
"""What the logarithm of a likelihood loses by each hit that is raised, or left though another clears it."""
SINGLED_OUT = 0.6
"""Share of the likelihood that a figure must have to be named as the one at fault."""
WORTH_TELLING = 0.2
"""Share from which on an explanation is told beside another."""
APART = ("sources", "layers", "changes")
"""Groups of rules that ask for something else than whether a figure is right: they explain no other hit, and
none explains them."""


class Diagnosis(msgspec.Struct, frozen=True):
    """A hit with the one correction that settles it, if there is one, and the hits that are its echoes."""

    rule: Rule
    hit: Hit
    correction: Correction | None
    echoes: tuple[Found, ...]


def diagnose(
    sheet: Sheet, found: list[Found], ask: Callable[[Sheet], list[Found]], catalog: Catalog
) -> list[Diagnosis]:
    """One diagnosis for each cause among the hits of a sheet.

    Args:
        sheet: the sheet at fault.
        found: the hits in it.
        ask: asks every rule of a version of the sheet.
        catalog: its siblings.
    """
    # the gravest first, so that nothing grave is folded under something mild
    waiting = sorted(found, key=lambda one: -one[0].level.weight)
    search = _Search(sheet, ask, catalog)
    diagnoses = []
    while waiting:
        rule, hit = waiting.pop(0)
        correction, left, also = search.settled((rule, hit))
        if correction is None:
            about = _about(sheet, hit)
            echoes = [one for one in waiting if about & _about(sheet, one[1]) and _is_akin(rule, one[0])]
        else:
            echoes = [one for one in waiting if _key(one) not in left]
        waiting = [one for one in waiting if one not in echoes]
        if also and hit.help is None:
            hit = msgspec.structs.replace(hit, help=also)
        diagnoses.append(Diagnosis(rule, hit, correction, tuple(echoes)))
    return diagnoses


class _Trial(msgspec.Struct, frozen=True):
    """A hypothesis that settles a hit, and what is left once it is put in."""

    hypothesis: Hypothesis
    left: set[Key]
    weight: float


class _Search:
    """The search for what was meant in one sheet."""

    def __init__(self, sheet: Sheet, ask: Callable[[Sheet], list[Found]], catalog: Catalog) -> None:
        self._sheet = sheet
        self._ask = ask
        self._catalog = catalog
        self._evidence: Evidence | None = None
        self._before: dict[Key, Level] | None = None

    def settled(self, one: Found) -> tuple[Correction | None, set[Key], str | None]:
        """The likeliest correction of a hit, what is left once it is put in, or else what it may be."""
        rule, hit = one
        is_searched = rule.group not in APART and not _is_between_two(rule, hit)
        if not hit.corrections and not is_searched:
            return None, set(), None
        self._evidence = self._evidence or Evidence(self._sheet, self._catalog)
        asked = hypotheses(self._sheet, hit, self._evidence, search=is_searched)
        trials = self._tried(one, asked)
        if not trials:
            return None, set(), None
        shares = _shares(trials)
        best = max(trials, key=lambda trial: shares[trial.hypothesis.pointer, trial.hypothesis.suggestion])
        of_figure = sum(share for (pointer, _), share in shares.items() if pointer == best.hypothesis.pointer)
        if of_figure < SINGLED_OUT:
            return None, set(), _either(trials, shares)
        return _correction(best.hypothesis, hit), best.left, None

    def _tried(self, one: Found, asked: list[Hypothesis]) -> list[_Trial]:
        """The hypotheses that clear the hit and raise no error, each with what it leaves."""
        if not asked:
            return []
        if self._before is None:
            self._before = {_key(other): other[0].level for other in self._ask(self._sheet)}
        before = self._before
        trials = []
        for hypothesis in asked[:MOST_TRIED]:
            value = parse(hypothesis.suggestion.encode()).value
            found = self._ask(with_value(self._sheet, hypothesis.pointer, value))
            left = {_key(other): other[0].level for other in found}
            raised = [level for key, level in left.items() if key not in before]
            if _key(one) not in left and Level.ERROR not in raised:
                trials.append(
                    (hypothesis, left.keys() & before.keys(), sum(map(PENALTY.__getitem__, raised)))
                )
        cleared = {key for _, left, _ in trials for key in before.keys() - left}
        return [
            _Trial(
                hypothesis,
                left,
                hypothesis.weight - raised - sum(PENALTY[before[key]] for key in left & cleared),
            )
            for hypothesis, left, raised in trials
        ]


def _is_between_two(rule: Rule, hit: Hit) -> bool:
    """Whether a hit sets a figure against that of one sibling: nobody knows which of them is wrong."""
    others = [remark for remark in hit.related if remark.sheet is not None]
    return rule.on_family is not None and len(others) == 1 and len(others) == len(hit.related)


def _shares(trials: Iterable[_Trial]) -> dict[tuple[str, str], float]:
    """The share of the likelihood of each hypothesis."""
    most = max(trial.weight for trial in trials)
    weights = {(one.hypothesis.pointer, one.hypothesis.suggestion): exp(one.weight - most) for one in trials}
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()}


def _either(trials: list[_Trial], shares: dict[tuple[str, str], float]) -> str | None:
    """What may be meant where explanations stand nearly equal, of each figure the likeliest."""
    ranked = sorted((one.hypothesis for one in trials), key=lambda one: -shares[one.pointer, one.suggestion])
    first: dict[str, Hypothesis] = {}
    for one in ranked:
        if shares[one.pointer, one.suggestion] >= WORTH_TELLING:
            first.setdefault(one.pointer, one)
    if len(first) < 2:  # noqa: PLR2004 - one explanation alone was not good enough
        return None
    return f"it may be {' or '.join(told(one) for one in first.values())}"


def _correction(hypothesis: Hypothesis, hit: Hit) -> Correction:
    """The correction that a hypothesis comes to: the rule's own, or one in words for any figure."""
    own = hypothesis.correction
    if own is not None:
        return msgspec.structs.replace(own, cause=hypothesis.cause or own.cause)
    message = hit.message if hypothesis.pointer == hit.at else f"{hit.message}; {told(hypothesis)} fits"
    because = hypothesis.cause or "it goes with all else"
    return Correction(
        hypothesis.pointer, hypothesis.unit, hypothesis.suggestion, because, message, cause=hypothesis.cause
    )


def _is_akin(one: Rule, other: Rule) -> bool:
    """Whether a hit of one rule may be an echo of one of the other."""
    return one.group == other.group or not {one.group, other.group} & set(APART)


def _key(one: Found) -> Key:
    rule, hit = one
    return rule.id, hit.at


def _about(sheet: Sheet, hit: Hit) -> set[str]:
    """The measurands of the sheet that a hit speaks of, and the identity field at which it stands."""
    places = {hit.at} | {related.pointer for related in hit.related if related.sheet is None}
    measurands = {
        f"{measurand.quantity.name} {measurand.pointer}"
        for each in sheet.measurands.values()
        for measurand in each
        if any(figure.pointer in places for figure in measurand.figures)
    }
    return measurands | {field for field, found in sheet.identity.items() if found.pointer == hit.at}
