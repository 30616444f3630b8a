"""Finds the files that are sheets: those named, those in named folders, and those a configuration claims."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from speclint.documents.message_text import likely
from speclint.errors import UnreadableFileError
from speclint.files.glob import is_wild
from speclint.files.paths import display_path
from speclint.files.walk import matching, walk
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
            shown, start = _above(base, working), os.path.join(base, "")  # noqa: PTH118 - "/" stays one "/"
            # a special file or broken link is kept, so that it is reported instead of skipped
            for folder, names in matching(tree, base, wild):
                before = start + (folder if os.sep == "/" else folder.replace("/", os.sep))
                for name in names:
                    file = before + name
                    if file not in found:
                        path = display_path(Path(file), working) if shown is None else shown + folder + name
                        stem, _, suffix = name.rpartition(".")
                        # no suffix: a name that only starts or ends with a dot
                        sheet = folder + (stem if stem and suffix else name)
                        found[file] = SheetFile(file, SheetLocation(path, sheet, base, claimed=True), claim)
    return found


def _above(folder: Path, working: Path) -> str | None:
    """What precedes the names in a folder where they are shown; None if it differs from name to name."""
    if folder == working:
        return ""
    return None if working.is_relative_to(folder) else display_path(folder, working).rstrip("/") + "/"


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
        if str(file) not in claimed and tree.exists(file):
            folders = folders or _folders(claimed)
            file = _as_claimed(tree, file, claimed, folders)
        if str(file) in claimed:
            found[str(file)] = claimed[str(file)]
        elif must_exist and not tree.exists(file):
            message = f"{path}: there is no such file or folder{_meant(tree, file)}"
            raise UnreadableFileError(message)
        elif must_exist and tree.is_folder(file):
            start = os.path.join(file, "")  # noqa: PTH118 - ends with one separator
            inside = [sheet_file for name, sheet_file in claimed.items() if name.startswith(start)]
            inside = inside or [_unclaimed(path, working) for path in walk(tree, file)]
            found |= {sheet_file.path: sheet_file for sheet_file in inside}
        else:
            found[str(file)] = _unclaimed(file, working)
    return found


def expanded(tree: Tree, paths: Iterable[Path], working: Path) -> list[Path]:
    """The paths, and instead of a pattern the files that match it; a name with such characters stays.

    Raises:
        UnreadableFileError: no file matches a pattern.
    """
    found: list[Path] = []
    for path in paths:
        pattern = path.as_posix()
        if not is_wild(pattern) or tree.exists(working / path):
            found.append(path)
            continue
        fixed, wild = _split(pattern)
        inside = [
            fixed / folder / name
            for folder, names in matching(tree, _normal(working / fixed), wild)
            for name in names
        ]
        if not inside and not {"*", "?"} & {*pattern}:
            # brackets are more often part of a name
            inside = [path]
        if not inside:
            message = f"{path}: no file matches this pattern"
            raise UnreadableFileError(message)
        found += sorted(inside)
    return found


def _meant(tree: Tree, file: Path) -> str:
    """The end of a message on a path that does not exist: the names like it in the last folder that does."""
    while not tree.exists(file.parent) and file.parent != file:
        file = file.parent
    if not tree.is_folder(file.parent):
        return ""
    meant = likely(file.name, [entry.name for entry in tree.entries(file.parent)])
    return f"; did you mean {meant}?" if meant else ""


def _folders(claimed: SheetFiles) -> set[Path]:
    """All ancestor folders of the claimed files."""
    parents = {Path(folder) for folder in {os.path.dirname(file) for file in claimed}}  # noqa: PTH120 - of many
    return parents.union(*(folder.parents for folder in parents))


def _as_claimed(tree: Tree, file: Path, claimed: SheetFiles, folders: set[Path]) -> Path:
    """The path by which a file or folder is claimed, if the given one is a link to that."""
    if file in folders:
        return file
    real = tree.real(file)
    return real if str(real) in claimed or real in folders else file


def _unclaimed(file: Path, working: Path) -> SheetFile:
    folder = file.parent
    place = SheetLocation(display_path(file, working), f"{folder.name}/{file.stem}", folder.parent)
    return SheetFile(str(file), place, None)
