"""Consumption or CO2 outside what cars of that mass and power have."""

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
    summary="consumption or CO2 outside what cars of that mass and power have",
    bad=(
        bad(
            '{"make": "Volkswagen", "model": "Golf", "variant": "2.0 TDI", "model_year": 2013, "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 110}, "torque": {"Nm": 320}, "gearbox": "6-speed manual", "engine": {"fuel": "diesel", "displacement": {"cm³": 1968}}}, "mass": {"din": {"kg": 1279}}, "performance": {"acceleration_0_100_kmh": {"s": 8.6}, "top_speed": {"km/h": 216}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 8.9}}}}, "dimensions": {"length": {"mm": 4255}, "width": {"mm": 1799}, "height": {"mm": 1452}, "wheelbase": {"mm": 2637}}}',
            at="/consumption/fuel/nedc/combined/l~1100 km",
            message="combined consumption 8.9 l/100 km is more than cars with displacement 1968 cm³ and power 110 kW have: about 4.5 l/100 km, at the least 2.9 and at the most 8.7; 1 in 3,400 published cars is so far off",
            why="4.1 l/100 km doubled",
        ),
    ),
    good=(
        good(
            '{"make": "Volkswagen", "model": "Golf", "variant": "2.0 TDI", "model_year": 2013, "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 110}, "torque": {"Nm": 320}, "gearbox": "6-speed manual", "engine": {"fuel": "diesel", "displacement": {"cm³": 1968}}}, "mass": {"din": {"kg": 1279}}, "performance": {"acceleration_0_100_kmh": {"s": 8.6}, "top_speed": {"km/h": 216}}, "consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 4.1}}}}, "dimensions": {"length": {"mm": 4255}, "width": {"mm": 1799}, "height": {"mm": 1452}, "wheelbase": {"mm": 2637}}}'
        ),
    ),
)
def consumption_implausible(sheet: Sheet) -> Iterator[Violation]:
    """The other figures of a car leave little choice: published cars lie close to one joint distribution.

    It is fitted to some seven thousand published cars (benchmarks/fit_bands.py), its coefficients and what it is
    measured to be on families that the fit did not see are in bands/shipped.json; `speclint calibrate` fits it to
    a catalog of one's own. Of all figures that may be wrong alone, this one explains the sheet best.

    Figures of the NEDC are looked at, and of the WLTP less the 21 % by which it is above on average (Chatzipanagi
    et al., Transportation Research Part D, 2022). Hybrids and fuels of another heating value are left out.
    """
    yield from implausible(sheet, "consumption_combined", "co2")
