"""Which of many sheets may have a figure that does not fit the others, by the bands: what `outliers` finds in each."""

from __future__ import annotations

from functools import reduce
from math import log
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from speclint.bands.matrices import part
from speclint.bands.shape import MIN_FIGURES
from speclint.bands.store import shipped_bands
from speclint.columns.features import NAMES, features
from speclint.columns.vehicles import powertrains, words, years
from speclint.rules.outliers import BY_MOTOR, UNBUILT
from speclint.vehicle.chosen import LIGHT, LIMITS, OLD, TWO_SEATERS
from speclint.vehicle.powertrain import MIXED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.bands.model import ReferenceModel
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Floats, Integers

SLACK = 1e-6
"""Share of the terms of a sum by which rounding may change it, where an inverse is computed in another way."""


class Outliers(msgspec.Struct, frozen=True, eq=False):
    """By row, and by name in `NAMES`, what is known of a figure."""

    is_suspect: Booleans
    """Whether it may fit the others least."""
    is_low: Booleans
    """Whether it may lie below its band."""
    is_high: Booleans
    """Whether it may lie above its band."""


def outlying(columns: Columns, *names: str) -> Booleans:
    """The rows in which `implausible` may find one of these features outside its band."""
    found = columns.none()
    for name in names:
        found |= columns.once(_outlying)[:, NAMES.index(name)]
    return found


def outlying_rows(columns: Columns) -> Booleans:
    """The rows in which any figure may lie outside its band."""
    found: Booleans = np.any(columns.once(_outlying), axis=1)
    return found


def _outlying(columns: Columns) -> Booleans:
    cars = features(columns)
    is_built = ~words(columns, "status").where(UNBUILT.__contains__)
    found = np.zeros(cars.matrix.shape, dtype=np.bool_)
    for kinds in cars.kinds.values:
        by_kind = [_outside(columns, kinds, kind) for kind in kinds]
        if by_kind:
            # it lies outside whichever kind of car it is
            is_outside = np.logical_and.reduce([outside.any(axis=1) for outside in by_kind])
            found[rows_of(columns, kinds)] = reduce(or_, by_kind) & is_outside[:, np.newaxis]
    found[~is_built] = False
    return found


def rows_of(columns: Columns, kinds: tuple[str, ...]) -> Integers:
    """The rows of cars that may be of these kinds and state enough."""
    cars = features(columns)
    return np.flatnonzero(cars.states_enough & cars.kinds.where(kinds.__eq__))


class Deviations(NamedTuple):
    """How far figures lie from what the others imply, by row and by name in `NAMES`; NaN where nothing does."""

    sizes: Floats
    """In standard deviations."""
    slack: Floats
    """By how much a size may differ."""
    units: Floats
    """The standard deviation of the logarithm of each figure."""


def deviations_by(columns: Columns, kinds: tuple[str, ...], kind: str) -> Deviations:
    """The `deviations_in` of these cars by the model of one of their kinds."""
    return columns.once(_deviations_by, kinds, kind)


def _deviations_by(columns: Columns, kinds: tuple[str, ...], kind: str) -> Deviations:
    model = (columns.profile.bands or shipped_bands()).models[kind]
    return deviations_in(model, features(columns).matrix[rows_of(columns, kinds)])


def _outside(columns: Columns, kinds: tuple[str, ...], kind: str) -> Booleans:
    """The figures of cars of these kinds that may be outliers by the model of one of them."""
    model, rows = (columns.profile.bands or shipped_bands()).models[kind], rows_of(columns, kinds)
    matrix, is_electric = features(columns).matrix[rows], kinds == ("electric",)
    outliers = _outliers(model, deviations_by(columns, kinds, kind))
    found = outliers.is_suspect & _evidence(columns, rows, outliers)
    for names, is_chosen in _chosen(columns, rows, is_electric=is_electric):
        # a figure that the maker chose so is no evidence, but the one that fits least without it
        places = [NAMES.index(name) for name in names]
        chosen = is_chosen & outliers.is_suspect[:, places] & ~outliers.is_high[:, places]
        found[:, places] &= ~chosen
        some = np.flatnonzero(chosen.any(axis=1))
        others = matrix[some]
        others[:, places] = np.nan
        without = outliers_of(model, others)
        found[some] |= without.is_suspect & _evidence(columns, rows[some], without)
    return found


def outliers_of(model: ReferenceModel, matrix: Floats) -> Outliers:
    """Which figures of rows of features may fit the others least, and which may be outside their bands."""
    return _outliers(model, deviations_in(model, matrix))


def _outliers(model: ReferenceModel, found: Deviations) -> Outliers:
    sizes, slack = found.sizes, found.slack
    low, high = np.full((2, len(NAMES)), np.inf)
    for name in model.bands.keys() & set(NAMES):
        low[NAMES.index(name)], high[NAMES.index(name)] = model.bands[name].alone.ends(siblings=False)
    return Outliers(suspects(sizes, slack), sizes - slack < -low, sizes + slack > high)


def suspects(sizes: Floats, slack: Floats) -> Booleans:
    """Which of the figures of each row may deviate most; see `deviations_in`."""
    largest = np.fmax.reduce(np.abs(sizes) - slack, axis=1, initial=0.0)
    found: Booleans = np.abs(sizes) + slack >= largest[:, np.newaxis]
    return found


def deviations_in(model: ReferenceModel, matrix: Floats) -> Deviations:
    """How far figures lie from what the others imply."""
    sizes, slack, units = np.full((3, *matrix.shape), np.nan)
    known = [number for number, name in enumerate(model.features) if name in NAMES]
    places = np.array([NAMES.index(model.features[number]) for number in known])
    is_judged = np.array([model.features[number] in model.bands for number in known])
    means, covariance = np.array(model.mean)[known], np.array(part(model.covariance, known))
    is_stated = ~np.isnan(matrix[:, places])
    _, examples, patterns = np.unique(
        is_stated @ (1 << np.arange(len(places))), return_index=True, return_inverse=True
    )
    for number, stated in enumerate(is_stated[examples]):
        if np.sum(stated & is_judged) < MIN_FIGURES:
            continue
        precision = np.linalg.inv(covariance[np.ix_(stated, stated)])
        roots = np.sqrt(np.diag(precision))
        weights = (precision / roots)[:, is_judged[stated]]
        rows = np.flatnonzero(patterns == number)
        residuals = matrix[np.ix_(rows, places[stated])] - means[stated]
        judged = np.ix_(rows, places[stated & is_judged])
        sizes[judged] = residuals @ weights
        slack[judged] = SLACK * (np.abs(residuals) @ np.abs(weights))
        units[judged] = 1 / roots[is_judged[stated]]
    return Deviations(sizes, slack, units)


def _evidence(columns: Columns, rows: Integers, outliers: Outliers) -> Booleans:
    """The figures outside their bands that neither a second source of power nor a large engine explains."""
    is_low, is_high = outliers.is_low.copy(), outliers.is_high.copy()
    is_mixed = powertrains(columns).where(MIXED.__contains__)[rows]
    for name, is_above in BY_MOTOR:
        (is_high if is_above else is_low)[is_mixed, NAMES.index(name)] = False
    year = years(columns)[rows]
    is_old = np.where(np.isnan(year), "year" not in columns.profile.identity, year < OLD)
    is_high[is_old, NAMES.index("displacement")] = False
    return is_low | is_high


def _chosen(
    columns: Columns, rows: Integers, *, is_electric: bool
) -> Iterator[tuple[tuple[str, ...], Booleans]]:
    """Names, with the rows in which each of these figures, if it is too small, is as its maker chose it."""
    speed = np.rint(columns.figure("top_speed").value[rows])
    yield ("top_speed",), (np.isin(speed, LIMITS) | is_electric)[:, np.newaxis]
    is_light = features(columns).column("mass")[rows] <= log(LIGHT)
    sizes = [
        (least <= value) & (value <= most) & is_light
        for name, (least, most) in TWO_SEATERS.items()
        for value in [columns.figure(name).value[rows]]
    ]
    yield tuple(TWO_SEATERS), np.column_stack(sizes)
