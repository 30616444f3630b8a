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


def shown(file: Path, working: Path) -> str:
    """A path as the reader is shown it: relative to the working folder if below it, with `/`."""
    try:
        return file.relative_to(working).as_posix()
    except ValueError:
        return file.as_posix()


def claimed_files(claims: Iterable[Claim], working: Path) -> Inputs:
    """Every file that is claimed, by its path; the first claim holds."""
    found: Inputs = {}
    for claim in claims:
        for pattern in claim.patterns:
            base = claim.root / _fixed_part(pattern)
            for file in _glob(claim.root, _PART.sub("*", pattern)):
                if file not in found and file.is_file():
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

    for name in sorted(glob.iglob(pattern, root_dir=root, recursive=True)):
        yield root / name


def named_files(
    paths: Sequence[Path], claimed: Inputs, working: Path, *, must_exist: bool = True
) -> Inputs:
    """The files that the paths name: claimed ones below a folder, or else every JSON file in it.

    Raises:
        UnreadableFileError: for a path that does not exist or is neither file nor folder.
    """
    found: Inputs = {}
    for path in paths:
        file = Path(os.path.abspath(working / path))  # noqa: PTH100 - resolve() would follow links
        if file in claimed:
            found[file] = claimed[file]
        elif file.is_dir():
            inside = [one for one in claimed.values() if file in one.file.parents]
            found |= {one.file: one for one in inside or [_unclaimed(f, working) for f in walk(file)]}
        elif file.exists() or not must_exist:
            found[file] = _unclaimed(file, working)
        else:
            message = f"{path}: there is no such file or folder"
            raise UnreadableFileError(message)
    return found


def _unclaimed(file: Path, working: Path) -> Input:
    folder = file.parent
    return Input(file, Place(shown(file, working), f"{folder.name}/{file.stem}", folder.parent), None)


def walk(folder: Path) -> Iterator[Path]:
    """Every JSON file in a folder and below, in order, but hidden ones and what git ignores."""
    yield from _walk(folder, [])


def _walk(folder: Path, outer: list[tuple[Path, object]]) -> Iterator[Path]:
    ignores = [*outer, *_ignore_file(folder)]
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = Path(entry.path)
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name.startswith(".") or _is_ignored(path, ignores, is_folder=is_folder):
            continue
        if is_folder:
            yield from _walk(path, ignores)
        elif entry.name.endswith(".json"):
            yield path


def _ignore_file(folder: Path) -> list[tuple[Path, object]]:
    file = folder / ".gitignore"
    if not file.is_file():
        return []
    from pathspec import GitIgnoreSpec

    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return [(folder, GitIgnoreSpec.from_lines(lines))]


def _is_ignored(path: Path, ignores: list[tuple[Path, object]], *, is_folder: bool) -> bool:
    # the nearest file with an opinion holds, as in git
    for folder, spec in reversed(ignores):
        name = path.relative_to(folder).as_posix() + ("/" if is_folder else "")
        verdict = spec.check_file(name).include  # type: ignore[attr-defined]  # imported only where needed
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
