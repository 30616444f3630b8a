"""Reads the files of a project as sheets; each document, profile and schema once."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec.structs import replace

from speclint.documents.parser import parse
from speclint.errors import UnreadableFileError
from speclint.files.paths import display_path
from speclint.files.walk import PARQUET, TABLES
from speclint.profiles.normal_form import without_accents
from speclint.project.request import DEFAULT_ROOT, default_profile
from speclint.records.embedded import errors_outside_records, missing_records, records_of
from speclint.records.json_lines import JsonLines, is_json_lines
from speclint.sheets.identity import slug
from speclint.sheets.inheritance import inherited, layer_files
from speclint.sheets.layers import layer_of
from speclint.sheets.place import SheetFile, SheetLocation
from speclint.sheets.sheet import Sheet, read_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from typing import IO

    from speclint.profiles.profile import Profile
    from speclint.project.request import Request
    from speclint.records.parquet import Parquet
    from speclint.schema.schema import Schema
    from speclint.sheets.layers import Layer
    from speclint.sheets.stream import RecordSource, SheetStream
    from speclint.sheets.word_index import IndexStore

Value = TypeVar("Value")


class _ReadFile(msgspec.Struct, frozen=True):
    """The sheets in a file, and every file that was read for them or is missing."""

    sheets: list[Sheet]
    files: frozenset[Path]


class Reader(msgspec.Struct, frozen=True, eq=False):
    """Reads sheets and remembers them; what it gives for a file never changes.

    `with_overlays` and `without` give readers that know what this one has read of the other files.
    """

    request: Request
    overlays: Mapping[Path, bytes]
    """Unsaved text by the absolute path of its file, read instead of the file."""
    _default_profile: Callable[[], Profile]
    _schemas: dict[Path | str, Schema] = {}
    _documents: dict[Path, Layer] = {}
    _sheets: dict[SheetLocation, _ReadFile] = {}
    _streams: dict[Path, SheetStream] = {}
    _by_root: dict[Path, Reader] = {}

    @classmethod
    def of(cls, request: Request) -> Reader:
        """The reader of a request's files."""
        return cls(request, request.overlays, cache(lambda: default_profile(request.config)))

    def sharing(self, other: Reader, files: Iterable[SheetFile]) -> Reader:
        """A reader that has read what another has of files that give the same sheets for both."""
        shared = {file.place: other._sheets[file.place] for file in files if file.place in other._sheets}
        return replace(self, _sheets={**self._sheets, **shared})

    def with_overlays(self, overlays: Mapping[Path, bytes]) -> Reader:
        """A reader of this unsaved text, besides the present one; equal text is not read again."""
        changed = {file for file, content in overlays.items() if self.known_content(file) != content}
        return self._without(changed, {**self.overlays, **overlays})

    def without(self, file: Path) -> Reader:
        """A reader that reads a file from disk again."""
        return self._without({file}, {other: text for other, text in self.overlays.items() if other != file})

    def _without(self, changed: AbstractSet[Path], overlays: Mapping[Path, bytes]) -> Reader:
        return replace(
            self,
            overlays=overlays,
            _documents=_others(self._documents, changed),
            _sheets={place: read for place, read in self._sheets.items() if changed.isdisjoint(read.files)},
            _streams=_others(self._streams, changed),
            _by_root={root: reader._without(changed, overlays) for root, reader in self._by_root.items()},  # noqa: SLF001
        )

    def read(self, sheet_file: SheetFile) -> list[Sheet]:
        """The sheets in a file: one, or one for each of its records.

        Raises:
            UnreadableFileError: the file cannot be read.
        """
        found = self._sheets.get(sheet_file.place)
        if found is None:
            files = {sheet_file.file}
            sheets = self._parsed(sheet_file, files)
            found = self._sheets[sheet_file.place] = _ReadFile(sheets, frozenset(files))
        return found.sheets

    def read_with(self, file: Path) -> list[SheetLocation]:
        """The locations of the sheets for which a file was read: its own, and those that inherit from it."""
        return [place for place, read in self._sheets.items() if file in read.files]

    def _parsed(self, sheet_file: SheetFile, files: set[Path]) -> list[Sheet]:
        """The sheets in a file; the files of their layers are added to `files`."""

        def layer(file: Path) -> Layer:
            files.add(file)
            return self._document(file)

        profile, schema = self.profile_and_schema(sheet_file)
        content = self.content(sheet_file.file)
        if profile is not None and profile.records is None and is_json_lines(content):
            lines = JsonLines(sheet_file.place.path, lambda: BytesIO(content))
            return list(self._records(sheet_file, lines, profile, schema))
        own = self._document(sheet_file.file, content)
        if profile is None:
            return [read_sheet(sheet_file.place, (own,), None, schema)]
        if profile.records is not None and not own.is_broken:
            records = list(records_of(sheet_file.place, own, profile))
            missing = None if records else missing_records(own.value, profile.records)
            if missing is not None:
                return [Sheet(sheet_file.place, (own,), None, None, missing_records=missing)]
            profile = profile.in_file(lambda: (record.value for _, record in records))
            return [read_sheet(place, (record,), profile, schema) for place, record in records] + [
                # errors around the records are part of none
                Sheet(sheet_file.place, (around,), None, None)
                for around in errors_outside_records(own, [record for _, record in records])
            ]
        root = sheet_file.claim.root if sheet_file.claim else sheet_file.file.parent
        found = inherited(sheet_file.file, own, layer_files(sheet_file, profile), root, layer)
        sheet = read_sheet(sheet_file.place, (*found.layers, own), profile, schema, found.missing_layers)
        folder = without_accents(sheet_file.file.parent.name)
        if sheet_file.claim is None and slug(sheet.field("make") or "") != folder:
            # a file that lies anywhere has no catalog around it in which to look for siblings
            sheet.place = SheetLocation(sheet_file.place.path, sheet_file.place.id)
        return [sheet]

    def plain(self, sheet_file: SheetFile) -> tuple[object, bool] | None:
        """The value of a file that is one sheet without layers, and whether the schema accepts it.

        None for any other, which `read` reads, and for one that `read` has read.

        Raises:
            UnreadableFileError: the file cannot be read.
        """
        profile, schema = self.profile_and_schema(sheet_file)
        if profile is None or profile.records is not None or profile.layers:
            return None
        value, errors = parse(self.content(sheet_file.path))
        if errors or not isinstance(value, dict):
            return None
        return value, schema is None or schema.accepts(value)

    def _document(self, file: Path, content: bytes | None = None) -> Layer:
        if file not in self._documents:
            path = display_path(file, self.request.working)
            self._documents[file] = layer_of(path, self.content(file) if content is None else content)
        return self._documents[file]

    def content(self, file: Path | str) -> bytes:
        """The bytes of a file, or of its overlay.

        Raises:
            UnreadableFileError: the file cannot be read.
        """
        # a path as text is that of one of many files that are not read yet
        known = self.known_content(Path(file)) if self.overlays or isinstance(file, Path) else None
        return self.request.tree.read(file) if known is None else known

    def index(self) -> IndexStore | None:
        """Where an index of the files is kept; None if there is none, or unsaved text in some."""
        return None if self.overlays else self.request.index()

    def known_content(self, file: Path) -> bytes | None:
        """The bytes of a file that is an overlay or was read; None for any other."""
        if file in self.overlays:
            return self.overlays[file]
        document = self._documents.get(file)
        return None if document is None else document.content

    def stream(self, sheet_file: SheetFile) -> SheetStream:
        """The sheets of a file that holds one record a line."""
        if sheet_file.file not in self._streams:
            profile, schema = self.profile_and_schema(sheet_file)
            source = self._source(sheet_file)
            self._streams[sheet_file.file] = self._records(sheet_file, source, profile, schema)
        return self._streams[sheet_file.file]

    def _records(
        self, sheet_file: SheetFile, source: RecordSource, profile: Profile | None, schema: Schema | None
    ) -> SheetStream:
        from speclint.sheets.stream import SheetStream

        profile = profile.in_file(source.sample) if profile else None
        return SheetStream(
            sheet_file.place, profile, source,
            lambda place, layer: read_sheet(place, (layer,), profile, schema),
            schema.accepts if schema else None,
        )  # fmt: skip

    def _source(self, sheet_file: SheetFile) -> RecordSource:
        file, path = sheet_file.file, sheet_file.place.path
        opened = self._opener(file)
        suffix = file.suffix.casefold()
        if suffix not in TABLES:
            return JsonLines(path, opened)
        if sheet_file.claim is None and self.request.schema is None:
            if self.request.config.file is None:
                message = f"{path}: there is no speclint.toml that describes it; run `speclint init`"
            else:
                message = f"{path}: no [[sheets]] entry of {self.request.config.file.name} names it; add one"
            raise UnreadableFileError(message)
        if suffix == PARQUET:
            return self.parquet(sheet_file)
        from speclint.records.csv import Csv

        return Csv(path, opened, sheet_file.claim.profile.decimal if sheet_file.claim else None)

    def parquet(self, sheet_file: SheetFile) -> Parquet:
        """The rows of a file in Parquet."""
        from speclint.records.parquet import Parquet, columns_in

        place = sheet_file.place
        return Parquet(place.path, self._opener(sheet_file.file), columns_in(place.id))

    def _opener(self, file: Path) -> Callable[[], IO[bytes]]:
        overlay, tree = self.overlays.get(file), self.request.tree
        return lambda: tree.open(file) if overlay is None else BytesIO(overlay)

    def profile_and_schema(self, sheet_file: SheetFile) -> tuple[Profile | None, Schema | None]:
        """How the sheets of a file are written, and the schema that they must follow."""
        claim = sheet_file.claim
        if self.request.schema is not None:
            return None, self._schema(self.request.schema)
        profile = claim.profile if claim else self._default_profile()
        schema = claim.schema if claim and claim.schema else profile.schema
        return profile, self._schema(schema) if schema and self.request.validate_schema else None

    def _schema(self, file: Path | str) -> Schema:
        """The schema in a file, or the shipped schema of that name."""
        from speclint.schema.schema import Schema, shipped_schema

        if file not in self._schemas:
            path = shipped_schema(file) if isinstance(file, str) else file
            root = self.request.config.root
            # a schema from elsewhere refers to files beside it
            self._schemas[file] = Schema.load(path, root=root if path.is_relative_to(root) else None)
        return self._schemas[file]

    def look_up(self, beside: Sheet, name: str) -> Sheet | None:
        """The sheet of that id, from its file below the root of the other sheet, or None."""
        root = beside.place.root
        if root is None or ".." in name.split("/") or name.startswith("/"):
            return None
        file = root / f"{name}.json"
        reader = self._reader_for(file, root, (root / beside.id).parent)
        if reader is None or not (file in self.overlays or self.request.tree.is_file(file)):
            return None
        location = SheetLocation(display_path(file, self.request.working), name, root)
        return reader.read(SheetFile(str(file), location, None))[0]

    def _reader_for(self, file: Path, root: Path, folder: Path) -> Reader | None:
        """The reader of a file that a sheet in a folder of the catalog names; None if it may not be read."""
        config = self.request.config
        if file.is_relative_to(config.root) or file.is_relative_to(folder):
            return self
        # without a configuration a catalog is the default one, or one below the working folder
        is_catalog = root.name == DEFAULT_ROOT or root.is_relative_to(self.request.working)
        if config.file is not None or not is_catalog:
            return None
        if root not in self._by_root:
            around = replace(self.request, config=replace(config, root=root), overlays=self.overlays)
            self._by_root[root] = Reader.of(around)
        return self._by_root[root]


def _others(known: Mapping[Path, Value], changed: AbstractSet[Path]) -> dict[Path, Value]:
    return {file: value for file, value in known.items() if file not in changed}
