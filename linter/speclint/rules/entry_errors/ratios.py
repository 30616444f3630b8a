"""Ratios of consumption figures to each other, which narrow what a figure is expected to be."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

from speclint.rules.fuel.agreement import (
    CITY_PART,
    CO2,
    COMBINED,
    GRAMS_PER_LITRE,
    HIGHWAY_PART,
    agreement_of,
    by_parts,
    is_explained,
    witnesses_of,
)
from speclint.rules.fuel.combined_outside_city_highway import FIRST_YEAR
from speclint.sheets.families import single_measurand
from speclint.vehicle.dates import is_year
from speclint.vehicle.powertrain import MIXED, powertrain_of
from speclint.vehicle.test_cycles import CYCLES, cycle_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.fuel.agreement import Agreement
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
    years: tuple[int, int]
    """The first and the last model year."""

    def holds_in(self, year: str) -> bool:
        """Whether it holds for a model year; for an unknown one what holds last does."""
        first, last = self.years
        return first <= (int(year) if is_year(year) else LAST_YEAR) <= last


LAST_YEAR = 9999
_EVER = 0, LAST_YEAR
_CITY = ("nedc", None), (FIRST_YEAR, LAST_YEAR)
_ANY = *CYCLES, None
_PETROL, _DIESEL = (log(GRAMS_PER_LITRE[fuel]) for fuel in ("petrol", "diesel"))
ETHANOL = -0.025
"""Logarithm of the ratio by which petrol burns to less CO2 where it holds the ethanol of Euro 5's reference fuel
(Regulation (EC) 692/2008, annex IX; benchmarks/fit_shares.py)."""
_BEFORE, _SINCE = (0, 2009), (2010, LAST_YEAR)
RATIOS = (
    Ratio("co2", "consumption_combined", "petrol", _PETROL, 0.0135, _ANY, _BEFORE),
    Ratio("co2", "consumption_combined", "petrol", _PETROL + ETHANOL, 0.0135, _ANY, _SINCE),
    Ratio("co2", "consumption_combined", "diesel", _DIESEL, 0.0115, _ANY, _EVER),
    Ratio("consumption_combined", "co2", "petrol", -_PETROL, 0.0135, _ANY, _BEFORE),
    Ratio("consumption_combined", "co2", "petrol", -_PETROL - ETHANOL, 0.0135, _ANY, _SINCE),
    Ratio("consumption_combined", "co2", "diesel", -_DIESEL, 0.0115, _ANY, _EVER),
    Ratio("consumption_city", "consumption_combined", "petrol", 0.28, 0.068, *_CITY),
    Ratio("consumption_city", "consumption_combined", "diesel", 0.215, 0.066, *_CITY),
    Ratio("consumption_highway", "consumption_combined", "petrol", -0.212, 0.058, *_CITY),
    Ratio("consumption_highway", "consumption_combined", "diesel", -0.147, 0.056, *_CITY),
)
"""Medians and robust standard deviations of 5,700 published cars whose families no accuracy is measured on
(benchmarks/fit_shares.py)."""
PARTS = COMBINED, CITY_PART, HIGHWAY_PART
OTHERS = CITY_PART, COMBINED, COMBINED
"""By part another that contradicts it where the three do not agree."""
EUROPEAN = frozenset({"diesel"})
"""Fuels of cars that were hardly sold where EPA tests."""
CORRELATED = 2018
"""The first model year of which NEDC figures are computed from those of WLTP (Regulation (EU) 2017/1153)."""


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
        if cycle == cycle_of(other) and cycle in ratio.cycles and ratio.holds_in(year) and value > 0:
            yield ratio.quantity, log(value) + ratio.logarithm, ratio.deviation
    yield from _by_parts(sheet, witnesses)


def _by_parts(sheet: Sheet, agreement: Agreement) -> Iterator[tuple[str, float, float]]:
    """The same by city and highway, of which the combined consumption is the mean.

    Of cars that state CO2 as well, or burn diesel: of the others every second one was tested as in the USA, whatever
    is written. And of those before NEDC's figures were computed from those of WLTP (Regulation (EU) 2017/1153).
    """
    cycle, stated = witnesses_of(sheet)
    year = sheet.field("year") or ""
    if not all(name in stated for name in PARTS) or (
        CO2 not in stated and sheet.field("fuel") not in EUROPEAN
    ):
        return
    if is_year(year) and not FIRST_YEAR <= int(year) < CORRELATED:
        return
    values = [stated[name].sharpest.value for name in PARTS]
    if agreement.of_gallons or is_explained(*values):
        return
    # one unit is converted from the other, so that the digits of the rounder one count
    widths = [max(figure.interval.width for figure in stated[name].figures) for name in PARTS]
    found = by_parts(values, widths, cycle)
    for name, other, (value, deviation) in zip(PARTS, OTHERS, found, strict=True):
        if 0 < deviation < value and not agreement.outvotes(name, other):
            yield name, log(value), deviation / value
