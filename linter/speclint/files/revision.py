"""Git revisions as trees of files: read through `git cat-file --batch`, never checked out."""

from __future__ import annotations

import hashlib
import os
from functools import cached_property
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from speclint.errors import GitError, UnreadableFileError
from speclint.files.objects import Blob, Folder, is_link
from speclint.limits import exceeded, limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import IO

    from speclint.files.git import Repository

_LINKS_FOLLOWED = 16
_PIECE = 1024 * 1024
"""Bytes of a file that are read at once."""


class Revision:
    """The files of one commit, by the paths that they have in the work tree; a `Tree`."""

    def __init__(self, repository: Repository, oid: str) -> None:
        self.repository = repository
        self.oid = oid
        self._top = Folder("", f"{oid}^{{tree}}")
        self._parts: dict[str, dict[str, Blob | Folder]] | None = None
        """What the folders hold of a part of the revision."""
        self._folders: dict[str, Blob | Folder | None] = {}
        """Folders by their path, or what else is there."""
        self._mentions: dict[str, frozenset[str]] = {}

    def part(self, files: Iterable[str]) -> Revision:
        """The revision as if it held only the files at these paths, of which none is a link."""
        part = Revision(self.repository, self.oid)
        part._top = Folder("", "")
        part._parts = {"": {}}
        for file in files:
            found = self.find(file)
            if isinstance(found, Blob):
                above = ""
                for name in Path(file[len(self._start) :]).parts[:-1]:
                    folder = part._parts[above][name] = Folder(name, f"{above}/{name}")
                    above = folder.oid
                    part._parts.setdefault(above, {})
                part._parts[above][found.name] = found
        return part

    def differing(self, other: Revision) -> Iterator[str]:
        """The paths of the files that differ from those of another revision of the repository."""
        visited, most = 0, limit("paths")
        waiting: list[tuple[str, Blob | Folder | None, Blob | Folder | None]] = [
            (self._start[:-1], self._top, other._top)
        ]
        while waiting:
            path, *sides = waiting.pop()
            visited += 1
            if visited > most:
                raise exceeded(self.repository.root, "paths")
            if any(isinstance(side, Blob) for side in sides):
                yield path
            mine, theirs = (self._held(side) if isinstance(side, Folder) else {} for side in sides)
            waiting += [
                (path + os.sep + name, mine.get(name), theirs.get(name))
                for name in {**mine, **theirs}
                if mine.get(name) != theirs.get(name)
            ]

    @cached_property
    def has_links(self) -> bool:
        """Whether there may be links among the files."""
        return b"120000 blob" in self._listing

    @cached_property
    def _listing(self) -> bytes:
        return self.repository.listing(self.oid)

    def _files(self) -> Iterator[tuple[str, str]]:
        """The id and the name of each file and folder."""
        entries = (entry.partition(b"\t") for entry in self._listing.split(b"\0") if entry)
        return ((head.split()[2].decode(), os.fsdecode(name)) for head, _, name in entries)

    def _held(self, folder: Folder) -> Mapping[str, Blob | Folder]:
        """What a folder holds, by name."""
        if self._parts is not None:
            return self._parts[folder.oid]
        return self.repository.objects.tree(folder.oid)

    def find(self, file: Path | str) -> Blob | Folder | None:
        """The file or folder at a path, with links in the revision followed; None if there is none."""
        path = os.fspath(file)
        above, _, name = path.rpartition(os.sep)
        folder = self._folder(above) if name != ".." else None
        found = self._held(folder).get(name) if isinstance(folder, Folder) else None
        return found if isinstance(folder, Folder) and not is_link(found) else self._followed(path)[0]

    def _folder(self, path: str) -> Blob | Folder | None:
        """The folder at a path, with links followed, or what else is there."""
        if path not in self._folders:
            self._folders[path] = self._followed(path)[0]
        return self._folders[path]

    def _followed(self, file: Path | str) -> tuple[Blob | Folder | None, Sequence[str]]:
        """The file or folder at a path, and the parts of the path below the root with links followed."""
        path = os.fspath(file)
        if path.startswith(self._start):
            return self._walk(path[len(self._start) :].replace(os.sep, "/").split("/"), _LINKS_FOLLOWED)
        try:
            parts = PurePosixPath(self.repository.name_of(Path(path))).parts
        except GitError:
            return None, (path,)
        return self._walk(parts, _LINKS_FOLLOWED)

    @cached_property
    def _start(self) -> str:
        """What the paths of all files start with."""
        return os.path.join(self.repository.root, "")  # noqa: PTH118 - ends with one separator

    def _walk(self, parts: Sequence[str], links: int) -> tuple[Blob | Folder | None, Sequence[str]]:
        way: list[Folder] = [self._top]
        names: list[str] = []
        found: Blob | Folder | None = self._top
        for index, part in enumerate(parts):
            if part == "..":
                if len(way) == 1 or not isinstance(found, Folder):
                    return None, (*names, *parts[index:])
                way.pop()
                names.pop()
                found = way[-1]
                continue
            found = self._held(found).get(part) if isinstance(found, Folder) else None
            if isinstance(found, Blob) and found.is_link:
                target = PurePosixPath(os.fsdecode(self.repository.objects.read(found.oid)))
                if target.is_absolute():
                    return None, (*target.parts, *parts[index + 1 :])
                if not links:
                    return None, parts
                return self._walk((*names, *target.parts, *parts[index + 1 :]), links - 1)
            names.append(part)
            if isinstance(found, Folder):
                way.append(found)
        return found, names

    def read(self, file: Path | str) -> bytes:
        """The bytes of a file; see `Tree.read`."""
        found = self.find(file)
        if not isinstance(found, Blob):
            message = f"{file}: {'a folder' if found else 'not there'} in {self.oid[:12]}"
            raise UnreadableFileError(message)
        return self.repository.objects.read(found.oid, file)

    def open(self, file: Path) -> IO[bytes]:
        """The bytes of a file as a stream; see `Tree.open`."""
        found = self.find(file)
        if not isinstance(found, Blob):
            return BytesIO(self.read(file))
        return BytesIO(self.repository.objects.read(found.oid, file, "stream-bytes"))

    def mention(self, text: str) -> frozenset[str]:
        """The paths of the files that hold a text, found by git."""
        if text not in self._mentions:
            # git would search them all, so there may not be too many, nor one that is too large
            large = self.repository.large({oid for oid, _ in self._files()})
            besides = [name for oid, name in self._files() if oid in large] if large else []
            self._mentions[text] = self._paths(self.repository.names_holding(text, self.oid, besides))
        return self._mentions[text]

    def mention_without_links(self, text: str) -> frozenset[str] | None:
        """The paths of the files that hold a text; None if there may be links among the files."""
        plain = self.repository.plain_files(text)
        known = plain.holders(self.repository.objects, self._top) if plain else None
        if known is not None:
            return self._paths(known)
        if self.has_links:
            return None
        found = self.mention(text)
        if plain:
            plain.learn(self._files(), (path[len(self._start) :].replace(os.sep, "/") for path in found))
        return found

    def _paths(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(self._start + name.replace("/", os.sep) for name in names)

    def holds(self, file: Path | str, content: bytes) -> bool:
        """Whether a file has these bytes, by the id that git would give them."""
        return self.holds_stream(file, BytesIO(content))

    def holds_stream(self, file: Path | str, stream: IO[bytes]) -> bool:
        """The same for bytes that are read piece by piece."""
        oid = self.oid_of(file)
        return oid is not None and oid == blob_id(stream, like=oid)

    def oid_of(self, file: Path | str) -> str | None:
        """The id of the file's bytes; files of one id are the same."""
        found = self.find(file)
        return found.oid if isinstance(found, Blob) else None

    def entries(self, folder: Path | str) -> list[Blob | Folder]:
        """The entries of a folder; see `Tree.entries`."""
        found = self.find(folder)
        held = self._held(found).values() if isinstance(found, Folder) else ()
        return [
            msgspec.structs.replace(entry, to_folder=self.is_folder(f"{folder}{os.sep}{entry.name}"))
            if isinstance(entry, Blob) and entry.is_link
            else entry
            for entry in sorted(held, key=lambda entry: entry.name)
        ]

    def is_file(self, file: Path) -> bool:
        """Whether a regular file is there."""
        return isinstance(self.find(file), Blob)

    def is_folder(self, file: Path | str) -> bool:
        """Whether a folder is there."""
        return isinstance(self.find(file), Folder)

    def is_link(self, file: Path | str) -> bool:
        """Whether a link is there."""
        above, name = os.path.split(file)
        folder = self._folder(above)
        return isinstance(folder, Folder) and is_link(self._held(folder).get(name))

    def exists(self, file: Path | str) -> bool:
        """Whether anything is there."""
        return self.find(file) is not None

    def real(self, file: Path | str) -> Path:
        """The path without links."""
        return Path(os.path.normpath(self.repository.root.joinpath(*self._followed(file)[1])))


def revision_at(repository: Repository, name: str) -> Revision:
    """The files of a revision.

    Raises:
        GitError: for a name that is none.
    """
    return Revision(repository, repository.resolve(name))


def blob_id(stream: IO[bytes], *, like: str) -> str:
    """The id that git gives a file of these bytes, by the hash that another id is of."""
    is_sha1 = len(like) == 40  # noqa: PLR2004 - hexadecimal digits
    hashed = hashlib.sha1(usedforsecurity=False) if is_sha1 else hashlib.sha256()
    hashed.update(b"blob %d\0" % stream.seek(0, os.SEEK_END))
    stream.seek(0)
    while piece := stream.read(_PIECE):
        hashed.update(piece)
    return hashed.hexdigest()
