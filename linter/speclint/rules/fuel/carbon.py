"""The carbon balance: how much CO2 comes of a litre of fuel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.figure import Bound
from speclint.quantities.interval import Interval
from speclint.rules.rule import Related, Violation
from speclint.rules.within import within
from speclint.vehicle.engine import fuel_of
from speclint.vehicle.test_cycles import by_cycle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.rules.rule import Correction
    from speclint.sheets.sheet import Sheet

PER_LITRE: dict[str, tuple[Interval, float]] = {
    "petrol": (Interval(21.6, 25.0), 23.4),
    "diesel": (Interval(25.0, 27.8), 26.4),
    "ethanol": (Interval(14.5, 17.5), 16.6),
    "lpg": (Interval(14.6, 17.2), 16.2),
}
"""g/km for each l/100 km: what no fuel of that name leaves, and the usual value.

EPA counts 8,887 g per US gallon of petrol (23.48) and 10,180 g of diesel (26.89; EPA-420-F-11-041), 6,295 g of
E85 (16.63; EPA's greenhouse gas rating) and about 5,700 g of propane (15.1). The Flemish Ecoscore counts, by
density and carbon, 2,392 g per litre of petrol, 2,640 g of diesel and 1,665 g of LPG. Type approval (UN R101,
Regulations (EC) 692/2008 and (EU) 2017/1151) uses reference fuels, with and without ethanol; fuel outside of the
laboratory is up to 4 % lighter or heavier (EN 228, EN 590). Of published cars half lie between 23.3 and 23.9 (petrol), 26.2 and 26.6 (diesel).
"""

NEAR = 0.025
"""How far from the usual value a corrected figure may lead: what type approval's own fuels differ by."""

APART = 1.25
"""How far figures of two tests may be apart: WLTP asks for up to a quarter more than NEDC did."""


class Pair(msgspec.Struct, frozen=True):
    """CO2 and consumption of one car that contradict each other."""

    co2: Figure
    consumption: Figure
    fuel: str
    cycle: str | None
    factor: float
    """How far the CO2 is out of what the fuel can give, as a factor of 1 or more."""

    @property
    def violation(self) -> Violation:
        """The pair as a violation, with what would settle it."""
        per_litre, _ = PER_LITRE[self.fuel]
        low, high = (
            per_litre.low * self.consumption.interval.low,
            per_litre.high * self.consumption.interval.high,
        )
        unit = self.co2.unit.from_reference(Interval(low, high))
        message = (
            f"{self.co2.quantity.label} {self.co2} contradicts consumption {self.consumption} of {self.fuel}, "
            f"which makes {unit.low:.0f}-{unit.high:.0f} {self.co2.unit.name}"
        )
        label = self.consumption.quantity.label
        related = (Related(f"{label} {self.consumption} is stated here", self.consumption.pointer),)
        return Violation(message, self.co2.pointer, related, tuple(self._corrections()))

    def _corrections(self) -> Iterator[Correction]:
        _, usual = PER_LITRE[self.fuel]
        grams, litres = self.co2.value, self.consumption.value
        for figure, likely, given in (
            (self.co2, usual * litres, f"{self.consumption} of {self.fuel}"),
            (self.consumption, grams / usual, f"CO2 emission {self.co2}"),
        ):
            yield from within(figure, Interval(likely * (1 - NEAR), likely * (1 + NEAR)), likely, given)


def contradictions(sheet: Sheet) -> Iterator[Pair]:
    """The CO2 figures of a sheet that its consumption cannot give, test by test.

    Hybrids with a plug are left out: their figures may be weighted with the electric share or not.
    """
    fuel = fuel_of(sheet)
    if fuel not in PER_LITRE or sheet.field("powertrain") not in ("ice", "hev", None):
        return
    for cycle, (co2, consumption) in by_cycle(sheet, "co2", "consumption_combined"):
        factor = max((_out(grams, litres, fuel) for grams, litres in _ends(co2, consumption)), default=1.0)
        if factor > 1:
            yield Pair(co2, consumption, fuel, cycle, factor)


def _ends(co2: Figure, consumption: Figure) -> Iterator[tuple[Interval, Interval]]:
    """What belongs together: of two ranges end and end, of all else the whole."""
    if isinstance(co2.stated, Bound) or isinstance(consumption.stated, Bound):
        return
    if len(co2.numbers) == len(consumption.numbers) and len(co2.numbers) > 1:
        yield from zip(co2.ends, consumption.ends, strict=True)
    else:
        yield co2.interval, consumption.interval


def _out(grams: Interval, litres: Interval, fuel: str) -> float:
    """By which factor CO2 lies outside of what the fuel gives; 1 where it lies inside."""
    per_litre, _ = PER_LITRE[fuel]
    low, high = per_litre.low * litres.low, per_litre.high * litres.high
    if grams.low <= 0 or low <= 0:
        return 1.0
    return max(low / grams.high, grams.low / high, 1.0)
