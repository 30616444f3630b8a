"""What a change brought in: the sheets before it, how they are called now, and what its rules say."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from speclint.changes.change import Revised
from speclint.changes.detect import diff_sheets
from speclint.changes.match import paired
from speclint.documents.pointer import is_within
from speclint.files.walk import walk
from speclint.project.request import inputs
from speclint.rules.evaluate import evaluate_changes
from speclint.rules.registry import CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from speclint.changes.change import Pair
    from speclint.checking.baseline import Entry
    from speclint.files.tree import Tree
    from speclint.project.load import Project
    from speclint.project.request import Request
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import RuleViolation
    from speclint.sheets.sheet import Sheet

Told: TypeAlias = "dict[tuple[str, str], list[RuleViolation]]"
"""What rules say of the changes of a sheet, by its path and id."""


def request_before(request: Request, since: Tree) -> Request | None:
    """The request as it would have been before the change; None if none of its paths was there.

    Where a path was not, the sheets that are gone are read too: one of them may have been renamed.
    """
    profiles = request.profiles or request.tree
    before = replace(
        request, tree=since, since=None, paths=(), text=None, profiles=profiles, respect_nested_config=False
    )
    if not request.paths:
        return before
    paths = [path for path in request.paths if since.exists(request.working / path)]
    new = [path for path in request.paths if path not in paths]
    gone = {file for file in _sheets(before, new) if not request.tree.exists(file)} if new else ()
    paths += sorted(gone)
    return replace(before, paths=paths) if paths else None


def _sheets(before: Request, new: Iterable[Path]) -> Iterable[Path]:
    """The sheets that the configuration named before, or else those beside the new files."""
    if before.config.sheets:
        return inputs(before)[0]
    folders = {(before.working / path).parent for path in new}
    return (file for folder in folders for file in walk(before.tree, folder))


def pairs_of(base: Project, revision: Project) -> list[Pair]:
    """The sheets before and after the change."""
    return paired(list(base.reported), list(revision.reported))


def renamed(entries: Iterable[Entry], pairs: Iterable[Pair]) -> Iterator[Entry]:
    """What was found before the change, under the names that the sheets have now."""
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


def told_of_changes(
    pairs: Iterable[Pair], base: Project, revision: Project, rules: Sequence[RuleEntry]
) -> Told:
    """What the rules on changes say of each sheet that differs."""
    told: Told = {}
    asked = [rule.rule for rule in rules if rule.group == CHANGES]
    for pair in pairs if asked else ():
        if pair.base is None or pair.revision is None or _holds_the_same(pair.base, pair.revision):
            continue
        changes = tuple(diff_sheets(pair))
        if changes:
            revised = Revised(pair.base, pair.revision, changes, base.catalog, revision.catalog)
            found = evaluate_changes(revised, asked)
            told[pair.revision.path, pair.revision.id] = [
                one for one in found if _can_be_told(pair.revision, one)
            ]
    return told


def _can_be_told(sheet: Sheet, found: RuleViolation) -> bool:
    # a place at fault is told as that; nothing more is asked of it
    return not any(
        is_within(found[1].at, place) or is_within(place, found[1].at) for place in sheet.invalid_pointers
    )


def _holds_the_same(one: Sheet, other: Sheet) -> bool:
    return one.id == other.id and [layer.content for layer in one.layers] == [
        layer.content for layer in other.layers
    ]
