"""A DC charging time far longer than the stated power takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.charging.charging_time import LONGEST, charged
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.WARNING,
    summary="DC charging time far longer than power and battery ask for",
    needs=("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable"),
    bad=(
        bad(
            '{"battery": {"usable": {"kWh": 64.8}}, '
            '"charging": {"dc": {"power": {"kW": 130}, "time": {"min": 290}, "window": [10, 80]}}}',
            at="/charging/dc/time/min",
            message="DC charging time is 29 min, not 290: at that power 45.4 kWh take 20.9 min",
        ),
        bad(
            '{"battery": {"usable": {"kWh": 64.8}}, '
            '"charging": {"dc": {"power": {"kW": 130}, "time": {"h": 6.5}, "window": [0, 100]}}}',
            at="/charging/dc/time/h",
            message="DC charging 0-100 % in 6.5 h is far too slow for 130 kW: at that power 64.8 kWh take 29.9 min",
            why="the time at a wall box",
        ),
    ),
    good=(
        good(
            '{"battery": {"usable": {"kWh": 64.8}}, '
            '"charging": {"dc": {"power": {"kW": 130}, "time": {"min": 29}, "window": [10, 80]}}}'
        ),
        good(
            '{"battery": {"usable": {"kWh": 75.0}}, '
            '"charging": {"dc": {"power": {"kW": 250}, "time": {"min": 90}, "window": [0, 100]}}}',
            why="the last tenth is slow",
        ),
    ),
)
def charging_time_implausible(sheet: Sheet) -> Iterator[Violation]:
    """The power falls as the battery fills, but a car does not take ten times as long as at its highest power.

    Such a time is that of another charger, most likely of alternating current, or in another unit.
    """
    filling = charged(sheet)
    if filling is None or filling.power.interval.low <= 0:
        return
    if filling.power.interval.low * filling.time.interval.low / 3600 <= LONGEST * filling.energy.high:
        return
    least = f"at that power {filling.share * filling.usable.value:.1f} kWh take {filling.minutes_at_power:.1f} min"
    message = f"DC charging {filling.window} in {filling.time} is far too slow for {filling.power}: {least}"
    yield Violation(message, filling.time.pointer, filling.related, tuple(filling.shifts(least)))
