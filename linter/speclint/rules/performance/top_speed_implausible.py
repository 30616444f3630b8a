"""Top speed outside what cars of that power and size reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.outliers import implausible
from speclint.rules.rule import Level, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.WARNING,
    summary="top speed outside what cars of that power and size reach",
    needs=("top_speed",),
    bad=(
        bad(
            '{"make": "Volkswagen", "model": "Golf", "variant": "2.0 TDI", "model_year": 2013, "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 110}, "torque": {"Nm": 320}, "gearbox": "6-speed manual", "engine": {"fuel": "diesel", "displacement": {"cm³": 1968}}}, "mass": {"din": {"kg": 1279}}, "performance": {"acceleration_0_100_kmh": {"s": 8.6}, "top_speed": {"km/h": 134}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 4.1}}}}, "dimensions": {"length": {"mm": 4255}, "width": {"mm": 1799}, "height": {"mm": 1452}, "wheelbase": {"mm": 2637}}}',
            at="/performance/top_speed/km~1h",
            message="top speed 134 km/h is slower than cars with height 1452 mm and 0-100 km/h in 8.6 s are: about 213 km/h, at the least 175 and at the most 259; fewer than 1 in 7,200 published cars is so far off",
            why="miles per hour in the place of kilometres",
        ),
    ),
    good=(
        good(
            '{"make": "Volkswagen", "model": "Golf", "variant": "2.0 TDI", "model_year": 2013, "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 110}, "torque": {"Nm": 320}, "gearbox": "6-speed manual", "engine": {"fuel": "diesel", "displacement": {"cm³": 1968}}}, "mass": {"din": {"kg": 1279}}, "performance": {"acceleration_0_100_kmh": {"s": 8.6}, "top_speed": {"km/h": 216}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 4.1}}}}, "dimensions": {"length": {"mm": 4255}, "width": {"mm": 1799}, "height": {"mm": 1452}, "wheelbase": {"mm": 2637}}}'
        ),
    ),
)
def top_speed_implausible(sheet: Sheet) -> Iterator[Violation]:
    """The other figures of a car leave little choice: published cars lie close to one joint distribution.

    It is fitted to some seven thousand published cars (benchmarks/fit_bands.py), its coefficients and what it is
    measured to be on families that the fit did not see are in bands/shipped.json; `speclint calibrate` fits it to
    a catalog of one's own. Of all figures that may be wrong alone, this one explains the sheet best.

    Drag takes power with the cube of the speed, so that top speed hardly varies with anything else. Makers limit many cars: a low figure at a usual limit, and any of an electric car, says nothing.
    """
    yield from implausible(sheet, "top_speed")
