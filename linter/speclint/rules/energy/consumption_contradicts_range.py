"""A range and a consumption that together need another battery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY, Interval
from speclint.rules.rule import Correction, Level, Related, Violation, bad, good, sheet_rule
from speclint.rules.shifted import shifted_into
from speclint.vehicle.energy_use import cycles_of, energy_used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

LEAST, MOST = 0.85, 1.6
"""Energy used over the range, by usable capacity. Stated from the battery it is 1. Measured at the plug it holds the
losses of charging, and our own sheets have 1.13 to 1.20 by WLTP, and 1.45 for the BMW i3 94 Ah by NEDC (27.2 kWh
usable, 300 km at 13.1 kWh/100 km)."""
MIN_SHARE = 0.65
"""Usable part of the gross capacity of a battery-electric car, at least, as `usable-far-below-gross` has it."""


@sheet_rule(
    level=Level.ERROR,
    summary="range and consumption need another battery than the stated one",
    needs=("consumption_electric",),
    reads=(
        "battery_gross", "battery_usable", "powertrain", "range_cltc", "range_epa", "range_nedc",
        "range_wltp",
    ),
    consequence_of=("usable-exceeds-gross",),
    before=("range-exceeds-battery",),
    bad=(
        bad('{"battery": {"usable": {"kWh": 64.8}}, "range": {"wltp": {"km": 279}}, "consumption": {"electric": {"wltp": {"kWh/100 km": 17.7}}}}',
            at="/consumption/electric/wltp/kWh~1100 km",
            message="WLTP range 279 km at 17.7 kWh/100 km takes 49 kWh, which a battery of 64.8 kWh cannot mean: filling it takes 55-104 kWh",
            why="279 mi as km"),
        bad('{"battery": {"gross": {"kWh": 66.5}}, "range": {"wltp": {"km": [417, 449]}}, "consumption": {"electric": {"wltp": {"kWh/100 km": [26.3, 28.5]}}}}',
            at="/consumption/electric/wltp/kWh~1100 km",
            message="WLTP range 417-449 km at 26.3-28.5 kWh/100 km takes 118-119 kWh, which a battery of 66.5 kWh cannot mean: filling it takes 37-106 kWh",
            why="kWh per 100 mi as per 100 km"),
    ),
    good=(
        good('{"battery": {"usable": {"kWh": 64.8}}, "range": {"wltp": {"km": [417, 449]}}, "consumption": {"electric": {"wltp": {"kWh/100 km": [16.3, 17.7]}}}}'),
        good('{"battery": {"usable": {"kWh": 27.2}}, "range": {"nedc": {"km": [290, 300]}}, "consumption": {"electric": {"nedc": {"kWh/100 km": [13.1, 13.6]}}}}',
            why="the BMW i3 94 Ah as stated"),
        good('{"battery": {"usable": {"kWh": 64.8}}, "range": {"wltp": {"km": 440}}, "consumption": {"electric": {"epa": {"kWh/100 km": 36.0}}}}',
            why="of two test cycles"),
        good('{"battery": {"usable": {"kWh": 64.8}}, "range": {"wltp": {"km": {"at_most": 279}}}, "consumption": {"electric": {"wltp": {"kWh/100 km": {"at_least": 17.7}}}}}',
            why="bounds leave room"),
        good('{"make": "Volvo", "model": "XC60", "variant": "T8", "powertrain": {"type": "phev"}, "battery": {"usable": {"kWh": 14.7}}, "range": {"wltp": {"km": 77}}, "consumption": {"electric": {"wltp": {"kWh/100 km": 15.1}}}}',
            why="a plug-in hybrid's consumption is weighted by how often it is plugged in"),
    ),
)  # fmt: skip
def consumption_contradicts_range(sheet: Sheet) -> Iterator[Violation]:
    """Range times consumption is the energy of one full charge, so it must fit the battery.

    WLTP defines the consumption of a battery-electric car as the energy drawn from the mains to refill it,
    divided by its range (UN GTR 15, annex 8), and EPA and NEDC measure at the plug as well. So the product is
    the usable capacity and the losses of charging. Asked of battery-electric cars, and of figures of one cycle.
    """
    if sheet.field("powertrain") != "bev":
        return
    battery = sheet.figure("battery_usable", "battery_gross")
    if battery is None or not 0 < battery.interval.low < INFINITY:
        return
    least = LEAST if battery.quantity.name == "battery_usable" else LEAST * MIN_SHARE
    window = Interval(least * battery.interval.low, MOST * battery.interval.high)
    for far, consumption in cycles_of(sheet):
        used = energy_used(far, consumption)
        if not all(window.meets(one) for one in used):
            figures = (far, consumption, battery)
            yield Violation(
                _contradiction(figures, window),
                consumption.pointer,
                tuple(
                    Related(f"{figure.quantity.label} {figure} is stated here", figure.pointer)
                    for figure in figures
                ),
                tuple(_shifts(figures, used[0].hull(used[1]), window)),
            )


def _contradiction(figures: tuple[Figure, Figure, Figure], window: Interval) -> str:
    far, consumption, battery = figures
    (shorter, longer), (thrifty, thirsty) = far.centres(), consumption.centres()
    ends = sorted((shorter.low * thirsty.low / 100, longer.low * thrifty.low / 100))
    takes = "-".join(dict.fromkeys(f"{energy:.0f}" for energy in ends))
    return (
        f"{far.quantity.label} {far} at {consumption} takes {takes} kWh, which a battery of {battery} cannot "
        f"mean: filling it takes {window.low:.0f}-{window.high:.0f} kWh"
    )


def _shifts(figures: tuple[Figure, Figure, Figure], used: Interval, window: Interval) -> Iterator[Correction]:
    """Each of the three with its decimal point where the other two ask for it."""
    far, consumption, battery = figures
    if used.low <= 0 or used.high >= INFINITY:
        return
    yield from shifted_into(
        battery, Interval(used.low / MOST, used.high / LEAST), f"{far} at {consumption} ask for it"
    )
    full = f"a full charge of {battery} lasts"
    per_km = consumption.interval
    yield from shifted_into(
        far, Interval(100 * window.low / per_km.high, 100 * window.high / per_km.low), f"{full} that far"
    )
    yield from shifted_into(
        consumption,
        Interval(100 * window.low / far.interval.high, 100 * window.high / far.interval.low),
        f"{full} {far}",
    )
