"""The catalogs in a folder that an editor has open: each document is part of that of its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.checking.live import LiveCatalog
from speclint.project.request import requests_for

if TYPE_CHECKING:
    from pathlib import Path


class Workspace:
    """The catalogs in a folder, each read when the first of its documents is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._by_config: dict[Path, LiveCatalog] = {}
        self._by_folder: dict[Path, LiveCatalog] = {}

    def catalog_of(self, file: Path) -> LiveCatalog:
        """The catalog that a file may be part of.

        Raises:
            SpeclintError: its configuration cannot be followed.
        """
        if file.parent not in self._by_folder:
            self._by_folder[file.parent] = self._find(file)
        return self._by_folder[file.parent]

    def _find(self, file: Path) -> LiveCatalog:
        (request,) = requests_for(self.folder, [file])
        if request.config.file is None:
            # the folder that is open is the root, as for a run on all of it
            request = requests_for(self.folder, ())[0]
        key = request.config.file or request.config.root
        if key not in self._by_config:
            self._by_config[key] = LiveCatalog(request)
        return self._by_config[key]

    def forget(self) -> None:
        """Read all catalogs anew when they are asked for next: files came or went, or settings changed."""
        self._by_config.clear()
        self._by_folder.clear()
