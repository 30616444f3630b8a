"""A charging curve that rises above the highest DC charging power."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

MEASURED = 1.05
"""How far a measured curve may lie above the highest power that the maker states."""


@sheet_rule(
    level=Level.ERROR,
    summary="a charging curve above the highest DC charging power",
    needs=("dc_charge_power", "curve_power"),
    bad=(
        bad(
            '{"charging": {"dc": {"power": {"kW": 130}, "curve": [{"charge": 10, "power": {"kW": 130}}, '
            '{"charge": 40, "power": {"kW": 190}}, {"charge": 80, "power": {"kW": 60}}]}}}',
            at="/charging/dc/curve/1/power/kW",
            message="the charging curve goes up to 190 kW, but the highest DC charging power is 130 kW",
        ),
    ),
    good=(
        good(
            '{"charging": {"dc": {"power": {"kW": 130}, "curve": [{"charge": 10, "power": {"kW": 131.2}}, '
            '{"charge": 80, "power": {"kW": 60}}]}}}',
            why="measured, and the maker rounds",
        ),
        good(
            '{"charging": {"dc": {"power": {"kW": 175}, "curve": [{"charge": 10, "power": {"kW": 172}}, '
            '{"charge": 80, "power": {"kW": 60}}]}}}',
            why="a curve need not reach the highest power",
        ),
    ),
)
def charging_curve_exceeds_peak(sheet: Sheet) -> Iterator[Violation]:
    """The highest DC charging power is the top of the charging curve, by what the word means.

    A curve may be measured, and then lies a little above what the maker states; more than a twentieth is another
    car's curve, or a digit is mistyped.
    """
    peak = sheet.figure("dc_charge_power")
    points = [measurand.sharpest for measurand in sheet.stated("curve_power")]
    if peak is None or not points:
        return
    top = max(points, key=lambda point: point.interval.low)
    if top.interval.low > MEASURED * peak.interval.high:
        message = f"the charging curve goes up to {top}, but the highest {peak.quantity.label} is {peak}"
        related = Related(f"{peak.quantity.label} {peak} is stated here", peak.pointer)
        yield Violation(message, top.pointer, (related,))
