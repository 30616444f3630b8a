"""How text is added to the end of a file that several programs add to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.errors import UnwritableFileError

if TYPE_CHECKING:
    from pathlib import Path


def append(file: Path, content: bytes) -> None:
    """Add to the end of a file, which is made if it is not there.

    Raises:
        UnwritableFileError: it cannot be written.
    """
    try:
        with file.open("ab") as stream:
            stream.write(content)
    except OSError as error:
        message = f"{file}: {error.strerror or error}"
        raise UnwritableFileError(message) from error
