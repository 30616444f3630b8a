"""Top speed that the power cannot sustain against drag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.category import category_of
from speclint.vehicle.powertrain import MIXED, UNKNOWN, powertrain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

AIR = 1.146
"""kg/m³, the density of dry air at 35 °C and 101.325 kPa, p/(R·T) with R = 287.05 J/(kg·K) (ISO 2533)."""
MIN_DRAG = 0.159
"""The lowest drag coefficient stated of a car built in series: Volkswagen XL1 (financialexpress.com, 10 October 2022;
others state 0.189 for it)."""
MIN_AREA = 0.75
"""Frontal area over width times height; 0.8 to 0.85 is usual."""
FAIRED = ("motorcycle", UNKNOWN)
"""Categories whose frontal area is less than `MIN_AREA` of width times height."""
MAX_WIDTH, MAX_HEIGHT = 2550.0, 4000.0
"""mm; what cars and vans may measure (Regulation (EU) 2021/535, annex XIII): beyond, the dimension is wrong."""


@sheet_rule(
    level=Level.ERROR,
    summary="top speed that the power cannot sustain against drag",
    needs=("top_speed", "power", "width", "height"),
    reads=("category", "drag_coefficient", "powertrain"),
    bad=(
        bad('{"powertrain": {"type": "bev", "power": {"kW": 77}}, "performance": {"top_speed": {"km/h": 470}}, "dimensions": {"width": {"mm": 1689}, "height": {"mm": 1400}}}',
            at="/performance/top_speed/km~1h",
            message="top speed 470 km/h is impossible: 77 kW reach at most 282 km/h with the lowest drag of any car",
            why="170 with a digit replaced"),
        bad('{"powertrain": {"type": "bev", "power": {"kW": 100}}, "performance": {"top_speed": {"km/h": 310}, "drag_coefficient": 0.25}, "dimensions": {"width": {"mm": 1845}, "height": {"mm": 1560}}}',
            at="/performance/top_speed/km~1h",
            message="top speed 310 km/h is impossible: 100 kW reach at most 249 km/h with drag coefficient 0.25"),
    ),
    good=(
        good('{"powertrain": {"type": "bev", "power": {"kW": 230}}, "performance": {"top_speed": {"km/h": 180}, "drag_coefficient": 0.25}, "dimensions": {"width": {"mm": 1845}, "height": {"mm": 1560}}}'),
        good('{"powertrain": {"type": "bev", "power": {"kW": {"at_least": 15}}}, "performance": {"top_speed": {"km/h": 180}}, "dimensions": {"width": {"mm": 1689}, "height": {"mm": 1400}}}',
            why="a bound leaves room for more power"),
    ),
)  # fmt: skip
def top_speed_impossible(sheet: Sheet) -> Iterator[Violation]:
    """At its top speed v a car spends cw·A·d·v³/2 on drag, and no more than its power.

    With the density d of the air, v³ ≤ 2·P/(d·cw·A) (Hucho, Aerodynamics of Road Vehicles). Rolling resistance and
    losses of the drive are left out, air is thin, the frontal area small for width and height, and a drag
    coefficient that is not stated is the lowest of all cars: the bound lies well above what any car reaches.
    Hybrids are left out, whose stated power may be the engine's alone.
    """
    names = ("top_speed", "power", "width", "height")
    speed, power, width, height = (sheet.figure(name) for name in names)
    if speed is None or power is None or width is None or height is None:
        return
    drag = sheet.figure("drag_coefficient")
    least_drag = drag.interval.low if drag else MIN_DRAG
    area = MIN_AREA * min(width.interval.low, MAX_WIDTH) * min(height.interval.low, MAX_HEIGHT) / 1e6
    if powertrain_of(sheet) in MIXED or category_of(sheet).word in FAIRED or min(area, least_drag) <= 0:
        return
    if not 0 < power.interval.high < INFINITY:
        return
    most = 3.6 * (2000 * power.interval.high / (AIR * least_drag * area)) ** (1 / 3)
    if speed.interval.low <= most:
        return
    by_drag = drag.labelled if drag else "the lowest drag of any car"
    message = f"{speed.labelled} is impossible: {power} reach at most {most:.0f} km/h with {by_drag}"
    yield Violation(message, speed.name, stated(power, width, height, *((drag,) if drag else ())))
