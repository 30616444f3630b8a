"""Which sheet of one revision is which of the other: by identity, by path, and then by likeness."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING, TypeAlias

from speclint.changes.change import Pair
from speclint.sheets.identity import identity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from speclint.sheets.sheet import Sheet

NAMES = ("id", "uuid")
"""Members at the top of a sheet that name it for ever."""
ALIKE = 0.5
"""How much of two sheets must be the same for one to be the other renamed; git asks the same of lines."""
MAX_HOLDERS = 64
"""A fact that more sheets state tells none of them from the others."""

Feature: TypeAlias = tuple[str, str]


def paired(base: Sequence[Sheet], revision: Sequence[Sheet], *, named: bool = False) -> list[Pair]:
    """Every sheet with its like in the other revision, or alone, in the order of the revision.

    Args:
        base: the sheets of the base.
        revision: the sheets of the revision.
        named: whether the reader named one file on each side.
    """
    if named and len(base) == len(revision) == 1:
        return [Pair(base[0], revision[0], named=True)]
    found: dict[int, Sheet] = {}
    old, new = list(base), list(revision)
    for way in (_identity, _own_name, _place):
        old, new = _matched(old, new, way, found)
    for one, other in _alike(old, new):
        found[id(other)] = one
    taken = {id(one) for one in found.values()}
    pairs = [Pair(found.get(id(other)), other, named=named) for other in revision]
    return pairs + [Pair(one, None, named=named) for one in base if id(one) not in taken]


def _matched(
    base: list[Sheet], revision: list[Sheet], way: Callable[[Sheet], Hashable], found: dict[int, Sheet]
) -> tuple[list[Sheet], list[Sheet]]:
    """Pair those that alone on their side are called so; what is left of both sides."""
    old, new = _alone(base, way), _alone(revision, way)
    both = old.keys() & new.keys()
    found |= {id(new[name]): old[name] for name in both}
    done = {id(one[name]) for one in (old, new) for name in both}
    return [one for one in base if id(one) not in done], [one for one in revision if id(one) not in done]


def _alone(sheets: Iterable[Sheet], way: Callable[[Sheet], Hashable]) -> dict[Hashable, Sheet]:
    names: dict[Hashable, Sheet | None] = {}
    for sheet in sheets:
        name = way(sheet)
        if name is not None:
            names[name] = None if name in names else sheet
    return {name: sheet for name, sheet in names.items() if sheet is not None}


def _identity(sheet: Sheet) -> Hashable:
    fields = identity_of(sheet)
    return fields if sum(field is not None for field in fields) > 1 else None


def _own_name(sheet: Sheet) -> Hashable:
    value = sheet.value if isinstance(sheet.value, dict) else {}
    return next((value[name] for name in NAMES if isinstance(value.get(name), str)), None)


def _place(sheet: Sheet) -> Hashable:
    return sheet.id


def _alike(base: list[Sheet], revision: list[Sheet]) -> Iterator[tuple[Sheet, Sheet]]:
    """The pairs that have most in common, each sheet once."""
    if not base or not revision:
        return
    old, new = [_features(sheet) for sheet in base], [_features(sheet) for sheet in revision]
    holders: dict[Feature, int] = {}
    for features in (*old, *new):
        for feature in features:
            holders[feature] = holders.get(feature, 0) + 1
    weight = {feature: 1 / log2(1 + number) for feature, number in holders.items()}
    scores = []
    for (one, other), common in _common(old, new, holders).items():
        whole = sum(weight[each] for each in (*old[one], *new[other]))
        score = 2 * sum(weight[each] for each in common) / whole
        if score >= ALIKE and not _differ_in_name(base[one], revision[other]):
            near, far = sorted((base[one].id, revision[other].id))
            scores.append((-score, near, far, one, other))
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, _, one, other in sorted(scores):
        if one not in taken[0] and other not in taken[1]:
            taken[0].add(one)
            taken[1].add(other)
            yield base[one], revision[other]


def _differ_in_name(one: Sheet, other: Sheet) -> bool:
    mine, theirs = _own_name(one), _own_name(other)
    return mine is not None and theirs is not None and mine != theirs


def _common(
    old: list[set[Feature]], new: list[set[Feature]], holders: dict[Feature, int]
) -> dict[tuple[int, int], set[Feature]]:
    """What two sheets have in common, for all that share a fact which few state."""
    where: dict[Feature, list[int]] = {}
    for other, features in enumerate(new):
        for feature in features:
            if holders[feature] <= MAX_HOLDERS:
                where.setdefault(feature, []).append(other)
    near = {
        (one, other) for one, features in enumerate(old) for each in features for other in where.get(each, ())
    }
    return {(one, other): old[one] & new[other] for one, other in near}


def _features(sheet: Sheet) -> set[Feature]:
    """What a sheet says: each value but lists and objects, with the way to it, elements of lists alike."""
    found: set[Feature] = set()
    waiting: list[tuple[str, object]] = [("", sheet.value)]
    while waiting:
        way, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{way}/{name}", held) for name, held in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{way}/*", held) for held in value]
        else:
            found.add((way, str(value)))
    return found or {("", "")}
