"""Where the fields stand that identify a sheet: its make, model, variant, year, and the kind of car."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.profile_inference.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KEYS = {
    "make": ("make", "brand", "manufacturer"),
    "model": ("model", "modelname"),
    "variant": ("variant", "version"),
    "trim": ("trim", "trimlevel"),
    "generation": ("generation",),
    "year": ("year", "modelyear", "releaseyear"),
    "market": ("market",),
    "status": ("status",),
    "powertrain": ("powertrain", "powertraintype", "propulsion", "type"),
    "drive": ("drive", "drivetrain", "drivetype", "drivewheels", "drivenwheels"),
    "fuel": ("fuel", "fueltype"),
}
"""Keys of each field by their letters, the likelier first."""

_VALUES = {
    "powertrain": {"bev", "phev", "hev", "mhev", "fcev", "ice", "erev"},
    "drive": {"fwd", "rwd", "awd", "4wd", "4x4"},
}
"""The values of a field whose key alone may mean something else."""

_NAMES = ("name", "title", "slug")
"""Members that name the object they stand in, the likelier first."""
_MAX_DEPTH = 2


class Field(msgspec.Struct, frozen=True):
    """Where an identity field stands."""

    path: tuple[str, ...]
    sheets: int
    """How many state it."""


def identity(documents: Iterable[object]) -> dict[str, Field]:
    """The path of each identity field: the shallowest, and of those the likeliest key."""
    counts: dict[str, dict[tuple[str, ...], int]] = {field: {} for field in _KEYS}
    for document in documents:
        for path, value in _texts(document, ()):
            for field in _fields(path, value):
                counts[field][path] = counts[field].get(path, 0) + 1
    return {
        field: Field(best, paths[best])
        for field, paths in counts.items()
        if paths
        for best in [min(paths, key=lambda path: (*_likelihood(field, path), -paths[path]))]
    }


def text_at(document: object, path: tuple[str, ...]) -> str | None:
    """The text or whole number at a path of names, or None."""
    for name in path:
        if not isinstance(document, dict) or name not in document:
            return None
        document = document[name]
    return str(document) if isinstance(document, str | int) and not isinstance(document, bool) else None


def is_named(document: object) -> bool:
    """Whether a document states its make or its model, as a sheet or a layer of sheets does."""
    return isinstance(document, dict) and any(
        field in ("make", "model") for path, value in _texts(document, ()) for field in _fields(path, value)
    )


def _texts(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict) and len(path) <= _MAX_DEPTH:
        for name, child in value.items():
            yield from _texts(child, (*path, name))
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield path, str(value)


def _fields(path: tuple[str, ...], value: str) -> Iterator[str]:
    """The fields that a place may be."""
    key = _key(path)
    if key is None:
        return
    for field, keys in _KEYS.items():
        if key not in keys:
            continue
        known = _VALUES.get(field)
        if (field != "year" or _is_year(value)) and (known is None or value.casefold() in known):
            yield field


def _key(path: tuple[str, ...]) -> str | None:
    """The key of what stands at the path; of a name in an object, that of the object."""
    if not path:
        return None
    last = folded(path[-1])
    if last in _NAMES:
        return folded(path[-2]) if len(path) > 1 else None
    return last


def _is_year(value: str) -> bool:
    return value.isdecimal() and 1880 < int(value) < 2100  # noqa: PLR2004 - since the first car


def _likelihood(field: str, path: tuple[str, ...]) -> tuple[int, int, int]:
    last = folded(path[-1])
    named = _NAMES.index(last) if last in _NAMES else 0
    depth = len(path) - (last in _NAMES)
    return depth, _KEYS[field].index(_key(path) or ""), named
