"""Two figures of one quantity that agree but for rounding."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from speclint.quantities.number import resolution
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, family_rule, good
from speclint.rules.units.conversion_mismatch import conversion, differing, in_several_units
from speclint.sheets.families import MODEL, Members, family_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.rules.rule import Correction
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

MIN_ROUNDED = 8
"""Conversions of a model that are rounded to the nearest, from which on it counts as its habit; a judgement: of
figures that are cut off, half come out as if they were rounded, so eight do once in 256 times."""
MAX_UNROUNDED = 0.02
"""Share of the others that may be cut off even so. Of 13,582 published lengths in two units 0.01 % are, of 12,711
speeds none."""

_IX2 = (
    '{"powertrain": {"type": "bev", "torque": {"Nm": 494, "lb-ft": 364}}, "performance": {"top_speed": {"km/h": 180, '
    '"mph": %s}}, "range": {"wltp": {"km": [417, 449], "mi": [259, 279]}}, "dimensions": {"length": {"mm": 4554, '
    '"in": 179.3}, "width": {"mm": 1845, "in": 72.6}, "width_mirrors": {"mm": 2104, "in": 82.8}, "height": '
    '{"mm": 1560, "in": 61.4}, "wheelbase": {"mm": 2692, "in": 106.0}, "ground_clearance": {"mm": 170, "in": 6.7}}, '
    '"mass": {"eu": {"kg": 2095, "lb": 4619}, "gross": {"kg": 2605, "lb": 5743}}}'
)


class _Conversions(NamedTuple):
    """How many measurands are stated in several units that agree, rounding aside, and how many are rounded."""

    stated: int
    rounded: int


@family_rule(
    level=Level.NOTE,
    summary="a converted figure is cut off or rounded up",
    needs=("conversions",),
    reads=("figures", *MODEL),
    of_siblings=("figures", *MODEL),
    bad=(
        bad('{"performance": {"top_speed": {"km/h": 180, "mph": 111}}}', at="/performance/top_speed/mph",
            message="top speed 180 km/h is 112 mph, not 111: not rounded to the nearest",
            why="111.8 cut off to 111"),
        bad('{"dimensions": {"length": {"mm": 4554, "in": 179.2}}}', at="/dimensions/length/in",
            message="length 4554 mm is 179.3 in, not 179.2: not rounded to the nearest"),
        bad('{"powertrain": {"type": "bev", "power": {"kW": 75, "hp": 102}}}', at="/powertrain/power/hp",
            message="power 75 kW and 102 hp are not rounded to the nearest",
            why="the hp of 75.4 kW rounded up, or the PS: too few digits to decide"),
    ),
    good=(
        good('{"performance": {"top_speed": {"km/h": 180, "mph": 112}}}'),
        good('{"performance": {"top_speed": {"km/h": 210, "mph": 130}}}', why="130.49 rounds to 130"),
    ),
)  # fmt: skip
def conversion_rounding(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """The figure is the right one, but written as the next number below or above the nearest.

    Makers and press cut 111.8 mph to 111 and raise 364.4 lb-ft to 365. Rounding goes to the nearest
    (ISO 80000-1:2022, annex B, rule A), so that a reader who converts back finds the figure again.
    """
    found = _unrounded(sheet)
    if found and not _rounds(sheet, catalog):
        yield from found


@family_rule(
    id="conversion-rounding",
    level=Level.WARNING,
    summary="a figure is off by one beside others that are rounded to the nearest",
    needs=("conversions",),
    reads=("figures", *MODEL),
    of_siblings=("figures", *MODEL),
    bad=(
        bad(_IX2 % 111, at="/performance/top_speed/mph",
            message="top speed 180 km/h is 112 mph, not 111: not rounded to the nearest",
            why="all others of the sheet are rounded, so this one is an error"),
    ),
    good=(
        good(_IX2 % 112),
    ),
)  # fmt: skip
def conversion_off_by_one(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Who rounds all conversions of a model to the nearest does not cut off one of them.

    Such a figure has a wrong last digit, or lacks its decimals. The conversions of the sheet and of the other variants
    of its model count; where some of them are cut off too, it is a note.
    """
    found = _unrounded(sheet)
    if found and _rounds(sheet, catalog):
        yield from found


def _unrounded(sheet: Sheet) -> list[Violation]:
    return [
        Violation(
            f"{figure.labelled} and {other} are not rounded to the nearest", other.name, stated(figure, other),
            (*_rounded(figure, other), *_rounded(other, figure)),
        )
        for _, pairs in differing(sheet)
        for figure, other in pairs
        if figure.agrees_but_for_rounding(other)
    ]  # fmt: skip


def _rounds(sheet: Sheet, catalog: Catalog) -> bool:
    """Whether the conversions of a model, but for one, are rounded to the nearest."""
    family = family_by(sheet.profile, MODEL, ("make", "model"))
    members = catalog.siblings(sheet, family).members if family else Members([sheet])
    known = members.once(_conversions, "")
    others_unrounded = known.stated - known.rounded - 1
    return known.rounded >= MIN_ROUNDED and others_unrounded <= MAX_UNROUNDED * known.stated


def _conversions(members: Members, _: str) -> _Conversions:
    stated = [_is_rounded(measurand) for member in members for measurand in in_several_units(member)]
    return _Conversions(len(stated) - stated.count(None), stated.count(True))


def _is_rounded(measurand: Measurand) -> bool | None:
    """Whether one figure gives all others by rounding to the nearest; None if they contradict each other."""
    figures = measurand.figures
    for source in figures:
        if all(other.is_rewritten(source) for other in measurand.besides(source)):
            return True
    agree = all(figure.agrees_but_for_rounding(other) for figure, other in combinations(figures, 2))
    return False if agree else None


def _rounded(figure: Figure, source: Figure) -> list[Correction]:
    """The figure rounded to the nearest, if it is within one unit in its last place of the other one."""
    right = figure.rewritten(source)
    if right is None or not _is_next_to(figure, source):
        return []
    return [conversion(figure, source, right, ": not rounded to the nearest")]


def _is_next_to(figure: Figure, source: Figure) -> bool:
    exact = [figure.unit.from_reference(end).low for end in source.centres()]
    if figure.unit.reciprocal:
        exact.reverse()
    return all(
        abs(float(number) - value) < resolution(number)
        for number, value in zip((figure.numbers[0], figure.numbers[-1]), exact, strict=True)
    )
