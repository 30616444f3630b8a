"""Differences between values that are not figures; the only module that imports deepdiff.

Objects are compared member by member and lists of objects by their key. A list of numbers, such as a curve
that no profile maps, is one value. Any other list is compared by deepdiff, without regard to order.
"""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING

import msgspec

from speclint.changes.align import aligned, key_of
from speclint.changes.change import Stated
from speclint.documents.parser import MAX_DIGITS
from speclint.documents.pointer import to_pointer
from speclint.documents.writer import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.documents.pointer import Steps

MAX_PAIRS = 10_000
"""Product of the lengths of two lists up to which deepdiff compares them; longer ones are one value."""


_EXACT = Context(prec=MAX_DIGITS)


class Difference(msgspec.Struct, frozen=True):
    """One place where two values differ; a side is None where it has no value."""

    base: Stated | None
    revision: Stated | None
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
                yield Difference(_stated((*here, name), base[name]), None)
            elif name not in base:
                yield Difference(None, _stated((*there, name), revision[name]))
            else:
                yield from _walk(base[name], revision[name], (*here, name), (*there, name))
    elif isinstance(base, list) and isinstance(revision, list):
        yield from _lists(base, revision, here, there)
    elif not _is_equal(base, revision):
        yield Difference(_stated(here, base), _stated(there, revision))


def _stated(steps: Steps, value: object) -> Stated:
    return Stated(to_pointer(steps), value)


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
                yield Difference(_stated((*here, index), element), None)
        for index in set(range(len(revision))).difference(pairs.values()):
            yield Difference(None, _stated((*there, index), revision[index]))
    elif (_is_numeric(base) and _is_numeric(revision)) or len(base) * len(revision) > MAX_PAIRS:
        if base != revision:
            yield Difference(_stated(here, base), _stated(there, revision))
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
        for found in _without_order(revision, base, there, here):
            yield Difference(found.revision, found.base, found.gained, found.lost)
        return
    differences = list(_deepdiff(base, revision, here, there))
    if not differences and _in_order(base) != _in_order(revision):
        # deepdiff does not count how often an element is there
        yield Difference(_stated(here, base), _stated(there, revision))
    elif any(isinstance(element, dict | list) for element in (*base, *revision)):
        yield from differences
    elif differences:
        lost = tuple(found.base.value for found in differences if found.base)
        gained = tuple(found.revision.value for found in differences if found.revision)
        yield Difference(_stated(here, base), _stated(there, revision), lost, gained)


def _in_order(value: object) -> object:
    """A value with its numbers as `_digits` gives them and its lists sorted."""
    if isinstance(value, dict):
        return {name: _in_order(member) for name, member in value.items()}
    if isinstance(value, list):
        return sorted(map(_in_order, value), key=canonical)
    return [_digits(value)] if isinstance(value, int | Decimal) else value


def _digits(number: int | Decimal, **_: object) -> str:
    """A number as text, the same for equal ones; deepdiff's own keeps 12 decimals and fails from 1e28 on."""
    return str(number) if isinstance(number, int) else f"{_EXACT.normalize(number or Decimal()):f}"


def _deepdiff(base: list[object], revision: list[object], here: Steps, there: Steps) -> Iterator[Difference]:
    """Each difference, in order of the places in both lists."""
    from deepdiff import DeepDiff
    from deepdiff.helper import notpresent

    tree = DeepDiff(
        base, revision, view="tree", ignore_order=True, ignore_numeric_type_changes=True,
        threshold_to_diff_deeper=0, number_to_string_func=_digits,
        ignore_private_variables=False,
    )  # fmt: skip
    found = [
        (
            _stated((*here, *level.path(output_format="list")), level.t1),
            _stated((*there, *level.path(output_format="list", use_t2=True)), level.t2),
        )
        for levels in tree.values()
        for level in levels
    ]
    for before, after in sorted(found, key=lambda sides: [side.pointer for side in sides]):
        yield Difference(
            None if before.value is notpresent else before, None if after.value is notpresent else after
        )
