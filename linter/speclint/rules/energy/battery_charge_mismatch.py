"""A gross battery capacity that is no multiple of charge times voltage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY, Interval
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

NOMINAL = 0.15
"""Either way; a voltage is often that of the class (400 V for 353 V), and charge is rated at different currents."""


@sheet_rule(
    level=Level.WARNING,
    summary="gross battery capacity that is no multiple of charge times voltage",
    needs=("battery_gross", "battery_charge", "battery_voltage"),
    consequence_of=("usable-far-below-gross",),
    bad=(
        bad('{"battery": {"gross": {"kWh": 22.0}, "charge": {"Ah": 94}, "voltage": {"V": 353}}}',
            at="/battery/gross/kWh",
            message="gross battery capacity 22.0 kWh is no whole multiple of 94 Ah at 353 V, which are 33.2 kWh",
            why="the capacity of the smaller battery"),
        bad('{"battery": {"gross": {"kWh": 42.2}, "charge": {"Ah": 120}, "voltage": {"V": 253}}}',
            at="/battery/gross/kWh",
            message="gross battery capacity 42.2 kWh is no whole multiple of 120 Ah at 253 V, which are 30.4 kWh",
            why="352 V with digits transposed"),
    ),
    good=(
        good('{"battery": {"gross": {"kWh": 33.2}, "charge": {"Ah": 94}, "voltage": {"V": 353}}}'),
        good('{"battery": {"gross": {"kWh": 66.5}, "charge": {"Ah": 116}, "voltage": {"V": 286.3}}}',
            why="the charge of a cell, of which two stand side by side"),
        good('{"battery": {"gross": {"kWh": 33.2}, "charge": {"Ah": 94}, "voltage": {"V": 400}}}',
            why="a class"),
    ),
)  # fmt: skip
def battery_charge_mismatch(sheet: Sheet) -> Iterator[Violation]:
    """Energy is charge times voltage (W = Q·U), and cells of a pack stand side by side in whole numbers.

    So the gross capacity is once the product if the charge is that of the pack, and twice or three times if it is
    that of a cell with others beside it. From three on nearly every figure fits, and nothing is said.
    """
    gross, charge = sheet.figure("battery_gross"), sheet.figure("battery_charge")
    voltage = sheet.figure("battery_voltage")
    if gross is None or charge is None or voltage is None:
        return
    low = max(charge.interval.low, 0.0) * max(voltage.interval.low, 0.0) / 1000
    if low <= 0 or INFINITY in (charge.interval.high, voltage.interval.high):
        return
    whole = Interval(low * (1 - NOMINAL), charge.interval.high * voltage.interval.high * (1 + NOMINAL) / 1000)
    if gross.interval.meets(whole) or gross.interval.high >= 2 * whole.low:
        return
    product = f"{charge} at {voltage}"
    message = f"is no whole multiple of {product}, which are {charge.value * voltage.value / 1000:.1f} kWh"
    related = tuple(
        Related(f"{one.quantity.label} {one} is stated here", one.pointer) for one in (charge, voltage)
    )
    yield Violation(f"{gross.quantity.label} {gross} {message}", gross.pointer, related)
