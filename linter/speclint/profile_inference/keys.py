"""Which quantity a place in a sheet holds, and in which unit, by its keys; of several none is chosen."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import Selector
from speclint.profile_inference.vocabulary import IMPLIED, NEUTRAL, TERMS, Term
from speclint.profile_inference.words import normalized, units_called, units_in, words_of
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS, Unit, is_of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speclint.documents.jsonpath import JSONPath


class KeyMatch(msgspec.Struct, frozen=True):
    """The quantity that a place holds, or those that it may hold."""

    quantity: str | None = None
    unit: str | None = None
    is_assumed: bool = False
    """No unit is named; it is the one that every reader expects."""
    is_key: bool = False
    """The last step is a unit and nothing else, as in an object keyed by unit."""
    candidates: tuple[str, ...] = ()
    reason: str = ""
    """Why no quantity is chosen."""


class _Choice(msgspec.Struct, frozen=True):
    """The quantities whose terms fit the words, and those that fit best in part."""

    fits: tuple[str, ...]
    near: tuple[str, ...]


def match_key(path: JSONPath, values: Sequence[float] = (), units: Iterable[str] = ()) -> KeyMatch:
    """What the figures at a path are, by its keys and by the units that are named beside them."""
    named = [name for name in units if name]
    names = [
        step
        for step in path
        if isinstance(step, str) and (normalized(words_of(step)) - NEUTRAL or step in UNITS)
    ]
    key = words_of(names[-1]) if names else ()
    around = _around(path, names[-1] if names else "")
    if named:
        return _with_named_unit(named, key, around)
    return _with_unit_in_key(path, key, around) or _without_unit(key, around, values)


def _around(path: JSONPath, key: str) -> frozenset[str]:
    """The words of all steps but the key."""
    words: set[str] = set()
    for step in path:
        if isinstance(step, Selector):
            words |= normalized(words_of(step.text)) if step.text is not None else {"*"}
        elif step != key:
            words |= normalized(words_of(step))
    return frozenset(words)


def _with_named_unit(named: list[str], key: tuple[str, ...], around: frozenset[str]) -> KeyMatch:
    units = {unit.name: unit for name in named for unit in units_called(name)}
    if not units:
        return KeyMatch(reason=f'unit "{min(named)}" is not known')
    match = _match(tuple(units.values()), normalized(key) | around)
    return match or KeyMatch(reason="no quantity has this name")


def _with_unit_in_key(path: JSONPath, key: tuple[str, ...], around: frozenset[str]) -> KeyMatch | None:
    """By the unit in the key: the first that leaves one quantity, or else the candidates of the first."""
    first: KeyMatch | None = None
    for units, rest in units_in(key):
        match = _match(units, normalized(rest) | around)
        if match is None:
            continue
        if match.quantity:
            is_key = not rest and path[-1] in UNITS
            return KeyMatch(match.quantity, match.unit, is_key=is_key)
        first = first or match
    if first and not _by_words(normalized(key) | around).fits:
        return first
    return None


def _by_words(words: frozenset[str]) -> _Choice:
    return _choose([(term, frozenset()) for term in TERMS], words)


def _match(units: tuple[Unit, ...], words: frozenset[str]) -> KeyMatch | None:
    """What these words mean in one of these units; None if no quantity is measured so."""
    able: list[tuple[Term, frozenset[str]]] = []
    for term in TERMS:
        fitting = [unit for unit in units if is_of_kind(unit, QUANTITIES[term.quantity].kind)]
        if fitting:
            able.append((term, frozenset({IMPLIED[fitting[0].kind]} if fitting[0].kind in IMPLIED else ())))
    choice = _choose(able, words)
    if len(choice.fits) == 1:
        names = [unit.name for unit in units if is_of_kind(unit, QUANTITIES[choice.fits[0]].kind)]
        if len(names) == 1:
            return KeyMatch(choice.fits[0], names[0])
        return KeyMatch(candidates=choice.fits, reason=f"the unit may be {' or '.join(names)}")
    candidates = choice.fits or choice.near
    return KeyMatch(candidates=candidates, reason=_why(candidates)) if candidates else None


def _why(candidates: tuple[str, ...]) -> str:
    return "may mean several quantities" if len(candidates) > 1 else "the key has more words than its name"


def _choose(able: list[tuple[Term, frozenset[str]]], words: frozenset[str]) -> _Choice:
    """The quantities that fit best, by terms that each come with the words that a unit implies."""
    fits: dict[str, int] = {}
    near: dict[str, float] = {}
    for term, implied in able:
        all_words = words | implied
        if term.head not in all_words:
            continue
        present = (term.needed & all_words) - implied
        share = len(present) / len(term.needed - implied) if term.needed - implied else 0.5
        near[term.quantity] = max(share, near.get(term.quantity, 0))
        if term.needed <= all_words and not all_words - term.needed - term.optional - implied - NEUTRAL:
            fits[term.quantity] = max(len(term.needed), fits.get(term.quantity, 0))
    return _Choice(_best(fits), _best(near))


def _best(scores: dict[str, int] | dict[str, float]) -> tuple[str, ...]:
    best = max(scores.values(), default=0)
    return tuple(name for name, score in scores.items() if score == best)


def _without_unit(key: tuple[str, ...], around: frozenset[str], values: Sequence[float]) -> KeyMatch:
    """A key that names no unit fits only where every reader expects the same one, and the figures fit it."""
    own = normalized(key)
    choice = _by_words(own | around)
    if len(choice.fits) == 1:
        quantity = QUANTITIES[choice.fits[0]]
        low, high = quantity.assumed or (0, 0)
        if quantity.metric == quantity.imperial and values and low <= median(values) <= high:
            return KeyMatch(quantity.name, quantity.metric, is_assumed=True)
        return KeyMatch(candidates=choice.fits, reason="no unit is named")
    by_head = [(term, frozenset[str]()) for term in TERMS if term.head in own]
    candidates = choice.fits or _choose(by_head, own | around).near
    return KeyMatch(candidates=candidates, reason="no unit is named" if candidates else "")
