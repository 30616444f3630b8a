"""From a request to a catalog: its files, read once each with their profile and schema."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import msgspec

from speclint.errors import UnreadableFileError
from speclint.files.paths import display_path
from speclint.files.walk import TABLES
from speclint.project.request import DEFAULT_ROOT, default_profile, inputs
from speclint.records.embedded import errors_outside_records, records_of
from speclint.sheets.catalog import Catalog
from speclint.sheets.identity import slug, without_accents
from speclint.sheets.inheritance import Inherited, inherited, layer_files
from speclint.sheets.layers import layer_of
from speclint.sheets.place import SheetFile, SheetFiles, SheetLocation
from speclint.sheets.sheet import Sheet, read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import IO

    from speclint.profiles.profile import Profile
    from speclint.project.config import Config
    from speclint.project.request import Progress, Request
    from speclint.schema.schema import Schema
    from speclint.sheets.layers import Layer
    from speclint.sheets.stream import RecordSource, SheetStream


class Project(msgspec.Struct, frozen=True):
    """The catalog, and those of its sheets to report on."""

    catalog: Catalog
    read: tuple[Sheet, ...]
    streams: tuple[SheetStream, ...]
    """Files of one record a line, whose sheets are read one by one."""
    nearer: tuple[Config, ...]
    """Configurations that hold for what lies deeper; those files are left to them."""

    @property
    def reported(self) -> Iterator[Sheet]:
        """The sheets to report on; those of streams are read anew on each pass."""
        yield from self.read
        for stream in self.streams:
            yield from stream


def load_project(request: Request, progress: Progress) -> Project:
    """Read what the request names, and the catalog that it belongs to.

    Raises:
        ConfigError, SchemaError: the configuration or a schema cannot be followed.
        UnreadableFileError: a file cannot be read.
        NothingToCheckError: there is no sheet.
    """
    claimed, wanted, nearer = inputs(request)
    drafts = (
        request.overlays
        if request.text is None
        else {**dict.fromkeys(wanted, request.text), **request.overlays}
    )
    wanted = {**wanted, **claimed} if request.report_all else wanted
    return read_project(msgspec.structs.replace(request, overlays=drafts), claimed, wanted, nearer, progress)


def read_project(
    request: Request, claimed: SheetFiles, wanted: SheetFiles, nearer: tuple[Config, ...], progress: Progress
) -> Project:
    """Read the wanted files; the others that are claimed wait.

    Raises:
        ConfigError, SchemaError: the configuration or a schema cannot be followed.
        UnreadableFileError: a file cannot be read.
    """
    reader = _Reader(request, request.overlays)
    whole = [one for one in wanted.values() if not one.is_stream]
    read = tuple(sheet for one in progress(whole, "reading") for sheet in reader.read(one))
    streams = {file: reader.stream(one) for file, one in {**claimed, **wanted}.items() if one.is_stream}
    waiting = [one for file, one in claimed.items() if file not in wanted and not one.is_stream]
    catalog = Catalog(read, waiting, reader.read, reader.look_up, reader.content, streams.values())
    return Project(catalog, read, tuple(streams[file] for file in wanted if file in streams), nearer)


class _Reader:
    """Reads sheets; each layer, profile and schema once."""

    def __init__(self, request: Request, drafts: Mapping[Path, bytes]) -> None:
        self._request = request
        self._drafts = drafts
        self._default = cache(lambda: default_profile(request.config))
        self._schemas: dict[Path | str, Schema] = {}
        self._layers: dict[Path, Layer] = {}
        self._by_root: dict[Path, _Reader] = {}

    def read(self, one: SheetFile) -> list[Sheet]:
        """The sheets in a file, or in its draft: one, or one for each of its records."""
        own = layer_of(one.place.path, self.content(one.file))
        profile, judge = self._written(one)
        if profile is None:
            return [read_sheet(one.place, (own,), None, judge)]
        if profile.records is not None and not own.is_broken:
            records = list(records_of(one.place, own, profile))
            return [read_sheet(place, (record,), profile, judge) for place, record in records] + [
                # what is at fault around the records is no part of any
                Sheet(one.place, (around,), None, None)
                for around in errors_outside_records(own, [record for _, record in records])
            ]
        found = self._inherited(one, own, profile)
        sheet = read_sheet(one.place, (*found.layers, own), profile, judge, found.missing_layers)
        if one.claim is None and slug(sheet.field("make") or "") != without_accents(one.file.parent.name):
            # a file that lies anywhere has no catalog around it in which to look for siblings
            sheet.place = SheetLocation(one.place.path, one.place.id)
        return [sheet]

    def _inherited(self, one: SheetFile, own: Layer, profile: Profile) -> Inherited:
        root = one.claim.root if one.claim else one.file.parent
        return inherited(one.file, own, layer_files(one, profile), root, self._layer)

    def _layer(self, file: Path) -> Layer:
        if file not in self._layers:
            self._layers[file] = layer_of(display_path(file, self._request.working), self.content(file))
        return self._layers[file]

    def content(self, file: Path) -> bytes:
        """The bytes of a file, or of its draft."""
        draft = self._drafts.get(file)
        return self._request.tree.read(file) if draft is None else draft

    def stream(self, one: SheetFile) -> SheetStream:
        """The sheets of a file that holds one record a line."""
        from speclint.sheets.stream import SheetStream

        profile, judge = self._written(one)
        return SheetStream(
            one.place, profile, self._source(one),
            lambda place, layer: read_sheet(place, (layer,), profile, judge),
        )  # fmt: skip

    def _source(self, one: SheetFile) -> RecordSource:
        def opened() -> IO[bytes]:
            draft = self._drafts.get(one.file)
            return self._request.tree.open(one.file) if draft is None else BytesIO(draft)

        suffix = one.file.suffix.casefold()
        if suffix not in TABLES:
            from speclint.records.json_lines import JsonLines

            return JsonLines(one.place.path, opened)
        if one.claim is None and self._request.schema is None:
            message = f"{one.place.path}: no [[sheets]] entry claims it, so nothing says what its columns are"
            raise UnreadableFileError(message)
        if suffix == ".parquet":
            from speclint.records.parquet import Parquet

            return Parquet(one.place.path, opened)
        from speclint.records.csv import Csv

        return Csv(one.place.path, opened)

    def _written(self, one: SheetFile) -> tuple[Profile | None, Schema | None]:
        """How the sheets of a file are written, and what judges them."""
        if self._request.schema is not None:
            return None, self._schema(self._request.schema)
        profile = one.claim.profile if one.claim else self._default()
        schema = one.claim.schema if one.claim and one.claim.schema else profile.schema
        return profile, self._schema(schema) if schema and self._request.validate_schema else None

    def look_up(self, beside: Sheet, name: str) -> Sheet | None:
        """The sheet of that id, from its file below the root of the other one, or None."""
        root = beside.place.root
        if root is None or ".." in name.split("/") or name.startswith("/"):
            return None
        file = root / f"{name}.json"
        reader = self._reader_for(file, root, (root / beside.id).parent)
        if reader is None or not self._request.tree.is_file(file):
            return None
        location = SheetLocation(display_path(file, self._request.working), name, root)
        return reader.read(SheetFile(file, location, None))[0]

    def _reader_for(self, file: Path, root: Path, folder: Path) -> _Reader | None:
        """The reader of a file that a sheet in a folder of the catalog names; None if it may not be read."""
        config = self._request.config
        if file.is_relative_to(config.root) or file.is_relative_to(folder):
            return self
        # without a configuration a catalog is the default one, or one below the working folder
        is_catalog = root.name == DEFAULT_ROOT or root.is_relative_to(self._request.working)
        if config.file is not None or not is_catalog:
            return None
        if root not in self._by_root:
            around = msgspec.structs.replace(self._request, config=msgspec.structs.replace(config, root=root))
            self._by_root[root] = _Reader(around, self._drafts)
        return self._by_root[root]

    def _schema(self, file: Path | str) -> Schema:
        """The schema in a file, or the shipped one of that name."""
        from speclint.schema.schema import Schema, shipped_schema

        if file not in self._schemas:
            path = shipped_schema(file) if isinstance(file, str) else file
            root = self._request.config.root
            # a schema from elsewhere refers to files beside it
            self._schemas[file] = Schema.load(path, root=root if path.is_relative_to(root) else None)
        return self._schemas[file]
