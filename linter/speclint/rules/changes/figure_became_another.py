"""A figure that changed to the number of another quantity."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, change_rule, good
from speclint.rules.siblings.year_jump import BOUNDS
from speclint.sheets.families import ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Revised
    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

MIN_FACTOR = 1.25
"""Between the figure before and now; what changes by less may meet another number by chance."""
MIN_DIGITS, MIN_DIGITS_OF_JUMP = 3, 2
"""Digits, without zeros at the end, that the numbers share: of any change, and of one that is a large jump."""

_CAR = '{{"battery": {{"usable": {{"kWh": {0}}}}}, "charging": {{"dc": {{"power": {{"kW": {1}}}}}}}}}'


@change_rule(
    level=Level.WARNING,
    summary="a figure changed to the number of another quantity",
    mirror="taken back, the two figures differ again",
    reads=("figures",),
    consequence_of=("large-jump",),
    bad=(
        bad(_CAR.format(50.8, 50.8), base=_CAR.format(50.8, 100), at="/charging/dc/power/kW",
            message="DC charging power 50.8 kW has the number of usable battery capacity 50.8 kWh"),
    ),
    good=(
        good(_CAR.format(50.8, 85), base=_CAR.format(50.8, 100)),
        good(_CAR.format(84.7, 84.7), base=_CAR.format(84.7, 100), why="so small a change may meet it by chance"),
        good(_CAR.format(60, 60), base=_CAR.format(60, 100), why="so few digits meet by chance"),
        good(_CAR.format(50.8, 50.8), base=_CAR.format(100, 100), why="the two were equal before"),
    ),
)  # fmt: skip
def figure_became_another(revised: Revised) -> Iterator[Violation]:
    """A figure that leaves its value for the very number of another quantity was mostly copied from the wrong column.

    An import that reads the battery's kWh as the kW of charging does it to all cars at once; then the finding counts
    them. Kilowatt's Open EV Data at 32d7dc5 did. Quantities of one kind of unit, such as usable and gross capacity, may
    be equal; so may numbers of few digits.
    """
    for change in revised.changed():
        if change.figures is None or change.quantity is None:
            continue
        before, after = change.figures
        digits = len(Decimal(after.numbers[0]).normalize().as_tuple().digits)
        times = ratio(before, after)
        is_jump = times > BOUNDS.get(change.quantity.name, float("inf"))
        if times < MIN_FACTOR or digits < (MIN_DIGITS_OF_JUMP if is_jump else MIN_DIGITS):
            continue
        other = _equal(revised.revision, after)
        if other is not None and not _were_equal(revised.base, before, other):
            message = f"{after.labelled} has the number of {other.labelled}"
            group = f"{after.quantity.name} {other.quantity.name}"
            yield Violation(message, after.name, stated(other), group=group)


def _equal(sheet: Sheet, figure: Figure) -> Figure | None:
    """The first figure of another kind of unit that has the number of a figure."""
    return next(
        (
            other
            for measurands in sheet.measurands.values()
            for measurand in measurands
            for other in measurand.figures
            if other.stated == figure.stated and other.quantity.kind != figure.quantity.kind
        ),
        None,
    )


def _were_equal(base: Sheet, before: Figure, other: Figure) -> bool:
    """Whether the figure before had the number of the other quantity too."""
    return any(
        figure.stated == before.stated
        for measurand in base.stated(other.quantity.name)
        for figure in measurand.figures
    )
