"""0-60 mph and 0-100 km/h that cannot belong to one car."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.road_load import order_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="0-60 mph and 0-100 km/h cannot belong to one car",
    needs=("acceleration_0_60_mph", "acceleration_0_100_kmh"),
    consequence_of=("same-sprint-differs",),
    bad=(
        bad(
            '{"performance": {"acceleration_0_100_kmh": {"s": 6.8}, "acceleration_0_60_mph": {"s": 6.8}}}',
            at="/performance/acceleration_0_60_mph/s",
            message="0-60 mph in 6.8 s is not below 0-100 km/h in 6.8 s: 60 mph are 96.6 km/h",
            why="one figure copied under both names",
        ),
        bad(
            '{"performance": {"acceleration_0_100_kmh": {"s": 5.6}, "acceleration_0_60_mph": {"s": 3.4}}}',
            at="/performance/acceleration_0_60_mph/s",
            message="0-60 mph in 3.4 s leaves 2.2 s up to 0-100 km/h in 5.6 s: the last 3.4 km/h do not take so long",
            why="5.4 with a digit replaced",
        ),
    ),
    good=(
        good('{"performance": {"acceleration_0_100_kmh": {"s": 5.7}, "acceleration_0_60_mph": {"s": 5.5}}}'),
        good('{"performance": {"acceleration_0_100_kmh": {"s": 3.9}, "acceleration_0_60_mph": {"s": 3.7}}}'),
    ),
)
def acceleration_order(sheet: Sheet) -> Iterator[Violation]:
    """60 mph are 96.56 km/h, so 0-60 mph ends a little before 0-100 km/h does.

    How little follows from the acceleration there: near 100 km/h no car pulls harder than on average
    before, and none takes more for the last 3.4 km/h than drag, a change of gear and the rollout of
    one foot that United States tests leave out can explain.
    """
    sixty, hundred = sheet.figure("acceleration_0_60_mph"), sheet.figure("acceleration_0_100_kmh")
    if sixty is None or hundred is None:
        return
    least, most = order_window(hundred.value)
    smallest = hundred.interval.low - sixty.interval.high
    largest = hundred.interval.high - sixty.interval.low
    related = (Related(f"{hundred.quantity.label} in {hundred} is stated here", hundred.pointer),)
    if largest < least:
        message = (
            f"0-60 mph in {sixty} is not below {hundred.quantity.label} in {hundred}: 60 mph are 96.6 km/h"
        )
        if sixty.value < hundred.value:
            message = f"0-60 mph in {sixty} is too close to {hundred.quantity.label} in {hundred}: 60 mph are 96.6 km/h"
        yield Violation(message, sixty.pointer, related)
    elif smallest > most:
        gap = hundred.value - sixty.value
        message = (
            f"0-60 mph in {sixty} leaves {gap:.1f} s up to {hundred.quantity.label} in {hundred}: "
            "the last 3.4 km/h do not take so long"
        )
        yield Violation(message, sixty.pointer, related)
