"""What lies in folders: what matches a pattern, or every JSON file that git does not ignore."""

from __future__ import annotations

import os
import re
from fnmatch import translate
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from pathspec import GitIgnoreSpec

    from speclint.files.tree import Entry, Tree

    _Ignore: TypeAlias = tuple[Path, GitIgnoreSpec]
    """A folder, and the patterns of its ignore file."""
    _Wanted: TypeAlias = Callable[[str], bool]
    """Whether a file of that name is wanted."""


LINES = (".ndjson", ".jsonl")
"""Suffixes of files with one record per line."""
TEXT_TABLES = (".csv", ".tsv")
TABLES = (*TEXT_TABLES, ".parquet")
"""Suffixes of tables with one row per variant."""
SUFFIXES = (".json", *LINES)
"""Suffixes of the sheets found in a folder; a table is a sheet only where the configuration names it."""


def is_wild(part: str) -> bool:
    """Whether a part of a pattern may match more than one name."""
    return "*" in part or "?" in part or "[" in part


def matching(
    tree: Tree, folder: Path | str, parts: Sequence[str], above: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """The names of files below a folder that match the parts of a pattern; hidden ones only if it names them.

    Args:
        tree: where the folder is.
        folder: where the pattern starts.
        parts: the parts of the pattern.
        above: what precedes the paths that are given.

    Returns:
        For each folder in which some match: its path below the first one, with `/` at the end unless it is
        that one, and the names in it.

    Raises:
        UnreadableFileError: for a folder that may not be read, which `glob` would pass over.
    """
    part, rest = parts[0], parts[1:]
    if part == "**":
        for name, inner in _folders(tree, folder, above):
            yield from matching(tree, inner, rest or ["*"], name)
    elif is_wild(part):
        entries = _matching_entries(tree, folder, part)
        if rest:
            for entry in entries:
                if entry.is_dir():
                    yield from matching(tree, _in(folder, entry.name), rest, f"{above}{entry.name}/")
            return
        # one may lead out of the root
        names = [
            entry.name
            for entry in entries
            if not (entry.is_dir() and tree.is_folder(_in(folder, entry.name)))
        ]
        if names:
            yield above, names
    elif rest:
        yield from matching(tree, _in(folder, part), rest, f"{above}{part}/")
    elif tree.exists(_in(folder, part)) and not tree.is_folder(_in(folder, part)):
        yield above, [part]


def _in(folder: Path | str, name: str) -> str:
    # as a path has it, which takes far longer to join
    return os.fspath(folder) if name in {"", "."} else os.path.join(folder, name)  # noqa: PTH118


def _matching_entries(tree: Tree, folder: Path | str, part: str) -> Sequence[Entry]:
    entries = tree.entries(folder)
    if part.startswith("*") and not is_wild(part[1:]):
        # as most patterns are; far faster
        end = part[1:]
        return [entry for entry in entries if entry.name.endswith(end) and entry.name[0] != "."]
    if not part.startswith("."):
        entries = [entry for entry in entries if not entry.name.startswith(".")]
    matches = re.compile(translate(part)).match
    return [entry for entry in entries if matches(entry.name)]


def _folders(tree: Tree, folder: Path | str, above: str) -> Iterator[tuple[str, Path | str]]:
    """A folder and all below it, but hidden ones and links, each after what precedes the names in it."""
    yield above, folder
    for entry in tree.entries(folder):
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            yield from _folders(tree, _in(folder, entry.name), f"{above}{entry.name}/")


def walk(tree: Tree, folder: Path, suffixes: tuple[str, ...] = SUFFIXES) -> Iterator[Path]:
    """Every file with one of these endings in a folder and below, in order, but hidden and ignored ones.

    Raises:
        UnreadableFileError: for a folder that may not be read.
    """
    yield from _walk(tree, folder, _ignores_above(tree, folder), lambda name: name.endswith(suffixes))


def walk_named(tree: Tree, folder: Path, names: Collection[str]) -> Iterator[Path]:
    """Every file of one of these names in a folder and below, in order, but hidden and ignored ones.

    Raises:
        UnreadableFileError: for a folder that may not be read.
    """
    yield from _walk(tree, folder, _ignores_above(tree, folder), names.__contains__)


def _ignores_above(tree: Tree, folder: Path) -> list[_Ignore]:
    """The ignore patterns of the work tree around a folder; none if the folder is itself its root."""
    upwards = [folder, *folder.parents]
    top = next((height for height, parent in enumerate(upwards) if tree.exists(parent / ".git")), 0)
    ignores: list[_Ignore] = []
    for height in range(top, 0, -1):
        ignores += _ignore_file(tree, upwards[height])
        if _is_ignored(upwards[height - 1], ignores, is_folder=True):
            return []
    return ignores


def _walk(tree: Tree, folder: Path, outer: list[_Ignore], is_wanted: _Wanted) -> Iterator[Path]:
    ignores = [*outer, *_ignore_file(tree, folder)]
    for entry in tree.entries(folder):
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name.startswith(".") or not (is_folder or is_wanted(entry.name)):
            continue
        path = folder / entry.name
        if _is_ignored(path, ignores, is_folder=is_folder):
            continue
        if is_folder:
            yield from _walk(tree, path, ignores, is_wanted)
        else:
            yield path


def _ignore_file(tree: Tree, folder: Path) -> list[_Ignore]:
    file = folder / ".gitignore"
    if not tree.is_file(file) or tree.is_link(file):
        # as in git, a link is not followed
        return []
    from pathspec import GitIgnoreSpec

    lines = tree.read(file).decode("utf-8", "surrogateescape").splitlines()
    return [(folder, GitIgnoreSpec.from_lines(filter(_is_pattern, lines)))]


def _is_pattern(line: str) -> bool:
    """Whether a line of an ignore file can be followed; git passes over the others too."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def _is_ignored(path: Path, ignores: list[_Ignore], *, is_folder: bool) -> bool:
    # the nearest file with a matching pattern decides, as in git
    for folder, spec in reversed(ignores):
        name = path.relative_to(folder).as_posix() + ("/" if is_folder else "")
        verdict = spec.check_file(name).include
        if verdict is not None:
            return bool(verdict)
    return False
