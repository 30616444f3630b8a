"""System power that the motors cannot deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.features import COMBUSTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

FARTHEST_HYBRID = 250
"""km by WLTP or EPA; plug-in hybrids end near 200 km (Lynk & Co 08 EM-P)."""


@sheet_rule(
    first_id="motor-power-sum",
    level=Level.ERROR,
    summary="system power above the sum of the motors",
    needs=("power", "motor_power"),
    reads=("drive", "powertrain", "range_wltp", "range_epa", *COMBUSTION),
    before=("continuous-exceeds-peak", "specific-power"),
    bad=(
        bad('{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 400}, "motors": [{"axle": "front", "power": {"kW": 190}}, {"axle": "rear", "power": {"kW": 130}}]}}',
            at="/powertrain/power/kW", message="power 400 kW is more than the motors give together, 320 kW",
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

    It often has less than their sum, since the battery limits it; more it never has. Asked only where
    each motor states its power, and an all-wheel drive has a motor on each axle. A sheet that does not say what
    drives its car is asked if it goes farther on its battery than hybrids do.
    """
    power, motors = sheet.figure("power"), sheet.stated("motor_power")
    if power is None or not _is_electric(sheet):
        return
    entries = sheet.count("motor_power")
    if len(motors) < entries or (sheet.field("drive") == "awd" and len(motors) < 2):  # noqa: PLR2004 - axles
        return
    figures = [motor.sharpest for motor in motors]
    together = sum(figure.interval.high for figure in figures)
    if power.interval.low <= together:
        return
    total = sum(figure.value for figure in figures)
    related = tuple(Related(f"motor power {figure} is stated here", figure.pointer) for figure in figures)
    yield Violation(
        f"power {power} is more than the motors give together, {power.in_own_unit(total)}",
        power.pointer,
        related,
    )


def _is_electric(sheet: Sheet) -> bool:
    """Whether nothing but motors drives the car."""
    if sheet.field("powertrain") is not None:
        return sheet.field("powertrain") in ("bev", "fcev")
    if any(sheet.stated(name) for name in COMBUSTION):
        return False
    far = sheet.figure("range_wltp", "range_epa")
    return far is not None and far.interval.low > FARTHEST_HYBRID
