"""How many decimals makers and press mostly write."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure

ONE_DECIMAL = frozenset({
    "in", "s", "kWh", "l/100 km", "kWh/100 km", "kWh/100 mi", "mpg US", "mpg UK", "mi/kWh", "km/l", "cu ft",
})  # fmt: skip
"""Units whose figures are mostly written with one decimal; those of others with none; a judgement."""


def usual_decimals(figure: Figure) -> int:
    """The number of decimals that is usual for a quantity in the unit of a figure."""
    is_engine = figure.unit.name == "l" and figure.quantity.name == "displacement"
    return int(is_engine or figure.unit.name in ONE_DECIMAL)
