"""An acceleration faster than physics allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY
from speclint.rules.related import stated
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.mass import moving_mass
from speclint.vehicle.road_load import (
    ROLLOUT_TIME,
    SPEED,
    shortest_quarter_mile,
    shortest_time_by_energy,
    shortest_time_by_tyres,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

MILES_PER_HOUR = 0.44704
"""m/s; one mile is 1,609.344 m by definition."""
SPRINTS = (
    ("acceleration_0_100_kmh", SPEED, 0.0),
    ("acceleration_0_62_mph", 62 * MILES_PER_HOUR, 0.0),
    ("acceleration_0_60_mph", 60 * MILES_PER_HOUR, ROLLOUT_TIME),
    ("acceleration_0_200_kmh", 2 * SPEED, ROLLOUT_TIME),
    ("quarter_mile", None, ROLLOUT_TIME),
)
"""Each with the speed that it ends at in m/s, if it ends at one, and the s of rollout it may leave out."""


@sheet_rule(
    level=Level.ERROR,
    summary="an acceleration faster than power and mass, or the tyres, allow",
    one_of=tuple((quantity,) for quantity, *_ in SPRINTS),
    reads=(
        "acceleration_0_100_kmh", "acceleration_0_200_kmh", "acceleration_0_60_mph", "drive", "mass_kerb",
        "mass_kerb_din", "mass_kerb_eu", "power", "quarter_mile",
    ),
    consequence_of=("sprint-order", "top-speed-impossible", "motor-power-sum"),
    bad=(
        bad('{"powertrain": {"type": "bev", "power": {"kW": 150}}, "mass": {"eu": {"kg": 2095}}, "performance": {"acceleration_0_100_kmh": {"s": 3.9}}}',
            at="/performance/acceleration_0_100_kmh/s",
            message="0-100 km/h 3.9 s is impossible: 150 kW take at least 5.4 s for 2095 kg",
            why="8.6 s is the time at this power"),
        bad('{"variant": "eDrive20", "powertrain": {"type": "bev", "drive": "fwd"}, "performance": {"acceleration_0_100_kmh": {"s": 2.6}}}',
            at="/performance/acceleration_0_100_kmh/s",
            message="0-100 km/h 2.6 s is impossible: tyres with front-wheel drive take at least 3.0 s"),
        bad('{"market": "us", "model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice", "drive": "fwd", "power": {"hp": 194}}, "mass": {"unspecified": {"kg": 3097}}, "performance": {"acceleration_0_60_mph": {"s": 7.2}}}',
            at="/mass/unspecified/kg",
            message="0-60 mph 7.2 s is impossible: 194 hp take at least 7.7 s for 3097 kg; 1405 kg (lb in a kg place) fits",
            why="3097 lb are 1405 kg"),
        bad('{"model": "X1", "variant": "xDrive23i", "powertrain": {"type": "ice", "power": {"kW": 145}}, "mass": {"eu": {"kg": 1500}}, "performance": {"quarter_mile": {"s": 9.0}}}',
            at="/performance/quarter_mile/s",
            message="quarter mile 9.0 s is impossible: 145 kW take at least 12.3 s for 1500 kg"),
    ),
    good=(
        good('{"market": "us", "powertrain": {"type": "bev", "power": {"kW": 760}}, "mass": {"unspecified": {"kg": 2162}}, "performance": {"acceleration_0_60_mph": {"s": 1.99}, "quarter_mile": {"s": 9.23}}}',
            why="the first foot is not counted"),
        good('{"powertrain": {"type": "bev", "power": {"kW": {"at_least": 370}}}, "mass": {"din": {"kg": {"at_most": 2500}}}, "performance": {"acceleration_0_100_kmh": {"s": 4.9}}}',
            why="bounds leave room for more power and less mass"),
        good('{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 230}, "torque": {"Nm": 494}}, "mass": {"eu": {"kg": 2095}}, "performance": {"acceleration_0_100_kmh": {"s": 5.6}}}'),
    ),
)  # fmt: skip
def acceleration_impossible(sheet: Sheet) -> Iterator[Violation]:
    """Reaching a speed takes the energy ½·m·v² of the moving mass, and no car spends more than its power.

    So t ≥ ½·m·v²/P, with v = 27.78 m/s for 100 km/h and the driver (75 kg, Directive 95/48/EC) where the kerb mass
    excludes him (DIN 70020); a quarter mile takes t³ ≥ 9·m·s²/8·P by the same law. The tyres set a second limit:
    what the driven axles can pass on to the road. Both take the extreme values that the digits allow, and leave the
    rollout out of times of the United States and of drag strips.
    """
    for quantity, speed, rollout in SPRINTS:
        time = next((measurand.sharpest for measurand in sheet.stated(quantity)), None)
        if time is not None and time.value > 0:
            yield from _by_energy(sheet, time, speed, rollout) or _by_tyres(sheet, time, speed)


def _by_energy(sheet: Sheet, time: Figure, speed: float | None, rollout: float) -> list[Violation]:
    power, mass = sheet.figure("power"), moving_mass(sheet)
    if power is None or mass is None:
        return []
    most_power, least_mass = power.interval.high, mass.figure.interval.low
    if not 0 < most_power < INFINITY or least_mass <= 0:
        # a bound leaves that side open
        return []
    if speed is None:
        least = shortest_quarter_mile(most_power, least_mass, mass.driver)
    else:
        least = shortest_time_by_energy(most_power, least_mass, mass.driver, speed)
    if time.interval.high >= least - rollout:
        return []
    message = f"{time.labelled} is impossible: {power} take at least {least:.1f} s for {mass.figure}"
    return [Violation(message, time.name, stated(power, mass.figure))]


def _by_tyres(sheet: Sheet, time: Figure, speed: float | None) -> list[Violation]:
    drive = sheet.field("drive")
    least = 0.0 if speed is None else shortest_time_by_tyres(drive, speed)
    if time.interval.high >= least:
        return []
    driven = {"fwd": "front-wheel", "rwd": "rear-wheel", "awd": "all-wheel"}.get(drive or "")
    tyres = f"tyres with {driven} drive" if driven else "tyres"
    related = (Related("the driven axles", sheet.field_pointer("drive")),) if driven else ()
    message = f"{time.labelled} is impossible: {tyres} take at least {least:.1f} s"
    return [Violation(message, time.name, related)]
