"""The engine of a sheet: its fuel, and the figures that are its own and not those of the whole drive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.vehicle.dates import is_year
from speclint.vehicle.powertrain import powertrain_of

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure
    from speclint.quantities.interval import Interval
    from speclint.sheets.sheet import Sheet

MATURE = 1950
"""Model year from which engines are comparable; older ones turned slowly and compressed little."""


def of_engine(sheet: Sheet, quantity: str) -> Figure | None:
    """Power or torque of the engine alone: its own figure, or that of a car with nothing but an engine."""
    figure = sheet.figure(f"engine_{quantity}")
    return sheet.figure(quantity) if figure is None and powertrain_of(sheet) == "ice" else figure


def is_antique(sheet: Sheet) -> bool:
    """Whether the sheet states a model year before `MATURE`."""
    year = sheet.field("year")
    return year is not None and is_year(year) and int(year) < MATURE


def quotient(dividend: Interval, divisor: Interval) -> tuple[float, float] | None:
    """The least and the largest quotient of two intervals; None unless both are positive."""
    if dividend.low <= 0 or divisor.low <= 0:
        return None
    return dividend.low / divisor.high, dividend.high / divisor.low
