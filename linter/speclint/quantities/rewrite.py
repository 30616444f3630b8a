"""Figures written anew in a text, in the style of those that they replace."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound, Stated, write
from speclint.quantities.numeral import MARKS, marks_shown, numerals, read_numeral, write_like

if TYPE_CHECKING:
    from speclint.quantities.numeral import Mark


def rewrite(part: str, stated: Stated, decimal: Mark = ".") -> str:
    """The numbers of a stated value as the numerals in a part of a text are written.

    Args:
        part: the characters that state the numbers, without unit and without words for a bound.
        stated: what they should state; of a bound the number is written.
        decimal: the decimal mark of the text.
    """
    old = [match.span() for match in numerals(part)]
    if not old:
        return write(stated)
    numbers = (stated.number,) if isinstance(stated, Bound) else stated
    new = numbers if isinstance(numbers, tuple) else (numbers,)
    if len(old) != len(new):
        return "-".join(write_like(part[slice(*old[-1])], number, decimal) for number in new)
    start, end = old[-1]
    if len(old) > 1 and part[start] in "-+\u2212" and new[-1] >= Decimal(0):
        start += 1  # in `417 -449` it is a dash
    written = write_like(part[start:end], new[-1], decimal)
    if len(old) == 1:
        return written
    first, last = old[0]
    return write_like(part[first:last], new[0], decimal) + part[last:start] + written


def mark_in(part: str, stated: Stated | None) -> Mark | None:
    """The decimal mark in a part of a text; None if it has neither point nor comma, or both may be it.

    Args:
        part: the characters that state the numbers.
        stated: what they were read as, which decides where both are possible; None if that is not known.
    """
    found = [match[0] for match in numerals(part)]
    marks = marks_shown(found)
    if not marks and stated is not None:
        numbers = stated.number if isinstance(stated, Bound) else stated
        last = numbers[-1] if isinstance(numbers, tuple) else numbers
        marks = {mark for mark in MARKS for text in found[-1:] if read_numeral(text, mark) == last}
    return marks.pop() if len(marks) == 1 else None
