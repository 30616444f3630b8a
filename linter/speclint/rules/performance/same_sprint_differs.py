"""0-62 mph and 0-100 km/h of one car that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

ROUNDING = 0.01
"""What one figure may be off besides its own rounding: two press offices print 5.6 s and 5.5 s, 20.4 s and 20.2 s."""


@sheet_rule(
    level=Level.ERROR,
    summary="0-62 mph and 0-100 km/h differ",
    needs=("acceleration_0_62_mph", "acceleration_0_100_kmh"),
    bad=(
        bad(
            '{"performance": {"acceleration_0_100_kmh": {"s": 5.6}, "acceleration_0_62_mph": {"s": 6.5}}}',
            at="/performance/acceleration_0_62_mph/s",
            message="0-62 mph in 6.5 s is not 0-100 km/h in 5.6 s: 62 mph are 99.8 km/h",
            why="digits transposed",
        ),
        bad(
            '{"performance": {"acceleration_0_100_kmh": {"s": 5.6}, "acceleration_0_62_mph": {"s": 5.4}}}',
            at="/performance/acceleration_0_62_mph/s",
            message="0-62 mph in 5.4 s is not 0-100 km/h in 5.6 s: 62 mph are 99.8 km/h",
            why="0-60 mph taken for it",
        ),
    ),
    good=(
        good('{"performance": {"acceleration_0_100_kmh": {"s": 5.6}, "acceleration_0_62_mph": {"s": 5.6}}}'),
        good(
            '{"performance": {"acceleration_0_100_kmh": {"s": 5.6}, "acceleration_0_62_mph": {"s": 5.5}}}',
            why="two press offices",
        ),
        good('{"performance": {"acceleration_0_62_mph": {"s": 5.6}, "acceleration_0_60_mph": {"s": 5.4}}}'),
    ),
)
def same_sprint_differs(sheet: Sheet) -> Iterator[Violation]:
    """62 mph are 99.78 km/h (one mile is 1.609344 km by definition), a hundredth of a second short of 100 km/h.

    Britain calls that test by its mph, others by its km/h. A larger gap tells that one of them is mistyped, or is
    a figure to 60 mph.
    """
    miles, kilometres = sheet.stated("acceleration_0_62_mph"), sheet.stated("acceleration_0_100_kmh")
    if not miles or not kilometres:
        return
    here, there = miles[0].sharpest, kilometres[0].sharpest
    if not here.interval.widened(ROUNDING * there.value).meets(there.interval):
        message = f"0-62 mph in {here} is not 0-100 km/h in {there}: 62 mph are 99.8 km/h"
        yield Violation(
            message, here.pointer, (Related(f"0-100 km/h in {there} is stated here", there.pointer),)
        )
