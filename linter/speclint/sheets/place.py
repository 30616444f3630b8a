"""The files that a configuration claims as sheets, and the location of each sheet."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.files.walk import LINES, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.profiles.profile import Profile


class Claim(msgspec.Struct, frozen=True):
    """Files that are sheets of one profile by a configuration or by default."""

    root: Path
    """The folder that the patterns start from."""
    patterns: tuple[str, ...]
    profile: Profile
    schema: Path | None = None


class SheetLocation(msgspec.Struct, frozen=True):
    """The location of a sheet: its displayed path, its id, and the root that ids are relative to."""

    path: str
    """Path for display, relative to the working folder, with `/`."""
    id: str
    """Path below the root without suffix, such as `bmw/ix2-xdrive30`."""
    root: Path | None = None
    """Root of the catalog; None for a sheet in no known catalog."""
    claimed: bool = False
    """Whether a configuration claims the sheet, so that its path is significant."""


class SheetFile(msgspec.Struct, frozen=True, dict=True):
    """A file to be read as a sheet."""

    path: str
    """Its absolute path; as a `Path` it would take most of the time in which a catalog is listed."""
    place: SheetLocation
    claim: Claim | None
    """None for a file that was named on the command line but that no configuration claims."""

    @cached_property
    def file(self) -> Path:
        """Its absolute path."""
        return Path(self.path)

    @property
    def is_stream(self) -> bool:
        """Whether it holds one record per line or row."""
        return is_stream(self.path)


def is_stream(path: str) -> bool:
    """Whether the file of a path holds one record per line or row."""
    return path.casefold().endswith(_STREAMS)


def streams_of(paths: Iterable[str]) -> list[str]:
    """Those of the paths whose files hold one record per line or row."""
    return [path for path in paths if not path.endswith(".json") and is_stream(path)]


_STREAMS = (*LINES, *TABLES)
SheetFiles: TypeAlias = dict[str, SheetFile]
"""Files of sheets by their absolute path."""


def without(files: SheetFiles, paths: Iterable[str]) -> SheetFiles:
    """The files without those at some paths."""
    rest = files.copy()
    for path in paths:
        rest.pop(path, None)
    return rest
