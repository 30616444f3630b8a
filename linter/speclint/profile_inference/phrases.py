"""The phrases by which keys name quantities, in five languages, and what may stand beside them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.profile_inference.words import plain, words_of
from speclint.quantities.table import QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.quantities.unit import Unit

MAX_PHRASE = 6
"""Words of the longest phrase."""
OWN_LANGUAGE = "en"
_VAGUE = "vague"

_LEFT_OUT = frozenset((
    "a", "al", "alla", "an", "and", "au", "auf", "aux", "bei", "bis", "d", "da", "das", "de", "degli", "dei",
    "del", "della", "delle", "der", "des", "di", "die", "du", "el", "en", "from", "il", "im", "in", "la",
    "las", "le", "les", "los", "nach", "of", "the", "to", "von",
))  # fmt: skip
"""Articles and prepositions, but for those that say with or without what something is measured."""


class Term(msgspec.Struct, frozen=True):
    """One way to name a quantity."""

    quantity: str
    head: str
    """The word for what is measured."""
    needed: frozenset[str]
    optional: frozenset[str]
    """Words that may stand beside; with any other word another quantity may be meant."""


class Phrase(msgspec.Struct, frozen=True):
    """What a phrase stands for."""

    words: tuple[str, ...]
    """Words of the table of quantities."""
    is_foreign: bool
    """Whether it is of another language than English, whose readers expect metric units."""


@cache
def _phrases() -> dict[str, Phrase]:
    """Every phrase by its letters and digits."""
    known: dict[str, Phrase] = {}
    for language, meanings in _tables().items():
        if language == _VAGUE:
            continue
        for meaning, texts in meanings.items():
            for text in texts:
                phrase = Phrase(tuple(meaning.split()), language != OWN_LANGUAGE)
                known.setdefault(_joined(words_of(text)), phrase)
    return known


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))


def vague() -> dict[str, tuple[str, ...]]:
    """The quantities that may be meant by a word that is no part of the name of any."""
    return {word: tuple(quantities) for word, quantities in _tables()[_VAGUE].items()}


def plain_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words in the singular, without accents, articles and prepositions."""
    return tuple(word for word in map(plain, words) if word not in _LEFT_OUT)


def normalized(words: Sequence[str]) -> frozenset[str]:
    """The words of the table of quantities that these words stand for, and those unknown as they are."""
    return frozenset(word for phrase in _split(words) for word in phrase.words)


def target_of(words: Sequence[str]) -> range:
    """Where a key names what is accelerated to (`0 to 100 km/h`), whose unit is not that of the figure."""
    for start, word in enumerate(words):
        if plain(word) in ("0", "zero"):
            for end in range(min(len(words), start + MAX_PHRASE), start, -1):
                if len(plain_words(words[start:end])) > 1 and _joined(words[start:end]) in _phrases():
                    return range(start, end)
    return range(0)


def is_phrase(words: Sequence[str]) -> bool:
    """Whether words form one phrase together, whatever unit one of them may spell."""
    return len(words) > 1 and _joined(words) in _phrases()


def _joined(words: Sequence[str]) -> str:
    return "".join(plain_words(words))


def is_foreign(key: str) -> bool:
    """Whether a key is in another language than English."""
    return any(phrase.is_foreign for phrase in _split(words_of(key)))


def _split(words: Sequence[str]) -> list[Phrase]:
    """The phrases that words form, the longest first at each place; an unknown word forms one by itself."""
    plain_text = plain_words(words)
    found: list[Phrase] = []
    start = 0
    while start < len(plain_text):
        ends = range(min(len(plain_text), start + MAX_PHRASE), start, -1)
        end = next((end for end in ends if "".join(plain_text[start:end]) in _phrases()), start + 1)
        joined = "".join(plain_text[start:end])
        found.append(_phrases().get(joined) or Phrase((joined,), is_foreign=False))
        start = end
    return found


NEUTRAL = normalized((
    "in", "spec", "specification", "technical", "data", "detail", "vehicle", "car", "dimension",
    "performance", "powertrain", "drivetrain", "rated", "value", "amount", "figure", "info", "general",
    "capacity", "mass", "body", "exterior", "measurement", "ev", "volume", "electrical",
    "technique", "caracteristique", "fahrzeug", "vehicule", "vehiculo", "veicolo", "wert", "valor", "valore",
    "system", "information", "statistic", "model",
))  # fmt: skip
"""Words that group figures and do not change what they are."""

_IMPLIED = {
    "power": "power", "torque": "torque", "speed": "speed", "rotational speed": "speed", "energy": "capacity",
    "voltage": "voltage", "electric consumption": "consumption", "fuel consumption": "consumption",
    "mass": "mass", "volume": "volume", "charge": "amperehour", "emission": "co2",
}  # fmt: skip
"""By kind of unit the word that it stands for: `battery_kwh` needs no `capacity`."""
_IMPLIED_BY_UNIT = {"cm³": "displacement", "cu in": "displacement"}
"""Units in which only one thing of a car is measured."""


def implied_by(unit: Unit) -> frozenset[str]:
    """The words that a unit stands for."""
    words = (_IMPLIED.get(unit.kind), _IMPLIED_BY_UNIT.get(unit.name))
    return frozenset(word for word in words if word)


TERMS = tuple(
    Term(
        quantity.name,
        key.needed.split()[0],
        frozenset(key.needed.split()),
        frozenset(key.optional.split()),
    )
    for quantity in QUANTITIES.values()
    for key in quantity.keys
)
"""Every way to name a quantity, in the order of their table."""
