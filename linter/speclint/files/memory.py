"""Documents that a program holds, as a tree of files."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speclint.errors import UnreadableFileError
from speclint.files.tree import refuse_too_large

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO


class _Entry(NamedTuple):
    name: str
    is_folder: bool

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002 - there are no links
        return self.is_folder

    def is_symlink(self) -> bool:
        return False


class MemoryTree:
    """Texts by the absolute path that each would have as a file; a `Tree` without links."""

    def __init__(self, documents: Mapping[Path, bytes]) -> None:
        self._documents = documents
        self._folders: dict[Path, dict[str, _Entry]] = {}
        for file in documents:
            path, is_folder = file, False
            while path != path.parent:
                held = self._folders.setdefault(path.parent, {})
                if path.name in held:
                    break
                held[path.name] = _Entry(path.name, is_folder)
                path, is_folder = path.parent, True

    def read(self, file: Path | str) -> bytes:
        """The bytes of a document; see `Tree.read`."""
        content = self._found(file)
        refuse_too_large(file, len(content))
        return content

    def open(self, file: Path) -> IO[bytes]:
        """The bytes of a document as a stream; see `Tree.open`."""
        return BytesIO(self._found(file))

    def _found(self, file: Path | str) -> bytes:
        content = self._documents.get(Path(file))
        if content is None:
            message = f"{file}: not among the documents"
            raise UnreadableFileError(message)
        return content

    def entries(self, folder: Path | str) -> list[_Entry]:
        """The entries of a folder; see `Tree.entries`."""
        return sorted(self._folders.get(Path(folder), {}).values())

    def is_file(self, file: Path) -> bool:
        """Whether a document is there."""
        return file in self._documents

    def is_folder(self, file: Path | str) -> bool:
        """Whether a folder is there."""
        return Path(file) in self._folders

    def is_link(self, file: Path | str) -> bool:  # noqa: ARG002 - as every tree has it
        """Whether a link is there: never."""
        return False

    def exists(self, file: Path | str) -> bool:
        """Whether anything is there."""
        return Path(file) in self._documents or self.is_folder(file)

    def real(self, file: Path | str) -> Path:
        """The path without `..`."""
        return Path(os.path.normpath(file))
