"""The screens of the rules on fuel."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.intervals import meet
from speclint.columns.test_cycles import by_cycle
from speclint.columns.vehicles import powertrains, years
from speclint.quantities.interval import INFINITY
from speclint.rules.fuel.co2_contradicts_consumption import (
    BURNING,
    MAX_CONFIRMED,
    MAX_RATIO,
    PER_LITRE,
    factor_of,
)
from speclint.rules.fuel.combined_outside_city_highway import CITY, FIRST_YEAR, WEIGHTED
from speclint.rules.fuel.combined_outside_city_highway import MARGIN as OUTSIDE
from speclint.rules.fuel.range_contradicts_tank import BURNS_ALONE, MARGIN, RANGES

if TYPE_CHECKING:
    from speclint.columns.coded import Coded
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Floats
    from speclint.quantities.figure import Figure


def co2_contradicts_consumption(columns: Columns) -> Booleans:
    """CO2 so far from what the consumption gives that they are of two tests, or that one is confirmed."""
    found = columns.none()
    for _, factors in columns.once(_factors):
        found |= factors > MAX_CONFIRMED
    return found


def co2_strays_from_consumption(columns: Columns) -> Booleans:
    """CO2 of one test cycle with the consumption, but a little away from it."""
    found = columns.none()
    for cycle, factors in columns.once(_factors):
        if cycle is not None:
            found |= (factors > 1) & (factors <= MAX_RATIO)
    return found


def _factors(columns: Columns) -> list[tuple[str | None, Floats]]:
    """By cycle how far CO2 is outside the bounds of the fuel; NaN where it is not, or the rules do not look at it."""
    powertrain = powertrains(columns)
    applies = (powertrain.codes < 0) | powertrain.where(BURNING.__contains__)
    found = []
    for cycle, figures in by_cycle(columns, "co2", "consumption_combined"):
        (low, high), litres = map(_interval, figures)
        are_ranges = np.logical_and(*(figure.where(_is_range) for figure in figures))
        factors = np.full(columns.size, np.nan)
        for fuel, (per_litre, _) in PER_LITRE.items():
            is_outside = (high < per_litre.low * litres[0]) | (low > per_litre.high * litres[1]) | are_ranges
            rows = applies & is_outside & columns.is_word("fuel", fuel)
            pairs = columns.combined(*(figure.among(rows) for figure in figures))
            factors = np.where(rows, pairs.numbers(partial(_factor, fuel)), factors)
        found.append((cycle, factors))
    return found


def _factor(fuel: str, pair: tuple[Figure | None, ...]) -> float:
    co2, consumption = pair
    return np.nan if co2 is None or consumption is None else factor_of(fuel, co2, consumption)


def _is_range(figure: Figure) -> bool:
    return isinstance(figure.stated, tuple)


def combined_outside_city_highway(columns: Columns) -> Booleans:
    """A combined consumption that is not between the two that it is the mean of."""
    found = columns.none()
    for _, figures in by_cycle(
        columns, "consumption_combined", "consumption_city", "consumption_highway", cycles=(*CITY, None)
    ):
        (low, high), city, highway = map(_interval, figures)
        least, most = np.minimum(city[0], highway[0]), np.maximum(city[1], highway[1])
        found |= (low > most * OUTSIDE) | (high * OUTSIDE < least)
    return found & ~powertrains(columns).where(WEIGHTED.__contains__) & ~(years(columns) < FIRST_YEAR)


def range_contradicts_tank(columns: Columns) -> Booleans:
    """A range that a full tank does not give."""
    found, tank = columns.none(), columns.figure("tank")
    for quantity in RANGES:
        for _, (distance, consumption) in by_cycle(columns, quantity, "consumption_combined"):
            low, high = _interval(consumption)
            given = MARGIN.low * (100 * tank.low / high), MARGIN.high * (100 * tank.high / low)
            found |= (low > 0) & (high < INFINITY) & tank.is_stated & ~meet(_interval(distance), given)
    return found & powertrains(columns).where(BURNS_ALONE.__contains__)


def _interval(figures: Coded[Figure]) -> tuple[Floats, Floats]:
    return figures.numbers(lambda figure: figure.interval.low), figures.numbers(
        lambda figure: figure.interval.high
    )
