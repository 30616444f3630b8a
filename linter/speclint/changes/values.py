"""Differences between values that are not figures; the only module that imports deepdiff.

Objects are compared member by member and lists of objects by their key. A list of numbers, such as a charging
curve, is one value. Any other list is compared by deepdiff, without regard to order.
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
"""Product of the lengths of two lists up to which deepdiff compares them; longer ones are one value."""


class Difference(msgspec.Struct, frozen=True):
    """One place where two values differ; a pointer is None where a side has no value."""

    base: str | None
    """Pointer in the base."""
    revision: str | None
    before: object = None
    after: object = None
    lost: tuple[object, ...] = ()
    """Of a list without order: the elements that only the base holds."""
    gained: tuple[object, ...] = ()


def differences(base: object, revision: object) -> Iterator[Difference]:
    """Each place where two JSON values differ, as deep as both sides have a value."""
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
    elif not _is_equal(base, revision):
        yield Difference(to_pointer(here), to_pointer(there), base, revision)


def _is_equal(base: object, revision: object) -> bool:
    """Whether two values that are not both lists or both objects are equal; a boolean equals no number."""
    return isinstance(base, bool) is isinstance(revision, bool) and base == revision


def _lists(base: list[object], revision: list[object], here: Steps, there: Steps) -> Iterator[Difference]:
    if canonical(base) == canonical(revision):
        return
    key = key_of(base, revision)
    if key is not None:
        pairs = aligned(base, revision, key)
        for index, element in enumerate(base):
            if index in pairs:
                other = pairs[index]
                yield from _walk(element, revision[other], (*here, index), (*there, other))
            else:
                yield Difference(to_pointer((*here, index)), None, element)
        for index in set(range(len(revision))).difference(pairs.values()):
            yield Difference(None, to_pointer((*there, index)), after=revision[index])
    elif (_is_numeric(base) and _is_numeric(revision)) or len(base) * len(revision) > MAX_PAIRS:
        if base != revision:
            yield Difference(to_pointer(here), to_pointer(there), base, revision)
    else:
        yield from _without_order(base, revision, here, there)


def _is_numeric(elements: object) -> bool:
    """Whether a value holds only numbers, such as a curve, whose elements have no meaning of their own."""
    if isinstance(elements, list):
        return all(map(_is_numeric, elements))
    if isinstance(elements, dict):
        return all(map(_is_numeric, elements.values()))
    return isinstance(elements, int | Decimal) and not isinstance(elements, bool)


def _without_order(
    base: list[object], revision: list[object], here: Steps, there: Steps
) -> Iterator[Difference]:
    """The differences that deepdiff finds in two lists without a key: of scalars one, else each."""
    # of pairs at equal distance deepdiff chooses by the order of the sides, which must not matter
    if canonical(base) > canonical(revision):
        yield from [_swapped(difference) for difference in _without_order(revision, base, there, here)]
        return
    found = list(_deepdiff(base, revision))
    if not any(isinstance(element, dict | list) for element in (*base, *revision)):
        lost = tuple(before for before, _, _, _ in found if before is not _ABSENT)
        gained = tuple(after for _, after, _, _ in found if after is not _ABSENT)
        if found:
            yield Difference(to_pointer(here), to_pointer(there), base, revision, lost, gained)
        return
    for before, after, steps, other_steps in found:
        if after is _ABSENT:
            yield Difference(to_pointer((*here, *steps)), None, before)
        elif before is _ABSENT:
            yield Difference(None, to_pointer((*there, *other_steps)), after=after)
        else:
            yield Difference(to_pointer((*here, *steps)), to_pointer((*there, *other_steps)), before, after)


_ABSENT = object()


def _deepdiff(base: list[object], revision: list[object]) -> Iterator[tuple[object, object, Steps, Steps]]:
    """Each difference as its values and their steps in both lists, in order of the steps."""
    from deepdiff import DeepDiff
    from deepdiff.helper import notpresent

    tree = DeepDiff(
        base, revision, view="tree", ignore_order=True, ignore_numeric_type_changes=True,
        threshold_to_diff_deeper=0,
    )  # fmt: skip
    levels = [level for levels in tree.values() for level in levels]
    found = [
        (
            _ABSENT if level.t1 is notpresent else level.t1,
            _ABSENT if level.t2 is notpresent else level.t2,
            tuple(level.path(output_format="list")),
            tuple(level.path(output_format="list", use_t2=True)),
        )
        for level in levels
    ]
    yield from sorted(found, key=lambda difference: (to_pointer(difference[2]), to_pointer(difference[3])))


def _swapped(difference: Difference) -> Difference:
    return Difference(
        base=difference.revision,
        revision=difference.base,
        before=difference.after,
        after=difference.before,
        lost=difference.gained,
        gained=difference.lost,
    )
