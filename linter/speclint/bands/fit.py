"""The fit of reference models to cars: robust, with missing values. Needs numpy.

A multivariate t distribution is fitted by expectation and maximisation, so that outliers have little weight
and cars that state less count with what they state (Little and Rubin, Statistical Analysis with Missing Data,
2nd ed. 2002, section 8.4). The covariance within families is that of their members' deviations from the
family's mean; what it leaves of the whole covariance is that between families.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from speclint.bands.band import FLOOR, LEVELS, Band, Tail
from speclint.bands.matrices import part
from speclint.bands.model import ReferenceModel
from speclint.bands.student import FREEDOM

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from speclint.bands.model import Vector
    from speclint.bands.shape import Shape

Array: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.intp]
Mask: TypeAlias = npt.NDArray[np.bool_]

MAX_ROUNDS = 40
ROUNDING = 0.004
"""Standard deviation of a logarithm that rounding alone causes."""


class Row(NamedTuple):
    """A car of the fit: its family, and what it states."""

    family: Hashable
    vector: Vector


class Joint(NamedTuple):
    """Mean and covariance."""

    mean: Array
    covariance: Array


def fit_model(
    rows: Sequence[Row],
    shape: Shape,
    *,
    population: str,
    prior: ReferenceModel | None = None,
    weight: float = 0.0,
) -> ReferenceModel:
    """The reference model of these cars, with no tails yet.

    Args:
        rows: the cars.
        shape: the figures and covariates of the model.
        population: what the cars are called.
        prior: a model of the same shape that counts as so many cars.
        weight: how many.

    Raises:
        ValueError: if there is no prior and no family has two members.
    """
    features, family_features = shape.features, shape.family_features
    prior_joint, prior_within = (None, None) if prior is None else _priors(prior, shape)
    table = np.array([[row.vector.get(name, np.nan) for name in features] for row in rows])
    joint = _fitted(table, prior_joint, weight)
    deviations = _within_families(rows, family_features)
    if len(deviations):
        within = _fitted(deviations, prior_within, weight, centred=True).covariance
    elif prior_within is None:
        message = "no family has two members"
        raise ValueError(message)
    else:
        within = prior_within.covariance
    places = [features.index(name) for name in family_features]
    between = _positive(joint.covariance[np.ix_(places, places)] - within)
    empty = Tail((FLOOR,) * len(LEVELS), (FLOOR,) * len(LEVELS), len(rows))
    bands = {name: Band(empty, empty if name in family_features else None) for name in shape.figures}
    return ReferenceModel(
        features, _numbers(joint.mean), _triangle(joint.covariance), family_features,
        _triangle(within), _triangle(between), bands, len(rows), population,
    )  # fmt: skip


def _priors(model: ReferenceModel, shape: Shape) -> tuple[Joint, Joint]:
    """What a model has as mean and covariance of the features, and of deviations within families."""
    places = [model.features.index(name) for name in shape.features]
    family = [model.family_features.index(name) for name in shape.family_features]
    return (
        Joint(np.array(model.mean)[places], np.array(part(model.covariance, places))),
        Joint(np.zeros(len(family)), np.array(part(model.within, family))),
    )


def _within_families(rows: Iterable[Row], features: Sequence[str]) -> Array:
    """Deviations of distinct members from their family's mean, scaled by √(n/(n-1)) for the mean of n."""
    families: dict[Hashable, dict[tuple[float, ...], None]] = defaultdict(dict)
    for row in rows:
        families[row.family][tuple(row.vector.get(name, np.nan) for name in features)] = None
    tables = []
    for members in families.values():
        table = np.array(list(members))
        counted = (~np.isnan(table)).sum(0)
        if len(table) > 1:
            mean = np.nansum(table, 0) / np.maximum(counted, 1)
            deviations = (table - mean) * np.sqrt(counted / np.maximum(counted - 1, 1))
            deviations[:, counted < 2] = np.nan  # noqa: PLR2004 - a single value is its own mean
            tables.append(deviations[~np.isnan(deviations).all(1)])
    return np.vstack(tables) if tables else np.empty((0, len(features)))


def _patterns(table: Array) -> list[tuple[Mask, Places]]:
    """Which columns are stated, and the rows that state just these."""
    stated = ~np.isnan(table)
    kinds, where = np.unique(stated, axis=0, return_inverse=True)
    where = where.ravel()
    return [(kind, np.flatnonzero(where == i)) for i, kind in enumerate(kinds) if kind.any()]


def _start(table: Array) -> Joint:
    mean = np.array([np.median(c[~np.isnan(c)]) if (~np.isnan(c)).any() else 0.0 for c in table.T])
    off = abs(table - mean)
    sd = np.array([1.4826 * np.median(c[~np.isnan(c)]) if (~np.isnan(c)).any() else 0.3 for c in off.T])
    return Joint(mean, np.diag(np.where(sd < 1e-3, 0.3, sd) ** 2))  # noqa: PLR2004 - a median of equals


def _fitted(table: Array, prior: Joint | None, prior_cars: float, *, centred: bool = False) -> Joint:
    """Mean and covariance of a t distribution of `FREEDOM`; a centred one has the mean 0."""
    joint = _start(table) if prior is None else prior
    if centred:
        joint = Joint(np.zeros(table.shape[1]), joint.covariance)
    patterns, rounding = _patterns(table), np.eye(table.shape[1]) * ROUNDING**2
    for _ in range(MAX_ROUNDS):
        sums, squares, weight, count = _expected(table, patterns, joint)
        if prior is not None and prior_cars:
            off = prior.mean - joint.mean
            sums, weight, count = sums + prior_cars * off, weight + prior_cars, count + prior_cars
            squares += prior_cars * (prior.covariance + np.outer(off, off))
        step = np.zeros(len(sums)) if centred else sums / weight
        covariance = squares / count - np.outer(step, step) * weight / count + rounding
        joint = Joint(joint.mean + step, covariance)
    return joint


def _expected(
    table: Array, patterns: Sequence[tuple[Mask, Places]], joint: Joint
) -> tuple[Array, Array, float, float]:
    """Sums of the weighted residuals and of their products; the sum of the weights; the number of cars.

    A value that a car does not state is its conditional expectation, given what the car states.
    """
    size = table.shape[1]
    sums, squares, total, count = np.zeros(size), np.zeros((size, size)), 0.0, 0.0
    for stated, where in patterns:
        z = table[np.ix_(where, stated)] - joint.mean[stated]
        precision = np.linalg.inv(joint.covariance[np.ix_(stated, stated)])
        weights = (FREEDOM + stated.sum()) / (FREEDOM + np.einsum("ij,jk,ik->i", z, precision, z))
        residuals = np.empty((len(where), size))
        residuals[:, stated] = z
        missing = ~stated
        if missing.any():
            slope = joint.covariance[np.ix_(missing, stated)] @ precision
            residuals[:, missing] = z @ slope.T
            left = (
                joint.covariance[np.ix_(missing, missing)] - slope @ joint.covariance[np.ix_(stated, missing)]
            )
            squares[np.ix_(missing, missing)] += len(where) * left
        sums += weights @ residuals
        squares += (residuals * weights[:, None]).T @ residuals
        total, count = total + float(weights.sum()), count + len(where)
    return sums, squares, total, count


def _positive(matrix: Array) -> Array:
    """The nearest positive definite matrix (Higham 1988): negative eigenvalues are cut off."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.maximum(values, 1e-6)) @ vectors.T)


def _numbers(values: Array) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in values)


def _triangle(matrix: Array) -> tuple[tuple[float, ...], ...]:
    return tuple(_numbers(row[: i + 1]) for i, row in enumerate(matrix))
