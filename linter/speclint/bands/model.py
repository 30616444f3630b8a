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
from speclint.bands.shape import MIN_FIGURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from speclint.bands.matrices import Matrix

Vector: TypeAlias = "Mapping[str, float]"
"""What a car states of a model, by feature: logarithms of figures, and numbers for covariates."""

MAX_SIBLINGS = 6
"""More siblings than these add no evidence: their errors are correlated."""


class Outlier(msgspec.Struct, frozen=True):
    """The figure that fits the others least: what was expected, and how unusual it is."""

    name: str
    deviations: float
    """Standard deviations from what was expected; negative if it is too small."""
    expected: float
    low: float
    high: float
    """Ends of the band, in the figure's unit as `expected`."""
    is_outside: bool
    """Whether it lies outside the band."""
    sizes: dict[str, float]
    """Standard deviations of all figures of the car from what was expected."""
    fit: ConditionalFit

    @property
    def evidence(self) -> tuple[str, ...]:
        """The figures with the largest partial correlation, that one first."""
        correlations = {other: self.fit.partial_correlation(self.name, other) for other in self._others}
        return tuple(sorted(correlations, key=lambda other: -correlations[other])[:2])

    @property
    def rivals(self) -> tuple[str, ...]:
        """Other figures that may be the wrong one instead, the likeliest first."""
        return tuple(other for other in self._others if abs(self.sizes[other]) > abs(self.deviations) / 2)[:2]

    @property
    def _others(self) -> list[str]:
        """The other figures, those that fit least first."""
        return sorted(self.sizes, key=lambda figure: -abs(self.sizes[figure]))[1:]


class ConditionalFit(NamedTuple):
    """Each figure of a car compared with the others, or with those of its siblings as well."""

    stated: tuple[str, ...]
    precision: Matrix
    """Of the stated features, in their order."""
    standard_deviations: list[float]
    """Of the logarithm of each, given all others."""
    weighted_residuals: list[float]
    """The precision times the residuals from the means."""

    def deviation(self, name: str) -> float:
        """The standard deviation of a figure's logarithm, given all others."""
        return self.standard_deviations[self.stated.index(name)]

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


class Siblings(tuple["Vector", ...]):
    """Vectors of siblings, known by identity: what they imply is computed once for all cars beside them."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        """Whether both are the same object."""
        return self is other


class _Beside(NamedTuple):
    """What siblings imply for the features that a car states too."""

    stated: tuple[str, ...]
    precision: Matrix
    standard_deviations: list[float]
    shared: list[float]
    """The part of the weighted residuals that is predicted from those of the siblings."""


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
        means, precision, deviations = _precision(self, stated)
        residuals = [car[name] - mean for name, mean in zip(stated, means, strict=True)]
        return ConditionalFit(stated, precision, deviations, column_product(precision, residuals))

    def conditional_fit_beside(self, car: Vector, siblings: Sequence[Vector]) -> ConditionalFit | None:
        """Each figure of a car compared with the others and siblings; None if they state too little."""
        alike = siblings if isinstance(siblings, Siblings) else Siblings(siblings)
        beside = _beside(self, tuple(name for name in self.family_features if name in car), alike)
        if beside is None:
            return None
        stated, precision, deviations, shared = beside
        own = column_product(precision, self.residuals(car, stated))
        return ConditionalFit(stated, precision, deviations, list(map(sub, own, shared)))

    def distance(self, car: Vector) -> float:
        """The Mahalanobis distance of a car from the mean, for each feature that it states."""
        fit = self.conditional_fit(car)
        if fit is None:
            return 0.0
        squared = sum(map(mul, self.residuals(car, fit.stated), fit.weighted_residuals))
        return sqrt(max(0.0, squared) / len(fit.stated))

    def residuals(self, car: Vector, stated: tuple[str, ...]) -> list[float]:
        """What each stated feature is above its mean."""
        return [car[name] - self.mean[self.features.index(name)] for name in stated]

    def _suspect(self, car: Vector, fit: ConditionalFit, *, siblings: bool) -> Outlier | None:
        pairs = zip(fit.stated, fit.weighted_residuals, fit.standard_deviations, strict=True)
        sizes = {name: residual * deviation for name, residual, deviation in pairs if name in self.bands}
        name = max(sizes, key=lambda figure: abs(sizes[figure]))
        size, deviation = sizes[name], fit.deviation(name)
        tail = self.bands[name].siblings if siblings else self.bands[name].alone
        if tail is None:
            return None
        low, high = tail.ends(siblings=siblings)
        middle = car[name] - size * deviation
        return Outlier(
            name,
            size,
            exp(middle),
            exp(middle - low * deviation),
            exp(middle + high * deviation),
            not -low <= size <= high,
            sizes,
            fit,
        )


@lru_cache(maxsize=64)
def _beside(model: ReferenceModel, own: tuple[str, ...], siblings: Siblings) -> _Beside | None:
    """What siblings imply for a car with these features; None if they, or the car, state too little."""
    stated = tuple(name for name in own if 2 * sum(name in sibling for sibling in siblings) >= len(siblings))
    alike = [sibling for sibling in siblings if all(name in sibling for name in stated)]
    if not alike or sum(name in model.bands for name in stated) < MIN_FIGURES:
        return None
    share, precision = prediction(model, stated, min(len(alike), MAX_SIBLINGS))
    theirs = (column_product(precision, model.residuals(vector, stated)) for vector in alike)
    shared = column_product(share, list(map(_middle, zip(*theirs, strict=True))))
    return _Beside(stated, precision, deviations_of(precision), shared)


def _middle(values: Sequence[float]) -> float:
    """The median of three or more, else the mean."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@lru_cache(maxsize=1024)
def _precision(model: ReferenceModel, stated: tuple[str, ...]) -> tuple[list[float], Matrix, list[float]]:
    """The means of what is stated, their precision, and the standard deviation of each given the others."""
    places = [model.features.index(name) for name in stated]
    precision = inverse(part(model.covariance, places))
    return [model.mean[place] for place in places], precision, deviations_of(precision)


def deviations_of(precision: Matrix) -> list[float]:
    """The standard deviation of each, given all others."""
    return [1 / sqrt(row[i]) for i, row in enumerate(precision)]


@lru_cache(maxsize=1024)
def prediction(model: ReferenceModel, stated: tuple[str, ...], siblings: int) -> tuple[Matrix, Matrix]:
    """The share of the siblings' weighted residuals that a car has too, and the precision of what is left."""
    places = [model.family_features.index(name) for name in stated]
    within, between = part(model.within, places), part(model.between, places)
    weight = product(between, inverse(total(between, within, 1 / siblings)))
    left = total(total(within, between, 1.0), product(weight, between), -1.0)
    precision = inverse(left)
    return product(product(precision, weight), left), precision
