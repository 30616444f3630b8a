"""Torque per power that no motor has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.documents.pointer import to_steps
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.category import category_of
from speclint.vehicle.engine import is_antique, quotient
from speclint.vehicle.powertrain import powertrain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet


CARS = ("car", "van")
"""Categories of which the bounds are known: motorcycles turn faster, lorries slower, hubs have no gears."""


class Bounds(msgspec.Struct, frozen=True):
    """The least and the most Nm per kW of all motors of one kind."""

    kind: str
    least: float
    most: float


PETROL = Bounds("a petrol engine", 0.8, 5.0)
"""GMA's T.50 peaks highest of all road cars, at 11,500 1/min: 467 Nm, 488 kW, 0.96. Of 6,600 published
petrol cars six lie outside, each by a figure in error; the next have 0.98 and 3.6."""

DIESEL = Bounds("a diesel engine", 1.7, 6.0)
"""1.7 puts the power peak above 5,600 1/min, where no diesel of a car runs. Of 2,900 published ones eleven lie
outside, by a figure in error or as petrol engines under the wrong name; the next have 1.73 and 4.6."""

ELECTRIC = Bounds("an electric motor", 0.8, 9.0)
"""Lotus's Evija gives 1704 Nm and 1500 kW, 1.1; Mitsubishi's Minicab MiEV 196 Nm and 30 kW,
6.5."""

ANY = Bounds("any motor", 0.45, 9.0)
"""Where neither fuel nor powertrain is stated: 0.45 puts the power at 21,000 1/min, above all racing engines."""


@sheet_rule(
    level=Level.ERROR,
    summary="torque per power that no motor has",
    one_of=(("power", "torque"), ("engine_power", "engine_torque"), ("motor_power", "motor_torque")),
    reads=(
        "category", "engine_power", "engine_torque", "fuel", "motor_power", "motor_torque", "power", "powertrain",
        "torque", "year",
    ),
    consequence_of=("motor-power-sum",),
    bad=(
        bad('{"powertrain": {"type": "bev", "power": {"kW": 230}, "torque": {"Nm": 2494}}}',
            at="/powertrain/torque/Nm",
            message="torque 2494 Nm is 11 Nm/kW of power 230 kW: expected 0.8–9 of an electric motor",
            why="a digit too many, or torque at the wheels"),
        bad('{"model": "X1", "variant": "sDrive18d", "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 110}, "torque": {"Nm": 36}, "engine": {"fuel": "diesel"}}}',
            at="/powertrain/torque/Nm",
            message="torque 36 Nm is 0.33 Nm/kW of power 110 kW: expected 1.7–6 of a diesel engine",
            why="360 Nm with a digit dropped"),
        bad('{"powertrain": {"type": "bev", "motors": [{"axle": "front", "power": {"kW": 140}, "torque": {"Nm": 27}}]}}',
            at="/powertrain/motors/0/torque/Nm",
            message="motor torque 27 Nm is 0.19 Nm/kW of motor power 140 kW: expected 0.8–9 of an electric motor"),
    ),
    good=(
        good('{"powertrain": {"type": "bev", "power": {"kW": 230}, "torque": {"Nm": 494}}}'),
        good('{"make": "GMA", "model": "T.50", "variant": "Coupe", "powertrain": {"type": "ice", "drive": "rwd", "power": {"kW": 488}, "torque": {"Nm": 467}, "engine": {"fuel": "petrol"}}}',
            why="an engine that peaks at 11,500 1/min"),
        good('{"powertrain": {"type": "bev", "drive": "awd", "motors": [{"axle": "front", "power": {"kW": 20}, "torque": {"Nm": 60}}, {"axle": "rear", "power": {"kW": 300}, "torque": {"Nm": 600}}]}}',
            why="each motor by itself"),
        good('{"powertrain": {"type": "bev", "power": {"kW": 100}, "torque": {"Nm": {"at_least": 80}}}}',
            why="a bound leaves room for more torque"),
    ),
)  # fmt: skip
def torque_per_power(sheet: Sheet) -> Iterator[Violation]:
    """Torque per power follows from the speed of a motor: P = T·ω gives 9549 Nm per kW at 1 1/min.

    No published petrol, diesel or electric motor whose figures are right lies outside the bounds of its kind; what
    a hybrid's system gives has no bounds.
    """
    for power, torque, bounds in _pairs(sheet):
        ratio = quotient(torque.interval, power.interval)
        if ratio is None or (ratio[1] >= bounds.least and ratio[0] <= bounds.most):
            continue
        message = (
            f"{torque.labelled} is {torque.value / power.value:.2g} Nm/kW of {power.labelled}: "
            f"expected {bounds.least:g}–{bounds.most:g} of {bounds.kind}"
        )
        yield Violation(message, torque.name, stated(power))


def _pairs(sheet: Sheet) -> Iterator[tuple[Figure, Figure, Bounds]]:
    """Power and torque of each motor, with the bounds of its kind."""
    engine = {"petrol": PETROL, "diesel": DIESEL}.get(sheet.field("fuel") or "")
    whole = {"bev": ELECTRIC, "ice": engine, None: engine or ANY}.get(powertrain_of(sheet))
    applies = not is_antique(sheet) and category_of(sheet).word in CARS
    for prefix, bounds in (("", whole), ("engine_", engine)) if applies else ():
        power, torque = sheet.figure(f"{prefix}power"), sheet.figure(f"{prefix}torque")
        if power and torque and bounds:
            yield power, torque, bounds
    powers = {_motor(measurand): measurand.sharpest for measurand in sheet.stated("motor_power")}
    for measurand in sheet.stated("motor_torque"):
        power = powers.get(_motor(measurand))
        if power:
            yield power, measurand.sharpest, ELECTRIC


def _motor(measurand: Measurand) -> int | None:
    """Index of the motor that a measurand belongs to."""
    steps = to_steps(measurand.figures[0].pointer)
    return next((int(step) for step in reversed(steps) if step.isdecimal()), None)
