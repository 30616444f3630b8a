"""The layers that a sheet inherits by its path or by `$extends`."""

from __future__ import annotations

import os
import posixpath
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.parser import parse
from speclint.errors import ConfigError, OutsideError, UnreadableFileError
from speclint.files.glob import DEEP, path_match
from speclint.limits import exceeded, limit
from speclint.sheets.layers import EXTENDS, Layer, MissingLayer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from speclint.profiles.profile import Profile
    from speclint.sheets.place import Claim, SheetFile

# compiled only where there are layers
_NAME = r"\{(\w+)\}"
_PIECE = r"(?s)\{(?P<name>\w+)\}|(?P<any>\*+)|(?P<one>\?|\[!?\]?[^\]/]*\])|."


class Inherited(msgspec.Struct, frozen=True):
    """The layers of a sheet from the farthest to the nearest, and those that are missing."""

    layers: tuple[Layer, ...]
    missing_layers: tuple[MissingLayer, ...]


def layer_files(sheet_file: SheetFile, profile: Profile) -> list[Path]:
    """The files that a sheet inherits from by its path, farthest first, without its own.

    Raises:
        ConfigError: a layer uses a part of the path that the pattern of the sheet does not name.
    """
    claim = sheet_file.claim
    if claim is None or not profile.layers:
        return []
    bound = _bound(sheet_file.file, claim)
    for pattern in profile.layers:
        unbound = [name for name in re.findall(_NAME, pattern) if name not in bound]
        if unbound:
            files = " or ".join(claim.patterns)
            message = f'profile {profile.name}: no {{{unbound[0]}}} in {files} for the layer "{pattern}"'
            raise ConfigError(message)
    names = [re.sub(_NAME, lambda match: bound[match[1]], pattern) for pattern in profile.layers]
    files_of = [Path(os.path.normpath(claim.root / name)) for name in names]
    return [file for file in files_of if file != sheet_file.file]


def _bound(file: Path, claim: Claim) -> dict[str, str]:
    """The parts of a sheet's path by the names in braces of its pattern; the first of a repeated name."""
    # backwards: what stands last takes as little as it can, and what stands first the rest
    names = [name[::-1] for name in reversed(Path(os.path.relpath(file, claim.root)).parts)]
    for pattern in map(posixpath.normpath, claim.patterns):
        parts = _backwards(pattern)
        places = path_match([part and part.match for part in parts], names)
        if places is not None:
            found = [part and part.match(names[place]) for part, place in zip(parts, places, strict=True)]
            groups = [group[::-1] for match in found if match for group in match.groups()]
            in_braces = [piece["name"] for piece in re.finditer(_PIECE, pattern) if piece["name"]]
            return dict(zip(reversed(in_braces), groups, strict=True))
    return {}


@lru_cache(maxsize=256)
def _backwards(pattern: str) -> list[re.Pattern[str] | None]:
    """The parts of a file pattern, the last first, as expressions of names that are read backwards.

    As in `name_match` no wildcard is tried again. Of `**` there is no expression.
    """
    parts = pattern.split("/")
    # as where files are found
    parts += ["*"] * (parts[-1] == DEEP)
    return [None if part == DEEP else _expression(part) for part in reversed(parts)]


def _expression(part: str) -> re.Pattern[str]:
    pieces = list(re.finditer(_PIECE, part))
    expression = "".join(map(_as_expression, reversed(pieces)))
    return re.compile(rf"(?s)(?>{expression}\Z)")


def _as_expression(piece: re.Match[str]) -> str:
    """A piece of a file pattern as a regular expression, with a group for a name in braces."""
    if piece["name"] or piece["any"]:
        return ")(?>(.*?)" if piece["name"] else ")(?>.*?"
    # the characters of a class were matched when the file was claimed
    return "." if piece["one"] else re.escape(piece[0])


def inherited(
    file: Path, own: Layer, by_path: list[Path], root: Path, read: Callable[[Path], Layer]
) -> Inherited:
    """The layers of a document by its path and by `$extends`, which are nearer.

    Raises:
        LimitError: there are more than the limit allows, each counted as often as it is reached.
    """
    found = _Found(file, own, root, read)
    for path in by_path:
        layer = found.read(path)
        if layer is None:
            found.missing.append(MissingLayer(os.path.relpath(path, root).replace(os.sep, "/"), ""))
        else:
            found.follow(path, layer)
    found.follow(file, own)
    return Inherited(tuple(found.layers[:-1]), tuple(found.missing))


class _Found:
    """The layers of a document that were found."""

    def __init__(self, file: Path, own: Layer, root: Path, read: Callable[[Path], Layer]) -> None:
        self.layers: list[Layer] = []
        self.missing: list[MissingLayer] = []
        self._own, self._root, self._read = own, root, read
        self._route = {file}
        """The documents that lead to where it is looked."""
        self._left = limit("layers")

    def read(self, file: Path) -> Layer | None:
        """The next layer; None if it cannot be read."""
        self._left -= 1
        if self._left < 0:
            raise exceeded(self._own.path, "layers")
        try:
            return self._read(file)
        except OutsideError:
            raise
        except UnreadableFileError:
            return None

    def follow(self, file: Path, layer: Layer) -> None:
        """Append the layers that a document extends, each after those that it extends itself, and its own."""
        # no recursion, which Python ends at a depth of its own
        waiting = [(file, layer, _named(layer))]
        while waiting:
            file, layer, named = waiting[-1]
            self._route.add(file)
            pointer, name = next(named, ("", None))
            if not pointer:
                self._route.discard(file)
                self.layers.append(layer)
                waiting.pop()
            elif (following := self._extended(file, layer, pointer, name)) is not None:
                waiting.append((*following, _named(following[1])))

    def _extended(self, file: Path, layer: Layer, pointer: str, name: object) -> tuple[Path, Layer] | None:
        """A document that another extends; None if it is missing."""
        named_by = None if layer is self._own else layer.path
        if not isinstance(name, str):
            self.missing.append(MissingLayer(msgspec.json.encode(name).decode(), pointer, named_by))
            return None
        extended = Path(os.path.normpath(file.parent / name))
        if extended in self._route:
            self.missing.append(MissingLayer(name, pointer, cycle=True))
            return None
        found = self.read(extended) if extended.is_relative_to(self._root) else None
        if found is None:
            self.missing.append(MissingLayer(name, pointer, named_by))
            return None
        return extended, found


def _named(layer: Layer) -> Iterator[tuple[str, object]]:
    """What a document extends, each with the pointer to its name."""
    named = layer.value.get(EXTENDS) if isinstance(layer.value, dict) else None
    for index, name in enumerate(named if isinstance(named, list) else [named]):
        if name is not None:
            yield f"/{EXTENDS}/{index}" if isinstance(named, list) else f"/{EXTENDS}", name


def extended_files(files: Iterable[Path], root: Path, read: Callable[[Path], bytes | None]) -> list[Path]:
    """The files that documents extend, and those that these extend; each once, be it there or not.

    Args:
        files: absolute paths of the documents.
        root: the folder in which extended files are read.
        read: the bytes of a file; None if it cannot be read.
    """
    found: dict[Path, None] = {}
    waiting = list(files)
    while waiting:
        file = waiting.pop()
        content = read(file) or b""
        value = parse(content).value if EXTENDS.encode() in content else None
        named = value.get(EXTENDS) if isinstance(value, dict) else None
        for name in named if isinstance(named, list) else [named]:
            extended = Path(os.path.normpath(file.parent / name)) if isinstance(name, str) else root
            if extended != root and extended not in found and extended.is_relative_to(root):
                found[extended] = None
                waiting.append(extended)
    return list(found)
