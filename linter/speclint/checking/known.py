"""Violations by sheet, and those that are known: from a baseline, or from before a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.checking.baseline import BEFORE, REASON, Entry, entry_of
from speclint.rules.rule import RuleViolation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from speclint.checking.baseline import Baseline, BaselineKey

SheetViolations: TypeAlias = tuple[Sheet, list[RuleViolation]]
"""A sheet, and its violations."""

Place: TypeAlias = tuple[str, str, str, str, int]
"""Rule, path and id of the sheet, name of the figure of a violation, and the weight of the rule's level."""


class Part(msgspec.Struct, frozen=True):
    """Violations of one sheet that are known for the same reason."""

    sheet: Sheet
    """The sheet at fault, which may be a sibling of the one that was evaluated."""
    violations: list[RuleViolation]
    known: str | None
    """Why they are known; None if they are new."""


class KnownParts(msgspec.Struct, frozen=True):
    """Violations by whether they are known, and the entries of the baseline that match none."""

    parts: list[Part]
    unfound: tuple[tuple[int, Entry], ...]
    """With their index in the file."""


def part_known(
    found: Iterable[SheetViolations], baseline: Baseline | None, before: frozenset[BaselineKey], working: Path
) -> KnownParts:
    """Separate known violations from new ones, so that no new one is folded under a known one.

    Args:
        found: the violations by the sheet that was evaluated.
        baseline: the findings that are known, if there is a baseline.
        before: the findings before the change that is checked.
        working: the folder that shown paths start from.
    """
    parts: list[Part] = []
    matched: set[BaselineKey] = set()
    for sheet, violations in found:
        for owner, own in _by_owner(sheet, violations):
            by_reason: dict[str | None, list[RuleViolation]] = {}
            for rule, violation in own:
                reason = None
                if baseline is not None or before:
                    entry = entry_of(owner, rule, violation, working)
                    key = baseline.find(entry, violation.message) if baseline else None
                    matched.update({key} if key else ())
                    reason = REASON if key else BEFORE if entry.key in before else None
                by_reason.setdefault(reason, []).append((rule, violation))
            parts += [Part(owner, group, reason) for reason, group in by_reason.items()]
    return KnownParts(parts, baseline.unfound(matched) if baseline else ())


def places_of(found: Iterable[SheetViolations]) -> frozenset[Place]:
    """The figures in which rules were violated that count in corrections, with the sheet at fault."""
    return frozenset(
        (rule.first_id, owner.path, owner.id, str(violation.name), rule.level.weight)
        for sheet, violations in found
        for rule, violation in violations
        if rule.is_evidence
        for owner in (violation.sheet or sheet,)
    )


def _by_owner(sheet: Sheet, found: list[RuleViolation]) -> Iterator[SheetViolations]:
    """The violations by the sheet at fault, which may be a sibling of the one that was evaluated."""
    own = [(rule, violation) for rule, violation in found if violation.sheet is None]
    if own:
        yield sheet, own
    for rule, violation in found:
        if violation.sheet is not None:
            yield violation.sheet, [(rule, violation)]
