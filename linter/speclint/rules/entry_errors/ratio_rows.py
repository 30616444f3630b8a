"""Ratios of consumption figures to each other, for many rows at once: what `implied` gives of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.vehicles import powertrains, years
from speclint.rules.entry_errors.ratios import CORRELATED, EUROPEAN, LAST_YEAR, OTHERS, PARTS, RATIOS
from speclint.rules.fuel.agreement import (
    CITY_PART,
    CO2,
    COMBINED,
    GRAMS_PER_LITRE,
    HIGHWAY_PART,
    WITNESSES,
    Agreement,
    agreement,
    by_parts,
    is_explained,
    mean_of,
)
from speclint.rules.fuel.combined_outside_city_highway import CITY, FIRST_YEAR
from speclint.vehicle.powertrain import MIXED
from speclint.vehicle.test_cycles import CYCLES, cycle_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Figures, Floats, Integers

CODES = (*CYCLES, None)


def implied_by_row(columns: Columns, quantity: str) -> Iterator[tuple[Floats, Floats]]:
    """By ratio the logarithms that it implies, NaN where it does not apply, and their standard deviations."""
    applies, year = columns.once(_is_burnt), np.nan_to_num(years(columns), nan=LAST_YEAR)
    for ratio in RATIOS:
        own, other = columns.figures(ratio.quantity), columns.figures(ratio.other)
        if ratio.quantity != quantity or not len(other.codes):
            continue
        rows = applies & (own.count == 1) & (other.count == 1) & columns.is_word("fuel", ratio.fuel)
        cycles, others = (columns.once(_cycles, name) for name in (ratio.quantity, ratio.other))
        rows &= (cycles == others) & np.isin(cycles, [CODES.index(cycle) for cycle in ratio.cycles])
        first, last = ratio.years
        rows &= (year >= first) & (year <= last)
        rows &= ~columns.once(_agreement, ratio.fuel).outvotes(ratio.quantity, ratio.other)
        value = other.first.value
        middles = np.where(rows & (value > 0), np.log(value) + ratio.logarithm, np.nan)
        yield middles, np.full(columns.size, ratio.deviation)
    if quantity in PARTS:
        yield from columns.once(_by_parts)[PARTS.index(quantity)]


def _by_parts(columns: Columns) -> list[list[tuple[Floats, Floats]]]:
    """The same by combined consumption, city and highway, for each of the three."""
    found: list[list[tuple[Floats, Floats]]] = [[] for _ in PARTS]
    codes = columns.once(_one_test)
    year = years(columns)
    is_whole = columns.once(_is_burnt) & ~(year < FIRST_YEAR) & ~(year >= CORRELATED)
    is_whole &= np.all([columns.figures(name).count == 1 for name in PARTS], axis=0)
    values = [columns.figures(name).first.value for name in PARTS]
    widths = [_widest(columns.figures(name)) for name in PARTS]
    is_whole &= np.logical_not(is_explained(*values))
    for fuel in GRAMS_PER_LITRE:
        rows = is_whole & columns.is_word("fuel", fuel)
        if fuel not in EUROPEAN:
            rows &= columns.figures(CO2).count == 1
        witnesses = columns.once(_agreement, fuel)
        rows &= np.logical_not(witnesses.of_gallons)
        for cycle in CITY if rows.any() else ():
            implied = by_parts(values, widths, cycle)
            for name, other, each, (value, deviation) in zip(PARTS, OTHERS, found, implied, strict=True):
                chosen = rows & (codes == CODES.index(cycle)) & ~witnesses.outvotes(name, other)
                chosen &= (deviation > 0) & (deviation < value)
                own = np.where(chosen, value, np.nan)
                each.append((np.log(own), deviation / own))
    return found


def _widest(figures: Figures) -> Floats:
    """The width of the widest interval of a row's figures; 0 where it states none."""
    found = np.zeros(figures.size)
    np.maximum.at(found, figures.rows, figures.high - figures.low)
    return found


def _is_burnt(columns: Columns) -> Booleans:
    """The rows of vehicles that only burn fuel, or do not state what moves them."""
    return ~powertrains(columns).where({*MIXED, "bev", "fcev"}.__contains__)


def _one_test(columns: Columns) -> Integers:
    """The place in `CODES` of the test cycle of all that a row states of consumption and CO2; else -1."""
    codes, is_one = np.full(columns.size, -1), np.ones(columns.size, dtype=np.bool_)
    for name in WITNESSES:
        is_single, cycles = columns.figures(name).count == 1, columns.once(_cycles, name)
        is_one &= ~is_single | (codes < 0) | (cycles == codes)
        codes = np.where(is_single & (codes < 0), cycles, codes)
    return np.where(is_one, codes, -1)


def _agreement(columns: Columns, fuel: str) -> Agreement:
    """Which of what the rows state of a fuel agree, as `agreement_of` has it of a sheet."""
    codes, value = columns.once(_one_test), {}
    for name in WITNESSES:
        figures = columns.figures(name)
        value[name] = np.where(figures.count == 1, figures.first.value, np.nan)
    found, litres = np.zeros((4, columns.size), dtype=np.bool_), value[CO2] / GRAMS_PER_LITRE[fuel]
    for cycle in CITY:
        mean = mean_of(value[CITY_PART], value[HIGHWAY_PART], cycle)
        found |= np.array(agreement(value[COMBINED], mean, litres)) & (codes == CODES.index(cycle))
    return Agreement(*found)


def _cycles(columns: Columns, quantity: str) -> Integers:
    """The place in `CODES` of the test cycle of the last measurand of a quantity; -1 where none is stated."""
    leads = columns.figures(quantity).leads
    found = np.full(columns.size, -1)
    found[leads.rows] = np.array([CODES.index(cycle_at(place.figure)) for place in leads.places])[leads.where]
    return found
