"""Which quantity a place in a sheet holds, and in which unit, as its keys say; a doubt is never decided."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import Selector
from speclint.profile_inference.vocabulary import IMPLIED, NEUTRAL, TERMS, Term
from speclint.profile_inference.words import meant, units_called, units_in, words_of
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS, Unit, is_of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speclint.documents.jsonpath import JSONPath


class Meaning(msgspec.Struct, frozen=True):
    """What a place holds, or what it may hold."""

    quantity: str | None = None
    unit: str | None = None
    is_assumed: bool = False
    """No unit is named; it is the one that every reader expects."""
    is_key: bool = False
    """The last step is a unit and nothing else, as in an object keyed by unit."""
    candidates: tuple[str, ...] = ()
    reason: str = ""
    """Why it is not recognised."""


class _Choice(msgspec.Struct, frozen=True):
    """The terms that fit the words, and how well the others would."""

    fits: tuple[str, ...]
    near: tuple[str, ...]


def meaning(path: JSONPath, values: Sequence[float] = (), units: Iterable[str] = ()) -> Meaning:
    """What the figures at a path are, by its keys and by the units that are named beside them."""
    named = [name for name in units if name]
    names = [
        step for step in path if isinstance(step, str) and (meant(words_of(step)) - NEUTRAL or step in UNITS)
    ]
    key = words_of(names[-1]) if names else ()
    around = _around(path, names[-1] if names else "")
    if named:
        return _stated_beside(named, key, around)
    return _in_key(path, key, around) or _without_unit(key, around, values)


def _around(path: JSONPath, key: str) -> frozenset[str]:
    """The words of all steps but the key."""
    words: set[str] = set()
    for step in path:
        if isinstance(step, Selector):
            words |= meant(words_of(step.text)) if step.text is not None else {"*"}
        elif step != key:
            words |= meant(words_of(step))
    return frozenset(words)


def _stated_beside(named: list[str], key: tuple[str, ...], around: frozenset[str]) -> Meaning:
    units = {unit.name: unit for name in named for unit in units_called(name)}
    if not units:
        return Meaning(reason=f'unit "{min(named)}" is not known')
    return _decided(tuple(units.values()), meant(key) | around) or Meaning(reason="no quantity has this name")


def _in_key(path: JSONPath, key: tuple[str, ...], around: frozenset[str]) -> Meaning | None:
    """By the unit in the key: the first that settles it, or else what the first could mean."""
    first: Meaning | None = None
    for units, rest in units_in(key):
        found = _decided(units, meant(rest) | around)
        if found is None:
            continue
        if found.quantity:
            is_key = not rest and path[-1] in UNITS
            return Meaning(found.quantity, found.unit, is_key=is_key)
        first = first or found
    if first and not _whole(meant(key) | around).fits:
        return first
    return None


def _whole(words: frozenset[str]) -> _Choice:
    return _choose([(term, frozenset()) for term in TERMS], words)


def _decided(units: tuple[Unit, ...], words: frozenset[str]) -> Meaning | None:
    """What these words mean in one of these units; None if nothing is measured so."""
    able: list[tuple[Term, frozenset[str]]] = []
    for term in TERMS:
        fitting = [unit for unit in units if is_of_kind(unit, QUANTITIES[term.quantity].kind)]
        if fitting:
            able.append((term, frozenset({IMPLIED[fitting[0].kind]} if fitting[0].kind in IMPLIED else ())))
    choice = _choose(able, words)
    if len(choice.fits) == 1:
        meanings = [one.name for one in units if is_of_kind(one, QUANTITIES[choice.fits[0]].kind)]
        if len(meanings) == 1:
            return Meaning(choice.fits[0], meanings[0])
        return Meaning(candidates=choice.fits, reason=f"the unit may be {' or '.join(meanings)}")
    candidates = choice.fits or choice.near
    return Meaning(candidates=candidates, reason=_why(candidates)) if candidates else None


def _why(candidates: tuple[str, ...]) -> str:
    return "may mean several quantities" if len(candidates) > 1 else "the keys say more than the name of it"


def _choose(able: list[tuple[Term, frozenset[str]]], words: frozenset[str]) -> _Choice:
    fits: dict[str, int] = {}
    near: dict[str, float] = {}
    for term, implied in able:
        all_words = words | implied
        if term.head not in all_words:
            continue
        present = (term.needs & all_words) - implied
        share = len(present) / len(term.needs - implied) if term.needs - implied else 0.5
        near[term.quantity] = max(share, near.get(term.quantity, 0))
        if term.needs <= all_words and not all_words - term.needs - term.beside - implied - NEUTRAL:
            fits[term.quantity] = max(len(term.needs), fits.get(term.quantity, 0))
    return _Choice(_best(fits), _best(near))


def _best(scores: dict[str, int] | dict[str, float]) -> tuple[str, ...]:
    best = max(scores.values(), default=0)
    return tuple(name for name, score in scores.items() if score == best)


def _without_unit(key: tuple[str, ...], around: frozenset[str], values: Sequence[float]) -> Meaning:
    """A key that names no unit means one only where every reader expects the same, and the figures fit it."""
    own = meant(key)
    choice = _whole(own | around)
    if len(choice.fits) == 1:
        quantity = QUANTITIES[choice.fits[0]]
        low, high = quantity.assumed or (0, 0)
        if quantity.metric == quantity.imperial and values and low <= median(values) <= high:
            return Meaning(quantity.name, quantity.metric, is_assumed=True)
        return Meaning(candidates=choice.fits, reason="no unit is named")
    by_name = [(term, frozenset[str]()) for term in TERMS if term.head in own]
    candidates = choice.fits or _choose(by_name, own | around).near
    return Meaning(candidates=candidates, reason="no unit is named" if candidates else "")
