"""Kerb mass outside what cars of that size and power have."""

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
    summary="kerb mass outside what cars of that size and power have",
    bad=(
        bad(
            '{"make": "Volkswagen", "model": "Golf", "variant": "2.0 TDI", "model_year": 2013, "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 110}, "torque": {"Nm": 320}, "gearbox": "6-speed manual", "engine": {"fuel": "diesel", "displacement": {"cm³": 1968}}}, "mass": {"din": {"kg": 1972}}, "performance": {"acceleration_0_100_kmh": {"s": 8.6}, "top_speed": {"km/h": 216}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 4.1}}}}, "dimensions": {"length": {"mm": 4255}, "width": {"mm": 1799}, "height": {"mm": 1452}, "wheelbase": {"mm": 2637}}}',
            at="/mass/din/kg",
            message="kerb mass (DIN) 1972 kg is heavier than cars with length 4255 mm and 0-100 km/h in 8.6 s are: about 1344 kg, at the least 873 and at the most 1896; 1 in 4,400 published cars is so far off",
            why="1,279 kg with its digits mixed up",
        ),
    ),
    good=(
        good(
            '{"make": "Volkswagen", "model": "Golf", "variant": "2.0 TDI", "model_year": 2013, "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 110}, "torque": {"Nm": 320}, "gearbox": "6-speed manual", "engine": {"fuel": "diesel", "displacement": {"cm³": 1968}}}, "mass": {"din": {"kg": 1279}}, "performance": {"acceleration_0_100_kmh": {"s": 8.6}, "top_speed": {"km/h": 216}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 4.1}}}}, "dimensions": {"length": {"mm": 4255}, "width": {"mm": 1799}, "height": {"mm": 1452}, "wheelbase": {"mm": 2637}}}'
        ),
    ),
)
def mass_implausible(sheet: Sheet) -> Iterator[Violation]:
    """The other figures of a car leave little choice: published cars lie close to one joint distribution.

    It is fitted to some seven thousand published cars (benchmarks/fit_bands.py), its coefficients and what it is
    measured to be on families that the fit did not see are in bands/shipped.json; `speclint calibrate` fits it to
    a catalog of one's own. Of all figures that may be wrong alone, this one explains the sheet best.

    Mass moves with size, and acceleration and consumption with mass. A mass whose basis is not said may be with or without the driver.
    """
    yield from implausible(sheet, "mass")
