"""Declared siblings that do not agree on what they share."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from speclint.rules.rule import Hit, Level, Related, bad, family_rule, good
from speclint.rules.units.metric_horsepower import reads_as_ps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

_IX1 = '{{"model": "iX1", "powertrain": {{"type": "bev", "torque": {{{0}}}}}, "siblings": [{{"sheet": "bmw/ix2-xdrive30", "shares": ["torque"]}}]}}'
_IX2 = '{{"powertrain": {{"type": "bev", "torque": {{{0}}}}}, "siblings": [{{"sheet": "bmw/ix1-xdrive30", "shares": ["torque"]}}]}}'


@family_rule(
    level=Level.ERROR,
    summary="siblings disagree on what they share",
    bad=(
        bad(
            {"bmw/ix1-xdrive30": _IX1.format('"Nm": 400'), "bmw/ix2-xdrive30": _IX2.format('"Nm": 494')},
            at="/powertrain/torque/Nm",
            says="torque 400 Nm is shared with bmw/ix2-xdrive30, which states 494 Nm",
            why="one of the two was updated, the other was not",
        ),
        bad(
            {"bmw/ix1-xdrive30": _IX1.format('"lb-ft": 295'), "bmw/ix2-xdrive30": _IX2.format('"Nm": 494')},
            at="/powertrain/torque/lb-ft",
            says="torque 295 lb-ft is shared with bmw/ix2-xdrive30, which states 494 Nm",
            why="the units differ, and so does the torque",
        ),
    ),
    good=(
        good({"bmw/ix2-xdrive30": _IX2.format('"Nm": 494'), "bmw/ix1-xdrive30": _IX1.format('"lb-ft": 364')}),
        good(
            {"bmw/ix2-xdrive30": _IX2.format('"Nm": 494'), "bmw/ix1-xdrive30": _IX1.format('"Nm": 494.0')},
            why="more digits, the same torque",
        ),
    ),
)
def sibling_differs(sheet: Sheet, catalog: Catalog) -> Iterator[Hit]:
    """Cars that share a part share its figures: a drive unit has one torque, a body one wheelbase.

    Sheets say in `siblings` what they share with whom. Where the figures of both leave no common true
    value, one of them is out of date or mistyped. A figure that contradicts its own sheet is left to
    the rules that say so.
    """
    for sibling in sheet.siblings:
        other = catalog.find(sibling.sheet, sheet)
        if other is None:
            continue
        for quantity in sibling.shares:
            theirs = {measurand.pointer: measurand for measurand in other.stated(quantity)}
            for measurand in sheet.stated(quantity):
                twin = theirs.get(measurand.pointer)
                if twin is not None and _is_sound(measurand) and _is_sound(twin):
                    yield from _hits(measurand, twin, other)


def _is_sound(measurand: Measurand) -> bool:
    """Whether the figures of a sheet agree among themselves, rounding aside."""
    return all(
        one.unit.kind != other.unit.kind or one.agrees_but_for_rounding(other)
        for one, other in combinations(measurand.figures, 2)
    )


def _hits(mine: Measurand, theirs: Measurand, other: Sheet) -> Iterator[Hit]:
    for one, twin in _comparable(mine, theirs):
        if not one.agrees_with(twin) and not reads_as_ps(one, twin) and not reads_as_ps(twin, one):
            says = f"{one.quantity.label} {one} is shared with {other.id}, which states {twin}"
            yield Hit(says, one.pointer, (Related(f"{twin} is stated here", twin.pointer, other),))
            return


def _comparable(mine: Measurand, theirs: Measurand) -> list[tuple[Figure, Figure]]:
    """Pairs of figures in the same unit, or else of the same kind: a rounded conversion proves nothing new."""
    pairs = [
        (one, twin) for one, twin in product(mine.figures, theirs.figures) if one.unit.kind == twin.unit.kind
    ]
    return [pair for pair in pairs if pair[0].unit is pair[1].unit] or pairs
