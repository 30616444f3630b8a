"""The least and the most that road cars have of a quantity, by the cars that mark them.

Outer limits lie beyond the records on purpose: the next record must pass, a decimal point or a unit gone
wrong must not. Usual limits hold nearly all cars on sale; a correction must land between them. All are in the
reference unit of the quantity's kind: kW, Nm, km/h, mm, kg, l, km, kWh, kWh/100 km, l/100 km, g/km, s, V, Ah,
1/min.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from speclint.quantities.interval import Ends


class Limits(msgspec.Struct, frozen=True):
    """What a quantity of a road car may be at the outside, what it usually is, and the cars at either end."""

    least: float
    most: float
    usual_least: float
    usual_most: float
    smallest: str
    """The car, or the reason, behind the lower limit."""
    largest: str
    """The car, or the reason, behind the upper limit."""

    def exceeded_by(self, ends: Ends) -> float | None:
        """The limit between a figure with these ends and every car, however it was rounded; else None."""
        low, high = ends
        if low.high < self.least:
            return self.least
        return self.most if high.low > self.most else None

    def are_usual(self, ends: Ends) -> bool:
        """Whether a figure with these ends is a usual one."""
        low, high = ends
        return self.usual_least <= low.high and high.low <= self.usual_most
