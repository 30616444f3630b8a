"""The words of identity fields: what people write in a field, and the word by which rules know it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from speclint.documents.jsonpath import InvalidWordError
from speclint.documents.message_text import in_quotes
from speclint.profiles.normal_form import folded, without_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Stated: TypeAlias = Mapping[str, str]
    """What a word states: by field the word that rules know."""
    Words: TypeAlias = Mapping[str, Mapping[str, Stated]]
    """By field, and by what is written there, what that states."""

FILE = Path(__file__).with_name("vocabulary.json")
NOTHING: Stated = {}
MIN_LETTERS = 3
"""Letters of a word that counts beside others; `D` and `EV` count only where nothing else is written."""
MAX_TEXTS = 10_000
"""Texts of which a vocabulary remembers the meaning."""
NEGATIONS = frozenset({"no", "non", "not", "without", "kein", "nicht", "ohne", "sans", "sin", "senza"})
WHOLE = frozenset({"market", "status"})
"""Fields in which a word counts only where nothing else is written."""
HYBRIDS = ("phev", "erev", "mhev", "hev", "hybrid")
"""Powertrains with an engine and a motor; `hybrid` may be any of them."""
_PLUGGED, _UNPLUGGED = frozenset({"phev", "erev", "hybrid"}), frozenset({"hev", "mhev", "hybrid"})
COMPATIBLE: Mapping[str, Mapping[str, frozenset[str]]] = {
    "powertrain": {
        "hybrid": frozenset(HYBRIDS),
        **dict.fromkeys(("hev", "mhev"), _UNPLUGGED),
        **dict.fromkeys(("phev", "erev"), _PLUGGED),
    },
    "drive": {
        "2wd": frozenset({"2wd", "fwd", "rwd"}),
        **{word: frozenset({word, "2wd"}) for word in ("fwd", "rwd")},
    },
}
"""By field the words that may be meant by the same car as a word, besides that word alone."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that state the same."""

    states: dict[str, str]
    """`electric` under fuel states a fuel and a powertrain."""
    words: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    """Words that count only where nothing else is written, such as `front` and `premium`."""
    kinds: bool = False
    """Whether its words name kinds of what they state: `CVT` and `DSG` are automatic, and not the same."""


class Vocabulary:
    """What the words in a field state: those of a profile, and the shipped ones."""

    def __init__(self, own: Words | None = None) -> None:
        self._own = {
            (field, folded(text)): stated
            for field, words in (own or {}).items()
            for text, stated in words.items()
        }
        self._written = {field: tuple(words) for field, words in (own or {}).items()}
        self._texts: dict[tuple[str, str], Stated] = {}
        self._fields_for: dict[str, tuple[str, ...]] = {}
        self.fields = frozenset(field for stated in self._own.values() for field in stated)
        """The fields that words of the profile state."""

    def stated(self, field: str, text: str) -> Stated:
        """What a text in a field states; empty where it is unknown."""
        found = self._texts.get((field, text))
        if found is None:
            found = self._own.get((field, folded(text))) or shipped(field, text)
            if len(self._texts) < MAX_TEXTS:
                self._texts[field, text] = found
        return found

    def words(self, field: str) -> tuple[str, ...]:
        """Words for a field: those of the profile as it writes them, then those by which rules know it."""
        return tuple(dict.fromkeys((*self._written.get(field, ()), *sorted(known_words(field)))))

    def are_synonyms(self, field: str, text: str, other: str) -> bool:
        """Whether two texts in a field are one word, or words for one thing and no kinds of it."""
        if folded(text) == folded(other) != "":
            return True
        stated = self.stated(field, text)
        words = _synonyms(field) | {word for place, word in self._own if place == field}
        return bool(stated) and stated == self.stated(field, other) and {folded(text), folded(other)} <= words

    def fields_for(self, field: str) -> tuple[str, ...]:
        """The fields whose words may state a field, itself first."""
        found = self._fields_for.get(field)
        if found is None:
            own = (place for (place, _), stated in self._own.items() if field in stated)
            found = tuple(dict.fromkeys((field, *FIELDS_FOR.get(field, ()), *own)))
            self._fields_for[field] = found
        return found


_JOINTS = re.compile(r"(?i)[/+,&()]|\b(?:and|or|und|oder|et|ou)\b")
"""What joins the words of a list."""
FIELDS_FOR = {"powertrain": ("fuel",), "fuel": ("powertrain",)}
"""By field the others whose shipped words may state it."""


@cache
def _entries() -> dict[str, tuple[Entry, ...]]:
    return msgspec.json.decode(FILE.read_bytes(), type=dict[str, tuple[Entry, ...]])


def known_words(field: str) -> frozenset[str]:
    """The words by which rules know what a field states; empty for a field without a vocabulary."""
    return _known().get(field, frozenset())


@cache
def _known() -> Mapping[str, frozenset[str]]:
    known: dict[str, set[str]] = {}
    for entries in _entries().values():
        for entry in entries:
            for field, word in entry.states.items():
                known.setdefault(field, set()).add(word)
    return {field: frozenset(words) for field, words in known.items()}


@cache
def _as_written(field: str) -> dict[str, Stated]:
    """What the words of a field state, as the vocabulary writes them."""
    found: dict[str, Stated] = {}
    for entry in _entries().get(field, ()):
        own = entry.states.values() if entry.states.keys() == {field} else ()
        found |= dict.fromkeys((*own, *entry.words, *entry.alone), entry.states)
    return found


@cache
def _table(field: str) -> tuple[dict[str, Stated], frozenset[str]]:
    """What the words of a field state, folded, and those of them that count only alone."""
    alone = frozenset(folded(text) for entry in _entries().get(field, ()) for text in entry.alone)
    return {folded(text): states for text, states in _as_written(field).items()}, alone


@cache
def _synonyms(field: str) -> frozenset[str]:
    """The words of a field that say no more than what they state, folded."""
    kinds = {
        folded(text)
        for entry in _entries().get(field, ())
        for text in (*entry.words, *entry.alone)
        if entry.kinds
    }
    return frozenset(_table(field)[0].keys() - kinds)


def shipped(field: str, text: str) -> Stated:
    """What a text in a field states by the shipped words; empty where it is unknown."""
    written = _as_written(field).get(text)
    if written is not None:
        # sheets that use the words of the rules need no folding, which takes longer than a check
        return written
    table, alone = _table(field)
    whole = folded(text)
    if field == "market" and whole not in table and re.fullmatch("[a-z]{2}", whole):
        # ISO 3166-1 alpha-2
        return {field: whole}
    if whole in table or field in WHOLE:
        return table.get(whole, NOTHING)
    if listed := _listed(field, text, table):
        return _together(listed)
    parts = re.findall(r"[^\W_]+", without_accents(text.casefold()))
    matched = list(_matched(parts, table, alone))
    if not matched or NOTHING in matched:
        return NOTHING
    return _together(matched)


def _listed(field: str, text: str, table: Mapping[str, Stated]) -> list[Stated]:
    """What the parts of a list state (`Premium and Electricity`), and a gearbox with its gears (`BVM6`).

    As each is a whole word, abbreviations count too. Empty if one of them is unknown.
    """
    parts = [part for part in map(folded, _JOINTS.split(text)) if part]
    if field == "gearbox":
        parts = ["".join(letter for letter in part if not letter.isdecimal()) for part in parts]
    elif len(parts) == 1:
        return []
    return [table[part] for part in parts] if all(part in table for part in parts) else []


def _matched(parts: list[str], table: Mapping[str, Stated], alone: frozenset[str]) -> Iterator[Stated]:
    """What the known words in a text state; of several that begin at one place the longest counts."""
    start = 0
    while start < len(parts):
        ends = range(len(parts), start, -1)
        words = ((end, "".join(parts[start:end])) for end in ends)
        known = (
            pair
            for pair in words
            if len(pair[1]) >= MIN_LETTERS and pair[1] in table and pair[1] not in alone
        )
        end, word = next(known, (start + 1, ""))
        if word:
            yield table[word]
        elif parts[start] in NEGATIONS:
            yield NOTHING
        start = end


def _together(matched: Iterable[Stated]) -> Stated:
    """What several words state together; of fields on which they contradict each other nothing."""
    words: dict[str, set[str]] = {}
    for stated in matched:
        for field, word in stated.items():
            words.setdefault(field, set()).add(word)
    fuels, powertrains = words.get("fuel", set()), words.get("powertrain", set())
    if "electric" in fuels and len(fuels) > 1:
        fuels.discard("electric")
        powertrains.add("hybrid")
    if fuels >= {"petrol", "diesel"}:
        # a list of what is on offer
        return NOTHING
    if len(fuels) > 1:
        words["fuel"] = {"other"}
    if {"bev", "ice"} <= powertrains:
        powertrains.add("hybrid")
    kinds = [kind for kind in HYBRIDS if kind in powertrains]
    if kinds:
        words["powertrain"] = {kinds[0]}
    return {field: next(iter(found)) for field, found in words.items() if len(found) == 1}


SHIPPED_WORDS = Vocabulary()


def vocabulary_of(identity: Mapping[str, Mapping[str, Any]]) -> Vocabulary:
    """The shipped words, and those that a profile adds in the tables of its identity fields.

    Raises:
        InvalidWordError: what a word is to mean is unknown.
    """
    words = {
        field: {text: _meaning(field, word) for text, word in table["words"].items()}
        for field, table in identity.items()
        if "words" in table
    }
    return Vocabulary(words) if words else SHIPPED_WORDS


def _meaning(field: str, stated: str | Mapping[str, str]) -> dict[str, str]:
    """By field the word that rules know for what a text states by the profile; synonyms stand for their word.

    Raises:
        InvalidWordError: a word is unknown.
    """
    found = {}
    for name, text in ({field: stated} if isinstance(stated, str) else stated).items():
        word = shipped(name, text).get(name)
        if word is None:
            from difflib import get_close_matches

            known = sorted(known_words(name))
            nearest = get_close_matches(text, known, n=1)
            meant = f'did you mean "{nearest[0]}"?' if nearest else f"there is {', '.join(known)}"
            message = f"{name} has no word {in_quotes(text)}; {meant}"
            raise InvalidWordError(message, text)
        found[name] = word
    return found


def agree(field: str, word: str, other: str) -> bool:
    """Whether two words of a field may be meant of one car: `hybrid` and `phev`, not `bev` and `phev`."""
    return other in COMPATIBLE.get(field, {}).get(word, (word,))
