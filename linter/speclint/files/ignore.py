"""Ignore files of git; see gitignore(5). A pattern that git cannot follow matches nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from speclint.files.glob import DEEP, name_match, path_matches
from speclint.limits import exceeded, limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from speclint.files.glob import NameMatch

_BLANKS = re.compile(r"(?<!\\) +\Z")


class _Pattern(NamedTuple):
    parts: tuple[NameMatch | None, ...]
    """Of each part of the path; None matches any number of folders."""
    ignores: bool
    of_folders: bool
    by_name: bool
    """Whether the name of a file alone is matched."""


class IgnoreFile:
    """The patterns of an ignore file, which hold for its folder and below."""

    def __init__(self, file: Path, content: bytes) -> None:
        """The patterns in a file.

        Raises:
            LimitError: there are too many, or one is too long.
        """
        lines = content.decode("utf-8", "surrogateescape").removeprefix("\ufeff").split("\n")
        for number, line in enumerate(lines, 1):
            if len(line) > limit("pattern-length"):
                place = f"{file}:{number}"
                raise exceeded(place, "pattern-length", len(line))
        self._depth = len(file.parent.parts)
        self._patterns = tuple(_patterns(lines))
        if len(self._patterns) > limit("patterns"):
            raise exceeded(file, "patterns", len(self._patterns))

    def verdict(self, path: Path, *, is_folder: bool) -> bool | None:
        """Whether a path in the folder is ignored by the last pattern that matches it; None if none does."""
        names = path.parts[self._depth :]
        for pattern in reversed(self._patterns):
            if (is_folder or not pattern.of_folders) and _matches(pattern, names):
                return pattern.ignores
        return None


def _matches(pattern: _Pattern, names: Sequence[str]) -> bool:
    return path_matches(pattern.parts, names[-1:] if pattern.by_name else names)


def _patterns(lines: Iterable[str]) -> Iterable[_Pattern]:
    for line in lines:
        text = _BLANKS.sub("", line.removesuffix("\r"))
        if text.startswith("#"):
            continue
        ignores, text = not text.startswith("!"), text.removeprefix("!")
        of_folders, text = text.endswith("/"), text.removesuffix("/")
        names = text.removeprefix("/").split("/")
        parts = tuple(None if name == DEEP else name_match(name) or _nothing for name in names)
        if parts[-1] is None:
            # what lies in a folder, but not that itself
            parts += (_anything,)
        if text:
            yield _Pattern(parts, ignores, of_folders, "/" not in text)


def _nothing(_: str) -> bool:
    return False


def _anything(_: str) -> bool:
    return True
