"""A track wider than the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

TYRE = 100.0
"""mm; half a tyre on each side lies within the width, and hardly a car has tyres narrower than 125 mm."""


@sheet_rule(
    level=Level.ERROR,
    summary="a track wider than the body leaves room for",
    needs=("width",),
    bad=(
        bad(
            '{"dimensions": {"width": {"mm": 1845}, "track_front": {"mm": 1952}}}',
            at="/dimensions/track_front/mm",
            message="front track 1952 mm leaves no room for the tyres within a width of 1845 mm",
            why="1592 with digits transposed",
        ),
        bad(
            '{"dimensions": {"width": {"mm": 1845}, "track_rear": {"mm": 1750}}}',
            at="/dimensions/track_rear/mm",
            message="rear track 1750 mm leaves no room for the tyres within a width of 1845 mm",
        ),
    ),
    good=(
        good(
            '{"dimensions": {"width": {"mm": 1845}, "track_front": {"mm": 1592}, "track_rear": {"mm": 1593}}}'
        ),
        good(
            '{"dimensions": {"width": {"mm": 1845}, "track_front": {"mm": 1745}}}',
            why="a tyre of 100 mm would just fit",
        ),
    ),
)
def track_exceeds_width(sheet: Sheet) -> Iterator[Violation]:
    """The track runs from the middle of one tyre to that of the other, the width from outside to outside (ISO 612).

    So the width exceeds the track by a tyre at least.
    """
    width = sheet.figure("width")
    for quantity in ("track_front", "track_rear") if width else ():
        track = sheet.figure(quantity)
        if track is not None and width is not None and track.interval.low + TYRE > width.interval.high:
            message = f"{track.quantity.label} {track} leaves no room for the tyres within a width of {width}"
            yield Violation(
                message, track.pointer, (Related(f"width {width} is stated here", width.pointer),)
            )
