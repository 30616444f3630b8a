"""Which quantity a place in a sheet holds, and in which unit, by its keys; of several none is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import Selector
from speclint.profile_inference.phrases import (
    NEUTRAL,
    TERMS,
    Term,
    implied_by,
    is_phrase,
    normalized,
    target_of,
    vague,
)
from speclint.profile_inference.unit_choice import chosen_unit, of_system, possible_units
from speclint.profile_inference.words import units_called, units_in, words_of
from speclint.quantities.spelling import units_spelt
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS, Unit, is_of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speclint.documents.jsonpath import JSONPath
    from speclint.profile_inference.unit_choice import System


MAX_NAMED = 3
"""Units that a reason names."""


class KeyMatch(msgspec.Struct, frozen=True):
    """The quantity that a place holds, or those that it may hold."""

    quantity: str | None = None
    unit: str | None = None
    is_assumed: bool = False
    """No unit is named, or one of several; this one fits the figures and the units beside them."""
    is_key: bool = False
    """The last step is a unit and nothing else, as in an object keyed by unit."""
    candidates: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    """Units in which it may be, if no quantity is chosen; the likeliest first."""
    reason: str = ""
    """Why no quantity is chosen."""


class _Choice(msgspec.Struct, frozen=True):
    """The quantities whose terms fit the words, and those that fit best in part."""

    fits: tuple[str, ...]
    near: tuple[str, ...]


def match_key(
    path: JSONPath, values: Sequence[float] = (), units: Iterable[str] = (), system: System | None = None
) -> KeyMatch:
    """What the figures at a path are.

    Args:
        path: where they stand; its keys are read in English, German, French, Spanish and Italian.
        values: some of them.
        units: those named beside or in them.
        system: the system of units of the other figures.
    """
    named = [name for name in units if name]
    names = [
        step
        for step in path
        if isinstance(step, str) and (normalized(words_of(step)) - NEUTRAL or step in UNITS)
    ]
    name = names[-1] if names else next((step for step in reversed(path) if isinstance(step, str)), "")
    key, around = words_of(name), _around(path, name)
    if named:
        match = _with_named_unit(named, key, around)
    else:
        match = _with_unit_in_key(path, key, around) or _without_unit(key, around, values, system)
    return _in_system(match, values, system)


def _in_system(match: KeyMatch, values: Sequence[float], system: System | None) -> KeyMatch:
    """The match with the only unit of the system, if it leaves open just the unit."""
    if len(match.candidates) == 1 and len(match.units) > 1:
        units = of_system(match.units, system)
        if len(units) == 1 and units[0] in possible_units(QUANTITIES[match.candidates[0]], values, system):
            return KeyMatch(match.candidates[0], units[0], is_assumed=True)
    return match


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
    # a currency is known by its sign in a text alone
    units = {unit.name: unit for name in named for unit in units_called(name) or units_spelt(name, "price")}
    if not units:
        return KeyMatch(reason=f'unit "{min(named)}" is not known')
    # the key may name the unit too
    readings = [normalized(words) | around for words in (key, *(rest for _, rest in units_in(key)))]
    matches = [match for words in readings if (match := _match(tuple(units.values()), words))]
    chosen = next((match for match in matches if match.quantity), None)
    otherwise = _vague(readings[0], tuple(units)) or KeyMatch(reason="no quantity has this name")
    return chosen or next(iter(matches), otherwise)


def _with_unit_in_key(path: JSONPath, key: tuple[str, ...], around: frozenset[str]) -> KeyMatch | None:
    """By the unit in the key: the first that leaves one quantity, or else the candidates of the first."""
    first: KeyMatch | None = None
    for units, rest in () if is_phrase(key) else units_in(key, target_of(key)):
        words = normalized(rest) | around
        match = _match(units, words) or _vague(words, tuple(unit.name for unit in units))
        if match is None:
            continue
        if match.quantity:
            is_key = not rest and path[-1] in UNITS
            return KeyMatch(match.quantity, match.unit, is_key=is_key)
        first = first or match
    if first and (first.units or not _by_words(normalized(key) | around).fits):
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
            able.append((term, implied_by(fitting[0])))
    choice = _choose(able, words)
    candidates = choice.fits or choice.near
    names = tuple(
        unit.name for unit in units if any(is_of_kind(unit, QUANTITIES[name].kind) for name in candidates)
    )
    if len(choice.fits) == 1:
        if len(names) == 1:
            return KeyMatch(choice.fits[0], names[0])
        more = f" or {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
        reason = f"the unit may be {' or '.join(names[:MAX_NAMED])}{more}"
        return KeyMatch(candidates=choice.fits, units=names, reason=reason)
    return KeyMatch(candidates=candidates, units=names, reason=_why(candidates)) if candidates else None


def _why(candidates: tuple[str, ...]) -> str:
    return "may mean several quantities" if len(candidates) > 1 else "the key has more words than its name"


def _vague(words: frozenset[str], units: tuple[str, ...] = ()) -> KeyMatch | None:
    """The quantities that a word may mean which is no part of the name of any."""
    for word, quantities in vague().items():
        able = tuple(
            name
            for name in quantities
            if not units or any(is_of_kind(UNITS[unit], QUANTITIES[name].kind) for unit in units)
        )
        if word in words and able:
            named = units or (QUANTITIES[able[0]].metric,)
            return KeyMatch(candidates=able, units=named, reason="may mean several quantities")
    return None


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


def _without_unit(
    key: tuple[str, ...], around: frozenset[str], values: Sequence[float], system: System | None
) -> KeyMatch:
    """By the words alone; the unit must then be the only one in which the figures are usual ones."""
    own = normalized(key)
    choice = _by_words(own | around)
    if len(choice.fits) == 1:
        quantity = QUANTITIES[choice.fits[0]]
        unit = chosen_unit(quantity, values, system)
        if unit is not None:
            return KeyMatch(quantity.name, unit, is_assumed=True)
    by_head = [(term, frozenset[str]()) for term in TERMS if term.head in own]
    candidates = choice.fits or _choose(by_head, own | around).near
    if not candidates:
        return _vague(own) or KeyMatch()
    units = possible_units(QUANTITIES[candidates[0]], values, system)
    return KeyMatch(candidates=candidates, units=units, reason="no unit is named")
