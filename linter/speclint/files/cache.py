"""The user's cache: entries are replaced as a whole; a damaged one, or one of others, counts as absent."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import msgspec

from speclint.errors import ConfigError
from speclint.files.own import cache_folder, is_apart, is_own, key_folder, read_own, user_key, write_own
from speclint.files.trace import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Value = TypeVar("Value")

MAX_ENTRIES = 64
"""Entries that are kept; the oldest go first."""
SUFFIX = ".speclint"
"""What the names of entries end with."""
_CODE = 16
"""Bytes in front of an entry, which only the key of the user makes."""


class Cache:
    """Bytes by a name, in a folder that may be deleted at any time.

    Each entry is authenticated by the key of the user, which lies elsewhere: a folder that was carried from
    another machine, or written by who may write in it, changes no report.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> bytes | None:
        """The entry of a name; None if there is none, or one that this user has not written."""
        content = read_own(self._file(name)) if self._key else None
        if not content:
            return None
        entry = content[_CODE:]
        # once a run, so that the time it takes betrays nothing; hmac would load OpenSSL
        return entry if content[:_CODE] == self._code(name, entry) else None

    def put(self, name: str, entry: bytes) -> None:
        """Replace the entry of a name; nothing happens where it is empty, or the folder cannot be written."""
        if not entry or not self._key:
            return
        with suppress(OSError):
            write_own(self._file(name), self._code(name, entry) + entry)
            self._prune()

    def _prune(self) -> None:
        entries = sorted(self._folder.glob(f"*{SUFFIX}"), key=lambda file: file.stat().st_mtime_ns)
        for file in entries[:-MAX_ENTRIES]:
            file.unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}{SUFFIX}"

    @cached_property
    def _key(self) -> bytes:
        return user_key() or b""

    def _code(self, name: str, entry: bytes) -> bytes:
        return digest_of(name.encode(), b"\0", entry, key=self._key)


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


def cache_for(
    named: Path | None, working: Path, config: Path | None, warn: Callable[[str], object] = str
) -> Cache | None:
    """The cache in a folder that is named, or else in that of the user; None where none can be trusted.

    One that lies in the repository is never read, nor a key that does: with a change could come the report
    that nothing is wrong.

    Args:
        named: the folder, if one is named.
        working: the working folder.
        config: the configuration, if one is named.
        warn: is given why a folder is not used.

    Raises:
        ConfigError: the folder that is named lies in the repository.
    """
    folder, keys = cache_folder() if named is None else working / named, key_folder()
    if folder is None or keys is None:
        return None
    places = [working] if config is None else [working, (working / config).parent]
    if not all(is_apart(folder, place) for place in places):
        if named is None:
            return None
        message = (
            f"{named}: a cache in the repository is never read; name a folder outside, or use --no-cache"
        )
        raise ConfigError(message)
    for used in (folder, keys):
        if not is_own(used):
            warn(f"{used}: no cache is used: others may write there, or it is theirs; take that right away")
            return None
    return Cache(folder) if all(is_apart(keys, place) for place in places) else None
