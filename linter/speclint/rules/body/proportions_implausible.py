"""A dimension out of proportion with the others."""

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
    summary="a dimension out of proportion with the others",
    bad=(
        bad(
            '{"make": "Volkswagen", "model": "Golf", "variant": "2.0 TDI", "model_year": 2013, "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 110}, "torque": {"Nm": 320}, "gearbox": "6-speed manual", "engine": {"fuel": "diesel", "displacement": {"cm³": 1968}}}, "mass": {"din": {"kg": 1279}}, "performance": {"acceleration_0_100_kmh": {"s": 8.6}, "top_speed": {"km/h": 216}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 4.1}}}}, "dimensions": {"length": {"mm": 4255}, "width": {"mm": 1799}, "height": {"mm": 1452}, "wheelbase": {"mm": 2037}}}',
            at="/dimensions/wheelbase/mm",
            message="wheelbase 2037 mm is less than cars with length 4255 mm and height 1452 mm have: about 2598 mm, at the least 2326 and at the most 2961; fewer than 1 in 7,200 published cars is so far off",
            why="a nought for a six",
        ),
    ),
    good=(
        good(
            '{"market": "us", "model": "F-150", "variant": "SuperCrew", "powertrain": {"type": "ice"}, "mass": {"unspecified": {"lb": 4930}}, '
            '"dimensions": {"length": {"in": 231.7}, "height": {"in": 77.2}, "wheelbase": {"in": 145.4}}}',
            why="a pickup",
        ),
        good(
            '{"model": "Sprinter", "variant": "2500", "powertrain": {"type": "ice"}, "mass": {"unspecified": {"kg": 2300}}, '
            '"dimensions": {"wheelbase": {"mm": 3665}, "height": {"mm": 2820}}}',
            why="a van",
        ),
        good(
            '{"make": "Volkswagen", "model": "Golf", "variant": "2.0 TDI", "model_year": 2013, "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 110}, "torque": {"Nm": 320}, "gearbox": "6-speed manual", "engine": {"fuel": "diesel", "displacement": {"cm³": 1968}}}, "mass": {"din": {"kg": 1279}}, "performance": {"acceleration_0_100_kmh": {"s": 8.6}, "top_speed": {"km/h": 216}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 4.1}}}}, "dimensions": {"length": {"mm": 4255}, "width": {"mm": 1799}, "height": {"mm": 1452}, "wheelbase": {"mm": 2637}}}'
        ),
    ),
)
def proportions_implausible(sheet: Sheet) -> Iterator[Violation]:
    """The other figures of a car leave little choice: published cars lie close to one joint distribution.

    It is fitted to some seven thousand published cars (benchmarks/fit_bands.py), its coefficients and what it is
    measured to be on families that the fit did not see are in bands/shipped.json; `speclint calibrate` fits it to
    a catalog of one's own. Of all figures that may be wrong alone, this one explains the sheet best.

    Bodies have much the same proportions: a wheelbase of 0.6 of the length, a width that grows slowly with it.
    Those of vans, pickups and stretched cars, which two dimensions tell, are not asked.
    """
    yield from implausible(sheet, "length", "width", "height", "wheelbase")
