"""The arguments that git passes to an external diff program: one file, in two versions stored elsewhere."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from speclint.diffing.load import Comparison
from speclint.errors import SpeclintError
from speclint.files.tree import WORK_TREE
from speclint.project.config import find_config
from speclint.project.request import Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

    from speclint.files.tree import Entry

ARGUMENTS = (7, 9)
"""path, old file, hex, mode, new file, hex, mode; of a renamed file also its new path and a message."""


class Version:
    """The work tree with one file as stored elsewhere; the null device stands for none. A `Tree`."""

    def __init__(self, file: Path, stored: Path) -> None:
        self._file = file
        self._stored = stored

    def read(self, file: Path | str) -> bytes:
        """The bytes of a file, as in `Tree`."""
        return WORK_TREE.read(self._stored if Path(file) == self._file else file)

    def open(self, file: Path) -> IO[bytes]:
        """A stream over the bytes of a file, as in `Tree`."""
        return BytesIO(self.read(file))

    def entries(self, folder: Path | str) -> Sequence[Entry]:
        """The entries of a folder, as in `Tree`; without a file that is only stored elsewhere."""
        return WORK_TREE.entries(folder)

    def is_file(self, file: Path) -> bool:
        """Whether a path is a regular file."""
        return WORK_TREE.is_file(self._stored if file == self._file else file)

    def is_folder(self, file: Path | str) -> bool:
        """Whether a path is a folder."""
        return Path(file) != self._file and WORK_TREE.is_folder(file)

    def is_link(self, file: Path | str) -> bool:
        """Whether a link is there."""
        return Path(file) != self._file and WORK_TREE.is_link(file)

    def exists(self, file: Path | str) -> bool:
        """Whether anything is at a path."""
        return self.is_file(self._file) if Path(file) == self._file else WORK_TREE.exists(file)

    def real(self, file: Path | str) -> Path:
        """The path without links."""
        return self._file if Path(file) == self._file else WORK_TREE.real(file)


def driver_comparison(arguments: Sequence[str], working: Path) -> Comparison:
    """The comparison that git requests from an external diff program.

    Raises:
        SpeclintError: these are not the arguments that git passes.
        ConfigError: the configuration is invalid.
    """
    if len(arguments) not in ARGUMENTS:
        message = (
            "--git-driver is called by git: `git config diff.speclint.command 'speclint diff --git-driver'`"
        )
        raise SpeclintError(message)
    new_path = arguments[7] if len(arguments) == max(ARGUMENTS) else arguments[0]
    requests = []
    for path, stored in ((arguments[0], arguments[1]), (new_path, arguments[4])):
        file = Path(os.path.normpath(working / path))
        tree, config = Version(file, working / stored), find_config(working, [Path(path)])
        requests.append(Request(config, working, (Path(path),), source=tree, validate_schema=False))
    return Comparison(requests[0], requests[1], arguments[0], new_path)
