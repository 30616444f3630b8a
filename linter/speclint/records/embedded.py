"""Records in one JSON document, each a layer of its own."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import find
from speclint.documents.pointer import to_pointer
from speclint.limits import exceeded, limit
from speclint.sheets.identity import record_name
from speclint.sheets.layers import Layer
from speclint.sheets.place import SheetLocation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.documents.parser import ParseError
    from speclint.profiles.profile import Profile


def records_of(place: SheetLocation, layer: Layer, profile: Profile) -> Iterator[tuple[SheetLocation, Layer]]:
    """The records of a document, each as a layer with a location whose id comes from its identity.

    Raises:
        LimitError: it has more records than the limit.
    """
    seen: dict[str, int] = {}
    most = limit("records")
    some = islice(find(layer.value, profile.records or ()), most + 1)
    found = [(to_pointer(steps), value) for steps, value in some]
    if len(found) > most:
        raise exceeded(place.path, "records")
    errors = _by_record(layer, {prefix for prefix, _ in found})
    for prefix, value in found:
        name = record_name(profile.identify(value)) or place.id
        seen[name] = seen.get(name, 0) + 1
        unique = name if seen[name] == 1 else f"{name}#{seen[name]}"
        own = tuple(
            error._replace(pointer=error.pointer.removeprefix(prefix)) for error in errors.get(prefix, ())
        )
        yield (
            SheetLocation(place.path, unique, place.root),
            Layer(layer.path, layer.content, value, own, prefix),
        )


def errors_outside_records(layer: Layer, records: list[Layer]) -> list[Layer]:
    """The document itself with the errors that are in none of its records; empty if there are none."""
    errors = tuple(_by_record(layer, {record.prefix for record in records}).get(None, ()))
    return [msgspec.structs.replace(layer, parse_errors=errors)] if errors else []


def _by_record(layer: Layer, prefixes: set[str]) -> dict[str | None, list[ParseError]]:
    """The errors in a document by the pointer to the record that they are in; None for none."""
    found: dict[str | None, list[ParseError]] = {}
    for error in layer.parse_errors:
        ends = [*(place for place, character in enumerate(error.pointer) if character == "/"), None]
        record = next((error.pointer[:end] for end in ends if error.pointer[:end] in prefixes), None)
        found.setdefault(record, []).append(error)
    return found
