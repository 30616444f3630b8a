"""Torque outside what engines of that power and size give."""

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
    summary="torque outside what engines of that power and size give",
    needs=("torque",),
    bad=(
        bad(
            '{"make": "Volkswagen", "model": "Golf", "variant": "2.0 TDI", "model_year": 2013, "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 110}, "torque": {"Nm": 620}, "gearbox": "6-speed manual", "engine": {"fuel": "diesel", "displacement": {"cm³": 1968}}}, "mass": {"din": {"kg": 1279}}, "performance": {"acceleration_0_100_kmh": {"s": 8.6}, "top_speed": {"km/h": 216}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 4.1}}}}, "dimensions": {"length": {"mm": 4255}, "width": {"mm": 1799}, "height": {"mm": 1452}, "wheelbase": {"mm": 2637}}}',
            at="/powertrain/torque/Nm",
            message="torque 620 Nm is more than cars with power 110 kW and 0-100 km/h in 8.6 s have: about 345 Nm, at the least 215 and at the most 519; fewer than 1 in 7,200 published cars is so far off",
            why="a six for a three",
        ),
    ),
    good=(
        good(
            '{"make": "Volkswagen", "model": "Golf", "variant": "2.0 TDI", "model_year": 2013, "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 110}, "torque": {"Nm": 320}, "gearbox": "6-speed manual", "engine": {"fuel": "diesel", "displacement": {"cm³": 1968}}}, "mass": {"din": {"kg": 1279}}, "performance": {"acceleration_0_100_kmh": {"s": 8.6}, "top_speed": {"km/h": 216}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 4.1}}}}, "dimensions": {"length": {"mm": 4255}, "width": {"mm": 1799}, "height": {"mm": 1452}, "wheelbase": {"mm": 2637}}}'
        ),
    ),
)
def torque_implausible(sheet: Sheet) -> Iterator[Violation]:
    """The other figures of a car leave little choice: published cars lie close to one joint distribution.

    It is fitted to some seven thousand published cars (benchmarks/fit_bands.py), its coefficients and what it is
    measured to be on families that the fit did not see are in bands/shipped.json; `speclint calibrate` fits it to
    a catalog of one's own. Of all figures that may be wrong alone, this one explains the sheet best.

    Only torque of engines and motors with their other figures is looked at.
    """
    yield from implausible(sheet, "torque")
