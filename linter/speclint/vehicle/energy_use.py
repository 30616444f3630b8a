"""The energy that a battery-electric car uses over its range: range times consumption of one test cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY, Interval
from speclint.vehicle.test_cycles import CYCLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet


def cycles_of(sheet: Sheet) -> Iterator[tuple[Figure, Figure]]:
    """Range and consumption of each test cycle for which the sheet states both."""
    for measurand in sheet.stated("consumption_electric"):
        cycle = cycle_in(measurand.figures[0].pointer)
        distance = None if cycle is None else sheet.figure(f"range_{cycle}")
        if distance is not None:
            yield distance, measurand.sharpest


def cycle_in(pointer: str) -> str | None:
    """The test cycle that a pointer names; None where it names several, and it is unknown which is meant."""
    named = [cycle for cycle in CYCLES if cycle in pointer.casefold()]
    return named[0] if len(named) == 1 else None


def energy_used(distance: Figure, consumption: Figure) -> tuple[Interval, Interval]:
    """Energy over the range in kWh, the low and the high end.

    Of two ranges the lower consumption belongs to the longer distance; else both ends are all that may be.
    """
    (shorter, longer), (lower, higher) = distance.ends, consumption.ends
    if len(distance.numbers) == len(consumption.numbers) == 2:  # noqa: PLR2004 - low and high
        return _product(longer, lower), _product(shorter, higher)
    whole = _product(distance.interval, consumption.interval)
    return whole, whole


def _product(kilometres: Interval, per_hundred: Interval) -> Interval:
    """Energy of a distance at a consumption in kWh; what a bound leaves open is open."""
    low = max(kilometres.low, 0.0) * max(per_hundred.low, 0.0)
    is_open = INFINITY in (kilometres.high, per_hundred.high)
    return Interval(low / 100, INFINITY if is_open else kilometres.high * per_hundred.high / 100)
