"""Range and consumption of one test cycle that contradict the battery, or each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY, Interval
from speclint.rules.corrections import shifted_into
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.energy_use import cycles_of, energy_used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.rules.rule import Correction
    from speclint.sheets.sheet import Sheet

MIN_USE, MAX_USE = 0.85, 1.6
"""Energy used over the range, by usable capacity. Stated from the battery it is 1. Measured at the plug it holds the
losses of charging, and our own sheets have 1.13 to 1.20 by WLTP, and 1.45 for the BMW i3 94 Ah by NEDC (27.2 kWh
usable, 300 km at 13.1 kWh/100 km)."""
MIN_SHARE = 0.65
"""Smallest usable part of the gross capacity of a battery-electric car, as in `usable-far-below-gross`."""
MAX_RATIO = 1.08
"""Ratio of the energies at both ends. In the eleven of our own sheets that state two ranges it is at most 1.021 (BMW
iX1 xDrive30)."""

_CAR = '{"battery": {"%s": {"kWh": %s}}, "range": {"%s": {"km": %s}}, "consumption": {"electric": {"%s": {"kWh/100 km": %s}}}}'

_USE = '{"range": {"wltp": {"km": %s}}, "consumption": {"electric": {"wltp": {"kWh/100 km": %s}}}}'


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
        bad(_CAR % ("usable", 64.8, "wltp", 279, "wltp", 17.7), at="/consumption/electric/wltp/kWh~1100 km",
            message="WLTP range 279 km at 17.7 kWh/100 km takes 49 kWh: expected 55–104 kWh with usable battery capacity 64.8 kWh",
            why="279 mi as km"),
        bad(_CAR % ("gross", 66.5, "wltp", "[417, 449]", "wltp", "[26.3, 28.5]"),
            at="/consumption/electric/wltp/kWh~1100 km",
            message="WLTP range 417-449 km at 26.3-28.5 kWh/100 km takes 118–119 kWh: expected 37–106 kWh with gross battery capacity 66.5 kWh",
            why="kWh per 100 mi as per 100 km"),
    ),
    good=(
        good(_CAR % ("usable", 64.8, "wltp", "[417, 449]", "wltp", "[16.3, 17.7]")),
        good(_CAR % ("usable", 27.2, "nedc", "[290, 300]", "nedc", "[13.1, 13.6]"),
            why="the BMW i3 94 Ah as stated"),
        good(_CAR % ("usable", 64.8, "wltp", 440, "epa", "36.0"), why="of two test cycles"),
        good(_CAR % ("usable", 64.8, "wltp", '{"at_most": 279}', "wltp", '{"at_least": 17.7}'),
            why="bounds leave room"),
        good('{"make": "Volvo", "model": "XC60", "variant": "T8", "powertrain": {"type": "phev"}, "battery": {"usable": {"kWh": 14.7}}, "range": {"wltp": {"km": 77}}, "consumption": {"electric": {"wltp": {"kWh/100 km": 15.1}}}}',
            why="a plug-in hybrid's consumption is weighted by the electric share"),
    ),
)  # fmt: skip
def consumption_contradicts_range(sheet: Sheet) -> Iterator[Violation]:
    """Range times consumption is the energy of one full charge, so it must fit the battery.

    WLTP defines the consumption of a battery-electric car as the energy drawn from the mains to refill it,
    divided by its range (UN GTR 15, annex 8), and EPA and NEDC measure at the plug as well. So the product is
    the usable capacity and the losses of charging.
    """
    battery = sheet.figure("battery_usable", "battery_gross")
    if sheet.field("powertrain") != "bev" or battery is None or not 0 < battery.interval.low < INFINITY:
        return
    least = MIN_USE if battery.quantity.name == "battery_usable" else MIN_USE * MIN_SHARE
    window = Interval(least * battery.interval.low, MAX_USE * battery.interval.high)
    for distance, consumption in cycles_of(sheet):
        used = energy_used(distance, consumption)
        if not all(window.meets(energy) for energy in used):
            figures = (distance, consumption, battery)
            corrections = tuple(_shifts(figures, used[0].hull(used[1]), window))
            yield Violation(_contradiction(figures, window), consumption.name, stated(*figures), corrections)


def _contradiction(figures: tuple[Figure, Figure, Figure], window: Interval) -> str:
    distance, consumption, battery = figures
    (shorter, longer), (lower, higher) = distance.centres(), consumption.centres()
    ends = sorted((shorter.low * higher.low / 100, longer.low * lower.low / 100))
    used = "–".join(dict.fromkeys(f"{energy:.0f}" for energy in ends))
    return (
        f"{distance.labelled} at {consumption} takes {used} kWh: "
        f"expected {window.low:.0f}–{window.high:.0f} kWh with {battery.labelled}"
    )


def _shifts(figures: tuple[Figure, Figure, Figure], used: Interval, window: Interval) -> Iterator[Correction]:
    """Each of the three with its decimal point shifted to fit the other two."""
    distance, consumption, battery = figures
    if used.low <= 0 or used.high >= INFINITY:
        return
    by_range = Interval(used.low / MAX_USE, used.high / MIN_USE)
    yield from shifted_into(battery, by_range, f"{distance.labelled} at {consumption}")
    for figure, other in ((distance, consumption), (consumption, distance)):
        by_battery = Interval(100 * window.low / other.interval.high, 100 * window.high / other.interval.low)
        yield from shifted_into(figure, by_battery, f"{battery.labelled} and {other.labelled}")


@sheet_rule(
    first_id="range-ends-disagree",
    level=Level.WARNING,
    summary="the ends of range and consumption do not belong to one battery",
    needs=("consumption_electric",),
    reads=("powertrain", "range_cltc", "range_epa", "range_nedc", "range_wltp"),
    consequence_of=("range-contradicts-tank",),
    before=("cycle-order",),
    bad=(
        bad(_USE % ("[417, 494]", "[16.3, 17.7]"), at="/range/wltp/km",
            message="WLTP range 417-494 km at 16.3-17.7 kWh/100 km takes 73.8 kWh at one end and 80.5 kWh at the other: expected the same of one battery",
            why="449 with digits transposed"),
        bad(_USE % ("[417, 449]", "[13.6, 17.7]"), at="/consumption/electric/wltp/kWh~1100 km",
            message="WLTP range 417-449 km at 13.6-17.7 kWh/100 km takes 73.8 kWh at one end and 61.1 kWh at the other: expected the same of one battery; 16.3-17.7 kWh/100 km (digits transposed) fits",
            why="16.3 with digits transposed"),
    ),
    good=(
        good(_USE % ("[417, 449]", "[16.3, 17.7]")),
        good(_USE % ("[417, 440]", "[16.8, 18.1]"), why="the two ends are of different wheels, and rounded"),
        good(_USE % (449, "[16.3, 20.7]"), why="unknown which end the range belongs to"),
    ),
)  # fmt: skip
def range_ends_inconsistent(sheet: Sheet) -> Iterator[Violation]:
    """A range is stated from the heaviest to the lightest trim, and so is the consumption.

    The car with the longest range uses least, and WLTP defines the consumption as the energy of one full charge
    over the range (UN GTR 15, annex 8): both ends give the same energy, as they draw on the same battery.
    Where they do not, one of the four numbers is most likely mistyped.
    """
    if sheet.field("powertrain") != "bev":
        return
    for distance, consumption in cycles_of(sheet):
        best, worst = energy_used(distance, consumption)
        if best.low <= worst.high * MAX_RATIO and worst.low <= best.high * MAX_RATIO:
            continue
        message = (
            f"{distance.labelled} at {consumption} takes {(worst.low + worst.high) / 2:.1f} kWh at one end "
            f"and {(best.low + best.high) / 2:.1f} kWh at the other: expected the same of one battery"
        )
        yield Violation(message, distance.name, stated(consumption))
