"""Screens of the rules on powertrains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.columns.coded import Coded
from speclint.rules.powertrain.badge_contradicts_displacement import MAKES, expected, litres_in
from speclint.rules.powertrain.engine_in_electric_car import BURNING, is_burnt
from speclint.sheets.identity import slug

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans


def engine_in_electric_car(columns: Columns) -> Booleans:
    """Rows of electric cars with a figure of an engine."""
    found = columns.none()
    for quantity in BURNING:
        figures = columns.figures(quantity)
        found |= Coded(figures.first.codes, figures.distinct).where(is_burnt)
    return found & columns.is_word("powertrain", "bev")


def badge_contradicts_displacement(columns: Columns) -> Booleans:
    """Rows with another displacement than the name contains."""
    variant, displacement = columns.word("variant"), columns.figure("displacement")
    litres = variant.mapped(litres_in)
    low = litres.numbers(lambda found: expected(found).low)
    high = litres.numbers(lambda found: expected(found).high)
    differs = (high < displacement.low) | (displacement.high < low)
    return differs & columns.word("make").where(lambda make: slug(make) in MAKES)
