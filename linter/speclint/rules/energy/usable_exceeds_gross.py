"""A usable battery capacity above the gross one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import Interval
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.rules.shifted import shifted_into
from speclint.vehicle.battery import MIN_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="usable battery capacity above the gross one",
    needs=("battery_usable", "battery_gross"),
    bad=(
        bad(
            '{"battery": {"gross": {"kWh": 64.7}, "usable": {"kWh": 66.5}}}',
            at="/battery/usable/kWh",
            message="usable battery capacity 66.5 kWh exceeds the gross 64.7 kWh",
            why="the two are swapped",
        ),
    ),
    good=(
        good('{"battery": {"gross": {"kWh": 66.5}, "usable": {"kWh": 64.7}}}'),
        good('{"battery": {"gross": {"kWh": 75}, "usable": {"kWh": 75}}}', why="some makers use all of it"),
        good(
            '{"battery": {"gross": {"kWh": 75}, "usable": {"kWh": 75.4}}}',
            why="75 kWh may be 75.4 kWh, written with fewer digits",
        ),
    ),
)
def usable_exceeds_gross(sheet: Sheet) -> Iterator[Violation]:
    """The usable (net) capacity is the part of the gross capacity that the car draws on.

    A part is never more than the whole; where it seems so the two are swapped, or one is mistyped.
    """
    usable, gross = sheet.figure("battery_usable"), sheet.figure("battery_gross")
    if usable is not None and gross is not None and usable.interval.low > gross.interval.high:
        parts = Interval(MIN_SHARE * gross.interval.low, gross.interval.high)
        whole = Interval(usable.interval.low, usable.interval.high / MIN_SHARE)
        yield Violation(
            f"usable battery capacity {usable} exceeds the gross {gross}",
            usable.pointer,
            (Related(f"gross {gross} is stated here", gross.pointer),),
            (
                *shifted_into(usable, parts, f"the gross capacity is {gross}"),
                *shifted_into(gross, whole, f"the usable capacity is {usable}"),
            ),
        )
