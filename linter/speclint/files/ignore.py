"""Ignore files of git; see gitignore(5). A pattern that git cannot follow matches nothing.

The package pathspec is not used: it raises errors for patterns that git takes, such as `[b-a]`, `[[:alpha:]]`
and names that are not UTF-8, differs from git in sets with a slash, compiles each with `re` even if RE2
matches, and takes 70 ms to import, half of what a hook may take; RE2 has no wheels for musl.
"""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, NamedTuple

from speclint.files.glob import name_match, path_match, split_at_slashes
from speclint.limits import exceeded, limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from speclint.files.glob import NameMatch

_DEEP = re.compile(r"\*\*+")
_CUT = re.compile(r"([^*?\[\\]*[^*?\[\\/])\*\*+(\\?)/")


class _Pattern(NamedTuple):
    name: NameMatch | None
    """The match of the name of a file alone, or None."""
    parts: tuple[NameMatch | None, ...]
    """Otherwise of each part of the path; None matches any number of folders."""
    ignores: bool
    of_folders: bool


class IgnoreFile:
    """The patterns of an ignore file, which hold for its folder and below."""

    def __init__(self, file: Path, content: bytes) -> None:
        """The patterns in a file.

        Raises:
            LimitError: one is too long.
        """
        lines = content.removeprefix(BOM_UTF8).decode("latin-1").split("\n")
        for number, line in enumerate(lines, 1):
            if len(line) > limit("pattern-length"):
                place = f"{file}:{number}"
                raise exceeded(place, "pattern-length", len(line))
        self._depth = len(file.parent.parts)
        self.patterns = tuple(_patterns(lines))

    def verdict(self, names: Sequence[str], *, is_folder: bool) -> bool | None:
        """Whether the last pattern that matches the path of these names ignores it; None if none matches."""
        below = names[self._depth :]
        if not below:
            return None
        for pattern in reversed(self.patterns):
            if pattern.of_folders and not is_folder:
                continue
            match = pattern.name
            if match(below[-1]) if match else path_match(pattern.parts, below) is not None:
                return pattern.ignores
        return None


def is_ignored(path: Path, ignores: Sequence[IgnoreFile], *, is_folder: bool) -> bool:
    """Whether a path is ignored by these files, the farthest first."""
    # once for all of them
    names = [_as_bytes(name) for name in path.parts] if ignores else []
    # the nearest file with a matching pattern decides, as in git
    verdicts = (ignore.verdict(names, is_folder=is_folder) for ignore in reversed(ignores))
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _as_bytes(name: str) -> str:
    """A name with a character for each of its bytes, which are what git matches: `?` is a half of `ä`."""
    return name if name.isascii() else os.fsencode(name).decode("latin-1")


def _patterns(lines: Iterable[str]) -> Iterable[_Pattern]:
    for line in lines:
        # git ends a pattern at a NUL, as C ends texts
        text = _without_blanks(line.removesuffix("\r").partition("\0")[0])
        if text.startswith("#"):
            continue
        ignores, text = not text.startswith("!"), text.removeprefix("!")
        of_folders, text = text.endswith("/"), text.removesuffix("/")
        if text and "/" not in text:
            match = _anything if _DEEP.fullmatch(text) else name_match(text) or _nothing
            yield _Pattern(match, (), ignores, of_folders)
            continue
        for way in _ways(text.removeprefix("/")) if text else ():
            yield _Pattern(None, _parts(way), ignores, of_folders)


def _without_blanks(line: str) -> str:
    """A line without the blanks at its end, of which a backslash keeps the first."""
    text = line.rstrip(" ")
    return line[: len(text) + 1] if text.endswith("\\") else text


def _ways(text: str) -> Sequence[str]:
    """The patterns that a pattern stands for.

    git compares what precedes the first wildcard, and takes the rest for a pattern: `a**/b` is `a`, `**/b`.
    """
    found = _CUT.match(text)
    if found is None:
        return (text,)
    start, rest = found[1], text[found.end() :]
    # a quoted slash must be there
    return (f"{start}*/**/{rest}",) if found[2] else (f"{start}{rest}", f"{start}*/**/{rest}")


def _parts(text: str) -> tuple[NameMatch | None, ...]:
    names = split_at_slashes(text)
    parts = tuple(None if _DEEP.fullmatch(name) else name_match(name) or _nothing for name in names)
    # what lies in a folder, but not that itself
    return parts if parts[-1] else (*parts, _anything)


def _nothing(_: str) -> bool:
    return False


def _anything(_: str) -> bool:
    return True
