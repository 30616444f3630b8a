"""Miles per gallon: of petrol, or of the energy in a gallon of it, which depends on the car."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speclint.profiles.walk import InvalidFigure
from speclint.quantities.figure import Figure, as_literal
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from speclint.profiles.walk import Walk
    from speclint.quantities.quantity import Quantity

ELECTRIC, FUEL = "consumption_electric", "consumption_combined"
OTHER = {ELECTRIC: FUEL, FUEL: ELECTRIC}
"""What `mpg` at the path of one of them is of the other cars."""
GALLONS = {"us": "mpg US", "gb": "mpg UK", "ie": "mpg UK"}
"""By market what `mpg` means of a car that burns fuel."""
NEVER_CHARGED = frozenset({"ice", "hev", "mhev"})
"""Powertrains that take no energy but that of fuel."""

names_mpg = re.compile(r"(?i)\bmpg\b").search


def meant_by_mpg(quantity: Quantity, powertrain: str | None, mapped: AbstractSet[str]) -> Quantity | None:
    """The consumption that `mpg` at the path of a quantity is; None where it has a path of its own."""
    if (powertrain == "bev") == (quantity.kind == "electric consumption"):
        return quantity
    other = OTHER.get(quantity.name)
    return QUANTITIES[other] if other is not None and other not in mapped else None


def reread_mpge(walk: Walk, word: Callable[[str], str | None], stated: AbstractSet[str]) -> None:
    """Take what a table calls mpge of a car that burns fuel alone for mpg, as mpge is by its definition.

    Of a car with an unknown powertrain it is read as neither.

    Args:
        walk: the figures that were found.
        word: gives the word by which rules know an identity field of the car.
        stated: the identity fields that the car states, if in unknown words.
    """
    is_unknown = word("powertrain") is None and "powertrain" in stated
    if not (is_unknown or _burns_fuel_alone(word, stated)):
        return
    for figure, where in walk.take(ELECTRIC, "mpge"):
        if is_unknown:
            walk.invalid_figures.append(
                InvalidFigure(
                    figure.quantity,
                    "mpge",
                    figure.pointer,
                    text=as_literal(figure.stated),
                    reason="it is not known whether the car burns fuel",
                )
            )
        elif (FUEL, where) not in walk.figures:
            unit = UNITS[GALLONS.get(word("market") or "", "mpg US")]
            walk.add_figure(Figure(QUANTITIES[FUEL], unit, figure.stated, figure.pointer, figure.span), where)


def reread_mpg(walk: Walk, word: Callable[[str], str | None]) -> None:
    """Take what a table has in a column of mpg of an electric car for mpge, as EPA's tables mean it.

    In the city or on the highway an electric car has no quantity of its own. An object keyed by unit is left:
    it states the unit itself.
    """
    if word("powertrain") != "bev":
        return
    for name in (FUEL, "consumption_city", "consumption_highway"):
        for figure, where in walk.take(name, "mpg US", but_keyed=True):
            if name == FUEL and (ELECTRIC, where) not in walk.figures:
                electric = Figure(
                    QUANTITIES[ELECTRIC], UNITS["mpge"], figure.stated, figure.pointer, figure.span
                )
                walk.add_figure(electric, where)


def _burns_fuel_alone(word: Callable[[str], str | None], stated: AbstractSet[str]) -> bool:
    powertrain = word("powertrain")
    return powertrain in NEVER_CHARGED or (
        powertrain is None and "fuel" in stated and word("fuel") != "electric"
    )
