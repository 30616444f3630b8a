"""Finds the files that are sheets: those named, those in named folders, and those a configuration claims."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from speclint.errors import UnreadableFileError
from speclint.files.paths import display_path
from speclint.files.walk import is_wild, matching, walk
from speclint.sheets.place import Claim, SheetFile, SheetFiles, SheetLocation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speclint.files.tree import Tree

_PART = re.compile(r"\{\w+\}")


def claimed_files(tree: Tree, claims: Iterable[Claim], working: Path) -> SheetFiles:
    """The claimed files by their path; of several claims the first applies."""
    found: SheetFiles = {}
    for claim in claims:
        for pattern in claim.patterns:
            fixed, wild = _split(pattern)
            base = _normal(claim.root / fixed)
            for file in matching(tree, base, wild):
                # a special file or broken link is kept, so that it is reported instead of skipped
                if file not in found and not tree.is_folder(file):
                    name = file.relative_to(base).with_suffix("").as_posix()
                    found[file] = SheetFile(
                        file, SheetLocation(display_path(file, working), name, base, claimed=True), claim
                    )
    return found


def _split(pattern: str) -> tuple[Path, list[str]]:
    """The folder that a pattern starts at, and the parts of the pattern below it."""
    parts = _PART.sub("*", pattern).split("/")
    fixed = 0
    while fixed < len(parts) - 1 and not is_wild(parts[fixed]):
        fixed += 1
    return Path(*parts[:fixed]), parts[fixed:]


def _normal(path: Path) -> Path:
    """The path without `..`, with its links not resolved."""
    return Path(os.path.normpath(path))


def named_files(
    tree: Tree, paths: Sequence[Path], claimed: SheetFiles, working: Path, *, must_exist: bool = True
) -> SheetFiles:
    """The files that the paths name; of a folder the claimed files in it, or else every JSON file.

    Raises:
        UnreadableFileError: a path does not exist, or a folder cannot be read.
    """
    found: SheetFiles = {}
    folders: set[Path] = set()
    for path in paths:
        file = _normal(working / path)
        if file not in claimed and tree.exists(file):
            folders = folders or _folders(claimed)
            file = _as_claimed(tree, file, claimed, folders)
        if file in claimed:
            found[file] = claimed[file]
        elif must_exist and not tree.exists(file):
            message = f"{path}: there is no such file or folder"
            raise UnreadableFileError(message)
        elif must_exist and tree.is_folder(file):
            inside = [sheet_file for sheet_file in claimed.values() if file in sheet_file.file.parents]
            inside = inside or [_unclaimed(path, working) for path in walk(tree, file)]
            found |= {sheet_file.file: sheet_file for sheet_file in inside}
        else:
            found[file] = _unclaimed(file, working)
    return found


def _folders(claimed: SheetFiles) -> set[Path]:
    """All ancestor folders of the claimed files."""
    parents = {file.parent for file in claimed}
    return parents.union(*(folder.parents for folder in parents))


def _as_claimed(tree: Tree, file: Path, claimed: SheetFiles, folders: set[Path]) -> Path:
    """The path by which a file or folder is claimed, if the given one is a link to that."""
    if file in folders:
        return file
    real = tree.real(file)
    return real if real in claimed or real in folders else file


def _unclaimed(file: Path, working: Path) -> SheetFile:
    folder = file.parent
    return SheetFile(
        file, SheetLocation(display_path(file, working), f"{folder.name}/{file.stem}", folder.parent), None
    )
