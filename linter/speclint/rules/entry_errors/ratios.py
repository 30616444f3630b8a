"""Ratios of consumption figures to each other, which narrow what a figure is expected to be."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

from speclint.rules.fuel.agreement import GRAMS_PER_LITRE, agreement_of
from speclint.rules.fuel.combined_outside_city_highway import FIRST_YEAR
from speclint.sheets.families import single_measurand
from speclint.vehicle.dates import is_year
from speclint.vehicle.powertrain import MIXED, powertrain_of
from speclint.vehicle.test_cycles import CYCLES, cycle_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


class Ratio(NamedTuple):
    """The ratio of a quantity to another, both in their reference units, for one fuel and in one test cycle."""

    quantity: str
    other: str
    fuel: str
    logarithm: float
    deviation: float
    """Standard deviation of the logarithm."""
    cycles: tuple[str | None, ...]
    since: int
    """The first model year."""


_CITY = ("nedc", None), FIRST_YEAR
_ANY = (*CYCLES, None), 0
_PETROL, _DIESEL = (log(GRAMS_PER_LITRE[fuel]) for fuel in ("petrol", "diesel"))
RATIOS = (
    Ratio("co2", "consumption_combined", "petrol", _PETROL, 0.017, *_ANY),
    Ratio("co2", "consumption_combined", "diesel", _DIESEL, 0.013, *_ANY),
    Ratio("consumption_combined", "co2", "petrol", -_PETROL, 0.017, *_ANY),
    Ratio("consumption_combined", "co2", "diesel", -_DIESEL, 0.013, *_ANY),
    Ratio("consumption_city", "consumption_combined", "petrol", 0.28, 0.068, *_CITY),
    Ratio("consumption_city", "consumption_combined", "diesel", 0.215, 0.066, *_CITY),
    Ratio("consumption_highway", "consumption_combined", "petrol", -0.212, 0.058, *_CITY),
    Ratio("consumption_highway", "consumption_combined", "diesel", -0.147, 0.056, *_CITY),
)
"""Medians and robust standard deviations of 5,700 published cars whose families no accuracy is measured on
(benchmarks/fit_shares.py); those of CO2 a little wider, as rounding to whole litres and grams adds to them."""


def implied(sheet: Sheet) -> Iterator[tuple[str, float, float]]:
    """By quantity the logarithm that another figure of the same test implies, and its standard deviation.

    None for a figure that is confirmed, by another that is not.
    """
    fuel, year = sheet.field("fuel"), sheet.field("year") or ""
    if powertrain_of(sheet) in {*MIXED, "bev", "fcev"}:
        return
    witnesses = agreement_of(sheet)
    for ratio in RATIOS:
        own, other = single_measurand(sheet, ratio.quantity), single_measurand(sheet, ratio.other)
        if (
            ratio.fuel != fuel
            or own is None
            or other is None
            or witnesses.outvotes(ratio.quantity, ratio.other)
        ):
            continue
        cycle, value = cycle_of(own), other.sharpest.value
        is_old = is_year(year) and int(year) < ratio.since
        if cycle == cycle_of(other) and cycle in ratio.cycles and not is_old and value > 0:
            yield ratio.quantity, log(value) + ratio.logarithm, ratio.deviation
