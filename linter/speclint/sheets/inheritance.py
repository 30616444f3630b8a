"""From a file to the layers of its sheets: what it inherits by its path or by `$extends`, and its records."""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.errors import ConfigError, UnreadableFileError
from speclint.sheets.layers import EXTENDS, Layer, MissingLayer

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.profiles.profile import Profile
    from speclint.sheets.place import Claim, SheetFile

# compiled only where there are layers
_NAME = r"\{(\w+)\}"
_PART = r"(?s)\{(?P<name>\w+)\}|(?P<folders>\*\*/)|(?P<all>\*\*$)|(?P<any>\*)|(?P<one>\?|\[!?\]?[^\]/]*\])|."


class Inherited(msgspec.Struct, frozen=True):
    """What a sheet inherits: layers from the farthest to the nearest, and those it asks for in vain."""

    layers: tuple[Layer, ...]
    missing_layers: tuple[MissingLayer, ...]


def layer_files(one: SheetFile, profile: Profile) -> list[Path]:
    """The files that a sheet inherits from by its path, farthest first, itself left out.

    Raises:
        ConfigError: a layer asks for a part of the path that the sheet's pattern does not name.
    """
    if one.claim is None or not profile.layers:
        return []
    bound = _bound(one.file, one.claim)
    for pattern in profile.layers:
        unbound = [name for name in re.findall(_NAME, pattern) if name not in bound]
        if unbound:
            files = " or ".join(one.claim.patterns)
            message = f'profile {profile.name}: no {{{unbound[0]}}} in {files} for the layer "{pattern}"'
            raise ConfigError(message)
    named = [re.sub(_NAME, lambda match: bound[match[1]], pattern) for pattern in profile.layers]
    files_of = [Path(os.path.normpath(one.claim.root / name)) for name in named]
    return [file for file in files_of if file != one.file]


def _bound(file: Path, claim: Claim) -> dict[str, str]:
    """The parts of a sheet's path that the names in braces of its pattern stand for; of a name the first."""
    path = os.path.relpath(file, claim.root).replace(os.sep, "/")
    for pattern in map(posixpath.normpath, claim.patterns):
        match = re.fullmatch(re.sub(_PART, _as_expression, pattern), path, re.DOTALL)
        if match:
            pairs = zip(re.findall(_NAME, pattern), match.groups(), strict=True)
            return dict(reversed(list(pairs)))
    return {}


def _as_expression(match: re.Match[str]) -> str:
    """A part of a pattern of files as an expression, with one group for each name in braces."""
    if match["name"]:
        return "([^/]*)"
    if match["folders"]:
        return "(?:.*/)?"
    if match["all"]:
        return ".*"
    if match["any"]:
        return "[^/]*"
    # which characters a class allows was asked when the file was claimed
    return "[^/]" if match["one"] else re.escape(match[0])


def inherited(
    file: Path, own: Layer, by_path: list[Path], root: Path, read: Callable[[Path], Layer]
) -> Inherited:
    """What a document inherits by its path and by `$extends`, which is nearer."""
    layers: list[Layer] = []
    missing: list[MissingLayer] = []
    for one in by_path:
        layer = _read(one, read)
        if layer is None:
            missing.append(MissingLayer(os.path.relpath(one, root).replace(os.sep, "/"), ""))
        else:
            _extend(one, layer, root, read, (file, one), layers, missing)
            layers.append(layer)
    _extend(file, own, root, read, (file,), layers, missing)
    return Inherited(tuple(layers), tuple(missing))


def _extend(  # noqa: PLR0913, PLR0917 - one step of a walk
    file: Path, layer: Layer, root: Path, read: Callable[[Path], Layer], route: tuple[Path, ...],
    layers: list[Layer], missing: list[MissingLayer],
) -> None:  # fmt: skip
    """Append what a document extends, and what that extends before it."""
    asking = layer.path if len(route) > 1 else None
    named = layer.value.get(EXTENDS) if isinstance(layer.value, dict) else None
    for index, name in enumerate(named if isinstance(named, list) else [named]):
        if name is None:
            continue
        pointer = f"/{EXTENDS}/{index}" if isinstance(named, list) else f"/{EXTENDS}"
        if not isinstance(name, str):
            missing.append(MissingLayer(msgspec.json.encode(name).decode(), pointer, asking))
            continue
        other = Path(os.path.normpath(file.parent / name))
        if other in route:
            missing.append(MissingLayer(name, pointer, cycle=True))
            continue
        found = _read(other, read) if other.is_relative_to(root) else None
        if found is None:
            missing.append(MissingLayer(name, pointer, asking))
            continue
        _extend(other, found, root, read, (*route, other), layers, missing)
        layers.append(found)


def _read(file: Path, read: Callable[[Path], Layer]) -> Layer | None:
    try:
        return read(file)
    except UnreadableFileError:
        return None
