"""Which of consumption and CO2 two of three witnesses confirm: combined, city with highway, and CO2."""

from __future__ import annotations

from math import exp, nan
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from speclint.quantities.unit import LITRE_PER_UK_GALLON, LITRE_PER_US_GALLON
from speclint.rules.fuel.combined_outside_city_highway import CITY
from speclint.sheets.families import single_measurand
from speclint.vehicle.powertrain import MIXED, powertrain_of
from speclint.vehicle.test_cycles import cycle_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.columns.figures import Booleans, Floats
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet

COMBINED, CITY_PART, HIGHWAY_PART, CO2 = WITNESSES = (
    "consumption_combined", "consumption_city", "consumption_highway", "co2",
)  # fmt: skip
CLOSE = 0.03
"""Relative distance within which two witnesses agree: of 4,650 published cars from 1996 to 2017 that state CO2, 97 %
state a combined consumption so near to the mean of city and highway (benchmarks/fit_shares.py)."""
NEARER = 4
"""How many times nearer to city and highway CO2 has to lie than a combined consumption that contradicts them; a
judgement."""
GALLONS = float(LITRE_PER_UK_GALLON / LITRE_PER_US_GALLON)
"""By how much a consumption is too low that was converted from miles per British gallon as if it were the American."""
GRAMS_PER_LITRE = {"petrol": exp(3.168), "diesel": exp(3.275)}
"""g/km of CO2 for each l/100 km, 23.76 and 26.44: medians of published cars (benchmarks/fit_shares.py)."""

BESIDE_ROUNDING = 1.25
"""Variance of a combined consumption around the mean of city and highway, by that which rounding makes: where all are
in tenths its standard deviation is 0.04 l/100 km (benchmarks/fit_shares.py)."""

Value = TypeVar("Value", float, "Floats")
"""l/100 km or g/km of one sheet, or of many."""


class Agreement(NamedTuple):
    """Which of the three agree, in one sheet or in many; False where one is not stated."""

    of_parts: bool | Booleans
    """Combined consumption and the mean of city and highway."""
    of_co2: bool | Booleans
    """Combined consumption and CO2."""
    of_both: bool | Booleans
    """CO2 and the mean of city and highway."""
    of_gallons: bool | Booleans
    """Combined consumption, in the other gallon, and CO2: city and highway were then converted with it."""

    def confirms(self, quantity: str) -> bool | Booleans:
        """Whether another witness agrees with what is stated of a quantity."""
        # what was converted in one go is no witness of each other
        of_parts = self.of_parts > self.of_gallons
        if quantity == COMBINED:
            return of_parts | self.of_co2
        return self.of_both | ((self.of_co2 | self.of_gallons) if quantity == CO2 else of_parts)

    def outvotes(self, quantity: str, other: str) -> bool | Booleans:
        """Whether the first is confirmed and the second is not, so that of the two the second is at fault."""
        return self.confirms(quantity) > self.confirms(other)


def agreement(combined: Value, mean: Value, litres: Value) -> Agreement:
    """Which of these agree, each in l/100 km and NaN where it is not stated: the last is what burns to the CO2."""
    return Agreement(
        abs(mean - combined) <= CLOSE * combined,
        abs(litres - combined) <= CLOSE * combined,
        (abs(litres - mean) <= CLOSE * mean) | (abs(litres - mean) * NEARER <= abs(combined - mean)),
        is_of_gallons(combined, litres),
    )


def is_of_gallons(combined: Value, litres: Value) -> bool | Booleans:
    """Whether a consumption in the other gallon is what burns to the CO2, both in l/100 km."""
    return abs(litres - combined * GALLONS) <= CLOSE * combined


def mean_of(city: Value, highway: Value, cycle: str) -> Value:
    """The combined consumption by city and highway in a test cycle, in l/100 km."""
    return CITY[cycle] * city + (1 - CITY[cycle]) * highway


def by_parts(values: Sequence[Value], widths: Sequence[Value], cycle: str) -> Iterator[tuple[Value, Value]]:
    """What two of combined, city and highway consumption imply for the third, each in l/100 km, and its deviation.

    The deviation is the standard one, by the widths of the intervals that the three are rounded to.
    """
    combined, city, highway = values
    weights = 1.0, CITY[cycle], 1 - CITY[cycle]
    variance = sum((weight * width) ** 2 / 12 for weight, width in zip(weights, widths, strict=True))
    implied = (
        mean_of(city, highway, cycle),
        (combined - weights[2] * highway) / weights[1],
        (combined - weights[1] * city) / weights[2],
    )
    for value, weight in zip(implied, weights, strict=True):
        yield value, (BESIDE_ROUNDING * variance) ** 0.5 / weight


def is_explained(combined: Value, city: Value, highway: Value) -> bool | Booleans:
    """Whether a reason is known why combined consumption is not the mean of city and highway by NEDC.

    It is the mean by the weights of EPA, or that of the two in the other gallon.
    """
    nedc, epa = (mean_of(city, highway, cycle) for cycle in ("nedc", "epa"))
    is_of_epa = (abs(epa - combined) <= CLOSE * combined) & (abs(nedc - combined) > CLOSE * combined)
    return is_of_epa | is_of_gallons(nedc, combined)


NONE = agreement(nan, nan, nan)


def witnesses_of(sheet: Sheet) -> tuple[str, dict[str, Measurand]]:
    """What a sheet states of consumption and CO2, by quantity, and the test; none of no one test with known weights."""
    if sheet.field("fuel") not in GRAMS_PER_LITRE or powertrain_of(sheet) in {*MIXED, "bev", "fcev"}:
        return "", {}
    stated = {name: found for name in WITNESSES if (found := single_measurand(sheet, name))}
    cycles = {cycle_of(measurand) for measurand in stated.values()}
    cycle = cycles.pop() if len(cycles) == 1 else None
    if cycle not in CITY:
        return "", {}
    return cycle, stated


def agreement_of(sheet: Sheet) -> Agreement:
    """Which of what a sheet states agree; none where they are not of one test with known weights."""
    cycle, stated = witnesses_of(sheet)
    if not stated:
        return NONE
    values = {name: measurand.sharpest.value for name, measurand in stated.items()}
    mean = mean_of(values.get(CITY_PART, nan), values.get(HIGHWAY_PART, nan), cycle)
    litres = values.get(CO2, nan) / GRAMS_PER_LITRE[sheet.field("fuel") or ""]
    return agreement(values.get(COMBINED, nan), mean, litres)
