"""The words and signs around the numbers of a text: units, bounds, ranges, and what joins two numbers."""

# ruff: noqa: RUF001 - words and signs in other alphabets look like ours

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from speclint.quantities.spelling import units_spelt

if TYPE_CHECKING:
    from speclint.quantities.unit import Unit

Joint: TypeAlias = Literal["", "range", "until", "to", "at", "stroke", "sum", "next"]
"""How a number follows the one before: with nothing between, as the end of a range after a sign or a word, as
that or as a condition (French `à`), as a condition, after a stroke, added or multiplied, or anew."""

_JOINTS: dict[str, Joint] = {
    "range": "range", "until": "until", "to": "to", "at": "at", "stroke": "stroke", "sum": "sum",
}  # fmt: skip

MAX_UNIT = 32
"""Characters of the longest unit that is looked for."""
_PREFIXED = frozenset({"power", "torque"})
"""Kinds whose unit may stand before the number, as in `kW 110`; every currency may."""

_WORDS = {
    "least": (
        "from|at least|minimum|over|more than|above|ab|mindestens|über|mehr als|dès|à partir de|plus de|"
        "desde|da|från|fra|vanaf|od|от|свыше"
    ),
    "most": (
        "up to|at most|no more than|not more than|"
        "under|below|less than|bis zu|höchstens|maximal|unter|weniger als|jusqu['’]à|moins de|"
        "hasta|fino a|upp till|opp til|tot|до"
    ),
    "approximate": (
        r"ca\.?|circa|c\.|cca\.?|approx\.?|approximately|approximativement|aprox\.?|about|around|roughly|etwa|"
        r"rund|ungefähr|environ|env\.?|około|около|omkring"
    ),
    "label": (
        "max|min|maxi|mini|total|gross|net|kerb|curb|unladen|mass|weight|gewicht|leergewicht|masse|poids|peso|"
        "price|preis|prix|prezzo|precio|length|width|height|länge|breite|höhe|longueur|largeur|hauteur|"
        "wltp|nedc|nefz|epa|din|eu|ece|iso|sae|with|mit|avec|con"
    ),
    "at": r"at|bei|při|przy|при|vid|ved|bij",
    "to": "à|a",
    "until": "to|bis|through",
    "next": r"or|and|oder|und|bzw\.?|resp\.?|ou|et|y|o|e",
    "sum": "x|plus|times|mal",
}
_SIGNS = {
    "least": ">=|≥|⩾|>",
    "most": "<=|≤|⩽|<",
    "approximate": "[~≈∼≃]",
    "range": r"\.{2,3}|…|[-\u2010-\u2015\u2212÷]",
    "at": "@",
    "sum": "[×*+±]",
    "open": r"[(\[]",
    "stroke": "/",
    "next": r"[)\],;|:=&•·]",
}
_TOKEN = re.compile(
    "|".join(
        [rf"(?P<sign_{name}>{pattern})" for name, pattern in _SIGNS.items()]
        + [rf"(?P<word_{name}>(?<!\w)(?:{pattern})(?!\w))" for name, pattern in _WORDS.items()]
        + [r"(?P<word>[^\W_]+)|\S"]
    ),
    re.IGNORECASE,
)
_PIECE = re.compile(r"[^\W_]+|[^\w\s]")
_GOES_ON = re.compile(r"[·*^](?=\w)|\s?/\s?(?=[^\W\d])|\s?\bper\b")
"""What makes another unit of one: `kg` in `kg/hp`."""
_WHOLE = re.compile(r"\s*([^\s()\[\],;|]+)")
_PLUS = re.compile(r"\s?\+(?!\w)")
_PLUS_BEFORE_UNIT = re.compile(r"\s?\+\s?(?=[^\W\d])")
_WORD = re.compile(r"\s*[-\u2010\u2011]?([^\W\d_][^\s()\[\],;/|+]*)")
_BEFORE = re.compile(r"(?:[^\W\d_]{2,}|[A-Za-z]{0,3}[$€£¥₹₩₽₺₴₸₫₱₪฿৳])\s?$")


class Phrase(msgspec.Struct, frozen=True):
    """What stands before or after a number."""

    unit: str = ""
    units: tuple[Unit, ...] = ()
    end: int = 0
    """Characters up to the end of the unit, and of a plus sign."""
    has_plus: bool = False
    joint: Joint = ""
    bound: Literal["", "least", "most"] = ""
    is_approximate: bool = False
    opens_bracket: bool = False
    last_word: str = ""
    """A word directly before the number that is none of those known here, and may be a name: `Model`."""


@lru_cache(maxsize=4096)
def phrase_after(text: str, *, is_last: bool) -> Phrase:
    """What stands after a number: the unit, or the word in its place, and a plus sign for `or more`."""
    early = _PLUS_BEFORE_UNIT.match(text)
    if early:  # `670+ hp`
        phrase = phrase_after(text[early.end() :], is_last=is_last)
        if phrase.units:
            return msgspec.structs.replace(phrase, end=early.end() + phrase.end, has_plus=True)
    length, units = _longest_unit(text[:MAX_UNIT])
    unit = text[:length].strip().strip("-\u2010\u2011")
    plus = _PLUS.match(text, length)
    if plus and (is_last or text[plus.end() :].strip()):  # else `150 + 90`
        return Phrase(unit, units, plus.end(), has_plus=True)
    if length and _GOES_ON.match(text, length):
        whole = _WHOLE.match(text)
        return Phrase(whole[1], (), whole.end()) if whole else Phrase()
    if length:
        return Phrase(unit, units, length)
    word = _WORD.match(text[:MAX_UNIT])
    if word and next(_TOKEN.finditer(word[1])).lastgroup == "word":
        return Phrase(word[1], (), word.end())
    return Phrase()


def _longest_unit(text: str) -> tuple[int, tuple[Unit, ...]]:
    """How many characters from the start spell a unit, and the units that they may mean."""
    for piece in reversed(list(_PIECE.finditer(text))):
        spelt = text[: piece.end()]
        last = spelt[-1]
        if not (last.isalnum() or last in "\"'″′”’%.)$€£¥₹₩₽₺฿") or spelt.count("(") != spelt.count(")"):
            continue
        if last == "." and "." not in spelt[:-1]:
            continue
        units = units_spelt(spelt) if not set(spelt) & set(",;:=@|") else ()
        if units:
            return len(spelt), units
    return 0, ()


@lru_cache(maxsize=4096)
def phrase_before(text: str) -> Phrase:
    """What stands before a number: how it follows the one before, a bound, and whether it is approximate."""
    found = [(match.lastgroup or "").rpartition("_")[2] for match in _TOKEN.finditer(text)]
    tokens = [token for token in found if token]
    bound: Literal["", "least", "most"] = ""
    is_approximate = False
    while tokens and tokens[-1] in ("least", "most", "approximate"):
        token = tokens.pop()
        is_approximate |= token == "approximate"  # noqa: S105 - a word
        bound = bound if token == "approximate" else "least" if token == "least" else "most"  # noqa: S105
    return Phrase(
        joint=_joint(tokens),
        bound=bound,
        is_approximate=is_approximate,
        opens_bracket="open" in tokens[-1:],
        last_word=text.rsplit(maxsplit=1)[-1] if tokens[-1:] == ["word"] else "",
    )


def _joint(tokens: list[str]) -> Joint:
    if not tokens:
        return ""
    last = tokens[-1]
    joint = _JOINTS.get(last, "next")
    if joint in ("at", "sum"):
        return joint
    if joint == "stroke":
        return "stroke" if set(tokens) <= {"next", "stroke"} else "next"
    return joint if len(tokens) == 1 else "next"


def unit_before(text: str) -> tuple[int, str, tuple[Unit, ...]] | None:
    """A unit at the end of a text, before the number, with its place: currencies, and as in `kW 110`."""
    match = _BEFORE.search(text, max(0, len(text) - 12))
    if match is None:
        return None
    units = tuple(
        unit for unit in units_spelt(match[0]) if unit.kind in _PREFIXED or unit.kind.startswith("price in ")
    )
    return (match.start(), match[0].strip(), units) if units else None
