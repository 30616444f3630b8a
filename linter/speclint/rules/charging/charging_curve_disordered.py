"""A charging curve whose states of charge do not rise from empty to full."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

FULL = 100
"""Percent."""
MIN_POINTS, MIN_RISE = 3, 50
"""Points of a curve, and by how much their powers rise, from which it follows that percentage and power are exchanged."""
_BEGINS = '{"charging": {"dc": {"curve": ['
_ENDS = "]}}}"


@sheet_rule(
    level=Level.ERROR,
    summary="a charging curve that does not run from empty to full",
    needs=("curve_charge",),
    reads=("curve_power",),
    bad=(
        bad(f'{_BEGINS}{{"charge": 10, "power": {{"kW": 130}}}}, {{"charge": 4, "power": {{"kW": 110}}}}, {{"charge": 80, "power": {{"kW": 60}}}}{_ENDS}',
            at="/charging/dc/curve/1/charge", message="the charging curve goes back from 10 % to 4 %",
            why="40 % that lost a digit"),
        bad(f'{_BEGINS}{{"charge": 10, "power": {{"kW": 130}}}}, {{"charge": 800, "power": {{"kW": 60}}}}{_ENDS}',
            at="/charging/dc/curve/1/charge",
            message="the charging curve goes to 800 %: expected 0–100 %"),
        bad(f'{_BEGINS}{{"charge": 50, "power": {{"kW": 10}}}}, {{"charge": 138, "power": {{"kW": 50}}}}, {{"charge": 71, "power": {{"kW": 80}}}}{_ENDS}',
            at="/charging/dc/curve/1/charge",
            message="the charging curve goes to 138 %: percentage and power of its 3 points are exchanged",
            why="138 kW at 50 % was written as 50 kW at 138 %"),
        bad(f'{_BEGINS}{{"charge": 0, "power": {{"kW": 46}}}}, {{"charge": 800, "power": {{"kW": 50}}}}, {{"charge": 100, "power": {{"kW": 50}}}}{_ENDS}',
            at="/charging/dc/curve/1/charge",
            message="the charging curve goes to 800 %: expected 0–100 %", why="the powers of a charger that limits them"),
    ),
    good=(
        good(f'{_BEGINS}{{"charge": 0, "power": {{"kW": 130}}}}, {{"charge": 40, "power": {{"kW": 110}}}}, {{"charge": 40, "power": {{"kW": 90}}}}, {{"charge": 100, "power": {{"kW": 6}}}}{_ENDS}',
            why="a step down at 40 %"),
    ),
)  # fmt: skip
def charging_curve_disordered(sheet: Sheet) -> Iterator[Violation]:
    """A charging curve gives the power at each state of charge, from empty (0 %) to full (100 %).

    In the order of its points it must rise; a point out of order has a mistyped state of charge. Where the powers
    rise from empty to full instead, the two are exchanged.
    """
    points, powers = (
        [measurand.sharpest for measurand in sheet.stated(name)] for name in ("curve_charge", "curve_power")
    )
    fault = _fault(points)
    if fault is None:
        return
    if len(points) == len(powers) >= MIN_POINTS and _is_rising(powers):
        cause = f"percentage and power of its {len(points)} points are exchanged"
        message = f"{fault.message.partition(': ')[0]}: {cause}"
        fault = msgspec.structs.replace(fault, message=message, help="exchange them in each point")
    yield fault


def _is_rising(powers: list[Figure]) -> bool:
    """Whether powers could be states of charge."""
    return _fault(powers) is None and powers[-1].value - powers[0].value >= MIN_RISE


def _fault(points: list[Figure]) -> Violation | None:
    """The first fault of figures that are to be the states of charge of a curve."""
    for point in points:
        if point.interval.low > FULL or point.interval.high < 0:
            return Violation(f"the charging curve goes to {point}: expected 0–100 %", point.name)
    for before, after in pairwise(points):
        if after.value < before.value:
            related = Related(f"{before} comes before it", before.name)
            return Violation(f"the charging curve goes back from {before} to {after}", after.name, (related,))
    return None
