"""The reference model: how the figures of cars of one kind go together, and which figure is an outlier.

A model is the joint normal distribution of the logarithms of figures and of covariates (driven axle, gearbox,
year), fitted to published cars. Each figure that a car states is compared with its conditional mean given the
others, log-linear in them, in units of its conditional standard deviation (Anderson, An Introduction to
Multivariate Statistical Analysis, 3rd ed. 2003, section 2.5). With the precision matrix K of what is stated
and the residuals z from the means, the log residual of figure i given the others is (K·z)ᵢ/Kᵢᵢ, its standard
deviation 1/√Kᵢᵢ. Of all figures that may be wrong alone, the one with the largest quotient of both explains
the car best: it is the suspect (Cook and Weisberg, Residuals and Influence in Regression, 1982, section 2.2:
the mean-shift outlier model).

What siblings have in common enters in the same way: the residuals of a family's members share a part, which
is predicted from the siblings' own residuals (Searle, Casella and McCulloch, Variance Components, 1992,
chapter 7: best linear prediction). Of the siblings' residuals the median counts, figure by figure, not of
their figures: the median power and the median time may be those of two cars, so that they fit no car.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, sqrt
from operator import mul, sub
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from speclint.bands.band import Band  # noqa: TC001 - the decoder looks it up
from speclint.bands.matrices import column_product, inverse, part, product, total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from speclint.bands.matrices import Matrix

Vector: TypeAlias = "Mapping[str, float]"
"""What a car states of a model, by feature: logarithms of figures, and numbers for covariates."""

MAX_SIBLINGS = 6
"""More siblings than these add no evidence: their errors are correlated."""
MIN_FIGURES = 3
"""Of two figures that disagree, either may be wrong."""


class Outlier(msgspec.Struct, frozen=True):
    """The figure that fits the others least: what was expected, and how unusual it is."""

    name: str
    deviations: float
    """Standard deviations from what was expected; negative if it is too small."""
    expected: float
    low: float
    high: float
    """Ends of the band, in the figure's unit as `expected`."""
    rarity: float
    """One in so many cars deviates as much; at least so many where it is the number of cars looked at."""
    cars: int
    """How many cars were looked at."""
    is_outside: bool
    """Whether it lies outside the band."""
    evidence: tuple[str, ...]
    """The figures with the largest partial correlation, that one first."""
    rivals: tuple[str, ...]
    """Other figures that may be the wrong one instead, the likeliest first."""


class ConditionalFit(NamedTuple):
    """Each figure of a car compared with the others, or with those of its siblings as well."""

    stated: tuple[str, ...]
    precision: Matrix
    """Of the stated features, in their order."""
    weighted_residuals: list[float]
    """The precision times the residuals from the means."""

    def deviation(self, name: str) -> float:
        """The standard deviation of a figure's logarithm, given all others."""
        i = self.stated.index(name)
        return 1 / sqrt(self.precision[i][i])

    def deviations(self, name: str) -> float:
        """The standardized residual of a figure, given all others."""
        return self.weighted_residuals[self.stated.index(name)] * self.deviation(name)

    def residual(self, name: str) -> float:
        """The logarithm of a figure less its conditional mean."""
        return self.deviations(name) * self.deviation(name)

    def partial_correlation(self, name: str, other: str) -> float:
        """The partial correlation of two figures, given all others, without its sign."""
        i, j = self.stated.index(name), self.stated.index(other)
        return abs(self.precision[i][j]) * self.deviation(name) * self.deviation(other)


class ReferenceModel(msgspec.Struct, frozen=True, rename={"family_features": "kin"}):
    """The joint distribution of the figures of one kind of car."""

    features: tuple[str, ...]
    mean: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    """Lower triangle, row by row."""
    family_features: tuple[str, ...]
    """The features for which members of a family are compared."""
    within: tuple[tuple[float, ...], ...]
    """Covariance of `family_features` within families; lower triangle."""
    between: tuple[tuple[float, ...], ...]
    """Covariance of `family_features` between families; lower triangle."""
    bands: dict[str, Band]
    """By name of the figure; features without one are covariates and never suspects."""
    cars: int
    population: str
    """What it was fitted to, in the plural: `published cars`."""

    def __hash__(self) -> int:
        return id(self)

    def outlier(self, car: Vector) -> Outlier | None:
        """The suspect among a car's figures, however far out it lies; None if it states too little."""
        fit = self.conditional_fit(car)
        return fit and self._suspect(car, fit, siblings=False)

    def outlier_beside(self, car: Vector, siblings: Sequence[Vector]) -> Outlier | None:
        """The suspect beside siblings; None if they, or the car, state too little."""
        fit = self.conditional_fit_beside(car, siblings)
        return fit and self._suspect(car, fit, siblings=True)

    def conditional_fit(self, car: Vector, min_figures: int = MIN_FIGURES) -> ConditionalFit | None:
        """Each figure of a car compared with the others; None if it states too few."""
        stated = tuple(name for name in self.features if name in car)
        if sum(name in self.bands for name in stated) < min_figures:
            return None
        precision = _precision(self, stated)
        return ConditionalFit(stated, precision, column_product(precision, self._residuals(car, stated)))

    def conditional_fit_beside(self, car: Vector, siblings: Sequence[Vector]) -> ConditionalFit | None:
        """Each figure of a car compared with the others and siblings; None if they state too little."""
        stated = tuple(
            name
            for name in self.family_features
            if name in car and 2 * sum(name in sibling for sibling in siblings) >= len(siblings)
        )
        alike = [sibling for sibling in siblings if all(name in sibling for name in stated)]
        if not alike or sum(name in self.bands for name in stated) < MIN_FIGURES:
            return None
        share, precision = _prediction(self, stated, min(len(alike), MAX_SIBLINGS))
        own, *theirs = (
            column_product(precision, self._residuals(vector, stated)) for vector in (car, *alike)
        )
        shared = column_product(share, list(map(_middle, zip(*theirs, strict=True))))
        return ConditionalFit(stated, precision, list(map(sub, own, shared)))

    def distance(self, car: Vector) -> float:
        """The Mahalanobis distance of a car from the mean, for each feature that it states."""
        fit = self.conditional_fit(car)
        if fit is None:
            return 0.0
        squared = sum(map(mul, self._residuals(car, fit.stated), fit.weighted_residuals))
        return sqrt(max(0.0, squared) / len(fit.stated))

    def _residuals(self, car: Vector, stated: tuple[str, ...]) -> list[float]:
        """What each stated feature is above its mean."""
        return [car[name] - self.mean[self.features.index(name)] for name in stated]

    def _suspect(self, car: Vector, fit: ConditionalFit, *, siblings: bool) -> Outlier | None:
        sizes = {name: fit.deviations(name) for name in fit.stated if name in self.bands}
        name, *others = sorted(sizes, key=lambda figure: -abs(sizes[figure]))
        size, deviation = sizes[name], fit.deviation(name)
        tail = self.bands[name].siblings if siblings else self.bands[name].alone
        if tail is None:
            return None
        low, high = tail.ends(siblings=siblings)
        middle = car[name] - size * deviation
        correlations = {other: fit.partial_correlation(name, other) for other in others}
        return Outlier(
            name,
            size,
            exp(middle),
            exp(middle - low * deviation),
            exp(middle + high * deviation),
            tail.rarity(size),
            tail.cars,
            not -low <= size <= high,
            tuple(sorted(correlations, key=lambda other: -correlations[other])[:2]),
            tuple(other for other in others if abs(sizes[other]) > abs(size) / 2)[:2],
        )


def _middle(values: Sequence[float]) -> float:
    """The median of three or more, else the mean."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@lru_cache(maxsize=1024)
def _precision(model: ReferenceModel, stated: tuple[str, ...]) -> Matrix:
    places = [model.features.index(name) for name in stated]
    return inverse(part(model.covariance, places))


@lru_cache(maxsize=1024)
def _prediction(model: ReferenceModel, stated: tuple[str, ...], siblings: int) -> tuple[Matrix, Matrix]:
    """The share of the siblings' weighted residuals that a car has too, and the precision of what is left."""
    places = [model.family_features.index(name) for name in stated]
    within, between = part(model.within, places), part(model.between, places)
    weight = product(between, inverse(total(between, within, 1 / siblings)))
    left = total(total(within, between, 1.0), product(weight, between), -1.0)
    precision = inverse(left)
    return product(product(precision, weight), left), precision
