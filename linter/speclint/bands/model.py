"""Portraits: what the figures of cars of one kind have to do with each other, and how far they stray.

A portrait is the joint normal distribution of the logarithms of figures and of what goes with them (driven
axle, gearbox, year), fitted to published cars. Whatever a car states of it, the rest of the portrait says
what each stated figure should be: the conditional mean, log-linear in the other figures, with its deviation
(Anderson, An Introduction to Multivariate Statistical Analysis, 3rd ed. 2003, section 2.5). With the
precision matrix K of what is stated and the deviations z from the means, the log residual of figure i is
(K·z)ᵢ/Kᵢᵢ, its deviation 1/√Kᵢᵢ. Of all figures that may be wrong alone, the one with the largest quotient of
both explains the car best: it is the suspect (Cook and Weisberg, Residuals and Influence in Regression,
1982, section 2.2: the mean-shift outlier model).

What siblings have in common enters in the same way: the deviations of a family's members from the portrait
share a part, which the siblings' own deviations tell (Searle, Casella and McCulloch, Variance Components,
1992, chapter 7: best linear prediction). Of the siblings' residuals the median counts, figure by figure, not
of their figures: the median power and the median time may be those of two cars, so that they fit no car.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, sqrt
from operator import mul, sub
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from speclint.bands.band import Band  # noqa: TC001 - the decoder looks it up
from speclint.bands.matrices import column_product, difference, inverse, part, product, total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from speclint.bands.matrices import Matrix

Vector: TypeAlias = "Mapping[str, float]"
"""What a car states of a portrait, by name: logarithms of figures, and numbers for what goes with them."""

MAX_SIBLINGS = 6
"""More siblings than these tell no more: they err together."""


class Outlier(msgspec.Struct, frozen=True):
    """A figure that does not fit the others: what was expected, and how unusual it is."""

    name: str
    deviations: float
    """How many deviations it is off; negative if it is too small."""
    expected: float
    low: float
    high: float
    """Ends of the band, in the figure's unit as `expected`."""
    rarity: float
    """One in so many cars is as far off, or fewer where it is as many as the cars looked at."""
    cars: int
    """How many cars were looked at."""
    is_outside: bool
    """Whether it lies outside the band."""
    evidence: tuple[str, ...]
    """The figures that say most of what is expected, the most telling first."""
    rivals: tuple[str, ...]
    """Other figures that may be the wrong one instead, the likeliest first."""


class Reading(NamedTuple):
    """What the figures of a car make of each other."""

    stated: tuple[str, ...]
    precision: Matrix
    pulls: list[float]
    """The precision times what each deviates from the mean."""

    def deviation(self, name: str) -> float:
        """The standard deviation of a figure's logarithm, given all others."""
        i = self.stated.index(name)
        return 1 / sqrt(self.precision[i][i])

    def deviations(self, name: str) -> float:
        """How many deviations a figure is off what the others make of it."""
        return self.pulls[self.stated.index(name)] * self.deviation(name)

    def residual(self, name: str) -> float:
        """The logarithm of a figure over what the others make of it."""
        return self.deviations(name) * self.deviation(name)

    def tie(self, name: str, other: str) -> float:
        """How closely two figures go together, all others given: their partial correlation, unsigned."""
        i, j = self.stated.index(name), self.stated.index(other)
        return abs(self.precision[i][j]) * self.deviation(name) * self.deviation(other)


class ReferenceModel(msgspec.Struct, frozen=True):
    """The joint distribution of the figures of one kind of car."""

    features: tuple[str, ...]
    mean: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    """Lower triangle, row by row."""
    kin: tuple[str, ...]
    """The features that siblings tell of."""
    within: tuple[tuple[float, ...], ...]
    """Covariance of `kin` among the members of one family."""
    between: tuple[tuple[float, ...], ...]
    """Covariance of what the members of a family share."""
    bands: dict[str, Band]
    """By name of the figure; features without one go with the figures and are never suspects."""
    cars: int
    population: str
    """What it was fitted to, in the plural: `published cars`."""

    def __hash__(self) -> int:
        return id(self)

    def outlier(self, car: Vector) -> Outlier | None:
        """The suspect among a car's figures, however far out it lies; None if it states too little."""
        reading = self.reading(car)
        return reading and self._suspect(car, reading, siblings=False)

    def stray(self, car: Vector, siblings: Sequence[Vector]) -> Outlier | None:
        """The suspect beside siblings; None if they, or the car, state too little."""
        reading = self.reading_beside(car, siblings)
        return reading and self._suspect(car, reading, siblings=True)

    def reading(self, car: Vector, fewest: int | None = None) -> Reading | None:
        """What a car's figures make of each other; None if it states too few."""
        stated = tuple(name for name in self.features if name in car)
        if sum(name in self.bands for name in stated) < (fewest or MIN_FIGURES):
            return None
        precision = _precision(self, stated)
        means = [self.mean[self.features.index(name)] for name in stated]
        z = [car[name] - mean for name, mean in zip(stated, means, strict=True)]
        return Reading(stated, precision, column_product(precision, z))

    def reading_beside(self, car: Vector, siblings: Sequence[Vector]) -> Reading | None:
        """What its siblings and a car's own figures make of each; None if they state too little."""
        stated = tuple(
            name
            for name in self.kin
            if name in car and 2 * sum(name in sibling for sibling in siblings) >= len(siblings)
        )
        alike = [sibling for sibling in siblings if all(name in sibling for name in stated)]
        if not alike or sum(name in self.bands for name in stated) < MIN_FIGURES:
            return None
        share, precision = _kindred(self, stated, min(len(alike), MAX_SIBLINGS))
        means = [self.mean[self.features.index(name)] for name in stated]
        own, *theirs = (
            column_product(precision, [one[name] - mean for name, mean in zip(stated, means, strict=True)])
            for one in (car, *alike)
        )
        shared = column_product(share, list(map(_middle, zip(*theirs, strict=True))))
        return Reading(stated, precision, list(map(sub, own, shared)))

    def distance(self, car: Vector) -> float:
        """How far a car lies from the middle (Mahalanobis), for each feature that it states."""
        reading = self.reading(car)
        if reading is None:
            return 0.0
        means = [self.mean[self.features.index(name)] for name in reading.stated]
        z = [car[name] - mean for name, mean in zip(reading.stated, means, strict=True)]
        return sqrt(max(0.0, sum(map(mul, z, reading.pulls))) / len(z))

    def _suspect(self, car: Vector, reading: Reading, *, siblings: bool) -> Outlier | None:
        sizes = {name: reading.deviations(name) for name in reading.stated if name in self.bands}
        name, *others = sorted(sizes, key=lambda one: -abs(sizes[one]))
        size, deviation = sizes[name], reading.deviation(name)
        tail = self.bands[name].siblings if siblings else self.bands[name].alone
        if tail is None:
            return None
        low, high = tail.ends(siblings=siblings)
        middle = car[name] - size * deviation
        ties = {other: reading.tie(name, other) for other in others}
        return Outlier(
            name,
            size,
            exp(middle),
            exp(middle - low * deviation),
            exp(middle + high * deviation),
            tail.rarity(size),
            tail.cars,
            not -low <= size <= high,
            tuple(sorted(ties, key=lambda other: -ties[other])[:2]),
            tuple(other for other in others if abs(sizes[other]) > abs(size) / 2)[:2],
        )


MIN_FIGURES = 3
"""Two figures that disagree do not tell which of them is wrong."""


def _middle(values: Sequence[float]) -> float:
    """The median of three or more, else the mean."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@lru_cache(maxsize=1024)
def _precision(portrait: ReferenceModel, stated: tuple[str, ...]) -> Matrix:
    places = [portrait.features.index(name) for name in stated]
    return inverse(part(portrait.covariance, places))


@lru_cache(maxsize=1024)
def _kindred(portrait: ReferenceModel, stated: tuple[str, ...], siblings: int) -> tuple[Matrix, Matrix]:
    """What the siblings' pulls say of a car's own, and the precision of what is left."""
    places = [portrait.kin.index(name) for name in stated]
    within, between = part(portrait.within, places), part(portrait.between, places)
    weight = product(between, inverse(total(between, within, 1 / siblings)))
    left = difference(total(within, between, 1.0), product(weight, between))
    precision = inverse(left)
    return product(product(precision, weight), left), precision
