"""Which sheet has a name that git remembers: one whose file was renamed."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from speclint.errors import GitError
from speclint.files.git import Repository

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from speclint.sheets.sheet import Sheet


def renamed_to(name: str, sheets: Iterable[Sheet], working: Path, revision: str = "HEAD") -> str:
    """The id of the sheet whose file had an id as its name before; empty where git knows of none.

    Args:
        name: the id of no sheet.
        sheets: those that there are.
        working: the folder that their paths start from.
        revision: up to which commits are searched.
    """
    try:
        repository = Repository(working)
        by_file = {repository.name_of(working / sheet.path): sheet.id for sheet in sheets}
        renames = repository.renames(repository.resolve(revision))
    except GitError:
        return ""
    successors = dict(reversed(renames))
    for old, new in renames:
        if f"/{PurePosixPath(old).with_suffix('')}".endswith(f"/{name}"):
            return next((by_file[file] for file in _line(new, successors) if file in by_file), "")
    return ""


def _line(name: str, successors: dict[str, str]) -> Iterator[str]:
    """A name of a file and those that it had later."""
    seen: set[str] = set()
    while name and name not in seen:
        seen.add(name)
        yield name
        name = successors.get(name, "")
