"""Paths: the working folder, and paths as a reader is shown them."""

from __future__ import annotations

import os
from pathlib import Path

from speclint.errors import UnreadableFileError


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


def display_path(file: Path, working: Path) -> str:
    """A path as the reader is shown it: relative to the working folder, with `/`."""
    try:
        return file.relative_to(working).as_posix()
    except ValueError:
        pass
    try:
        return Path(os.path.relpath(file, working)).as_posix()
    except ValueError:  # another drive
        return file.as_posix()
