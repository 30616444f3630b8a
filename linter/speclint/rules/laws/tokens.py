"""The words of a law: numbers with their units, names, texts and signs."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from speclint.limits import limit
from speclint.quantities.dimension import NUMBER, Dimension, dimension_of
from speclint.quantities.number import MAX_DIGITS
from speclint.quantities.unit import KEYS, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYWORDS = frozenset({"and", "or", "not", "in", "is", "stated", "within"})

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|"(?P<text>[^"]*)"|(?P<sign>[<>=!]=|[-+*/<>()\[\],]))""",
    re.ASCII,
)


def _spelt(unit: Unit) -> bool:
    """Whether the unit is written by its own name: a count has none, and `km/kWh` is km by kWh."""
    return unit.name != "1" and not (unit.reciprocal and "/" in unit.name)


_NAMES = sorted((unit.name for unit in KEYS.values() if _spelt(unit)), key=len, reverse=True)
_ONE = f"(?:{'|'.join(map(re.escape, _NAMES))})(?![\\w])"
_UNIT = re.compile(rf"\s*({_ONE})(?:/({_ONE}))?")


class LawError(ValueError):
    """A law that is not written in the grammar, or compares what cannot be compared."""

    def __init__(self, message: str, law: str, column: int) -> None:
        super().__init__(f'column {column} of "{law}": {message}')
        self.law = law
        self.column = column
        """Where in the law, counted from 1."""


class Token(NamedTuple):
    """One word of a law."""

    kind: str
    """number, name, text, sign, or end."""
    text: str
    column: int
    value: Fraction = Fraction(0)
    """Of a number, in the unit of its dimension."""
    dimension: Dimension = NUMBER
    unit: str = ""
    """Of a number, as written."""


def tokens(law: str) -> Iterator[Token]:
    """The words of a law, and an end.

    Raises:
        LawError: for a sign that means nothing, or a unit that is not known.
    """
    most = limit("law")
    if len(law) > most:
        message = f"a law has at most {most} characters"
        raise LawError(message, f"{law[:20]}…", most + 1)
    at = 0
    while rest := law[at:].lstrip():
        found = _TOKEN.match(law, at)
        if found is None or found.lastgroup is None:
            message = f'"{rest[0]}" means nothing here'
            raise LawError(message, law, len(law) - len(rest) + 1)
        token = Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup) + 1)
        at = found.end()
        if token.kind == "number":
            if len(token.text) > MAX_DIGITS:
                message = f"a number has at most {MAX_DIGITS} digits"
                raise LawError(message, law, token.column)
            unit = _UNIT.match(law, at)
            token = _number(token, unit)
            at = unit.end() if unit else at
        yield token
    yield Token("end", "the end", len(law) + 1)


def _number(token: Token, unit: re.Match[str] | None) -> Token:
    value = Fraction(token.text)
    if unit is None:
        return token._replace(value=value)
    value, dimension = _in_unit(value, KEYS[unit[1]])
    if unit[2]:
        per, below = _in_unit(Fraction(1), KEYS[unit[2]])
        value, dimension = value / per, dimension / below
    return token._replace(value=value, dimension=dimension, unit=unit[0].strip())


def _in_unit(value: Fraction, unit: Unit) -> tuple[Fraction, Dimension]:
    """A value of a unit, in the unit of its dimension: the reference unit of its kind."""
    if unit.name == "%":
        return value / 100, NUMBER
    dimension = dimension_of(unit.kind)
    if unit.reciprocal:
        return value / unit.factor, NUMBER / dimension
    return value * unit.factor + unit.offset, dimension
