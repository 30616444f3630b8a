"""The history of a sheet in git: what each commit changed in its figures, oldest first, through renames."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from speclint.changes.change import Pair
from speclint.changes.detect import diff_sheets
from speclint.changes.match import paired
from speclint.changes.wording import label, message
from speclint.diffing.renames import renamed_to
from speclint.documents.message_text import likely
from speclint.documents.pointer import is_within
from speclint.errors import GitError, NothingToCheckError
from speclint.files.revision import Revision
from speclint.project.load import load_project, read_project
from speclint.project.request import inputs, silent
from speclint.results import Event, FigureHistory, History
from speclint.sheets.identity import title
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.files.git import Commit, Repository
    from speclint.project.load import Project
    from speclint.project.request import Request
    from speclint.sheets.sources import Source

    Snapshot: TypeAlias = tuple[Commit, Sheet]
    """A commit, and a sheet as it was after it."""


def history_of(
    request: Request, name: str, repository: Repository, head: str, units: str = "both"
) -> History:
    """The history of a sheet up to a commit.

    Args:
        request: how sheets are read in that commit; its paths hold the sheet.
        name: id of the sheet; empty if the paths hold only one.
        repository: where the commits are.
        head: id of the last commit.
        units: of the messages: metric, imperial or both.

    Raises:
        NothingToCheckError: there is no such sheet in that commit.
        SpeclintError: the work cannot be done.
    """
    newest = _sheet(request, Revision(repository, head), name)
    snapshots = list(_snapshots(request, repository, head, newest))[::-1]
    empty = Sheet(newest.place, newest.layers, {}, newest.profile)
    figures = tuple(_figures(empty, snapshots, units))
    return History(newest.id, title(newest), len(snapshots), figures, repository.is_shallow)


def _figures(empty: Sheet, snapshots: Sequence[Snapshot], units: str) -> Iterator[FigureHistory]:
    """The history of each figure, and of the status and the name of the sheet."""
    figures: dict[tuple[str | None, str], list[Event]] = {}
    before = empty
    for number, (commit, sheet) in enumerate(snapshots):
        # before the first commit there was no sheet to rename
        for change in diff_sheets(Pair(before, sheet, named=number == 0)):
            if change.quantity is not None or change.is_of_sheet or change.field == "status":
                key = (change.quantity.name if change.quantity else None, label(change) or "name")
                text = message(change, units).removeprefix(label(change)).lstrip(": ")
                source = _source(before.sources, sheet.sources, change.pointer)
                event = Event(commit.oid, commit.date, change.kind.value, text, source)
                figures.setdefault(key, []).append(event)
        before = sheet
    for (quantity, name), events in figures.items():
        yield FigureHistory(quantity, name, tuple(events))


def _source(before: Sequence[Source], now: Sequence[Source], pointer: str) -> str | None:
    """Address of the page that covers a place: of one that is new, or else of the latest."""
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
    return max((date.text for date in (source.published, source.accessed) if date), default="")


def _sheet(request: Request, tree: Revision, name: str) -> Sheet:
    project = _project(request, tree) if request.paths else _project_with(request, name)
    sheets = list(project.reported)
    found = [sheet for sheet in sheets if not name or sheet.id == name]
    if not found:
        now, meant = renamed_to(name, sheets, request.working), likely(name, (sheet.id for sheet in sheets))
        remedy = f'; it is "{now}" now' if now else f"; did you mean {meant}?" if meant else ""
        text = f'there is no file and no sheet "{name}" in that revision{remedy}'
        raise NothingToCheckError(text)
    if len(found) > 1:
        text = f"{found[0].path} holds {len(found)} sheets; name one by its id, such as {found[0].id}"
        raise NothingToCheckError(text)
    return found[0]


def _snapshots(request: Request, repository: Repository, head: str, sheet: Sheet) -> Iterator[Snapshot]:
    """The sheet after each commit that changed its files, newest first."""
    while True:
        commits = repository.commits(head, [request.working / layer.path for layer in sheet.layers])
        for commit in commits:
            tree = Revision(repository, commit.oid)
            found = _same_sheet(request, tree, [request.working / sheet.layers[-1].path], sheet)
            if found is not None:
                sheet = found
                yield commit, sheet
        earlier = _before_rename(request, repository, commits[-1].oid, sheet) if commits else None
        if earlier is None:
            return
        head, sheet = earlier


def _project(request: Request, tree: Revision) -> Project:
    """The project of the files that a request names; of the catalog around them nothing is listed."""
    files = [os.path.normpath(request.working / path) for path in request.paths]
    if not all(tree.oid_of(file) and tree.real(file) == Path(file) for file in files):
        return load_project(request, silent)
    claimed, wanted, nearer = inputs(replace(request, source=tree.part(files)))
    return read_project(request, claimed, wanted, nearer, silent)


def _project_with(request: Request, name: str) -> Project:
    """The project of the files that may hold the sheet of an id; of most the path is the id."""
    claimed, wanted, nearer = inputs(request)
    holding = {
        file: source
        for file, source in wanted.items()
        if source.place.id == name
        or source.is_stream
        or source.claim is None
        or source.claim.profile.records is not None
    }
    # a file of one sheet may as well hold one record a line
    return read_project(request, claimed, holding or wanted, nearer, silent)


def _same_sheet(request: Request, tree: Revision, files: Sequence[Path], sheet: Sheet) -> Sheet | None:
    """The version of a sheet in one of these files of a commit, or None."""
    present = [file for file in files if tree.exists(file)]
    if not present:
        return None
    at_commit = replace(request, source=tree, paths=present, profiles=request.source)
    found = list(_project(at_commit, tree).reported)
    return next((pair.base for pair in paired(found, [sheet]) if pair.revision is sheet), None)


def _before_rename(
    request: Request, repository: Repository, oid: str, sheet: Sheet
) -> tuple[str, Sheet] | None:
    """The parent of the commit that added a sheet, and the sheet under another name there, or None."""
    try:
        parent = repository.resolve(f"{oid}~1")
    except GitError:
        return None
    tree, now = Revision(repository, parent), Revision(repository, oid)
    files = [file for file in tree.differing(now) if now.oid_of(file) is None]
    before = replace(request, source=tree, paths=(), profiles=request.source)
    try:
        claimed = inputs(before if tree.has_links else replace(before, source=tree.part(files)))[0]
    except NothingToCheckError:
        return None
    gone = [source.file for source in claimed.values() if not now.exists(source.file)]
    found = _same_sheet(request, tree, gone, sheet)
    return (parent, found) if found is not None else None
