"""Which files are sheets, which are layers of sheets, and which hold many sheets in one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.profile_inference.documents import MAX_RECORDS
from speclint.profile_inference.identity import identity, text_at
from speclint.profile_inference.record_lists import (
    MIN_SHARE,
    RecordList,
    are_vehicles,
    is_vehicle,
    record_list,
)
from speclint.profile_inference.words import folded
from speclint.sheets.layers import merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speclint.profile_inference.documents import Document, Parts
    from speclint.quantities.numeral import Mark

Values: TypeAlias = "Mapping[Parts, object]"
"""The documents by their files."""

_BASES = ("base", "common", "default", "defaults", "shared")
"""Names of layers that lie among the sheets."""


class Layout(msgspec.Struct, frozen=True):
    """How the files of a repository make sheets."""

    files: tuple[str, ...]
    layers: tuple[str, ...]
    """Patterns of layers, farthest first."""
    records: str | None
    sheets: tuple[object, ...]
    """The effective sheets, layers merged."""
    paths: tuple[Parts, ...]
    """The files read as sheets or layers."""
    decimal: Mark | None = None
    """The decimal mark of tables, if they show one."""
    is_cut: bool = False
    """Whether a file has more records than are looked at."""


def lay_out(documents: Mapping[Parts, Document], every: set[Parts]) -> Layout | None:
    """The layout of the files with the most sheets; None if no document may be a sheet.

    Args:
        documents: the contents of the files that are no schema.
        every: all files, so that no pattern takes another file for a sheet.
    """
    records = {parts: found for parts, document in documents.items() if (found := _records(document))}
    certain = {parts: found for parts, found in records.items() if found.are_vehicles}
    values = {parts: document.value for parts, document in documents.items() if parts not in certain}
    named = {parts: value for parts, value in values.items() if is_vehicle(value)}
    in_records = sum(len(found.records) for found in certain.values())
    if in_records > len(named):
        return _in_records(certain, documents)
    if not named:
        return _in_records(records, documents) if records else None
    folders = Counter(parts[0] if len(parts) > 1 else "" for parts in named)
    chosen = folders.most_common(1)[0][0]
    near = {
        parts: value for parts, value in values.items()
        if (parts[0] if len(parts) > 1 else "") == chosen and isinstance(value, dict)
    }  # fmt: skip
    return _in_files(near, set(named), every)


def _records(document: Document) -> RecordList | None:
    """The records in a document; None if it holds none."""
    if not document.is_stream:
        return record_list(document.value)
    if not isinstance(document.value, list) or not document.value:
        return None
    return RecordList("", document.value, are_vehicles(document.value))


def _in_records(records: Mapping[Parts, RecordList], documents: Mapping[Parts, Document]) -> Layout:
    """The files with records like those of the file with the most."""
    largest = max(records, key=lambda parts: len(records[parts].records))
    keys = _keys(records[largest].records)
    chosen = sorted(
        parts
        for parts, found in records.items()
        if found.path == records[largest].path and _are_alike(keys, _keys(found.records))
    )
    sheets = tuple(record for parts in chosen for record in records[parts].records)
    marks = {documents[parts].decimal for parts in chosen} - {None}
    files = tuple("/".join(parts) for parts in chosen)
    streams = [records[parts] for parts in chosen if documents[parts].is_stream]
    is_cut = any(len(found.records) == MAX_RECORDS for found in streams)
    decimal = marks.pop() if len(marks) == 1 else None
    return Layout(files, (), records[largest].path or None, sheets, tuple(chosen), decimal, is_cut)


def _are_alike(keys: set[str], others: set[str]) -> bool:
    return len(keys & others) >= len(keys | others) / 2


def _in_files(near: Values, named: set[Parts], every: set[Parts]) -> Layout:
    depth = Counter(map(len, named)).most_common(1)[0][0]
    if any(_is_fuller(near, deeper, depth) for deeper in {len(parts) for parts in near}):
        depth = max(len(parts) for parts in near if _is_fuller(near, len(parts), depth))
    level = {parts: value for parts, value in near.items() if len(parts) == depth}
    levels = _levels(level)
    names = {parts[-1] for parts in named if len(parts) == depth}
    pattern = "/".join((*levels, names.pop() if len(names) == 1 and len(level) > 1 else "*.json"))
    beneath = [parts for parts in every if len(parts) == depth and _matches(levels, parts)]
    if any(parts not in level for parts in beneath) or depth == 1:
        # the pattern would take other files for sheets
        level = {parts: value for parts, value in level.items() if parts in named}
        return Layout(
            tuple("/".join(parts) for parts in sorted(level)), (), None, tuple(level.values()), tuple(level)
        )
    layers = _layers(near, level, levels)
    used = set(level)
    sheets = []
    for parts, value in level.items():
        whole: object = {}
        for above in (_bound(layer, levels, parts) for layer in layers):
            if above in near and above != parts:
                used.add(above)
                whole = merge(whole, near[above])
        sheets.append(merge(whole, value))
    return Layout((pattern,), tuple(layers), None, tuple(sheets), tuple(sorted(used)))


def _is_fuller(near: Values, depth: int, than: int) -> bool:
    """Whether more documents lie at a greater depth than at another: sheets whose names stand in layers."""
    return depth > than and sum(len(parts) == depth for parts in near) > sum(
        len(parts) == than for parts in near
    )


def _levels(level: Values) -> tuple[str, ...]:
    """For each folder above the sheets its name, or in braces the identity field that it is named by."""
    fields = identity(level.values())
    levels: list[str] = []
    for index in range(len(next(iter(level))) - 1):
        label = next((field for field in fields if f"{{{field}}}" not in levels and _is_named_by(
            level, index, fields[field].path
        )), None)  # fmt: skip
        names = {parts[index] for parts in level}
        plain = len(names) == 1 and not set(next(iter(names))) & set("{}[]*?")
        levels.append(f"{{{label}}}" if label else next(iter(names)) if plain else f"{{folder{index + 1}}}")
    return tuple(levels)


def _is_named_by(level: Values, index: int, path: tuple[str, ...]) -> bool:
    """Whether folders have the name that stands at a path, or the slug beside it."""
    stated = [
        (
            parts[index],
            {folded(text) for at in (path, (*path[:-1], "slug")) if (text := text_at(value, at))},
        )
        for parts, value in level.items()
    ]
    named = [(name, texts) for name, texts in stated if texts]
    return bool(named) and sum(folded(name) in texts for name, texts in named) >= MIN_SHARE * len(named)


def _matches(levels: tuple[str, ...], parts: Parts) -> bool:
    return all(level.startswith("{") or level == part for level, part in zip(levels, parts, strict=False))


def _bound(pattern: str, levels: tuple[str, ...], parts: Parts) -> Parts:
    """The file that a pattern gives for a sheet."""
    for level, part in zip(levels, parts, strict=False):
        if level.startswith("{"):
            pattern = pattern.replace(level, part)
    return tuple(pattern.split("/"))


def _layers(near: Values, level: Values, levels: tuple[str, ...]) -> list[str]:
    """Patterns of the files that most sheets have above them, or among them under a name of `_BASES`."""
    keys = _keys(level.values())
    patterns = []
    for depth in range(1, len(levels) + 2):
        here = [parts for parts in near if len(parts) == depth and _keys([near[parts]]) & keys]
        likely = [
            name
            for name, _ in Counter(parts[-1] for parts in here).most_common()
            if not set(name) & set("{}")
        ]
        if depth > len(levels):
            likely = [name for name in likely if name.removesuffix(".json") in _BASES]
        likely += [f"{name}.json" for name in levels[:depth] if name.startswith("{")]
        for name in likely:
            pattern = "/".join((*levels[: depth - 1], name))
            if _is_layer(pattern, near, level, levels):
                patterns.append(pattern)
    return patterns


def _is_layer(pattern: str, near: Values, level: Values, levels: tuple[str, ...]) -> bool:
    """Whether most sheets have this file, and it is a layer of others than itself."""
    bound = {parts: _bound(pattern, levels, parts) for parts in level}
    served = sum(layer in near for layer in bound.values())
    above = {layer for parts, layer in bound.items() if layer in near and layer != parts}
    return served >= MIN_SHARE * len(level) and bool(above)


def _keys(documents: Iterable[object]) -> set[str]:
    return {
        name for value in documents if isinstance(value, dict) for name in value if not name.startswith("$")
    }
