"""Trees of files that sheets are read from: the work tree here, a git revision in `revision`."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from speclint.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Bytes; a sheet is some kilobytes, and a file must fit into memory several times."""


class Entry(Protocol):
    """What a folder holds: a file, another folder or a link."""

    @property
    def name(self) -> str:
        """Its name in the folder."""

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a folder."""


class Tree(Protocol):
    """Files by their path; a revision answers for the paths that its files have in a work tree."""

    def read(self, file: Path | str) -> bytes:
        """The bytes of a regular file of at most `MAX_FILE_BYTES`.

        Raises:
            UnreadableFileError: if it is missing, no regular file, too large, or may not be read.
        """

    def open(self, file: Path) -> IO[bytes]:
        """The bytes of a regular file of any size, to be read piece by piece.

        Raises:
            UnreadableFileError: if it is missing, no regular file, or may not be read.
        """

    def entries(self, folder: Path) -> Sequence[Entry]:
        """What a folder holds, in order of the names; nothing if there is no such folder.

        Raises:
            UnreadableFileError: if the folder may not be read.
        """

    def is_file(self, file: Path) -> bool:
        """Whether a regular file is there, be it by a link; never raises."""

    def is_folder(self, file: Path) -> bool:
        """Whether a folder is there, be it by a link; never raises."""

    def is_link(self, file: Path | str) -> bool:
        """Whether a link is there; never raises."""

    def exists(self, file: Path) -> bool:
        """Whether anything is there, be it a link that leads nowhere; never raises."""

    def real(self, file: Path | str) -> Path:
        """The path without links, wherever they lead; never raises."""


class WorkTree:
    """The files of this machine."""

    def read(self, file: Path | str) -> bytes:
        """The bytes of a file; see `Tree.read`."""
        # without a stream around it: the files of a whole catalog are read so
        descriptor, size = _opened(file)
        try:
            refuse_too_large(file, size)
            content = os.read(descriptor, size + 1)
            while len(content) != size and len(content) <= MAX_FILE_BYTES:
                # it is being written meanwhile, or was given in parts
                more = os.read(descriptor, MAX_FILE_BYTES)
                if not more:
                    break
                content += more
        except OSError as error:
            message = f"{file}: {error.strerror or error}"
            raise UnreadableFileError(message) from error
        finally:
            os.close(descriptor)
        return content

    def open(self, file: Path) -> IO[bytes]:
        """The bytes of a file as a stream; see `Tree.open`."""
        return os.fdopen(_opened(file)[0], "rb")

    def entries(self, folder: Path) -> list[os.DirEntry[str]]:
        """The entries of a folder; see `Tree.entries`."""
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return []
        except OSError as error:
            message = f"{folder}: {error.strerror or error}"
            raise UnreadableFileError(message) from error

    def is_file(self, file: Path) -> bool:
        """Whether a regular file is there."""
        return os.path.isfile(file)  # noqa: PTH113 - for a name too long for any file the method raises

    def is_folder(self, file: Path) -> bool:
        """Whether a folder is there."""
        return os.path.isdir(file)  # noqa: PTH112 - as above

    def is_link(self, file: Path | str) -> bool:
        """Whether a link is there."""
        return os.path.islink(file)  # noqa: PTH114 - as above

    def exists(self, file: Path) -> bool:
        """Whether anything is there."""
        return os.path.lexists(file)

    def real(self, file: Path | str) -> Path:
        """The path without links."""
        try:
            return Path(os.path.realpath(file))
        except (OSError, ValueError):  # not a valid file name; opening it raises the error
            return Path(file)


WORK_TREE = WorkTree()


_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A named pipe must not make the run wait for a writer."""


def _opened(file: Path | str) -> tuple[int, int]:
    """The descriptor of a regular file, and its size.

    Raises:
        UnreadableFileError: if it is missing, no regular file, or may not be read.
    """
    try:
        descriptor = os.open(file, _READ)
    except OSError as error:
        message = f"{file}: {error.strerror or error}"
        raise UnreadableFileError(message) from error
    except ValueError as error:
        message = f"{str(file)!r} is no name of a file"
        raise UnreadableFileError(message) from error
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        message = f"{file}: not a regular file"
        raise UnreadableFileError(message)
    return descriptor, found.st_size


def refuse_too_large(file: Path | str, size: int) -> None:
    """Refuse a file of more bytes than a sheet may have.

    Raises:
        UnreadableFileError: if it has.
    """
    if size > MAX_FILE_BYTES:
        message = f"{file}: {size} bytes are more than a sheet may have ({MAX_FILE_BYTES})"
        raise UnreadableFileError(message)


def refuse_long_line(path: str, number: int, line: bytes) -> None:
    """Refuse a line of more bytes than a sheet may have.

    Raises:
        UnreadableFileError: if it has.
    """
    if len(line) > MAX_FILE_BYTES:
        message = f"{path}:{number}: a line of more bytes than a sheet may have ({MAX_FILE_BYTES})"
        raise UnreadableFileError(message)
