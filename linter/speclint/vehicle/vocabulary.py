"""Identity fields, and the words that those with a closed vocabulary hold."""

from __future__ import annotations

from speclint.vehicle.markets import EUROPE

FIELDS: dict[str, frozenset[str] | None] = {
    **dict.fromkeys(
        ("make", "model", "variant", "trim", "generation", "year", "market", "category", "gearbox")
    ),
    "status": frozenset({"expected", "announced", "production", "discontinued"}),
    "powertrain": frozenset({"bev", "phev", "hev", "mhev", "erev", "ice", "fcev"}),
    "drive": frozenset({"fwd", "rwd", "awd", "4wd"}),
    "fuel": frozenset({"petrol", "diesel", "ethanol", "lpg", "cng", "hydrogen", "electric", "other"}),
}  # fmt: skip
"""By field its words, in lower case; None where any word is allowed."""

GROUPS = {"market": {"europe": EUROPE}}
"""By field the names of groups of words."""
