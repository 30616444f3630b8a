"""The two ends of a range and of a consumption that belong to two batteries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.energy_use import cycles_of, energy_used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

APART = 1.08
"""How far the energy at both ends may lie apart. In the eleven of our own sheets that state two ranges it is at most
2.1 % (BMW iX1 xDrive30)."""


@sheet_rule(
    first_id="range-ends-disagree",
    level=Level.WARNING,
    summary="the ends of range and consumption do not belong to one battery",
    needs=("consumption_electric",),
    reads=("powertrain", "range_cltc", "range_epa", "range_nedc", "range_wltp"),
    consequence_of=("range-contradicts-tank",),
    before=("cycle-order",),
    bad=(
        bad('{"range": {"wltp": {"km": [417, 494]}}, "consumption": {"electric": {"wltp": {"kWh/100 km": [16.3, 17.7]}}}}',
            at="/range/wltp/km",
            message="WLTP range 417-494 km at 16.3-17.7 kWh/100 km takes 73.8 kWh at one end and 80.5 kWh at the other, though one battery gives both",
            why="449 with digits transposed"),
        bad('{"range": {"wltp": {"km": [417, 449]}}, "consumption": {"electric": {"wltp": {"kWh/100 km": [13.6, 17.7]}}}}',
            at="/consumption/electric/wltp/kWh~1100 km",
            message="WLTP range 417-449 km at 13.6-17.7 kWh/100 km takes 73.8 kWh at one end and 61.1 kWh at the other, though one battery gives both; 16.3-17.7 kWh/100 km (digits transposed) fits",
            why="16.3 with digits transposed"),
    ),
    good=(
        good('{"range": {"wltp": {"km": [417, 449]}}, "consumption": {"electric": {"wltp": {"kWh/100 km": [16.3, 17.7]}}}}'),
        good('{"range": {"wltp": {"km": [417, 440]}}, "consumption": {"electric": {"wltp": {"kWh/100 km": [16.8, 18.1]}}}}',
            why="the two ends are of different wheels, and rounded"),
        good('{"range": {"wltp": {"km": 449}}, "consumption": {"electric": {"wltp": {"kWh/100 km": [16.3, 20.7]}}}}',
            why="nothing says at which end the one range stands"),
    ),
)  # fmt: skip
def range_ends_inconsistent(sheet: Sheet) -> Iterator[Violation]:
    """A range is stated from the heaviest to the lightest trim, and so is the consumption.

    The car that goes farthest uses least, and WLTP defines the consumption as the energy of one full charge
    over the range (UN GTR 15, annex 8): both ends give the same energy, as they draw on the same battery.
    Where they do not, one of the four numbers is most likely mistyped.
    """
    if sheet.field("powertrain") != "bev":
        return
    for far, consumption in cycles_of(sheet):
        best, worst = energy_used(far, consumption)
        if best.low <= worst.high * APART and worst.low <= best.high * APART:
            continue
        message = (
            f"{far.quantity.label} {far} at {consumption} takes {(worst.low + worst.high) / 2:.1f} kWh at one end "
            f"and {(best.low + best.high) / 2:.1f} kWh at the other, though one battery gives both"
        )
        related = Related(f"{consumption.quantity.label} {consumption} is stated here", consumption.pointer)
        yield Violation(message, far.pointer, (related,))
