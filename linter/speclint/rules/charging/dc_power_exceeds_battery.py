"""A DC charging power that no battery of that size takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY, Interval
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.rules.shifted import shifted_into
from speclint.vehicle.battery import largest_capacity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

MOST = 15.0
"""kW/kWh (C-rate). BYD's Han L takes 1,000 kW with 83.2 kWh (12.0); the highest of 852 sheets in OpenEV Data and
KilowattApp's Open EV Data is 4.2."""


@sheet_rule(
    level=Level.ERROR,
    summary="DC charging power beyond what a battery of that size takes",
    needs=("dc_charge_power",),
    bad=(
        bad(
            '{"battery": {"usable": {"kWh": 6.48}}, "charging": {"dc": {"power": {"kW": 130}}}}',
            at="/charging/dc/power/kW",
            message="DC charging power 130 kW is 20 times the 6.48 kWh of the battery; none takes more than 15 times",
            why="64.8 kWh with its decimal point shifted",
        ),
        bad(
            '{"battery": {"usable": {"kWh": 64.8}}, "charging": {"dc": {"power": {"kW": 1300}}}}',
            at="/charging/dc/power/kW",
            message="DC charging power is 130 kW, not 1300: the battery holds 64.8 kWh",
        ),
    ),
    good=(
        good('{"battery": {"usable": {"kWh": 64.8}}, "charging": {"dc": {"power": {"kW": 130}}}}'),
        good(
            '{"battery": {"usable": {"kWh": 83.2}}, "charging": {"dc": {"power": {"kW": 1000}}}}',
            why="the quickest of today, a twelfth of an hour",
        ),
    ),
)
def dc_power_exceeds_battery(sheet: Sheet) -> Iterator[Violation]:
    """How fast cells take charge is told by the power over the capacity, the C-rate (per hour).

    The quickest cells on sale are rated at 10 to 12 per hour; above 15 the power or the capacity is mistyped. Asked
    of the largest capacity that the sheet states.
    """
    power, battery = sheet.figure("dc_charge_power"), largest_capacity(sheet)
    if power is None or battery is None or battery.value <= 0:
        return
    if power.interval.low <= MOST * battery.interval.high:
        return
    message = f"{power.quantity.label} {power} is {power.value / battery.value:.0f} times the {battery} of the battery"
    related = Related(f"{battery.quantity.label} {battery} is stated here", battery.pointer)
    least, most = power.interval.low / MOST, MOST * battery.interval.high
    yield Violation(
        f"{message}; none takes more than {MOST:.0f} times",
        power.pointer,
        (related,),
        (
            *shifted_into(power, Interval(0.0, most), f"the battery holds {battery}"),
            *shifted_into(battery, Interval(least, INFINITY), f"it is charged with {power}"),
        ),
    )
