"""The screens of units: each two figures that some measurand states together are compared once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.grouping import of_rows
from speclint.columns.ids import linked
from speclint.columns.intervals import meet
from speclint.columns.numbering import factorized
from speclint.quantities.figure import Figure
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS, is_of_kind
from speclint.rules.units.gallon_of_another_market import foreign_gallon
from speclint.rules.units.metric_horsepower import HORSEPOWER, is_surely_misnamed

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Figures, Integers

_NOWHERE = np.zeros(0, dtype=np.int64)


def conversion_mismatch(columns: Columns) -> Booleans:
    """Two figures of a measurand that contradict each other, even cut off."""
    return _with_pair(columns, _contradict)


def conversion_rounding(columns: Columns) -> Booleans:
    """Two figures of a measurand that agree but for rounding."""
    return columns.once(_with_cut)


def conversion_off_by_one(columns: Columns) -> Booleans:
    """The same."""
    return columns.once(_with_cut)


def _with_cut(columns: Columns) -> Booleans:
    return _with_pair(columns, _are_cut)


def metric_horsepower(columns: Columns) -> Booleans:
    """A horsepower that contradicts a figure beside it, or one that may be in a sibling."""
    found = columns.none()
    for quantity in columns.quantities:
        if is_of_kind(UNITS["hp"], QUANTITIES[quantity].kind):
            figures = columns.figures(quantity)
            found[_rows_with_pair(columns, quantity, _are_misnamed)] = True
            doubtful = ~_fit_another(figures) & figures.which(_is_horsepower)
            found[_beside_sibling(columns, quantity, figures.at(doubtful))] = True
    return found


def _fit_another(figures: Figures) -> Booleans:
    """The figures that agree with one of their measurand of which exactly one is in horsepower."""
    found, is_horsepower = np.zeros(len(figures.codes), dtype=np.bool_), figures.which(_is_horsepower)
    for first, second in figures.pairs():
        fit = (is_horsepower[first] != is_horsepower[second]) & _agree(figures.at(first), figures.at(second))
        found[first[fit]] = found[second[fit]] = True
    return found


def _beside_sibling(columns: Columns, quantity: str, doubtful: Figures) -> Integers:
    """The rows of horsepowers that contradict a sibling's figure, or whose sibling is unknown."""
    links = columns.links
    if quantity not in links.quantities:
        return links.rows[:0]
    shared = links.links[links.shares == links.quantities.index(quantity)]
    rows, others = links.rows[shared], columns.once(linked)[shared]
    number, own = of_rows(doubtful.rows, rows)
    rows, others, doubtful = rows[number], others[number], doubtful.at(own)
    figures = columns.figures(quantity)
    number, theirs = of_rows(figures.rows, others)
    meant = _judged(doubtful.at(number), figures.at(theirs), _are_misnamed)
    return np.concatenate((rows[others < 0], rows[number[meant]]))


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
    """The rows with two figures of a measurand that disagree and are meant together."""
    found = columns.none()
    for quantity in columns.quantities:
        found[_rows_with_pair(columns, quantity, is_meant)] = True
    return found


def _rows_with_pair(columns: Columns, quantity: str, is_meant: Callable[[Figure, Figure], bool]) -> Integers:
    own, other = columns.once(_disagreeing, quantity)
    return own.rows[_judged(own, other, is_meant)]


def _disagreeing(columns: Columns, quantity: str) -> tuple[Figures, Figures]:
    """Both figures of all pairs of one measurand that disagree."""
    figures = columns.figures(quantity)
    first, second = (
        np.concatenate(part) for part in zip((_NOWHERE, _NOWHERE), *figures.pairs(), strict=True)
    )
    disagree = ~_agree(figures.at(first), figures.at(second))
    return figures.at(first[disagree]), figures.at(second[disagree])


def _agree(own: Figures, other: Figures) -> Booleans:
    """Which pairs agree, as `Figure.agrees_with` has it."""
    found = meet((own.low, own.high), (other.low, other.high))
    units: dict[str, int] = {}
    unit = np.array([units.setdefault(figure.unit.name, len(units)) for figure in own.distinct], np.int64)
    is_range = np.array([isinstance(figure.stated, tuple) for figure in own.distinct], np.bool_)
    # ranges agree end by end, and figures in one unit by their digits
    is_open = (unit[own.codes] == unit[other.codes]) | (is_range[own.codes] & is_range[other.codes])
    found[is_open] = _judged(own.at(is_open), other.at(is_open), Figure.agrees_with)
    return found


def _judged(own: Figures, other: Figures, is_meant: Callable[[Figure, Figure], bool]) -> Booleans:
    """What a function gives of pairs of figures of one quantity, called once for each two that differ."""
    distinct, of_pair = factorized(own.codes * len(own.distinct) + other.codes)
    pairs = (divmod(pair, len(own.distinct)) for pair in distinct.tolist())
    found = [is_meant(own.distinct[code], own.distinct[second]) for code, second in pairs]
    return np.array(found, dtype=np.bool_)[of_pair]


def _contradict(figure: Figure, other: Figure) -> bool:
    return figure.unit.kind == other.unit.kind and not figure.agrees_but_for_rounding(other)


def _are_cut(figure: Figure, other: Figure) -> bool:
    return figure.unit.kind == other.unit.kind and figure.agrees_but_for_rounding(other)


def _are_misnamed(figure: Figure, other: Figure) -> bool:
    return is_surely_misnamed(figure, other) or is_surely_misnamed(other, figure)


def _is_horsepower(figure: Figure) -> bool:
    return figure.unit.name in HORSEPOWER
