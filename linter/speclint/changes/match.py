"""Pairs the sheets of two revisions: by identity, by own id, by path, and then by similarity."""

from __future__ import annotations

from collections import Counter
from math import log2
from typing import TYPE_CHECKING, TypeAlias

from speclint.changes.change import Pair
from speclint.sheets.identity import identity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from speclint.sheets.sheet import Sheet

NAMES = ("id", "uuid")
"""Top-level members that identify a sheet permanently."""
MIN_SIMILARITY = 0.5
"""Similarity from which on one sheet is taken for the other renamed; the default of `git diff -M`."""
MAX_HOLDERS = 64
"""Sheets that may share a feature; one that more share is not used to find candidates."""

Feature: TypeAlias = tuple[str, str]


def paired(base: Sequence[Sheet], revision: Sequence[Sheet], *, named: bool = False) -> list[Pair]:
    """Every sheet with its counterpart in the other revision, or alone, in the order of the revision.

    Args:
        base: the sheets of the base.
        revision: the sheets of the revision.
        named: whether the user named one file on each side.
    """
    if named and len(base) == len(revision) == 1:
        return [Pair(base[0], revision[0], named=True)]
    matches: dict[int, int] = {}
    """Index in the base by index in the revision."""
    for key_of in (_identity, _own_name, lambda sheet: sheet.id):
        old = _unique_keys(_left(base, matches.values()), key_of)
        new = _unique_keys(_left(revision, matches.keys()), key_of)
        matches |= {new[key]: old[key] for key in old.keys() & new.keys()}
    matches |= _matched_by_similarity(_left(base, matches.values()), _left(revision, matches.keys()))
    pairs = [
        Pair(base[matches[index]] if index in matches else None, sheet, named=named)
        for index, sheet in enumerate(revision)
    ]
    removed = _left(base, matches.values()).values()
    return pairs + [Pair(sheet, None, named=named) for sheet in removed]


def _left(sheets: Sequence[Sheet], matched: Iterable[int]) -> dict[int, Sheet]:
    """The sheets that are not matched, by index."""
    taken = set(matched)
    return {index: sheet for index, sheet in enumerate(sheets) if index not in taken}


def _unique_keys(sheets: Mapping[int, Sheet], key_of: Callable[[Sheet], Hashable]) -> dict[Hashable, int]:
    """The index of each sheet whose key no other has, by that key."""
    keys = {index: key_of(sheet) for index, sheet in sheets.items()}
    counts = Counter(keys.values())
    return {key: index for index, key in keys.items() if key is not None and counts[key] == 1}


def _identity(sheet: Sheet) -> Hashable:
    fields = identity_of(sheet)
    return fields if sum(field is not None for field in fields) > 1 else None


def _own_name(sheet: Sheet) -> Hashable:
    value = sheet.value if isinstance(sheet.value, dict) else {}
    return next((value[name] for name in NAMES if isinstance(value.get(name), str)), None)


def _matched_by_similarity(base: Mapping[int, Sheet], revision: Mapping[int, Sheet]) -> dict[int, int]:
    """Index in the base by index in the revision, of the most similar sheets, each once."""
    if not base or not revision:
        return {}
    scores = []
    for old, new, similarity in _similarities(base, revision):
        # own names that differ, of which neither is missing, are those of two sheets
        names = {_own_name(base[old]), _own_name(revision[new])} - {None}
        if similarity >= MIN_SIMILARITY and len(names) <= 1:
            # equal scores are ordered by ids, so that swapping the sides changes nothing
            first, second = sorted((base[old].id, revision[new].id))
            scores.append((-similarity, first, second, old, new))
    matches: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, _, old, new in sorted(scores):
        if new not in matches and old not in taken:
            matches[new] = old
            taken.add(old)
    return matches


def _similarities(
    base: Mapping[int, Sheet], revision: Mapping[int, Sheet]
) -> Iterator[tuple[int, int, float]]:
    """Dice similarity of sheets that share a rare feature; features are weighted by their rarity."""
    old = {index: _features(sheet) for index, sheet in base.items()}
    new = {index: _features(sheet) for index, sheet in revision.items()}
    holders = Counter(feature for features in (*old.values(), *new.values()) for feature in features)
    weight = {feature: 1 / log2(1 + number) for feature, number in holders.items()}
    by_feature: dict[Feature, list[int]] = {}
    for after, features in new.items():
        for feature in features:
            if holders[feature] <= MAX_HOLDERS:
                by_feature.setdefault(feature, []).append(after)
    for before, features in old.items():
        for after in {after for feature in features for after in by_feature.get(feature, ())}:
            whole = sum(weight[feature] for feature in (*features, *new[after]))
            yield before, after, 2 * sum(weight[feature] for feature in features & new[after]) / whole


def _features(sheet: Sheet) -> set[Feature]:
    """Each scalar of a sheet with its path, in which all elements of a list have one name."""
    features: set[Feature] = set()
    waiting: list[tuple[str, object]] = [("", sheet.value)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{path}/{name}", member) for name, member in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{path}/*", element) for element in value]
        else:
            features.add((path, str(value)))
    return features or {("", "")}
