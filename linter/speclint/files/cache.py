"""The user's cache: entries are replaced as a whole, and a damaged one counts as absent."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

from speclint.errors import ConfigError

Value = TypeVar("Value")

MAX_ENTRIES = 64
"""Entries that are kept; the oldest go first."""
_SUM = 4
"""Bytes of the checksum in front of an entry."""


class Cache:
    """Bytes by a key, in a folder that may be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """The entry of a key; None if there is none, or a damaged one."""
        try:
            content = self._file(key).read_bytes()
        except OSError:
            return None
        entry = content[_SUM:]
        return entry if content[:_SUM] == _checksum(key, entry) else None

    def put(self, key: str, entry: bytes) -> None:
        """Replace the entry of a key. Where it is empty, or the folder cannot be written, nothing happens."""
        if not entry:
            return
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # another run may write the same entry
            unfinished = self._folder / f".{key}.{os.getpid()}"
            try:
                unfinished.write_bytes(_checksum(key, entry) + entry)
                unfinished.replace(self._file(key))
            finally:
                unfinished.unlink(missing_ok=True)
            self._prune()

    def _prune(self) -> None:
        entries = sorted(self._folder.glob(f"*{SUFFIX}"), key=lambda file: file.stat().st_mtime_ns)
        for file in entries[:-MAX_ENTRIES]:
            file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}{SUFFIX}"


SUFFIX = ".speclint"
"""What the names of entries end with."""


def _checksum(key: str, entry: bytes) -> bytes:
    """What damage changes; the folder is the user's, so that nobody forges entries."""
    return crc32(entry, crc32(key.encode())).to_bytes(_SUM)


def packed(value: object) -> bytes:
    """A value as an entry; empty if it holds the name of a file that is not Unicode, which nothing keeps."""
    try:
        return msgspec.msgpack.encode(value)
    except UnicodeEncodeError:
        return b""


def unpacked(entry: bytes | None, kind: type[Value]) -> Value | None:
    """The value of an entry; None if there is none, or a damaged one."""
    try:
        return msgspec.msgpack.decode(entry, type=kind) if entry else None
    except (ValueError, RecursionError):
        # a text that is not UTF-8 is a ValueError, but none of msgspec
        return None


def cache_for(named: Path | None, working: Path, config: Path | None) -> Cache | None:
    """The cache in a folder that is named, or else in that of the user; None where none can be trusted.

    One that lies in the repository is never read: with a change could come the report that nothing is wrong.

    Raises:
        ConfigError: the folder that is named lies in the repository.
    """
    folder = user_folder() if named is None else working / named
    if folder is None:
        return None
    places = [working] if config is None else [working, (working / config).parent]
    if all(is_apart(folder, place) for place in places):
        return Cache(folder) if is_own(folder) else None
    if named is None:
        return None
    message = f"{named}: a cache in the repository is never read; name a folder outside, or use --no-cache"
    raise ConfigError(message)


def user_folder() -> Path | None:
    """The folder for the cache of this user, as the system has it; None where there is no home."""
    try:
        if sys.platform == "win32":
            local = os.environ.get("LOCALAPPDATA")
            return (Path(local) if local else Path.home() / "AppData" / "Local") / "speclint" / "Cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "speclint"
        # XDG Base Directory Specification 0.8: a relative path counts as none
        named = Path(os.environ.get("XDG_CACHE_HOME", ""))
        return (named if named.is_absolute() else Path.home() / ".cache") / "speclint"
    except RuntimeError:
        return None


def is_apart(folder: Path, working: Path) -> bool:
    """Whether a folder lies neither in the working folder nor in a repository around that."""
    real, here = Path(os.path.realpath(folder)), Path(os.path.realpath(working))
    roots = (parent for parent in here.parents if any((parent / mark).exists() for mark in _MARKS))
    return not any(real.is_relative_to(root) for root in (here, *roots))


def is_own(folder: Path) -> bool:
    """Whether nobody else may write in a folder; true where it does not exist yet."""
    try:
        status = folder.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


_MARKS = (".git", "speclint.toml", "pyproject.toml")
"""What the root of a repository holds."""
