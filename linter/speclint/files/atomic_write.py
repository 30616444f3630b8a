"""How files are replaced: as a whole or not at all, and never outside their tree."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from speclint.errors import UnwritableFileError
from speclint.files.gate import Gate
from speclint.files.tree import WORK_TREE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def replace(file: Path, content: bytes, root: Path, *, expected: bytes | None = None) -> None:
    """Write to a temporary file beside it, and replace it once that is on the disk.

    The file keeps its mode, and its owner and extended attributes as far as the system lets it. Of a link the
    target is replaced. Whatever goes wrong, the file stays as it was and nothing is left beside it.

    Args:
        file: the file, which need not exist unless something is expected of it.
        content: what it is to hold.
        root: the folder that no link may lead out of.
        expected: what it must hold until then, so that nothing that others wrote meanwhile is lost.

    Raises:
        UnwritableFileError: it cannot, or must not, be written.
    """
    try:
        real = target(file, root)
        if not _holds(file, real, content, expected):
            real.parent.mkdir(parents=True, exist_ok=True)
            _put(file, real, content, expected)
    except OSError as error:
        message = f"{file}: {error.strerror or error}"
        raise UnwritableFileError(message) from error


def target(file: Path, root: Path) -> Path:
    """The place that is written: the file itself, links followed.

    Raises:
        UnwritableFileError: it lies outside the root, is no regular file, has another hard link, or may
            not be written.
    """
    if not Gate(WORK_TREE, root).holds(file):
        message = f"{file}: not written: it is a link that leads out of {root}"
        raise UnwritableFileError(message)
    real = WORK_TREE.real(file)
    try:
        status = real.stat()
    except FileNotFoundError:
        return real
    reason = (
        "not a regular file" if not stat.S_ISREG(status.st_mode)
        else "not written: it has another hard link, which would keep the old content"
        if status.st_nlink > 1
        else "it may not be written" if not os.access(real, os.W_OK)
        else ""
    )  # fmt: skip
    if reason:
        message = f"{file}: {reason}"
        raise UnwritableFileError(message)
    return real


def _holds(file: Path, real: Path, content: bytes, expected: bytes | None) -> bool:
    """Whether the file holds the content already.

    Raises:
        UnwritableFileError: it holds something else than expected.
    """
    if expected is None:
        return False
    now = real.read_bytes()
    if now not in (expected, content):
        message = f"{file}: not written: it has changed since it was read; run again"
        raise UnwritableFileError(message)
    return now == content


def _put(file: Path, real: Path, content: bytes, expected: bytes | None) -> None:
    beside = real.with_name(f".speclint-{os.urandom(6).hex()}.tmp")
    with _undisturbed():
        try:
            with beside.open("xb") as stream:
                _keep(real, beside)
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            # checked again just before the file is replaced, since writing takes time
            if _holds(file, real, content, expected):
                beside.unlink()
                return
            beside.replace(real)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        _settle(real.parent)


def _keep(real: Path, beside: Path) -> None:
    """Give the new file the owner, mode and extended attributes of the old one, if there is one."""
    try:
        status = real.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "chown"):
        # the owner first, for a new owner takes bits off the mode; not every user may change the owner
        with suppress(PermissionError):
            os.chown(beside, status.st_uid, status.st_gid)
    shutil.copystat(real, beside)
    os.utime(beside)


def _settle(folder: Path) -> None:
    """Flush the folder's new entry to the disk, where the system allows it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals that end the process wait, so that no half-written file stays behind."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    waiting = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, waiting)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
