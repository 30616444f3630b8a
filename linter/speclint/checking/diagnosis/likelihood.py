"""Likelihoods of the values of a figure, less that of the one stated: by sheet, limits and siblings."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from speclint.bands.student import log_density_loss
from speclint.quantities.figure import Bound, as_literal
from speclint.quantities.number import decimals

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.quantities.figure import Figure
    from speclint.quantities.limits import Limits

SHARED = 0.3
"""How often a car states what one of its siblings states, where that was not measured; a judgement."""
UNUSUAL = -4.0
"""Log likelihood ratio of a figure outside the usual limits of its quantity; a judgement: about 1 in 55."""
IMPOSSIBLE = 1e6
"""Squared standardized residual of a value that cannot be, such as a mass below zero."""


class Value(msgspec.Struct, frozen=True, gc=False):
    """What is read of a figure that may have been meant: many are weighed, so that few become figures."""

    text: str
    """The JSON text."""
    value: float
    """In the reference unit."""
    ends: tuple[tuple[float, float], tuple[float, float]]
    """Where the low and the high end may lie, in the reference unit."""
    number: float
    """As written, of a range the low end."""
    decimals: tuple[int, ...]
    """Digits after the point of each number as written; negative if its last digits are not written."""

    @classmethod
    def of(cls, figure: Figure) -> Value:
        """What is read of a figure."""
        stated = figure.stated
        if not isinstance(stated, tuple | Bound):
            return cls(str(stated), figure.value, figure.ends, float(stated), (decimals(stated),))
        numbers = figure.numbers
        places = tuple(map(decimals, numbers))
        return cls(as_literal(figure.stated), figure.value, figure.ends, float(numbers[0]), places)


class Feature(NamedTuple):
    """The feature that a figure states, as `Features` has it, and the gains when it changes."""

    factor: float
    offset: float
    logarithm: float
    gains: list[Gain]

    def log_ratio(self, value: Value) -> float:
        """The log likelihood of a value by the reference model, less that of the one stated."""
        meant = value.value / self.factor + self.offset
        if meant <= 0:
            return -log_density_loss(IMPOSSIBLE)
        change = log(meant) - self.logarithm
        return sum([gain.of(change) for gain in self.gains])


class Shared(NamedTuple):
    """What siblings state in the place of a figure."""

    share: float
    """How often a car states what one of them states."""
    count: Callable[[str], int]
    """How many of them state a value, by its JSON text."""
    total: int


class Likelihood:
    """The likelihood of the values of one figure: by the others of the sheet, by limits and by siblings."""

    def __init__(
        self, feature: Feature | None, limits: Limits | None, shared: Shared | None, *, is_share: bool
    ) -> None:
        """The likelihood by a feature, by limits and by siblings, of a share of a whole or another figure."""
        self._feature = feature
        self._is_share = is_share
        self._limits = limits
        self._shared = shared

    def log_ratio(self, value: Value) -> float:
        """The log likelihood of a value, less that of the one stated."""
        by_others = 0.0 if self._feature is None else self._feature.log_ratio(value)
        limits, (low, high) = self._limits, value.ends
        is_usual = limits is None or (limits.usual_least <= low[1] and high[0] <= limits.usual_most)
        weight = by_others + (0.0 if is_usual else UNUSUAL)
        return weight if self._shared is None else weight + log(self._by_siblings(value, self._shared))

    def _by_siblings(self, value: Value, shared: Shared) -> float:
        """Likelihood ratio of a value given what siblings state at its place."""
        same, width = shared.count(value.text), _width(value.ends, is_share=self._is_share)
        return ((1 - shared.share) * width + shared.share * same / shared.total) / width


class Gain:
    """By how much the log likelihood grows when the logarithm of a figure changes."""

    def __init__(self, precision: float, residual: float) -> None:
        """The gain beside an expectation: the reciprocal of its variance, and the residual times that."""
        self.precision, self.residual = precision, residual
        self._loss = log_density_loss(residual * residual / precision)

    def of(self, change: float) -> float:
        """The gain for a change by so much."""
        after = (self.residual + self.precision * change) ** 2 / self.precision
        return self._loss - log_density_loss(after)


def resolution(value: Figure) -> float:
    """One unit in the last place of a figure, relative to it: the width of one cell of figures around it."""
    return _width(value.ends, is_share=value.unit.name == "%")


def _width(ends: tuple[tuple[float, float], tuple[float, float]], *, is_share: bool) -> float:
    (low, most), (_, high) = ends
    # shares of a whole are spread evenly
    whole = 100 if is_share else max(abs(high), 1e-9)
    return max(1e-5, min(1.0, (most - low) / whole))
