"""What differs between two values that are no figures; the one door to deepdiff.

Objects are compared member by member and lists of objects by their key. A list of numbers, such as a charging
curve, is one thing. Any other list is compared by deepdiff, in which order is no change.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from speclint.changes.align import aligned, key_of
from speclint.documents.pointer import to_pointer
from speclint.documents.writer import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.documents.pointer import Steps

MAX_PAIRS = 10_000
"""Elements of one list times those of the other that deepdiff may pair; beyond, a list is one thing."""


class Difference(msgspec.Struct, frozen=True):
    """One place where two values differ; a side is None where nothing stands there."""

    base: str | None
    """Pointer in the base."""
    revision: str | None
    before: object = None
    after: object = None
    lost: tuple[object, ...] = ()
    """Of a list without order: the elements that only the base holds."""
    gained: tuple[object, ...] = ()


def differences(base: object, revision: object) -> Iterator[Difference]:
    """Each place where two JSON values differ, the innermost where both have something."""
    if canonical(base) != canonical(revision):
        yield from _walk(base, revision, (), ())


def _walk(base: object, revision: object, here: Steps, there: Steps) -> Iterator[Difference]:
    if isinstance(base, dict) and isinstance(revision, dict):
        for name in {**base, **revision}:
            if name not in revision:
                yield Difference(to_pointer((*here, name)), None, base[name])
            elif name not in base:
                yield Difference(None, to_pointer((*there, name)), after=revision[name])
            else:
                yield from _walk(base[name], revision[name], (*here, name), (*there, name))
    elif isinstance(base, list) and isinstance(revision, list):
        yield from _lists(base, revision, here, there)
    elif not _is_same(base, revision):
        yield Difference(to_pointer(here), to_pointer(there), base, revision)


def _is_same(one: object, other: object) -> bool:
    """Whether two values of which at most one is a list and one an object are equal, truth never a number."""
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def _lists(base: list[object], revision: list[object], here: Steps, there: Steps) -> Iterator[Difference]:
    if canonical(base) == canonical(revision):
        return
    key = key_of(base, revision)
    if key is not None:
        pairs = aligned(base, revision, key)
        for index, element in enumerate(base):
            if index in pairs:
                like = pairs[index]
                yield from _walk(element, revision[like], (*here, index), (*there, like))
            else:
                yield Difference(to_pointer((*here, index)), None, element)
        for index in set(range(len(revision))).difference(pairs.values()):
            yield Difference(None, to_pointer((*there, index)), after=revision[index])
    elif (_is_one_thing(base) and _is_one_thing(revision)) or len(base) * len(revision) > MAX_PAIRS:
        if base != revision:
            yield Difference(to_pointer(here), to_pointer(there), base, revision)
    else:
        yield from _without_order(base, revision, here, there)


def _is_one_thing(elements: object) -> bool:
    """Whether a list holds nothing but numbers, as a curve: its elements mean nothing by themselves."""
    if isinstance(elements, list):
        return all(map(_is_one_thing, elements))
    if isinstance(elements, dict):
        return all(map(_is_one_thing, elements.values()))
    return isinstance(elements, int | Decimal) and not isinstance(elements, bool)


def _without_order(
    base: list[object], revision: list[object], here: Steps, there: Steps
) -> Iterator[Difference]:
    """What deepdiff finds between two lists without a key: of scalars as a whole, else each difference."""
    # pairs of equal distance depend on the order of the sides, which must not tell
    if canonical(base) > canonical(revision):
        yield from [_swapped(one) for one in _without_order(revision, base, there, here)]
        return
    found = list(_asked(base, revision))
    if not any(isinstance(element, dict | list) for element in (*base, *revision)):
        lost = tuple(before for before, _, _, _ in found if before is not _NOTHING)
        gained = tuple(after for _, after, _, _ in found if after is not _NOTHING)
        if found:
            yield Difference(to_pointer(here), to_pointer(there), base, revision, lost, gained)
        return
    for before, after, route, other in found:
        if after is _NOTHING:
            yield Difference(to_pointer((*here, *route)), None, before)
        elif before is _NOTHING:
            yield Difference(None, to_pointer((*there, *other)), after=after)
        else:
            yield Difference(to_pointer((*here, *route)), to_pointer((*there, *other)), before, after)


_NOTHING = object()


def _asked(base: list[object], revision: list[object]) -> Iterator[tuple[object, object, Steps, Steps]]:
    """Each difference with the values and their places in both lists, in order of the places."""
    from deepdiff import DeepDiff
    from deepdiff.helper import notpresent

    tree = DeepDiff(
        base, revision, view="tree", ignore_order=True, ignore_numeric_type_changes=True,
        threshold_to_diff_deeper=0,
    )  # fmt: skip
    levels = [level for levels in tree.values() for level in levels]
    found = [
        (
            _NOTHING if level.t1 is notpresent else level.t1,
            _NOTHING if level.t2 is notpresent else level.t2,
            tuple(level.path(output_format="list")),
            tuple(level.path(output_format="list", use_t2=True)),
        )
        for level in levels
    ]
    yield from sorted(found, key=lambda one: (to_pointer(one[2]), to_pointer(one[3])))


def _swapped(one: Difference) -> Difference:
    return Difference(one.revision, one.base, one.after, one.before, one.gained, one.lost)
