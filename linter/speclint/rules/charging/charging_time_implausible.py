"""DC charging times that the stated power cannot meet, or that are far longer than it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.interval import INFINITY, Interval
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.rules.shifted import shifted_into

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.rules.rule import Correction
    from speclint.sheets.sheet import Sheet


LONGEST = 10.0
"""Times the time at highest power. Our own sheets have 1.4 to 1.8 for 10 to 80 %, and 1.2 to 1.6 for 0 to 80 %."""
USUAL = 3.0
"""Times the time at highest power, within which a corrected figure must lie."""


class Filling(msgspec.Struct, frozen=True):
    """A DC charge from one state of charge to another, as a sheet states it."""

    time: Figure
    window: Figure
    power: Figure
    usable: Figure

    @property
    def share(self) -> float:
        """The part of the usable capacity that is charged; 0.7 for 10 to 80 %."""
        low, high = self.window.numbers
        return float(high - low) / 100

    @property
    def energy(self) -> Interval:
        """What is charged, in kWh."""
        return self.usable.interval.scaled(self.share)

    @property
    def minutes_at_power(self) -> float:
        """How long it takes at the highest power, in minutes."""
        return 60 * self.share * self.usable.value / self.power.value

    def shifts(self, because: str) -> Iterator[Correction]:
        """Time and power with their decimal points where the energy asks for them."""
        if not (self.time.interval.low > 0 and self.power.interval.low > 0):
            return
        seconds = self.energy.scaled(3600)
        yield from shifted_into(
            self.time,
            Interval(seconds.low / self.power.interval.high, USUAL * seconds.high / self.power.interval.low),
            because,
        )
        yield from shifted_into(
            self.power,
            Interval(seconds.low / self.time.interval.high, USUAL * seconds.high / self.time.interval.low),
            because,
        )

    @property
    def related(self) -> tuple[Related, ...]:
        """The places of the figures beside the time."""
        figures = (self.power, self.usable)
        return tuple(
            Related(f"{figure.quantity.label} {figure} is stated here", figure.pointer) for figure in figures
        )


def charged(sheet: Sheet) -> Filling | None:
    """The DC charge that the sheet states in full, with a window that rises; else None."""
    names = ("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable")
    time, window, power, usable = (sheet.figure(name) for name in names)
    if time is None or window is None or power is None or usable is None:
        return None
    filling = Filling(time, window, power, usable)
    return filling if len(window.numbers) == 2 and filling.share > 0 else None  # noqa: PLR2004 - from and to


@sheet_rule(
    id="charging-time-implausible",
    level=Level.ERROR,
    summary="DC charging time shorter than power and battery allow",
    needs=("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable"),
    consequence_of=("dc-power-exceeds-battery",),
    before=("charging-curve-exceeds-peak",),
    bad=(
        bad('{"battery": {"usable": {"kWh": 64.8}}, "charging": {"dc": {"power": {"kW": 130}, "time": {"min": 19}, "window": [10, 80]}}}',
            at="/charging/dc/time/min",
            message="DC charging 10-80 % in 19 min is not possible: 45.4 kWh take at least 20.9 min at 130 kW",
            why="29 min mistyped"),
        bad('{"battery": {"usable": {"kWh": 64.8}}, "charging": {"dc": {"power": {"kW": 31}, "time": {"min": 29}, "window": [10, 80]}}}',
            at="/charging/dc/time/min",
            message="DC charging 10-80 % in 29 min is not possible: 45.4 kWh take at least 87.8 min at 31 kW",
            why="130 kW mistyped"),
    ),
    good=(
        good('{"battery": {"usable": {"kWh": 64.8}}, "charging": {"dc": {"power": {"kW": 130}, "time": {"min": 29}, "window": [10, 80]}}}'),
        good('{"battery": {"usable": {"kWh": 64.8}}, "charging": {"dc": {"power": {"kW": 130}, "time": {"min": 21}, "window": [10, 80]}}}',
            why="at full power all the time"),
        good('{"battery": {"usable": {"kWh": 64.8}}, "charging": {"dc": {"power": {"kW": {"at_least": 130}}, "time": {"min": 12}, "window": [10, 80]}}}',
            why="a bound leaves room for more power"),
    ),
)  # fmt: skip
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


@sheet_rule(
    level=Level.WARNING,
    summary="DC charging time far longer than power and battery ask for",
    needs=("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable"),
    bad=(
        bad('{"battery": {"usable": {"kWh": 64.8}}, "charging": {"dc": {"power": {"kW": 130}, "time": {"min": 290}, "window": [10, 80]}}}',
            at="/charging/dc/time/min",
            message="DC charging time is 29 min, not 290: at that power 45.4 kWh take 20.9 min"),
        bad('{"battery": {"usable": {"kWh": 64.8}}, "charging": {"dc": {"power": {"kW": 130}, "time": {"h": 6.5}, "window": [0, 100]}}}',
            at="/charging/dc/time/h",
            message="DC charging 0-100 % in 6.5 h is far too slow for 130 kW: at that power 64.8 kWh take 29.9 min",
            why="the time at a wall box"),
    ),
    good=(
        good('{"battery": {"usable": {"kWh": 64.8}}, "charging": {"dc": {"power": {"kW": 130}, "time": {"min": 29}, "window": [10, 80]}}}'),
        good('{"battery": {"usable": {"kWh": 75.0}}, "charging": {"dc": {"power": {"kW": 250}, "time": {"min": 90}, "window": [0, 100]}}}',
            why="the last tenth is slow"),
    ),
)  # fmt: skip
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
