"""From a job to a catalog: which files there are, read once each with their profile and schema."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from speclint.config import config_in
from speclint.errors import ConfigError, NothingToCheckError, UnreadableFileError
from speclint.sheets.catalog import Catalog, slug
from speclint.sheets.compile import load_profile
from speclint.sheets.files import Claim, Input, Inputs, claimed_files, named_files, shown
from speclint.sheets.folders import TABLES
from speclint.sheets.inherit import Inherited, beside_records, inherited, layer_files, layer_of, records_of
from speclint.sheets.sheet import Place, Sheet, read_sheet
from speclint.sheets.tree import WORK_TREE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import IO

    from speclint.bands.store import Bands
    from speclint.config import Config, SheetsEntry
    from speclint.sheets.layers import Layer
    from speclint.sheets.profile import Profile
    from speclint.sheets.records import Records, Source
    from speclint.sheets.schema import Schema
    from speclint.sheets.tree import Tree

    Each = TypeVar("Each")

    class Progress(Protocol):
        """Shows how far the work is while it is iterated over; told what the work is called."""

        def __call__(self, work: Collection[Each], label: str, /) -> Iterable[Each]:
            """The work itself."""


_NAMES_OUR_SCHEMA = rb'"\$schema"\s*:\s*"[^"]*spec-sheet\.schema\.json"'

DEFAULT_PROFILE = "spec-sheet"
DEFAULT_FILES = ("specs/{make}/*.json",)
"""What is a sheet where no configuration says so."""


class Job(msgspec.Struct, frozen=True):
    """What to check, and how."""

    config: Config
    working: Path
    """Folder that relative paths start from, and that shown paths are relative to."""
    paths: Sequence[Path] = ()
    """Files and folders to report on; everything that is claimed if empty."""
    schema: Path | None = None
    """Judge any JSON document by this schema alone."""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    """Lowest level that fails the run, instead of what the configuration says."""
    text: bytes | None = None
    """Content of the only path, instead of what the file holds."""
    sheets_only: bool = False
    """Pass over named files that are no sheets."""
    tree: Tree = WORK_TREE
    """Where the files are read from."""
    yields: bool = True
    """Whether a configuration that lies deeper holds for what is below it."""
    since: Tree | None = None
    """The files before a change; what was found in them is no news."""
    drafts: Mapping[Path, bytes] = {}
    """What is taken for the content of files, instead of what they hold."""
    whole: bool = False
    """Report on all that is claimed, besides the paths."""
    profiles: Tree | None = None
    """Where the profiles of the configuration are read from; the tree itself if None."""
    judged: bool = True
    """Whether the sheets are judged by the schemas of their profiles."""


class Gathered(msgspec.Struct, frozen=True):
    """The catalog, and those of its sheets to report on."""

    catalog: Catalog
    read: tuple[Sheet, ...]
    streams: tuple[Records, ...]
    """Files of one record a line, whose sheets are read one by one."""
    nearer: tuple[Config, ...]
    """Configurations that hold for what lies deeper; those files are left to them."""

    @property
    def reported(self) -> Iterator[Sheet]:
        """The sheets to report on; those of streams are read anew on each pass."""
        yield from self.read
        for stream in self.streams:
            yield from stream


_Work = TypeVar("_Work")


def silent(work: Collection[_Work], label: str) -> Iterable[_Work]:  # noqa: ARG001 - one shape for all
    """Show no progress."""
    return work


def gather(job: Job, progress: Progress) -> Gathered:
    """Read what the job names, and the catalog that it belongs to.

    Raises:
        ConfigError, SchemaError: the configuration or a schema cannot be followed.
        UnreadableFileError: a file cannot be read.
        NothingToCheckError: there is no sheet.
    """
    claimed, wanted, nearer = inputs(job)
    drafts = job.drafts if job.text is None else {**dict.fromkeys(wanted, job.text), **job.drafts}
    wanted = {**wanted, **claimed} if job.whole else wanted
    return gathered(msgspec.structs.replace(job, drafts=drafts), claimed, wanted, nearer, progress)


def gathered(
    job: Job, claimed: Inputs, wanted: Inputs, nearer: tuple[Config, ...], progress: Progress
) -> Gathered:
    """Read the wanted files; the others that are claimed wait.

    Raises:
        ConfigError, SchemaError: the configuration or a schema cannot be followed.
        UnreadableFileError: a file cannot be read.
    """
    reader = _Reader(job, job.drafts)
    whole = [one for one in wanted.values() if not one.is_stream]
    read = tuple(sheet for one in progress(whole, "reading") for sheet in reader.read(one))
    streams = {file: reader.stream(one) for file, one in {**claimed, **wanted}.items() if one.is_stream}
    waiting = [one for file, one in claimed.items() if file not in wanted and not one.is_stream]
    catalog = Catalog(read, waiting, reader.read, reader.look_up, reader.content, streams.values())
    return Gathered(catalog, read, tuple(streams[file] for file in wanted if file in streams), nearer)


def inputs(job: Job) -> tuple[Inputs, Inputs, tuple[Config, ...]]:
    """The files of the catalog, those of them to report on, and the configurations of what lies deeper."""
    claims = claims_of(job)
    claimed = {} if job.schema else claimed_files(job.tree, claims, job.working)
    claimed, nearer = own_files(job, claimed)
    for own in job.config.own_files:
        # a pattern as wide as *.json takes in what speclint itself wrote
        claimed.pop(own, None)
    if job.text is not None:
        (path,) = job.paths
        if job.tree.is_folder(job.working / path):
            message = f"{path}: a folder is no name for the standard input"
            raise UnreadableFileError(message)
        return claimed, named_files(job.tree, [path], claimed, job.working, must_exist=False), nearer
    if job.paths:
        wanted = _named(job, claimed)
        if not wanted and not nearer and not job.sheets_only:
            message = f"{', '.join(map(str, job.paths))}: there is no JSON file in it"
            raise NothingToCheckError(message)
        return claimed, wanted, nearer
    if not claimed and not nearer:
        patterns = " or ".join(pattern for claim in claims for pattern in claim.patterns)
        remedy = "name files, or say in speclint.toml what is a sheet"
        message = f"{job.config.root}: no file matches {patterns}; {remedy}"
        raise NothingToCheckError(message)
    return claimed, claimed, nearer


def own_files(job: Job, claimed: Inputs) -> tuple[Inputs, tuple[Config, ...]]:
    """The files for which the job's configuration is the nearest, and the nearer ones of the others."""
    if not job.yields:
        return claimed, ()
    root = job.config.root
    nearest: dict[Path, Config | None] = {root: None, root.parent: None}

    def nearest_to(folder: Path) -> Config | None:
        if folder not in nearest:
            own = config_in(folder, job.profiles or job.tree) if folder.is_relative_to(root) else None
            nearest[folder] = own or (nearest_to(folder.parent) if folder.is_relative_to(root) else None)
        return nearest[folder]

    own: Inputs = {}
    others: dict[Path | None, Config] = {}
    for file, one in claimed.items():
        nearer = nearest_to(file.parent)
        if nearer is None:
            own[file] = one
        else:
            others[nearer.file] = nearer
    return own, tuple(others.values())


def claims_of(job: Job) -> list[Claim]:
    """What the configuration says is a sheet, entry by entry; the default where it says nothing.

    Raises:
        ConfigError: a profile cannot be followed.
    """
    config = job.config
    if not config.sheets and not job.paths:
        return [Claim(config.root, DEFAULT_FILES, _with_bands(load_profile(DEFAULT_PROFILE), config))]
    return [_claim(job.profiles or job.tree, config, entry) for entry in config.sheets]


def _claim(tree: Tree, config: Config, entry: SheetsEntry) -> Claim:
    try:
        profile = _with_bands(load_profile(entry.profile, config.root, tree), config)
    except LookupError as error:
        message = f"{config.file}: {error.args[0]}"
        raise ConfigError(message) from error
    schema = config.root / entry.schema if entry.schema else None
    return Claim(config.root, entry.files or profile.files, profile, schema)


def _with_bands(profile: Profile, config: Config) -> Profile:
    """The profile with the bands that the configuration names.

    Raises:
        ConfigError: their file is missing, broken, or of a version that is not known.
    """
    return profile if config.bands is None else msgspec.structs.replace(profile, bands=_bands(config.bands))


@cache
def _bands(file: Path) -> Bands:
    from speclint.bands.store import REMEDY, decoded_bands

    try:
        return decoded_bands(file, WORK_TREE.read(file))
    except UnreadableFileError as error:
        message = f"{error}; {REMEDY}"
        raise ConfigError(message) from error


def _named(job: Job, claimed: Inputs) -> Inputs:
    """The files that the job's paths name, other JSON than sheets left out where it may be."""
    wanted: Inputs = {}
    for path in job.paths:
        found = named_files(job.tree, [path], claimed, job.working)
        if job.sheets_only or job.tree.is_folder(job.working / path):
            sheets = {file: one for file, one in found.items() if _is_a_sheet(one, job)}
            # a folder may hold other JSON beside sheets; one that holds nothing else is taken at its word
            found = sheets if sheets or job.sheets_only else found
        wanted |= found
    return wanted


def _is_a_sheet(one: Input, job: Job) -> bool:
    """Whether a file is claimed, or else is a sheet by its folder or by the schema that it names."""
    # specs/<make>/<model>-<variant>.json
    if one.claim is not None or shown(one.file, job.config.root).split("/")[-3:-2] == ["specs"]:
        return True
    return re.search(_NAMES_OUR_SCHEMA, job.tree.read(one.file)) is not None


class _Reader:
    """Reads sheets; each layer, profile and schema once."""

    def __init__(self, job: Job, drafts: Mapping[Path, bytes]) -> None:
        self._job = job
        self._drafts = drafts
        self._default = cache(lambda: _with_bands(load_profile(DEFAULT_PROFILE), job.config))
        self._schemas: dict[Path | str, Schema] = {}
        self._layers: dict[Path, Layer] = {}

    def read(self, one: Input) -> list[Sheet]:
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
                for around in beside_records(own, [record for _, record in records])
            ]
        found = self._inherited(one, own, profile)
        sheet = read_sheet(one.place, (*found.layers, own), profile, judge, found.unmet)
        if one.claim is None and slug(sheet.says("make") or "") != one.file.parent.name:
            # a file that lies anywhere has no catalog around it in which to look for siblings
            sheet.place = Place(one.place.path, one.place.id)
        return [sheet]

    def _inherited(self, one: Input, own: Layer, profile: Profile) -> Inherited:
        root = one.claim.root if one.claim else one.file.parent
        return inherited(one.file, own, layer_files(one, profile), root, self._layer)

    def _layer(self, file: Path) -> Layer:
        if file not in self._layers:
            self._layers[file] = layer_of(shown(file, self._job.working), self.content(file))
        return self._layers[file]

    def content(self, file: Path) -> bytes:
        """The bytes of a file, or of its draft."""
        draft = self._drafts.get(file)
        return self._job.tree.read(file) if draft is None else draft

    def stream(self, one: Input) -> Records:
        """The sheets of a file that holds one record a line."""
        from speclint.sheets.records import Records

        profile, judge = self._written(one)
        return Records(
            one.place, profile, self._source(one),
            lambda place, layer: read_sheet(place, (layer,), profile, judge),
        )  # fmt: skip

    def _source(self, one: Input) -> Source:
        def opened() -> IO[bytes]:
            draft = self._drafts.get(one.file)
            return self._job.tree.open(one.file) if draft is None else BytesIO(draft)

        suffix = one.file.suffix.casefold()
        if suffix not in TABLES:
            from speclint.sheets.records import JsonLines

            return JsonLines(one.place.path, opened)
        if one.claim is None and self._job.schema is None:
            message = f"{one.place.path}: no [[sheets]] entry claims it, so nothing says what its columns are"
            raise UnreadableFileError(message)
        from speclint.sheets.tables import Csv, Parquet

        return Parquet(one.place.path, opened) if suffix == ".parquet" else Csv(one.place.path, opened)

    def _written(self, one: Input) -> tuple[Profile | None, Schema | None]:
        """How the sheets of a file are written, and what judges them."""
        if self._job.schema is not None:
            return None, self._schema(self._job.schema)
        profile = one.claim.profile if one.claim else self._default()
        schema = one.claim.schema if one.claim and one.claim.schema else profile.schema
        return profile, self._schema(schema) if schema and self._job.judged else None

    def look_up(self, beside: Sheet, name: str) -> Sheet | None:
        """The sheet of that id, from its file below the root of the other one, or None."""
        root = beside.place.root
        if root is None or ".." in name.split("/") or name.startswith("/"):
            return None
        file = root / f"{name}.json"
        if not self._job.tree.is_file(file):
            return None
        return self.read(Input(file, Place(shown(file, self._job.working), name, root), None))[0]

    def _schema(self, file: Path | str) -> Schema:
        """The schema in a file, or the shipped one of that name."""
        from speclint.sheets.schema import Schema, shipped_schema

        if file not in self._schemas:
            path = shipped_schema(file) if isinstance(file, str) else file
            root = self._job.config.root
            # a schema from elsewhere refers to files beside it
            self._schemas[file] = Schema.load(path, root=root if path.is_relative_to(root) else None)
        return self._schemas[file]
