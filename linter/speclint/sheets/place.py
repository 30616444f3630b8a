"""Where sheets lie: the files that a configuration claims, and the place of each sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.files.walk import LINES, TABLES

if TYPE_CHECKING:
    from speclint.profiles.profile import Profile


class Claim(msgspec.Struct, frozen=True):
    """Files that are sheets of one profile, as a configuration or a default says."""

    root: Path
    """The folder that the patterns start from."""
    patterns: tuple[str, ...]
    profile: Profile
    schema: Path | None = None

    @property
    def is_compound(self) -> bool:
        """Whether its sheets are made of several documents, or stand many in one."""
        return bool(self.profile.layers) or self.profile.records is not None


class SheetLocation(msgspec.Struct, frozen=True):
    """Where a sheet lies: what the reader is shown, its id, and the root below which ids are paths."""

    path: str
    """Path as shown to the reader, relative to the working folder, with `/`."""
    id: str
    """Path below the root without suffix, such as `bmw/ix2-xdrive30`."""
    root: Path | None = None
    """Root of the catalog; None where nothing says in which catalog the sheet lies."""
    claimed: bool = False
    """Whether a configuration says that this is a sheet, so that its place has a meaning."""


class SheetFile(msgspec.Struct, frozen=True):
    """A file to be read as a sheet."""

    file: Path
    place: SheetLocation
    claim: Claim | None
    """None for a file that was named but that no configuration claims."""

    @property
    def is_stream(self) -> bool:
        """Whether it holds one record a line, or a row."""
        return self.file.suffix.casefold() in (*LINES, *TABLES)


SheetFiles: TypeAlias = dict[Path, SheetFile]
