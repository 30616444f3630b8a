"""What lies in the folders of this user, which no repository and no other user may write."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

_MARKS = (".git", "speclint.toml", "pyproject.toml")
"""What the root of a repository holds."""
_KEY_SIZE = 32
"""Bytes of a key."""
_SECRET, _UNCHANGED = 0o077, 0o022
"""Permissions that others must not have: any, and to write."""


def cache_folder() -> Path | None:
    """The folder for the cache of this user, as the system has it; None where there is no home."""
    return _folder("Cache", "Caches", "XDG_CACHE_HOME", ".cache")


def key_folder() -> Path | None:
    """The folder for the key of this user: another one, so that a cache is carried without the key."""
    return _folder("State", "Application Support", "XDG_STATE_HOME", ".local/state")


def _folder(windows: str, mac: str, variable: str, other: str) -> Path | None:
    try:
        if sys.platform == "win32":
            local = os.environ.get("LOCALAPPDATA")
            return (Path(local) if local else Path.home() / "AppData" / "Local") / "speclint" / windows
        if sys.platform == "darwin":
            return Path.home() / "Library" / mac / "speclint"
        # XDG Base Directory Specification 0.8: a relative path counts as none
        named = Path(os.environ.get(variable, ""))
        return (named if named.is_absolute() else Path.home() / other) / "speclint"
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
        return _is_own(folder.stat(), _UNCHANGED)
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _is_own(status: os.stat_result, denied: int) -> bool:
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & denied)


def read_own(file: Path, *, is_secret: bool = False) -> bytes | None:
    """The content of a regular file of this user that nobody else may write, or read if it is secret.

    None for anything else, such as a link, a pipe, or nothing.
    """
    try:
        with open(file, "rb", opener=_open) as stream:
            status = os.fstat(stream.fileno())
            is_file = stat.S_ISREG(status.st_mode) and _is_own(status, _SECRET if is_secret else _UNCHANGED)
            return stream.read() if is_file else None
    except OSError:
        return None


def _open(path: str, flags: int) -> int:
    # no link is followed, and no pipe waited for
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0), 0o600)


def write_own(file: Path, content: bytes) -> None:
    """Replace a file as a whole, for this user alone.

    Raises:
        OSError: it cannot be written.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # another run may write the same file
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with open(unfinished, "xb", opener=_open) as stream:
            stream.write(content)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def user_key() -> bytes | None:
    """The key of this user on this machine, which is made where there is none; None if none can be kept."""
    folder = key_folder()
    if folder is None or not is_own(folder):
        return None
    file = folder / "cache-key"
    known = read_own(file, is_secret=True)
    if known is not None and len(known) == _KEY_SIZE:
        return known
    made = os.urandom(_KEY_SIZE)
    with suppress(OSError):
        write_own(file, made)
        return made
    return None
