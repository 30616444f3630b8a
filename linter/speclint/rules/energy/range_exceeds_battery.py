"""An electric range that no car gets out of its battery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.battery import largest_capacity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

RANGES = ("range_wltp", "range_wltc", "range_epa", "range_nedc", "range_cltc")

MOST = 20.0
"""km/kWh. The thriftiest road vehicles that were stated: Renault's Twizy 100 km on 6.1 kWh (16.4), Aptera's
three-wheeler 1,600 km on 100 kWh (16.0). Cars of four seats end near 14 (CLTC)."""
MAX_OF_PLUG_IN = 12.0
"""km/kWh of a plug-in hybrid, which carries an engine as well; stated are at most 9 (Volkswagen XL1, 50 km on 5.5 kWh)."""


@sheet_rule(
    level=Level.ERROR,
    summary="electric range beyond what the battery can give",
    bad=(
        bad(
            '{"market": "cn", "battery": {"usable": {"kWh": 40.0}}, "range": {"cltc": {"km": 1645}}}',
            at="/range/cltc/km",
            message="CLTC range 1645 km on 40.0 kWh is 41.1 km/kWh, and no car goes beyond 20 km/kWh",
            why="the total range of a car with range extender",
        ),
        bad(
            '{"make": "Volvo", "model": "XC60", "variant": "T8", "powertrain": {"type": "phev"}, '
            '"battery": {"usable": {"kWh": 14.9}}, "range": {"wltp": {"km": 199}}}',
            at="/range/wltp/km",
            message="WLTP range 199 km on 14.9 kWh is 13.4 km/kWh, and no plug-in hybrid goes beyond 12 km/kWh",
        ),
    ),
    good=(
        good(
            '{"market": "cn", "battery": {"usable": {"kWh": 12.0}}, "range": {"cltc": {"km": 155}}}',
            why="a light city car",
        ),
        good(
            '{"variant": "FCEV", "powertrain": {"type": "fcev"}, "battery": {"gross": {"kWh": 1.2}}, "range": {"wltp": {"km": 650}}}',
            why="hydrogen, not the battery, holds what it drives on",
        ),
        good(
            '{"battery": {"usable": {"kWh": 6.1}}, "range": {"nedc": {"km": 100}}}',
            why="a quadricycle, the thriftiest of all",
        ),
        good(
            '{"battery": {"usable": {"kWh": 40.0}}, "range": {"wltp": {"km": {"at_most": 1645}}}}',
            why="a bound from above says nothing of the least",
        ),
        good(
            '{"make": "Volvo", "model": "XC60", "variant": "T8", "powertrain": {"type": "phev"}, '
            '"battery": {"usable": {"kWh": 14.7}}, "range": {"wltp": {"km": [79, 89]}}}'
        ),
    ),
)
def range_exceeds_battery(sheet: Sheet) -> Iterator[Violation]:
    """Rolling and air resistance alone take more than a twentieth of a kWh for each km that a road car drives.

    So its range is bounded by the largest capacity that it states (conservation of energy). The bound lies
    above the thriftiest vehicles ever stated, solar prototypes among them. Where a car with an engine breaks
    it, its total range most likely stands where the electric one should.
    """
    battery = largest_capacity(sheet)
    if battery is None or battery.value <= 0 or sheet.field("powertrain") == "fcev":
        return
    hybrid = sheet.field("powertrain") == "phev"
    most = MAX_OF_PLUG_IN if hybrid else MOST
    for name in RANGES:
        far = sheet.figure(name)
        if far is None or far.interval.low <= most * battery.interval.high:
            continue
        each = f"{far.value / battery.value:.1f} km/kWh"
        limit = f"no {'plug-in hybrid' if hybrid else 'car'} goes beyond {most:.0f} km/kWh"
        message = f"{far.quantity.label} {far} on {battery} is {each}, and {limit}"
        related = Related(f"{battery.quantity.label} {battery} is stated here", battery.pointer)
        hint = "if the car has an engine, this may be its total range; its electric range belongs here"
        yield Violation(message, far.pointer, (related,), help=hint)
