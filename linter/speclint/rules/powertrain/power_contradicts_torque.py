"""Power, torque and their engine speeds that contradict each other."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.engine import of_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

KILOWATTS = 2 * pi / 60 / 1000
"""kW per Nm and 1/min: P = T·ω, with ω = 2π·n (ISO 80000-3 and 80000-4, 2019)."""

ALLOWANCE = 1.05
"""Ratio of measured to stated power: a margin of ours, for engines of one type differ (UN R85 measures one of them)."""


@sheet_rule(
    level=Level.ERROR,
    summary="power and torque contradict each other at the stated engine speeds",
    one_of=(("power_speed",), ("torque_speed",)),
    reads=("engine_power", "engine_torque", "power", "powertrain", "torque"),
    consequence_of=("motor-power-sum",),
    before=("specific-power",),
    bad=(
        bad('{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 200}, "torque": {"Nm": 230}, "engine": {"power_speed": {"1/min": [4400, 6500]}, "torque_speed": {"1/min": [1500, 4000]}}}}',
            at="/powertrain/power/kW",
            message="power 200 kW exceeds what torque 230 Nm gives at 4400 1/min, 106 kW",
            why="100 kW mistyped"),
        bad('{"model": "X1", "variant": "M35i xDrive", "powertrain": {"type": "ice", "drive": "awd", "power": {"kW": 122}, "torque": {"Nm": 400}, "engine": {"torque_speed": {"1/min": [2000, 4500]}}}}',
            at="/powertrain/power/kW",
            message="power 122 kW is below what torque 400 Nm gives at 4500 1/min, 188 kW",
            why="221 kW with digits transposed"),
        bad('{"model": "X1", "variant": "xDrive23i", "powertrain": {"type": "hev", "drive": "awd", "engine": {"power_speed": {"1/min": 1500}, "torque_speed": {"1/min": [1500, 4000]}}}}',
            at="/powertrain/engine/torque_speed/1~1min",
            message="torque peak at 4000 1/min is beyond the power peak at 1500 1/min",
            why="the two are swapped"),
    ),
    good=(
        good('{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 100}, "torque": {"Nm": 230}, "engine": {"power_speed": {"1/min": [4400, 6500]}, "torque_speed": {"1/min": [1500, 4000]}}}}'),
        good('{"model": "M5", "variant": "Competition", "powertrain": {"type": "ice", "drive": "awd", "power": {"kW": 441}, "torque": {"Nm": 750}, "engine": {"power_speed": {"1/min": [5600, 6700]}, "torque_speed": {"1/min": [1800, 5600]}}}}',
            why="where both peaks meet, the torque gives the power: 439.8 kW"),
        good('{"model": "X1", "variant": "xDrive23i", "powertrain": {"type": "hev", "drive": "awd", "power": {"PS": 218}, "torque": {"Nm": 360}, "engine": {"power_speed": {"1/min": 3000}}}}',
            why="system power is not of the engine alone"),
    ),
)  # fmt: skip
def power_contradicts_torque(sheet: Sheet) -> Iterator[Violation]:
    """Power is torque times angular speed, P = T·ω, at each point of an engine's curve.

    So at the speed of its peak power an engine gives no more than peak torque would there, and its peak power is no
    less than peak torque gives at the highest speed of its plateau. And power cannot fall before torque does: its
    peak is at no lower speed. Speeds are those of the engine, so of a hybrid only the engine's own power and torque
    count.
    """
    power, torque = of_engine(sheet, "power"), of_engine(sheet, "torque")
    at_power, at_torque = sheet.figure("power_speed"), sheet.figure("torque_speed")
    if at_power and at_torque and at_torque.ends[1].low > at_power.ends[1].high * ALLOWANCE:
        peak = f"torque peak at {at_torque.numbers[-1]} {at_torque.unit.name}"
        message = f"{peak} is beyond the power peak at {at_power}"
        yield Violation(message, at_torque.name, stated(at_power))
        return
    if power is None or torque is None:
        return
    if at_power and power.interval.low > _product(torque.interval.high, at_power.ends[0].high) * ALLOWANCE:
        yield _violation(power, torque, at_power, 0)
    elif at_torque and power.interval.high * ALLOWANCE < _product(torque.interval.low, at_torque.ends[1].low):
        yield _violation(power, torque, at_torque, -1)


def _product(torque: float, speed: float) -> float:
    """KW of a torque in Nm at a speed in 1/min; infinite where a bound leaves one of them open."""
    return INFINITY if INFINITY in (torque, speed) else torque * speed * KILOWATTS


def _violation(power: Figure, torque: Figure, speed: Figure, end: int) -> Violation:
    """The power as a violation: above the torque at the lowest speed (0), or below it at the highest (-1)."""
    kilowatts = torque.value * speed.centres()[end].low * KILOWATTS
    message = (
        f"{power.labelled} {'is below' if end else 'exceeds'} what {torque.labelled} gives "
        f"at {speed.numbers[end]} {speed.unit.name}, {kilowatts:.0f} kW"
    )
    return Violation(message, power.name, stated(torque, speed))
