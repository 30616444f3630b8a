"""The findings before a change, under the present names of sheets, and the violations of change rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec.structs import replace

from speclint.changes.change import Revised
from speclint.changes.detect import diff_sheets
from speclint.changes.match import paired
from speclint.documents.pointer import is_within
from speclint.rules.evaluate import evaluate_changes
from speclint.rules.registry import CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from speclint.changes.change import Pair
    from speclint.checking.baseline import BaselineKey, Entry
    from speclint.project.load import Project
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import RuleViolation
    from speclint.sheets.sheet import Sheet

ChangeViolations: TypeAlias = "dict[tuple[str, str], list[RuleViolation]]"
"""What rules yield in the changes of sheets, by path and id of the sheet."""


class Since(msgspec.Struct, frozen=True):
    """The findings before a change, and the violations of change rules."""

    before: tuple[Entry, ...]
    """The findings before, under the present names of sheets."""
    violations: ChangeViolations

    @property
    def known(self) -> frozenset[BaselineKey]:
        """What distinguishes those findings."""
        return frozenset(entry.key for entry in self.before)


def since_change(
    base: Project, revision: Project, before: Iterable[Entry], rules: Sequence[RuleEntry]
) -> Since:
    """The findings that a revision has from its base, and the violations of change rules.

    Args:
        base: the project before the change.
        revision: the project after it.
        before: the findings in the base.
        rules: the rules that are enabled.
    """
    pairs = paired(list(base.reported), list(revision.reported))
    return Since(tuple(renamed(before, pairs)), change_violations(pairs, base, revision, rules))


def renamed(entries: Iterable[Entry], pairs: Iterable[Pair]) -> Iterator[Entry]:
    """The findings before the change, under the present names of the sheets."""
    names = {
        pair.base.id: pair.revision.id
        for pair in pairs
        if pair.base is not None and pair.revision is not None and pair.base.id != pair.revision.id
    }
    for entry in entries:
        against = {_renamed(place, names): text for place, text in entry.against.items()}
        yield replace(entry, sheet=names.get(entry.sheet, entry.sheet), against=against)


def _renamed(place: str, names: dict[str, str]) -> str:
    name, mark, pointer = place.partition("#/")
    return f"{names.get(name, name)}{mark}{pointer}"


def change_violations(
    pairs: Iterable[Pair], base: Project, revision: Project, rules: Sequence[RuleEntry]
) -> ChangeViolations:
    """The violations of change rules in each sheet that differs."""
    violations: ChangeViolations = {}
    enabled = [rule.rule for rule in rules if rule.group == CHANGES]
    for pair in pairs if enabled else ():
        if pair.base is None or pair.revision is None or _is_unchanged(pair.base, pair.revision):
            continue
        changes = tuple(diff_sheets(pair))
        if changes:
            revised = Revised(pair.base, pair.revision, changes, base.catalog, revision.catalog)
            violations[pair.revision.path, pair.revision.id] = [
                violation
                for violation in evaluate_changes(revised, enabled)
                if _is_valid_place(pair.revision, violation)
            ]
    return violations


def _is_valid_place(sheet: Sheet, found: RuleViolation) -> bool:
    # an invalid place is reported as that; no other rule reads it
    return not any(
        is_within(found[1].name.pointer, place) or is_within(place, found[1].name.pointer)
        for place in sheet.invalid_pointers
    )


def _is_unchanged(base: Sheet, revision: Sheet) -> bool:
    contents = ([layer.content for layer in sheet.layers] for sheet in (base, revision))
    return base.id == revision.id and next(contents) == next(contents)
