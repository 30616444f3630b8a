"""The trials of one violation: hypotheses and sampled values are tried until the posterior is known."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.checking.diagnosis.hypotheses import Hypothesis
from speclint.checking.diagnosis.posterior import Confidence, Decision, ErrorShare, Tried, confidence, decide
from speclint.checking.diagnosis.restated import replacements
from speclint.quantities.figure_name import FigureName
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speclint.checking.diagnosis.trials import Trials, ViolationId
    from speclint.rules.rule import RuleViolation
    from speclint.sheets.sheet import Sheet

APART = ("sources", "layers", "changes")
"""Groups of rules that do not judge whether a figure is correct: their violations have no common cause with
others."""
PENALTY = {Level.ERROR: 4.0, Level.WARNING: 3.0, Level.NOTE: 0.5}
"""Loss of log likelihood for each violation that a trial raises, or leaves though another trial resolves it;
a judgement."""
NOTHING = Hypothesis(FigureName("", "nothing"), "", "", "", 0.0)
"""The hypothesis that none of the figures of a violation is wrong."""
NONE = 4.0
"""Its log prior odds where published cars are the measure; a judgement: of such figures one in a few hundred
is wrong."""
NONE_OF_LAW = 1.0
"""The same where figures contradict each other: another value of the sheet may be wrong; a judgement."""
BY_BANDS = ("figure-implausible", "family-outlier", "year-jump")
"""The rules whose measure is what other cars have."""
WIDE = 0.1
"""Width of the bounds on a probability from which on further values are tried."""


class Tries:
    """The hypotheses on a violation: those that were tried and resolve it, and those that were not tried."""

    def __init__(
        self,
        sheet: Sheet,
        found: RuleViolation,
        proposed: list[Hypothesis],
        trials: Trials,
        *,
        may_be_right: bool,
    ) -> None:
        """The hypotheses on a violation; `may_be_right` is whether all its figures may be right."""
        self._sheet = sheet
        self._found = found
        self._trials = trials
        self._kept: list[Tried] = []
        if may_be_right:
            weight = NONE if found[0].id in BY_BANDS else NONE_OF_LAW
            self._kept.append(Tried(NOTHING, set(trials.stated), weight))
        self._resolved: set[ViolationId] = set()
        self.untried = proposed
        """The likeliest first."""

    def try_next(self) -> None:
        """Try the next hypothesis."""
        hypothesis = self.untried.pop(0)
        after = self._resolving(hypothesis.name, hypothesis.suggestion)
        if after is not None:
            before = self._trials.stated
            remaining = _remaining(before, after)
            self._resolved |= before.keys() - remaining
            weight = hypothesis.weight - self.penalty(after)
            raises = not after.keys() <= before.keys()
            is_wrong_still = any(self._is_about(hypothesis.name, key) for key in remaining)
            self._kept.append(Tried(hypothesis, remaining, weight, raises or is_wrong_still))

    def _is_about(self, name: FigureName, key: ViolationId) -> bool:
        """Whether a violation is at a figure, and on its value."""
        is_grave = key[1] == str(name) and self._trials.stated[key] != Level.NOTE
        return is_grave and self._trials.entry(key[0]).group not in APART

    def try_probe(self, error: ErrorShare) -> None:
        """Try the next value of an unexplained error."""
        after = self._resolving(error.name, error.probes[0])
        error.add(0.0 if after is None else exp(-self.penalty(after)))

    def _resolving(self, name: FigureName, text: str) -> dict[ViolationId, Level] | None:
        return self._trials.resolving(self._found, *replacements(self._sheet, name, text))

    def penalty(self, after: dict[ViolationId, Level]) -> float:
        """The loss of log likelihood for new violations."""
        return sum(PENALTY[level] for name, level in after.items() if name not in self._trials.stated)

    @property
    def explains(self) -> bool:
        """Whether some hypothesis resolves the violation."""
        return any(trial.hypothesis is not NOTHING for trial in self._kept)

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

    def decide(self, errors: list[ErrorShare]) -> tuple[Decision, Confidence | None]:
        """What the posterior shows, and how certain it is; as few are tried as that takes."""
        is_impossible = self._found[0].level == Level.ERROR
        while True:
            tried, margin = self.tried, self.margin
            decision = decide(tried, self.untried, errors, is_impossible=is_impossible, margin=margin)
            best = decision and decision.best
            if decision is not None and (best is None or best.hypothesis is NOTHING):
                return Decision(named=_without_nothing(decision.named)), None
            if decision is not None and best is not None:
                certain = confidence(best, tried, self.untried, errors, margin)
                if certain.width <= WIDE or not self._try_heaviest(errors):
                    return decision, certain
            elif not self._try_heaviest(errors):
                # only rounding leaves it open
                return Decision(), None

    def _try_heaviest(self, errors: list[ErrorShare]) -> bool:
        """Try what has the greatest weight of all that was not tried; whether there was any."""
        open_errors = [error for error in errors if error.probes]
        heaviest = max(open_errors, key=lambda error: error.open_weight, default=None)
        if heaviest and not (self.untried and self.untried[0].weight + self.margin >= heaviest.open_weight):
            self.try_probe(heaviest)
        elif self.untried:
            self.try_next()
        else:
            return False
        return True


def _remaining(before: Mapping[ViolationId, Level], after: Mapping[ViolationId, Level]) -> set[ViolationId]:
    """What is violated still; also where a rule finds its fault in another figure instead."""
    elsewhere = {first_id for first_id, _, _ in after.keys() - before.keys()}
    return {key for key in before if key in after or key[0] in elsewhere}


def _without_nothing(named: tuple[Tried, ...]) -> tuple[Tried, ...]:
    return tuple(trial for trial in named if trial.hypothesis is not NOTHING)
