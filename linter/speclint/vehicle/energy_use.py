"""The energy that a battery-electric car uses over its range: range times consumption of one test cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY, Interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

CYCLES = ("wltp", "wltc", "epa", "nedc", "cltc")


def cycles_of(sheet: Sheet) -> Iterator[tuple[Figure, Figure]]:
    """Range and consumption of each test cycle for which the sheet states both."""
    for measurand in sheet.stated("consumption_electric"):
        # where the place names no cycle, or several, nothing tells which range belongs to it
        named = [cycle for cycle in CYCLES if cycle in measurand.figures[0].pointer.casefold()]
        far = sheet.figure(f"range_{named[0]}") if len(named) == 1 else None
        if far is not None:
            yield far, measurand.sharpest


def energy_used(far: Figure, consumption: Figure) -> tuple[Interval, Interval]:
    """Energy over the range in kWh: of two ranges end by end, the thrifty end over the longer range; else all that may be."""
    (shorter, longer), (thrifty, thirsty) = far.ends, consumption.ends
    if len(far.numbers) == len(consumption.numbers) == 2:  # noqa: PLR2004 - low and high
        return _product(longer, thrifty), _product(shorter, thirsty)
    whole = _product(far.interval, consumption.interval)
    return whole, whole


def _product(kilometres: Interval, per_hundred: Interval) -> Interval:
    """Energy of a distance at a consumption in kWh; what a bound leaves open is open."""
    low = max(kilometres.low, 0.0) * max(per_hundred.low, 0.0)
    is_open = INFINITY in (kilometres.high, per_hundred.high)
    return Interval(low / 100, INFINITY if is_open else kilometres.high * per_hundred.high / 100)
