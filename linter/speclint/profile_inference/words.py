"""The words in a key: `maxPowerKw`, `max_power_kw` and `Max power (kW)` have the same ones."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from speclint.quantities.spelling import spellings_of
from speclint.quantities.unit import CURRENCIES, KEYS, UNITS, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_UNIT_LENGTH = 5
"""Words of the longest name of a unit in a key: `k`, `Wh`, `per`, `100`, `km`."""

_WORD = re.compile(
    r"(?i:co2|v2[lghx])|[A-Z]{2,}(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|[^\W\d_]|\d+(?:\.\d+)?|[²³]", re.UNICODE
)
_SYNONYMS = {
    word: normal
    for normal, words in {
        "battery": ("pack",),
        "capacity": ("size", "energy"),
        "cargo": ("trunk", "boot", "luggage"),
        "charge": ("charging", "charger"),
        "continuous": ("continuou",),
        "kerb": ("curb",),
        "mass": ("weight",),
        "max": ("maximum", "peak", "top"),
        "price": ("msrp", "pricing"),
        "towing": ("tow", "trailer"),
        "usable": ("net", "useable"),
        "0": ("zero",),
        "60": ("sixty",),
        "100": ("hundred",),
    }.items()
    for word in words
}
_UNIT_CODES = {
    "KWT": "kW", "BHP": "bhp", "HJ": "PS", "NU": "Nm", "KMH": "km/h", "HM": "mph", "SEC": "s", "MIN": "min",
    "HUR": "h", "KWH": "kWh", "WHR": "Wh", "VLT": "V", "AMH": "Ah", "KMT": "km", "SMI": "mi", "MMT": "mm",
    "CMT": "cm", "MTR": "m", "INH": "in", "FOT": "ft", "KGM": "kg", "LBR": "lb", "TNE": "t", "LTR": "l",
    "CMQ": "cm³", "FTQ": "cu ft", "RPM": "1/min",
}  # fmt: skip
"""Codes of UN/CEFACT Recommendation 20, as schema.org's `unitCode` holds them."""

_NOT_IN_KEYS = frozenset({
    ("mpg", "mpge"), ("hv", "PS"), ("le", "PS"), ("ks", "PS"), ("cp", "PS"), ("hpm", "PS"), ("km", "PS"),
    ("ton", "t"), ("tons", "t"), ("lt", "l"), ("seg", "s"), ("std", "h"), ("min", "1/min"), ("gmin", "1/min"),
    ("l100", "l/100 km"),
})  # fmt: skip
"""Spellings by their letters and digits, and units, that mean something else in a key: `hv_battery`."""


def words_of(key: str) -> tuple[str, ...]:
    """The words of a key in lower case, as written."""
    return tuple(word.casefold() for word in _WORD.findall(key))


def normalized(words: Iterable[str]) -> frozenset[str]:
    """The words in the singular, and one word for all synonyms."""
    return frozenset(_SYNONYMS.get(word, word) for word in map(_singular, words))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word  # noqa: PLR2004


def folded(text: str) -> str:
    """The letters and digits alone, in lower case."""
    return "".join(character for character in text.casefold() if character.isalnum())


@cache
def _spellings() -> dict[str, tuple[Unit, ...]]:
    """The units that a spelling may mean, by its letters and digits."""
    units: dict[str, dict[str, Unit]] = {}
    for unit in KEYS.values():
        if unit.kind == "count":
            continue
        # a key has no room for the sign of a currency, and "R" or "Ft" in one mean other things
        spellings = (unit.name,) if unit.name in CURRENCIES else spellings_of(unit)
        for spelling in spellings:
            for written in (spelling, spelling.replace("/", "per")):
                if folded(written) and (folded(written), unit.name) not in _NOT_IN_KEYS:
                    units.setdefault(folded(written), {})[unit.name] = unit
    return {spelling: tuple(by_name.values()) for spelling, by_name in units.items()}


def units_called(text: str) -> tuple[Unit, ...]:
    """The units that a text may mean: none, one, or several that share a name."""
    if text in _UNIT_CODES:
        return (UNITS[_UNIT_CODES[text]],)
    if text in UNITS:
        return (UNITS[text],)
    return _spellings().get(folded(text), ())


def units_in(words: tuple[str, ...]) -> Iterator[tuple[tuple[Unit, ...], tuple[str, ...]]]:
    """The units that a key may name, each with the other words: the last and longest first."""
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - MAX_UNIT_LENGTH), end):
            units = _spellings().get("".join(words[start:end]))
            if units:
                yield units, words[:start] + words[end:]
