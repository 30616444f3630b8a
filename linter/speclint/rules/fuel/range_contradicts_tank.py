"""A range that contradicts tank and consumption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY, Interval
from speclint.rules.corrections import within
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.powertrain import powertrain_of
from speclint.vehicle.test_cycles import by_cycle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

RANGES = ("range_epa", "range_wltp", "range_wltc", "range_nedc", "range_cltc")
BURNS_ALONE = ("ice", "hev", "mhev")
"""Powertrains whose range is that of the tank; the one stated of a plug-in hybrid is mostly the battery's."""
MARGIN = Interval(0.8, 1.1)
"""Allowed multiples of tank over consumption: a reserve left out, one of two tanks or gearboxes."""


@sheet_rule(
    level=Level.WARNING,
    summary="range is not what a full tank gives at the combined consumption",
    needs=("tank", "consumption_combined"),
    reads=("powertrain", "range_cltc", "range_epa", "range_nedc", "range_wltc", "range_wltp"),
    bad=(
        bad('{"model": "X2", "variant": "M35i xDrive", "market": "us", "powertrain": {"type": "ice", "drive": "awd"}, "capacity": {"tank": {"US gal": 14.3}}, "consumption": {"fuel": {"epa": {"combined": {"mpg US": 26}}}}, "range": {"epa": {"mi": 732}}}',
            at="/range/epa/mi",
            message="EPA range 732 mi does not match 14.3 US gal at 26 mpg US: expected 372 mi",
            why="372 with its first digit mistyped"),
    ),
    good=(
        good('{"model": "X2", "variant": "M35i xDrive", "market": "us", "powertrain": {"type": "ice", "drive": "awd"}, "capacity": {"tank": {"US gal": 14.3}}, "consumption": {"fuel": {"epa": {"combined": {"mpg US": 26}}}}, "range": {"epa": {"mi": 372}}}'),
        good('{"model": "X1", "variant": "xDrive25e", "powertrain": {"type": "phev", "drive": "awd"}, "capacity": {"tank": {"l": 47}}, "consumption": {"fuel": {"wltp": {"combined": {"l/100 km": 0.8}}}}, "range": {"wltp": {"km": 83}}}',
            why="the range is the battery's"),
    ),
)  # fmt: skip
def range_contradicts_tank(sheet: Sheet) -> Iterator[Violation]:
    """The content of the tank over the consumption is the range, as fueleconomy.gov states it.

    Both must be of one test cycle. Plug-in hybrids are left out.
    """
    tank = sheet.figure("tank")
    if tank is None or powertrain_of(sheet) not in BURNS_ALONE:
        return
    for quantity in RANGES:
        for _, (distance, consumption) in by_cycle(sheet, quantity, "consumption_combined"):
            if consumption.interval.low > 0 and consumption.interval.high < INFINITY:
                yield from _violations(distance, consumption, tank)


def _violations(distance: Figure, consumption: Figure, tank: Figure) -> Iterator[Violation]:
    volume, per_hundred = tank.interval, consumption.interval
    exact = Interval(100 * volume.low / per_hundred.high, 100 * volume.high / per_hundred.low)
    if distance.interval.meets(Interval(MARGIN.low * exact.low, MARGIN.high * exact.high)):
        return
    likely, given = 100 * tank.value / consumption.value, f"{tank} at {consumption}"
    message = f"{distance.labelled} does not match {given}: expected about {distance.in_own_unit(likely)}"
    corrections = within(distance, exact, likely, given)
    yield Violation(message, distance.name, stated(tank, consumption), corrections)
