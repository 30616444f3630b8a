"""The files that a configuration claims as sheets, and the location of each sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.files.walk import LINES, TABLES

if TYPE_CHECKING:
    from speclint.profiles.profile import Profile


class Claim(msgspec.Struct, frozen=True):
    """Files that are sheets of one profile by a configuration or by default."""

    root: Path
    """The folder that the patterns start from."""
    patterns: tuple[str, ...]
    profile: Profile
    schema: Path | None = None

    @property
    def is_compound(self) -> bool:
        """Whether its sheets are merged from several documents, or are records of one."""
        return bool(self.profile.layers) or self.profile.records is not None


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


class SheetFile(msgspec.Struct, frozen=True):
    """A file to be read as a sheet."""

    file: Path
    place: SheetLocation
    claim: Claim | None
    """None for a file that was named on the command line but that no configuration claims."""

    @property
    def is_stream(self) -> bool:
        """Whether it holds one record per line or row."""
        return self.file.suffix.casefold() in (*LINES, *TABLES)


SheetFiles: TypeAlias = dict[Path, SheetFile]
"""Files of sheets by their path."""
