"""Screens of the rules on figures that were copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.grouping import combined, pairs, sizes, variety
from speclint.rules.siblings.copies import (
    BATTERY,
    CHANGING,
    MIN_FIGURES,
    MIN_MODELS,
    MODEL_FIGURES,
    MOVED,
    is_exact,
)
from speclint.rules.siblings.family_screens import uncertain
from speclint.sheets.families import VARIANT, family_by

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Integers


def figure_repeated(columns: Columns) -> Booleans:
    """Rows with an exact figure that several models of a make state, of different power and wheelbase."""
    family = family_by(columns.profile, ("make",), ("make", "model"))
    if family is None:
        return columns.none()
    groups, model = columns.groups(family.by), columns.word("model").codes
    power, wheelbase = columns.figure("power"), columns.figure("wheelbase")
    is_car = power.is_stated & wheelbase.is_stated & (model >= 0) & (groups >= 0)
    found = uncertain(columns, groups)
    for quantity, digits in MODEL_FIGURES.items():
        figures = columns.figures(quantity)
        exact = np.array([*(is_exact(figure, digits) for figure in figures.distinct), False])
        rows = np.flatnonzero(is_car & exact[figures.first.codes])
        same = combined(groups[rows], columns.number(quantity)[rows])
        # first what costs least
        for distinct in (rows, power.value, wheelbase.value, model):
            codes = rows if distinct is rows else np.unique(distinct[rows], return_inverse=True)[1]
            are_many = variety(same, codes) >= MIN_MODELS
            rows, same = rows[are_many], same[are_many]
        found[rows] = True
    return found


def sibling_copied(columns: Columns) -> Booleans:
    """Rows of another drive or battery than an earlier one of the model and year, with figures that are all equal."""
    family = family_by(columns.profile, VARIANT, ("make", "model", "variant"))
    if family is None:
        return columns.none()
    groups = columns.groups(family.by)
    chosen = pairs(groups, _candidates(columns, groups))
    found = columns.at(chosen.left) | uncertain(columns, groups)
    compared = np.unique(chosen.rows)
    order = columns.order_of(compared)
    mine, theirs = (order[np.searchsorted(compared, side)] for side in (chosen.rows, chosen.others))
    is_later = theirs < mine
    rows, others = chosen.rows[is_later], chosen.others[is_later]
    variant = combined(columns.word("variant").codes, columns.word("trim").codes)
    are_apart = (variant[rows] != variant[others]) & _differ(columns, rows, others)
    rows, others = rows[are_apart], others[are_apart]
    equal, is_moved = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.bool_)
    for quantity in CHANGING:
        number = columns.number(quantity)
        mine, theirs = number[rows], number[others]
        are_equal = (mine == theirs) & (mine >= 0)
        equal[are_equal] += 1
        equal[(mine != theirs) & (mine >= 0) & (theirs >= 0)] = -len(CHANGING)
        is_moved |= are_equal & (quantity in MOVED)
    found[rows[(equal >= MIN_FIGURES) & is_moved]] = True
    return found


def _candidates(columns: Columns, groups: Integers) -> Integers:
    """The rows that have so many of their figures in common with others of their group."""
    equal, is_moved = np.zeros(columns.size, dtype=np.int64), columns.none()
    for quantity in CHANGING:
        number = columns.number(quantity)
        rows = np.flatnonzero((number >= 0) & (groups >= 0))
        rows = rows[sizes(combined(groups[rows], number[rows])) > 1]
        equal[rows] += 1
        is_moved[rows] |= quantity in MOVED
    return np.flatnonzero((equal >= MIN_FIGURES) & is_moved)


def _differ(columns: Columns, rows: Integers, others: Integers) -> Booleans:
    """Whether the drives or batteries of two rows may differ."""
    stated = (columns.word("drive").codes, *map(columns.number, BATTERY))
    found = np.zeros(len(rows), dtype=np.bool_)
    for codes in stated:
        mine, theirs = codes[rows], codes[others]
        found |= (mine >= 0) & (theirs >= 0) & (mine != theirs)
    return found
