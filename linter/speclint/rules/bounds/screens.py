"""The screens of bounds: each distinct figure that may lie outside the limits is looked at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from speclint.columns.vehicles import categories
from speclint.quantities.placeholder import is_placeholder, may_be_none
from speclint.quantities.table import QUANTITIES
from speclint.rules.bounds.placeholder_figure import is_no_figure, known_powertrain
from speclint.vehicle.category import limits_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Figures, Integers
    from speclint.quantities.figure import Figure
    from speclint.quantities.limits import Limits

    Kind: TypeAlias = tuple[str | None, ...]
    """Category and powertrain."""


def figure_out_of_bounds(columns: Columns) -> Booleans:
    """A figure outside the limits of its quantity, in the category and powertrain of the row."""
    found = columns.none()
    kinds = columns.combined(categories(columns), columns.word("powertrain"))
    for quantity in columns.quantities:
        for figure, rows in _outside(
            columns.figures(quantity), {_limits(quantity, kind) for kind in kinds.values}
        ):
            if not is_placeholder(figure):
                found[rows[kinds.at(rows).where(partial(_exceeds, figure))]] = True
    return found


def placeholder_figure(columns: Columns) -> Booleans:
    """A number that no road car has and that forms are filled with."""
    found = columns.none()
    vocabulary = columns.profile.vocabulary
    fields = (*vocabulary.fields_for("powertrain"), *vocabulary.fields_for("fuel"))
    powertrains = columns.by_identity(fields, known_powertrain)
    for quantity in columns.quantities:
        for figure, rows in _outside(columns.figures(quantity), {QUANTITIES[quantity].limits}):
            if is_no_figure(figure):
                found[rows[~powertrains.at(rows).where(partial(may_be_none, figure))]] = True
    return found


def _outside(figures: Figures, limits: Iterable[Limits | None]) -> Iterator[tuple[Figure, Integers]]:
    """Figures that may lie outside some of these limits, or reach zero, each with the rows that state it."""
    known = [each for each in limits if each is not None]
    if known:
        # an end of an interval is as far out as those of the numbers of a range
        is_outside = figures.low < max(0, *(each.least for each in known))
        is_outside |= (figures.low <= 0) | (figures.high > min(each.most for each in known))
        chosen = figures.at(is_outside)
        for code in np.flatnonzero(np.bincount(chosen.codes)):
            yield figures.distinct[code], chosen.rows[chosen.codes == code]


def _limits(quantity: str, kind: Kind) -> Limits | None:
    category, powertrain = kind
    return limits_in(category or "", powertrain, quantity)


def _exceeds(figure: Figure, kind: Kind) -> bool:
    limits = _limits(figure.quantity.name, kind)
    return limits is not None and limits.exceeded_by(figure.ends) is not None
