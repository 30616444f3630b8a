"""A wheelbase that does not fit under the car."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

LEAST, MOST = 0.45, 0.80
"""Wheelbase over length. Of 9,681 published pairs 26 lie outside, each with a length or a wheelbase that is no such
figure; the smart fortwo has 0.75, the Volkswagen Type 2 0.53."""
SHORTEST = 2000.0
"""mm; below it are microcars such as the Peel P50, whose wheels stand at the very ends (1270 of 1372 mm)."""


@sheet_rule(
    level=Level.ERROR,
    summary="a wheelbase that does not fit the length of the car",
    needs=("wheelbase", "length"),
    bad=(
        bad(
            '{"dimensions": {"length": {"mm": 4554}, "wheelbase": {"mm": 4692}}}',
            at="/dimensions/wheelbase/mm",
            message="wheelbase 4692 mm is not below length 4554 mm",
        ),
        bad(
            '{"dimensions": {"length": {"mm": 4554}, "wheelbase": {"mm": 1845}}}',
            at="/dimensions/wheelbase/mm",
            message="wheelbase 1845 mm is 41 % of length 4554 mm; cars have 45 to 80 %",
            why="the width copied into the wheelbase",
        ),
        bad(
            '{"dimensions": {"length": {"mm": 4554}, "wheelbase": {"mm": 3692}}}',
            at="/dimensions/wheelbase/mm",
            message="wheelbase 3692 mm is 81 % of length 4554 mm; cars have 45 to 80 %",
        ),
    ),
    good=(
        good('{"dimensions": {"length": {"mm": 4554}, "wheelbase": {"mm": 2692}}}'),
        good(
            '{"make": "smart", "model": "fortwo", "dimensions": {"length": {"mm": 2500}, "wheelbase": {"mm": 1867}}}',
            why="the least overhangs of any car on sale",
        ),
        good(
            '{"make": "Peel", "model": "P50", "dimensions": {"length": {"mm": 1372}, "wheelbase": {"mm": 1270}}}'
        ),
    ),
)
def wheelbase_out_of_proportion(sheet: Sheet) -> Iterator[Violation]:
    """The axles stand under the car, and bumpers, engine and boot need room before and behind them.

    Length and wheelbase as ISO 612 has them. The limits lie outside every body style: cab-over vans,
    limousines, two-seaters.
    """
    length, wheelbase = sheet.figure("length"), sheet.figure("wheelbase")
    if length is None or wheelbase is None or length.interval.high < SHORTEST:
        return
    axles, whole = wheelbase.interval, length.interval
    if axles.low <= MOST * whole.high and axles.high >= LEAST * whole.low:
        return
    if wheelbase.value >= length.value:
        message = f"wheelbase {wheelbase} is not below length {length}"
    else:
        share = 100 * wheelbase.value / length.value
        message = f"wheelbase {wheelbase} is {share:.0f} % of length {length}; cars have 45 to 80 %"
    yield Violation(message, wheelbase.pointer, (Related(f"length {length} is stated here", length.pointer),))
