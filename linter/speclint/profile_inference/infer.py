"""A profile from a repository: its files, how they make sheets, and where identity and quantities are."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import path_text
from speclint.errors import NothingToCheckError
from speclint.profile_inference.annotations import units_by_path
from speclint.profile_inference.documents import is_schema, read_files, texts_of
from speclint.profile_inference.identity import identity
from speclint.profile_inference.layout import Layout, lay_out
from speclint.profile_inference.path_stats import path_stats
from speclint.profile_inference.quantity_paths import QuantityPath, Unmapped, map_quantities
from speclint.profile_inference.shipped import files_beside, fitting_profile
from speclint.quantities.numeral import decimal_mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.documents.jsonpath import JSONPath
    from speclint.files.gate import Gate
    from speclint.profile_inference.documents import Files, Parts
    from speclint.profile_inference.identity import Field

MAX_SAMPLED = 2000
"""Sheets whose texts are looked at for the decimal mark."""


class Inference(msgspec.Struct, frozen=True):
    """How the sheets of a repository are written."""

    layout: Layout
    identity: dict[str, Field]
    quantities: tuple[QuantityPath, ...]
    unmapped: tuple[Unmapped, ...]
    schema: str | None
    shipped: str | None
    """The shipped profile that reads the sheets."""
    shipped_files: tuple[str, ...]
    """The files to name beside it, if it finds others by itself."""
    passed_over: tuple[str, ...]
    """Files that are neither sheet nor layer nor schema."""
    outside: tuple[str, ...]
    """Links out of the repository, which are not read."""


def infer(root: Path) -> Inference:
    """How the sheets below a folder are written, as far as their keys and values show it.

    Raises:
        NothingToCheckError: no file below it may hold sheets; with what was seen.
        UnreadableFileError: for a folder that may not be read.
    """
    files = read_files(root)
    values = {parts: document.value for parts, document in files.documents.items()}
    documents = {
        parts: document for parts, document in files.documents.items() if not is_schema(document.value)
    }
    layout = lay_out(documents, set(values))
    if layout is None:
        raise NothingToCheckError(_seen(root, files, values))
    layout = _with_decimal(layout)
    fields = {name: field for name, field in identity(layout.sheets).items() if _can_be_written(field.path)}
    schema = _schema(files.tree, {parts: values[parts] for parts in layout.paths})
    units = units_by_path(values.get(Path(schema).parts)) if schema else {}
    own = {field.path for field in fields.values()}
    stats = path_stats(layout.sheets, layout.decimal)
    places = {path: found for path, found in stats.items() if path not in own and _can_be_written(path)}
    quantities, unmapped = map_quantities(places, units)
    other = sorted("/".join(parts) for parts in set(documents) - set(layout.paths))
    shipped = fitting_profile(layout)
    named = files_beside(shipped, layout, files.tree) if shipped else ()
    return Inference(
        layout, fields, quantities, unmapped, schema, shipped, named, tuple(other), files.outside
    )


def _with_decimal(layout: Layout) -> Layout:
    """The layout with the decimal mark of the texts in its sheets, if its tables show none."""
    if layout.decimal is not None:
        return layout
    texts = (text for sheet in layout.sheets[:MAX_SAMPLED] for text in texts_of(sheet))
    return msgspec.structs.replace(layout, decimal=decimal_mark(texts))


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


def _can_be_written(path: JSONPath) -> bool:
    try:
        path_text(path)
    except ValueError:
        return False
    return True


def _seen(root: Path, files: Files, values: dict[Parts, object]) -> str:
    if not values:
        return f"{root}: there is no JSON file or table in it that git does not ignore"
    broken = sum(value is None for value in values.values())
    schemas = sum(map(is_schema, values.values()))
    seen = f"{len(values)} files, {schemas} of them schemas, {broken} that cannot be read"
    names = ", ".join(name for name, _ in _keys(values.values()).most_common(5))
    links = f", {files.outside[0]} among them, which leads out and is not read" if files.outside else ""
    members = f", with members such as {names}" if names else ""
    return f"{root}: saw {seen}{links}{members}; none names a car or states its figures"


def _keys(values: Iterable[object]) -> Counter[str]:
    return Counter(name for value in values if isinstance(value, dict) for name in value)
