"""Screens of the rules on siblings; the rows are all sheets of one profile in the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.grouping import combined
from speclint.columns.ids import linked
from speclint.columns.numbering import are_among
from speclint.quantities.measurand import Measurand
from speclint.rules.siblings.copy_screens import figure_repeated, sibling_copied
from speclint.rules.siblings.family_screens import sibling_lacks_figure, sibling_outlier, sibling_strays
from speclint.rules.siblings.mass_screen import mass_unlike_siblings
from speclint.rules.siblings.outlier_screen import family_outlier
from speclint.rules.siblings.sibling_differs import contradiction
from speclint.rules.siblings.status_screen import status_contradicts_catalog
from speclint.rules.siblings.year_screen import year_jump

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Figures, Integers

__all__ = (
    "family_outlier", "figure_repeated", "mass_unlike_siblings", "sibling_copied", "sibling_differs", "sibling_lacks_figure", "sibling_missing",
    "sibling_not_reciprocal", "sibling_outlier", "sibling_strays", "status_contradicts_catalog", "year_jump",
)  # fmt: skip


def sibling_missing(columns: Columns) -> Booleans:
    """Rows with a link to no row, or to themselves."""
    to = columns.once(linked)
    return columns.at(columns.links.rows[(to < 0) | (to == columns.links.rows)])


def sibling_not_reciprocal(columns: Columns) -> Booleans:
    """Rows with a link to no row, or to one that does not return it with all that it shares."""
    links, to = columns.links, columns.once(linked)
    found = columns.at(links.rows[to < 0])
    found[links.rows[~are_among(_pair(columns, links.rows, to), _pair(columns, to, links.rows))]] = True
    rows, others = links.rows[links.links], to[links.links]
    there, back = (
        _pair(columns, *ends) * len(links.quantities) + links.shares
        for ends in ((rows, others), (others, rows))
    )
    found[rows[~are_among(there, back)]] = True
    return found


def _pair(columns: Columns, rows: Integers, others: Integers) -> Integers:
    return rows * columns.size + others


def sibling_differs(columns: Columns) -> Booleans:
    """Rows with a figure that contradicts the one of a sibling which shares it, or may."""
    links = columns.links
    rows, others = links.rows[links.links], columns.once(linked)[links.links]
    found = columns.at(rows[others < 0])
    for code, quantity in enumerate(links.quantities):
        figures = columns.figures(quantity)
        are_stated = (links.shares == code) & (others >= 0)
        are_stated[are_stated] = (figures.count[rows[are_stated]] > 0) & (
            figures.count[others[are_stated]] > 0
        )
        mine, theirs = rows[are_stated], others[are_stated]
        are_single = (figures.count[mine] == 1) & (figures.count[theirs] == 1)
        # of several it is not known which are at one pointer
        found[mine[~are_single]] = True
        # an equal figure in one unit is enough
        may_differ = are_single & (figures.first.codes[mine] != figures.first.codes[theirs])
        found[_contradicting(figures, mine[may_differ], theirs[may_differ])] = True
    return found


def _contradicting(figures: Figures, rows: Integers, others: Integers) -> Integers:
    """Those of the rows whose measurand contradicts the one of the other row; each pair of contents is judged once."""
    if not len(rows):
        return rows
    both = np.concatenate((rows, others))
    starts, ends = (np.searchsorted(figures.rows, both, side=side) for side in ("left", "right"))
    codes = [
        np.where(at < ends, figures.codes[np.minimum(at, ends - 1)], -1)
        for at in (starts + number for number in range((ends - starts).max()))
    ]
    mine, theirs = combined(*codes).reshape(2, -1)
    _, first, pair = np.unique(combined(mine, theirs), return_index=True, return_inverse=True)
    contradict = [
        contradiction(*(_measurand(figures, starts[at], ends[at]) for at in (row, row + len(rows))))
        is not None
        for row in first
    ]
    found: Integers = rows[np.array(contradict)[pair]]
    return found


def _measurand(figures: Figures, start: int, end: int) -> Measurand:
    stated = tuple(figures.distinct[code] for code in figures.codes[start:end])
    return Measurand(stated[0].quantity, "", stated)
