"""Corrections where a law tells between which values a figure must lie."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor
from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.figure import Bound, as_literal, write
from speclint.quantities.interval import INFINITY, Interval
from speclint.quantities.number import decimals, round_to
from speclint.rules.rule import Correction

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure
    from speclint.quantities.number import Number

MOST = 60
"""Numbers that are tried; those nearest to the likely value come first."""


def within(figure: Figure, allowed: Interval, likely: float, given: str) -> tuple[Correction, ...]:
    """The correction of a figure that a law puts between two values; none for a range or a bound.

    The likely value, and the interval, are in the reference unit of the figure's kind. `given` says from
    what it follows, such as `5.0 l/100 km of petrol`.
    """
    if isinstance(figure.stated, tuple | Bound):
        return ()
    near = figure.unit.from_reference(Interval(likely, likely)).low
    span = figure.unit.from_reference(allowed)
    digits = max(0, decimals(figure.stated))
    if not (0 < near < INFINITY and 0 <= span.low <= span.high < INFINITY) or round_to(near, digits) == 0:
        return ()
    nearest = round_to(near, digits)
    first, *rest = (
        _correction(figure, number, given) for number in (nearest, *_between(span, near, nearest, digits))
    )
    return (msgspec.structs.replace(first, others=tuple(rest)),)


def _between(span: Interval, near: float, nearest: Number, digits: int) -> list[Number]:
    """The other numbers of so many digits in an interval, those near a value first."""
    scale = 10**digits
    low, high = max(ceil(span.low * scale), 1), floor(span.high * scale)
    middle = int(near * scale)
    counts = range(max(low, middle - MOST), min(high, middle + MOST) + 1)
    ordered = sorted(counts, key=lambda count: abs(count - near * scale))[:MOST]
    numbers = [Decimal(count).scaleb(-digits) if digits else count for count in ordered]
    return [number for number in numbers if number != nearest]


def _correction(figure: Figure, number: Number, given: str) -> Correction:
    unit = figure.unit.name
    right = write(number) if unit == "1" else f"{write(number)} {unit}"
    message = f"{figure.labelled} does not go with {given}, {right} does"
    return Correction(figure.pointer, unit, as_literal(number), f"{given} goes with {right}", message)
