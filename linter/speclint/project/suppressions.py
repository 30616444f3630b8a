"""Suppressions: violations that a sheet or the configuration accepts, each with its reason."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.pointer import is_within

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from speclint.project.config import ConfigSuppression
    from speclint.sheets.declarations import InlineSuppression
    from speclint.sheets.sheet import Sheet


class Match(msgspec.Struct, frozen=True):
    """A suppression that matches a violation."""

    owner: str
    """Path and id of the sheet that states the suppression; empty for the configuration."""
    pointer: str
    """Where the suppression itself stands."""
    reason: str


def matching(
    names: Container[str],
    pointers: Iterable[str],
    sheets: Sequence[Sheet],
    configured: Sequence[ConfigSuppression],
) -> list[Match]:
    """The suppressions that match a violation; the reason of the first one holds.

    Args:
        names: the names of the rule: its id, and the one that it had first.
        pointers: the places that the violation is about, in the order in which they count.
        sheets: the sheet of the violation, then the siblings that the violation is about.
        configured: the suppressions of the configuration.
    """
    inline = [(sheet, suppression) for sheet in sheets for suppression in sheet.suppressions]
    if not (inline or configured):
        return []
    return [
        match
        for pointer in pointers
        for match in (
            *(
                _inline_match(sheet, suppression)
                for sheet, suppression in inline
                if suppression.rule in names and is_within(pointer, suppression.at)
            ),
            *(
                _configured_match(suppression)
                for suppression in configured
                if matches(sheets[0].id, suppression.sheet) and suppression.rule in names
                and is_within(pointer, suppression.at)
            ),
        )
    ]  # fmt: skip


def unused_inline(sheet: Sheet, used: frozenset[Match]) -> Iterator[InlineSuppression]:
    """The suppressions of a sheet that matched nothing."""
    return (
        suppression for suppression in sheet.suppressions if _inline_match(sheet, suppression) not in used
    )


def unused_configured(
    configured: Iterable[ConfigSuppression], used: frozenset[Match]
) -> Iterator[ConfigSuppression]:
    """The suppressions of the configuration that matched nothing."""
    return (suppression for suppression in configured if _configured_match(suppression) not in used)


def matches(name: str, pattern: str) -> bool:
    """Whether the id of a sheet is of a pattern of the configuration."""
    # brackets are part of many ids, so only `*` and `?` are wildcards
    return fnmatchcase(name, pattern.replace("[", "[[]"))


def _inline_match(sheet: Sheet, suppression: InlineSuppression) -> Match:
    return Match(f"{sheet.path} {sheet.id}", suppression.pointer, suppression.reason)


def _configured_match(suppression: ConfigSuppression) -> Match:
    return Match("", suppression.pointer, suppression.reason)
