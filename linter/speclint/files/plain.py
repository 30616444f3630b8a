"""Files of a repository that are known to lack a text, by the ids that git gives their bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.files.objects import Blob, is_link
from speclint.files.trace import digest_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from pathlib import Path

    from speclint.files.cache import Cache
    from speclint.files.objects import Folder, Objects

MAX_UNKNOWN = 500
"""Files and folders above which git searches them faster."""
MAX_IDS = 500_000
"""Ids that are kept of one repository; above, the former ones are forgotten."""


class PlainFiles:
    """Ids of files that lack a text, and of folders below which all files lack it and none is a link.

    An id stands for the same bytes forever, so that only what is new since is searched.
    """

    def __init__(self, cache: Cache, root: Path, text: str) -> None:
        """Read what is known.

        Args:
            cache: the user's, where it is kept.
            root: the folder of the repository.
            text: the text.
        """
        self._cache, self._text = cache, text.encode()
        self._key = digest_of(b"plain", bytes(root), b"\0", self._text).hex()
        content = cache.get(self._key)
        self._ids = set(content.decode("ascii", "replace").split("\n")) if content else set()

    def holders(self, objects: Objects, top: Folder) -> frozenset[str] | None:
        """The names of the files below a folder that hold the text; None where too little is known.

        None too if there is a link.

        Raises:
            GitError: an object is missing.
        """
        files: list[tuple[str, Blob]] = []
        waiting, folders = [("", top)], [("", top)]
        while waiting and self._ids:
            above, folder = waiting.pop()
            for entry in objects.tree(folder.oid).values():
                name = above + entry.name
                if is_link(entry):
                    return None
                if entry.oid in self._ids:
                    continue
                if isinstance(entry, Blob):
                    files.append((name, entry))
                else:
                    waiting.append((f"{name}/", entry))
                    folders.append((f"{name}/", entry))
            if len(files) + len(folders) > MAX_UNKNOWN:
                return None
        if not self._ids:
            return None
        found = frozenset(name for name, blob in files if self._text in objects.read(blob.oid))
        around = _folders_of(found)
        self._learn([
            *(blob.oid for name, blob in files if name not in found),
            *(folder.oid for name, folder in folders[1:] if name not in around),
        ])  # fmt: skip
        return found

    def learn(self, listing: Iterable[tuple[str, str]], holders: Iterable[str]) -> None:
        """Keep what is known of a revision.

        Args:
            listing: the ids and names of its files and folders, none of them a link.
            holders: the names of the files that hold the text.
        """
        holders = frozenset(holders)
        around = _folders_of(holders)
        self._learn([oid for oid, name in listing if name not in holders and f"{name}/" not in around])

    def _learn(self, ids: list[str]) -> None:
        new = set(ids) - self._ids
        if new:
            known = self._ids if len(self._ids) + len(new) <= MAX_IDS else set()
            self._ids = known | new
            self._cache.put(self._key, "\n".join(self._ids).encode("ascii"))


def _folders_of(names: Iterable[str]) -> Container[str]:
    """The names of all folders around some files, with `/` at the end."""
    return {name[: end + 1] for name in names for end, mark in enumerate(name) if mark == "/"}
