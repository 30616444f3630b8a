"""From a job to a catalog: which files there are, read once each with their profile and schema."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.errors import ConfigError, NothingToCheckError, UnreadableFileError
from speclint.sheets.catalog import Catalog, slug
from speclint.sheets.compile import load_profile
from speclint.sheets.files import Claim, Input, Inputs, claimed_files, named_files, read_file, shown
from speclint.sheets.inherit import Inherited, beside_records, inherited, layer_files, layer_of, records_of
from speclint.sheets.schema import Schema, shipped_schema
from speclint.sheets.sheet import Place, Sheet, read_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from speclint.bands.store import Bands
    from speclint.config import Config, SheetsEntry
    from speclint.sheets.layers import Layer
    from speclint.sheets.profile import Profile

    Progress: TypeAlias = "Callable[[Collection[Input], str], Iterable[Input]]"
    """Shows how far the work is while it is iterated over; told what the work is called."""

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
    text: bytes | None = None
    """Content of the only path, instead of what the file holds."""
    sheets_only: bool = False
    """Pass over named files that are no sheets."""


class Gathered(msgspec.Struct, frozen=True):
    """The catalog, and those of its sheets to report on."""

    catalog: Catalog
    reported: tuple[Sheet, ...]


def gather(job: Job, progress: Progress) -> Gathered:
    """Read what the job names, and the catalog that it belongs to.

    Raises:
        ConfigError, SchemaError: the configuration or a schema cannot be followed.
        UnreadableFileError: a file cannot be read.
        NothingToCheckError: there is no sheet.
    """
    reader = _Reader(job)
    claimed, wanted = inputs(job)
    reported = tuple(
        sheet for one in progress(wanted.values(), "reading") for sheet in reader.read(one, job.text)
    )
    waiting = [one for file, one in claimed.items() if file not in wanted]
    return Gathered(Catalog(reported, waiting, reader.read, reader.look_up), reported)


def inputs(job: Job) -> tuple[Inputs, Inputs]:
    """The files of the catalog, and those of them to report on."""
    claims = claims_of(job)
    claimed = {} if job.schema else claimed_files(claims, job.working)
    for own in job.config.own_files:
        # a pattern as wide as *.json takes in what speclint itself wrote
        claimed.pop(own, None)
    if job.text is not None:
        (path,) = job.paths
        if path.is_dir():
            message = f"{path}: a folder is no name for the standard input"
            raise UnreadableFileError(message)
        return claimed, named_files([path], claimed, job.working, must_exist=False)
    if job.paths:
        wanted = _named(job, claimed)
        if not wanted and not job.sheets_only:
            message = f"{', '.join(map(str, job.paths))}: there is no JSON file in it"
            raise NothingToCheckError(message)
        return claimed, wanted
    if not claimed:
        patterns = " or ".join(pattern for claim in claims for pattern in claim.patterns)
        remedy = "name files, or say in speclint.toml what is a sheet"
        message = f"{job.config.root}: no file matches {patterns}; {remedy}"
        raise NothingToCheckError(message)
    return claimed, claimed


def claims_of(job: Job) -> list[Claim]:
    """What the configuration says is a sheet, entry by entry; the default where it says nothing.

    Raises:
        ConfigError: a profile cannot be followed.
    """
    config = job.config
    if not config.sheets and not job.paths:
        return [Claim(config.root, DEFAULT_FILES, _with_bands(load_profile(DEFAULT_PROFILE), config))]
    return [_claim(config, entry) for entry in config.sheets]


def _claim(config: Config, entry: SheetsEntry) -> Claim:
    try:
        profile = _with_bands(load_profile(entry.profile, config.root), config)
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
        return decoded_bands(file, read_file(file))
    except UnreadableFileError as error:
        message = f"{error}; {REMEDY}"
        raise ConfigError(message) from error


def _named(job: Job, claimed: Inputs) -> Inputs:
    """The files that the job's paths name, other JSON than sheets left out where it may be."""
    wanted: Inputs = {}
    for path in job.paths:
        found = named_files([path], claimed, job.working)
        if job.sheets_only or (job.working / path).is_dir():
            sheets = {file: one for file, one in found.items() if _is_a_sheet(one, job.config.root)}
            # a folder may hold other JSON beside sheets; one that holds nothing else is taken at its word
            found = sheets if sheets or job.sheets_only else found
        wanted |= found
    return wanted


def _is_a_sheet(one: Input, root: Path) -> bool:
    """Whether a file is claimed, or else is a sheet by its folder or by the schema that it names."""
    # specs/<make>/<model>-<variant>.json
    if one.claim is not None or shown(one.file, root).split("/")[-3:-2] == ["specs"]:
        return True
    return re.search(_NAMES_OUR_SCHEMA, read_file(one.file)) is not None


class _Reader:
    """Reads sheets; each layer, profile and schema once."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._default = cache(lambda: _with_bands(load_profile(DEFAULT_PROFILE), job.config))
        self._schemas: dict[Path | str, Schema] = {}
        self._layers: dict[Path, Layer] = {}

    def read(self, one: Input, text: bytes | None = None) -> list[Sheet]:
        """The sheets in a file, or in the text given instead: one, or one for each of its records."""
        own = layer_of(one.place.path, read_file(one.file) if text is None else text)
        if self._job.schema is not None:
            return [read_sheet(one.place, (own,), None, self._schema(self._job.schema))]
        profile = one.claim.profile if one.claim else self._default()
        schema = one.claim.schema if one.claim and one.claim.schema else profile.schema
        judge = self._schema(schema) if schema else None
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
            self._layers[file] = layer_of(shown(file, self._job.working), read_file(file))
        return self._layers[file]

    def look_up(self, beside: Sheet, name: str) -> Sheet | None:
        """The sheet of that id, from its file below the root of the other one, or None."""
        root = beside.place.root
        if root is None or ".." in name.split("/") or name.startswith("/"):
            return None
        file = root / f"{name}.json"
        if not os.path.isfile(file):  # noqa: PTH113 - a name too long for any file makes the method raise
            return None
        return self.read(Input(file, Place(shown(file, self._job.working), name, root), None))[0]

    def _schema(self, file: Path | str) -> Schema:
        """The schema in a file, or the shipped one of that name."""
        if file not in self._schemas:
            path = shipped_schema(file) if isinstance(file, str) else file
            root = self._job.config.root
            # a schema from elsewhere refers to files beside it
            self._schemas[file] = Schema.load(path, root=root if path.is_relative_to(root) else None)
        return self._schemas[file]
