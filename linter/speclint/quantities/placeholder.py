"""Marks that stand where a figure is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure

WORDS = frozenset({
    "-", "--", "---", "\u2013", "\u2014", "?", "??", "???", "tbd", "tba", "tbc", "n/a", "na", "n.a.",
    "none", "null", "nan", "unknown", "todo", "x", "xx", "xxx", "not available", "k.a.",
})  # fmt: skip
"""Texts for a figure that is not known, in lower case."""


def may_be_none(figure: Figure, powertrain: str | None) -> bool:
    """Whether 0 means that the car has no such thing: no engine, no battery, no boot."""
    required = figure.quantity.required_of
    return figure.stated == 0 and required is not None and powertrain not in required


def is_placeholder(figure: Figure) -> bool:
    """Whether a number is one that forms are filled with: 0, -1, or nines throughout."""
    (number, *others) = figure.numbers
    digits = str(number).replace(".", "")
    return not others and (number in {0, -1} or (len(digits) > 2 and set(digits) == {"9"}))  # noqa: PLR2004


def is_placeholder_text(text: str) -> bool:
    """Whether a text stands for a figure that is not known."""
    return text.strip().casefold() in WORDS
