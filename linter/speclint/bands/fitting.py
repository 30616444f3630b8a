"""The fit of portraits to cars: robust, with what is not stated left open. Needs numpy.

A multivariate t distribution is fitted by expectation and maximisation, so that cars far out have little say
and cars that state less say what they state (Little and Rubin, Statistical Analysis with Missing Data, 2nd
ed. 2002, section 8.4). What the members of a family share is told from what they do not by the covariance of
their deviations from the family's mean.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from speclint.bands.portrait import LEVELS, Band, HoldOut, Portrait, Tail

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from speclint.bands.portrait import Outlier, Vector
    from speclint.bands.shape import Shape

Array: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.intp]
Mask: TypeAlias = npt.NDArray[np.bool_]

FREEDOM = 4.0
"""Degrees of freedom of the t distribution: heavy tails, as published figures have."""
ROUNDS = 40
ROUNDING = 0.004
"""Deviation that rounding alone leaves between figures that are the same."""
FOLDS = 5
WRONG = 9.0
"""Deviations beyond which a published figure is taken for wrong: it says nothing of right ones."""
FLOOR = 3.6
"""Deviations below which no figure is called unusual, however few the cars are that say so."""
SHARP = 100
"""The level up to which a tail is counted; beyond the sample it goes on as a power of the level."""
STEEPEST = 0.25
"""Power with which a tail goes on at the most: that of a t distribution of four degrees of freedom."""


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
    prior: Portrait | None = None,
    weight: float = 0.0,
) -> Portrait:
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
    return Portrait(
        features, _numbers(joint.mean), _triangle(joint.covariance), kin,
        _triangle(within), _triangle(between), bands, len(rows), population,
    )  # fmt: skip


def _of(joint: Joint | None) -> Array:
    if joint is None:
        message = "no family has two members"
        raise ValueError(message)
    return joint.covariance


def _prior(portrait: Portrait | None, features: Sequence[str]) -> Joint | None:
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


def readings(portrait: Portrait, rows: Sequence[Row], *, siblings: bool) -> list[Outlier]:
    """The suspect of each car, alone or beside its siblings, where the portrait can tell."""
    found = (
        portrait.stray(row.vector, kin) if siblings else portrait.outlier(row.vector)
        for row, kin in beside(rows)
    )
    return [one for one in found if one is not None]


def tail_of(outliers: Sequence[Outlier], name: str) -> Tail:
    """How far out a figure lies where it is the suspect; figures that are wrong by far do not count."""
    low = sorted(
        (-one.deviations for one in outliers if one.name == name and one.deviations < 0), reverse=True
    )
    high = sorted(
        (one.deviations for one in outliers if one.name == name and one.deviations > 0), reverse=True
    )
    return Tail(_steps(low, len(outliers)), _steps(high, len(outliers)), len(outliers))


def _steps(sizes: list[float], cars: int) -> tuple[float, ...]:
    sizes = [size for size in sizes if size <= WRONG]
    steps: list[float] = []
    for level in LEVELS:
        place = int(cars / level)
        if place:
            steps.append(sizes[place] if place < len(sizes) else 0.0)
        else:
            # so far out the cars do not tell: the tail goes on
            before = LEVELS[max(0, len(steps) - 1)]
            steps.append(steps[-1] * (level / before) ** STEEPEST if steps else 0.0)
    return tuple(round(max(FLOOR, *steps[: i + 1]), 3) for i in range(len(steps)))


def folds(rows: Sequence[Row]) -> Iterable[tuple[list[Row], list[Row]]]:
    """The cars in and out of each fold, families kept together."""
    families = {family: i % FOLDS for i, family in enumerate(dict.fromkeys(row.family for row in rows))}
    for fold in range(FOLDS):
        yield (
            [row for row in rows if families[row.family] != fold],
            [row for row in rows if families[row.family] == fold],
        )


def spread(residuals: Sequence[float]) -> float:
    """The robust standard deviation: 1.4826 times the median absolute deviation."""
    values = np.array(residuals)
    return float(1.4826 * np.median(abs(values - np.median(values))))


def held_out(band: Band, name: str, pairs: Sequence[tuple[Portrait, Sequence[Row]]]) -> Band:
    """The band with what it is measured to be on cars that each portrait of the pairs was not fitted to."""
    alone, siblings = (
        _measured(
            name, tail, [one for portrait, rows in pairs for one in _readings(portrait, rows, name, kin)]
        )
        for tail, kin in ((band.alone, False), (band.siblings, True))
    )
    return msgspec.structs.replace(band, held_out=alone, held_out_siblings=siblings)


def _readings(
    portrait: Portrait,
    rows: Sequence[Row],
    name: str,
    siblings: bool,  # noqa: FBT001 - which of both
) -> Iterable[tuple[float, float, bool]]:
    """Of each car that states a figure: its log residual, its deviations, and whether it is the suspect."""
    for row, kin in beside(rows):
        reading = portrait.reading_beside(row.vector, kin) if siblings else portrait.reading(row.vector)
        if reading and name in reading.stated:
            off = reading.deviations(name)
            most = max(abs(reading.deviations(one)) for one in reading.stated if one in portrait.bands)
            yield reading.residual(name), off, abs(off) == most


def _measured(name: str, tail: Tail | None, found: Sequence[tuple[float, float, bool]]) -> HoldOut | None:
    if tail is None or not found:
        return None
    low, high = tail.ends(name)
    outside = sum(suspected and not -low <= off <= high for _, off, suspected in found)
    residuals = [residual for residual, _, _ in found]
    return HoldOut(len(found), round(spread(residuals), 4), round(outside / len(found), 5))


def beside(rows: Sequence[Row]) -> Iterable[tuple[Row, list[Vector]]]:
    """Each car with the other members of its family that state something else."""
    families: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        families[row.family].append(row)
    for row in rows:
        yield row, [other.vector for other in families[row.family] if other.vector != row.vector]
