"""Power, torque and their engine speeds that cannot belong to one engine."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.engine import of_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

KILOWATTS = 2 * pi / 60 / 1000
"""kW per Nm and 1/min: P = T·ω, with ω = 2π·n (ISO 80000-3 and 80000-4, 2019)."""

ALLOWANCE = 1.05
"""How far what is built may be off what is stated: 5 % in conformity of production (UN R85; Directive 80/1269/EEC)."""


@sheet_rule(
    level=Level.ERROR,
    summary="power and torque contradict each other at the stated engine speeds",
    reads=("engine_power", "engine_torque", "power", "power_speed", "powertrain", "torque", "torque_speed"),
    consequence_of=("motor-power-sum",),
    before=("specific-power",),
    bad=(
        bad('{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 200}, "torque": {"Nm": 230}, "engine": {"power_speed": {"1/min": [4400, 6500]}, "torque_speed": {"1/min": [1500, 4000]}}}}',
            at="/powertrain/power/kW",
            message="power 200 kW is more than torque 230 Nm makes at 4400 1/min, 106 kW",
            why="100 kW mistyped"),
        bad('{"model": "X1", "variant": "M35i xDrive", "powertrain": {"type": "ice", "drive": "awd", "power": {"kW": 122}, "torque": {"Nm": 400}, "engine": {"torque_speed": {"1/min": [2000, 4500]}}}}',
            at="/powertrain/power/kW",
            message="power 122 kW is less than torque 400 Nm makes at 4500 1/min, 188 kW",
            why="221 kW with digits transposed"),
        bad('{"model": "X1", "variant": "xDrive23i", "powertrain": {"type": "hev", "drive": "awd", "engine": {"power_speed": {"1/min": 1500}, "torque_speed": {"1/min": [1500, 4000]}}}}',
            at="/powertrain/engine/torque_speed/1~1min",
            message="torque peaks up to 4000 1/min, beyond the power peak at 1500 1/min",
            why="the two are swapped"),
    ),
    good=(
        good('{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 100}, "torque": {"Nm": 230}, "engine": {"power_speed": {"1/min": [4400, 6500]}, "torque_speed": {"1/min": [1500, 4000]}}}}'),
        good('{"model": "M5", "variant": "Competition", "powertrain": {"type": "ice", "drive": "awd", "power": {"kW": 441}, "torque": {"Nm": 750}, "engine": {"power_speed": {"1/min": [5600, 6700]}, "torque_speed": {"1/min": [1800, 5600]}}}}',
            why="where both peaks meet, power and torque make each other: 439.8 kW"),
        good('{"model": "X1", "variant": "xDrive23i", "powertrain": {"type": "hev", "drive": "awd", "power": {"PS": 218}, "torque": {"Nm": 360}, "engine": {"power_speed": {"1/min": 3000}}}}',
            why="system power is not made at the speed of the engine alone"),
    ),
)  # fmt: skip
def power_contradicts_torque(sheet: Sheet) -> Iterator[Violation]:
    """Power is torque times angular speed, P = T·ω, at each point of an engine's curve.

    So at the speed of its peak power an engine makes no more than peak torque would there, and its peak
    power is no less than what peak torque makes at the highest speed that it is held to. And power
    cannot fall before torque does: its peak stands at no lower speed. Speeds are those of the engine,
    so a hybrid is asked for the power and torque of its engine alone.
    """
    power, torque = of_engine(sheet, "power"), of_engine(sheet, "torque")
    at_power, at_torque = sheet.figure("power_speed"), sheet.figure("torque_speed")
    if at_power and at_torque and at_torque.ends[1].low > at_power.ends[1].high * ALLOWANCE:
        yield _misplaced(at_torque, at_power)
        return
    if power is None or torque is None:
        return
    if at_power and power.interval.low > _made(torque.interval.high, at_power.ends[0].high) * ALLOWANCE:
        yield _hit(power, torque, at_power, "more")
    elif at_torque and power.interval.high * ALLOWANCE < _made(torque.interval.low, at_torque.ends[1].low):
        yield _hit(power, torque, at_torque, "less")


def _made(torque: float, speed: float) -> float:
    """The kW that Nm make at 1/min; infinite where a bound leaves one of them open."""
    return INFINITY if INFINITY in (torque, speed) else torque * speed * KILOWATTS


def _hit(power: Figure, torque: Figure, speed: Figure, than: str) -> Violation:
    end = speed.numbers[0 if than == "more" else -1]
    made = torque.value * speed.centres()[0 if than == "more" else 1].low * KILOWATTS
    message = (
        f"{power.quantity.label} {power} is {than} than {torque.quantity.label} {torque} makes "
        f"at {end} {speed.unit.name}, {made:.0f} kW"
    )
    return Violation(message, power.pointer, _stated(torque, speed))


def _misplaced(at_torque: Figure, at_power: Figure) -> Violation:
    unit = at_torque.unit.name
    message = f"torque peaks up to {at_torque.numbers[-1]} {unit}, beyond the power peak at {at_power}"
    return Violation(message, at_torque.pointer, _stated(at_power))


def _stated(*figures: Figure) -> tuple[Related, ...]:
    return tuple(
        Related(f"{figure.quantity.label} {figure} is stated here", figure.pointer) for figure in figures
    )
