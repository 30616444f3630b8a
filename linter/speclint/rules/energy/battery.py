"""The traction battery as other figures must fit it: its largest stated capacity, and capacities a slip away."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound, Figure, as_literal, write
from speclint.rules.rule import Correction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.interval import Interval
    from speclint.sheets.sheet import Sheet

LEAST_SHARE = 0.65
"""Usable part of the gross capacity that no battery-electric car goes below. The smallest of our own sheets is 0.82
(BMW i3 94 Ah: 27.2 of 33.2 kWh), of 522 in OpenEV Data 0.87; packs locked by software, as Tesla sold them, use 0.67."""


def largest_capacity(sheet: Sheet) -> Figure | None:
    """The larger of the usable and the gross capacity that the sheet states, so that no figure looks too bold."""
    found = [one for one in (sheet.figure("battery_usable"), sheet.figure("battery_gross")) if one]
    return max(found, key=lambda one: one.interval.high, default=None)


def shifted_into(figure: Figure, window: Interval, because: str) -> Iterator[Correction]:
    """The figure with its decimal point one place further on, either way, if that lies in the window."""
    if isinstance(figure.stated, tuple | Bound):
        return
    for places in (-1, 1):
        number = Decimal(figure.stated).scaleb(places)
        exact = int(number) if number == number.to_integral_value() else number
        if Figure(figure.quantity, figure.unit, exact, figure.pointer).interval.meets(window):
            says = (
                f"{figure.quantity.label} is {write(exact)} {figure.unit.name}, not {write(figure.stated)}: "
            )
            yield Correction(figure.pointer, figure.unit.name, as_literal(exact), because, f"{says}{because}")
