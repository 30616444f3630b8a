"""A converted figure that is cut off instead of rounded."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from speclint.quantities.figure import as_literal, write
from speclint.quantities.number import resolution
from speclint.rules.rule import Correction, Level, Related, Violation, bad, good, sheet_rule
from speclint.rules.units.metric_horsepower import is_misnamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.NOTE,
    summary="a converted figure is off by one in its last place",
    reads=("figures",),
    bad=(
        bad('{"performance": {"top_speed": {"km/h": 180, "mph": 111}}}', at="/performance/top_speed/mph",
            message="top speed 180 km/h is 112 mph, 111 is off by one in the last place",
            why="111.8 cut off to 111"),
        bad('{"dimensions": {"length": {"mm": 4554, "in": 179.2}}}', at="/dimensions/length/in",
            message="length 4554 mm is 179.3 in, 179.2 is off by one in the last place"),
    ),
    good=(
        good('{"performance": {"top_speed": {"km/h": 180, "mph": 112}}}'),
        good('{"performance": {"top_speed": {"km/h": 210, "mph": 130}}}', why="130.49 rounds to 130"),
    ),
)  # fmt: skip
def conversion_rounding(sheet: Sheet) -> Iterator[Violation]:
    """The figure is the right one, but written as the next whole number below or above the nearest.

    Makers and press cut 111.8 mph to 111 and raise 364.4 lb-ft to 365. Rounding goes to the nearest
    (ISO 80000-1:2022, annex B, rule A), so that a reader who converts back finds the figure again.
    """
    for measurands in sheet.measurands.values():
        for measurand in measurands:
            for one, other in combinations(measurand.figures, 2):
                if _is_cut_off(one, other):
                    yield _hit(one, other)


def _is_cut_off(one: Figure, other: Figure) -> bool:
    return (
        one.unit.kind == other.unit.kind
        and not one.agrees_with(other)
        and one.agrees_but_for_rounding(other)
        and not is_misnamed(one, other)
        and not is_misnamed(other, one)
    )


def _hit(one: Figure, other: Figure) -> Violation:
    corrections = tuple(
        correction
        for figure, source in ((one, other), (other, one))
        for correction in _correction(figure, source)
    )
    related = tuple(Related(f"{figure} is stated here", figure.pointer) for figure in (one, other))
    message = f"{one.quantity.label} {one} and {other} are off by one in the last place"
    return Violation(message, other.pointer, related, corrections)


def _correction(figure: Figure, source: Figure) -> list[Correction]:
    """What the figure should say, if it is within one unit in its last place of the other one."""
    right = figure.rewritten(source)
    if right is None or not _is_next_to(figure, source):
        return []
    unit = figure.unit.name
    message = (
        f"{figure.quantity.label} {source} is {write(right)} {unit}, "
        f"{write(figure.stated)} is off by one in the last place"
    )
    return [
        Correction(figure.pointer, unit, as_literal(right), f"{source} is {write(right)} {unit}", message)
    ]


def _is_next_to(figure: Figure, source: Figure) -> bool:
    exact = [figure.unit.from_reference(end).low for end in source.centres()]
    if figure.unit.reciprocal:
        exact.reverse()
    return all(
        abs(float(number) - value) < resolution(number)
        for number, value in zip((figure.numbers[0], figure.numbers[-1]), exact, strict=True)
    )
