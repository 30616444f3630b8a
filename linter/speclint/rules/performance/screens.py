"""The screens of the rules on acceleration and top speed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from speclint.columns.vehicles import categories, powertrains
from speclint.quantities.interval import INFINITY
from speclint.rules.performance.acceleration_impossible import SPRINTS
from speclint.rules.performance.top_speed_impossible import (
    AIR,
    FAIRED,
    MAX_HEIGHT,
    MAX_WIDTH,
    MIN_AREA,
    MIN_DRAG,
)
from speclint.vehicle.mass import BASES
from speclint.vehicle.powertrain import MIXED
from speclint.vehicle.road_load import cubed_quarter_mile, shortest_time_by_energy, shortest_time_by_tyres

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Floats

SLACK = 1e-9
"""Relative; powers and roots may be rounded in another way than in the rules."""


def acceleration_impossible(columns: Columns) -> Booleans:
    """A time in which neither the power nor the tyres move the car so fast."""
    found, drive = columns.none(), columns.word("drive")
    for quantity, speed, rollout in SPRINTS:
        time = columns.figures(quantity).first
        least = np.zeros(columns.size)
        if speed is not None:
            least = drive.numbers(partial(shortest_time_by_tyres, speed=speed))
            least[drive.codes < 0] = shortest_time_by_tyres(None, speed)
        least = np.fmax(least, _by_energy(columns, speed) * (1 + SLACK) - rollout)
        found |= (time.value > 0) & (time.high < least)
    return found


def _by_energy(columns: Columns, speed: float | None) -> Floats:
    """The least time by the most power and the least mass; NaN where a bound leaves them open."""
    power, low, driver = columns.figure("power").high.copy(), *_moving_mass(columns)
    power[~((power > 0) & (power < INFINITY))] = np.nan
    low[~(low > 0)] = np.nan
    # the formulas are of numbers, and hold for arrays of them
    if speed is None:
        return cast("Floats", np.cbrt(cast("Any", cubed_quarter_mile)(power, low, driver)))
    return cast("Floats", cast("Any", shortest_time_by_energy)(power, low, driver, speed))


def _moving_mass(columns: Columns) -> tuple[Floats, Floats]:
    """The low end of what `moving_mass` gives of each row, and the driver's mass."""
    low, driver = np.full((2, columns.size), np.nan)
    for quantity, mass in reversed(BASES):
        figure = columns.figure(quantity)
        low[figure.is_stated], driver[figure.is_stated] = figure.low[figure.is_stated], mass
    return low, driver


def top_speed_impossible(columns: Columns) -> Booleans:
    """A top speed that the power does not sustain."""
    names = ("top_speed", "power", "width", "height", "drag_coefficient")
    speed, power, width, height, drag = map(columns.figure, names)
    least_drag = np.where(drag.is_stated, drag.low, MIN_DRAG)
    area = MIN_AREA * np.minimum(width.low, MAX_WIDTH) * np.minimum(height.low, MAX_HEIGHT) / 1e6
    applies = (area > 0) & (least_drag > 0) & (power.high > 0) & (power.high < INFINITY)
    applies &= ~powertrains(columns).where(MIXED.__contains__)
    applies &= ~categories(columns).where(FAIRED.__contains__)
    most = 3.6 * np.cbrt(2000 * power.high / (AIR * least_drag * area))
    return applies & (speed.low > most * (1 - SLACK))
