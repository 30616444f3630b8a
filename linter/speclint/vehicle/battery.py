"""The traction battery as other figures must fit it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

MIN_SHARE = 0.65
"""Usable part of the gross capacity that no battery-electric car goes below. The smallest of our own sheets
is 0.82 (BMW i3 94 Ah: 27.2 of 33.2 kWh), of 522 in OpenEV Data 0.87; packs locked by software, as Tesla sold
them, use 0.67."""


def largest_capacity(sheet: Sheet) -> Figure | None:
    """The larger of the usable and the gross capacity that the sheet states, in favour of other figures."""
    capacities = (sheet.figure("battery_usable"), sheet.figure("battery_gross"))
    return max(filter(None, capacities), key=lambda figure: figure.interval.high, default=None)
