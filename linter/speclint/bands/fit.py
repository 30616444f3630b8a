"""The fit of portraits to cars: robust, with what is not stated left open. Needs numpy.

A multivariate t distribution is fitted by expectation and maximisation, so that cars far out have little say
and cars that state less say what they state (Little and Rubin, Statistical Analysis with Missing Data, 2nd
ed. 2002, section 8.4). What the members of a family share is told from what they do not by the covariance of
their deviations from the family's mean.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from speclint.bands.band import FLOOR, LEVELS, Band, Tail
from speclint.bands.model import ReferenceModel

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from speclint.bands.model import Vector
    from speclint.bands.shape import Shape

Array: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.intp]
Mask: TypeAlias = npt.NDArray[np.bool_]

FREEDOM = 4.0
"""Degrees of freedom of the t distribution: heavy tails, as published figures have."""
ROUNDS = 40
ROUNDING = 0.004
"""Deviation that rounding alone leaves between figures that are the same."""


class Row(NamedTuple):
    """A car of the fit: its family, and what it states."""

    family: Hashable
    vector: Vector


class Joint(NamedTuple):
    """Mean and covariance."""

    mean: Array
    covariance: Array


def fit_portrait(
    rows: Sequence[Row],
    shape: Shape,
    *,
    population: str,
    prior: ReferenceModel | None = None,
    weight: float = 0.0,
) -> ReferenceModel:
    """The portrait of these cars, with no tails yet.

    Args:
        rows: the cars.
        shape: what is in the portrait.
        population: what the cars are called.
        prior: a portrait of the same shape that counts as so many cars.
        weight: how many.
    """
    features, kin = shape.features, shape.kin
    joint = _fitted(_table(rows, features), _prior(prior, features), weight)
    apart = _apart(rows, kin)
    before = None if prior is None else Joint(np.zeros(len(kin)), _square(prior.within, prior.kin, kin))
    within = _fitted(apart, before, weight, centred=True).covariance if len(apart) else _of(before)
    places = [features.index(name) for name in kin]
    between = _positive(joint.covariance[np.ix_(places, places)] - within)
    empty = Tail((FLOOR,) * len(LEVELS), (FLOOR,) * len(LEVELS), len(rows))
    bands = {name: Band(empty, empty if name in kin else None) for name in shape.figures}
    return ReferenceModel(
        features, _numbers(joint.mean), _triangle(joint.covariance), kin,
        _triangle(within), _triangle(between), bands, len(rows), population,
    )  # fmt: skip


def _of(joint: Joint | None) -> Array:
    if joint is None:
        message = "no family has two members"
        raise ValueError(message)
    return joint.covariance


def _prior(portrait: ReferenceModel | None, features: Sequence[str]) -> Joint | None:
    if portrait is None:
        return None
    places = [portrait.features.index(name) for name in features]
    return Joint(np.array(portrait.mean)[places], _square(portrait.covariance, portrait.features, features))


def _square(triangle: Sequence[Sequence[float]], names: Sequence[str], wanted: Sequence[str]) -> Array:
    places = [list(names).index(name) for name in wanted]
    return np.array([[triangle[max(i, j)][min(i, j)] for j in places] for i in places])


def _table(rows: Iterable[Row], features: Sequence[str]) -> Array:
    return np.array([[row.vector.get(name, np.nan) for name in features] for row in rows])


def _apart(rows: Iterable[Row], kin: Sequence[str]) -> Array:
    """Deviations of distinct members from their family's mean, widened by what the mean takes."""
    families: dict[Hashable, dict[tuple[float, ...], None]] = defaultdict(dict)
    for row in rows:
        families[row.family][tuple(row.vector.get(name, np.nan) for name in kin)] = None
    found = []
    for members in families.values():
        table = np.array(list(members))
        counted = (~np.isnan(table)).sum(0)
        if len(table) > 1:
            mean = np.nansum(table, 0) / np.maximum(counted, 1)
            off = (table - mean) * np.sqrt(counted / np.maximum(counted - 1, 1))
            off[:, counted < 2] = np.nan  # noqa: PLR2004 - one alone deviates from nothing
            found.append(off[~np.isnan(off).all(1)])
    return np.vstack(found) if found else np.empty((0, len(kin)))


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


def _fitted(table: Array, prior: Joint | None, weight: float, *, centred: bool = False) -> Joint:
    """Mean and covariance of a t distribution, its degrees of freedom given."""
    joint = _start(table) if prior is None else prior
    if centred:
        joint = Joint(np.zeros(table.shape[1]), joint.covariance)
    patterns, rounding = _patterns(table), np.eye(table.shape[1]) * ROUNDING**2
    for _ in range(ROUNDS):
        sums, squares, trust, count = _expected(table, patterns, joint)
        if prior is not None and weight:
            off = prior.mean - joint.mean
            sums, trust, count = sums + weight * off, trust + weight, count + weight
            squares += weight * (prior.covariance + np.outer(off, off))
        step = np.zeros(len(sums)) if centred else sums / trust
        covariance = squares / count - np.outer(step, step) * trust / count + rounding
        joint = Joint(joint.mean + step, covariance)
    return joint


def _expected(
    table: Array, patterns: Sequence[tuple[Mask, Places]], joint: Joint
) -> tuple[Array, Array, float, float]:
    """Sums of deviations and of their products, each weighted by trust; the trust in all cars; their number.

    What a car does not state is what the rest of it lets expect.
    """
    size = table.shape[1]
    sums, squares, total, count = np.zeros(size), np.zeros((size, size)), 0.0, 0.0
    for stated, where in patterns:
        z = table[np.ix_(where, stated)] - joint.mean[stated]
        precision = np.linalg.inv(joint.covariance[np.ix_(stated, stated)])
        trust = (FREEDOM + stated.sum()) / (FREEDOM + np.einsum("ij,jk,ik->i", z, precision, z))
        whole = np.empty((len(where), size))
        whole[:, stated] = z
        unsaid = ~stated
        if unsaid.any():
            slope = joint.covariance[np.ix_(unsaid, stated)] @ precision
            whole[:, unsaid] = z @ slope.T
            left = joint.covariance[np.ix_(unsaid, unsaid)] - slope @ joint.covariance[np.ix_(stated, unsaid)]
            squares[np.ix_(unsaid, unsaid)] += len(where) * left
        sums += trust @ whole
        squares += (whole * trust[:, None]).T @ whole
        total, count = total + float(trust.sum()), count + len(where)
    return sums, squares, total, count


def _positive(matrix: Array) -> Array:
    """The nearest positive definite matrix (Higham 1988): negative eigenvalues are cut off."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.maximum(values, 1e-6)) @ vectors.T)


def _numbers(values: Array) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in values)


def _triangle(matrix: Array) -> tuple[tuple[float, ...], ...]:
    return tuple(_numbers(row[: i + 1]) for i, row in enumerate(matrix))
