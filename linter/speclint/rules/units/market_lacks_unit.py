"""Figures that a reader in the United States must convert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import as_written_in
from speclint.quantities.unit import UNITS
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

ASKED = ("top_speed", "range_epa")
"""Quantities that the United States state in miles."""


@sheet_rule(
    level=Level.NOTE,
    summary="a sheet for the United States states a speed or a range without miles",
    reads=("market", "range_epa", "top_speed"),
    bad=(
        bad(
            '{"market": "us", "performance": {"top_speed": {"km/h": 250}}}',
            at="/performance/top_speed/km~1h",
            message='the market is "us", but top speed 250 km/h stands without miles; it is 155 mph',
        ),
        bad(
            '{"market": "us", "range": {"epa": {"km": 504}}}',
            at="/range/epa/km",
            message='the market is "us", but EPA range 504 km stands without miles; it is 313 mi',
            why="the label of the EPA is in miles",
        ),
    ),
    good=(
        good('{"market": "us", "performance": {"top_speed": {"km/h": 250, "mph": 155}}}'),
        good('{"market": "us", "range": {"epa": {"mi": 313}}}'),
        good('{"performance": {"top_speed": {"km/h": 250}}}'),
    ),
)
def market_lacks_unit(sheet: Sheet) -> Iterator[Violation]:
    """Speedometers and range labels of the United States are in miles (49 CFR 571.101, 40 CFR 600.311-12).

    A figure for that market in kilometres alone was converted by somebody, or belongs to another market.
    """
    if sheet.field("market") != "us":
        return
    for quantity in ASKED:
        for measurand in sheet.stated(quantity):
            unit = UNITS[measurand.quantity.imperial]
            if all(figure.unit is not unit for figure in measurand.figures):
                figure = measurand.sharpest
                message = (
                    f'the market is "us", but {figure.quantity.label} {figure} stands without miles; '
                    f"it is {as_written_in(figure, unit)} {unit.name}"
                )
                yield Violation(message, figure.pointer)
