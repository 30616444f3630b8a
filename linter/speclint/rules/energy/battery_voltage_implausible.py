"""A battery voltage that no car is driven with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Hit, Level, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

LEAST, MOST = 40.0, 1050.0
"""V. The lowest are the 48 V of quadricycles, the highest the 1,000 V of BYD's Super e-Platform."""


@sheet_rule(
    level=Level.WARNING,
    summary="battery voltage outside what cars are driven with",
    needs=("battery_voltage",),
    bad=(
        bad(
            '{"battery": {"voltage": {"V": 2863}}}',
            at="/battery/voltage/V",
            says="battery voltage 2863 V is outside the 40-1050 V that cars are driven with",
            why="286.3 without its point",
        ),
        bad(
            '{"battery": {"voltage": {"V": 12}}}',
            at="/battery/voltage/V",
            says="battery voltage 12 V is outside the 40-1050 V that cars are driven with",
            why="the battery of lamps and radio",
        ),
    ),
    good=(
        good('{"battery": {"voltage": {"V": 286.3}}}'),
        good('{"battery": {"voltage": {"V": 48}}}', why="a quadricycle"),
        good('{"battery": {"voltage": {"V": 1000}}}'),
        good(
            '{"make": "Suzuki", "model": "Swift", "variant": "Hybrid", "powertrain": {"type": "hev"}, '
            '"battery": {"voltage": {"V": 12}}}',
            why="a mild hybrid",
        ),
    ),
)
def battery_voltage_implausible(sheet: Sheet) -> Iterator[Hit]:
    """Power is voltage times current, so a car that drives by its battery needs far more than 12 V.

    The parts of a car are built for up to 1,000 V, as its couplers are (GB/T 20234.1). Outside of 40 to 1,050 V the
    figure is mistyped, or of another battery. Hybrids without plug may have less.
    """
    voltage = sheet.figure("battery_voltage")
    if voltage is None or sheet.says("powertrain") in ("hev", "mhev", "ice"):
        return
    if voltage.interval.high < LEAST or voltage.interval.low > MOST:
        says = f"{voltage.quantity.label} {voltage} is outside the {LEAST:.0f}-{MOST:.0f} V that cars are driven with"
        yield Hit(says, voltage.pointer)
