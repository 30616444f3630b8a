"""Records in one JSON document, each a layer of its own; what the document lacks if there are none."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import Selector, find, path_text
from speclint.documents.known_names import FEW
from speclint.documents.message_text import likely, printable
from speclint.documents.pointer import to_pointer
from speclint.limits import exceeded, limit
from speclint.sheets.identity import record_name
from speclint.sheets.layers import Layer, MissingRecords
from speclint.sheets.place import SheetLocation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.documents.jsonpath import JSONPath, Step
    from speclint.documents.parser import ParseError
    from speclint.documents.pointer import Steps
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


def missing_records(value: object, path: JSONPath) -> MissingRecords | None:
    """What a document lacks of the path to its records; None if that leads to a list, be it empty."""
    end = _end(value, path, ())
    if end is None:
        return None
    steps, step, here = end
    name = (step.key or "") if isinstance(step, Selector) else step
    lacked, meant = f'there is no "{printable(name)}" here', ""
    if isinstance(step, Selector) and not isinstance(here, dict | list):
        lacked = "this is no list"
    elif isinstance(here, dict):
        meant = likely(name, islice(here, FEW))
    proposed = f"; did you mean {meant}?" if meant else ""
    message = f"no record is found at {printable(path_text(path))}: {lacked}{proposed}"
    return MissingRecords(message, to_pointer(steps))


def _end(value: object, path: JSONPath, at: Steps) -> tuple[Steps, Step, object] | None:
    """The first place at which a path ends, with the step that is not there; None if it does not end."""
    # null stands for an empty list too
    if value is None or not path:
        return None
    step, *following = path
    if isinstance(step, str):
        if not isinstance(value, dict) or step not in value:
            return at, step, value
        return _end(value[step], tuple(following), (*at, step))
    if not isinstance(value, dict | list) or _lacks_key(value, step.key):
        return at, step, value
    ends = [_end(child, tuple(following), (*at, name)) for name, child in step.select(value)]
    return ends[0] if ends and None not in ends else None


def _lacks_key(value: object, key: str | None) -> bool:
    """Whether there are values, and none of them has the key by which they would be selected."""
    children = [child for _, child in Selector().select(value)]
    named = (child for child in children if isinstance(child, dict) and key in child)
    return key is not None and bool(children) and next(named, None) is None


def _by_record(layer: Layer, prefixes: set[str]) -> dict[str | None, list[ParseError]]:
    """The errors in a document by the pointer to the record that they are in; None for none."""
    found: dict[str | None, list[ParseError]] = {}
    for error in layer.parse_errors:
        ends = [*(place for place, character in enumerate(error.pointer) if character == "/"), None]
        record = next((error.pointer[:end] for end in ends if error.pointer[:end] in prefixes), None)
        found.setdefault(record, []).append(error)
    return found
