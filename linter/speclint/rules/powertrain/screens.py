"""The screens of the rules on engines and motors."""

from __future__ import annotations

from functools import partial
from math import pi
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.coded import Coded
from speclint.columns.intervals import meet
from speclint.columns.vehicles import categories, powertrains, years
from speclint.profiles.vocabulary import HYBRIDS
from speclint.quantities.figure import Bound
from speclint.quantities.interval import INFINITY
from speclint.rules.powertrain.displacement_contradicts_bore import LITRE
from speclint.rules.powertrain.engine_in_electric_car import BURNING, is_burnt
from speclint.rules.powertrain.power_contradicts_torque import ALLOWANCE, KILOWATTS
from speclint.rules.powertrain.power_exceeds_sources import ALLOWANCE as ABOVE_SOURCES
from speclint.rules.powertrain.power_exceeds_sources import MAX_HYBRID_RANGE
from speclint.rules.powertrain.promises import BATTERIES, POWERS
from speclint.rules.powertrain.torque_per_power import ANY, CARS, DIESEL, ELECTRIC, PETROL, Bounds
from speclint.sheets.identity import slug
from speclint.vehicle.badges import NAME
from speclint.vehicle.engine import MATURE
from speclint.vehicle.features import COMBUSTION
from speclint.vehicle.promises import found_in

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Floats, Wide
    from speclint.columns.intervals import Ends
    from speclint.quantities.figure import Figure
    from speclint.quantities.interval import Interval

SLACK = 1e-9
"""Relative; powers and sums may be rounded in another way than in the rules."""


def engine_in_electric_car(columns: Columns) -> Booleans:
    """Rows of electric cars with a figure of an engine."""
    found = columns.none()
    for quantity in BURNING:
        found |= columns.chosen(quantity).where(is_burnt)
    return found & columns.is_word("powertrain", "bev")


def badge_contradicts_displacement(columns: Columns) -> Booleans:
    """Rows with another displacement than the name promises."""
    return _differ(columns, "displacement")


def badge_contradicts_power(columns: Columns) -> Booleans:
    """Rows with another power than the name promises; that hybrids are left out is left to the rule."""
    return _differ(columns, *POWERS)


def badge_contradicts_battery(columns: Columns) -> Booleans:
    """Rows with another capacity of the battery than the name promises."""
    return _differ(columns, *BATTERIES)


def _differ(columns: Columns, *quantities: str) -> Booleans:
    """The rows in which a figure is not what the first number in the name that promises it stands for."""
    found = columns.none()
    for quantity in quantities:
        figure = columns.figure(quantity)
        names = columns.combined(*map(columns.word, NAME)).among(~np.isnan(figure.low)).used
        expected = names.mapped(partial(_promised, quantity))
        low, high = expected.numbers(_LOW), expected.numbers(_HIGH)
        found |= (high < figure.low) | (figure.high < low)
    return found


_LOW, _HIGH = attrgetter("low"), attrgetter("high")


def _promised(quantity: str, name: tuple[str | None, ...]) -> Interval | None:
    make, model, variant, trim = (part or "" for part in name)
    found = next(found_in(slug(make), (model, variant, trim), quantity), None)
    return None if found is None else found.meaning.expected[quantity]


def displacement_contradicts_bore(columns: Columns) -> Booleans:
    """A displacement other than that of bore, stroke and cylinders."""
    count = columns.chosen("cylinders").numbers(_cylinders)
    bore, stroke, room = (_room(columns, name) for name in ("bore", "stroke", "displacement"))
    low, high = (
        pi / 4 * bore[side] ** 2 * stroke[side] * count / LITRE * factor
        for side, factor in ((0, 1 + SLACK), (1, 1 - SLACK))
    )
    is_known = (count >= 1) & (bore[0] > 0) & (stroke[0] > 0) & ~np.isnan(room[0])
    return is_known & ~meet((low, high), room)


def _cylinders(figure: Figure) -> float:
    return np.nan if isinstance(figure.stated, tuple | Bound) else int(figure.value)


def _room(columns: Columns, quantity: str) -> Ends:
    """All values that would be written as a figure, rounded or cut off; NaN for bounds."""
    figure = columns.figure(quantity)
    half = (figure.high - figure.low) / 2
    return np.where(np.isinf(half), np.nan, figure.low - half), np.where(
        np.isinf(half), np.nan, figure.high + half
    )


def power_contradicts_torque(columns: Columns) -> Booleans:
    """A power that the torque does not give at the engine speeds."""
    power, torque = (_of_engine(columns, quantity) for quantity in ("power", "torque"))
    at_power, at_torque = columns.chosen("power_speed"), columns.chosen("torque_speed")
    first, last = (at_power.numbers(partial(_high, side)) for side in (0, 1))
    highest = at_torque.numbers(lambda figure: figure.ends[1].low)
    exceeds = power.low > _product(torque.high, first) * ALLOWANCE
    return (highest > last * ALLOWANCE) | exceeds | (power.high * ALLOWANCE < _product(torque.low, highest))


def _high(side: int, figure: Figure) -> float:
    return figure.ends[side].high


def _product(torque: Floats, speed: Floats) -> Floats:
    is_open = (torque == INFINITY) | (speed == INFINITY)
    return np.where(is_open, INFINITY, torque * speed * KILOWATTS)


def _of_engine(columns: Columns, quantity: str) -> Wide:
    """What `of_engine` gives of each row."""
    own, whole = columns.figure(f"engine_{quantity}"), columns.figure(quantity)
    return own.or_else(whole.among(powertrains(columns).where("ice".__eq__)))


def power_exceeds_motors(columns: Columns) -> Booleans:
    """A power above the sum of the motors; that some of them do not state theirs is left to the rule."""
    powertrain = powertrains(columns)
    is_far = columns.figure("range_wltp", "range_epa").low > MAX_HYBRID_RANGE
    for name in COMBUSTION:
        is_far &= columns.figures(name).count == 0
    is_electric = powertrain.where(("bev", "fcev").__contains__) | ((powertrain.codes < 0) & is_far)
    several = ~columns.is_word("drive", "awd") | (columns.figures("motor_power").count > 1)
    return is_electric & several & (columns.figure("power").low > _motors(columns) * (1 - SLACK))


def power_exceeds_sources(columns: Columns) -> Booleans:
    """A power above the sum of engine and motors; that some of these do not state theirs is left to the rule."""
    sources = columns.figure("engine_power").high + _motors(columns)
    is_whole = columns.is_word("powertrain", *HYBRIDS) & (columns.figures("motor_power").count > 0)
    applies = columns.is_word("powertrain", "ice") | is_whole
    return applies & (columns.figure("power").low > sources * ABOVE_SOURCES * (1 - SLACK))


def _motors(columns: Columns) -> Floats:
    """The most power that all motors give together."""
    motors = columns.figures("motor_power").sharpest
    return np.bincount(motors.rows, motors.high, columns.size).astype(np.float64)


def torque_per_power(columns: Columns) -> Booleans:
    """A torque that no motor has of that power; of several motors each is compared with all."""
    found = columns.none()
    applies = ~(years(columns) < MATURE) & categories(columns).where(CARS.__contains__)
    engine = columns.word("fuel").mapped({"petrol": PETROL, "diesel": DIESEL}.get)
    powertrain = powertrains(columns)
    is_ice, is_unstated = powertrain.where("ice".__eq__), powertrain.codes < 0
    electric = _everywhere(columns, ELECTRIC)
    of_whole = engine.among(is_ice | is_unstated).or_else(electric.among(powertrain.where("bev".__eq__)))
    of_whole = of_whole.or_else(_everywhere(columns, ANY).among(is_unstated))
    for prefix, bounds in (("", of_whole), ("engine_", engine)):
        power, torque = columns.figure(f"{prefix}power"), columns.figure(f"{prefix}torque")
        found |= applies & _is_outside((power.low, power.high), (torque.low, torque.high), bounds)
    return found | _is_outside(
        _range_of(columns, "motor_power"), _range_of(columns, "motor_torque"), electric
    )


def _everywhere(columns: Columns, bounds: Bounds) -> Coded[Bounds]:
    return Coded(np.zeros(columns.size, dtype=np.int64), (bounds,))


def _is_outside(power: Ends, torque: Ends, bounds: Coded[Bounds]) -> Booleans:
    """The rows with positive ends in which the quotient of torque and power is outside the bounds."""
    is_positive = (power[0] > 0) & (torque[0] > 0)
    is_below = torque[1] / power[0] < bounds.numbers(lambda each: each.least)
    return is_positive & (is_below | (torque[0] / power[1] > bounds.numbers(lambda each: each.most)))


def _range_of(columns: Columns, quantity: str) -> Ends:
    """Of positive figures the highest low end and the lowest high end of each row; low is -∞ for none."""
    figures = columns.figures(quantity).sharpest
    figures = figures.at(figures.low > 0)
    low, high = np.full(columns.size, -np.inf), np.full(columns.size, np.inf)
    np.maximum.at(low, figures.rows, figures.low)
    np.minimum.at(high, figures.rows, figures.high)
    return low, high
