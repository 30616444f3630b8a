"""The gate that keeps every path that content names, and every file that is found, inside one folder."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from speclint.documents.message_text import in_quotes
from speclint.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import IO

    from speclint.files.tree import Entry, Tree


class Gate:
    """A tree of which nothing outside a root is read but what the user named; a `Tree`.

    What lies inside is decided once links are followed.
    """

    def __init__(self, source: Tree, root: Path, named: Iterable[Path] = ()) -> None:
        """Keep a tree inside a root.

        Args:
            source: the tree.
            root: the folder of the configuration, or of the files where there is none.
            named: absolute paths from the command line. Of a file elsewhere its folder is open too, for the
                file may name others beside it.
        """
        self.source = source
        # whether something is there may be asked of any place
        self.is_file, self.is_link = source.is_file, source.is_link
        self.exists, self.real = source.exists, source.real
        self.root = root
        self._named = tuple(named)
        self._held = {os.fspath(root), *map(str, _with_parents(self._named))}
        """Paths that are known to be inside."""
        self._listed: dict[str, Sequence[Entry]] = {}
        """What folders hold that are inside, until one of it is asked for."""
        self._folders = {os.fspath(root): True}
        """Whether a folder lies inside; what is in it and no link need not be resolved."""

    def holds(self, file: Path | str) -> bool:
        """Whether a path leads to a place inside the root or to one that the user named."""
        path = os.fspath(file)
        if path in self._held:
            return True
        held = self._leads_inside(path)
        if held:
            self._held.add(path)
        return held

    def _leads_inside(self, path: str) -> bool:
        folder, name = os.path.split(path)
        if folder in self._listed:
            start = os.path.join(folder, "")  # noqa: PTH118 - ends with one separator
            entries = self._listed.pop(folder)
            self._held.update(start + entry.name for entry in entries if not entry.is_symlink())
            if path in self._held:
                return True
        if folder not in self._folders:
            self._folders[folder] = self._is_in(*os.path.split(folder), folder)
        return self._is_in(folder, name, path)

    def _is_in(self, folder: str, name: str, path: str) -> bool:
        """Whether a path leads inside, of which the folder and the name there are known."""
        if name != ".." and self._folders.get(folder) and not self.is_link(path):
            return True
        return self._is_inside(self.real(path))

    def refuse_outside(self, file: Path | str) -> None:
        """Refuse a path that leads out.

        Raises:
            OutsideError: it does.
        """
        if not self.holds(file):
            remedy = "put a copy in its place, or name it on the command line"
            message = f"{file}: not read: it leads out of {self.root}; {remedy}"
            raise OutsideError(message)

    def _is_inside(self, real: Path) -> bool:
        return real.is_relative_to(self._real_root) or any(map(real.is_relative_to, self._elsewhere))

    @cached_property
    def _real_root(self) -> Path:
        return self.real(self.root)

    @cached_property
    def _elsewhere(self) -> frozenset[Path]:
        """Where the paths that the user named lead, and the folders of files outside the root."""
        folders = (
            path.parent
            for path in self._named
            if not path.is_relative_to(self.root) and not self.source.is_folder(path)
        )
        return frozenset(self.real(path) for path in (*self._named, *folders))

    def read(self, file: Path | str) -> bytes:
        """The bytes of a file; see `Tree.read`."""
        self.refuse_outside(file)
        return self.source.read(file)

    def open(self, file: Path) -> IO[bytes]:
        """The bytes of a file as a stream; see `Tree.open`."""
        self.refuse_outside(file)
        return self.source.open(file)

    def entries(self, folder: Path | str) -> Sequence[Entry]:
        """The entries of a folder; see `Tree.entries`."""
        self.refuse_outside(folder)
        found = self._listed[os.fspath(folder)] = self.source.entries(folder)
        return found

    def is_folder(self, file: Path | str) -> bool:
        """Whether a folder is there that may be looked into."""
        return self.source.is_folder(file) and self.holds(file)


def outside(what: str, name: str, root: Path) -> str:
    """What is reported of a path outside the root where a configuration or a profile names it."""
    return f"{what} {in_quotes(name)} lies outside {root}; name a place inside it"


def _with_parents(paths: Iterable[Path]) -> Iterator[Path]:
    """The paths, and the folders on the way to them; each folder once."""
    passed: set[Path] = set()
    for path in paths:
        yield path
        for folder in path.parents:
            if folder in passed:
                break
            passed.add(folder)
            yield folder
