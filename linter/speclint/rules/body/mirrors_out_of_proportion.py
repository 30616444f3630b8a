"""A width with mirrors that does not go with the width of the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.markets import EUROPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

EUROPEAN = 500.0
"""mm: 250 mm to each side (UN Regulation 46, on mirrors less than 2 m above the ground)."""
WIDEST = 700.0
"""mm: elsewhere; mirrors for towing, on pickups of the United States, stand out farthest."""


@sheet_rule(
    level=Level.ERROR,
    summary="a width with mirrors below the width, or far above it",
    needs=("width", "width_mirrors"),
    bad=(
        bad(
            '{"dimensions": {"width": {"mm": 2104}, "width_mirrors": {"mm": 1845}}}',
            at="/dimensions/width_mirrors/mm",
            message="width with mirrors 1845 mm is below the width without them, 2104 mm",
            why="the two are swapped",
        ),
        bad(
            '{"dimensions": {"width": {"mm": 1845}, "width_mirrors": {"mm": 2410}}}',
            at="/dimensions/width_mirrors/mm",
            message="width with mirrors 2410 mm is 565 mm above the width of 1845 mm; mirrors add 500 mm at most",
            why="2104 with its digits in another order",
        ),
    ),
    good=(
        good('{"dimensions": {"width": {"mm": 1845}, "width_mirrors": {"mm": 2104}}}'),
        good(
            '{"dimensions": {"width": {"mm": 1845}, "width_mirrors": {"mm": 1845}}}',
            why="cameras for mirrors",
        ),
        good(
            '{"make": "Ford", "model": "F-450", "market": "us", '
            '"dimensions": {"width": {"mm": 2030}, "width_mirrors": {"mm": 2694}}}',
            why="mirrors that see past a trailer",
        ),
        good(
            '{"dimensions": {"width": {"mm": 1845}, "width_mirrors": {"mm": 2345}}}',
            why="just as the law allows",
        ),
    ),
)
def mirrors_out_of_proportion(sheet: Sheet) -> Iterator[Violation]:
    """Mirrors add to the width of the body (ISO 612 measures it without them), and are no longer than an arm.

    European law lets a mirror stand out by 250 mm to each side (UN Regulation 46).
    """
    body, mirrors = sheet.figure("width"), sheet.figure("width_mirrors")
    if body is None or mirrors is None:
        return
    most = EUROPEAN if sheet.field("market") in EUROPE else WIDEST
    if mirrors.interval.high < body.interval.low:
        message = f"width with mirrors {mirrors} is below the width without them, {body}"
    elif mirrors.interval.low - body.interval.high > most:
        apart = mirrors.value - body.value
        message = (
            f"width with mirrors {mirrors} is {apart:.0f} mm above the width of {body}; "
            f"mirrors add {most:.0f} mm at most"
        )
    else:
        return
    yield Violation(message, mirrors.pointer, (Related(f"width {body} is stated here", body.pointer),))
