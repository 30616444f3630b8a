"""Continuous power that is not below the peak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="continuous power above the highest one",
    needs=("power_continuous", "power"),
    bad=(
        bad(
            '{"powertrain": {"type": "bev", "power": {"kW": 94}, "power_continuous": {"kW": 230}}}',
            at="/powertrain/power_continuous/kW",
            message="continuous power 230 kW exceeds the highest power 94 kW",
            why="the two are swapped",
        ),
    ),
    good=(
        good('{"powertrain": {"type": "bev", "power": {"kW": 230}, "power_continuous": {"kW": 94}}}'),
        good(
            '{"powertrain": {"type": "bev", "power": {"kW": 6}, "power_continuous": {"kW": 6}}}',
            why="a small motor may sustain all it has",
        ),
        good(
            '{"powertrain": {"type": "bev", "power": {"PS": 20}, "power_continuous": {"kW": 15}}}',
            why="20 PS may be 15.07 kW, written with fewer digits",
        ),
    ),
)
def continuous_exceeds_peak(sheet: Sheet) -> Iterator[Violation]:
    """Continuous power is what an electric drive sustains for 30 minutes, peak power what it gives at all.

    UN Regulation 85 measures both; what is sustained is never more than the highest. Registration papers
    state the continuous one, press pages the other: where it seems so the two are swapped.
    """
    continuous, peak = sheet.figure("power_continuous"), sheet.figure("power")
    if continuous is not None and peak is not None and continuous.interval.low > peak.interval.high:
        message = f"continuous power {continuous} exceeds the highest power {peak}"
        yield Violation(message, continuous.pointer, (Related(f"power {peak} is stated here", peak.pointer),))
