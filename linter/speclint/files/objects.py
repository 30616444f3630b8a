"""The objects of a git repository, read by one process: files as blobs, and the entries of trees."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, cast

import msgspec

from speclint.errors import GitError, UnreadableFileError
from speclint.limits import exceeded, limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import IO

QUIET = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would start transports for what it lacks
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
"""The environment of git: it reads what is here, and asks nobody."""


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
    """A folder of a revision; what it holds is read when it is asked for."""

    name: str
    oid: str

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002 - the shape of os.DirEntry
        """True: it is a folder."""
        return True

    def is_symlink(self) -> bool:
        """False: it is a folder."""
        return False


def git_program(search_path: str | None = None) -> str:
    """The program git in the first folder of the search path that holds it.

    A repository may hold a program of that name, which Windows, or a relative folder in the search path,
    would take from the current folder.

    Args:
        search_path: the folders; by default those of the environment.

    Raises:
        GitError: no folder holds it.
    """
    folders = os.environ.get("PATH", os.defpath) if search_path is None else search_path
    name = "git.exe" if sys.platform == "win32" else "git"
    for folder in folders.split(os.pathsep):
        program = os.path.join(folder, name)  # noqa: PTH118 - as long as folders are texts
        if os.path.isabs(program) and os.path.isfile(program) and os.access(program, os.X_OK):  # noqa: PTH113, PTH117
            return program
    message = "git is not there; install it, or compare files instead of revisions"
    raise GitError(message)


class _Process:
    """One `git cat-file` that waits for the ids of objects."""

    def __init__(self, folder: Path, way: str) -> None:
        process = subprocess.Popen(  # noqa: S603 - the program is that of the user, the arguments are ours
            [git_program(), "-c", "core.fsmonitor=false", "cat-file", way],
            cwd=folder, env={**os.environ, **QUIET},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._ask, self.answer = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        self._end = weakref.finalize(self, _end, process)

    def size(self, oid: str) -> int:
        """The bytes of an object, which git states first; -1 if it is missing."""
        self._ask.write(oid.encode("ascii") + b"\n")
        self._ask.flush()
        head = self.answer.readline().split()
        return int(head[2]) if len(head) > 2 else -1  # noqa: PLR2004 - id, type and size


class Objects:
    """The objects of a repository, read by one `git cat-file`; another one states their sizes before."""

    def __init__(self, folder: Path) -> None:
        self._sizes, self._contents = (_Process(folder, way) for way in ("--batch-check", "--batch"))
        self._trees: dict[str, dict[str, Blob | Folder]] = {}

    def tree(self, oid: str) -> Mapping[str, Blob | Folder]:
        """The entries of a folder by their name; most folders are alike in many revisions.

        Raises:
            GitError: it is missing, as in a partial clone.
        """
        held = self._trees.get(oid)
        if held is None:
            held = self._trees[oid] = {
                entry.name: entry for entry in _entries(self.read(oid), _digest_size(oid))
            }
        return held

    def read(self, oid: str, place: object = "", bound: str = "file-bytes") -> bytes:
        """The bytes of an object.

        Args:
            oid: its id.
            place: the path of the file, for messages.
            bound: the limit of its size.

        Raises:
            GitError: it is missing, as in a partial clone.
            UnreadableFileError: it is larger than the limit; nothing of it is read.
        """
        try:
            # to send the bytes git would read all of them
            size = self._sizes.size(oid)
            if size > limit(bound):
                message = str(exceeded(place or f"object {oid[:12]}", bound, size))
                raise UnreadableFileError(message)
            content = self._contents.answer.read(size + 1)[:-1] if self._contents.size(oid) >= 0 else b""
        except (OSError, ValueError) as error:
            message = f"git cat-file ended while {oid[:12]} was read: {error}"
            raise GitError(message) from error
        if size < 0 or len(content) != size:
            raise missing(oid)
        return content


def missing(oid: str) -> GitError:
    """The error that an object cannot be read here, with the remedy."""
    return GitError(f"object {oid[:12]} is missing here; fetch it with git, for speclint never asks a remote")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process, whatever it is about to send."""
    with suppress(OSError):
        process.kill()
        process.communicate()


def is_link(entry: Blob | Folder | None) -> bool:
    """Whether an entry of a folder is a link."""
    return isinstance(entry, Blob) and entry.is_link


def _entries(tree: bytes, digest_size: int) -> Iterator[Blob | Folder]:
    """The entries of a tree object: mode, name and binary id of each; those of submodules are left out."""
    start = 0
    while start < len(tree):
        end = tree.index(b"\0", start)
        mode, _, name = tree[start:end].partition(b" ")
        start = end + 1 + digest_size
        oid = tree[end + 1 : start].hex()
        if mode == b"40000":
            yield Folder(os.fsdecode(name), oid)
        elif mode != b"160000":
            yield Blob(os.fsdecode(name), int(mode, 8), oid)


def _digest_size(oid: str) -> int:
    """Bytes of an id that is given in hexadecimal digits, be it with what is asked of its object."""
    return len(oid.partition("^")[0]) // 2
