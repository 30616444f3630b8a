"""Range or battery of an electric car that do not fit each other."""

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
    summary="range or battery of an electric car that do not fit each other",
    bad=(
        bad(
            '{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 230}}, "mass": {"eu": {"kg": 2095}}, "battery": {"gross": {"kWh": 66.5}, "usable": {"kWh": 64.8}}, "range": {"wltp": {"km": 949}}, "dimensions": {"length": {"mm": 4554}, "height": {"mm": 1560}}, "performance": {"acceleration_0_100_kmh": {"s": 5.6}, "top_speed": {"km/h": 180}}}',
            at="/range/wltp/km",
            message="WLTP range 949 km is more than cars with usable battery capacity 64.8 kWh and height 1560 mm have: about 444 km, at the least 189 and at the most 911; fewer than 1 in 220 electric cars of OpenEV Data is so far off",
            why="a nine for a four",
        ),
    ),
    good=(
        good(
            '{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 230}}, "mass": {"eu": {"kg": 2095}}, "battery": {"gross": {"kWh": 66.5}, "usable": {"kWh": 64.8}}, "range": {"wltp": {"km": 439}}, "dimensions": {"length": {"mm": 4554}, "height": {"mm": 1560}}, "performance": {"acceleration_0_100_kmh": {"s": 5.6}, "top_speed": {"km/h": 180}}}'
        ),
    ),
)
def range_implausible(sheet: Sheet) -> Iterator[Violation]:
    """The other figures of a car leave little choice: published cars lie close to one joint distribution.

    It is fitted to some seven thousand published cars (benchmarks/fit_bands.py), its coefficients and what it is
    measured to be on families that the fit did not see are in bands/shipped.json; `speclint calibrate` fits it to
    a catalog of one's own. Of all figures that may be wrong alone, this one explains the sheet best.

    Range goes with the battery, size and mass, by the cycle in which it is stated.
    """
    yield from implausible(sheet, "range_wltp", "range_epa", "range_cltc", "battery")
