"""The values of cells in CSV."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from speclint.documents.parser import parse
from speclint.records.table import Column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.quantities.numeral import Mark

_WORDS = {"true": True, "false": False}
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
"""A number that is another where the point separates thousands."""


def value_of(cell: str, decimal: Mark | None) -> object:
    """The value of a cell that is not blank: a text, a number with its digits, an array or an object."""
    text = cell.strip()
    if text in _WORDS:
        return _WORDS[text]
    is_number = text[0] in "-0123456789"
    is_undecided = "." in text if decimal == "," else _THOUSANDS.fullmatch(text)
    if (is_number and not is_undecided) or text[0] in "[{":
        parsed = parse(text.encode())
        if not parsed.parse_errors:
            return parsed.value
    return text


class _Numbers(dict[str, int]):
    """Numbers for texts, given as they are asked for."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def coded(cells: Iterable[str], decimal: Mark | None) -> Column:
    """A column of cells."""
    numbers = _Numbers()
    codes = array("i", map(numbers.__getitem__, cells))
    return Column(codes, [value_of(cell, decimal) if cell.strip() else None for cell in numbers])
