"""An AC charging power that no connector passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Hit, Level, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

MOST = 48.0
"""kW: 63 A on three phases at 440 V, the largest of the couplers for cars (GB/T 20234.2). At the 400 V of Europe the same
63 A are 43.6 kW (IEC 62196-2, type 2), which Renault's Zoe Q210 took; in North America there are 19.2 kW (SAE J1772)."""


@sheet_rule(
    level=Level.ERROR,
    summary="AC charging power beyond what any connector for cars passes",
    needs=("ac_charge_power",),
    bad=(
        bad(
            '{"charging": {"ac": {"power": {"kW": 130}}}}',
            at="/charging/ac/power/kW",
            says="AC charging power 130 kW is not possible: connectors for cars pass 48 kW of alternating current at most",
            why="the power at a DC fast charger",
        ),
        bad(
            '{"charging": {"ac": {"power": {"kW": 110}}}}',
            at="/charging/ac/power/kW",
            says="AC charging power 110 kW is not possible: connectors for cars pass 48 kW of alternating current at most",
            why="11.0 kW without its point",
        ),
    ),
    good=(
        good('{"charging": {"ac": {"power": {"kW": 11}}}}'),
        good('{"charging": {"ac": {"power": {"kW": 43}}}}', why="the first Renault Zoe"),
        good('{"charging": {"ac": {"power": {"kW": {"at_most": 100}}}}}', why="a bound from above"),
    ),
)
def ac_power_impossible(sheet: Sheet) -> Iterator[Hit]:
    """The charger on board takes what the connector passes: volts times amperes times phases.

    No connector for cars passes more than 63 A on three phases (IEC 62196-2, GB/T 20234.2). A higher figure is
    the power at a DC charger, or lost its decimal point.
    """
    power = sheet.figure("ac_charge_power")
    if power is not None and power.interval.low > MOST:
        limit = f"connectors for cars pass {MOST:.0f} kW of alternating current at most"
        yield Hit(f"{power.quantity.label} {power} is not possible: {limit}", power.pointer)
