"""What a sheet declares beside its figures: its siblings, and the findings that it accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import Selector, objects_at
from speclint.documents.pointer import is_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

    from speclint.profiles.profile import SiblingPaths

ACCEPT = ("$speclint", "accept", Selector())
"""Where a sheet of any kind accepts findings."""


class Sibling(msgspec.Struct, frozen=True):
    """A sibling that a sheet declares."""

    sheet: str
    """Id of the other sheet."""
    shares: tuple[str, ...]
    """Names of the quantities that both must agree on."""
    pointer: str


class InlineSuppression(msgspec.Struct, frozen=True):
    """A finding that a sheet accepts: the rule, the place, and the reason."""

    rule: str
    at: str
    """Pointer to the place of the finding, or one above it."""
    reason: str
    pointer: str
    """Where the exemption itself stands."""


def siblings(document: object, paths: SiblingPaths, hidden: AbstractSet[str]) -> Iterator[Sibling]:
    """The siblings that a document declares, without those at a hidden place or with one inside."""

    def is_touched(pointer: str) -> bool:
        return any(is_within(pointer, place) or is_within(place, pointer) for place in hidden)

    for pointer, entry in objects_at(document, paths.each, is_touched):
        name, shares = entry.get(paths.sheet), entry.get(paths.shares)
        if isinstance(name, str) and isinstance(shares, list):
            yield Sibling(name, tuple(str(share) for share in shares), pointer)


def suppressions(document: object, is_invalid: Callable[[str], bool]) -> Iterator[InlineSuppression]:
    """The findings that a document accepts with a reason, without what stands at hidden places."""
    for pointer, entry in objects_at(document, ACCEPT, is_invalid):
        rule, at, reason = entry.get("rule"), entry.get("at"), entry.get("reason")
        if isinstance(rule, str) and isinstance(at, str) and isinstance(reason, str) and reason.strip():
            yield InlineSuppression(rule, at, reason, pointer)
