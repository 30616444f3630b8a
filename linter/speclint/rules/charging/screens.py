"""The screens of the rules on charging."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.quantities.interval import INFINITY
from speclint.rules.charging.charging_curve_disordered import FULL
from speclint.rules.charging.charging_time_implausible import MAX_RATIO, share_of

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Floats


def charging_curve_disordered(columns: Columns) -> Booleans:
    """A state of charge that no battery has, or that is below the one before it."""
    points = columns.figures("curve_charge").sharpest
    found = columns.at(points.rows[(points.low > FULL) | (points.high < 0)])
    falls = (points.rows[1:] == points.rows[:-1]) & (points.value[1:] < points.value[:-1])
    found[points.rows[1:][falls]] = True
    return found


def charging_time_impossible(columns: Columns) -> Booleans:
    """A time in which the highest power does not charge that much."""
    power, time = columns.figure("dc_charge_power"), columns.figure("dc_charge_time")
    least, _ = _energy(columns)
    applies = (power.value > 0) & (power.value <= power.high) & (power.high < INFINITY) & (time.high > 0)
    return applies & (least > power.high * time.high / 3600)


def charging_time_implausible(columns: Columns) -> Booleans:
    """A time in which the highest power charges far more."""
    power, time = columns.figure("dc_charge_power"), columns.figure("dc_charge_time")
    _, most = _energy(columns)
    return (power.low > 0) & (power.low * time.low / 3600 > MAX_RATIO * most)


def _energy(columns: Columns) -> tuple[Floats, Floats]:
    """The least and the most that is charged in kWh; NaN where the window does not rise."""
    share = columns.chosen("dc_charge_window").numbers(share_of)
    share[~(share > 0)] = np.nan
    usable = columns.figure("battery_usable")
    return usable.low * share, usable.high * share
