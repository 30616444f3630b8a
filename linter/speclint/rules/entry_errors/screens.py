"""The screen of the rule on entry errors: the same likelihoods, computed of those figures alone that may be unlikely."""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from speclint.bands.student import density
from speclint.columns.features import NAMES, features
from speclint.columns.vehicles import words, years
from speclint.quantities.figure import Bound
from speclint.quantities.number import resolution
from speclint.quantities.usual_form import digit_ratio
from speclint.rules.entry_errors.alike import DIMENSIONS, LIKENESSES, numbers_in
from speclint.rules.entry_errors.alike_rows import AlikeSiblings
from speclint.rules.entry_errors.likelihood import (
    FAR,
    MOST_LIKELY,
    NEAR,
    NEAR_SHARE,
    NEVER,
    SPREAD,
    Expected,
    Likelihoods,
    errors,
    form_ratio,
    most_around_of,
)
from speclint.rules.entry_errors.likely_entry_error import MIN_LOG_RATIO
from speclint.rules.entry_errors.ratio_rows import implied_by_row
from speclint.rules.outliers import UNBUILT
from speclint.rules.outlying import deviations_by, rows_of
from speclint.rules.siblings.outlier_screen import compared_with_siblings
from speclint.vehicle.chosen import OLD
from speclint.vehicle.features import BURNT, MASS, MASSES, RATIOS_TO_NEDC

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Floats, Integers
    from speclint.quantities.figure import Figure
    from speclint.rules.entry_errors.likelihood import Error

SAME_RATIO = 1e-9
"""Relative distance within which two ratios are equal but for rounding."""
MOST_OWN = len(LIKENESSES) - 1
"""The most other figures of its unit that a car has."""
SLACK = 0.01
"""By how much a log likelihood ratio may be larger than is computed, where sums are rounded in another way."""


def likely_entry_error(columns: Columns) -> Booleans:
    """Rows with a figure that some number, one entry error away, may be much likelier than."""
    found = columns.none()
    is_built = ~words(columns, "status").where(UNBUILT.__contains__)
    siblings = AlikeSiblings(columns)
    for quantity in LIKENESSES:
        figures = columns.figures(quantity)
        if len(figures.codes):
            rows = figures.rows[
                is_built[figures.rows]
                & (np.bincount(figures.rows, minlength=columns.size)[figures.rows] == 1)
            ]
            found[_unlikely(columns, quantity, rows, siblings)] = True
    return found


def _unlikely(columns: Columns, quantity: str, rows: Integers, siblings: AlikeSiblings) -> list[int]:
    """Those of the rows, which state a quantity once, whose figure may be an error."""
    chosen = columns.chosen(quantity)
    rows = rows[chosen.numbers(_relative_step)[rows] > 0]
    steps, most_around, forms, forms_beside_one = (
        chosen.numbers(of)[rows] for of in (_relative_step, _most_around, _form_ratio, _form_ratio_beside_one)
    )
    implied = _implied(columns, quantity, rows)
    shares = siblings.shares(quantity, rows)
    # beside one figure the share of a rare number of decimals is halved, beside more it falls with their number
    is_rarer = forms_beside_one < forms
    forms = np.where(is_rarer, forms_beside_one * 2 / (1 + MOST_OWN + shares.total), forms)
    equal = np.where(shares.total > 0, shares.equal / np.maximum(shares.total, 1), 0.0)
    around = np.where(
        np.isnan(implied.sizes), steps / SPREAD, steps * density(implied.sizes) / implied.deviations
    )
    widest = np.where(np.isnan(implied.sizes), steps / SPREAD, steps * density(0.0) / implied.deviations)
    if quantity in DIMENSIONS:
        is_near = shares.total > 0
        around = np.where(is_near, (1 - NEAR_SHARE) * around, around)
        nearest = NEAR_SHARE * steps * density(0.0) / NEAR
        widest = np.where(is_near, (1 - NEAR_SHARE) * widest + nearest, widest)
    fit = np.where(np.isnan(implied.sizes), 1.0, np.minimum(1.0, density(implied.sizes) / FAR))
    own = shares.share * equal * fit + (1 - shares.share) * around * forms * implied.ratio + NEVER
    most = (
        shares.share * (1 - equal) * MOST_LIKELY
        + (1 - shares.share) * most_around * widest
        + most_around * NEVER
    )
    is_open = np.log(most / own) >= MIN_LOG_RATIO - SLACK
    is_open &= ~np.isnan(implied.sizes) | (shares.total > 0)
    found = []
    for place in np.flatnonzero(is_open).tolist():
        figure = chosen.values[chosen.codes[rows[place]]]
        alike = siblings.alike(quantity, int(rows[place]), shares, place)
        numbers = _own_numbers(columns, quantity, int(rows[place]), figure.unit.name)
        likelihoods = Likelihoods(figure, alike, implied.expected(place), numbers)
        least = MIN_LOG_RATIO - SLACK
        if likelihoods.bound() >= least and _log_ratio(likelihoods, implied.expected(place)) >= least:
            found.append(int(rows[place]))
    return found


def _own_numbers(columns: Columns, quantity: str, row: int, unit: str) -> list[str]:
    """The single numbers that a row states of other quantities in a unit."""
    others = (columns.chosen(name) for name in LIKENESSES if name != quantity)
    figures = (each.values[each.codes[row]] for each in others if each.codes[row] >= 0)
    return numbers_in(unit, ((figure.stated, figure.unit.name) for figure in figures))


def _most_around(figure: Figure) -> float:
    return most_around_of(figure) if _relative_step(figure) else 0.0


def _form_ratio(figure: Figure) -> float:
    return form_ratio(figure) if _relative_step(figure) else 1.0


def _form_ratio_beside_one(figure: Figure) -> float:
    return form_ratio(figure, 1) if _relative_step(figure) else 1.0


def _log_ratio(own: Likelihoods, expected: Expected | None) -> float:
    """The log likelihood ratio of `Likelihoods.best`, or a little more."""
    meant = _meant(own.text, own.figure.unit.name, tuple(own.decimals.items()))
    total = NEVER
    if expected is not None:
        ratios = own.number / meant.numbers if own.figure.unit.reciprocal else meant.numbers / own.number
        at = own.figure.value / expected.factor * ratios
        model = at + expected.offset
        with np.errstate(invalid="ignore", divide="ignore"):
            sizes = (np.log(model) - expected.middle) / expected.deviation
            around = np.where(model > 0, density(sizes) / expected.deviation * at / model, 0.0)
        if own.near:
            logs = np.log(meant.numbers)
            near = sum(share * density((logs - other) / NEAR) for other, share in own.near) / NEAR
            around = (1 - NEAR_SHARE) * around + NEAR_SHARE * near
        total += float(np.sum(meant.weights * around)) * (1 - own.share)
    for text in own.shared:
        error = meant.by_text.get(text)
        if error is not None:
            total += error.probability * own.of(text, error.number)
    return log(total / own.of(own.text, own.number))


class _MeantNumbers(NamedTuple):
    """The numbers that may have been meant by one."""

    numbers: Floats
    """Those with a usual number of decimals."""
    weights: Floats
    """The probability of each error, times the step of its number, relative to it, and how usual its digits are."""
    by_text: dict[str, Error]
    """All."""


@lru_cache(maxsize=8192)
def _meant(text: str, unit: str, decimals: tuple[tuple[int, float], ...]) -> _MeantNumbers:
    found, usual = errors(text, unit), dict(decimals)
    kept = [error for error in found if error.decimals in usual]
    weights = [
        error.probability * 10.0**-error.decimals / error.number
        * digit_ratio(unit, error.text) * usual[error.decimals]
        for error in kept
    ]  # fmt: skip
    numbers = [error.number for error in kept]
    return _MeantNumbers(np.array(numbers), np.array(weights), {error.text: error for error in found})


def _relative_step(figure: Figure) -> float:
    """One unit in the last place of a single positive number, relative to it; 0 for any other figure."""
    stated = figure.stated
    if isinstance(stated, tuple | Bound) or stated <= 0:
        return 0.0
    return min(1.0, resolution(stated)) / float(stated)


class _Implied(NamedTuple):
    """What the other figures of rows imply for one of them."""

    middles: Floats
    deviations: Floats
    sizes: Floats
    """Standard deviations by which each figure differs; NaN where nothing is implied."""
    factors: Floats
    offset: float
    ratio: Floats
    """Ratio of the model's value without its offset to that with it."""

    def expected(self, place: int) -> Expected | None:
        """The same for one row, as the rule has it."""
        if np.isnan(self.sizes[place]):
            return None
        return Expected(
            float(self.middles[place]), float(self.deviations[place]), float(self.factors[place]), self.offset
        )


def _implied(columns: Columns, quantity: str, rows: Integers) -> _Implied:
    middles, deviations, factors, offset = _by_models(columns, quantity, rows)
    if quantity in DIMENSIONS:
        middles = np.where(years(columns)[rows] < OLD, np.nan, middles)
    for middle, deviation in implied_by_row(columns, quantity):
        other, precision = middle[rows] - np.log(factors), deviation[rows] ** -2
        weight = np.where(np.isnan(middles), 0.0, deviations**-2.0)
        both = (weight * np.nan_to_num(middles) + precision * other) / (weight + precision)
        deviations = np.where(np.isnan(other), deviations, (weight + precision) ** -0.5)
        middles = np.where(np.isnan(other), middles, both)
    at = columns.figure(quantity).value[rows] / factors
    sizes = (np.log(at + offset) - middles) / deviations
    return _Implied(middles, deviations, sizes, factors, offset, at / (at + offset))


def _by_models(columns: Columns, quantity: str, rows: Integers) -> tuple[Floats, Floats, Floats, float]:
    """Middles and deviations by the reference models, NaN for none, with factors and the offset."""
    feature = MASS if quantity in MASSES else quantity
    if feature not in NAMES:
        return *np.full((2, len(rows)), np.nan), np.ones(len(rows)), 0.0
    sizes, deviations = (matrix[rows, NAMES.index(feature)] for matrix in columns.once(_deviations))
    logarithm = features(columns).column(feature)[rows]
    offset = MASSES.get(quantity, 0.0)
    factors = columns.figure(quantity).value[rows] / (np.exp(logarithm) - offset)
    # another quantity, or another cycle, may state the feature
    known = np.array([ratio for ratio in RATIOS_TO_NEDC.values() if ratio] if quantity in BURNT else [1.0])
    nearest = known[np.argmin(abs(factors[:, np.newaxis] - known), axis=1)] if len(rows) else factors
    is_own = abs(factors / nearest - 1) < SAME_RATIO
    middles = np.where(is_own, logarithm - sizes * deviations, np.nan)
    return middles, deviations, np.where(is_own, nearest, 1.0), offset


def _deviations(columns: Columns) -> tuple[Floats, Floats]:
    """By row and feature: standard deviations from what is implied, beside siblings if there are any, and these."""
    cars = features(columns)
    sizes, deviations = np.full((2, *cars.matrix.shape), np.nan)
    for kinds in cars.kinds.values:
        if len(kinds) == 1:
            alone = deviations_by(columns, kinds, kinds[0])
            rows = rows_of(columns, kinds)
            sizes[rows], deviations[rows] = alone.sizes, alone.units
    for _, beside in compared_with_siblings(columns):
        at = np.ix_(beside.rows, np.array([NAMES.index(name) for name in beside.stated]))
        sizes[at], deviations[at] = beside.sizes, beside.deviations
    return sizes, deviations
