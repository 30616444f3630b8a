"""What a repository's files say of how its sheets are written, all together."""

from __future__ import annotations

import os
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import path_text
from speclint.documents.parser import parse
from speclint.errors import UnreadableFileError, UnrecognisedError
from speclint.files.gate import Gate
from speclint.files.tree import WORK_TREE
from speclint.files.walk import LINES, SUFFIXES, TEXT_TABLES, walk
from speclint.profile_inference.annotations import unfiltered, units_by_path
from speclint.profile_inference.identity import identity
from speclint.profile_inference.keys import KeyMatch, match_key
from speclint.profile_inference.layout import Layout, lay_out
from speclint.profile_inference.path_stats import path_stats
from speclint.quantities.table import QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.documents.jsonpath import JSONPath
    from speclint.files.tree import Tree
    from speclint.profile_inference.identity import Field
    from speclint.profile_inference.layout import Parts
    from speclint.profile_inference.path_stats import PathStats
    from speclint.sheets.stream import RecordSource

MAX_RECORDS = 5000
"""Records of one file that are looked at; more tell no more of how it is written."""


class Row(msgspec.Struct, frozen=True):
    """A quantity that was recognised."""

    quantity: str
    unit: str | None
    """None if the place is an object keyed by unit."""
    path: str
    sheets: int
    is_assumed: bool = False


class Unmapped(msgspec.Struct, frozen=True):
    """A place with figures that was not recognised."""

    path: str
    sheets: int
    candidates: tuple[str, ...]
    reason: str


class Recognised(msgspec.Struct, frozen=True):
    """How the sheets of a repository are written."""

    layout: Layout
    identity: dict[str, Field]
    rows: tuple[Row, ...]
    unmapped: tuple[Unmapped, ...]
    schema: str | None
    passed_over: tuple[str, ...]
    """JSON files that are neither sheet nor layer nor schema."""
    outside: tuple[str, ...]
    """Links out of the repository, which are not read."""


def recognise(root: Path) -> Recognised:
    """Read a repository.

    Raises:
        UnrecognisedError: if it holds no sheets that can be made out; with what was seen.
        UnreadableFileError: for a folder that may not be read.
    """
    tree = Gate(WORK_TREE, root)
    files = list(walk(WORK_TREE, root, (*SUFFIXES, *TEXT_TABLES)))
    outside = tuple(file.relative_to(root).as_posix() for file in files if not tree.holds(file))
    documents = {file.relative_to(root).parts: _value(tree, file) for file in files}
    cars = {parts: value for parts, value in documents.items() if not _is_schema(value)}
    layout = lay_out(cars, set(documents))
    if layout is None:
        raise UnrecognisedError(_seen(root, documents, cars, outside))
    fields = {field: one for field, one in identity(layout.sheets).items() if _is_writable(one.path)}
    schema = _schema(tree, {parts: documents[parts] for parts in layout.paths})
    units = units_by_path(documents.get(Path(schema).parts)) if schema else {}
    named = {one.path for one in fields.values()}
    rows, unmapped = _read(
        {path: seen for path, seen in path_stats(layout.sheets).items() if path not in named}, units
    )
    if not rows or not fields:
        raise UnrecognisedError(_nothing_stated(root, layout, unmapped))
    other = sorted("/".join(parts) for parts in set(cars) - set(layout.paths))
    return Recognised(layout, fields, rows, unmapped, schema, tuple(other), outside)


def _value(tree: Tree, file: Path) -> object:
    """What a file holds: a document, or the first records of many."""
    try:
        source = _source(tree, file)
        if source is not None:
            return [layer.value for _, layer in islice(source, MAX_RECORDS)]
        return parse(tree.read(file)).value
    except UnreadableFileError:
        return None


def _source(tree: Tree, file: Path) -> RecordSource | None:
    suffix = file.suffix.casefold()
    if suffix in LINES:
        from speclint.records.json_lines import JsonLines

        return JsonLines(file.name, lambda: tree.open(file))
    if suffix in TEXT_TABLES:
        from speclint.records.csv import Csv

        return Csv(file.name, lambda: tree.open(file))
    return None


def _is_schema(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    named = value.get("$schema")
    return (isinstance(named, str) and "json-schema.org/" in named) or (
        isinstance(value.get("properties"), dict) and value.get("type") == "object"
    )


def _schema(tree: Gate, used: dict[Parts, object]) -> str | None:
    """The schema in the repository that most of the files name."""
    named: Counter[str] = Counter()
    for parts, value in used.items():
        name = value.get("$schema") if isinstance(value, dict) else None
        if isinstance(name, str) and "://" not in name:
            file = os.path.normpath(Path(*parts[:-1]) / name).replace(os.sep, "/")
            place = tree.root / file
            # an absolute path would be wrong in any other checkout
            if not file.startswith("/") and tree.is_file(place) and tree.holds(place):
                named[file] += 1
    return named.most_common(1)[0][0] if named else None


def _read(
    places: dict[JSONPath, PathStats], units: dict[JSONPath, str]
) -> tuple[tuple[Row, ...], tuple[Unmapped, ...]]:
    """The places that are recognised, and those that are not."""
    read: dict[JSONPath, KeyMatch] = {
        path: match_key(
            path, seen.values, seen.units or ({units[bare]} if (bare := unfiltered(path)) in units else ())
        )
        for path, seen in places.items()
        if _is_writable(path)
    }
    rows: dict[tuple[str, str | None], dict[str, Row]] = {}
    keyed = _keyed(read)
    for path, match in read.items():
        if match.quantity:
            is_keyed = path[:-1] in keyed
            unit = None if is_keyed else match.unit
            text = path_text(path[:-1] if is_keyed else path)
            before = rows.setdefault((match.quantity, unit), {}).get(text)
            sheets = max(places[path].sheets, before.sheets if before else 0)
            rows[match.quantity, unit][text] = Row(match.quantity, unit, text, sheets, match.is_assumed)
    order = list(QUANTITIES)
    sure = sorted(
        (row for group in _without_rivals(rows) for row in group), key=lambda row: order.index(row.quantity)
    )
    unmapped = [
        Unmapped(path_text(path), places[path].sheets, match.candidates, match.reason)
        for path, match in read.items()
        if not match.quantity
    ]
    unmapped += _rivals(rows, sure)
    return tuple(sure), tuple(unmapped)


def _keyed(read: dict[JSONPath, KeyMatch]) -> set[JSONPath]:
    """The objects that are keyed by unit and hold nothing else."""
    parents = {path[:-1] for path, match in read.items() if match.is_key}
    below: dict[JSONPath, set[str | None]] = {parent: set() for parent in parents}
    for path, match in read.items():
        if path[:-1] in below:
            below[path[:-1]].add(match.quantity if match.is_key else None)
    return {parent for parent, quantities in below.items() if len(quantities) == 1 and None not in quantities}


def _without_rivals(rows: dict[tuple[str, str | None], dict[str, Row]]) -> Iterator[list[Row]]:
    """Those that a profile can hold: one path for a quantity and unit, or one object keyed by unit."""
    by_quantity: dict[str, list[Row]] = {}
    doubtful = {quantity for (quantity, _), paths in rows.items() if len(paths) > 1}
    for (quantity, _), paths in rows.items():
        by_quantity.setdefault(quantity, []).extend(paths.values())
    for quantity, places in by_quantity.items():
        mixed = len(places) > 1 and any(row.unit is None for row in places)
        if quantity not in doubtful and not mixed:
            yield places


def _rivals(rows: dict[tuple[str, str | None], dict[str, Row]], sure: Iterable[Row]) -> list[Unmapped]:
    kept = set(sure)
    return [
        Unmapped(row.path, row.sheets, (row.quantity,), "more than one place has this name")
        for paths in rows.values()
        for row in paths.values()
        if row not in kept
    ]


def _is_writable(path: JSONPath) -> bool:
    try:
        path_text(path)
    except ValueError:
        return False
    return True


_BY_HAND = 'write speclint.toml and a profile by hand: files, identity such as make = "brand", quantities'


def _seen(
    root: Path, documents: dict[Parts, object], cars: dict[Parts, object], outside: tuple[str, ...]
) -> str:
    if not documents:
        return f"{root}: there is no JSON file in it that git does not ignore"
    broken = sum(value is None for value in cars.values())
    schemas = len(documents) - len(cars)
    seen = f"{len(documents)} JSON files, {schemas} of them schemas, {broken} that cannot be read"
    keys = Counter(name for value in cars.values() if isinstance(value, dict) for name in value)
    named = f", with members such as {', '.join(name for name, _ in keys.most_common(5))}" if keys else ""
    links = f", {outside[0]} among them, which leads out and is not read" if outside else ""
    return f"{root}: saw {seen}{links}{named}; none names a make or a model; {_BY_HAND}"


def _nothing_stated(root: Path, layout: Layout, unmapped: tuple[Unmapped, ...]) -> str:
    paths = ", ".join(one.path for one in unmapped[:5]) or "none"
    seen = f"{len(layout.sheets)} sheets in {', '.join(layout.files[:3])}, figures at {paths}"
    return f"{root}: saw {seen}; no key says its quantity and its unit; {_BY_HAND}"
