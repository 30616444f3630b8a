"""Markets that follow one set of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speclint.quantities.quantity import Quantity

EUROPE = frozenset({
    "eu", "at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu", "ie", "it",
    "lt", "lu", "lv", "mt", "nl", "pl", "pt", "ro", "se", "si", "sk", "ch", "gb", "is", "li", "no",
})  # fmt: skip
"""Markets whose cars have European type approval: the Union, the other members of the European Economic Area,
Switzerland, and the United Kingdom, which kept the rules when it left."""
MILES = frozenset({"distance", "speed"})
"""Kinds of unit that are imperial in the United Kingdom, where road signs are in miles."""


def unit_of_market(quantity: Quantity, market: str | None) -> str:
    """Name of the unit in which buyers of a market expect a quantity; metric where the market is unknown."""
    is_imperial = market == "us" or (market == "gb" and quantity.kind in MILES)
    return quantity.imperial if is_imperial else quantity.metric
