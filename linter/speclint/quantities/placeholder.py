"""Marks that stand where a figure is not known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from speclint.quantities.figure import Figure

MISSING = frozenset({
    "", "-", "--", "---", "\u2013", "\u2014", "?", "??", "???", "n/a", "na", "n.a.", "nan", "none", "null",
    "#n/a", "<na>", "tbd", "tba", "tbc", "unknown", "not available", "k.a.", "k. a.", "keine angabe", "n.v.",
    "n.d.", "n.c.", "н/д", ".", "..", "...", "nc", "nd", "n/d", "s/d", "n/v", "n.b.", "sin datos",
    "non communiqué", "not applicable", "nil",
})  # fmt: skip
"""Texts that stand for nothing, in lower case."""

WORDS = MISSING - {""} | {"todo", "x", "xx", "xxx"}
"""Texts for a figure that is not known, in lower case."""


_BEFORE_UNIT = re.compile(r"[-\u2013\u2014?.]+\s?(?=[^\W\d])")
"""A mark with a unit after it: `---bhp`, `- kW`."""


def is_missing(text: str, marks: AbstractSet[str] = MISSING) -> bool:
    """Whether a text is a mark for nothing, whatever its case, the blanks around it, and a unit after it."""
    stripped = text.strip()
    if stripped in marks or stripped.casefold() in marks:
        return True
    before = _BEFORE_UNIT.match(stripped)
    if before is None:
        return False
    # few sheets hold texts
    from speclint.quantities.spelling import units_spelt

    return bool(units_spelt(stripped[before.end() :]))


def may_be_none(figure: Figure, powertrain: str | None) -> bool:
    """Whether 0 means that the car has no such thing: no engine, no battery, no boot."""
    required = figure.quantity.required_of
    return figure.stated == 0 and required is not None and powertrain not in required


def is_placeholder(figure: Figure) -> bool:
    """Whether a number is one that forms are filled with: 0, -1, or nines throughout."""
    (number, *others) = figure.numbers
    if others:
        return False
    digits = str(number)
    if digits[-1] != "9":
        return not number or number == -1
    digits = digits.replace(".", "")
    return len(digits) > 2 and set(digits) == {"9"}  # noqa: PLR2004


def is_placeholder_text(text: str) -> bool:
    """Whether a text stands for a figure that is not known."""
    return text.strip().casefold() in WORDS
