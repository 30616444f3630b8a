"""Files that another program shows while this one runs."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory


class ScratchFolder:
    """A folder of this process, made when something is first written and deleted at the end."""

    @cached_property
    def _folder(self) -> TemporaryDirectory[str]:
        return TemporaryDirectory(prefix="speclint-", ignore_cleanup_errors=True)

    def written(self, name: str, text: str) -> Path:
        """The file of a name that no path may be made of, with a text, written unless it is there."""
        file = Path(self._folder.name) / name
        if not file.exists():
            file.write_text(text, encoding="utf-8")
        return file

    def delete(self) -> None:
        """Delete the folder, if there is one: a process that ends at once deletes none."""
        if "_folder" in vars(self):
            self._folder.cleanup()
