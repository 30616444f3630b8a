"""DC charging times that are shorter than power and battery allow, or far longer than they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.interval import INFINITY, Interval
from speclint.rules.corrections import shifted_into
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.rules.rule import Correction
    from speclint.sheets.sheet import Sheet


MAX_RATIO = 10.0
"""Times the time at highest power. Our own sheets have 1.4 to 1.8 for 10 to 80 %, and 1.2 to 1.6 for 0 to 80 %."""
USUAL_RATIO = 3.0
"""Times the time at highest power, within which a corrected figure must lie."""


class Charge(msgspec.Struct, frozen=True):
    """A DC charge from one state of charge to another, as a sheet states it."""

    time: Figure
    window: Figure
    power: Figure
    usable: Figure

    @property
    def share(self) -> float:
        """The part of the usable capacity that is charged; 0.7 for 10 to 80 %."""
        return share_of(self.window)

    @property
    def energy(self) -> Interval:
        """What is charged, in kWh."""
        return self.usable.interval.scaled(self.share)

    def violation(self, fault: str) -> Violation:
        """The time as a violation, with time and power shifted as corrections."""
        kilowatt_hours = self.share * self.usable.value
        least = (
            f"{self.window} ({kilowatt_hours:.1f} kWh) at {self.power} "
            f"take at least {60 * kilowatt_hours / self.power.value:.1f} min"
        )
        message = f"{self.time.labelled} is {fault}: {least}"
        return Violation(message, self.time.name, stated(self.power, self.usable), tuple(self._shifts(least)))

    def _shifts(self, because: str) -> Iterator[Correction]:
        """Time and power with their decimal points shifted to fit the energy."""
        if not (self.time.interval.low > 0 and self.power.interval.low > 0):
            return
        seconds = self.energy.scaled(3600)
        for figure, other in ((self.time, self.power), (self.power, self.time)):
            window = Interval(
                seconds.low / other.interval.high, USUAL_RATIO * seconds.high / other.interval.low
            )
            yield from shifted_into(figure, window, because)


def _charge(sheet: Sheet) -> Charge | None:
    """The DC charge that the sheet states in full, with a window that rises; else None."""
    names = ("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable")
    time, window, power, usable = (sheet.figure(name) for name in names)
    if time is None or window is None or power is None or usable is None:
        return None
    return Charge(time, window, power, usable) if share_of(window) > 0 else None


def share_of(window: Figure) -> float:
    """The part of a battery between two states of charge; 0 for one alone."""
    return float(window.numbers[-1] - window.numbers[0]) / 100


_DC = '{"battery": {"usable": {"kWh": %s}}, "charging": {"dc": {"power": {"kW": %s}, "time": {"%s": %s}, "window": [%s]}}}'


@sheet_rule(
    id="charging-time-implausible",
    level=Level.ERROR,
    summary="DC charging time shorter than power and battery allow",
    needs=("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable"),
    consequence_of=("dc-power-exceeds-battery",),
    before=("charging-curve-exceeds-peak",),
    bad=(
        bad(_DC % (64.8, 130, "min", 19, "10, 80"), at="/charging/dc/time/min",
            message="DC charging time 19 min is impossible: 10-80 % (45.4 kWh) at 130 kW take at least 20.9 min",
            why="29 min mistyped"),
        bad(_DC % (64.8, 31, "min", 29, "10, 80"), at="/charging/dc/time/min",
            message="DC charging time 29 min is impossible: 10-80 % (45.4 kWh) at 31 kW take at least 87.8 min",
            why="130 kW mistyped"),
    ),
    good=(
        good(_DC % (64.8, 130, "min", 29, "10, 80")),
        good(_DC % (64.8, 130, "min", 21, "10, 80"), why="at full power all the time"),
        good(_DC % (64.8, '{"at_least": 130}', "min", 12, "10, 80"),
            why="a bound leaves room for more power"),
    ),
)  # fmt: skip
def charging_time_impossible(sheet: Sheet) -> Iterator[Violation]:
    """Charging over a window of states of charge puts that share of the usable capacity into the battery.

    Its average power is never above the highest power (conservation of energy), and our own sheets have 55 to 87 %
    of it.
    """
    charge = _charge(sheet)
    if charge is None:
        return
    power, time = charge.power, charge.time
    if not 0 < power.value <= power.interval.high < INFINITY or time.interval.high <= 0:
        return
    if charge.energy.low > power.interval.high * time.interval.high / 3600:
        yield charge.violation("impossible")


@sheet_rule(
    level=Level.WARNING,
    summary="DC charging time far longer than power and battery need",
    needs=("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable"),
    bad=(
        bad(_DC % (64.8, 130, "min", 290, "10, 80"), at="/charging/dc/time/min",
            message="DC charging time is 29 min, not 290: 10-80 % (45.4 kWh) at 130 kW take at least 20.9 min"),
        bad(_DC % (64.8, 130, "h", 6.5, "0, 100"), at="/charging/dc/time/h",
            message="DC charging time 6.5 h is too long: 0-100 % (64.8 kWh) at 130 kW take at least 29.9 min",
            why="the time at a wall box"),
    ),
    good=(
        good(_DC % (64.8, 130, "min", 29, "10, 80")),
        good(_DC % ("75.0", 250, "min", 90, "0, 100"), why="the last tenth is slow"),
    ),
)  # fmt: skip
def charging_time_implausible(sheet: Sheet) -> Iterator[Violation]:
    """The power falls as the battery fills, but no car takes ten times as long as at its highest power.

    Such a time is that of another charger, most likely of alternating current, or in another unit.
    """
    charge = _charge(sheet)
    if charge is None or charge.power.interval.low <= 0:
        return
    if charge.power.interval.low * charge.time.interval.low / 3600 > MAX_RATIO * charge.energy.high:
        yield charge.violation("too long")
