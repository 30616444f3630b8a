"""A usable battery capacity that leaves too much of the gross one unused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import Interval
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.rules.shifted import shifted_into
from speclint.vehicle.battery import MIN_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

MIN_SHARE_OF_OTHERS = 0.5
"""Plug-in hybrids spare their small batteries: the first Chevrolet Volt used about 65 % of its 16 kWh."""


@sheet_rule(
    level=Level.WARNING,
    summary="usable battery capacity far below the gross one",
    needs=("battery_usable", "battery_gross"),
    bad=(
        bad(
            '{"battery": {"gross": {"kWh": 66.5}, "usable": {"kWh": 34.7}}}',
            at="/battery/usable/kWh",
            message="usable battery capacity 34.7 kWh is 52 % of the gross 66.5 kWh; of such a battery at least 65 % are used",
        ),
        bad(
            '{"make": "Volvo", "model": "XC60", "variant": "T8", "powertrain": {"type": "phev"}, '
            '"battery": {"gross": {"kWh": 18.8}, "usable": {"kWh": 4.9}}}',
            at="/battery/usable/kWh",
            message="usable battery capacity 4.9 kWh is 26 % of the gross 18.8 kWh; of such a battery at least 50 % are used",
            why="the first digit of 14.9 kWh dropped",
        ),
    ),
    good=(
        good('{"battery": {"gross": {"kWh": 33.2}, "usable": {"kWh": 27.2}}}', why="the BMW i3 94 Ah"),
        good('{"battery": {"gross": {"kWh": 60}, "usable": {"kWh": 40}}}', why="the rest locked by software"),
        good(
            '{"make": "Chevrolet", "model": "Volt", "variant": "2011", "powertrain": {"type": "phev"}, '
            '"battery": {"gross": {"kWh": 16.0}, "usable": {"kWh": 10.3}}}',
        ),
        good(
            '{"make": "Toyota", "model": "Prius", "variant": "Hybrid", "powertrain": {"type": "hev"}, '
            '"battery": {"gross": {"kWh": 1.3}, "usable": {"kWh": 0.5}}}',
            why="a hybrid without plug uses little of its battery",
        ),
    ),
)
def usable_far_below_gross(sheet: Sheet) -> Iterator[Violation]:
    """Cells are kept from being full or empty, but makers pay for them and leave little of them unused.

    Battery-electric cars make use of 82 to 100 % of the gross capacity, and of 65 % at the very least;
    plug-in hybrids of half. Below that one of the two is mistyped, or belongs to another car.
    """
    usable, gross = sheet.figure("battery_usable"), sheet.figure("battery_gross")
    if usable is None or gross is None or sheet.field("powertrain") in ("hev", "mhev", "ice"):
        return
    share = MIN_SHARE if sheet.field("powertrain") == "bev" else MIN_SHARE_OF_OTHERS
    if gross.value <= 0 or usable.interval.high >= share * gross.interval.low:
        return
    message = (
        f"{usable.quantity.label} {usable} is {100 * usable.value / gross.value:.0f} % of the gross {gross}"
    )
    parts = Interval(share * gross.interval.low, gross.interval.high)
    whole = Interval(usable.interval.low, usable.interval.high / share)
    yield Violation(
        f"{message}; of such a battery at least {100 * share:.0f} % are used",
        usable.pointer,
        (Related(f"gross {gross} is stated here", gross.pointer),),
        (
            *shifted_into(usable, parts, f"the gross capacity is {gross}"),
            *shifted_into(gross, whole, f"the usable capacity is {usable}"),
        ),
    )
