"""Read both sides of a comparison; only what differs is parsed."""

from __future__ import annotations

from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec.structs import replace

from speclint.diffing.detect_profile import detect_profile
from speclint.diffing.records import differing_records
from speclint.errors import ConfigError, NothingToCheckError, UnreadableFileError
from speclint.files.tree import WORK_TREE
from speclint.files.walk import TABLES
from speclint.profiles.compile import load_profile
from speclint.project.load import Project, read_project
from speclint.project.reader import Reader
from speclint.project.request import Request, inputs
from speclint.sheets.catalog import Catalog
from speclint.sheets.inheritance import layer_files
from speclint.sheets.layers import EXTENDS
from speclint.sheets.place import Claim, SheetFile

if TYPE_CHECKING:
    from speclint.diffing.differing import Differing
    from speclint.files.gate import Gate
    from speclint.profiles.profile import Profile
    from speclint.project.config import Config
    from speclint.project.request import Progress
    from speclint.sheets.place import SheetFiles
    from speclint.sheets.sheet import Sheet

Wanted: TypeAlias = "tuple[SheetFiles, SheetFiles, tuple[Config, ...]]"
"""The files of a catalog, those of them to compare, and the configurations of what lies deeper."""


class Comparison(msgspec.Struct, frozen=True):
    """What to compare, and how to report it."""

    base: Request
    revision: Request
    base_name: str
    revision_name: str
    """How the user named the sides."""
    named: bool = False
    """Whether each side is one file that the user named."""
    profile: str | None = None
    """Name of the profile to use instead of the configured ones."""
    units: str = "both"
    """Units of the messages: metric, imperial or both."""
    located: bool = True
    """Whether the report has lines, columns and fingerprints; text for people needs none."""
    borrows_config: bool = False
    """Whether the configuration is that of the work tree, because the revision has none."""


def read_sides(comparison: Comparison, progress: Progress) -> tuple[Project, Project]:
    """Both sides, with what may differ; files of equal bytes wait until a rule asks for one of them.

    Raises:
        NothingToCheckError: there is no sheet on either side.
        SpeclintError: as `load_project` does.
    """
    base, revision = comparison.base, comparison.revision
    _refuse_missing(base, revision)
    if not (comparison.profile or base.source is WORK_TREE or revision.source is WORK_TREE):
        from speclint.diffing.differing import differing_files

        differing = differing_files(base, revision)
        if differing is not None:
            before, after = differing
            return _project_among(base, before, progress), _project_among(revision, after, progress)
    old, new = _inputs(base, comparison.profile), _inputs(revision, comparison.profile)
    if isinstance(old, NothingToCheckError) and isinstance(new, NothingToCheckError):
        raise new
    nothing: Wanted = ({}, {}, ())
    old_all, old_wanted, _ = nothing if isinstance(old, NothingToCheckError) else old
    new_all, new_wanted, nearer = nothing if isinstance(new, NothingToCheckError) else new
    pairs = _paired_files(old_wanted, new_wanted, named=comparison.named)
    equal = [(old, new) for old, new in pairs if _are_equal(base, old, revision, new)]
    if len(pairs) == len(old_wanted) == len(new_wanted) == 1 and not equal:
        # where all records are in one file, those of equal bytes need not be parsed
        records = differing_records(*pairs[0], base.tree, revision.tree)
        if records is not None:
            return _project_of(base, records[0], old_wanted), _project_of(revision, records[1], new_wanted)
    old_equal, new_equal = {old.path for old, _ in equal}, {new.path for _, new in equal}
    old_left = {file: source for file, source in old_wanted.items() if file not in old_equal}
    new_left = {file: source for file, source in new_wanted.items() if file not in new_equal}
    return (
        read_project(base, old_all, old_left, (), progress),
        read_project(revision, new_all, new_left, nearer, progress),
    )


def _project_of(request: Request, sheets: tuple[Sheet, ...], wanted: SheetFiles) -> Project:
    return Project(Catalog(sheets), sheets, (), Reader.of(request), wanted, wanted)


def _project_among(request: Request, side: Differing, progress: Progress) -> Project:
    """The project of the files that differ, among the others of its catalog."""
    from speclint.diffing.differing import CatalogAround

    reader = Reader.of(request)
    files = progress(list(side.files.values()), "reading")
    read = tuple(sheet for sheet_file in files for sheet in reader.read(sheet_file))
    catalog = CatalogAround(read, reader, side.revision)
    return Project(catalog, read, (), reader, side.files, side.files, side.nearer)


def _refuse_missing(base: Request, revision: Request) -> None:
    """Refuse a path that is on neither side; one that is on one side was added or removed.

    Raises:
        UnreadableFileError: if there is one.
    """
    ends = [(request, path) for request in (base, revision) for path in request.paths]
    present = {path for request, path in ends if request.tree.exists(request.working / path)}
    missing = next((path for _, path in ends if path not in present), None)
    if missing is not None:
        message = f"{missing}: there is no such file or folder on either side"
        raise UnreadableFileError(message)


def below(comparison: Comparison, config: Config) -> Comparison:
    """The part of a comparison to which a deeper configuration applies."""
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
    """The files of one side, with profiles; an error where there are none: the other side may have some."""
    present = [path for path in request.paths if request.tree.exists(request.working / path)]
    if request.paths and not present:
        return NothingToCheckError(f"{', '.join(map(str, request.paths))}: there is no such file or folder")
    try:
        claimed, wanted, nearer = inputs(replace(request, paths=present))
    except NothingToCheckError as error:
        return error
    chosen = _named_profile(request, name) if name else None
    found = {}
    for file, source in wanted.items():
        profile = chosen or (None if source.claim else _detected(request, source))
        found[file] = source
        if profile is not None:
            claim = source.claim or Claim(source.file.parent, profile.files, profile)
            found[file] = SheetFile(source.path, source.place, replace(claim, profile=profile))
    return claimed | found, found, nearer


def _detected(request: Request, source: SheetFile) -> Profile | None:
    """The shipped profile that fits a file; tables need none, their header names the columns."""
    if source.file.suffix.casefold() in TABLES:
        return None
    content = request.tree.read(source.file)
    if source.is_stream:
        return detect_profile(content.partition(b"\n")[0], record=True)
    return detect_profile(content)


def _named_profile(request: Request, name: str) -> Profile:
    try:
        return load_profile(name, request.working, request.profiles or request.source)
    except LookupError as error:
        raise ConfigError(str(error.args[0])) from error


def _paired_files(
    base: SheetFiles, revision: SheetFiles, *, named: bool
) -> list[tuple[SheetFile, SheetFile]]:
    """The files that have the same place on both sides."""
    if named and len(base) == len(revision) == 1:
        return [(next(iter(base.values())), next(iter(revision.values())))]
    old = {source.place.id: source for source in base.values()}
    return [(old[source.place.id], source) for source in revision.values() if source.place.id in old]


def _are_equal(base: Request, old: SheetFile, revision: Request, new: SheetFile) -> bool:
    """Whether a file and all its layers hold the same bytes on both sides."""
    profile = old.claim.profile if old.claim is not None else None
    old_files, new_files = (
        [source.path, *(layer_files(source, profile) if profile and profile.layers else ())]
        for source in (old, new)
    )
    if len(old_files) != len(new_files) or not all(
        _have_equal_bytes(base.tree, old_file, revision.tree, new_file)
        for old_file, new_file in zip(old_files, new_files, strict=True)
    ):
        return False
    # a document that a file extends may still differ
    return not any(_extends(revision, file) for file in new_files)


def _extends(request: Request, file: Path | str) -> bool:
    """Whether a document may extend others; of a revision git searches all documents at once."""
    source = request.source
    if source is not WORK_TREE:
        from speclint.files.revision import Revision

        if isinstance(source, Revision):
            return str(file) in source.mention(EXTENDS)
    return request.tree.is_file(Path(file)) and EXTENDS.encode() in request.tree.read(file)


def _have_equal_bytes(base: Gate, old: Path | str, revision: Gate, new: Path | str) -> bool:
    """Whether two files hold the same bytes, or neither exists; objects of git are compared by id."""
    if base.source is not WORK_TREE and revision.source is not WORK_TREE:
        from speclint.files.revision import Revision

        if isinstance(base.source, Revision) and isinstance(revision.source, Revision):
            # what is equal is never read
            return base.source.oid_of(old) == revision.source.oid_of(new)
    base.refuse_outside(old)
    revision.refuse_outside(new)
    if base.is_file(Path(old)) is not revision.is_file(Path(new)):
        return False
    return not base.is_file(Path(old)) or base.read(old) == revision.read(new)
