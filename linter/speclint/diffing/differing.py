"""Which sheets differ between two revisions, by the ids of git's objects: no others are listed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.errors import NothingToCheckError
from speclint.files.revision import Revision
from speclint.project.request import claims_of, inputs
from speclint.sheets.catalog import Catalog
from speclint.sheets.layers import EXTENDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.project.config import Config
    from speclint.project.reader import Reader
    from speclint.project.request import Request
    from speclint.sheets.place import Claim, SheetFile, SheetFiles
    from speclint.sheets.sheet import Sheet
    from speclint.sheets.unread import CatalogKey


SUFFIX = ".json"
"""What the names of sheets end with whose files are known by their ids."""


class Differing(msgspec.Struct, frozen=True):
    """The sheets of one side that may differ from those of the other."""

    revision: Revision
    files: SheetFiles
    nearer: tuple[Config, ...]
    """The configurations of what lies deeper."""


def differing_files(base: Request, revision: Request) -> tuple[Differing, Differing] | None:
    """The sheets of two revisions that differ in their own bytes or may do so in a document that they extend.

    None where sheets may differ for another reason, so that all of them must be compared: they inherit by
    their paths, are read through links or from records, or are named. None too if there is no such sheet.

    Raises:
        ConfigError: a profile cannot be followed.
        GitError: an object is missing.
    """
    sides = _revisions(base, revision)
    if sides is None or not all(map(_is_by_own_bytes, claims_of(revision))):
        return None
    old, new = sides
    files = set(new.differing(old))
    extending = None if any(map(old.is_link, files)) else new.mention_without_links(EXTENDS)
    if extending is None:
        return None
    files |= extending
    before, after = (
        Differing(side, *_inputs(replace(request, source=side.part(files))))
        for request, side in ((base, old), (revision, new))
    )
    return (before, after) if before.files or after.files else None


def _revisions(base: Request, revision: Request) -> tuple[Revision, Revision] | None:
    """Both sides, if they are revisions of one repository that are compared as a whole."""
    old, new = base.source, revision.source
    if base.paths or revision.paths or revision.profiles is None:
        return None
    if isinstance(old, Revision) and isinstance(new, Revision) and old.repository is new.repository:
        return old, new
    return None


def _is_by_own_bytes(claim: Claim) -> bool:
    """Whether each claimed file is one sheet, and inherits from documents alone that it names."""
    profile = claim.profile
    return (
        profile.records is None
        and not profile.layers
        and all(pattern.endswith(SUFFIX) for pattern in claim.patterns)
    )


def _inputs(request: Request) -> tuple[SheetFiles, tuple[Config, ...]]:
    """The sheets of a request, and the configurations of what lies deeper; none where there is no sheet."""
    try:
        _, wanted, nearer = inputs(request)
    except NothingToCheckError:
        return {}, ()
    return wanted, nearer


class CatalogAround(Catalog):
    """The sheets of a revision that differ, and the others, which are listed when a rule searches in them."""

    def __init__(self, sheets: Iterable[Sheet], reader: Reader, revision: Revision) -> None:
        """The sheets that differ, and what the others are read by."""
        super().__init__(sheets, self._others(), reader.read, reader.look_up, reader.content)
        self._reader = reader
        self._revision = revision
        self._are_listed = False
        self._looked_up: set[CatalogKey] = set()

    def _others(self) -> Iterator[SheetFile]:
        self._are_listed = True
        for file in _inputs(self._reader.request)[0].values():
            key = file.place.root, file.place.id
            if key not in self._sheets and key not in self._looked_up:
                yield file

    def _read_sheets(self, key: CatalogKey) -> Sheet | None:
        """The sheet of a key; the file of a sheet is known by that."""
        root, name = key
        path = os.path.normpath(f"{root}/{name}{SUFFIX}")
        if self._are_listed or name.endswith(SUFFIX) or path != f"{root}{os.sep}{name}{SUFFIX}":
            return super()._read_sheets(key)
        if key not in self._sheets and key not in self._looked_up:
            self._looked_up.add(key)
            request = replace(self._reader.request, source=self._revision.part([path]))
            for file in _inputs(request)[0].values():
                for sheet in self._reader.read(file):
                    self._add(sheet)
        return self._sheets.get(key)
