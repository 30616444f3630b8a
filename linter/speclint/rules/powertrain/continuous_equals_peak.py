"""One figure of power under two names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

SMALL = 60.0
"""kW up to which an electric drive may sustain all that it gives, as light quadricycles and vans do."""


@sheet_rule(
    level=Level.NOTE,
    summary="continuous power is the same as the highest one",
    needs=("power_continuous", "power"),
    reads=("powertrain",),
    bad=(
        bad(
            '{"powertrain": {"type": "bev", "power": {"kW": 230}, "power_continuous": {"kW": 230}}}',
            at="/powertrain/power_continuous/kW",
            message="continuous power 230 kW is the same as the highest power 230 kW",
            why="an electric drive of this power sustains about half of it",
        ),
    ),
    good=(
        good('{"powertrain": {"type": "bev", "power": {"kW": 230}, "power_continuous": {"kW": 94}}}'),
        good('{"powertrain": {"type": "bev", "power": {"kW": 45}, "power_continuous": {"kW": 45}}}'),
        good(
            '{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 100}, "power_continuous": {"kW": 100}}}',
            why="an engine sustains what it gives",
        ),
    ),
)
def continuous_equals_peak(sheet: Sheet) -> Iterator[Violation]:
    """The power that an electric drive sustains for 30 minutes (UN Regulation 85) is a part of its peak.

    Heat limits it: BMW's iX1 xDrive30 sustains 94 of 230 kW. Where a strong electric car states the
    same figure twice, one of them was most likely copied from the other.
    """
    continuous, peak = sheet.figure("power_continuous"), sheet.figure("power")
    if continuous is None or peak is None or sheet.field("powertrain") not in ("bev", "fcev"):
        return
    if continuous.interval.low > SMALL and continuous.unit is peak.unit and continuous.stated == peak.stated:
        message = f"continuous power {continuous} is the same as the highest power {peak}"
        yield Violation(message, continuous.pointer, (Related(f"power {peak} is stated here", peak.pointer),))
