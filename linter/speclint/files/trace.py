"""What a run saw of the files of this machine, and whether it would see the same again.

Absence counts: that a file was missing, a folder had no more entries, or a path was no link, is seen too.
"""

from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING, TypeAlias

import msgspec

try:
    # hashlib would load OpenSSL, for nothing
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

Signature: TypeAlias = tuple[int, int, int, int]
"""Size, times of the last change of content and of status in nanoseconds, and number of a file."""
Seen: TypeAlias = dict[str, tuple[Signature | None, bytes]]
"""Signatures and digests by path."""
Name: TypeAlias = os.PathLike[str] | str

YOUNG = 2_000_000_000
"""Nanoseconds after a change of a file in which another one may leave its times as they are."""
UNREADABLE = b"unreadable"
"""Instead of a digest, for a file that could not be read."""
_SIZE = 16
"""Bytes of a digest."""


class Trace(msgspec.Struct, array_like=True):
    """All that was seen, by path."""

    files: Seen = {}
    """The files that were read: the signature by which they are known to be the same, and the digest.

    The signature is None where a file was so young that it must be read to know."""
    folders: Seen = {}
    """The folders that were listed, and the digest of their names."""
    is_file: dict[str, bool] = {}
    is_folder: dict[str, bool] = {}
    is_link: dict[str, bool] = {}
    exists: dict[str, bool] = {}
    real: dict[str, str] = {}
    """Paths without links."""


class Recorder:
    """Makes a trace while files are read."""

    def __init__(self) -> None:
        self.trace = Trace()
        self._started = time.time_ns()
        self._streams: list[str] = []
        self.is_consistent = True
        """Whether no file was seen in two states."""

    def saw_file(self, file: Name, status: os.stat_result | None, content: bytes | None) -> None:
        """Note the content of a file; None for one that could not be read."""
        digest = UNREADABLE if content is None else digest_of(content)
        self._see(self.trace.files, os.fspath(file), self._signature(status), digest)

    def saw_stream(self, file: Name) -> None:
        """Note that a file is read piece by piece."""
        self._streams.append(os.fspath(file))

    def saw_folder(self, folder: Name, entries: Iterable[os.DirEntry[str]]) -> None:
        """Note the entries of a folder, in order."""
        path = os.fspath(folder)
        entries = list(entries)
        for entry in entries:
            if entry.is_symlink():
                self.trace.is_folder[entry.path] = entry.is_dir()
        self._see(self.trace.folders, path, self._signature(_status(path)), _names_digest(entries))

    def add(self, other: Trace, *, is_consistent: bool) -> None:
        """Note what another process saw."""
        self.is_consistent = self.is_consistent and is_consistent
        for seen, more in ((self.trace.files, other.files), (self.trace.folders, other.folders)):
            for path, (signature, digest) in more.items():
                self._see(seen, path, signature, digest)
        for name in ("is_file", "is_folder", "is_link", "exists", "real"):
            getattr(self.trace, name).update(getattr(other, name))

    def _see(
        self,
        seen: dict[str, tuple[Signature | None, bytes]],
        path: str,
        signature: Signature | None,
        digest: bytes,
    ) -> None:
        known = seen.setdefault(path, (signature, digest))
        self.is_consistent = self.is_consistent and known[1] == digest

    def _signature(self, status: os.stat_result | None) -> Signature | None:
        signature = None if status is None else signature_of(status)
        return None if signature is None or is_young(signature, self._started) else signature

    def finish(self) -> Trace | None:
        """The trace; None if a file changed while the run read it."""
        for path in dict.fromkeys(self._streams):
            status = _status(path)
            self._see(self.trace.files, path, self._signature(status), file_digest(path))
        # a file that was read by its own signature was no link
        for path, (signature, _) in self.trace.files.items():
            if signature is not None and self.trace.is_link.get(path) is False:
                del self.trace.is_link[path]
        return self.trace if self.is_consistent else None


def changed_files(trace: Trace) -> list[str] | None:
    """The files whose content a run would see changed; None if it would see something else differently.

    Of files that had to be read for it the signatures are updated.
    """
    now = time.time_ns()
    is_rest_same = (
        all(os.path.islink(path) is answer for path, answer in trace.is_link.items())  # noqa: PTH114
        and all(os.path.isfile(path) is answer for path, answer in trace.is_file.items())  # noqa: PTH113
        and all(os.path.isdir(path) is answer for path, answer in trace.is_folder.items())  # noqa: PTH112
        and all(os.path.lexists(path) is answer for path, answer in trace.exists.items())
        and all(os.path.realpath(path) == real for path, real in trace.real.items())
        and all(_is_same_folder(trace, path, *seen, now) for path, seen in trace.folders.items())
    )
    if not is_rest_same:
        return None
    return [path for path, seen in trace.files.items() if not _is_same_file(trace, path, *seen, now)]


def _is_same_file(trace: Trace, path: str, signature: Signature | None, digest: bytes, now: int) -> bool:
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            # one that was no link has another signature
            status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return digest == UNREADABLE
    if signature is not None and signature_of(status) == signature:
        return True
    if file_digest(path) != digest:
        return False
    found = signature_of(status)
    if not is_young(found, now):
        trace.files[path] = found, digest
    return True


def _is_same_folder(trace: Trace, path: str, signature: Signature | None, digest: bytes, now: int) -> bool:
    status = _status(path)
    if signature is not None and status is not None and signature_of(status) == signature:
        return True
    try:
        with os.scandir(path) as entries:
            found = _names_digest(sorted(entries, key=lambda entry: entry.name))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        found = _names_digest([])
    except OSError:
        return False
    if found != digest:
        return False
    if status is not None and not is_young(signature_of(status), now):
        trace.folders[path] = signature_of(status), digest
    return True


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)  # noqa: PTH116 - of many
    except (OSError, ValueError):
        return None


def signature_of(status: os.stat_result) -> Signature:
    """The signature of a file."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def signature_at(path: str) -> Signature | None:
    """The signature of a regular file; None for anything else, such as a link."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return signature_of(status) if stat.S_ISREG(status.st_mode) else None


def unchanged(known: Mapping[str, Signature], paths: Container[str]) -> Iterator[tuple[int, str]]:
    """Those of the paths at which a file still has the signature that is known, and their places there."""
    for number, (path, signature) in enumerate(known.items()):
        if path in paths:
            try:
                status = os.lstat(path)
            except OSError:
                continue
            # as `signature_of` has it; of a whole catalog
            if (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino) == signature:
                yield number, path


def is_young(signature: Signature, now: int) -> bool:
    """Whether a file may change again without another signature."""
    return max(signature[1], signature[2]) > now - YOUNG


def digest_of(*parts: bytes, key: bytes = b"") -> bytes:
    """The digest of some bytes; with a key, one that only who has it can make (RFC 7693)."""
    hashed = blake2b(digest_size=_SIZE, key=key)
    for part in parts:
        hashed.update(part)
    return hashed.digest()


def file_digest(path: str) -> bytes:
    """The digest of the content of a file, read piece by piece."""
    status = _status(path)
    if status is None or not stat.S_ISREG(status.st_mode):
        return UNREADABLE
    hashed = blake2b(digest_size=_SIZE)
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - of many
            while chunk := stream.read(1 << 20):
                hashed.update(chunk)
    except OSError:
        return UNREADABLE
    return hashed.digest()


def _names_digest(entries: Iterable[os.DirEntry[str]]) -> bytes:
    kinds = (
        f"{entry.name}\0{entry.is_symlink():d}{entry.is_dir(follow_symlinks=False):d}" for entry in entries
    )
    return digest_of("\0".join(kinds).encode("utf-8", "surrogatepass"))
