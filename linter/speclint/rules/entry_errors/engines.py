"""What other models state of an engine that is known by its fuel and two of power, torque and displacement."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound
from speclint.quantities.number import decimals
from speclint.vehicle.engines import UNIT_OF, models_stating, whole
from speclint.vehicle.powertrain import MIXED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from speclint.quantities.figure import Stated

    Number = tuple[Stated, str]

MOST, UNSEEN = (
    {"power": 0.98, "torque": 0.96, "displacement": 0.95},
    {"power": 0.6, "torque": 0.33, "displacement": 0.27},
)
"""By quantity how often a car states what one of very many models with its engine states; and the weight of all numbers
that no model states, where a model counts as 1 (benchmarks/fit_shares.py)."""
OTHERS = {quantity: tuple(name for name in UNIT_OF if name != quantity) for quantity in UNIT_OF}
"""By quantity the other two by which an engine is known, besides its fuel."""
NOT_BURNT = frozenset({*MIXED, "bev", "fcev"})
"""Powertrains of which power and torque may not be those of an engine alone."""


def share_of(quantity: str, models: int) -> float:
    """How often a car states what one of so many models with its engine states."""
    return MOST[quantity] * models / (models + UNSEEN[quantity])


def counts_of(quantity: str, fuel: object, others: Sequence[Number | None], own: Number) -> dict[Number, int]:
    """How many models with an engine state each number of a quantity.

    Args:
        quantity: power, torque or displacement.
        fuel: the fuel of the engine.
        others: what is stated of the other two.
        own: what is stated of the quantity itself; a number in its unit is written with as many decimals.
    """
    keys = [whole(*number, name) for name, number in zip(OTHERS[quantity], others, strict=True) if number]
    if not isinstance(fuel, str) or len(keys) < len(others) or None in keys:
        return {}
    stated, unit = own
    places = 0 if isinstance(stated, tuple | Bound) or unit != UNIT_OF[quantity] else max(decimals(stated), 0)
    return dict(_counts(quantity, fuel, tuple(keys), places))


@lru_cache(maxsize=4096)
def _counts(quantity: str, fuel: str, others: tuple[int, ...], places: int) -> Mapping[Number, int]:
    found = models_stating(quantity, fuel, others)
    return {(_number(value, places), UNIT_OF[quantity]): count for value, count in found.items()}


def _number(value: float, places: int) -> int | Decimal:
    text = f"{value:.{places}f}"
    if float(text) != value:
        return Decimal(repr(value))
    return Decimal(text) if places else int(text)
