"""Engines of published cars: what models state of one that is known by its other figures.

One engine is sold in many models, of its maker and of others, so that two of its figures tell the third.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from speclint.quantities.figure import Bound
from speclint.quantities.interval import Interval
from speclint.quantities.unit import UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speclint.quantities.figure import Stated

UNIT_OF = {"power": "kW", "torque": "Nm", "displacement": "cm³"}
"""By quantity the unit of its figures here."""


class Engine(NamedTuple):
    """What models state of one engine, in these units, and how many do."""

    power: float
    torque: float
    displacement: float
    models: int


def whole(stated: Stated, unit: str, quantity: str) -> int | None:
    """A number as a whole one in the unit of a quantity; None of a range or a bound."""
    if isinstance(stated, tuple | Bound):
        return None
    value, known = float(stated), UNIT_OF[quantity]
    if unit != known:
        value = UNITS[known].from_reference(UNITS[unit].to_reference(Interval(value, value))).low
    return round(value)


def models_stating(quantity: str, fuel: str, others: tuple[int, ...]) -> Mapping[float, int]:
    """How many models of a fuel have an engine of each number of a quantity, by its other two quantities.

    Args:
        quantity: one of `UNIT_OF`.
        fuel: a word of the vocabulary.
        others: those of the other two, in their order, as whole numbers.
    """
    return _by_others(quantity).get((fuel, *others), {})


@cache
def _by_others(quantity: str) -> dict[tuple[str | int, ...], dict[float, int]]:
    found: dict[tuple[str | int, ...], dict[float, int]] = {}
    for fuel, engines in _engines().items():
        for engine in engines:
            others = (round(getattr(engine, name)) for name in UNIT_OF if name != quantity)
            counts = found.setdefault((fuel, *others), {})
            stated = getattr(engine, quantity)
            counts[stated] = counts.get(stated, 0) + engine.models
    return found


@cache
def _engines() -> dict[str, list[Engine]]:
    """By fuel the engines of published cars (benchmarks/fit_shares.py)."""
    content = Path(__file__).with_name("engines.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, list[Engine]])
