"""Figures as texts, by which one process describes them to another."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from speclint.quantities.figure import Bound, Figure
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.quantities.figure import Stated
    from speclint.quantities.number import Number

    Described: TypeAlias = tuple[str, str, list[str]]
    """The unit, the kind of what is stated, and the numbers in it."""

NUMBER, RANGE, AT_LEAST, AT_MOST = "number", "range", "at_least", "at_most"


def described(figure: Figure) -> Described:
    """What a figure states, and in which unit."""
    stated = figure.stated
    kind = RANGE if isinstance(stated, tuple) else NUMBER
    if isinstance(stated, Bound):
        kind = AT_LEAST if stated.at_least else AT_MOST
    return figure.unit.name, kind, [_text(number) for number in figure.numbers]


def figure_of(quantity: str, unit: str, kind: str, numbers: Sequence[str]) -> Figure:
    """The figure of a quantity that was described."""
    first, *others = map(_number, numbers)
    stated: Stated = first
    if kind == RANGE:
        stated = first, others[0]
    elif kind != NUMBER:
        stated = Bound(first, at_least=kind == AT_LEAST)
    return Figure(QUANTITIES[quantity], UNITS[unit], stated, "")


def _text(number: Number) -> str:
    # a whole number may have been read as either
    return f"d{number}" if isinstance(number, Decimal) else str(number)


def _number(text: str) -> Number:
    return Decimal(text[1:]) if text[0] == "d" else int(text)
