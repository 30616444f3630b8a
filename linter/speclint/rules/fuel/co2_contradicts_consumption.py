"""CO2 that contradicts the consumption, by the carbon balance of the fuel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.figure import Bound, write
from speclint.quantities.interval import Interval
from speclint.quantities.number import decimals, round_to
from speclint.rules.corrections import corrected, within
from speclint.rules.fuel.agreement import GALLONS, GRAMS_PER_LITRE, agreement_of, is_of_gallons
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.powertrain import powertrain_of
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
"""g/km for each l/100 km: the bounds of all fuels of that name, and the usual value.

EPA counts 8,887 g per US gallon of petrol (23.48) and 10,180 g of diesel (26.89; EPA-420-F-11-041), 6,295 g of
E85 (16.63; EPA's greenhouse gas rating) and about 5,700 g of propane (15.1). The Flemish Ecoscore counts, by
density and carbon, 2,392 g per litre of petrol, 2,640 g of diesel and 1,665 g of LPG. Type approval (UN R101,
Regulations (EC) 692/2008 and (EU) 2017/1151) uses reference fuels, with and without ethanol; fuel outside of the
laboratory is up to 4 % lighter or heavier (EN 228, EN 590). Of published cars half lie between 23.3 and 23.9 (petrol), 26.2 and 26.6 (diesel).
"""

BURNING = ("ice", "hev", "mhev")
"""Powertrains whose figures are not weighted with an electric share."""

NEAR = 0.025
"""Relative distance of a corrected figure from the usual value: by so much the fuels of type approval differ."""

MIXED_GALLONS = "British gallons taken for American ones"
MAX_RATIO = 1.25
"""Ratio of figures of two tests: WLTP gives up to a quarter more than NEDC did."""

MAX_CONFIRMED = 1.1
"""The same where city and highway confirm the consumption, so that the CO2 is not of its test; a judgement."""


class Pair(msgspec.Struct, frozen=True):
    """CO2 and consumption of one car that contradict each other."""

    co2: Figure
    consumption: Figure
    fuel: str
    cycle: str | None
    factor: float
    """Ratio of the CO2 to the nearest bound of the fuel, as a factor of 1 or more."""
    most: float
    """The factor up to which the two may be of two tests."""

    @property
    def violation(self) -> Violation:
        """The pair as a violation, with what would settle it."""
        per_litre, _ = PER_LITRE[self.fuel]
        litres, grams, unit = self.consumption.interval, self.co2.interval, self.co2.unit
        of_co2 = Interval(per_litre.low * litres.low, per_litre.high * litres.high)
        of_consumption = Interval(grams.low / per_litre.high, grams.high / per_litre.low)
        expected = unit.from_reference(of_co2)
        message = (
            f"{self.co2.labelled} contradicts {self.consumption} of {self.fuel}: "
            f"expected {expected.low:.0f}–{expected.high:.0f} {unit.name}"
        )
        related = stated(self.consumption)
        return Violation(
            message, self.co2.name, related, tuple(self._corrections()),
            expected=((self.co2.name, of_co2), (self.consumption.name, of_consumption)),
        )  # fmt: skip

    def _corrections(self) -> Iterator[Correction]:
        _, usual = PER_LITRE[self.fuel]
        grams, litres = self.co2.value, self.consumption.value
        for figure, likely, given in (
            (self.co2, usual * litres, f"{self.consumption} of {self.fuel}"),
            (self.consumption, grams / usual, self.co2.labelled),
        ):
            yield from within(figure, Interval(likely * (1 - NEAR), likely * (1 + NEAR)), likely, given)
        gram = GRAMS_PER_LITRE.get(self.fuel)
        if gram and len(self.consumption.numbers) == 1 and is_of_gallons(litres, grams / gram):
            yield self._in_other_gallons()

    def _in_other_gallons(self) -> Correction:
        """The consumption, converted with the other gallon."""
        figure = self.consumption
        number = figure.unit.from_reference(Interval(figure.value * GALLONS, figure.value * GALLONS)).low
        right = round_to(number, max(0, decimals(figure.numbers[0])))
        given = self.co2.labelled
        message = (
            f"{figure.labelled} does not match {given}: {write(right)} {figure.unit.name} by the other gallon"
        )
        return corrected(figure, right, f"it agrees with {given}", message, MIXED_GALLONS)


def contradictions(sheet: Sheet) -> Iterator[Pair]:
    """The CO2 figures of a sheet that contradict its consumption, by test cycle.

    Hybrids with a plug are left out: their figures may be weighted with the electric share or not.
    """
    fuel = sheet.field("fuel")
    if fuel not in PER_LITRE or powertrain_of(sheet) not in (*BURNING, None):
        return
    most = MAX_CONFIRMED if agreement_of(sheet).of_parts else MAX_RATIO
    for cycle, (co2, consumption) in by_cycle(sheet, "co2", "consumption_combined"):
        factor = factor_of(fuel, co2, consumption)
        if factor > 1:
            yield Pair(co2, consumption, fuel, cycle, factor, most)


def factor_of(fuel: str, co2: Figure, consumption: Figure) -> float:
    """By what factor CO2 lies outside the bounds of the fuel; 1 where it lies inside, or nothing is known."""
    return max((_out(grams, litres, fuel) for grams, litres in _ends(co2, consumption)), default=1.0)


def _ends(co2: Figure, consumption: Figure) -> Iterator[tuple[Interval, Interval]]:
    """What is compared: of two ranges end with end, else the whole."""
    if isinstance(co2.stated, Bound) or isinstance(consumption.stated, Bound):
        return
    if len(co2.numbers) == len(consumption.numbers) and len(co2.numbers) > 1:
        yield from zip(co2.ends, consumption.ends, strict=True)
    else:
        yield co2.interval, consumption.interval


def _out(grams: Interval, litres: Interval, fuel: str) -> float:
    """The factor by which CO2 lies outside the bounds of the fuel; 1 where it lies inside."""
    per_litre, _ = PER_LITRE[fuel]
    low, high = per_litre.low * litres.low, per_litre.high * litres.high
    if grams.low <= 0 or low <= 0:
        return 1.0
    return max(low / grams.high, grams.low / high, 1.0)


_X3 = '{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, "consumption": {"fuel": {"nedc": {"combined": {"%s": %s}}}}, "co2": {"%s": {"g/km": %s}}}'


@sheet_rule(
    level=Level.WARNING,
    summary="CO2 is far from what the consumption gives",
    needs=("co2", "consumption_combined"),
    reads=("fuel", "powertrain", "year", "consumption_city", "consumption_highway"),
    bad=(
        bad(_X3 % ("l/100 km", "5.0", "nedc", 312), at="/co2/nedc/g~1km",
            message="CO2 emission 312 g/km does not match 5.0 l/100 km of diesel: expected 132 g/km",
            why="digits transposed in the CO2"),
        bad(_X3 % ("l/100 km", 9.5, "nedc", 156), at="/consumption/fuel/nedc/combined/l~1100 km",
            message="combined consumption 9.5 l/100 km does not match CO2 emission 156 g/km: expected 5.9 l/100 km",
            why="digits transposed"),
        bad(_X3 % ("l/100 km", 7.9, "nedc", 132), at="/consumption/fuel/nedc/combined/l~1100 km",
            message="combined consumption 7.9 l/100 km does not match CO2 emission 132 g/km: expected 4.9 l/100 km",
            why="a seven for a four"),
    ),
    good=(
        good(_X3 % ("mpg UK", 56.5, "nedc", 132)),
        good(_X3 % ("l/100 km", "[5.0, 5.4]", "nedc", "[132, 142]"), why="ranges, end by end"),
        good('{"model": "X1", "variant": "xDrive30e", "powertrain": {"type": "phev", "drive": "awd", "engine": {"fuel": "petrol"}}, "consumption": {"fuel": {"wltp": {"combined": {"l/100 km": 6.4}}}}, "co2": {"wltp": {"g/km": 17}}}',
            why="one figure with an empty battery, the other weighted"),
    ),
)  # fmt: skip
def co2_contradicts_consumption(sheet: Sheet) -> Iterator[Violation]:
    """All carbon of the fuel leaves the exhaust, nearly all of it as CO2, so one figure gives the other.

    Type approval computes consumption from CO2 by this balance (UN R101; Regulations (EC) 692/2008 and
    (EU) 2017/1151; 40 CFR 600.113). A litre per 100 km of petrol makes about 23.4 g/km, of diesel 26.4.
    Reported where the two are more than a quarter apart, which not even figures of two test cycles are, or more than a
    tenth where city and highway confirm the consumption; smaller gaps are notes.
    """
    for pair in contradictions(sheet):
        if pair.factor > pair.most:
            yield pair.violation


@sheet_rule(
    id="co2-contradicts-consumption",
    level=Level.NOTE,
    summary="CO2 and consumption of one test cycle differ a little",
    needs=("co2", "consumption_combined"),
    reads=("fuel", "powertrain", "year", "consumption_city", "consumption_highway"),
    bad=(
        bad(_X3 % ("l/100 km", "4.9", "nedc", 119), at="/co2/nedc/g~1km",
            message="CO2 emission 119 g/km contradicts 4.9 l/100 km of diesel: expected 121–138 g/km",
            why="another digit"),
        bad(_X3 % ("l/100 km", "5.0", "nedc", 142), at="/co2/nedc/g~1km",
            message="CO2 emission 142 g/km contradicts 5.0 l/100 km of diesel: expected 124–140 g/km",
            why="one by NEDC, the other by WLTP"),
    ),
    good=(
        good(_X3 % ("l/100 km", "5.0", "nedc", 128)),
        good(_X3 % ("l/100 km", "5.0", "wltp", 158), why="of two test cycles"),
    ),
)  # fmt: skip
def co2_strays_from_consumption(sheet: Sheet) -> Iterator[Violation]:
    """CO2 and consumption come from one test, where the carbon of the fuel makes them one figure.

    Of published pairs one in twenty is off by more than fuels differ, most of them because CO2 is of another test,
    year or gearbox than the consumption. So it is a note, and only where the sheet states both for one test cycle.
    """
    for pair in contradictions(sheet):
        if pair.cycle is not None and pair.factor <= pair.most:
            yield pair.violation
