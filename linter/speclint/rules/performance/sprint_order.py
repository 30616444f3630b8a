"""Quarter mile or 0-200 km/h that cannot belong to the 0-100 km/h of one car."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.road_load import ROLLOUT_TIME, quarter_mile_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="quarter mile or 0-200 km/h that cannot belong to the 0-100 km/h of one car",
    needs=("acceleration_0_100_kmh",),
    reads=("acceleration_0_200_kmh", "quarter_mile"),
    consequence_of=("acceleration-order",),
    bad=(
        bad(
            '{"performance": {"acceleration_0_100_kmh": {"s": 7.9}, "acceleration_0_200_kmh": {"s": 14.8}}}',
            at="/performance/acceleration_0_200_kmh/s",
            message="0-200 km/h in 14.8 s is less than twice 0-100 km/h in 7.9 s: "
            "no car gains speed quicker above 100 km/h than below",
            why="3.9 with its first digit replaced",
        ),
        bad(
            '{"performance": {"acceleration_0_100_kmh": {"s": 3.6}, "quarter_mile": {"s": 21.1}}}',
            at="/performance/quarter_mile/s",
            message="quarter mile in 21.1 s does not go with 0-100 km/h in 3.6 s: 8.8 to 13.9 s would",
            why="11.2 with its digits transposed",
        ),
    ),
    good=(
        good(
            '{"performance": {"acceleration_0_100_kmh": {"s": 7.3}, "acceleration_0_200_kmh": {"s": 14.5}}}',
            why="twice as long within the digits and the foot of rollout",
        ),
        good(
            '{"performance": {"acceleration_0_100_kmh": {"s": 2.1}, "quarter_mile": {"s": 9.23}}}',
            why="Tesla Model S Plaid",
        ),
        good('{"performance": {"acceleration_0_100_kmh": {"s": 31.0}, "quarter_mile": {"s": 24.0}}}'),
    ),
)
def sprint_order(sheet: Sheet) -> Iterator[Violation]:
    """Drag and the gears leave less pull the faster a car goes, so 0-200 km/h takes twice 0-100 km/h or more.

    A quarter mile (402.336 m) is some eight seconds longer than 0-100 km/h where the car is quick; the
    window is an envelope of simulated cars (benchmarks/acceleration_limits.py prints it) with 0.8 s for the
    change of gear and the rollout of one foot that drag strips leave out. Cars slower than 18 s are not asked.
    """
    hundred = sheet.figure("acceleration_0_100_kmh")
    if hundred is None:
        return
    related = (Related(f"{hundred.quantity.label} in {hundred} is stated here", hundred.pointer),)
    for message, at in _found(hundred, sheet.figure("acceleration_0_200_kmh"), sheet.figure("quarter_mile")):
        yield Violation(message, at, related)


def _found(hundred: Figure, two: Figure | None, quarter: Figure | None) -> Iterator[tuple[str, str]]:
    if two is not None and two.interval.high + ROLLOUT_TIME < 2 * hundred.interval.low:
        message = (
            f"0-200 km/h in {two} is less than twice {hundred.quantity.label} in {hundred}: "
            "no car gains speed quicker above 100 km/h than below"
        )
        yield message, two.pointer
    window = quarter_mile_window(hundred.value)
    if quarter is not None and window is not None:
        least, most = window
        if not least <= quarter.interval.high or not quarter.interval.low <= most:
            message = f"quarter mile in {quarter} does not go with {hundred.quantity.label} in {hundred}"
            yield f"{message}: {least:.1f} to {most:.1f} s would", quarter.pointer
