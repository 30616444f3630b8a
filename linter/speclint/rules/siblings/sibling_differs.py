"""Declared siblings that do not agree on what they share."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.message_text import counted, join
from speclint.rules.corrections import corrected
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, family_rule, good
from speclint.rules.units.metric_horsepower import is_misnamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

_X1 = (
    '{{"model": "X1", "variant": "M35i", "powertrain": {{"type": "ice"}}, "dimensions": {{"wheelbase": {{"mm": {0}}}}}, '
    '"siblings": [{{"sheet": "bmw/{1}", "shares": ["wheelbase"]}}, {{"sheet": "bmw/{2}", "shares": ["wheelbase"]}}]}}'
)
_IX1 = '{{"model": "iX1", "powertrain": {{"type": "bev", "torque": {{{0}}}}}, "siblings": [{{"sheet": "bmw/ix2-xdrive30", "shares": ["torque"]}}]}}'
_IX2 = '{{"powertrain": {{"type": "bev", "torque": {{{0}}}}}, "siblings": [{{"sheet": "bmw/ix1-xdrive30", "shares": ["torque"]}}]}}'


@family_rule(
    level=Level.ERROR,
    summary="siblings disagree on what they share",
    needs=("siblings",),
    reads=("figures",),
    of_siblings=("figures", "siblings"),
    scope="quantity",
    bad=(
        bad({"bmw/ix1-xdrive30": _IX1.format('"Nm": 400'), "bmw/ix2-xdrive30": _IX2.format('"Nm": 494')},
            at="/powertrain/torque/Nm",
            message="torque 400 Nm is shared with bmw/ix2-xdrive30, which states 494 Nm",
            why="one of the two was updated, the other was not"),
        bad({"bmw/ix1-xdrive30": _IX1.format('"lb-ft": 295'), "bmw/ix2-xdrive30": _IX2.format('"Nm": 494')},
            at="/powertrain/torque/lb-ft",
            message="torque 295 lb-ft is shared with bmw/ix2-xdrive30, which states 494 Nm",
            why="the units differ, and so does the torque"),
        bad({
            "bmw/x1-m35i": _X1.format(2670, "x1-m35i-gb", "x1-m35i-us"),
            "bmw/x1-m35i-gb": _X1.format(2692, "x1-m35i", "x1-m35i-us").replace("{", '{"market": "gb", ', 1),
            "bmw/x1-m35i-us": _X1.format(2692, "x1-m35i", "x1-m35i-gb").replace("{", '{"market": "us", ', 1),
        }, at="/dimensions/wheelbase/mm",
            message="wheelbase 2670 mm is shared with bmw/x1-m35i-gb and bmw/x1-m35i-us, which state 2692 mm",
            why="of three, the one that differs from both others"),
    ),
    good=(
        good({"bmw/ix2-xdrive30": _IX2.format('"Nm": 494'), "bmw/ix1-xdrive30": _IX1.format('"lb-ft": 364')}),
        good({"bmw/ix2-xdrive30": _IX2.format('"Nm": 494'), "bmw/ix1-xdrive30": _IX1.format('"Nm": 494.0')},
            why="more digits, the same torque"),
        good({
            "bmw/ix2-xdrive30": _IX2.format('"Nm": 494, "lb-ft": 365'),
            "bmw/ix1-xdrive30": _IX1.format('"Nm": 494, "lb-ft": 364'),
        }, why="the conversions differ, the torque does not"),
    ),
)  # fmt: skip
def sibling_differs(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Cars that share a part share its figures: a drive unit has one torque, a body one wheelbase.

    Sheets declare in `siblings` what they share with which sheet. Where the figures of both have no common true
    value, one of them is out of date or mistyped: the one that differs from two or more others. Of two it is
    unknown. A figure that contradicts its own sheet is left to other rules.
    """
    for quantity in dict.fromkeys(share for sibling in sheet.siblings for share in sibling.shares):
        for measurand in sheet.stated(quantity):
            rivals = _rivals(sheet, measurand, catalog)
            if _stands_alone(sheet, measurand, rivals, catalog):
                yield _alone(rivals)
                continue
            for rival in rivals:
                outvoting = _outvoting(rival, catalog)
                # a sibling that differs alone is reported in its own place, whichever is evaluated
                yield (
                    msgspec.structs.replace(_alone(outvoting), sheet=rival.sheet)
                    if outvoting
                    else _pair(rival)
                )


class Rival(msgspec.Struct, frozen=True):
    """A figure and the one of a sibling that contradicts it."""

    mine: Figure
    theirs: Figure
    sheet: Sheet


def _rivals(sheet: Sheet, measurand: Measurand, catalog: Catalog) -> list[Rival]:
    """The siblings that contradict a measurand."""
    return [
        Rival(*pair, other)
        for twin, other in _shared(sheet, measurand, catalog)
        if (pair := contradiction(measurand, twin)) is not None and _is_sound(measurand) and _is_sound(twin)
    ]


def _stands_alone(sheet: Sheet, measurand: Measurand, rivals: list[Rival], catalog: Catalog) -> bool:
    """Whether two or more siblings contradict a measurand with equal figures, and none agrees with it."""
    return (
        len(rivals) > 1
        and len(rivals) == len(list(_twins(sheet, measurand, catalog)))
        and all(first.agrees_with(other) for first, other in combinations(_distinct(rivals), 2))
    )


def _distinct(rivals: list[Rival]) -> list[Figure]:
    """The figures of siblings; of equal ones two."""
    found: dict[object, list[Figure]] = {}
    for rival in rivals:
        found.setdefault((rival.theirs.stated, rival.theirs.unit.name), []).append(rival.theirs)
    return [figure for equal in found.values() for figure in equal[:2]]


def _twins(sheet: Sheet, measurand: Measurand, catalog: Catalog) -> Iterator[tuple[Measurand, Sheet]]:
    """The same measurand in each sibling that shares it, if neither contradicts its own sheet."""
    for twin, other in _shared(sheet, measurand, catalog):
        if _is_sound(measurand) and _is_sound(twin):
            yield twin, other


def _shared(sheet: Sheet, measurand: Measurand, catalog: Catalog) -> Iterator[tuple[Measurand, Sheet]]:
    """The same measurand in each sibling that shares it."""
    quantity = measurand.quantity.name
    for name in dict.fromkeys(sibling.sheet for sibling in sheet.siblings if quantity in sibling.shares):
        other = catalog.find(name, sheet)
        for twin in other.stated(quantity) if other else ():
            if other and twin.pointer == measurand.pointer:
                yield twin, other


def _is_sound(measurand: Measurand) -> bool:
    """Whether the figures of a sheet agree among themselves, rounding aside."""
    return all(
        figure.unit.kind != other.unit.kind or figure.agrees_but_for_rounding(other)
        for figure, other in combinations(measurand.figures, 2)
    )


def contradiction(mine: Measurand, theirs: Measurand) -> tuple[Figure, Figure] | None:
    """Two figures of one kind that no true value would be written as, or None.

    Figures in the same unit decide, and one pair that agrees is enough: the others are its conversions, which may be
    truncated.
    """
    pairs = list(product(mine.figures, theirs.figures))
    if any(figure.unit is other.unit and figure.stated == other.stated for figure, other in pairs):
        return None
    pairs = [pair for pair in pairs if pair[0].unit.kind == pair[1].unit.kind]
    pairs = [pair for pair in pairs if pair[0].unit is pair[1].unit] or pairs
    if any(
        figure.agrees_with(other) or is_misnamed(figure, other) or is_misnamed(other, figure)
        for figure, other in pairs
    ):
        return None
    return pairs[0] if pairs else None


def _outvoting(rival: Rival, catalog: Catalog) -> list[Rival]:
    """The siblings against which the rival's sheet stands alone, if it does."""
    for measurand in rival.sheet.stated(rival.theirs.quantity.name):
        if rival.theirs in measurand.figures:
            against = _rivals(rival.sheet, measurand, catalog)
            return against if _stands_alone(rival.sheet, measurand, against, catalog) else []
    return []


def _alone(rivals: list[Rival]) -> Violation:
    first = rivals[0]
    names = join((rival.sheet.id for rival in rivals), " and ")
    message = f"{first.mine.labelled} is shared with {names}, which state {first.theirs}"
    right = first.mine.rewritten(first.theirs)
    because = f"{counted(len(rivals), 'sibling')} state{'s' if len(rivals) == 1 else ''} {first.theirs}"
    corrections = () if right is None else (corrected(first.mine, right, because, message),)
    related = tuple(place for rival in rivals for place in stated(rival.theirs, sheet=rival.sheet))
    return Violation(message, first.mine.name, related, corrections)


def _pair(rival: Rival) -> Violation:
    message = f"{rival.mine.labelled} is shared with {rival.sheet.id}, which states {rival.theirs}"
    related = stated(rival.theirs, sheet=rival.sheet)
    return Violation(message, rival.mine.name, related, help="which of the two is wrong is unknown")
