"""From a request to its project: the files, and the sheets that are read from them."""

from __future__ import annotations

from io import BytesIO
from os import SEEK_END
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.files.walk import PARQUET
from speclint.project.reader import Reader
from speclint.project.request import inputs, silent
from speclint.records.footer import rows_of
from speclint.sheets.catalog import Catalog
from speclint.sheets.place import streams_of, without
from speclint.sheets.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from speclint.project.batch import Batches
    from speclint.project.config import Config
    from speclint.project.request import Progress, Request
    from speclint.sheets.place import SheetFile, SheetFiles
    from speclint.sheets.sheet import Sheet
    from speclint.sheets.stream import SheetStream

MIN_SHEETS = 300
"""With fewer sheets the import of numpy takes longer than what columns save."""
MIN_ROWS = 200_000
"""Rows of Parquet files from which on they are checked by partition."""
RECORD_BYTES = 200
"""About as many has a record of a table or a stream."""


class Project(msgspec.Struct, frozen=True, eq=False):
    """The catalog, and the sheets in it to report on.

    A project never changes; `with_overlays` and `reload` give others that share what both read. Which files
    are sheets, the configuration, profiles and schemas are read by `load_project` alone.
    """

    catalog: Catalog
    read: tuple[Sheet, ...]
    streams: tuple[SheetStream, ...]
    """Files of one record a line, whose sheets are read one by one."""
    reader: Reader
    claimed: SheetFiles
    """The files of the catalog."""
    wanted: SheetFiles
    """The files to report on."""
    nearer: tuple[Config, ...] = ()
    """Configurations that hold for what lies deeper; those files are left to them."""
    is_part: bool = False
    """Whether only what a change may affect is to report on."""
    batches: Batches | None = None
    """The sheets by column, if there are many; none is read then."""
    is_lake: bool = False
    """Whether its files hold so many rows that they are read by partition; none is read then."""
    before: tuple[Request, Project] | None = None
    """The request and the project before the change that is checked, if there was any sheet."""

    @property
    def reported(self) -> Iterator[Sheet]:
        """The sheets to report on; those of streams are read anew on each pass."""
        yield from self.read
        for stream in self.streams:
            yield from stream

    def with_overlays(self, overlays: Mapping[Path, str | bytes]) -> Project:
        """The project with unsaved text in some files, besides the overlays that it has.

        Only these files are read again, and sheets that inherit from them.

        Args:
            overlays: the text by the absolute path of its file.

        Raises:
            UnreadableFileError: a layer that the text names cannot be read.
        """
        encoded = {file: text.encode() if isinstance(text, str) else text for file, text in overlays.items()}
        return self._read_by(self.reader.with_overlays(encoded))

    def reload(self, file: Path) -> Project:
        """The project with a file as it is on disk now, without its overlay.

        Only this file is read again, and sheets that inherit from it.

        Args:
            file: the absolute path of a file that was there when the project was loaded.

        Raises:
            UnreadableFileError: the file cannot be read.
        """
        return self._read_by(self.reader.without(file))

    def reporting_all(self) -> Project:
        """The project with every file of its catalog to report on."""
        return _read(self.reader, self.claimed, {**self.wanted, **self.claimed}, self.nearer, silent)

    def _read_by(self, reader: Reader) -> Project:
        project = _read(reader, self.claimed, self.wanted, self.nearer, silent)
        return replace(project, is_part=self.is_part, before=self.before)


def load_project(request: Request, progress: Progress, *, by_column: bool = False) -> Project:
    """Read what the request names, and the catalog that it belongs to.

    Args:
        request: what to read.
        progress: shows how far the reading is.
        by_column: whether many sheets are to be read by column.

    Raises:
        ConfigError, SchemaError: the configuration or a schema cannot be followed.
        UnreadableFileError: a file cannot be read.
        NothingToCheckError: there is no sheet.
    """
    claimed, wanted, nearer = inputs(request)
    if request.text is not None:
        text = {source.file: request.text for source in wanted.values()}
        request = replace(request, overlays={**text, **request.overlays})
    if request.since is None:
        if by_column and _is_lake(request, {**claimed, **wanted}):
            reader = Reader.of(request)
            catalog = Catalog((), (), content=reader.content)
            return Project(catalog, (), (), reader, claimed, wanted, nearer, is_lake=True)
        if by_column and _are_many(request, wanted):
            return _read_by_column(Reader.of(request), claimed, wanted, nearer, progress)
        return read_project(request, claimed, wanted, nearer, progress)
    return _read_change(request, claimed, wanted, nearer, progress)


def _read_change(
    request: Request, claimed: SheetFiles, wanted: SheetFiles, nearer: tuple[Config, ...], progress: Progress
) -> Project:
    """Read what a change may affect, and the same before it."""
    from speclint.project.change import Side, affected, side_before

    old = side_before(request)
    if old is None:
        return read_project(request, claimed, wanted, nearer, progress)
    now, before = affected(Side(request, claimed, wanted, Reader.of(request)), old)
    is_part = now.unread is not None

    def read(side: Side, reader: Reader, nearer: tuple[Config, ...], progress: Progress) -> Project:
        project = _read(reader, side.claimed, side.wanted, nearer, progress, side.unread)
        return replace(project, is_part=is_part)

    revision = read(now, now.reader, nearer, progress)
    base = read(before, before.reader.sharing(now.reader, before.unchanged), (), silent)
    return replace(revision, before=(before.request, base))


def read_project(
    request: Request, claimed: SheetFiles, wanted: SheetFiles, nearer: tuple[Config, ...], progress: Progress
) -> Project:
    """Read the wanted files; the others that are claimed wait.

    Raises:
        ConfigError, SchemaError: the configuration or a schema cannot be followed.
        UnreadableFileError: a file cannot be read.
    """
    return _read(Reader.of(request), claimed, wanted, nearer, progress)


def _read(  # noqa: PLR0913, PLR0917 - all that a project is made of
    reader: Reader, claimed: SheetFiles, wanted: SheetFiles, nearer: tuple[Config, ...], progress: Progress,
    unread: Unread | None = None,
) -> Project:  # fmt: skip
    files = [sheet_file for sheet_file in wanted.values() if not sheet_file.is_stream]
    read = tuple(sheet for sheet_file in progress(files, "reading") for sheet in reader.read(sheet_file))
    every_file = {**claimed, **wanted}
    streams = {file: reader.stream(every_file[file]) for file in streams_of(every_file)}
    unread = unread or Unread(without(claimed, [*wanted, *streams]), reader.content, reader.index)
    catalog = Catalog(read, unread, reader.read, reader.look_up, reader.content, streams.values())
    own = tuple(streams[file] for file in wanted if file in streams)
    return Project(catalog, read, own, reader, claimed, wanted, nearer)


def _are_many(request: Request, wanted: SheetFiles) -> bool:
    """Whether there are so many sheets that they are to be read by column."""
    if request.schema is not None or any(file.claim is None for file in wanted.values()):
        return False
    sheets = 0
    for file in wanted.values():
        sheets += _records_of(request, file) if file.is_stream else 1
        if sheets >= MIN_SHEETS:
            return True
    return False


def _is_lake(request: Request, files: SheetFiles) -> bool:
    """Whether all files are tables in Parquet that are written alike, and hold very many rows."""
    config = request.config
    claims = [file.claim for file in files.values()]
    profile = claims[0].profile if claims and claims[0] else None
    if profile is None or request.schema or request.overlays or config.baseline or config.accept:
        return False
    if request.validate_schema and (profile.schema or any(claim and claim.schema for claim in claims)):
        return False
    if any(claim is None or claim.profile is not profile for claim in claims):
        return False
    if any(file.file.suffix.casefold() != PARQUET for file in files.values()):
        return False
    return sum(_records_of(request, file) for file in files.values()) >= MIN_ROWS


def _records_of(request: Request, file: SheetFile) -> int:
    """About how many records a file holds."""
    overlay = request.overlays.get(file.file)
    with request.tree.open(file.file) if overlay is None else BytesIO(overlay) as stream:
        if file.file.suffix.casefold() == PARQUET:
            # equal rows take next to no bytes there
            return rows_of(stream)
        return stream.seek(0, SEEK_END) // RECORD_BYTES


def _read_by_column(
    reader: Reader, claimed: SheetFiles, wanted: SheetFiles, nearer: tuple[Config, ...], progress: Progress
) -> Project:
    from speclint.project.extraction import read_by_column

    batches = read_by_column(reader, claimed, wanted, progress)
    return project_of(batches, reader, claimed, wanted, nearer)


def project_of(
    batches: Batches,
    reader: Reader,
    claimed: SheetFiles,
    wanted: SheetFiles,
    nearer: tuple[Config, ...] = (),
) -> Project:
    """The project of sheets that were read by column."""
    from speclint.project.batch import ColumnCatalog

    every_file = {**claimed, **wanted}
    streams = {file: reader.stream(every_file[file]) for file in streams_of(every_file)}
    waiting = Unread(without(every_file, streams), reader.content)
    catalog = ColumnCatalog(batches.batches, waiting, reader, streams.values())
    own = tuple(streams[file] for file in wanted if file in streams)
    return Project(catalog, (), own, reader, claimed, wanted, nearer, batches=batches)
