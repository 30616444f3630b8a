"""A car that may tow more without a brake than with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="unbraked towing mass above the braked one",
    needs=("towing_unbraked", "towing_braked"),
    bad=(
        bad(
            '{"market": "cn", "capacity": {"towing_braked": {"kg": 750}, "towing_unbraked": {"kg": 1200}}}',
            at="/capacity/towing_unbraked/kg",
            message="unbraked towing mass 1200 kg exceeds the braked one, 750 kg",
            why="the two are swapped",
        ),
    ),
    good=(
        good('{"capacity": {"towing_braked": {"kg": 1200}, "towing_unbraked": {"kg": 750}}}'),
        good(
            '{"capacity": {"towing_braked": {"kg": 500}, "towing_unbraked": {"kg": 500}}}',
            why="small cars tow both alike",
        ),
    ),
)
def unbraked_exceeds_braked(sheet: Sheet) -> Iterator[Violation]:
    """A trailer with a brake of its own helps the car to stop, so that it may always be the heavier one.

    UN Regulation 13 asks for that brake from 750 kg on (category O2). Nought for a braked mass says that none is known.
    """
    unbraked, braked = sheet.figure("towing_unbraked"), sheet.figure("towing_braked")
    if unbraked is not None and braked is not None and unbraked.interval.low > braked.interval.high > 1:
        message = f"unbraked towing mass {unbraked} exceeds the braked one, {braked}"
        yield Violation(message, unbraked.pointer, (Related(f"{braked} is stated here", braked.pointer),))
