"""A request: what to check, and which files that is."""

from __future__ import annotations

import re
from functools import cache, cached_property
from os.path import normpath, sep
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from speclint.documents.message_text import MAX_NAME, printable
from speclint.errors import ConfigError, NothingToCheckError, UnreadableFileError
from speclint.files.gate import Gate
from speclint.files.paths import display_path
from speclint.files.tree import WORK_TREE
from speclint.profiles.compile import load_profile
from speclint.project.config import NAMES, config_in, configs_below, find_configs, load_config
from speclint.project.discover import claimed_files, expanded, named_files
from speclint.sheets.place import Claim, SheetFile, SheetFiles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from speclint.bands.store import Bands
    from speclint.files.cache import Cache
    from speclint.files.tree import Tree
    from speclint.profiles.profile import Profile
    from speclint.project.config import Config, SheetsEntry
    from speclint.sheets.word_index import IndexStore

    Each = TypeVar("Each")

    class Progress(Protocol):
        """Shows the progress of work, which has a label, while it is iterated over."""

        def __call__(self, work: Collection[Each], label: str, /) -> Iterable[Each]:
            """The work itself."""


_NAMES_OUR_SCHEMA = rb'"\$schema"\s*:\s*"[^"]*spec-sheet\.schema\.json"'

DEFAULT_PROFILE = "spec-sheet"
DEFAULT_ROOT = "specs"
DEFAULT_FILES = (f"{DEFAULT_ROOT}/{{make}}/*.json",)
"""Where sheets are without a configuration."""
MAX_PATTERNS = 8
"""Patterns that a message lists."""


class Request(msgspec.Struct, frozen=True, dict=True):
    """What to check, and how."""

    config: Config
    working: Path
    """Folder that relative paths start from, and that shown paths are relative to."""
    paths: Sequence[Path] = ()
    """Files and folders to report on; everything that is claimed if empty."""
    schema: Path | None = None
    """Validate any JSON document against this schema alone."""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    """Lowest level that fails the run, instead of the configured one."""
    text: bytes | None = None
    """Content of the only path, instead of what the file holds."""
    sheets_only: bool = False
    """Pass over named files that are no sheets."""
    source: Tree = WORK_TREE
    """Where the files are read from, with all that lies outside the configuration's folder."""
    respect_nested_config: bool = True
    """Whether a configuration that lies deeper holds for what is below it."""
    since: Tree | None = None
    """The files before a change; what was found in them is no news."""
    overlays: Mapping[Path, bytes] = {}
    """Unsaved text by the absolute path of its file, read instead of the file."""
    profiles: Tree | None = None
    """Where the profiles of the configuration are read from; the tree itself if None."""
    jobs: int | None = None
    """How many processes may read many files; as many as there are processors if None."""
    validate_schema: bool = True
    """Whether the sheets are validated against the schemas of their profiles."""
    cache: Cache | None = None
    """Where an index of the catalog is kept, if any."""

    @cached_property
    def tree(self) -> Gate:
        """The source without what lies outside the configuration's folder, but with what the user named."""
        return self._behind_gate(self.source)

    @cached_property
    def settings(self) -> Gate:
        """Where profiles, and configurations that lie deeper, are read from."""
        return self.tree if self.profiles is None else self._behind_gate(self.profiles)

    def index(self) -> IndexStore | None:
        """Where an index of the catalog's files is kept; None if they are not read from the work tree."""
        if self.cache is None or self.source is not WORK_TREE:
            return None
        from speclint.sheets.word_index import IndexStore

        return IndexStore(self.cache, str(self.config.file or self.config.root))

    def _behind_gate(self, tree: Tree) -> Gate:
        return Gate(tree, self.config.root, [Path(normpath(self.working / path)) for path in self.paths])


_Work = TypeVar("_Work")


def silent(work: Collection[_Work], label: str) -> Iterable[_Work]:  # noqa: ARG001 - one shape for all
    """Show no progress."""
    return work


def requests_for(working: Path, paths: Sequence[Path], config: Path | None = None) -> list[Request]:
    """A request for each configuration that is nearest to one of the paths; one alone if its file is named.

    A path may be a pattern, such as `s/**/*.parquet`. Without paths, and without a configuration for the
    working folder, one for each configuration below it.

    Raises:
        ConfigError: a configuration cannot be followed.
        UnreadableFileError: a folder below may not be read, or no file matches a pattern.
    """
    paths = expanded(WORK_TREE, paths, working)
    if config is not None:
        return [Request(load_config(working / config), working, paths, respect_nested_config=False)]
    requests = [Request(found, working, own) for found, own in find_configs(working, paths)]
    if paths or requests[0].config.file is not None:
        return requests
    below = [Request(found, working) for found in configs_below(working)]
    own = requests[0]
    if below and not own_files(own, claimed_files(own.tree, claims_of(own), working))[0]:
        return below
    return requests + below


def inputs(request: Request) -> tuple[SheetFiles, SheetFiles, tuple[Config, ...]]:
    """The files of the catalog, those of them to report on, and the configurations of what lies deeper."""
    claims = claims_of(request)
    claimed = {} if request.schema else claimed_files(request.tree, claims, request.working)
    claimed, nearer = own_files(request, claimed)
    for own in request.config.own_files:
        # a pattern as wide as *.json takes in what speclint itself wrote
        claimed.pop(str(own), None)
    if request.text is not None:
        (path,) = request.paths
        if request.tree.is_folder(request.working / path):
            message = f"{path}: a folder is no name for the standard input"
            raise UnreadableFileError(message)
        wanted = named_files(request.source, [path], claimed, request.working, must_exist=False)
        return claimed, wanted, nearer
    if request.paths:
        wanted = _named(request, claimed)
        if not wanted and not nearer and not request.sheets_only:
            paths = ", ".join(map(str, request.paths))
            message = f"{paths}: there is no JSON file in it; `speclint init` adopts tables"
            raise NothingToCheckError(message)
        return claimed, wanted, nearer
    if not claimed and not nearer:
        patterns = _shown([pattern for claim in claims for pattern in claim.patterns])
        if request.config.file is None:
            there = f"there is no speclint.toml, and no file matches {patterns}"
            message = f"{request.config.root}: {there}; run `speclint init` where your data lie"
        else:
            message = f"{request.config.root}: no file matches {patterns}; correct files in [[sheets]]"
        raise NothingToCheckError(message)
    return claimed, claimed, nearer


def _shown(patterns: Sequence[str]) -> str:
    """The first of some patterns, for a message."""
    shown = [printable(pattern, MAX_NAME) for pattern in patterns[:MAX_PATTERNS]]
    more = len(patterns) - len(shown)
    return " or ".join([*shown, *([f"{more:,} more patterns"] if more else [])])


def own_files(request: Request, claimed: SheetFiles) -> tuple[SheetFiles, tuple[Config, ...]]:
    """The files for which the request's configuration is the nearest, and the nearer ones of the others."""
    if not request.respect_nested_config:
        return claimed, ()
    root = str(request.config.root)
    inside = root.rstrip(sep) + sep
    nearest: dict[str, Config | None] = {}

    def nearest_to(folder: str) -> Config | None:
        if not folder.startswith(inside):
            return None
        if folder not in nearest:
            # most folders hold none
            holds = any(request.settings.exists(f"{folder}{sep}{name}") for name in NAMES)
            own = config_in(Path(folder), request.settings) if holds else None
            nearest[folder] = own or nearest_to(folder.rpartition(sep)[0])
        return nearest[folder]

    folders = {file[: file.rindex(sep)]: None for file in claimed}
    others = {config.file: config for folder in folders if (config := nearest_to(folder))}
    if not others:
        return claimed, ()
    own = {file: source for file, source in claimed.items() if nearest_to(file.rpartition(sep)[0]) is None}
    return own, tuple(others.values())


def claims_of(request: Request) -> list[Claim]:
    """The files that each entry of the configuration claims as sheets, or the default claim.

    Raises:
        ConfigError: a profile cannot be followed.
    """
    config = request.config
    if not config.sheets and not request.paths:
        return [Claim(config.root, DEFAULT_FILES, default_profile(config))]
    return [_claim(request.settings, config, entry) for entry in config.sheets]


def default_profile(config: Config) -> Profile:
    """The profile of sheets that no entry claims.

    Raises:
        ConfigError: the bands that the configuration names cannot be read.
    """
    return _with_bands(load_profile(DEFAULT_PROFILE), config)


def _claim(tree: Tree, config: Config, entry: SheetsEntry) -> Claim:
    try:
        profile = _with_bands(load_profile(entry.profile, config.root, tree), config)
    except LookupError as error:
        # a program that names a profile has no configuration
        message = f"{config.file}: {error.args[0]}" if config.file else error.args[0]
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


def _named(request: Request, claimed: SheetFiles) -> SheetFiles:
    """The files that the request's paths name, in order, other JSON than sheets left out where it may be."""
    wanted: SheetFiles = {}
    for path in request.paths:
        found = named_files(request.source, [path], claimed, request.working)
        if request.sheets_only or request.tree.is_folder(request.working / path):
            sheets = {file: source for file, source in found.items() if is_sheet(source, request)}
            # a folder may hold other JSON beside sheets; where it holds nothing else, all of it is checked
            found = sheets if sheets or request.sheets_only else found
        wanted |= found
    # of duplicates the first is reported, in whatever order they are named
    return dict(sorted(wanted.items()))


def is_sheet(sheet_file: SheetFile, request: Request) -> bool:
    """Whether a file is claimed, or else is a sheet by its folder or by the schema that it names."""
    # specs/<make>/<model>-<variant>.json; without a configuration the root is the folder of the file
    config, file = request.config, sheet_file.file
    path = display_path(file, config.root).split("/") if config.file else Path(file).parts
    if sheet_file.claim is not None or [*path[-3:-2]] == [DEFAULT_ROOT]:
        return True
    return re.search(_NAMES_OUR_SCHEMA, request.tree.read(sheet_file.file)) is not None
