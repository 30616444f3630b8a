"""What lies in folders: what matches a pattern, or every JSON file that git does not ignore."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from speclint.files.glob import DEEP, is_wild, name_match
from speclint.files.ignore import IgnoreFile, is_ignored
from speclint.limits import exceeded, limit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from speclint.files.glob import NameMatch
    from speclint.files.tree import Entry, Tree

    _Wanted: TypeAlias = Callable[[str], bool]
    """Whether a file of that name is wanted."""


LINES = (".ndjson", ".jsonl")
"""Suffixes of files with one record per line."""
TEXT_TABLES = (".csv", ".tsv")
PARQUET = ".parquet"
TABLES = (*TEXT_TABLES, PARQUET)
"""Suffixes of tables with one row per variant."""
SUFFIXES = (".json", *LINES)
"""Suffixes of the sheets found in a folder; a table is a sheet only where the configuration names it."""


def matching(
    tree: Tree, folder: Path | str, parts: Sequence[str], above: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """The names of files below a folder that match the parts of a pattern; hidden ones only if it names them.

    Each folder is looked into once, for all parts of the pattern that may be next there.

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
        LimitError: there are more paths to visit than the limit allows.
    """
    # what "**" ends is any file in any folder
    pattern = [_part(part) for part in (*parts, *["*"] * (parts[-1] == DEEP))]
    visited = _Visited()
    waiting: list[tuple[Path | str, str, set[int]]] = [(folder, above, {0})]
    while waiting:
        here, before, places = waiting.pop()
        for place in range(len(pattern)):
            if place in places and pattern[place].text == DEEP:
                places.add(place + 1)
        names, inner = _taken(tree, here, pattern, places, visited)
        if names:
            yield before, names
        waiting += [(_in(here, name), f"{before}{name}/", at) for name, at in reversed(inner.items())]


class _Part(NamedTuple):
    """A part of a pattern; without a match it is a name."""

    text: str
    match: NameMatch | None


def _part(text: str) -> _Part:
    if not is_wild(text) or text == DEEP:
        return _Part(text, None)
    # a bracket that nothing closes is meant as it is
    return _Part(text, name_match(text) or name_match(text.replace("[", "[[]")))


class _Visited:
    """The number of paths that were visited."""

    def __init__(self) -> None:
        self._left = limit("paths")

    def add(self, folder: Path | str, entries: Sequence[Entry]) -> Sequence[Entry]:
        """The entries of a folder, if there may be so many more."""
        self._left -= len(entries)
        if self._left < 0:
            raise exceeded(folder, "paths")
        return entries


def _taken(
    tree: Tree, folder: Path | str, pattern: Sequence[_Part], places: Collection[int], visited: _Visited
) -> tuple[list[str], dict[str, set[int]]]:
    """The names of the files in a folder that match, and the folders to look into, with their places."""
    names: dict[str, None] = {}
    inner: dict[str, set[int]] = {}
    several = [place for place in sorted(places) if pattern[place].match or pattern[place].text == DEEP]
    for entry in visited.add(folder, tree.entries(folder)) if several else ():
        following = _following(entry, pattern, several)
        # one may lead out of the root
        if len(pattern) in following and not (entry.is_dir() and tree.is_folder(_in(folder, entry.name))):
            names[entry.name] = None
        following.discard(len(pattern))
        if following and entry.is_dir():
            inner[entry.name] = following
    for place in sorted({*places} - {*several}):
        name = pattern[place].text
        if place + 1 < len(pattern):
            inner.setdefault(name, set()).add(place + 1)
        elif tree.exists(_in(folder, name)) and not tree.is_folder(_in(folder, name)):
            names[name] = None
    return list(names), inner


def _following(entry: Entry, pattern: Sequence[_Part], places: Iterable[int]) -> set[int]:
    """The places in a pattern that may follow where an entry matches those."""
    following: set[int] = set()
    for place in places:
        part = pattern[place]
        if entry.name[0] == "." and part.text[0] != ".":
            continue
        if part.match is not None:
            following.update([place + 1] if part.match(entry.name) else ())
        elif entry.is_dir(follow_symlinks=False):
            following.add(place)
    return following


def _in(folder: Path | str, name: str) -> str:
    # as a path has it, which takes far longer to join
    return os.fspath(folder) if name in {"", "."} else os.path.join(folder, name)  # noqa: PTH118


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


def _ignores_above(tree: Tree, folder: Path) -> Sequence[IgnoreFile]:
    """The ignore files of the work tree around a folder; none if the folder is itself its root."""
    upwards = [folder, *folder.parents]
    top = next((height for height, parent in enumerate(upwards) if tree.exists(parent / ".git")), 0)
    ignores: Sequence[IgnoreFile] = []
    for height in range(top, 0, -1):
        ignores = _ignores_in(tree, upwards[height], ignores)
        if is_ignored(upwards[height - 1], ignores, is_folder=True):
            return []
    return ignores


def _walk(tree: Tree, folder: Path, outer: Sequence[IgnoreFile], is_wanted: _Wanted) -> Iterator[Path]:
    visited = _Visited()
    waiting: list[tuple[Path, Sequence[IgnoreFile] | None]] = [(folder, outer)]
    while waiting:
        path, above = waiting.pop()
        if above is None:
            yield path
            continue
        ignores = _ignores_in(tree, path, above)
        inside: list[tuple[Path, Sequence[IgnoreFile] | None]] = []
        for entry in visited.add(path, tree.entries(path)):
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name.startswith(".") or not (is_folder or is_wanted(entry.name)):
                continue
            found = path / entry.name
            if not is_ignored(found, ignores, is_folder=is_folder):
                inside.append((found, ignores if is_folder else None))
        waiting += reversed(inside)


def _ignores_in(tree: Tree, folder: Path, above: Sequence[IgnoreFile]) -> Sequence[IgnoreFile]:
    """The ignore files that hold in a folder.

    Raises:
        LimitError: they have too many patterns together.
    """
    file = folder / ".gitignore"
    # as in git, a link is not followed
    if not tree.is_file(file) or tree.is_link(file):
        return above
    own = IgnoreFile(file, tree.read(file))
    ignores = [*above, own] if own.patterns else above
    found = sum(len(ignore.patterns) for ignore in ignores)
    if found > limit("patterns"):
        raise exceeded(file, "patterns", found)
    return ignores
