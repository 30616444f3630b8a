"""A catalog that is checked while its documents are edited: an edit is judged, and the rest not read again.

Nothing that is found depends on the order of edits: a document is judged as `speclint check` judges its file
with the present texts of all documents.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.checking.live_whole import CurrentProgress, WholeCatalog
from speclint.checking.run import check_project
from speclint.checking.selection import enabled_rules
from speclint.errors import NothingToCheckError, UnreadableFileError
from speclint.files.paths import display_path
from speclint.project.load import Project, load_project, read_project
from speclint.project.request import inputs, silent
from speclint.sheets.revised_catalog import RevisedCatalog

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from speclint.profiles.profile import Profile
    from speclint.project.request import Request
    from speclint.results import Finding
    from speclint.schema.schema import Schema
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.place import SheetFile, SheetFiles, SheetLocation
    from speclint.sheets.sheet import Sheet

MAX_INHERITING = 32
"""Sheets that are judged when a document is edited that they inherit from."""
MAX_CHANGED = 32
"""Documents whose text is not the one that was read with the catalog, before the catalog is read again."""


class LiveCatalog:
    """The catalog of one configuration, with the texts of the documents that are edited.

    It answers from the start; once `adopt` has what `load` read, it also does so in a large catalog at once.
    """

    def __init__(self, request: Request) -> None:
        """The catalog as it is on disk.

        Raises:
            ConfigError, SchemaError: the configuration or a schema cannot be followed.
            UnreadableFileError: a file or folder cannot be read.
        """
        self.request = replace(request, paths=(), jobs=1)
        self.claimed = _claimed(self.request)
        self._by_place = {file.place: file for file in self.claimed.values()}
        self._project = read_project(self.request, self.claimed, {}, (), silent)
        self._reader = self._project.reader
        self._is_loaded = False
        self._on_disk: dict[Path, bytes | None] = {}
        """What files held when their documents were edited first; None if they could not be read."""
        self._good: dict[SheetLocation, Sheet] = {}
        """The sheets that are not as they are on disk: the last version of each that could be read."""

    @property
    def has_many_changed(self) -> bool:
        """Whether so many documents differ from what was read that the catalog is to be read again."""
        return len(self._good) > MAX_CHANGED

    def load(self, is_stale: Callable[[], bool]) -> Project:
        """The whole catalog as it is on disk, and every module that judges it; changes nothing here.

        Raises:
            StaleError: nobody waits for it any more.
            SpeclintError: it cannot be read.
        """
        from speclint.checking import folding, known, located, pipeline, unused  # noqa: F401 - loaded ahead
        from speclint.checking.diagnosis import diagnose  # noqa: F401 - loaded ahead

        for entry in enabled_rules(self.request):
            entry.rule  # noqa: B018 - loaded ahead
        project = load_project(self.request, CurrentProgress(is_stale), by_column=True)
        self._index_names(project)
        return project

    @staticmethod
    def _index_names(project: Project) -> None:
        """Index what an unknown name is looked for in, so that no keystroke waits for it."""
        file = next(filter(_is_sheet, project.claimed.values()), None)
        for sheet in project.reader.read(file) if file else ():
            unknown = f"{sheet.id}?"
            project.catalog.find(unknown, sheet)
            project.catalog.ids(sheet).likely(unknown)

    def adopt(self, project: Project) -> None:
        """Take a catalog that was loaded."""
        overlays = self._reader.overlays
        # a copy, as another thread may read the catalog
        self._project, self._reader = project, project.reader.with_overlays({})
        self._is_loaded = True
        self.claimed = dict(project.claimed)
        self._by_place = {file.place: file for file in self.claimed.values()}
        self._on_disk.clear()
        for file, content in overlays.items():
            self.update(file, content)

    def update(self, file: Path, content: bytes | None) -> None:
        """Take the text of a document as it is edited.

        Args:
            file: the absolute path of its file.
            content: the text; None for what the file holds.
        """
        if content is None:
            content = self._read(file)
        if content is None:
            return
        if file not in self._on_disk:
            self._on_disk[file] = self._read(file)
        inheriting = self._inheriting(file)
        self._reader = self._reader.with_overlays({file: content})
        own = self.claimed.get(str(file))
        if own is not None and _is_sheet(own):
            self._keep(own, is_changed=content != self._on_disk[file])
        for heir in inheriting:
            self._keep(heir, is_changed=True)

    def _read(self, file: Path) -> bytes | None:
        try:
            return self.request.tree.read(file)
        except UnreadableFileError:
            return None

    def _keep(self, file: SheetFile, *, is_changed: bool) -> None:
        sheets = self._reader.read(file)
        if not is_changed or len(sheets) != 1:
            self._good.pop(file.place, None)
        elif sheets[0].value is not None:
            self._good[file.place] = sheets[0]

    def concerns(self, file: Path) -> bool:
        """Whether a file is a sheet of the catalog, or a document that its sheets inherit from."""
        return str(file) in self.claimed or bool(self._inheriting(file))

    def profile_and_schema(self, file: Path) -> tuple[Profile | None, Schema | None] | None:
        """How a document is written, or the sheets that inherit from it; None if it is not of the catalog.

        Raises:
            SchemaError: the schema cannot be followed.
        """
        own = self.claimed.get(str(file)) or next(iter(self._inheriting(file)), None)
        return None if own is None else self._reader.profile_and_schema(own)

    def is_outdated_by(self, file: Path) -> bool:
        """Whether what a file holds now changes which files are sheets, or how all of them are read."""
        if file.suffix == ".toml" or file in self._schemas:
            return True
        if str(file) in self.claimed:
            return self._read(file) is None
        return self.lacks(file)

    def lacks(self, file: Path) -> bool:
        """Whether a file is a sheet by now, but was none when the catalog was read."""
        return str(file) not in self.claimed and str(file) in _claimed(self.request)

    @property
    def _schemas(self) -> set[Path | None]:
        return {file.claim.schema for file in self.claimed.values() if file.claim}

    def sheets(self, file: Path, first: int, last: int) -> list[Sheet]:
        """The sheets in some lines of a document, counted from 1; none if it is no sheet of the catalog.

        Of records in one JSON text all are given.

        Raises:
            UnreadableFileError: the file cannot be read, or holds no records.
        """
        own = self.claimed.get(str(file))
        if own is None:
            return []
        if not own.is_stream:
            return [sheet for sheet in self._reader.read(own) if sheet.layers[-1].line <= last]
        stream = self._reader.stream(own)
        layers = takewhile(lambda layer: layer.line <= last, (layer for _, layer in stream.source))
        return [
            stream.sheet_of(layer) for layer in layers if first <= layer.line + layer.content.count(b"\n")
        ]

    def content(self, file: Path) -> bytes:
        """The text of a document as it is edited, or of any other file of the catalog.

        Raises:
            UnreadableFileError: the file cannot be read.
        """
        return self._reader.content(file)

    def findings(
        self, file: Path, is_stale: Callable[[], bool], ignore: tuple[str, ...] = ()
    ) -> tuple[Finding, ...]:
        """What is found in a document, but for what only the whole catalog shows.

        Args:
            file: the absolute path of its file.
            is_stale: whether nobody waits for the answer any more.
            ignore: ids of rules that are left out.

        Raises:
            StaleError: nobody does.
            SpeclintError: as a run does.
        """
        own = self.claimed.get(str(file))
        if own is None:
            shown = display_path(file, self.request.working)
            found = self._check(self._inheriting(file), is_stale, ignore)
            return tuple(finding for finding in found if finding.location.path == shown)
        if _is_sheet(own):
            return self._check([own], is_stale, ignore)
        request = replace(self.request, paths=(file,), overlays=self._reader.overlays, ignore=ignore)
        project = load_project(request, CurrentProgress(is_stale), by_column=True)
        return check_project(request, project, CurrentProgress(is_stale)).findings

    def _check(
        self, files: Collection[SheetFile], is_stale: Callable[[], bool], ignore: tuple[str, ...]
    ) -> tuple[Finding, ...]:
        if not files:
            return ()
        sheets = tuple(sheet for file in files for sheet in self._reader.read(file))
        request = replace(self.request, paths=tuple(file.file for file in files), ignore=ignore)
        catalog = self._around({file.place for file in files})
        for sheet in sheets:
            catalog = RevisedCatalog(catalog, sheet)
        wanted = {file.path: file for file in files}
        project = Project(catalog, sheets, (), self._reader, self.claimed, wanted)
        return check_project(request, project, CurrentProgress(is_stale)).findings

    def catalog(self) -> Catalog:
        """The catalog with all documents as they are edited, or as they could be read last."""
        return self._around(())

    def _around(self, places: Collection[SheetLocation]) -> Catalog:
        """The catalog with the documents that are edited, but for those at some places."""
        catalog = self._project.catalog
        catalog.forget_asked()
        for place, sheet in self._good.items():
            if place not in places:
                catalog = RevisedCatalog(catalog, sheet)
        return catalog

    def whole(self) -> WholeCatalog | None:
        """What can be judged as a whole while documents are edited on; None before the catalog is loaded."""
        if not self._is_loaded:
            return None
        is_plain = not self._project.streams and all(map(_is_sheet, self.claimed.values()))
        # answers and the judgement of the whole share nothing that they write to
        reader = self._reader.with_overlays({})
        return WholeCatalog(self._project, reader, {**self._good}, is_plain)

    def _inheriting(self, file: Path) -> list[SheetFile]:
        """The sheets that inherit from a document, but not itself."""
        read = [self._by_place[place] for place in self._reader.read_with(file) if place in self._by_place]
        return [other for other in read if other.file != file and _is_sheet(other)][:MAX_INHERITING]


def _claimed(request: Request) -> SheetFiles:
    """The files of a catalog; none if no file is one of it."""
    try:
        return inputs(request)[0]
    except NothingToCheckError:
        return {}


def _is_sheet(file: SheetFile) -> bool:
    """Whether a file is one sheet, not many records."""
    return not file.is_stream and (file.claim is None or file.claim.profile.records is None)
