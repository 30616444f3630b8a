"""Records in one JSON document: each is a layer of its own."""

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
    """Each record of a document as a layer of its own, with a place named by its identity."""
    seen: dict[str, int] = {}
    for steps, value in find(layer.value, profile.records or ()):
        name = record_name(profile.identify(value)) or place.id
        seen[name] = seen.get(name, 0) + 1
        own = name if seen[name] == 1 else f"{name}#{seen[name]}"
        prefix = to_pointer(steps)
        faults = tuple(
            fault._replace(pointer=fault.pointer.removeprefix(prefix))
            for fault in layer.parse_errors
            if is_within(fault.pointer, prefix)
        )
        yield (
            SheetLocation(place.path, own, place.root),
            Layer(layer.path, layer.content, value, faults, prefix),
        )


def errors_outside_records(layer: Layer, records: list[Layer]) -> list[Layer]:
    """The document itself with the faults that stand in none of its records, if there are any."""
    faults = tuple(
        fault
        for fault in layer.parse_errors
        if not any(is_within(fault.pointer, record.prefix) for record in records)
    )
    return [msgspec.structs.replace(layer, parse_errors=faults)] if faults else []
