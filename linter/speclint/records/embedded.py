"""Records in one JSON document, each a layer of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import find
from speclint.documents.pointer import is_within, to_pointer
from speclint.sheets.identity import record_name
from speclint.sheets.layers import Layer
from speclint.sheets.place import SheetLocation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.profiles.profile import Profile


def records_of(place: SheetLocation, layer: Layer, profile: Profile) -> Iterator[tuple[SheetLocation, Layer]]:
    """The records of a document, each as a layer with a location whose id comes from its identity."""
    seen: dict[str, int] = {}
    for steps, value in find(layer.value, profile.records or ()):
        name = record_name(profile.identify(value)) or place.id
        seen[name] = seen.get(name, 0) + 1
        unique = name if seen[name] == 1 else f"{name}#{seen[name]}"
        prefix = to_pointer(steps)
        errors = tuple(
            error._replace(pointer=error.pointer.removeprefix(prefix))
            for error in layer.parse_errors
            if is_within(error.pointer, prefix)
        )
        yield (
            SheetLocation(place.path, unique, place.root),
            Layer(layer.path, layer.content, value, errors, prefix),
        )


def errors_outside_records(layer: Layer, records: list[Layer]) -> list[Layer]:
    """The document itself with the errors that are in none of its records; empty if there are none."""
    errors = tuple(
        error
        for error in layer.parse_errors
        if not any(is_within(error.pointer, record.prefix) for record in records)
    )
    return [msgspec.structs.replace(layer, parse_errors=errors)] if errors else []
