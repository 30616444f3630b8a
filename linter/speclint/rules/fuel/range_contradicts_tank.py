"""A range that no full tank brings about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY, Interval
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.rules.within import within
from speclint.vehicle.test_cycles import by_cycle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

RANGES = ("range_epa", "range_wltp", "range_wltc", "range_nedc", "range_cltc")
BURNS_ALONE = ("ice", "hev")
"""Powertrains whose range is that of the tank; the one stated of a plug-in hybrid is mostly the battery's."""
MARGIN = Interval(0.8, 1.1)
"""Multiples of tank over consumption that are told nothing of: a reserve left out, one of two tanks or gearboxes."""


@sheet_rule(
    level=Level.WARNING,
    summary="range is not what a full tank yields at the combined consumption",
    needs=("tank", "consumption_combined"),
    reads=("powertrain", "range_cltc", "range_epa", "range_nedc", "range_wltc", "range_wltp"),
    bad=(
        bad('{"model": "X2", "variant": "M35i xDrive", "market": "us", "powertrain": {"type": "ice", "drive": "awd"}, "capacity": {"tank": {"US gal": 14.3}}, "consumption": {"fuel": {"epa": {"combined": {"mpg US": 26}}}}, "range": {"epa": {"mi": 732}}}',
            at="/range/epa/mi",
            message="EPA range 732 mi does not go with 14.3 US gal at 26 mpg US, 372 mi does",
            why="372 with its first digit mistyped"),
    ),
    good=(
        good('{"model": "X2", "variant": "M35i xDrive", "market": "us", "powertrain": {"type": "ice", "drive": "awd"}, "capacity": {"tank": {"US gal": 14.3}}, "consumption": {"fuel": {"epa": {"combined": {"mpg US": 26}}}}, "range": {"epa": {"mi": 372}}}'),
        good('{"model": "X1", "variant": "xDrive25e", "powertrain": {"type": "phev", "drive": "awd"}, "capacity": {"tank": {"l": 47}}, "consumption": {"fuel": {"wltp": {"combined": {"l/100 km": 0.8}}}}, "range": {"wltp": {"km": 83}}}',
            why="the range is the battery's"),
    ),
)  # fmt: skip
def range_contradicts_tank(sheet: Sheet) -> Iterator[Violation]:
    """A tank over what is burnt per distance is the distance: so fueleconomy.gov states the total range of a car.

    Both must be of one test cycle. Plug-in hybrids are left out.
    """
    tank = sheet.figure("tank")
    if tank is None or sheet.field("powertrain") not in BURNS_ALONE:
        return
    for quantity in RANGES:
        for _, (stated, burnt) in by_cycle(sheet, quantity, "consumption_combined"):
            if burnt.interval.low > 0 and burnt.interval.high < INFINITY:
                yield from _hit(stated, burnt, tank)


def _hit(stated: Figure, burnt: Figure, tank: Figure) -> Iterator[Violation]:
    least, most = (
        100 * tank.interval.low / burnt.interval.high,
        100 * tank.interval.high / burnt.interval.low,
    )
    allowed = Interval(MARGIN.low * least, MARGIN.high * most)
    if stated.interval.meets(allowed):
        return
    likely = 100 * tank.value / burnt.value
    shown = round(stated.unit.from_reference(Interval(likely, likely)).low)
    related = (
        Related(f"{tank} is stated here", tank.pointer), Related(f"{burnt} is stated here", burnt.pointer),
    )  # fmt: skip
    yield Violation(
        f"{stated.quantity.label} {stated} is not what a tank of {tank} holds at {burnt}: about {shown} {stated.unit.name}",
        stated.pointer,
        related,
        within(stated, Interval(least, most), likely, f"{tank} at {burnt}"),
    )
