"""0-100 km/h faster than physics allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY
from speclint.rules.performance.acceleration import shortest_time_by_energy, shortest_time_by_tyres
from speclint.rules.performance.mass import moving_mass
from speclint.rules.rule import Hit, Level, Related, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="0-100 km/h faster than power and mass, or the tyres, allow",
    needs=("acceleration_0_100_kmh",),
    bad=(
        bad(
            '{"powertrain": {"type": "bev", "power": {"kW": 150}}, "mass": {"eu": {"kg": 2095}}, '
            '"performance": {"acceleration_0_100_kmh": {"s": 3.9}}}',
            at="/performance/acceleration_0_100_kmh/s",
            says="0-100 km/h in 3.9 s is not possible: 150 kW need at least 5.4 s for 2095 kg",
            why="8.6 s belong to this power",
        ),
        bad(
            '{"variant": "eDrive20", "powertrain": {"type": "bev", "drive": "fwd"}, '
            '"performance": {"acceleration_0_100_kmh": {"s": 2.6}}}',
            at="/performance/acceleration_0_100_kmh/s",
            says="0-100 km/h in 2.6 s is not possible: tyres cannot do it with front-wheel drive",
        ),
    ),
    good=(
        good(
            '{"powertrain": {"type": "bev", "power": {"kW": {"at_least": 370}}}, "mass": {"din": {"kg": {"at_most": 2500}}}, '
            '"performance": {"acceleration_0_100_kmh": {"s": 4.9}}}',
            why="bounds leave room for more power and less mass",
        ),
        good(
            '{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 230}, "torque": {"Nm": 494}}, '
            '"mass": {"eu": {"kg": 2095}}, "performance": {"acceleration_0_100_kmh": {"s": 5.6}}}',
        ),
    ),
)
def acceleration_impossible(sheet: Sheet) -> Iterator[Hit]:
    """Reaching 100 km/h takes the energy ½·m·v² of the moving mass, and no car spends more than its power.

    So t ≥ ½·m·v²/P, with v = 27.78 m/s and the driver (75 kg, Directive 95/48/EC) where the kerb mass
    leaves him out (DIN 70020). The tyres set a second limit: what the driven axle can pass on to the
    road. Both are asked of the least favourable values that the digits allow.
    """
    time = sheet.figure("acceleration_0_100_kmh")
    if time is None:
        return
    yield from _by_energy(sheet, time) or _by_tyres(sheet, time)


def _by_energy(sheet: Sheet, time: Figure) -> list[Hit]:
    power, mass = sheet.figure("power"), moving_mass(sheet)
    if power is None or mass is None:
        return []
    most_power, least_mass = power.interval.high, mass.figure.interval.low
    if not 0 < most_power < INFINITY or least_mass <= 0:
        # a bound leaves that side open
        return []
    least = shortest_time_by_energy(most_power, least_mass, mass.driver)
    if time.interval.high >= least:
        return []
    says = f"{time.quantity.label} in {time} is not possible: {power} need at least {least:.1f} s for {mass.figure}"
    related = (
        Related(f"{power} is stated here", power.pointer),
        Related(f"{mass.figure} is stated here", mass.figure.pointer),
    )
    return [Hit(says, time.pointer, related)]


def _by_tyres(sheet: Sheet, time: Figure) -> list[Hit]:
    drive = sheet.says("drive")
    if time.interval.high >= shortest_time_by_tyres(drive):
        return []
    driven = {"fwd": "front-wheel", "rwd": "rear-wheel", "awd": "all-wheel"}.get(drive or "")
    says = f"{time.quantity.label} in {time} is not possible: tyres cannot do it" + (
        f" with {driven} drive" if driven else ""
    )
    return [Hit(says, time.pointer, (Related("the driven axles", sheet.where("drive")),) if driven else ())]
