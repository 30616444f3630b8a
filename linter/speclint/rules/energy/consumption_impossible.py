"""An electric consumption that no car has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import Interval
from speclint.rules.rule import Hit, Level, bad, good, sheet_rule
from speclint.rules.shifted import shifted_into

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

LEAST, MOST = 3.0, 80.0
"""kWh/100 km. KilowattApp's Open EV Data holds 4.5 (Citroën Ami) to 35 (Maxus EV80) in 424 records, and 177 in one."""
USUAL = Interval(5.0, 50.0)
"""kWh/100 km, within which a corrected figure must lie."""


@sheet_rule(
    level=Level.ERROR,
    summary="electric consumption that no car has",
    needs=("consumption_electric",),
    bad=(
        bad(
            '{"consumption": {"electric": {"wltp": {"kWh/100 km": 177.0}}}}',
            at="/consumption/electric/wltp/kWh~1100 km",
            says="consumption is 17.7 kWh/100 km, not 177.0: cars take 3-80 kWh/100 km",
            why="the decimal point shifted",
        ),
        bad(
            '{"consumption": {"electric": {"epa": {"Wh/mi": 23.9}}}}',
            at="/consumption/electric/epa/Wh~1mi",
            says="consumption is 239 Wh/mi, not 23.9: cars take 3-80 kWh/100 km",
        ),
        bad(
            '{"consumption": {"electric": {"wltp": {"kWh/100 km": 0.163}}}}',
            at="/consumption/electric/wltp/kWh~1100 km",
            says="consumption 0.163 kWh/100 km is not possible: cars take 3-80 kWh/100 km",
            why="kWh per km",
        ),
    ),
    good=(
        good('{"consumption": {"electric": {"wltp": {"kWh/100 km": [16.3, 17.7]}}}}'),
        good('{"consumption": {"electric": {"wltp": {"kWh/100 km": 4.5}}}}', why="a quadricycle"),
        good('{"consumption": {"electric": {"epa": {"mpge": 47}}}}', why="a pick-up of four tonnes"),
        good(
            '{"make": "Volvo", "model": "XC60", "variant": "T8", "powertrain": {"type": "phev"}, '
            '"consumption": {"electric": {"wltp": {"kWh/100 km": 2.1}}}}',
            why="a plug-in hybrid's consumption is weighted by how often it is plugged in",
        ),
    ),
)
def consumption_impossible(sheet: Sheet) -> Iterator[Hit]:
    """Rolling and air resistance bound from below what a car takes, and what cars weigh from above.

    Outside of 3 to 80 kWh/100 km the decimal point is shifted, or the figure stands under another unit: 163 Wh/km
    are 16.3 kWh/100 km. The lower bound holds for battery-electric cars.
    """
    least = LEAST if sheet.says("powertrain") == "bev" else 0.0
    for measurand in sheet.stated("consumption_electric"):
        stated = measurand.sharpest
        if stated.interval.low <= MOST and stated.interval.high >= least:
            continue
        limit = f"cars take {LEAST:.0f}-{MOST:.0f} kWh/100 km"
        says = f"{stated.quantity.label} {stated} is not possible: {limit}"
        yield Hit(says, stated.pointer, (), tuple(shifted_into(stated, USUAL, limit)))
