"""Which files are sheets: named files, folders, and what the configuration claims."""

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
    """Every file that is claimed, by its path; the first claim holds."""
    found: SheetFiles = {}
    for claim in claims:
        for pattern in claim.patterns:
            fixed, wild = _split(pattern)
            base = _normal(claim.root / fixed)
            for file in matching(tree, base, wild):
                # what is neither file nor folder, or leads nowhere, must not pass for checked
                if file not in found and not tree.is_folder(file):
                    name = file.relative_to(base).with_suffix("").as_posix()
                    found[file] = SheetFile(
                        file, SheetLocation(display_path(file, working), name, base, claimed=True), claim
                    )
    return found


def _split(pattern: str) -> tuple[Path, list[str]]:
    """The folder that a pattern starts from, and the parts of the pattern below it."""
    parts = _PART.sub("*", pattern).split("/")
    fixed = 0
    while fixed < len(parts) - 1 and not is_wild(parts[fixed]):
        fixed += 1
    return Path(*parts[:fixed]), parts[fixed:]


def _normal(path: Path) -> Path:
    """The path without `..`, but with its links."""
    return Path(os.path.normpath(path))


def named_files(
    tree: Tree, paths: Sequence[Path], claimed: SheetFiles, working: Path, *, must_exist: bool = True
) -> SheetFiles:
    """The files that the paths name: claimed ones below a folder, or else every JSON file in it.

    Raises:
        UnreadableFileError: for a path that does not exist, or a folder that may not be read.
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
            inside = [one for one in claimed.values() if file in one.file.parents]
            found |= {one.file: one for one in inside or [_unclaimed(f, working) for f in walk(tree, file)]}
        else:
            found[file] = _unclaimed(file, working)
    return found


def _folders(claimed: SheetFiles) -> set[Path]:
    """Every folder around a claimed file."""
    nearest = {file.parent for file in claimed}
    return nearest.union(*(folder.parents for folder in nearest))


def _as_claimed(tree: Tree, file: Path, claimed: SheetFiles, folders: set[Path]) -> Path:
    """The path by which a file or folder is claimed, if it was named by a link to that."""
    if file in folders:
        return file
    real = tree.real(file)
    return real if real in claimed or real in folders else file


def _unclaimed(file: Path, working: Path) -> SheetFile:
    folder = file.parent
    return SheetFile(
        file, SheetLocation(display_path(file, working), f"{folder.name}/{file.stem}", folder.parent), None
    )
