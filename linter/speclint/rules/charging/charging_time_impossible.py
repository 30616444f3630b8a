"""A DC charging time that the stated power cannot meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY
from speclint.rules.charging.charging_time import charged
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="DC charging time shorter than power and battery allow",
    needs=("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable"),
    bad=(
        bad(
            '{"battery": {"usable": {"kWh": 64.8}}, '
            '"charging": {"dc": {"power": {"kW": 130}, "time": {"min": 19}, "window": [10, 80]}}}',
            at="/charging/dc/time/min",
            message="DC charging 10-80 % in 19 min is not possible: 45.4 kWh take at least 20.9 min at 130 kW",
            why="29 min mistyped",
        ),
        bad(
            '{"battery": {"usable": {"kWh": 64.8}}, '
            '"charging": {"dc": {"power": {"kW": 31}, "time": {"min": 29}, "window": [10, 80]}}}',
            at="/charging/dc/time/min",
            message="DC charging 10-80 % in 29 min is not possible: 45.4 kWh take at least 87.8 min at 31 kW",
            why="130 kW mistyped",
        ),
    ),
    good=(
        good(
            '{"battery": {"usable": {"kWh": 64.8}}, '
            '"charging": {"dc": {"power": {"kW": 130}, "time": {"min": 29}, "window": [10, 80]}}}'
        ),
        good(
            '{"battery": {"usable": {"kWh": 64.8}}, '
            '"charging": {"dc": {"power": {"kW": 130}, "time": {"min": 21}, "window": [10, 80]}}}',
            why="at full power all the time",
        ),
        good(
            '{"battery": {"usable": {"kWh": 64.8}}, '
            '"charging": {"dc": {"power": {"kW": {"at_least": 130}}, "time": {"min": 12}, "window": [10, 80]}}}',
            why="a bound leaves room for more power",
        ),
    ),
)
def charging_time_impossible(sheet: Sheet) -> Iterator[Violation]:
    """Charging over a window of states of charge puts that share of the usable capacity into the battery.

    The average power of it is never above the highest power (conservation of energy), and our own
    sheets have 55 to 87 % of it.
    """
    filling = charged(sheet)
    if filling is None:
        return
    power = filling.power
    if not 0 < power.value <= power.interval.high < INFINITY or filling.time.interval.high <= 0:
        return
    if filling.energy.low <= power.interval.high * filling.time.interval.high / 3600:
        return
    least = f"{filling.share * filling.usable.value:.1f} kWh take at least {filling.minutes_at_power:.1f} min"
    message = f"DC charging {filling.window} in {filling.time} is not possible: {least} at {power}"
    yield Violation(message, filling.time.pointer, filling.related, tuple(filling.shifts(least)))
