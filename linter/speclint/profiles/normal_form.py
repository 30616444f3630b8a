"""Texts of identity fields in one form: letters without case and accents, years in four digits."""

from __future__ import annotations

import re

_YEAR = r"(?a)(?P<year>\d{4})(?:\.0|[-/.]\d\d?(?:[-/.]\d\d?(?:[T ].*)?)?)?|['\u2019]?(?P<short>\d\d)"
"""A year alone, at the start of a date, as `2014.0`, or in its last two digits."""
_FIRST_SHORT_YEAR = 50
"""`50` is 1950, `49` is 2049."""


def folded(text: str) -> str:
    """The letters and digits of a text, in lower case and without accents."""
    return re.sub(r"[\W_]+", "", without_accents(text.casefold()))


def without_accents(text: str) -> str:
    """The text without combining marks: `citroen` for `citroën` (Unicode, normal form D)."""
    if text.isascii():
        return text
    from unicodedata import combining, normalize

    return "".join(letter for letter in normalize("NFD", text) if not combining(letter))


def year_of(text: str) -> str:
    """The year that a text states: 1970 by `1970-01-01` or `70`; a text that states none as it is."""
    if len(text) == len("1970") and text.isascii() and text.isdecimal():
        # most are written so, and need no expression
        return text
    found = re.fullmatch(_YEAR, text.strip())
    if found is None:
        return text
    short = found["short"]
    if short is None:
        return found["year"]
    return f"{19 if int(short) >= _FIRST_SHORT_YEAR else 20}{short}"
