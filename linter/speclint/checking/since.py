"""What a change brought in: the sheets before it, how they are called now, and what its rules say."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from speclint.changes.change import Revised
from speclint.changes.detect import changes_of
from speclint.changes.match import paired
from speclint.documents.pointer import is_within
from speclint.files.walk import walk
from speclint.project.request import inputs
from speclint.rules.evaluate import hits_of_change
from speclint.rules.registry import CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from speclint.changes.change import Pair
    from speclint.checking.baseline import Entry
    from speclint.files.tree import Tree
    from speclint.project.load import Gathered
    from speclint.project.request import Job
    from speclint.rules.registry import Listed
    from speclint.rules.rule import Found
    from speclint.sheets.sheet import Sheet

Told: TypeAlias = "dict[tuple[str, str], list[Found]]"
"""What rules say of the changes of a sheet, by its path and id."""


def job_before(job: Job, since: Tree) -> Job | None:
    """The job as it would have been before the change; None if none of its paths was there.

    Where a path was not, the sheets that are gone are read too: one of them may have been renamed.
    """
    profiles = job.profiles or job.tree
    before = replace(job, tree=since, since=None, paths=(), text=None, profiles=profiles, yields=False)
    if not job.paths:
        return before
    paths = [path for path in job.paths if since.exists(job.working / path)]
    new = [path for path in job.paths if path not in paths]
    gone = {file for file in _sheets(before, new) if not job.tree.exists(file)} if new else ()
    paths += sorted(gone)
    return replace(before, paths=paths) if paths else None


def _sheets(before: Job, new: Iterable[Path]) -> Iterable[Path]:
    """The sheets that the configuration named before, or else those beside the new files."""
    if before.config.sheets:
        return inputs(before)[0]
    folders = {(before.working / path).parent for path in new}
    return (file for folder in folders for file in walk(before.tree, folder))


def pairs_of(base: Gathered, revision: Gathered) -> list[Pair]:
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
    pairs: Iterable[Pair], base: Gathered, revision: Gathered, rules: Sequence[Listed]
) -> Told:
    """What the rules on changes say of each sheet that differs."""
    told: Told = {}
    asked = [one.rule for one in rules if one.group == CHANGES]
    for pair in pairs if asked else ():
        if pair.base is None or pair.revision is None or _holds_the_same(pair.base, pair.revision):
            continue
        changes = tuple(changes_of(pair))
        if changes:
            revised = Revised(pair.base, pair.revision, changes, base.catalog, revision.catalog)
            found = hits_of_change(revised, asked)
            told[pair.revision.path, pair.revision.id] = [
                one for one in found if _can_be_told(pair.revision, one)
            ]
    return told


def _can_be_told(sheet: Sheet, found: Found) -> bool:
    # a place at fault is told as that; nothing more is asked of it
    return not any(is_within(found[1].at, place) or is_within(place, found[1].at) for place in sheet.hidden)


def _holds_the_same(one: Sheet, other: Sheet) -> bool:
    return one.id == other.id and [each.content for each in one.layers] == [
        each.content for each in other.layers
    ]
