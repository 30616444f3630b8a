"""Screens of the rules on families that the profile declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np

from speclint.columns.grouping import combined, meeting, most, sizes
from speclint.columns.ids import repeated
from speclint.columns.numbering import starts
from speclint.quantities.interval import INFINITY
from speclint.rules.siblings.declared_family import MIN_OTHERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Figures, Floats, Integers
    from speclint.profiles.family import Family

    Alike: TypeAlias = tuple[tuple[Floats, Floats], tuple[Floats, Floats]]
    """Low and high ends of figures, and of what they may agree with."""
    IsAlone: TypeAlias = Callable[[Figures, Integers, Integers], Booleans]
    """Whether figures of rows agree with none of their groups."""

SLACK = 1e-9
"""Relative slack by which more figures count as alike than are."""


def sibling_outlier(columns: Columns) -> Booleans:
    """Rows whose figure no other of a family has, while those of most others may agree."""
    found = columns.none()
    for family, groups in _families(columns):
        for quantity in family.equal:
            found |= _alone(columns, groups, quantity, _is_unlike, _nearly)
        found |= uncertain(columns, groups) if family.equal else False
    return found


def sibling_strays(columns: Columns) -> Booleans:
    """Rows whose figure is close to none of a family, while those of most others are close together."""
    found = columns.none()
    for family, groups in _families(columns):
        for quantity, tolerance in family.close.items():
            found |= _alone(columns, groups, quantity, _is_far(1 + tolerance), _close(1 + tolerance))
        found |= uncertain(columns, groups) if family.close else False
    return found


def sibling_lacks_figure(columns: Columns) -> Booleans:
    """Rows without a figure that all others of a family state."""
    found = columns.none()
    for family, groups in _families(columns):
        if not family.same_keys:
            continue
        rows = np.flatnonzero(groups >= 0)
        rows = rows[sizes(groups[rows]) > MIN_OTHERS]
        members = groups[rows]
        for quantity in columns.quantities if len(rows) else ():
            is_stated = columns.figures(quantity).count[rows] > 0
            stating = np.bincount(members, is_stated)[members]
            found[rows[~is_stated & (stating == sizes(members) - 1)]] = True
        found |= uncertain(columns, groups)
    return found


def _families(columns: Columns) -> Iterator[tuple[Family, Integers]]:
    """The kinds of family that the profile declares, each with the groups of rows."""
    for family in columns.profile.families:
        yield family, columns.groups(family.by)


def uncertain(columns: Columns, groups: Integers) -> Booleans:
    """The rows of groups with an id that several rows have: the catalog holds the last of these alone."""
    twice = groups[columns.once(repeated)]
    return np.isin(groups, twice[twice >= 0])


def _alone(
    columns: Columns, groups: Integers, quantity: str,
    is_alone: IsAlone,
    alike: Callable[[Figures, Integers], Alike | None],
) -> Booleans:  # fmt: skip
    """Rows of three or more that state a quantity once and agree with none, if more than half may agree."""
    figures = columns.figures(quantity)
    rows = np.flatnonzero((figures.count == 1) & (groups >= 0))
    rows = rows[sizes(groups[rows]) > 2]  # noqa: PLR2004 - of two it is unknown which is wrong
    members = groups[rows]
    found = is_alone(figures, rows, members)
    # figures in units of several kinds are compared with those of their kind
    intervals = alike(figures, rows) if found.any() and not figures.kinds.any() else None
    if intervals is not None:
        found &= 2 * most(members, meeting(members, *intervals)) > sizes(members)
    return columns.at(rows[found])


def _is_unlike(figures: Figures, rows: Integers, groups: Integers) -> Booleans:
    """Whether no other of its group has the number of a row."""
    numbers = figures.numbers[figures.first.codes[rows]]
    return cast("Booleans", sizes(combined(groups, numbers)) == 1)


def _nearly(figures: Figures, rows: Integers) -> Alike | None:
    """The intervals of all figures of the rows, each by its width wider at both ends."""
    if any(figure.unit.reciprocal for figure in figures.distinct):
        return None
    width = figures.high - figures.low
    stated = starts(figures.rows)
    at = np.searchsorted(stated, np.searchsorted(figures.rows, rows))
    ends = (
        np.minimum.reduceat(figures.low - width, stated)[at],
        np.maximum.reduceat(figures.high + width, stated)[at],
    )
    return ends, ends


def _is_far(ratio: float) -> IsAlone:
    def is_far(figures: Figures, rows: Integers, groups: Integers) -> Booleans:
        values, kinds = figures.first.value[rows], figures.kinds[figures.first.codes[rows]]
        order = np.lexsort((values, kinds, groups))
        low, high = order[:-1], order[1:]
        is_close = (groups[low] == groups[high]) & (kinds[low] == kinds[high])
        is_close &= ~(ratios(values[low], values[high]) > ratio)
        found = np.ones(len(rows), dtype=np.bool_)
        found[low[is_close]] = found[high[is_close]] = False
        return found

    return is_far


def _close(ratio: float) -> Callable[[Figures, Integers], Alike | None]:
    def close(figures: Figures, rows: Integers) -> Alike | None:
        value = figures.first.value[rows]
        if not ((value > 0) & (value < INFINITY)).all():
            return None
        return (value, value), (value / ratio * (1 - SLACK), value * ratio * (1 + SLACK))

    return close


def ratios(first: Floats, second: Floats) -> Floats:
    """The ratio of the larger of two values to the smaller; 1 if they allow none."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    return np.where((low > 0) & (high < INFINITY), high / low, 1.0)
