"""What a stated DC charging time fills: which part of the battery, at which highest power."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.rules.rule import Related

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure
    from speclint.quantities.interval import Interval
    from speclint.sheets.sheet import Sheet


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

    @property
    def related(self) -> tuple[Related, ...]:
        """The places of the figures beside the time."""
        figures = (self.power, self.usable)
        return tuple(Related(f"{one.quantity.label} {one} is stated here", one.pointer) for one in figures)


def charged(sheet: Sheet) -> Filling | None:
    """The DC charge that the sheet states in full, with a window that rises; else None."""
    names = ("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable")
    time, window, power, usable = (sheet.figure(name) for name in names)
    if time is None or window is None or power is None or usable is None:
        return None
    filling = Filling(time, window, power, usable)
    return filling if len(window.numbers) == 2 and filling.share > 0 else None  # noqa: PLR2004 - from and to
