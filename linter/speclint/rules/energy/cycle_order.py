"""Ranges that stand in the wrong order of their test cycles."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

CYCLES = (("range_epa",), ("range_wltp", "range_wltc"), ("range_nedc", "range_cltc"))
"""Test cycles from the hardest to the mildest."""

MARGIN = {"range_epa": 1.05, "range_wltp": 1.0, "range_wltc": 1.0}
"""How far a harder cycle may be ahead. EPA and WLTP ranges are stated for different wheels and trims, so that a few
cars are a little better by EPA: Tesla's Model S stands in OpenEV Data with 652 km beside 634 km."""


@sheet_rule(
    level=Level.WARNING,
    summary="ranges in the wrong order of their test cycles",
    bad=(
        bad(
            '{"range": {"wltp": {"km": [372, 425]}, "epa": {"mi": 324}}}',
            at="/range/epa/mi",
            message="EPA range 324 mi exceeds WLTP range 372-425 km, though the EPA cycle asks for more",
            why="234 with digits transposed",
        ),
        bad(
            '{"range": {"wltp": {"km": 460}, "nedc": {"km": 420}}}',
            at="/range/wltp/km",
            message="WLTP range 460 km exceeds NEDC range 420 km, though the WLTP cycle asks for more",
        ),
    ),
    good=(
        good('{"range": {"wltp": {"km": [550, 630]}, "epa": {"mi": 307}}}'),
        good('{"range": {"wltp": {"km": 460}, "nedc": {"km": 520}}}'),
        good(
            '{"range": {"wltp": {"km": 634}, "epa": {"mi": 405}}}',
            why="a few cars are a little better by EPA",
        ),
    ),
)
def cycle_order(sheet: Sheet) -> Iterator[Violation]:
    """One car goes less far the harder its test: EPA below WLTP, WLTP below NEDC and CLTC.

    The EPA range is cut to 0.7 of what the dynamometer gives (40 CFR 600.210-12), WLTP (UN GTR 15) is
    quicker and heavier than NEDC (UN R101) and CLTC (GB/T 38146.1). Where the order is turned round, a
    figure stands under the wrong cycle or in the wrong unit. Ranges are compared by their best ends.
    """
    for harder, milder in combinations(CYCLES, 2):
        for name in harder:
            for other in milder:
                yield from _hits(sheet, name, other)


def _hits(sheet: Sheet, harder: str, milder: str) -> Iterator[Violation]:
    far, farther = sheet.figure(harder), sheet.figure(milder)
    if far is None or farther is None or far.interval.low <= farther.interval.high * MARGIN[harder]:
        return
    cycle = far.quantity.label.removesuffix(" range")
    message = (
        f"{far.quantity.label} {far} exceeds {farther.quantity.label} {farther}, "
        f"though the {cycle} cycle asks for more"
    )
    yield Violation(
        message,
        far.pointer,
        (Related(f"{farther.quantity.label} {farther} is stated here", farther.pointer),),
    )
