"""Numerals: numbers as people write them, with thousands separators and a decimal point or comma."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from speclint.quantities.number import MAX_DIGITS, decimals, is_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.quantities.number import Number

Mark: TypeAlias = Literal[".", ","]
MARKS: tuple[Mark, Mark] = (".", ",")
_OTHER: dict[Mark, Mark] = {".": ",", ",": "."}

_SPACES = " \u00a0\u2009\u202f'\u2019"
"""What separates thousands but is no decimal mark: blanks (ISO 80000-1:2022, 7.3.1) and apostrophes."""
_NUMERAL = (
    rf"[-+\u2212]?(?:[0-9]{{1,3}}(?P<space>[{_SPACES}])[0-9]{{3}}(?:(?P=space)[0-9]{{3}})*(?![0-9])(?:[.,][0-9]+)?"
    r"|[0-9]+(?:[.,][0-9]+)*|(?<!\.)\.[0-9]+)(?:[eE][-+]?[0-9]{1,3}(?![0-9]))?"
)
_DIGITS_OF_UNITS = (
    r"(?<=[^\W\d_])\s?(?:/|\b(?:per|pro)\b)\s?100(?![0-9.,])"
    r"|(?<![\w.,])1\s?/\s?(?=min)|(?<=min)\s?[-\u2212]\s?1\b|\^-?[0-9]"
)
"""Digits that are no numeral: in `l/100 km`, `1/min`, `min-1` and `in^3`."""
_EACH = re.compile(rf"{_DIGITS_OF_UNITS}|(?P<numeral>(?<!\w)(?<![0-9][.,])(?:{_NUMERAL}))", re.IGNORECASE)
"""Finds the numerals in a text, as the group `numeral`, and what is none, without it. No repetition in it can
match the same text in two ways, so it takes linear time."""
_SEPARATORS = f"{_SPACES}.,"
_PARTS = re.compile(rf"([-+\u2212]?)([0-9{_SEPARATORS}]+)((?:[eE][-+]?[0-9]+)?)")


def read_numeral(text: str, decimal: Mark) -> Number | None:
    """The exact number that a numeral means if this is its decimal mark.

    None if it cannot have that mark, is no numeral, has leading zeros, or has too many digits for a figure.
    """
    parts = _PARTS.fullmatch(text)
    if parts is None or len(text) > 3 * MAX_DIGITS:
        return None
    sign, body, exponent = parts.groups()
    digits = _plain(body, decimal)
    if digits is None:
        return None
    plain = ("-" if sign in ("-", "\u2212") else "") + digits
    number: Number = Decimal(plain + exponent) if "." in plain or exponent else int(plain)
    return number if is_number(number) else None


def _plain(body: str, decimal: Mark) -> str | None:
    """The digits without separators and with a decimal point; None if the mark does not fit."""
    whole, mark, fraction = body.partition(decimal)
    if mark and not (fraction.isdecimal() and fraction.isascii()):
        return None
    separators = {character for character in whole if not character.isdecimal()}
    if not separators:
        if len(whole) > 1 and whole[0] == "0":
            return None
        return (whole or "0") + ("." + fraction if mark else "")
    if len(separators) > 1:
        return None
    groups = whole.split(separators.pop())
    return "".join(groups) + ("." + fraction if mark else "") if _are_thousands(groups) else None


def _are_thousands(groups: list[str]) -> bool:
    """Whether groups of digits are thousands, or as in India lakhs and crores: `12,34,567`."""
    first, *middle, last = groups
    if not 1 <= len(first) <= 3 or first[0] == "0" or len(last) != 3:  # noqa: PLR2004 - digits of a group
        return False
    sizes = {len(group) for group in middle}
    return sizes <= {3} or (sizes == {2} and len(first) <= 2)  # noqa: PLR2004 - the same


def possible_marks(numeral: str) -> tuple[Mark, ...]:
    """The decimal marks that a numeral may have; both for `230` and, with different numbers, for `1,865`."""
    return tuple(mark for mark in MARKS if read_numeral(numeral, mark) is not None)


def numerals(text: str) -> tuple[re.Match[str], ...]:
    """The numerals in a text, in order."""
    return tuple(match for match in _EACH.finditer(text) if match["numeral"])


def marks_shown(texts: Iterable[str]) -> set[Mark]:
    """The decimal marks of those numerals that allow only one: of `4,5`, `1.234,5` and `12,345,678`."""
    marks = (possible_marks(text) for text in texts)
    return {possible[0] for possible in marks if len(possible) == 1}


def decimal_mark(texts: Iterable[str]) -> Mark | None:
    """The decimal mark of texts that are written alike, such as those of a column.

    None if no numeral in them allows only one, or if they contradict each other.
    """
    found: set[Mark] = set()
    for text in dict.fromkeys(texts):
        if "." in text or "," in text:
            found |= marks_shown(match[0] for match in numerals(text))
        if len(found) > 1:
            return None
    return found.pop() if found else None


def write_like(numeral: str, number: Number, decimal: Mark = ".") -> str:
    """An exact number in the style of a numeral: its thousands separator, minus sign and this decimal mark.

    The digits are those of the number. A numeral too short to show whether thousands are separated has none.
    """
    body = numeral.lstrip("-+\u2212").partition(decimal)[0]
    if decimals(number) < 0:
        written = str(number).replace("E+", "e").replace(".", decimal)
    else:
        whole, mark, fraction = format(Decimal(number), "f").lstrip("-").partition(".")
        separator = next((character for character in body if character in _SEPARATORS), "")
        sizes = {len(group) for group in body.split(separator)[1:-1]} if separator else set()
        grouped = separator.join(_groups(whole, min(sizes, default=3))) if separator else whole
        sign = "-" if str(number).startswith("-") else ""
        written = (
            sign
            + ("" if not body and mark and whole == "0" else grouped)
            + (decimal + fraction if mark else "")
        )
    return written.replace("-", "\u2212") if numeral.startswith("\u2212") else written


def _groups(digits: str, size: int) -> list[str]:
    """The digits in groups: the last of three, those before of this size."""
    head, groups = digits[:-3], [digits[-3:]]
    while head:
        groups.insert(0, head[-size:])
        head = head[:-size]
    return groups
