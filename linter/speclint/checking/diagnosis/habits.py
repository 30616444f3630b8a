"""What decides between the units of one measurand: round torques, and the carbon balance of the fuel."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from speclint.bands.student import log_density_loss
from speclint.rules.fuel.co2_contradicts_consumption import BURNING, PER_LITRE
from speclint.vehicle.powertrain import powertrain_of
from speclint.vehicle.test_cycles import cycle_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet

ROUND = 0.55
"""Share of torques in Nm that end in 0 or 5, of 9,700 published cars."""
BY_CHANCE = 0.2
"""The share of all numbers that do."""
CONSUMPTION = "consumption_combined"
DEVIATION = 0.02
"""Standard deviation of the logarithm of the CO2 of a litre: half of published cars lie within 1.3 %."""


def log_roundness(figures: Iterable[Figure]) -> float:
    """The log likelihood ratio of the Nm of a torque by how they end, to that of any number."""
    numbers = next((figure.numbers for figure in figures if figure.unit.name == "Nm"), ())
    is_round = [number % 5 == 0 for number in numbers]
    return sum(log(ROUND / BY_CHANCE if each else (1 - ROUND) / (1 - BY_CHANCE)) for each in is_round)


def log_carbon_balance(sheet: Sheet, measurand: Measurand, litres: float) -> float:
    """The log density of a consumption, in l/100 km, by the CO2 of the same test, less that at its mode."""
    fuel = sheet.field("fuel")
    if measurand.quantity.name != CONSUMPTION or fuel not in PER_LITRE or litres <= 0:
        return 0.0
    cycle = cycle_of(measurand)
    grams = [co2.sharpest.value for co2 in sheet.stated("co2") if cycle_of(co2) == cycle]
    if len(grams) != 1 or grams[0] <= 0 or powertrain_of(sheet) not in (*BURNING, None):
        return 0.0
    deviation = log(grams[0] / (litres * PER_LITRE[fuel][1])) / DEVIATION
    return -log_density_loss(deviation * deviation)
