"""The files of a repository as documents: JSON, or the first records of a file of many."""

from __future__ import annotations

from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.documents.parser import parse
from speclint.errors import UnreadableFileError
from speclint.files.gate import Gate
from speclint.files.tree import WORK_TREE
from speclint.files.walk import LINES, SUFFIXES, TEXT_TABLES, walk
from speclint.quantities.numeral import decimal_mark
from speclint.records.csv import Csv
from speclint.records.json_lines import JsonLines, is_json_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from speclint.quantities.numeral import Mark

Parts: TypeAlias = tuple[str, ...]
"""Path of a file below the repository's root."""

MAX_RECORDS = 5000
"""Records of one file that are looked at; more show no more of how it is written."""
MAX_TEXTS = 20_000
"""Cells of one table whose decimal mark is looked at."""
_BOM = b"\xef\xbb\xbf"


class Document(msgspec.Struct, frozen=True):
    """What a file holds."""

    value: object
    """The document, a list of the first records of a file of many, or None if it cannot be read."""
    is_stream: bool = False
    """Whether each line or row is a record."""
    decimal: Mark | None = None
    """The decimal mark of the cells of a table, if they show one."""


class Files(msgspec.Struct, frozen=True):
    """The files below a root that git does not ignore."""

    tree: Gate
    documents: dict[Parts, Document]
    outside: tuple[str, ...]
    """Links out of the repository, which are not read."""


def read_files(root: Path) -> Files:
    """The files that may hold sheets.

    Raises:
        UnreadableFileError: for a folder that may not be read.
    """
    tree = Gate(WORK_TREE, root)
    files = list(walk(WORK_TREE, root, (*SUFFIXES, *TEXT_TABLES)))
    outside = tuple(file.relative_to(root).as_posix() for file in files if not tree.holds(file))
    return Files(tree, {file.relative_to(root).parts: _document(tree, file) for file in files}, outside)


def _document(tree: Gate, file: Path) -> Document:
    try:
        if file.suffix.casefold() in TEXT_TABLES:
            table = Csv(file.name, lambda: tree.open(file))
            rows = [layer.value for _, layer in islice(table, MAX_RECORDS)]
            return Document(rows, is_stream=True, decimal=decimal_mark(islice(table.texts(), MAX_TEXTS)))
        if file.suffix.casefold() in LINES:
            return Document(_lines(JsonLines(file.name, lambda: tree.open(file))), is_stream=True)
        content = tree.read(file).removeprefix(_BOM)
        if is_json_lines(content):
            return Document(_lines(JsonLines(file.name, lambda: BytesIO(content))), is_stream=True)
        return Document(parse(content).value)
    except UnreadableFileError:
        return Document(None)


def _lines(lines: JsonLines) -> list[object]:
    return [layer.value for _, layer in islice(lines, MAX_RECORDS)]


def is_schema(value: object) -> bool:
    """Whether a document is a JSON Schema."""
    if not isinstance(value, dict):
        return False
    named = value.get("$schema")
    return (isinstance(named, str) and "json-schema.org/" in named) or (
        isinstance(value.get("properties"), dict) and value.get("type") == "object"
    )


def texts_of(value: object) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from texts_of(child)
