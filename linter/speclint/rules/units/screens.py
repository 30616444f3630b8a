"""The screens of units: each two figures that some measurand states together are compared once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS, is_of_kind
from speclint.rules.units.conversion_mismatch import differ
from speclint.rules.units.gallon_of_another_market import foreign_gallon
from speclint.rules.units.metric_horsepower import HORSEPOWER, is_misnamed

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Figures, Integers
    from speclint.quantities.figure import Figure


def conversion_mismatch(columns: Columns) -> Booleans:
    """Two figures of a measurand that contradict each other, even cut off."""
    return _with_pair(columns, _contradict)


def conversion_rounding(columns: Columns) -> Booleans:
    """Two figures of a measurand that agree but for rounding."""
    return _with_pair(columns, _are_cut)


def metric_horsepower(columns: Columns) -> Booleans:
    """A horsepower that contradicts a figure beside it, or one that may be in a sibling."""
    found = columns.none()
    for quantity in columns.quantities:
        if is_of_kind(UNITS["hp"], QUANTITIES[quantity].kind):
            figures = columns.figures(quantity)
            found[figures.rows[_places(figures, _are_misnamed)]] = True
            if "siblings" in columns.facets:
                doubtful = figures.which(_is_horsepower)
                doubtful[_places(figures, _fits_other)] = False
                found[figures.rows[doubtful]] |= columns.facets["siblings"][figures.rows[doubtful]]
    return found


def gallon_of_another_market(columns: Columns) -> Booleans:
    """A figure alone in the gallons of another market."""
    found = columns.none()
    foreign = columns.word("market").mapped(foreign_gallon)
    for quantity in columns.quantities:
        figures = columns.figures(quantity)
        for code, unit in enumerate(foreign.values):
            meant = figures.is_alone & figures.which(partial(_is_in, unit))
            # labels that are quoted are left to the rule
            found[figures.rows[meant & (foreign.codes[figures.rows] == code)]] = True
    return found


def _is_in(unit: str, figure: Figure) -> bool:
    return figure.unit.name == unit


def _with_pair(columns: Columns, is_meant: Callable[[Figure, Figure], bool]) -> Booleans:
    """The rows with two figures of a measurand that are meant together."""
    found = columns.none()
    for quantity in columns.quantities:
        figures = columns.figures(quantity)
        found[figures.rows[_places(figures, is_meant)]] = True
    return found


def _places(figures: Figures, is_meant: Callable[[Figure, Figure], bool]) -> Integers:
    """Where figures stand that are meant together with another one of their measurand."""
    found = [np.zeros(0, dtype=np.int64)]
    for first, second in figures.pairs():
        codes = figures.codes[first] * len(figures.distinct) + figures.codes[second]
        distinct, of_pair = np.unique(codes, return_inverse=True)
        pairs = (divmod(int(pair), len(figures.distinct)) for pair in distinct)
        meant = [is_meant(figures.distinct[one], figures.distinct[other]) for one, other in pairs]
        chosen = np.array(meant, dtype=np.bool_)[of_pair]
        found += [first[chosen], second[chosen]]
    return np.concatenate(found)


def _contradict(figure: Figure, other: Figure) -> bool:
    return differ(figure, other) and not figure.agrees_but_for_rounding(other)


def _are_cut(figure: Figure, other: Figure) -> bool:
    return differ(figure, other) and figure.agrees_but_for_rounding(other)


def _are_misnamed(figure: Figure, other: Figure) -> bool:
    is_either = is_misnamed(figure, other) or is_misnamed(other, figure)
    return is_either and not figure.agrees_but_for_rounding(other)


def _is_horsepower(figure: Figure) -> bool:
    return figure.unit.name in HORSEPOWER


def _fits_other(figure: Figure, other: Figure) -> bool:
    """Whether two figures agree, one of which is in another unit than horsepower."""
    return _is_horsepower(figure) != _is_horsepower(other) and figure.agrees_with(other)
