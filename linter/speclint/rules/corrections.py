"""Corrections of a figure: to a given value, into an interval, or by its decimal point."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor
from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.figure import Bound, Figure, as_literal, write
from speclint.quantities.interval import INFINITY, Interval
from speclint.quantities.number import decimals, round_to
from speclint.quantities.unit import differ_by_decimal_point
from speclint.rules.rule import Correction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.quantities.figure import Stated
    from speclint.quantities.number import Number
    from speclint.quantities.unit import Unit

MAX_CONVERTED = 1e9
"""Larger numbers are no figures of cars."""
MAX_PROPOSALS = 60
"""Numbers that are tried; those nearest to the likely value come first."""


def corrected(figure: Figure, right: Stated, because: str, message: str, cause: str = "") -> Correction:
    """The correction of a figure to what it should state, in its own unit."""
    return Correction(figure.name, figure.unit.name, as_literal(right), because, message, cause)


def read_in(figure: Figure, number: Number, unit: Unit) -> Number | None:
    """A number of a figure as one of another unit, converted into the figure's own; None if it is of no size.

    It has as many significant digits as are stated, but none below the last whole one of a large number.
    """
    value = figure.unit.from_reference(figure.with_stated(number).with_unit(unit).centres()[0]).low
    if not 0 < value < MAX_CONVERTED:
        return None
    # 197.0 Wh/km of a program that writes every number with a fraction are 19.7 kWh/100 km
    is_whole = number == int(number) and differ_by_decimal_point(unit, figure.unit)
    stated = Decimal(int(number) if is_whole else number)
    digits = max(0, len(stated.as_tuple().digits) - 1 - Decimal(value).adjusted())
    return round_to(value, digits if value < 100 else min(digits, 1 if digits else 0))  # noqa: PLR2004


def shifted_into(figure: Figure, window: Interval, because: str) -> Iterator[Correction]:
    """The figure with its decimal point one place further on, either way, where that lies in the window.

    The window is in the reference unit of the figure's kind; `because` names what bounds it.
    """
    yield from shifted_where(figure, lambda shifted: shifted.interval.meets(window), because)


def shifted_where(figure: Figure, fits: Callable[[Figure], bool], because: str) -> Iterator[Correction]:
    """The figure with its decimal point one place further on, either way, where that fits; `because` gives the reason."""
    if isinstance(figure.stated, Bound):
        return
    for places in (-1, 1):
        numbers = tuple(_shifted(number, places) for number in figure.numbers)
        stated = numbers[0] if len(numbers) == 1 else (numbers[0], numbers[1])
        if fits(figure.with_stated(stated)):
            message = (
                f"{figure.quantity.label} is {write(stated)} {figure.unit.name}, not {write(figure.stated)}"
            )
            yield corrected(figure, stated, because, f"{message}: {because}")


def _shifted(number: Number, places: int) -> Number:
    """The number times a power of ten, with no more zeros at its end than it needs."""
    moved = Decimal(number).scaleb(places)
    if moved == moved.to_integral_value():
        return int(moved)
    return moved.normalize()


def within(figure: Figure, allowed: Interval, likely: float, given: str) -> tuple[Correction, ...]:
    """The correction of a figure that a law bounds from both sides; none for a range or a bound.

    The likely value, and the interval, are in the reference unit of the figure's kind. `given` names
    what it follows from, such as `5.0 l/100 km of petrol`.
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
    counts = range(max(low, middle - MAX_PROPOSALS), min(high, middle + MAX_PROPOSALS) + 1)
    ordered = sorted(counts, key=lambda count: abs(count - near * scale))[:MAX_PROPOSALS]
    numbers = [Decimal(count).scaleb(-digits) if digits else count for count in ordered]
    return [number for number in numbers if number != nearest]


def _correction(figure: Figure, number: Number, given: str) -> Correction:
    unit = figure.unit.name
    right = write(number) if unit == "1" else f"{write(number)} {unit}"
    message = f"{figure.labelled} does not match {given}: expected {right}"
    return corrected(figure, number, f"{right} by {given}", message)
