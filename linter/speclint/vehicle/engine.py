"""The engine of a sheet: what it burns, and the figures that are its own and not those of the whole drive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.vehicle.dates import is_year

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure
    from speclint.quantities.interval import Interval
    from speclint.sheets.sheet import Sheet

MATURE = 1950
"""Model year from which cars are judged by what engines do; older ones turned slowly and compressed little."""


def fuel_of(sheet: Sheet) -> str | None:
    """What the engine burns, in lower case: `petrol`, `diesel`, ...; None if it is not stated."""
    fuel = sheet.field("fuel")
    return fuel.casefold() if fuel else None


def of_engine(sheet: Sheet, quantity: str) -> Figure | None:
    """Power or torque of the engine alone: its own figure, or that of a car that has nothing but an engine."""
    figure = sheet.figure(f"engine_{quantity}")
    return sheet.figure(quantity) if figure is None and sheet.field("powertrain") == "ice" else figure


def is_antique(sheet: Sheet) -> bool:
    """Whether the sheet states a model year from before engines were what they are."""
    year = sheet.field("year")
    return year is not None and is_year(year) and int(year) < MATURE


def quotient(one: Interval, other: Interval) -> tuple[float, float] | None:
    """The least and the most that one interval of positive values may be, divided by another."""
    if one.low <= 0 or other.low <= 0:
        return None
    return one.low / other.high, one.high / other.low
