"""A profile from a repository: its files, how they make sheets, and where identity and quantities are."""

from __future__ import annotations

import os
import re
from collections import Counter
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import path_text
from speclint.documents.message_text import counted
from speclint.errors import NothingToCheckError
from speclint.files.walk import TEXT_TABLES
from speclint.profile_inference.annotations import units_by_path
from speclint.profile_inference.documents import is_schema, read_files, texts_of
from speclint.profile_inference.identity import identity, text_at
from speclint.profile_inference.layout import Layout, lay_out
from speclint.profile_inference.path_stats import path_stats
from speclint.profile_inference.quantity_paths import QuantityPath, Unmapped, map_quantities
from speclint.profile_inference.shipped import files_beside, fitting_profile
from speclint.profile_inference.unit_choice import fitting_mark
from speclint.profiles.vocabulary import shipped
from speclint.profiles.walk import MPG
from speclint.quantities.numeral import decimal_mark
from speclint.quantities.table import QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from speclint.documents.jsonpath import JSONPath
    from speclint.files.gate import Gate
    from speclint.profile_inference.documents import Files, Parts
    from speclint.profile_inference.identity import Field
    from speclint.quantities.numeral import Mark

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
        NothingToCheckError: no file below it may hold sheets, with what was seen; or a table has no header.
        UnreadableFileError: for a folder that may not be read.
    """
    files = read_files(root)
    values = {parts: document.value for parts, document in files.documents.items()}
    documents = {
        parts: document for parts, document in files.documents.items() if not is_schema(document.value)
    }
    layout = lay_out(documents, set(values))
    if layout is None or not layout.sheets:
        raise NothingToCheckError(_seen(root, files, values))
    layout = _with_decimal(layout)
    fields = {name: field for name, field in identity(layout.sheets).items() if _can_be_written(field.path)}
    schema = _schema(files.tree, {parts: values[parts] for parts in layout.paths})
    units = units_by_path(values.get(Path(schema).parts)) if schema else {}
    own = {field.path for field in fields.values()}
    quantities, unmapped = _mapped(layout, own, units)
    if layout.decimal is None and (mark := _mark_by_size((*quantities, *unmapped))):
        layout = msgspec.structs.replace(layout, decimal=mark)
        quantities, unmapped = _mapped(layout, own, units)
    if "market" in fields:
        quantities, unmapped = _of_market(quantities, unmapped)
    if _holds_electric(layout, fields):
        quantities = tuple(map(_of_whole_car, quantities, repeat({row.quantity for row in quantities})))
    if not fields and not quantities and not any(place.candidates for place in unmapped):
        _refuse_without_header(layout)
    other = sorted("/".join(parts) for parts in set(documents) - set(layout.paths))
    shipped = fitting_profile(layout)
    named = files_beside(shipped, layout, files.tree) if shipped else ()
    return Inference(
        layout, fields, quantities, unmapped, schema, shipped, named, tuple(other), files.outside
    )


def _refuse_without_header(layout: Layout) -> None:
    """Raise what stops the run if the first row of a table, of which no column is known, is one of values."""
    row = layout.sheets[0]
    if Path(layout.files[0]).suffix.casefold() in TEXT_TABLES and isinstance(row, dict):
        values = [name for name in row if re.fullmatch(r"[\d.,]*\d", name)]
        if values:
            remedy = "write the names of the columns above it, such as make, model, power_kw"
            message = f"{layout.files[0]}: its first row holds values, such as {values[0]}; {remedy}"
            raise NothingToCheckError(message)


def _mapped(
    layout: Layout, own: AbstractSet[JSONPath], units: Mapping[JSONPath, str]
) -> tuple[tuple[QuantityPath, ...], tuple[Unmapped, ...]]:
    """The places of the sheets that hold a quantity, and the others but those of the identity."""
    stats = path_stats(layout.sheets, layout.decimal)
    places = {path: found for path, found in stats.items() if path not in own and _can_be_written(path)}
    return map_quantities(places, units)


def _of_market(
    quantities: tuple[QuantityPath, ...], unmapped: tuple[Unmapped, ...]
) -> tuple[tuple[QuantityPath, ...], tuple[Unmapped, ...]]:
    """The places with those in miles per gallon, as the market of each car states which gallon."""
    decided = [row for row in unmapped if len(row.candidates) == 1 and set(row.units) == {"mpg US", "mpg UK"}]
    mapped = {row.quantity for row in quantities}
    added = [
        QuantityPath(row.candidates[0], MPG, row.path, row.sheets, row.sheets, example=row.example)
        for row in decided
        if row.candidates[0] not in mapped
    ]
    paths = {row.path for row in added}
    return (*quantities, *added), tuple(row for row in unmapped if row.path not in paths)


def _holds_electric(layout: Layout, fields: Mapping[str, Field]) -> bool:
    """Whether some of the cars are electric."""
    return any(
        shipped(name, text_at(sheet, fields[name].path) or "").get("powertrain") == "bev"
        for name in ("powertrain", "fuel")
        if name in fields
        for sheet in layout.sheets[:MAX_SAMPLED]
    )


def _of_whole_car(row: QuantityPath, mapped: AbstractSet[str]) -> QuantityPath:
    """What a table with electric cars calls that of the engine, and is that of the car if nothing else is."""
    name = row.quantity.removeprefix("engine_")
    is_whole = name != row.quantity and not {name, f"motor_{name}"} & mapped
    return msgspec.structs.replace(row, quantity=name) if is_whole else row


def _mark_by_size(rows: Iterable[QuantityPath | Unmapped]) -> Mark | None:
    """The decimal mark with which the figures are possible ones: a car has 1,295 kg, and none 1.295."""
    found: set[Mark] = set()
    for row in rows:
        if isinstance(row, QuantityPath):
            meant = row.quantity, row.unit
        else:
            meant = next(iter(row.candidates), ""), next(iter(row.units), None)
        if meant[0] and meant[1]:
            found |= fitting_mark(QUANTITIES[meant[0]], meant[1], row.either)
    return found.pop() if len(found) == 1 else None


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
    seen = f"{counted(len(values), 'file')}, {schemas} of them schemas, {broken} that cannot be read"
    names = ", ".join(name for name, _ in _keys(values.values()).most_common(5))
    links = f", {files.outside[0]} among them, which leads out and is not read" if files.outside else ""
    members = f", with members such as {names}" if names else ""
    return f"{root}: saw {seen}{links}{members}; none names a car or states its figures"


def _keys(values: Iterable[object]) -> Counter[str]:
    return Counter(name for value in values if isinstance(value, dict) for name in value)
