"""Git revisions as trees of files: read through `git cat-file --batch`, never checked out."""

from __future__ import annotations

import hashlib
import os
import stat
from functools import cached_property
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from speclint.errors import GitError, UnreadableFileError
from speclint.files.tree import refuse_too_large

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

    from speclint.files.git import Repository

_LINKS_FOLLOWED = 16


class Blob(msgspec.Struct, frozen=True):
    """A file of a revision."""

    name: str
    mode: int
    oid: str
    to_folder: bool = False
    """Whether it is a link to a folder."""

    @property
    def is_link(self) -> bool:
        """Whether its bytes are the path that it leads to."""
        return stat.S_ISLNK(self.mode)

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it leads to a folder."""
        return follow_symlinks and self.to_folder

    def is_symlink(self) -> bool:
        """Whether it is a link."""
        return self.is_link


class Folder(msgspec.Struct, frozen=True):
    """A folder of a revision, with what it holds by name."""

    name: str
    held: dict[str, Blob | Folder]

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002 - the shape of os.DirEntry
        """True: it is a folder."""
        return True

    def is_symlink(self) -> bool:
        """False: it is a folder."""
        return False


class Revision:
    """The files of one commit, by the paths that they have in the work tree; a `Tree`."""

    def __init__(self, repository: Repository, oid: str) -> None:
        self.repository = repository
        self.oid = oid
        self._mentions: dict[str, frozenset[str]] = {}

    @cached_property
    def _top(self) -> Folder:
        top = Folder("", {})
        for line in self.repository.listing(self.oid).split(b"\0"):
            head, _, path = line.partition(b"\t")
            mode, kind, *oid = head.split()[:3] if head else (b"0", b"", b"")
            if kind == b"blob":
                *folders, name = os.fsdecode(path).split("/")
                here = top
                for folder in folders:
                    inner = here.held.setdefault(folder, Folder(folder, {}))
                    here = inner if isinstance(inner, Folder) else here
                here.held[name] = Blob(name, int(mode, 8), oid[0].decode())
        return top

    def find(self, file: Path | str) -> Blob | Folder | None:
        """The file or folder at a path, with links in the revision followed; None if there is none."""
        return self._followed(file)[0]

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
            found = found.held.get(part) if isinstance(found, Folder) else None
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
        content = self.repository.objects.read(found.oid)
        refuse_too_large(file, len(content))
        return content

    def open(self, file: Path) -> IO[bytes]:
        """The bytes of a file as a stream; see `Tree.open`."""
        found = self.find(file)
        return BytesIO(
            self.repository.objects.read(found.oid) if isinstance(found, Blob) else self.read(file)
        )

    def mention(self, text: str) -> frozenset[str]:
        """The paths of the files that hold a text, found by git."""
        if text not in self._mentions:
            names = self.repository.names_holding(text, self.oid)
            self._mentions[text] = frozenset(self._start + name.replace("/", os.sep) for name in names)
        return self._mentions[text]

    def holds(self, file: Path | str, content: bytes) -> bool:
        """Whether a file has these bytes, by the id that git would give them."""
        oid = self.oid_of(file)
        return oid is not None and oid == blob_id(content, like=oid)

    def oid_of(self, file: Path | str) -> str | None:
        """The id of the file's bytes; files of one id are the same."""
        found = self.find(file)
        return found.oid if isinstance(found, Blob) else None

    def entries(self, folder: Path) -> list[Blob | Folder]:
        """The entries of a folder; see `Tree.entries`."""
        found = self.find(folder)
        held = sorted(found.held.values() if isinstance(found, Folder) else (), key=lambda entry: entry.name)
        return [
            msgspec.structs.replace(entry, to_folder=self.is_folder(folder / entry.name))
            if isinstance(entry, Blob) and entry.is_link
            else entry
            for entry in held
        ]

    def is_file(self, file: Path) -> bool:
        """Whether a regular file is there."""
        return isinstance(self.find(file), Blob)

    def is_folder(self, file: Path) -> bool:
        """Whether a folder is there."""
        return isinstance(self.find(file), Folder)

    def is_link(self, file: Path | str) -> bool:
        """Whether a link is there."""
        above, name = os.path.split(file)
        folder = self.find(above)
        found = folder.held.get(name) if isinstance(folder, Folder) else None
        return isinstance(found, Blob) and found.is_link

    def exists(self, file: Path) -> bool:
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


def blob_id(content: bytes, *, like: str) -> str:
    """The id that git gives a file of these bytes, by the hash that another id is of."""
    is_sha1 = len(like) == 40  # noqa: PLR2004 - hexadecimal digits
    hashed = hashlib.sha1(usedforsecurity=False) if is_sha1 else hashlib.sha256()
    hashed.update(b"blob %d\0" % len(content))
    hashed.update(content)
    return hashed.hexdigest()
