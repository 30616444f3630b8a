"""A ground clearance too large for the height of the car."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

MOST = 0.25
"""Ground clearance over height; the Mercedes-Benz G 63 AMG 6x6 has 0.20 (460 of 2300 mm)."""


@sheet_rule(
    level=Level.ERROR,
    summary="a ground clearance too large for the height of the car",
    needs=("ground_clearance", "height"),
    bad=(
        bad(
            '{"dimensions": {"height": {"mm": 1560}, "ground_clearance": {"mm": 470}}}',
            at="/dimensions/ground_clearance/mm",
            message="ground clearance 470 mm is 30 % of height 1560 mm; no car has more than 25 %",
            why="170 with a digit replaced",
        ),
    ),
    good=(
        good('{"dimensions": {"height": {"mm": 1560}, "ground_clearance": {"mm": 170}}}'),
        good(
            '{"dimensions": {"height": {"mm": 2300}, "ground_clearance": {"mm": 460}}}',
            why="a car on portal axles",
        ),
        good('{"dimensions": {"height": {"mm": 1560}, "ground_clearance": {"mm": 390}}}', why="a quarter"),
    ),
)
def clearance_out_of_proportion(sheet: Sheet) -> Iterator[Violation]:
    """A car must hold seated people between its floor and its roof, some 1.0 m, so that little is left below.

    The ground clearance is what lies free between the axles (ISO 612).
    """
    height, clearance = sheet.figure("height"), sheet.figure("ground_clearance")
    if height is None or clearance is None or height.value <= 0:
        return
    if clearance.interval.low <= MOST * height.interval.high:
        return
    share = 100 * clearance.value / height.value
    message = f"ground clearance {clearance} is {share:.0f} % of height {height}; no car has more than 25 %"
    yield Violation(message, clearance.pointer, (Related(f"height {height} is stated here", height.pointer),))
