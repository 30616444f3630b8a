"""0-100 km/h outside what cars of that power and mass do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY
from speclint.rules.outliers import implausible
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.features import MIXED
from speclint.vehicle.mass import moving_mass
from speclint.vehicle.road_load import shortest_time_by_energy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

MIN_LOSSES = 1.08
"""How many times what kinetic energy asks for a car takes at the least, with room for how power is rated."""


@sheet_rule(
    level=Level.WARNING,
    summary="an acceleration outside what cars of that power and mass do",
    needs=("power",),
    bad=(
        bad(
            '{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 230}, "torque": {"Nm": 494}}, '
            '"mass": {"eu": {"kg": 2095}}, "performance": {"acceleration_0_100_kmh": {"s": 15.6}}}',
            at="/performance/acceleration_0_100_kmh/s",
            message="0-100 km/h in 15.6 s is slower than cars with power 230 kW and kerb mass (EU) 2095 kg are: about 5.5 s, at the least 2.2 and at the most 10.7; fewer than 1 in 220 electric cars of OpenEV Data is so far off",
            why="a digit added to 5.6",
        ),
        bad(
            '{"make": "Renault", "model": "5 E-Tech", "variant": "40 kWh", "powertrain": {"type": "bev", "drive": "fwd", "power": {"kW": 70}}, '
            '"mass": {"unspecified": {"kg": 1450}}, "performance": {"acceleration_0_100_kmh": {"s": 8.0}}}',
            at="/performance/acceleration_0_100_kmh/s",
            message="0-100 km/h in 8.0 s leaves nothing for drag and tyres: 70 kW need 7.9 s for 1450 kg without them",
            why="so it stood in OpenEV Data",
        ),
    ),
    good=(
        good(
            '{"market": "us", "powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 230}, "torque": {"Nm": 494}}, '
            '"mass": {"eu": {"kg": 2095}}, "performance": {"acceleration_0_60_mph": {"s": 5.3}}}',
        ),
        good(
            '{"variant": "40 kWh", "powertrain": {"type": "bev", "drive": "fwd", "power": {"kW": 70}}, "mass": {"unspecified": {"kg": 1450}}, '
            '"performance": {"acceleration_0_100_kmh": {"s": 9.0}}}',
            why="1.13 times what kinetic energy asks for",
        ),
        good(
            '{"powertrain": {"type": "bev", "power": {"kW": {"at_least": 100}}}, "mass": {"eu": {"kg": 2000}}, '
            '"performance": {"acceleration_0_100_kmh": {"s": 4.5}}}',
            why="a bound says nothing of how much more it is",
        ),
        good(
            '{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 230}, "torque": {"Nm": 494}}, '
            '"mass": {"eu": {"kg": 2095}}, "performance": {"acceleration_0_100_kmh": {"s": 5.6}}}',
        ),
    ),
)
def acceleration_implausible(sheet: Sheet) -> Iterator[Violation]:
    """The other figures of a car leave little choice: published cars lie close to one joint distribution.

    It is fitted to some seven thousand published cars (benchmarks/fit_bands.py), its coefficients and what it is
    measured to be on families that the fit did not see are in bands/shipped.json; `speclint calibrate` fits it to
    a catalog of one's own. Of all figures that may be wrong alone, this one explains the sheet best.

    Power, mass, torque, drive and top speed leave a time of 0-100 km/h within some six per cent. Where the reference model
    is too coarse to tell, as of electric cars, physics does: of 9,710 published cars none whose figures are right takes
    less than 1.13 times what kinetic energy alone asks for (benchmarks/acceleration_limits.py).
    """
    told = list(implausible(sheet, "acceleration_0_100_kmh"))
    yield from told or _without_losses(sheet)


def _without_losses(sheet: Sheet) -> Iterator[Violation]:
    """A violation if hardly any power is left for drag, tyres and all that turns."""
    time, power, mass = sheet.figure("acceleration_0_100_kmh"), sheet.figure("power"), moving_mass(sheet)
    # what is stated of a hybrid may be the power of its engine alone
    if time is None or power is None or mass is None or sheet.field("powertrain") in MIXED:
        return
    most_power, least_mass = power.interval.high, mass.figure.interval.low
    if not 0 < most_power < INFINITY or least_mass <= 0:
        return
    least = shortest_time_by_energy(most_power, least_mass, mass.driver)
    if not least <= time.interval.high < MIN_LOSSES * least:
        return
    message = (
        f"{time.quantity.label} in {time} leaves nothing for drag and tyres: {power} need {least:.1f} s for "
        f"{mass.figure} without them"
    )
    related = (
        Related(f"{power} is stated here", power.pointer),
        Related(f"{mass.figure} is stated here", mass.figure.pointer),
    )
    yield Violation(message, time.pointer, related)
