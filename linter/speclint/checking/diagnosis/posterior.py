"""The posterior of the hypotheses on a violation, by bounds while only some of them have been tried.

A hypothesis that was not tried has at most its own weight, and at least none. A decision that holds for all
values between these bounds is the one that further trials would lead to, so they need not run.
"""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from speclint.quantities.interval import INFINITY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.checking.diagnosis.hypotheses import Hypothesis
    from speclint.checking.diagnosis.trials import ViolationId
    from speclint.checking.diagnosis.unexplained import UnexplainedError
    from speclint.quantities.figure_name import FigureName

MIN_SHARE = 0.015
"""Least share of the values of an unexplained error that resolve a violation, since those between the sampled
ones may; a judgement."""
SINGLED_OUT = 0.65
"""Posterior probability from which on a figure is the suspect; a judgement."""
LIKELY = 0.1
"""Posterior probability, given that its figure is wrong, from which on a value is proposed where others imply
what it should be; a judgement."""
LIKELY_ALONE = 0.2
"""The same where they do not; a judgement."""
LIKELY_AMONG_TRIALS = 0.1
"""The same given that one of the trials of its figure is right; a judgement."""
WORTH_NAMING = 0.2
"""Posterior probability from which on an explanation is named beside another; a judgement."""


class Tried(msgspec.Struct, frozen=True):
    """A hypothesis that resolves a violation, and the violations that remain with it."""

    hypothesis: Hypothesis
    remaining: set[ViolationId]
    weight: float
    raises: bool = False
    """Whether it raises a violation, or leaves another at its figure."""


class Decision(NamedTuple):
    """What the posterior shows: the likeliest trial of the suspect, or else the trials worth naming."""

    best: Tried | None = None
    is_likely: bool = False
    """Whether its value is likely enough to be proposed."""
    named: tuple[Tried, ...] = ()


class Confidence(NamedTuple):
    """The posterior probabilities of a verdict."""

    figure: float
    """That its figure is wrong."""
    value: float
    """That its value was meant."""
    width: float = 0.0
    """How far apart the bounds of the first are as long as not all has been tried: it lies between."""


class ErrorShare:
    """An unexplained error, and which share of its values resolves the violation, as far as is known."""

    def __init__(self, error: UnexplainedError) -> None:
        self.name = error.name
        self.is_copy = error.copied is not None
        self.likely = LIKELY if error.is_implied else LIKELY_ALONE
        self.probes = list(error.probes)
        """The values that have not been tried."""
        self._weight = error.weight
        self._count = len(error.probes)
        self._share = MIN_SHARE if error.probes else 1.0

    def add(self, likelihood: float) -> None:
        """Add what trying the next value has shown; 0 if it does not resolve the violation."""
        self.probes.pop(0)
        self._share += likelihood / self._count

    @property
    def open_weight(self) -> float:
        """The weight of the values that have not been tried."""
        return self._weight + log(len(self.probes) / self._count) if self.probes else -INFINITY

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest weight."""
        untried = len(self.probes) / self._count if self.probes else 0.0
        return self._weight + log(self._share), self._weight + log(self._share + untried)


class _Bounds:
    """Bounds on the likelihoods of figures being wrong, up to a common factor."""

    def __init__(
        self, tried: list[Tried], untried: list[Hypothesis], errors: list[ErrorShare], margin: float
    ) -> None:
        ends = [(low, high + margin) for low, high in (error.bounds for error in errors)]
        self._highest = max(
            [
                *(trial.weight for trial in tried),
                *(hypothesis.weight + margin for hypothesis in untried),
                *(high for _, high in ends),
            ]
        )
        self.low: dict[FigureName, float] = {}
        self.high: dict[FigureName, float] = {}
        self.untried: dict[FigureName, float] = {}
        for error, (low, high) in zip(errors, ends, strict=True):
            self._add(error.name, self.of(low), self.of(high))
        for trial in tried:
            likelihood = self.of(trial.weight)
            self._add(trial.hypothesis.name, likelihood, likelihood)
        self.figures = len(self.low)
        """How many figures are known to be possibly wrong."""
        for hypothesis in untried:
            name, most = hypothesis.name, self.of(hypothesis.weight + margin)
            self._add(name, 0.0, most)
            self.untried[name] = self.untried.get(name, 0.0) + most
        self.lowest_total, self.highest_total = sum(self.low.values()), sum(self.high.values())

    def _add(self, name: FigureName, low: float, high: float) -> None:
        self.low[name] = self.low.get(name, 0.0) + low
        self.high[name] = self.high.get(name, 0.0) + high

    def of(self, weight: float) -> float:
        """The likelihood for a weight."""
        return exp(weight - self._highest)

    def is_singled_out(self, name: FigureName) -> bool | None:
        """Whether a figure is the suspect; None if that is open."""
        low, high = self.low[name], self.high[name]
        if low >= SINGLED_OUT * (low + self.highest_total - high):
            return True
        return False if high < SINGLED_OUT * (high + self.lowest_total - low) else None


def decide(
    tried: list[Tried],
    untried: list[Hypothesis],
    errors: list[ErrorShare],
    *,
    is_impossible: bool,
    margin: float = 0.0,
) -> Decision | None:
    """What the posterior shows; None if that is open.

    Args:
        tried: the hypotheses that resolve the violation; at least one.
        untried: those that were not tried yet.
        errors: the unexplained errors.
        is_impossible: whether some figure of the violation is certainly wrong.
        margin: by how much the weights of all others may still grow beside those of the tried.
    """
    bounds = _Bounds(tried, untried, errors, margin)
    suspect = max(bounds.low, key=bounds.low.__getitem__)
    of_suspect = [trial for trial in tried if trial.hypothesis.name == suspect]
    is_singled_out = bounds.is_singled_out(suspect)
    if is_singled_out and of_suspect:
        error = next((error for error in errors if error.name == suspect), None)
        if error is None:
            # a figure in two units: the conversion of the other is its likeliest value
            best = max(of_suspect, key=lambda trial: trial.weight)
            return None if _is_open(best, untried, margin) else Decision(best, is_likely=True)
        # the prior of an unexplained error does not count if the only figure is impossible and no copy
        if _is_open(max(of_suspect, key=lambda trial: trial.weight), untried, margin):
            return None
        return _proposal(of_suspect, bounds, error.likely, counts=error.is_copy or not is_impossible)
    if is_singled_out and suspect in bounds.untried:
        return None
    if not is_singled_out and any(bounds.is_singled_out(name) is not False for name in bounds.low):
        return None
    return _alternatives(tried, [hypothesis.weight + margin for hypothesis in untried], bounds)


def confidence(
    best: Tried,
    tried: list[Tried],
    untried: list[Hypothesis],
    errors: list[ErrorShare],
    margin: float = 0.0,
) -> Confidence:
    """The posterior probabilities of the best trial and of its figure; arguments as of `decide`."""
    bounds = _Bounds(tried, untried, errors, margin)
    name = best.hypothesis.name
    low, high = bounds.low[name], bounds.high[name]
    least, most = low / (low + bounds.highest_total - high), high / (high + bounds.lowest_total - low)
    figure = (least + most) / 2
    # a figure in two units: its value is the conversion of the other, but for rounding
    is_conversion = all(error.name != name for error in errors)
    share = 1.0 if is_conversion else min(1.0, bounds.of(best.weight) * 2 / (low + high))
    return Confidence(figure, figure * share, most - least)


def _is_open(best: Tried, untried: Iterable[Hypothesis], margin: float) -> bool:
    """Whether an untried value of its figure may be likelier than the best trial."""
    name = best.hypothesis.name
    return any(other.name == name and other.weight + margin > best.weight for other in untried)


def _proposal(of_suspect: list[Tried], bounds: _Bounds, likely: float, *, counts: bool) -> Decision | None:
    """Whether the best trial of a suspect is likely enough; None if that is open."""
    best = max(of_suspect, key=lambda trial: trial.weight)
    suspect = best.hypothesis.name
    explained = sum(bounds.of(trial.weight) for trial in of_suspect)
    least = max(
        likely * bounds.low[suspect] * (counts or bounds.figures > 1), LIKELY_AMONG_TRIALS * explained
    )
    most = max(
        likely * bounds.high[suspect] * (counts or len(bounds.high) > 1),
        LIKELY_AMONG_TRIALS * (explained + bounds.untried.get(suspect, 0.0)),
    )
    share = bounds.of(best.weight)
    if share >= most:
        return Decision(best, is_likely=True)
    return Decision(best, is_likely=False) if share < least else None


def _alternatives(tried: list[Tried], untried: list[float], bounds: _Bounds) -> Decision | None:
    """The trials that are worth naming, the likeliest first; given are the weights of those not tried."""
    least, most = WORTH_NAMING * bounds.lowest_total, WORTH_NAMING * bounds.highest_total
    if any(bounds.of(weight) >= least for weight in untried):
        return None
    if any(least <= bounds.of(trial.weight) < most for trial in tried):
        return None
    named = [trial for trial in tried if bounds.of(trial.weight) >= most]
    return Decision(named=tuple(sorted(named, key=lambda trial: -trial.weight)))
