"""Figures with their decimal point one place off: the slip that a law can tell without knowing the value."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound, Figure, as_literal, write
from speclint.rules.rule import Correction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.quantities.interval import Interval
    from speclint.quantities.number import Number


def shifted_into(figure: Figure, window: Interval, because: str) -> Iterator[Correction]:
    """The figure with its decimal point one place further on, either way, where that lies in the window.

    The window is in the reference unit of the figure's kind; `because` says what bounds it.
    """
    yield from shifted_where(figure, lambda shifted: shifted.interval.meets(window), because)


def shifted_where(figure: Figure, fits: Callable[[Figure], bool], because: str) -> Iterator[Correction]:
    """The figure with its decimal point one place further on, either way, where that fits; `because` says why."""
    if isinstance(figure.stated, Bound):
        return
    for places in (-1, 1):
        numbers = tuple(_shifted(number, places) for number in figure.numbers)
        stated = numbers[0] if len(numbers) == 1 else (numbers[0], numbers[1])
        if fits(Figure(figure.quantity, figure.unit, stated, figure.pointer)):
            message = (
                f"{figure.quantity.label} is {write(stated)} {figure.unit.name}, not {write(figure.stated)}"
            )
            yield Correction(
                figure.pointer, figure.unit.name, as_literal(stated), because, f"{message}: {because}"
            )


def _shifted(number: Number, places: int) -> Number:
    """The number times a power of ten, with no more zeros at its end than it needs."""
    moved = Decimal(number).scaleb(places)
    if moved == moved.to_integral_value():
        return int(moved)
    return moved.normalize()
