"""Trees of files that sheets are read from: the work tree here, a git revision in `revision`."""

from __future__ import annotations

import os
import stat
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from speclint.errors import UnreadableFileError
from speclint.limits import exceeded, limit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

    from speclint.files.trace import Recorder


class Entry(Protocol):
    """What a folder holds: a file, another folder or a link."""

    @property
    def name(self) -> str:
        """Its name in the folder."""

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a folder."""

    def is_symlink(self) -> bool:
        """Whether it is a link."""


class Tree(Protocol):
    """Files by their path; a revision answers for the paths that its files have in a work tree."""

    def read(self, file: Path | str) -> bytes:
        """The bytes of a regular file of at most as many as the limit `file-bytes`.

        Raises:
            UnreadableFileError: if it is missing, no regular file, too large, or may not be read.
        """

    def open(self, file: Path) -> IO[bytes]:
        """The bytes of a regular file of any size, to be read piece by piece.

        Raises:
            UnreadableFileError: if it is missing, no regular file, or may not be read.
        """

    def entries(self, folder: Path | str) -> Sequence[Entry]:
        """What a folder holds, in order of the names; nothing if there is no such folder.

        Raises:
            UnreadableFileError: if the folder may not be read.
        """

    def is_file(self, file: Path) -> bool:
        """Whether a regular file is there, be it by a link; never raises."""

    def is_folder(self, file: Path | str) -> bool:
        """Whether a folder is there, be it by a link; never raises."""

    def is_link(self, file: Path | str) -> bool:
        """Whether a link is there; never raises."""

    def exists(self, file: Path | str) -> bool:
        """Whether anything is there, be it a link that leads nowhere; never raises."""

    def real(self, file: Path | str) -> Path:
        """The path without links, wherever they lead; never raises."""


class WorkTree:
    """The files of this machine."""

    recorder: Recorder | None = None
    """Notes what is seen, if that is to be known later."""

    def read(self, file: Path | str) -> bytes:
        """The bytes of a file; see `Tree.read`."""
        try:
            content, status = self._read(file)
        except UnreadableFileError:
            if self.recorder is not None:
                self.recorder.saw_file(file, None, None)
            raise
        if self.recorder is not None:
            self.recorder.saw_file(file, status, content)
        return content

    @staticmethod
    def _read(file: Path | str) -> tuple[bytes, os.stat_result]:
        # without a stream around it: the files of a whole catalog are read so
        descriptor, status = _opened(file)
        size = status.st_size
        try:
            refuse_too_large(file, size)
            content = os.read(descriptor, size + 1)
            while len(content) != size and len(content) <= limit("file-bytes"):
                # it is being written meanwhile, or was given in parts
                more = os.read(descriptor, limit("file-bytes"))
                if not more:
                    break
                content += more
        except OSError as error:
            message = f"{file}: {error.strerror or error}"
            raise UnreadableFileError(message) from error
        finally:
            os.close(descriptor)
        return content, status

    def open(self, file: Path) -> IO[bytes]:
        """The bytes of a file as a stream; see `Tree.open`."""
        if self.recorder is not None:
            self.recorder.saw_stream(file)
        return os.fdopen(_opened(file)[0], "rb")

    def entries(self, folder: Path | str) -> list[os.DirEntry[str]]:
        """The entries of a folder; see `Tree.entries`."""
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=attrgetter("name"))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            found = []
        except OSError as error:
            message = f"{folder}: {error.strerror or error}"
            raise UnreadableFileError(message) from error
        if self.recorder is not None:
            self.recorder.saw_folder(folder, found)
        return found

    def is_file(self, file: Path) -> bool:
        """Whether a regular file is there."""
        # for a name too long for any file the method raises
        found = os.path.isfile(file)  # noqa: PTH113
        if self.recorder is not None:
            self.recorder.trace.is_file[os.fspath(file)] = found
        return found

    def is_folder(self, file: Path | str) -> bool:
        """Whether a folder is there."""
        found = os.path.isdir(file)  # noqa: PTH112 - as above
        if self.recorder is not None:
            self.recorder.trace.is_folder[os.fspath(file)] = found
        return found

    def is_link(self, file: Path | str) -> bool:
        """Whether a link is there."""
        found = os.path.islink(file)  # noqa: PTH114 - as above
        if self.recorder is not None:
            self.recorder.trace.is_link[os.fspath(file)] = found
        return found

    def exists(self, file: Path | str) -> bool:
        """Whether anything is there."""
        found = os.path.lexists(file)
        if self.recorder is not None:
            self.recorder.trace.exists[os.fspath(file)] = found
        return found

    def real(self, file: Path | str) -> Path:
        """The path without links."""
        try:
            found = os.path.realpath(file)
        except (OSError, ValueError):  # not a valid file name; opening it raises the error
            return Path(file)
        if self.recorder is not None:
            self.recorder.trace.real[os.fspath(file)] = found
        return Path(found)


WORK_TREE = WorkTree()


_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A named pipe must not make the run wait for a writer."""


def _opened(file: Path | str) -> tuple[int, os.stat_result]:
    """The descriptor of a regular file, and its status.

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
    return descriptor, found


def refuse_too_large(file: Path | str, size: int) -> None:
    """Refuse a file of more bytes than a sheet may have.

    Raises:
        UnreadableFileError: if it has.
    """
    if size > limit("file-bytes"):
        raise UnreadableFileError(str(exceeded(file, "file-bytes", size)))


def refuse_long_line(path: str, number: int, line: bytes) -> None:
    """Refuse a line of more bytes than a sheet may have.

    Raises:
        UnreadableFileError: if it has.
    """
    if len(line) > limit("file-bytes"):
        raise UnreadableFileError(str(exceeded(f"{path}:{number}", "file-bytes")))
