"""The screen of the rule on figures that do not fit the other variants of a model.

The arithmetic is that of the reference model, for all cars with the same features at once; a slack covers what
sums in another order differ by.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from speclint.bands.band import CLOSE
from speclint.bands.model import MAX_SIBLINGS, deviations_of, prediction
from speclint.bands.shape import MIN_FIGURES
from speclint.bands.store import shipped_bands
from speclint.columns.features import NAMES, features
from speclint.columns.grouping import combined, sizes, within
from speclint.columns.numbering import first_of, numbered
from speclint.columns.vehicles import powertrains, words
from speclint.rules.outliers import UNBUILT
from speclint.rules.siblings.family_screens import uncertain
from speclint.sheets.families import MAX_COMPARED, MODEL, family_by
from speclint.vehicle.powertrain import MIXED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.bands.model import ReferenceModel
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Floats, Integers

MAX_ROWS = 20_000
"""Rows that are compared with their siblings at a time."""
SLACK = 1e-6
"""Standard deviations by which a figure may lie farther out than is computed."""


def family_outlier(columns: Columns) -> Booleans:
    """Rows whose suspect beside their siblings is one that is reported, and lies outside its band."""
    found = columns.none()
    family = family_by(columns.profile, MODEL, ("make", "model"))
    if family is None:
        return found
    found |= uncertain(columns, columns.groups(family.by))
    bands = columns.profile.bands or shipped_bands()
    is_built = ~words(columns, "status").where(UNBUILT.__contains__)
    for kind, beside in compared_with_siblings(columns):
        found[beside.rows[_is_outside(bands.models[kind], beside)]] = True
    return found & is_built


class Beside(NamedTuple):
    """Figures of rows that state the same features, compared with those of their siblings."""

    rows: Integers
    stated: tuple[str, ...]
    sizes: Floats
    """Standard deviations from what the others and the siblings imply, by row and feature."""
    deviations: Floats
    """The standard deviation of the logarithm, by feature."""


def compared_with_siblings(columns: Columns) -> list[tuple[str, Beside]]:
    """All rows that are compared with siblings, each with the kind of car."""
    return columns.once(_compared_with_siblings)


def _compared_with_siblings(columns: Columns) -> list[tuple[str, Beside]]:
    family = family_by(columns.profile, MODEL, ("make", "model"))
    if family is None:
        return []
    found: list[tuple[str, Beside]] = []
    cars = features(columns)
    bands = columns.profile.bands or shipped_bands()
    groups = columns.groups(family.by)
    members, is_compared = members_of(columns, groups)
    # equal vectors count once; 0 and -0 are equal
    vectors = _codes(cars.matrix + 0.0)
    is_mixed = powertrains(columns).where(MIXED.__contains__)[members]
    for (code, kinds), mixed in product(enumerate(cars.kinds.values), (False, True)):
        if len(kinds) != 1:
            continue
        own = members[(cars.kinds.codes[members] == code) & (is_mixed == mixed)]
        beside = own[is_compared[own]]
        beside = beside[np.sort(first_of(combined(groups[beside], vectors[beside])))]
        model, rows = bands.models[kinds[0]], own[cars.states_enough[own]]
        for start in range(0, len(rows), MAX_ROWS):
            part = rows[start : start + MAX_ROWS]
            pairs = _siblings(groups, vectors, part, beside)
            found += (
                (kinds[0], _sizes(model, cars.matrix, same)) for same in _compared(model, cars.matrix, *pairs)
            )
    return found


def members_of(columns: Columns, groups: Integers) -> tuple[Integers, Booleans]:
    """The rows of families, by family, and which rows are compared with others."""
    members = np.flatnonzero(groups >= 0)
    members = members[np.argsort(groups[members], kind="stable")]
    return members, columns.at(members) & ~_left_out(columns, groups)


def _left_out(columns: Columns, groups: Integers) -> Booleans:
    """The rows of large groups that come after those with which others are compared."""
    rows = np.flatnonzero(groups >= 0)
    rows = rows[sizes(groups[rows]) > MAX_COMPARED]
    rows = rows[np.lexsort((columns.order_of(rows), groups[rows]))]
    return columns.at(rows[_places(groups[rows]) >= MAX_COMPARED])


def _places(groups: Integers) -> Integers:
    """The place of each in its run of equal groups, from 0."""
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    return within(np.diff(starts, append=len(groups)))


def _codes(matrix: Floats) -> Integers:
    """A number for each different row."""
    rows = np.ascontiguousarray(matrix).view(np.dtype((np.void, matrix.itemsize * matrix.shape[1])))
    return np.unique(rows.reshape(-1), return_inverse=True)[1].astype(np.int64)


def _siblings(
    groups: Integers, vectors: Integers, rows: Integers, beside: Integers
) -> tuple[Integers, Integers]:
    """Pairs of a row and each of its siblings with another vector, by row; both sorted by groups."""
    starts, ends = (np.searchsorted(groups[beside], groups[rows], side=side) for side in ("left", "right"))
    lengths = ends - starts
    mine, theirs = np.repeat(rows, lengths), beside[np.repeat(starts, lengths) + within(lengths)]
    differ = vectors[mine] != vectors[theirs]
    return mine[differ], theirs[differ]


class Compared(NamedTuple):
    """Rows that state the same features as so many siblings each."""

    rows: Integers
    siblings: Integers
    """By row and sibling."""
    stated: tuple[str, ...]


def _compared(model: ReferenceModel, matrix: Floats, mine: Integers, theirs: Integers) -> Iterator[Compared]:
    """The rows with what they and half of their siblings state, and those siblings that state all of it."""
    names = model.family_features
    states = ~np.isnan(matrix[:, [NAMES.index(name) for name in names]])
    rows, starts, count = np.unique(mine, return_index=True, return_counts=True)
    if not len(rows):
        return
    starts, order = np.sort(starts), np.argsort(starts)
    rows, count = rows[order], count[order]
    stating = np.add.reduceat(states[theirs].astype(np.int64), starts)
    stated = states[rows] & (2 * stating >= count[:, None])
    is_alike = ~(np.repeat(stated, count, axis=0) & ~states[theirs]).any(axis=1)
    alike = np.add.reduceat(is_alike.astype(np.int64), starts)
    bits = stated @ (1 << np.arange(len(names)))
    figures = stated[:, [name in model.bands for name in names]].sum(axis=1)
    kept = (alike > 0) & (figures >= MIN_FIGURES)
    case = np.full(len(rows), -1, dtype=np.int64)
    case[kept] = numbered(combined(bits[kept], alike[kept]))
    for number in range(case.max(initial=-1) + 1):
        meant = case == number
        siblings = theirs[np.repeat(meant, count) & is_alike]
        names_stated = [name for name, is_stated in zip(names, stated[meant][0], strict=True) if is_stated]
        yield Compared(rows[meant], siblings.reshape(np.sum(meant), -1), tuple(names_stated))


def _sizes(model: ReferenceModel, matrix: Floats, same: Compared) -> Beside:
    share, precision = prediction(model, same.stated, min(same.siblings.shape[1], MAX_SIBLINGS))
    deviations = np.array(deviations_of(precision))
    means = np.array([model.mean[model.features.index(name)] for name in same.stated])
    at = [NAMES.index(name) for name in same.stated]
    weights = np.array(precision).T
    shared = np.median((matrix[same.siblings][..., at] - means) @ weights, axis=1) @ np.array(share).T
    sizes = ((matrix[same.rows][:, at] - means) @ weights - shared) * deviations
    return Beside(same.rows, same.stated, sizes, deviations)


def _is_outside(model: ReferenceModel, beside: Beside) -> Booleans:
    """Whether the suspect of each row is one that is reported, and may lie outside its band."""
    sizes = beside.sizes
    banded = [name in model.bands for name in beside.stated]
    largest = np.abs(sizes[:, banded]).max(axis=1) - SLACK
    found = np.zeros(len(beside.rows), dtype=np.bool_)
    for place, name in enumerate(beside.stated):
        tail = model.bands[name].siblings if name in CLOSE and name in model.bands else None
        if tail is not None:
            low, high = tail.ends(siblings=True)
            size = sizes[:, place]
            found |= (np.abs(size) >= largest) & ((size > high - SLACK) | (size < SLACK - low))
    return found
