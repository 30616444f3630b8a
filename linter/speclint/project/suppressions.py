"""Suppressions: violations that a sheet or the configuration accepts, each with its reason."""

from __future__ import annotations

import re
from collections import defaultdict
from fnmatch import fnmatchcase, translate
from operator import itemgetter
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.pointer import is_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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


class Accepted:
    """The suppressions of a configuration by their rule, of which a pattern is compiled once."""

    def __init__(self, configured: Iterable[ConfigSuppression]) -> None:
        self._of_rule: defaultdict[str, list[tuple[int, ConfigSuppression]]] = defaultdict(list)
        for number, suppression in enumerate(configured):
            self._of_rule[suppression.rule].append((number, suppression))
        self._compiled: dict[str, Callable[[str], object]] = {}

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._of_rule)

    def of(self, names: Iterable[str], sheet: str) -> list[ConfigSuppression]:
        """Those of a rule, by its names, for the id of a sheet, in the order of the configuration."""
        known = (each for name in dict.fromkeys(names) for each in self._of_rule.get(name, ()))
        return [each for _, each in sorted(known, key=itemgetter(0)) if self._matches(sheet, each.sheet)]

    def _matches(self, sheet: str, pattern: str) -> bool:
        if "*" not in pattern and "?" not in pattern:
            return sheet == pattern
        if pattern not in self._compiled:
            self._compiled[pattern] = re.compile(translate(_quoted(pattern))).match
        return self._compiled[pattern](sheet) is not None


def matching(
    names: Sequence[str],
    pointers: Iterable[str],
    sheets: Sequence[Sheet],
    configured: Accepted,
) -> list[Match]:
    """The suppressions that match a violation; the reason of the first one holds.

    Args:
        names: the names of the rule: its id, and the one that it had first.
        pointers: the places that the violation is about, in the order in which they count.
        sheets: the sheet of the violation, then the siblings that the violation is about.
        configured: those of the configuration.
    """
    inline = [(sheet, suppression) for sheet in sheets for suppression in sheet.suppressions]
    if not (inline or configured):
        return []
    accepted = configured.of(names, sheets[0].id)
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
                for suppression in accepted
                if is_within(pointer, suppression.at)
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
    return fnmatchcase(name, _quoted(pattern))


def _quoted(pattern: str) -> str:
    # brackets are part of many ids, so only `*` and `?` are wildcards
    return pattern.replace("[", "[[]")


def _inline_match(sheet: Sheet, suppression: InlineSuppression) -> Match:
    return Match(f"{sheet.path} {sheet.id}", suppression.pointer, suppression.reason)


def _configured_match(suppression: ConfigSuppression) -> Match:
    return Match("", suppression.pointer, suppression.reason)
