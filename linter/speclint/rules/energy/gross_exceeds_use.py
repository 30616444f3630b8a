"""A gross capacity that range and consumption of one test cycle leave unused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY
from speclint.rules.energy.consumption_contradicts_range import MAX_USE, MIN_SHARE, MIN_USE
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.energy_use import cycles_of, energy_used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

MIN_USED = 0.8
"""Least energy used over the range, by gross capacity. In ten of our own sheets that state both it is 1.07 to 1.18. A
consumption without the losses of charging gives the usable capacity, of which the Honda e has least: 28.5 of 35.5 kWh."""

_CAR = '{"powertrain": {"type": "bev"}, "battery": {%s}, "range": {"wltp": {"km": %s}}, "consumption": {"electric": {"wltp": {"kWh/100 km": %s}}}}'


@sheet_rule(
    level=Level.WARNING,
    summary="a gross capacity that range and consumption leave unused",
    needs=("consumption_electric", "battery_gross"),
    reads=("battery_usable", "powertrain", "range_cltc", "range_epa", "range_nedc", "range_wltp"),
    consequence_of=("consumption-contradicts-range",),
    bad=(
        bad(_CAR % ('"gross": {"kWh": 72.5}', 320, 17.3), at="/battery/gross/kWh",
            message="WLTP range 320 km at 17.3 kWh/100 km takes at most 56 kWh: expected at least 58 kWh with gross battery capacity 72.5 kWh",
            why="the battery of a variant of longer range: this car has 51 kWh"),
    ),
    good=(
        good(_CAR % ('"gross": {"kWh": 51.1}', 320, 17.3)),
        good(_CAR % ('"gross": {"kWh": 35.5}', 220, 13.0), why="measured without the losses of charging"),
        good(_CAR % ('"gross": {"kWh": 42.2}, "usable": {"kWh": 32}', 220, 14.4),
            why="a large reserve, which is stated"),
    ),
)  # fmt: skip
def gross_exceeds_use(sheet: Sheet) -> Iterator[Violation]:
    """Range times consumption is the energy of one full charge, measured at the plug.

    So it is the usable capacity at least, and that is four fifths of the gross one at least, where the sheet does not state
    another. Less is most likely the battery of another variant. What is far less contradicts the battery as well
    (`consumption-contradicts-range`).
    """
    gross = sheet.figure("battery_gross")
    if gross is None or sheet.field("powertrain") != "bev" or sheet.figure("battery_usable") is not None:
        return
    low, high = gross.interval
    for distance, consumption in cycles_of(sheet) if 0 < low < INFINITY else ():
        used = energy_used(distance, consumption)
        most = max(energy.high for energy in used)
        if most < MIN_USED * low and MIN_USE * MIN_SHARE * low <= most <= MAX_USE * high:
            message = (
                f"{distance.labelled} at {consumption} takes at most {most:.0f} kWh: "
                f"expected at least {MIN_USED * low:.0f} kWh with {gross.labelled}"
            )
            yield Violation(message, gross.name, stated(distance, consumption))
            return
