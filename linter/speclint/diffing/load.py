"""Both sides of a comparison, read: only what differs is parsed."""

from __future__ import annotations

from os.path import normpath
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec.structs import replace

from speclint.diffing.detect_profile import fitting
from speclint.diffing.records import differing_records
from speclint.errors import ConfigError, NothingToCheckError, UnreadableFileError
from speclint.files.tree import WORK_TREE
from speclint.files.walk import TABLES
from speclint.profiles.compile import load_profile
from speclint.project.load import Project, read_project
from speclint.project.request import Request, inputs
from speclint.sheets.catalog import Catalog
from speclint.sheets.inheritance import layer_files
from speclint.sheets.layers import EXTENDS
from speclint.sheets.place import Claim, SheetFile

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.files.tree import Tree
    from speclint.profiles.profile import Profile
    from speclint.project.config import Config
    from speclint.project.request import Progress
    from speclint.sheets.place import SheetFiles

Wanted: TypeAlias = "tuple[SheetFiles, SheetFiles, tuple[Config, ...]]"
"""The files of a catalog, those of them to compare, and the configurations of what lies deeper."""


class Comparison(msgspec.Struct, frozen=True):
    """What to compare, and how to tell it."""

    base: Request
    revision: Request
    base_name: str
    revision_name: str
    """What the reader called the sides."""
    named: bool = False
    """Whether each side is one file that the reader named."""
    profile: str | None = None
    """How the files are written, whatever the configuration says."""
    units: str = "both"
    """Those of the reader: metric, imperial or both."""
    located: bool = True
    """Whether the report says lines, columns and fingerprints: a person reads it without."""


class Sides(msgspec.Struct, frozen=True, eq=False):
    """What was read of both sides: the catalogs, and the sheets that may differ."""

    base: Project
    revision: Project


def read_sides(comparison: Comparison, progress: Progress) -> Sides:
    """Read what may differ; files of equal bytes wait until a rule asks for one of them.

    Raises:
        NothingToCheckError: there is no sheet on either side.
        SpeclintError: as `gather` does.
    """
    base, revision = comparison.base, comparison.revision
    _refuse_missing(base, revision)
    old, new = _inputs(base, comparison.profile), _inputs(revision, comparison.profile)
    if isinstance(old, NothingToCheckError) and isinstance(new, NothingToCheckError):
        raise new
    nothing: Wanted = ({}, {}, ())
    old_all, old_wanted, _ = nothing if isinstance(old, NothingToCheckError) else old
    new_all, new_wanted, nearer = nothing if isinstance(new, NothingToCheckError) else new
    couples = _couples(old_wanted, new_wanted, named=comparison.named)
    equal = {(one.file, other.file) for one, other in couples if _are_equal(base, one, revision, other)}
    left = [{file for file, _ in equal}, {file for _, file in equal}]
    sheets = None
    if len(couples) == len(old_wanted) == len(new_wanted) == 1 and not equal:
        # where all records stand in one file, those of equal bytes need not be parsed
        sheets = differing_records(*couples[0], base.tree, revision.tree)
    if sheets is not None:
        requests = zip((base, revision), sheets, strict=True)
        return Sides(
            *(Project(Catalog(each, content=request.tree.read), each, (), ()) for request, each in requests)
        )
    old_left = {file: one for file, one in old_wanted.items() if file not in left[0]}
    new_left = {file: one for file, one in new_wanted.items() if file not in left[1]}
    return Sides(
        read_project(base, old_all, old_left, (), progress),
        read_project(revision, new_all, new_left, nearer, progress),
    )


def _refuse_missing(base: Request, revision: Request) -> None:
    """Refuse a path that is on neither side; on one side only it was added or removed.

    Raises:
        UnreadableFileError: if there is one.
    """
    ends = [(request, path) for request in (base, revision) for path in request.paths]
    there = {path for request, path in ends if request.tree.exists(request.working / path)}
    missing = next((path for _, path in ends if path not in there), None)
    if missing is not None:
        message = f"{missing}: there is no such file or folder on either side"
        raise UnreadableFileError(message)


def below(comparison: Comparison, config: Config) -> Comparison:
    """What is left of a comparison to a configuration that lies deeper."""
    revision = comparison.revision
    paths = [path for path in revision.paths if config.root.is_relative_to(normpath(revision.working / path))]
    route = config.root.relative_to(revision.config.root)
    own = replace(config, root=comparison.base.config.root / route)
    return replace(
        comparison,
        base=replace(comparison.base, config=own, paths=comparison.base.paths if paths else ()),
        revision=replace(revision, config=config, paths=paths),
    )


def _inputs(request: Request, name: str | None) -> Wanted | NothingToCheckError:
    """The files of one side, with profiles; an error where there are none: the other may have some."""
    there = [path for path in request.paths if request.tree.exists(request.working / path)]
    if request.paths and not there:
        return NothingToCheckError(f"{', '.join(map(str, request.paths))}: there is no such file or folder")
    try:
        claimed, wanted, nearer = inputs(replace(request, paths=there))
    except NothingToCheckError as error:
        return error
    chosen = _named_profile(request, name) if name else None
    found = {}
    for file, one in wanted.items():
        profile = chosen or (None if one.claim else _fitting(request, one))
        found[file] = one if profile is None else _claimed(one, profile)
    return claimed | found, found, nearer


def _fitting(request: Request, one: SheetFile) -> Profile | None:
    """The shipped profile that a file fits; tables say themselves what is in them."""
    if one.file.suffix.casefold() in TABLES:
        return None
    content = request.tree.read(one.file)
    return fitting(content.partition(b"\n")[0], record=True) if one.is_stream else fitting(content)


def _claimed(one: SheetFile, profile: Profile) -> SheetFile:
    root = one.claim.root if one.claim else one.file.parent
    patterns = one.claim.patterns if one.claim else profile.files
    return SheetFile(one.file, one.place, Claim(root, patterns, profile))


def _named_profile(request: Request, name: str) -> Profile:
    try:
        return load_profile(name, request.working, request.profiles or request.tree)
    except LookupError as error:
        raise ConfigError(str(error.args[0])) from error


def _couples(base: SheetFiles, revision: SheetFiles, *, named: bool) -> list[tuple[SheetFile, SheetFile]]:
    """The files that have the same place on both sides."""
    if named and len(base) == len(revision) == 1:
        return [(next(iter(base.values())), next(iter(revision.values())))]
    places = {one.place.id: one for one in base.values()}
    return [(places[one.place.id], one) for one in revision.values() if one.place.id in places]


def _are_equal(base: Request, one: SheetFile, revision: Request, other: SheetFile) -> bool:
    """Whether a file and all layers below it hold the same bytes on both sides."""
    if one.claim is not None and one.claim.profile.layers:
        layers = layer_files(one, one.claim.profile), layer_files(other, one.claim.profile)
    else:
        layers = [], []
    if len(layers[0]) != len(layers[1]):
        return False
    pairs = zip((one.file, *layers[0]), (other.file, *layers[1]), strict=True)
    if not all(_hold_the_same(base.tree, mine, revision.tree, theirs) for mine, theirs in pairs):
        return False
    # what a document extends may differ all the same
    files = (other.file, *layers[1])
    return not any(
        EXTENDS.encode() in revision.tree.read(file) for file in files if revision.tree.is_file(file)
    )


def _hold_the_same(base: Tree, one: Path, revision: Tree, other: Path) -> bool:
    """Whether two files hold the same bytes, or neither is there; objects of git are told by their ids."""
    if base is not WORK_TREE and revision is not WORK_TREE:
        from speclint.files.revision import Revision

        if isinstance(base, Revision) and isinstance(revision, Revision):
            return base.oid_of(one) == revision.oid_of(other)
    if base.is_file(one) is not revision.is_file(other):
        return False
    return not base.is_file(one) or base.read(one) == revision.read(other)
