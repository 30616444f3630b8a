"""A battery that would be most of the car's mass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY, Interval
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.rules.shifted import shifted_into
from speclint.vehicle.battery import largest_capacity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

DENSEST = 0.3
"""kWh/kg of a pack. The densest on sale is CATL's Qilin with 0.255."""
MAX_SHARE = 0.5
"""Of the kerb mass."""


@sheet_rule(
    level=Level.ERROR,
    summary="a battery that would be more than half of the car's mass",
    bad=(
        bad(
            '{"model": "i3", "variant": "94 Ah", "battery": {"usable": {"kWh": 272}}, "mass": {"eu": {"kg": 1320}}}',
            at="/battery/usable/kWh",
            message="usable battery capacity is 27.2 kWh, not 272: the car weighs 1320 kg",
            why="27.2 without its point",
        ),
        bad(
            '{"battery": {"gross": {"kWh": 66.5}}, "mass": {"eu": {"kg": 295}}}',
            at="/mass/eu/kg",
            message="gross battery capacity 66.5 kWh does not fit a car of 295 kg: the battery alone would weigh at "
            "least 222 kg",
            why="2095 kg with a digit dropped and one replaced",
        ),
    ),
    good=(
        good('{"battery": {"usable": {"kWh": 64.8}}, "mass": {"eu": {"kg": 2095}}}'),
        good('{"battery": {"gross": {"kWh": 212}}, "mass": {"unspecified": {"kg": 3629}}}', why="a pick-up"),
        good('{"battery": {"gross": {"kWh": {"at_most": 648}}}, "mass": {"eu": {"kg": 2095}}}'),
    ),
)
def battery_outweighs_car(sheet: Sheet) -> Iterator[Violation]:
    """A battery weighs what its cells weigh: at 0.3 kWh/kg, more than any pack on sale holds, 600 kWh are two tonnes.

    In 402 sheets of OpenEV Data and of our own there are at most 0.06 kWh per kg of car (Chevrolet Silverado EV), in
    practice a third of the mass. Where it would be more than half, the capacity or the mass is mistyped.
    """
    battery, mass = largest_capacity(sheet), sheet.figure("mass_kerb_eu", "mass_kerb_din", "mass_kerb")
    if battery is None or mass is None or mass.value <= 0:
        return
    if battery.interval.low / DENSEST <= MAX_SHARE * mass.interval.high:
        return
    message = (
        f"{battery.quantity.label} {battery} does not fit a car of {mass}: the battery alone would weigh at least "
        f"{battery.value / DENSEST:.0f} kg"
    )
    lightest = Interval(battery.interval.low / DENSEST / MAX_SHARE, INFINITY)
    largest = Interval(0.0, DENSEST * MAX_SHARE * mass.interval.high)
    yield Violation(
        message,
        battery.pointer,
        (Related(f"{mass.quantity.label} {mass} is stated here", mass.pointer),),
        (
            *shifted_into(battery, largest, f"the car weighs {mass}"),
            *shifted_into(mass, lightest, f"the battery holds {battery}"),
        ),
    )
