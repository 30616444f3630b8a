"""Which sheets differ between two revisions, by the ids of git's objects: no others are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.errors import NothingToCheckError
from speclint.files.tree import WORK_TREE
from speclint.project.request import claims_of, inputs
from speclint.sheets.layers import EXTENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.files.revision import Revision
    from speclint.project.config import Config
    from speclint.project.request import Request
    from speclint.sheets.place import Claim, SheetFile, SheetFiles


class Differing(msgspec.Struct, frozen=True):
    """The sheets that may differ, on both sides."""

    base: SheetFiles
    revision: SheetFiles
    nearer: tuple[Config, ...]
    """The configurations of what lies deeper on the side of the revision."""


def differing_files(base: Request, revision: Request) -> Differing | None:
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
    if old.has_links or new.has_links:
        return None
    files = {*new.differing(old), *new.mention(EXTENDS)}
    before, after = (
        _inputs(replace(request, source=side.part(files))) for request, side in ((base, old), (revision, new))
    )
    return Differing(before[0], *after) if before[0] or after[0] else None


def _revisions(base: Request, revision: Request) -> tuple[Revision, Revision] | None:
    """Both sides, if they are revisions of one repository that are compared as a whole."""
    old, new = base.source, revision.source
    if old is WORK_TREE or new is WORK_TREE or base.paths or revision.paths or revision.profiles is None:
        return None
    from speclint.files.revision import Revision

    if isinstance(old, Revision) and isinstance(new, Revision) and old.repository is new.repository:
        return old, new
    return None


def _is_by_own_bytes(claim: Claim) -> bool:
    """Whether each claimed file is one sheet, and inherits from documents alone that it names."""
    profile = claim.profile
    return (
        profile.records is None
        and not profile.layers
        and all(pattern.endswith(".json") for pattern in claim.patterns)
    )


def _inputs(request: Request) -> tuple[SheetFiles, tuple[Config, ...]]:
    """The sheets of a request, and the configurations of what lies deeper; none where there is no sheet."""
    try:
        _, wanted, nearer = inputs(request)
    except NothingToCheckError:
        return {}, ()
    return wanted, nearer


def other_files(request: Request, read: SheetFiles) -> Iterator[SheetFile]:
    """The sheets of a request besides those that are read."""
    for file, sheet_file in _inputs(request)[0].items():
        if file not in read:
            yield sheet_file
