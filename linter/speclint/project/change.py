"""The catalog before a change, and of both sides what the change may affect: nothing else is parsed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.errors import NothingToCheckError, OutsideError, UnreadableFileError
from speclint.files.revision import Revision
from speclint.files.walk import walk
from speclint.project.reader import Reader
from speclint.project.request import inputs
from speclint.sheets.inheritance import extended_files, layer_files
from speclint.sheets.layers import EXTENDS
from speclint.sheets.place import streams_of, without
from speclint.sheets.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.files.tree import Tree
    from speclint.project.request import Request
    from speclint.sheets.place import SheetFile, SheetFiles
    from speclint.sheets.sheet import Sheet
    from speclint.sheets.unread import Query

MAX_CHANGED = 0.25
"""Share of a catalog above which all of it is evaluated."""
MAX_QUERIES = 2000
"""Groups of sheets that changed ones belong to above which the whole catalog is evaluated."""


class Side(msgspec.Struct, frozen=True):
    """The files of a catalog before or after a change, and those of them to report on."""

    request: Request
    claimed: SheetFiles
    wanted: SheetFiles
    reader: Reader
    unread: Unread | None = None
    """What was searched in the files that are not to report on."""
    unchanged: tuple[SheetFile, ...] = ()
    """The files to report on that give the same sheets on the other side."""


def side_before(request: Request) -> Side | None:
    """The side before the change of a request; None if there was no sheet yet."""
    before = _request_before(request, request.since) if request.since is not None else None
    if before is None:
        return None
    try:
        claimed, wanted, _ = inputs(before)
    except NothingToCheckError:
        return None
    return Side(before, claimed, wanted, Reader.of(before))


def _request_before(request: Request, since: Tree) -> Request | None:
    """The request as it would have been before the change; None if none of its paths was there.

    Where a path was not, the sheets that are gone are read too: one of them may have been renamed.
    """
    profiles = request.profiles or request.source
    before = replace(
        request, source=since, since=None, paths=(), text=None, profiles=profiles, respect_nested_config=False
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
        return [source.file for source in inputs(before)[0].values()]
    folders = {(before.working / path).parent for path in new}
    return (file for folder in folders for file in walk(before.source, folder))


def affected(now: Side, before: Side) -> tuple[Side, Side]:
    """Both sides, to report on no more than what the change may affect.

    That are the sheets that differ, in their own bytes or in a layer, those of their makes, those that name
    them, and the members of their declared families, before or after the change. Where paths are named, or
    much has changed, both sides stay as they are.

    Raises:
        UnreadableFileError: a file cannot be read.
    """
    if now.request.paths or now.request.schema:
        return now, before
    reader, old_reader = now.reader, before.reader
    differences = _Differences(reader, before.request.source)
    plain = [file for file in now.claimed.values() if not file.is_stream]
    changed = [file for file in plain if differences.in_sheet(file)]
    old = [before.claimed[file.path] for file in changed if file.path in before.claimed]
    gone = [file for name, file in before.claimed.items() if name not in now.claimed and not file.is_stream]
    if len(changed) + len(gone) > MAX_CHANGED * len(plain):
        return now, before
    sheets = [sheet for file in changed for sheet in reader.read(file)]
    sheets += [sheet for file in (*old, *gone) for sheet in old_reader.read(file)]
    queries = list(dict.fromkeys(query for sheet in sheets for query in _groups(sheet)))
    if len(queries) > MAX_QUERIES:
        return now, before
    unread = Unread({file.path: file for file in plain}, reader.content)
    unread.search(queries)
    names = {file.path for file in (*changed, *gone)}
    names.update(path for query in queries for path in unread.stating(query))
    differing = {file.path for file in changed}
    same = [now.claimed[name] for name in names - differing if name in now.claimed]
    unchanged = tuple(file for file in same if _is_read_alike(file, before.claimed.get(file.path)))
    part = _part(before, names, unread)
    return _part(now, names, unread), replace(part, unchanged=unchanged)


def _is_read_alike(file: SheetFile, before: SheetFile | None) -> bool:
    """Whether a file of equal bytes gives the same sheets as before."""
    claim, former = file.claim, before.claim if before else None
    return (
        claim is not None
        and former is not None
        and claim.profile is former.profile
        and claim.schema == former.schema
    )


def _groups(sheet: Sheet) -> Iterator[Query]:
    """The values by which other sheets may find this one."""
    make = sheet.text("make")
    if make:
        # the families that rules look at are of one make
        yield (make,)
    yield (sheet.id,)
    for family in sheet.profile.families if sheet.profile else ():
        shared = family.shared_by(sheet.value)
        if shared is not None:
            yield shared


def _part(side: Side, names: set[str], unread: Unread) -> Side:
    """A side to report on these files, and on those of records; the others have equal bytes on both sides."""
    wanted = {name: file for name, file in side.wanted.items() if name in names or file.is_stream}
    rest = without(side.claimed, [*wanted, *streams_of(side.claimed)])
    return replace(side, wanted=wanted, unread=unread.part(rest))


_EXTENDS = EXTENDS.encode()


class _Differences:
    """Which files differ from those of another tree; of a revision the ids of blobs are compared."""

    def __init__(self, reader: Reader, before: Tree) -> None:
        self._reader = reader
        self._before = before
        self._known: dict[Path, bool] = {}

    def in_sheet(self, file: SheetFile) -> bool:
        """Whether a sheet differs in its own document, or in one that it inherits from."""
        claim = file.claim
        content = self._reader.content(file.path)
        if not self._had(file.path, content):
            return True
        root = claim.root if claim else file.file.parent
        layers = layer_files(file, claim.profile) if claim and claim.profile.layers else []
        if layers or _EXTENDS in content:
            layers += extended_files([file.file, *layers], root, self._content)
        return any(map(self._in_layer, layers))

    def _in_layer(self, file: Path) -> bool:
        if file not in self._known:
            content = self._content(file)
            had = not self._before.is_file(file) if content is None else self._had(file, content)
            self._known[file] = not had
        return self._known[file]

    def _content(self, file: Path) -> bytes | None:
        try:
            return self._reader.content(file)
        except OutsideError:
            raise
        except UnreadableFileError:
            return None

    def _had(self, file: Path | str, content: bytes) -> bool:
        """Whether a file had these bytes before."""
        if isinstance(self._before, Revision):
            return self._before.holds(file, content)
        return self._before.is_file(Path(file)) and self._before.read(file) == content
