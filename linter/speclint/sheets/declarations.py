"""What a sheet declares apart from its figures: siblings, and suppressions of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import Selector, objects_at
from speclint.documents.pointer import is_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from speclint.profiles.profile import SiblingPaths

ACCEPT = ("$speclint", "accept", Selector())
"""The path to the suppressions in a sheet of any profile."""


class Sibling(msgspec.Struct, frozen=True):
    """A sibling that a sheet declares."""

    sheet: str
    """Id of the sibling."""
    shares: tuple[str, ...]
    """Names of the quantities that both must agree on."""
    pointer: str


class InlineSuppression(msgspec.Struct, frozen=True):
    """A finding that a sheet suppresses: the rule, the place, and the reason."""

    rule: str
    at: str
    """Pointer to the place of the finding or to an ancestor of it."""
    reason: str
    pointer: str
    """Pointer to the suppression itself."""


def siblings(document: object, paths: SiblingPaths, invalid_pointers: AbstractSet[str]) -> Iterator[Sibling]:
    """The siblings that a document declares, without those that contain or lie in an invalid place."""

    def overlaps_invalid(pointer: str) -> bool:
        return any(is_within(pointer, place) or is_within(place, pointer) for place in invalid_pointers)

    for pointer, entry in objects_at(document, paths.entries, overlaps_invalid):
        found = sibling(entry, paths, pointer)
        if found is not None:
            yield found


def sibling(entry: Mapping[str, object], paths: SiblingPaths, pointer: str) -> Sibling | None:
    """The sibling that an entry at a pointer declares."""
    name, shares = entry.get(paths.sheet), entry.get(paths.shares)
    if isinstance(name, str) and isinstance(shares, list):
        return Sibling(name, tuple([str(share) for share in shares]), pointer)
    return None


def suppressions(document: object, is_invalid: Callable[[str], bool]) -> Iterator[InlineSuppression]:
    """The findings that a document suppresses with a reason, without those at invalid places."""
    for pointer, entry in objects_at(document, ACCEPT, is_invalid):
        rule, at, reason = entry.get("rule"), entry.get("at"), entry.get("reason")
        if isinstance(rule, str) and isinstance(at, str) and isinstance(reason, str) and reason.strip():
            yield InlineSuppression(rule, at, reason, pointer)
