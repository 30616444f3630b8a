"""The words in a key: `maxPowerKw`, `max_power_kw` and `Max power (kW)` have the same ones."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from speclint.profiles.normal_form import without_accents
from speclint.quantities.spelling import spellings_of
from speclint.quantities.unit import CURRENCIES, KEYS, UNITS, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_UNIT_LENGTH = 5
"""Words of the longest name of a unit in a key: `k`, `Wh`, `per`, `100`, `km`."""

_WORD = re.compile(
    r"(?i:co2|v2[lghx])|[A-Z]{2,}(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|[^\W\d_]|\d+(?:\.\d+)?|[²³]", re.UNICODE
)
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


_SIGNS = str.maketrans({"€": " eur ", "£": " gbp ", "₹": " inr "})
"""Signs of one currency each, by its code."""


def words_of(key: str) -> tuple[str, ...]:
    """The words of a key in lower case, as written."""
    return tuple(word.casefold() for word in _WORD.findall(normalize("NFKC", key).translate(_SIGNS)))


def plain(word: str) -> str:
    """A word in lower case in the singular, without accents."""
    word = without_accents(word.casefold())
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word  # noqa: PLR2004


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The letters and digits alone, in lower case and without accents."""
    return "".join(
        character for character in without_accents(normalize("NFKC", text).casefold()) if character.isalnum()
    )


@cache
def _spellings() -> dict[str, tuple[Unit, ...]]:
    """The units that a spelling may mean, by its letters and digits."""
    units: dict[str, dict[str, Unit]] = {}
    for unit in KEYS.values():
        if unit.kind == "count":
            continue
        # a key has no room for the sign of a currency, and "R" or "Ft" in one mean other things
        spellings = spellings_of(unit)
        if unit.name in CURRENCIES:
            spellings = (unit.name, "euro", "euros") if unit.name == "EUR" else (unit.name,)
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


def units_in(
    words: tuple[str, ...], target: range = range(0)
) -> Iterator[tuple[tuple[Unit, ...], tuple[str, ...]]]:
    """The units that a key may name, each with the other words: the last and longest first.

    Args:
        words: those of the key.
        target: the place of words that name no unit of the figure.
    """
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - MAX_UNIT_LENGTH), end):
            name = words[start:end]
            units = _spellings().get("".join(name))
            if not units and name[0] == "per":
                # the unit in reverse: per_100_km_l
                units = _spellings().get("".join((name[-1], *name[:-1])))
            if units and (end <= target.start or start >= target.stop or not target):
                yield units, words[:start] + words[end:]
