"""Where the fields are that identify a sheet: its make, model, variant, year, and the kind of car."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.profile_inference.words import folded
from speclint.profiles.name_parts import Part, make_end
from speclint.profiles.vocabulary import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.documents.jsonpath import JSONPath

_NAMES = ("name", "title", "slug")
"""Members that name the object they are in, the likelier first."""
_WHOLE = "name"
"""The field of texts that name a car by make and model."""
_WITH_VOCABULARY = frozenset({"category", "powertrain", "drive", "fuel", "gearbox"})
"""Fields whose keys may mean something else, so that most values must be words of theirs."""
_MAX_DEPTH = 2
_SAMPLE = 500
"""Texts that are kept of each place."""
_MIN_SHARE = 0.5
"""Share of the texts of a place that must be what a field holds."""


class Field(msgspec.Struct, frozen=True):
    """Where an identity field is."""

    path: tuple[str, ...]
    sheets: int
    """How many have it."""
    part: Part | None = None
    """The part of the text that it is."""
    example: str = ""


class _Column(msgspec.Struct):
    """The texts at one path."""

    count: int = 0
    texts: list[str] = []

    def share(self, matching: Iterable[bool]) -> float:
        """The share of the texts for which something holds."""
        return sum(matching) / len(self.texts)


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    """By field its keys by their letters and digits, the likelier first."""
    tables = tomllib.loads((Path(__file__).parent / "identity.toml").read_text(encoding="utf-8"))
    return {field: tuple(map(folded, table["keys"])) for field, table in tables.items()}


def identity(documents: Iterable[object]) -> dict[str, Field]:
    """The path of each identity field: the one with the fitting values, the shallowest, the likeliest key."""
    columns: dict[tuple[str, ...], _Column] = {}
    for document in documents:
        for path, text in _texts(document, ()):
            column = columns.setdefault(path, _Column())
            column.count += 1
            if len(column.texts) < _SAMPLE:
                column.texts.append(text)
    found: dict[str, Field] = {}
    for field in _keys():
        paths = [path for path, column in columns.items() if _may_be(field, path, column)]
        if paths:
            best = min(paths, key=lambda path: (*_rank(field, path, columns[path]), -columns[path].count))
            found[field] = Field(best, columns[best].count, None, columns[best].texts[0])
    return _with_parts(_once(found, columns), columns)


def _once(found: dict[str, Field], columns: dict[tuple[str, ...], _Column]) -> dict[str, Field]:
    """The fields without the powertrain where its column is one of fuels, which state powertrains as well."""
    fuel, powertrain = found.get("fuel"), found.get("powertrain")
    if fuel and powertrain and fuel.path == powertrain.path:
        texts = columns[fuel.path].texts
        if any(shipped("fuel", text) and not shipped("powertrain", text) for text in texts):
            del found["powertrain"]
    return found


def _with_parts(found: dict[str, Field], columns: dict[tuple[str, ...], _Column]) -> dict[str, Field]:
    """The fields, with make and model from a text that holds both where they have no place of their own."""
    name = found.pop(_WHOLE, None)
    make = found.get("make")
    if make and "model" not in found and _holds_names(columns[make.path]):
        # a column "Make" of names such as "Acura Integra"
        name = make
    if name and "model" not in found and (make is None or make is name or name.path != make.path):
        starts_with_make = _holds_names(columns[name.path])
        if starts_with_make and (make is None or make is name):
            found["make"] = msgspec.structs.replace(name, part="make")
        found["model"] = msgspec.structs.replace(name, part="model" if starts_with_make else None)
    return {field: found[field] for field in _keys() if field in found}


def _holds_names(column: _Column) -> bool:
    """Whether most texts are a make with something after it."""
    return column.share(0 < make_end(text) < len(text.strip()) for text in column.texts) >= _MIN_SHARE


def names_car(document: object) -> bool:
    """Whether a document states its make or its model, as a sheet or a layer of sheets does."""
    return _names(document, ("make", "model"))


def names_model(document: object, depth: int = _MAX_DEPTH) -> bool:
    """Whether a document states its model, as what is about one car does, at most this deep."""
    return _names(document, ("model",), depth)


def _names(document: object, fields: tuple[str, ...], depth: int = _MAX_DEPTH) -> bool:
    return isinstance(document, dict) and any(
        _key(path) in _keys()[field] and len(path) - (folded(path[-1]) in _NAMES) <= depth + 1
        for path, _ in _texts(document, ())
        for field in fields
    )


def text_at(document: object, path: tuple[str, ...]) -> str | None:
    """The text or whole number at a path of names, or None."""
    for name in path:
        if not isinstance(document, dict) or name not in document:
            return None
        document = document[name]
    return str(document) if isinstance(document, str | int) and not isinstance(document, bool) else None


def _texts(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict) and len(path) <= _MAX_DEPTH:
        for name, child in value.items():
            yield from _texts(child, (*path, name))
    elif isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
        yield path, str(value)


def _may_be(field: str, path: tuple[str, ...], column: _Column) -> bool:
    """Whether a place may be a field, by its key and what it holds."""
    key = _key(path)
    if field == _WHOLE:
        key = folded(path[-1]) if path else None
    if key is None or key not in _keys()[field]:
        return False
    if field == "year":
        return column.share(map(_is_year, column.texts)) >= _MIN_SHARE
    if field == _WHOLE:
        return column.share(any(map(str.isalpha, text)) for text in column.texts) >= _MIN_SHARE
    if field not in _WITH_VOCABULARY:
        return True
    return column.share(bool(shipped(field, text)) for text in column.texts) >= _MIN_SHARE


def _key(path: tuple[str, ...]) -> str | None:
    """The key of what is at the path; of a name in an object, that of the object."""
    if not path:
        return None
    last = folded(path[-1])
    if last in _NAMES:
        return folded(path[-2]) if len(path) > 1 else None
    return last


def _is_year(value: str) -> bool:
    """Whether a text is a year since the first car, or a date in one."""
    year = value.strip()[:4]
    return year.isdecimal() and 1880 < int(year) < 2100 and not value.strip()[4:5].isalnum()  # noqa: PLR2004


def _rank(field: str, path: tuple[str, ...], column: _Column) -> tuple[bool, int, int, int]:
    last = folded(path[-1])
    named = _NAMES.index(last) if last in _NAMES and field != _WHOLE else 0
    depth = len(path) - (last in _NAMES)
    key = last if field == _WHOLE else _key(path) or ""
    is_split = field == "make" and _holds_names(column)
    return is_split, depth, _keys()[field].index(key), named


def is_identity(path: JSONPath, fields: dict[str, Field]) -> bool:
    """Whether a path is that of a field."""
    return any(field.path == path for field in fields.values())
