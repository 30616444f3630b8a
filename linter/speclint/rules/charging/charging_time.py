"""What a stated DC charging time fills: which part of the battery, at which highest power."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.interval import Interval
from speclint.rules.rule import Related
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
