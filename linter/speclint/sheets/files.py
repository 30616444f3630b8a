"""Which files are sheets: named files, folders, and what the configuration claims."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from speclint.errors import UnreadableFileError
from speclint.sheets.sheet import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pathspec import GitIgnoreSpec

    _Ignore: TypeAlias = tuple[Path, GitIgnoreSpec]
    """A folder, and what its ignore file says of what lies below."""

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; a sheet is some kilobytes, and a file must fit into memory several times."""

_PART = re.compile(r"\{\w+\}")
_WILD = re.compile(r"[*?\[{]")


class Claim(NamedTuple):
    """Files that are sheets of one profile, as a configuration or a default says."""

    root: Path
    """The folder that the patterns start from."""
    patterns: tuple[str, ...]
    profile: str
    schema: Path | None = None


class Input(NamedTuple):
    """A file to be read as a sheet."""

    file: Path
    place: Place
    claim: Claim | None
    """None for a file that was named but that no configuration claims."""


Inputs: TypeAlias = dict[Path, Input]


def working_folder() -> Path:
    """The folder that relative paths start from.

    Raises:
        UnreadableFileError: if it does not exist any more.
    """
    try:
        return Path.cwd()
    except OSError as error:
        message = "the working folder is gone; change to one that exists"
        raise UnreadableFileError(message) from error


def shown(file: Path, working: Path) -> str:
    """A path as the reader is shown it: relative to the working folder, with `/`."""
    try:
        return file.relative_to(working).as_posix()
    except ValueError:
        pass
    try:
        return Path(os.path.relpath(file, working)).as_posix()
    except ValueError:  # another drive
        return file.as_posix()


def claimed_files(claims: Iterable[Claim], working: Path) -> Inputs:
    """Every file that is claimed, by its path; the first claim holds."""
    found: Inputs = {}
    for claim in claims:
        for pattern in claim.patterns:
            base = _normal(claim.root / _fixed_part(pattern))
            for file in _glob(claim.root, _PART.sub("*", pattern)):
                # what is neither file nor folder, or leads nowhere, must not pass for checked
                if file not in found and not file.is_dir():
                    name = file.relative_to(base).with_suffix("").as_posix()
                    found[file] = Input(file, Place(shown(file, working), name, base, claimed=True), claim)
    return found


def _fixed_part(pattern: str) -> Path:
    parts = pattern.split("/")
    fixed = 0
    while fixed < len(parts) - 1 and not _WILD.search(parts[fixed]):
        fixed += 1
    return Path(*parts[:fixed])


def _glob(root: Path, pattern: str) -> Iterator[Path]:
    import glob

    steps_up = ".." in pattern
    for name in sorted(glob.iglob(pattern, root_dir=root, recursive=True)):
        yield _normal(root / name) if steps_up else root / name


def _normal(path: Path) -> Path:
    """The path without `..`, but with its links."""
    return Path(os.path.normpath(path))


def named_files(
    paths: Sequence[Path], claimed: Inputs, working: Path, *, must_exist: bool = True
) -> Inputs:
    """The files that the paths name: claimed ones below a folder, or else every JSON file in it.

    Raises:
        UnreadableFileError: for a path that does not exist, or a folder that may not be read.
    """
    found: Inputs = {}
    for path in paths:
        file = _as_claimed(_normal(working / path), claimed)
        if file in claimed:
            found[file] = claimed[file]
        elif must_exist and not os.path.lexists(file):
            message = f"{path}: there is no such file or folder"
            raise UnreadableFileError(message)
        elif must_exist and os.path.isdir(file):  # noqa: PTH112 - unlike the method it never raises
            inside = [one for one in claimed.values() if file in one.file.parents]
            found |= {one.file: one for one in inside or [_unclaimed(f, working) for f in walk(file)]}
        else:
            found[file] = _unclaimed(file, working)
    return found


def _as_claimed(file: Path, claimed: Inputs) -> Path:
    """The path by which a file or folder is claimed, if it was named by a link to that."""
    if file in claimed or not claimed:
        return file
    real = Path(os.path.realpath(file))
    if real == file or file in {folder for one in claimed for folder in one.parents}:
        return file
    return real if real in claimed or any(real in one.parents for one in claimed) else file


def _unclaimed(file: Path, working: Path) -> Input:
    folder = file.parent
    return Input(file, Place(shown(file, working), f"{folder.name}/{file.stem}", folder.parent), None)


def walk(folder: Path) -> Iterator[Path]:
    """Every JSON file in a folder and below, in order, but hidden ones and what git ignores.

    Raises:
        UnreadableFileError: for a folder that may not be read.
    """
    yield from _walk(folder, _ignores_above(folder))


def _ignores_above(folder: Path) -> list[_Ignore]:
    """What the work tree around a folder ignores; nothing if that is the folder, for it was asked for."""
    upwards = [folder, *folder.parents]
    top = next((height for height, one in enumerate(upwards) if os.path.lexists(one / ".git")), 0)
    ignores: list[_Ignore] = []
    for height in range(top, 0, -1):
        ignores += _ignore_file(upwards[height])
        if _is_ignored(upwards[height - 1], ignores, is_folder=True):
            return []
    return ignores


def _walk(folder: Path, outer: list[_Ignore]) -> Iterator[Path]:
    ignores = [*outer, *_ignore_file(folder)]
    for entry in _entries(folder):
        path = Path(entry.path)
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name.startswith(".") or _is_ignored(path, ignores, is_folder=is_folder):
            continue
        if is_folder:
            yield from _walk(path, ignores)
        elif entry.name.endswith(".json"):
            yield path


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        message = f"{folder}: {error.strerror or error}"
        raise UnreadableFileError(message) from error


def _ignore_file(folder: Path) -> list[_Ignore]:
    file = folder / ".gitignore"
    if not os.path.isfile(file):  # noqa: PTH113 - unlike the method it never raises
        return []
    from pathspec import GitIgnoreSpec

    lines = read_file(file).decode("utf-8", "surrogateescape").splitlines()
    return [(folder, GitIgnoreSpec.from_lines(filter(_is_pattern, lines)))]


def _is_pattern(line: str) -> bool:
    """Whether a line of an ignore file can be followed; git passes over the others too."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def _is_ignored(path: Path, ignores: list[_Ignore], *, is_folder: bool) -> bool:
    # the nearest file with an opinion holds, as in git
    for folder, spec in reversed(ignores):
        name = path.relative_to(folder).as_posix() + ("/" if is_folder else "")
        verdict = spec.check_file(name).include
        if verdict is not None:
            return bool(verdict)
    return False


def read_file(file: Path) -> bytes:
    """The bytes of a regular file of bearable size.

    Raises:
        UnreadableFileError: if it is missing, no regular file, too large, or may not be read.
    """
    try:
        # a named pipe must not make the run wait for a writer
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as stream:  # noqa: PTH123 - a descriptor is no path
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                message = f"{file}: not a regular file"
                raise UnreadableFileError(message)
            if status.st_size > LARGEST_FILE:
                message = f"{file}: {status.st_size} bytes are more than a sheet may have ({LARGEST_FILE})"
                raise UnreadableFileError(message)
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        message = f"{file}: {error.strerror or error}"
        raise UnreadableFileError(message) from error
