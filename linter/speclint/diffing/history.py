"""The life of a sheet over git: what each commit made of its figures, oldest first, through renames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.changes.change import Pair
from speclint.changes.detect import diff_sheets, title
from speclint.changes.match import paired
from speclint.changes.wording import label, message
from speclint.documents.pointer import is_within
from speclint.errors import GitError, NothingToCheckError
from speclint.files.revision import revision_at
from speclint.project.load import load_project
from speclint.project.request import inputs, silent
from speclint.results import Event, Life, Line
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from speclint.changes.change import Change
    from speclint.files.git import Commit, Repository
    from speclint.files.revision import Revision
    from speclint.project.request import Request
    from speclint.sheets.sources import Source


class _Moment(msgspec.Struct, frozen=True, eq=False):
    """A sheet as a commit left it."""

    commit: Commit
    sheet: Sheet


def life_of(request: Request, name: str, repository: Repository, head: str, units: str = "both") -> Life:
    """The life of a sheet up to a commit.

    Args:
        request: how sheets are read in that commit; its paths hold the sheet.
        name: id of the sheet; empty if the paths hold only one.
        repository: where the commits are.
        head: id of the last commit.
        units: those of the reader.

    Raises:
        NothingToCheckError: there is no such sheet in that commit.
        SpeclintError: the work cannot be done.
    """
    newest = _sheet(request, name)
    moments = list(_moments(request, repository, head, newest))[::-1]
    lines: dict[tuple[str | None, str], list[Event]] = {}
    before = Sheet(newest.place, newest.layers, {}, newest.profile)
    for number, moment in enumerate(moments):
        # before the first commit there was no sheet to be renamed
        for change in diff_sheets(Pair(before, moment.sheet, named=number == 0)):
            if change.quantity is not None or change.is_of_sheet or change.field == "status":
                key = (change.quantity.name if change.quantity else None, label(change) or "name")
                lines.setdefault(key, []).append(_event(change, before, moment, units))
        before = moment.sheet
    told = tuple(Line(quantity, called, tuple(events)) for (quantity, called), events in lines.items())
    return Life(newest.id, title(newest), len(moments), told, repository.is_shallow)


def _event(change: Change, before: Sheet, moment: _Moment, units: str) -> Event:
    words = message(change, units).removeprefix(label(change)).lstrip(": ")
    source = _source(before.sources, moment.sheet.sources, change.pointer)
    return Event(moment.commit.oid, moment.commit.date, change.kind.value, words, source)


def _source(before: Sequence[Source], now: Sequence[Source], pointer: str) -> str | None:
    """The page that vouches for a place: one that is new, or else the youngest."""
    covering = [
        source
        for source in now
        if source.url and any(place is not None and is_within(pointer, place) for place in source.covers)
    ]
    known = {source.url.text for source in before if source.url}
    new = [source for source in covering if source.url and source.url.text not in known]
    latest = max(new or covering, key=_day, default=None)
    return latest.url.text if latest and latest.url else None


def _day(source: Source) -> str:
    return max((one.text for one in (source.published, source.accessed) if one), default="")


def _sheet(request: Request, name: str) -> Sheet:
    found = [sheet for sheet in load_project(request, silent).reported if not name or sheet.id == name]
    if not found:
        text = f'there is no file and no sheet "{name}" in that revision'
        raise NothingToCheckError(text)
    if len(found) > 1:
        text = f"{found[0].path} holds {len(found)} sheets; name one by its id, such as {found[0].id}"
        raise NothingToCheckError(text)
    return found[0]


def _moments(request: Request, repository: Repository, head: str, sheet: Sheet) -> Iterator[_Moment]:
    """The commits that touched a sheet, newest first, with the sheet as each left it."""
    while True:
        commits = repository.commits(head, [request.working / layer.path for layer in sheet.layers])
        for commit in commits:
            tree = revision_at(repository, commit.oid)
            found = _like(request, tree, [request.working / sheet.layers[-1].path], sheet)
            if found is not None:
                sheet = found
                yield _Moment(commit, sheet)
        earlier = _before(request, repository, commits[-1].oid, sheet) if commits else None
        if earlier is None:
            return
        head, sheet = earlier


def _like(request: Request, tree: Revision, files: Sequence[Path], sheet: Sheet) -> Sheet | None:
    """The sheet in one of these files of a commit that is the same as another one."""
    there = [file for file in files if tree.exists(file)]
    if not there:
        return None
    found = list(
        load_project(replace(request, tree=tree, paths=there, profiles=request.tree), silent).reported
    )
    return next((pair.base for pair in paired(found, [sheet]) if pair.revision is sheet), None)


def _before(request: Request, repository: Repository, oid: str, sheet: Sheet) -> tuple[str, Sheet] | None:
    """The parent of the commit in which a sheet began, and the sheet that it was there under another name."""
    try:
        parent = repository.resolve(f"{oid}~1")
    except GitError:
        return None
    tree, now = revision_at(repository, parent), revision_at(repository, oid)
    try:
        claimed = inputs(replace(request, tree=tree, paths=(), profiles=request.tree))[0]
    except NothingToCheckError:
        return None
    found = _like(request, tree, [file for file in claimed if not now.exists(file)], sheet)
    return (parent, found) if found is not None else None
