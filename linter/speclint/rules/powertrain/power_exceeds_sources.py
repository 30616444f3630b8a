"""System power above the sum of the engine and the motors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.profiles.vocabulary import HYBRIDS
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.features import COMBUSTION
from speclint.vehicle.powertrain import powertrain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

MAX_HYBRID_RANGE = 250
"""km by WLTP or EPA; plug-in hybrids end near 200 km (Lynk & Co 08 EM-P)."""
ALLOWANCE = 1.05
"""Ratio of measured to stated power: a margin of ours, for engines of one type differ (UN R85 measures one of them)."""


@sheet_rule(
    first_id="motor-power-sum",
    group="performance",
    level=Level.ERROR,
    summary="system power above the sum of the motors",
    needs=("power", "motor_power"),
    reads=("drive", "powertrain", "range_wltp", "range_epa", *COMBUSTION),
    before=("continuous-exceeds-peak", "specific-power"),
    bad=(
        bad('{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 400}, "motors": [{"axle": "front", "power": {"kW": 190}}, {"axle": "rear", "power": {"kW": 130}}]}}',
            at="/powertrain/power/kW", message="power 400 kW exceeds the sum of the motors, 320 kW",
            why="230 kW of the rear motor mistyped"),
    ),
    good=(
        good('{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 400}, "motors": [{"axle": "front", "power": {"kW": 190}}, {"axle": "rear", "power": {"kW": 230}}]}}',
            why="the battery gives less than both motors could take"),
        good('{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 400}, "motors": [{"axle": "front", "power": {"kW": 190}}, {"axle": "rear", "torque": {"Nm": 430}}]}}',
            why="not every motor is stated"),
        good('{"make": "Volvo", "model": "XC60", "variant": "T8", "powertrain": {"type": "phev", "drive": "awd", "power": {"kW": 240}, "motors": [{"axle": "rear", "power": {"kW": 130}}]}}',
            why="the engine of a hybrid adds to its motors"),
    ),
)  # fmt: skip
def power_exceeds_motors(sheet: Sheet) -> Iterator[Violation]:
    """A battery-electric car has no other source of power than its motors (conservation of energy).

    It often has less than their sum, since the battery limits it, but never more. Applies only where each motor
    states its power, and an all-wheel drive has a motor on each axle. A sheet without a powertrain is taken for
    electric if its electric range exceeds that of hybrids.
    """
    power, motors = sheet.figure("power"), sheet.stated("motor_power")
    if power is None or not _is_electric(sheet) or len(motors) < sheet.count("motor_power"):
        return
    if sheet.field("drive") != "awd" or len(motors) > 1:
        yield from _excess(power, [motor.sharpest for motor in motors], "the sum of the motors")


def _is_electric(sheet: Sheet) -> bool:
    """Whether nothing but motors drives the car."""
    powertrain = powertrain_of(sheet)
    if powertrain is not None:
        return powertrain in ("bev", "fcev")
    if any(sheet.stated(name) for name in COMBUSTION):
        return False
    distance = sheet.figure("range_wltp", "range_epa")
    return distance is not None and distance.interval.low > MAX_HYBRID_RANGE


def _excess(power: Figure, sources: list[Figure], sum_of: str, allowance: float = 1) -> Iterator[Violation]:
    """A violation if the power exceeds the sum of its sources by more than a factor."""
    if power.interval.low > sum(source.interval.high for source in sources) * allowance:
        total = power.in_own_unit(sum(source.value for source in sources))
        yield Violation(f"{power.labelled} exceeds {sum_of}, {total}", power.name, stated(*sources))


@sheet_rule(
    level=Level.WARNING,
    summary="power above the sum of engine and motors",
    needs=("power", "engine_power"),
    reads=("motor_power", "powertrain"),
    before=("power-below-source",),
    bad=(
        bad('{"model": "X1", "variant": "xDrive30e", "powertrain": {"type": "phev", "drive": "awd", "power": {"kW": 420}, "motors": [{"axle": "rear", "power": {"kW": 130}}], "engine": {"power": {"kW": 110}}}}',
            at="/powertrain/power/kW",
            message="power 420 kW exceeds the sum of engine and motors, 240 kW",
            why="240 kW with digits transposed"),
        bad('{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 115}, "engine": {"power": {"kW": 100}}}}',
            at="/powertrain/power/kW", message="power 115 kW exceeds that of the engine, 100 kW"),
    ),
    good=(
        good('{"model": "X1", "variant": "xDrive30e", "powertrain": {"type": "phev", "drive": "awd", "power": {"kW": 240}, "motors": [{"axle": "rear", "power": {"kW": 130}}], "engine": {"power": {"kW": 110}}}}'),
        good('{"model": "X1", "variant": "xDrive23i", "powertrain": {"type": "hev", "drive": "awd", "power": {"PS": 218}, "engine": {"power": {"PS": 204}}}}',
            why="the motor of a mild hybrid is not stated"),
        good('{"make": "Volvo", "model": "XC60", "variant": "T8", "powertrain": {"type": "phev", "drive": "awd", "power": {"kW": 340}, "motors": [{"axle": "rear", "power": {"kW": 107}}], "engine": {"power": {"kW": 228}}}}',
            why="rounding, and the allowance"),
    ),
)  # fmt: skip
def power_exceeds_sources(sheet: Sheet) -> Iterator[Violation]:
    """A drive gives no more power than its engine and its motors together (conservation of energy).

    Most hybrids give less, since the battery or the gearbox limits them, or because the peaks lie at other
    speeds. Hybrids are judged only where each motor in the sheet states its power; a car with an engine alone has
    the power of that engine. Electric cars are left to `power-exceeds-motors`.
    """
    power, engine = sheet.figure("power"), sheet.figure("engine_power")
    kind, motors = sheet.field("powertrain"), sheet.stated("motor_power")
    is_complete = bool(motors) and len(motors) == sheet.count("motor_power")
    applies = {"ice": sheet.count("motor_power") == 0, **dict.fromkeys(HYBRIDS, is_complete)}
    if power is not None and engine is not None and applies.get(kind or "", False):
        sum_of = "the sum of engine and motors" if motors else "that of the engine"
        sources = [engine, *(motor.sharpest for motor in motors)]
        yield from _excess(power, sources, sum_of, ALLOWANCE)
