"""A charging curve whose states of charge do not rise from empty to full."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

_BEGINS = '{"charging": {"dc": {"curve": ['
_ENDS = "]}}}"


@sheet_rule(
    level=Level.ERROR,
    summary="a charging curve that does not run from empty to full",
    needs=("curve_charge",),
    bad=(
        bad(f'{_BEGINS}{{"charge": 10, "power": {{"kW": 130}}}}, {{"charge": 4, "power": {{"kW": 110}}}}, {{"charge": 80, "power": {{"kW": 60}}}}{_ENDS}',
            at="/charging/dc/curve/1/charge", message="the charging curve goes back from 10 % to 4 %",
            why="40 % that lost a digit"),
        bad(f'{_BEGINS}{{"charge": 10, "power": {{"kW": 130}}}}, {{"charge": 800, "power": {{"kW": 60}}}}{_ENDS}',
            at="/charging/dc/curve/1/charge",
            message="the charging curve goes to 800 %: expected 0–100 %"),
    ),
    good=(
        good(f'{_BEGINS}{{"charge": 0, "power": {{"kW": 130}}}}, {{"charge": 40, "power": {{"kW": 110}}}}, {{"charge": 40, "power": {{"kW": 90}}}}, {{"charge": 100, "power": {{"kW": 6}}}}{_ENDS}',
            why="a step down at 40 %"),
    ),
)  # fmt: skip
def charging_curve_disordered(sheet: Sheet) -> Iterator[Violation]:
    """A charging curve gives the power at each state of charge, from empty (0 %) to full (100 %).

    In the order of its points it must rise; a point out of order has a mistyped state of charge.
    """
    points = [measurand.sharpest for measurand in sheet.stated("curve_charge")]
    for point in points:
        if point.interval.low > 100 or point.interval.high < 0:  # noqa: PLR2004 - percent
            yield Violation(f"the charging curve goes to {point}: expected 0–100 %", point.name)
            return
    for before, after in pairwise(points):
        if after.value < before.value:
            message = f"the charging curve goes back from {before} to {after}"
            related = Related(f"{before} comes before it", before.name)
            yield Violation(message, after.name, (related,))
            return
