"""The words by which keys name quantities, and those that may stand beside without changing what is meant."""

from __future__ import annotations

import msgspec

from speclint.profile_inference.words import normalized
from speclint.quantities.table import QUANTITIES


class Term(msgspec.Struct, frozen=True):
    """One way to name a quantity."""

    quantity: str
    head: str
    """The word for what is measured."""
    needed: frozenset[str]
    optional: frozenset[str]
    """Words that may stand beside; with any other word another quantity may be meant."""


NEUTRAL = normalized((
    "in", "of", "spec", "specification", "technical", "data", "detail", "vehicle", "car", "dimension",
    "performance", "powertrain", "drivetrain", "rated", "value", "amount", "figure", "info", "general",
    "capacity", "mass", "body", "exterior", "measurement", "ev", "volume", "electrical",
))  # fmt: skip
"""Words that group figures and do not change what they are."""

IMPLIED = {
    "power": "power", "torque": "torque", "speed": "speed", "rotational speed": "speed", "energy": "capacity",
    "voltage": "voltage", "electric consumption": "consumption", "fuel consumption": "consumption",
    "mass": "mass", "volume": "volume", "charge": "amperehour",
}  # fmt: skip
"""By kind of unit the word that it stands for: `battery_kwh` needs no `capacity`."""

TERMS = tuple(
    Term(
        quantity.name,
        next(iter(normalized(key.needed.split()[:1]))),
        normalized(key.needed.split()),
        normalized(key.optional.split()),
    )
    for quantity in QUANTITIES.values()
    for key in quantity.keys
)
"""Every way to name a quantity, in the order of their table."""
