"""CO2 that the consumption cannot give, by the carbon balance of the fuel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.figure import Bound
from speclint.quantities.interval import Interval
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
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


@sheet_rule(
    level=Level.WARNING,
    summary="CO2 is far from what the consumption gives",
    needs=("co2", "consumption_combined"),
    reads=("fuel", "powertrain"),
    bad=(
        bad('{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 5.0}}}}, "co2": {"nedc": {"g/km": 312}}}',
            at="/co2/nedc/g~1km",
            message="CO2 emission 312 g/km does not go with 5.0 l/100 km of diesel, 132 g/km does",
            why="digits transposed in the CO2"),
        bad('{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 9.5}}}}, "co2": {"nedc": {"g/km": 156}}}',
            at="/consumption/fuel/nedc/combined/l~1100 km",
            message="combined consumption 9.5 l/100 km does not go with CO2 emission 156 g/km, 5.9 l/100 km does",
            why="digits transposed"),
        bad('{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 7.9}}}}, "co2": {"nedc": {"g/km": 132}}}',
            at="/consumption/fuel/nedc/combined/l~1100 km",
            message="combined consumption 7.9 l/100 km does not go with CO2 emission 132 g/km, 4.9 l/100 km does",
            why="a seven for a four"),
    ),
    good=(
        good('{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, "consumption": {"fuel": {"nedc": {"combined": {"mpg UK": 56.5}}}}, "co2": {"nedc": {"g/km": 132}}}'),
        good('{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": [5.0, 5.4]}}}}, "co2": {"nedc": {"g/km": [132, 142]}}}',
            why="ranges, end by end"),
        good('{"model": "X1", "variant": "xDrive30e", "powertrain": {"type": "phev", "drive": "awd", "engine": {"fuel": "petrol"}}, "consumption": {"fuel": {"wltp": {"combined": {"l/100 km": 6.4}}}}, "co2": {"wltp": {"g/km": 17}}}',
            why="one figure with an empty battery, the other weighted"),
    ),
)  # fmt: skip
def co2_contradicts_consumption(sheet: Sheet) -> Iterator[Violation]:
    """All carbon of the fuel leaves the exhaust, nearly all of it as CO2, so one figure gives the other.

    Type approval computes consumption from CO2 by this balance (UN R101; Regulations (EC) 692/2008 and
    (EU) 2017/1151; 40 CFR 600.113). A litre per 100 km of petrol makes about 23.4 g/km, of diesel 26.4.
    This rule speaks where the two are more than a quarter apart, which not even figures of two test
    cycles are; `co2-contradicts-consumption` tells of smaller gaps.
    """
    for pair in contradictions(sheet):
        if pair.factor > APART:
            yield pair.violation


@sheet_rule(
    id="co2-contradicts-consumption",
    level=Level.NOTE,
    summary="CO2 and consumption of one test cycle are not quite of one car",
    needs=("co2", "consumption_combined"),
    reads=("fuel", "powertrain"),
    bad=(
        bad('{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 5.0}}}}, "co2": {"nedc": {"g/km": 123}}}',
            at="/co2/nedc/g~1km",
            message="CO2 emission 123 g/km does not go with 5.0 l/100 km of diesel, 132 g/km does",
            why="digits transposed"),
        bad('{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 5.0}}}}, "co2": {"nedc": {"g/km": 158}}}',
            at="/consumption/fuel/nedc/combined/l~1100 km",
            message="CO2 emission 158 g/km contradicts consumption 5.0 l/100 km of diesel, which makes 124-140 g/km",
            why="one by NEDC, the other by WLTP"),
    ),
    good=(
        good('{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 5.0}}}}, "co2": {"nedc": {"g/km": 128}}}'),
        good('{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 5.0}}}}, "co2": {"wltp": {"g/km": 158}}}',
            why="each says by which test it is"),
    ),
)  # fmt: skip
def co2_strays_from_consumption(sheet: Sheet) -> Iterator[Violation]:
    """CO2 and consumption come from one test, where the carbon of the fuel makes them one figure.

    The law is that of `co2-contradicts-consumption`. Of published pairs one in twenty is off by more than
    fuels differ, most of them because CO2 is of another test, year or gearbox than the consumption.
    So it is only told, and only where the sheet says that both are of one test cycle.
    """
    for pair in contradictions(sheet):
        if pair.cycle is not None and pair.factor <= APART:
            yield pair.violation
