"""Identity fields that laws may name, and the words that those with a closed vocabulary hold."""

from __future__ import annotations

from speclint.profiles.vocabulary import known_words
from speclint.vehicle.markets import EUROPE

OPEN = ("make", "model", "variant", "trim", "generation", "year", "market", "gearbox")
"""Fields that hold any word."""
CLOSED = ("category", "status", "powertrain", "drive", "fuel")

FIELDS: dict[str, frozenset[str] | None] = {
    **dict.fromkeys(OPEN),
    **{field: known_words(field) for field in CLOSED},
}
"""By field its words; None where any word is allowed."""

UNRULED = ("revised", "production_start", "production_end", "successor", "not_sold_in")
"""Identity fields that no law may name: days, and what refers to other cars or markets."""

GROUPS = {"market": {"europe": EUROPE}}
"""By field the names of groups of words."""
