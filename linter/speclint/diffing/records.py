"""Records that stand in one file on both sides: those of equal bytes are passed over unparsed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.documents.jsonpath import Selector
from speclint.documents.parser import parse
from speclint.documents.pointer import to_pointer
from speclint.records.embedded import records_of
from speclint.sheets.layers import Layer
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.files.tree import Tree
    from speclint.profiles.profile import Profile
    from speclint.sheets.place import SheetFile

Records: TypeAlias = "tuple[Sheet, ...]"

_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode


def differing_records(
    one: SheetFile, other: SheetFile, base: Tree, revision: Tree
) -> tuple[Records, Records] | None:
    """The records of both files that the other does not hold byte for byte.

    None where a file holds no records, or does not parse as a whole, so that all of it must be looked at.
    """
    profile = other.claim.profile if other.claim else None
    if profile is None or one.claim is None or one.claim.profile is not profile:
        return None
    contents = base.read(one.file), revision.read(other.file)
    raw = [raw_records(content, profile) for content in contents]
    if raw[0] is None or raw[1] is None:
        return None
    old, new = Counter(raw[0]), Counter(raw[1])
    found = []
    for input_, content, records, others in (
        (one, contents[0], raw[0], new),
        (other, contents[1], raw[1], old),
    ):
        sheets = list(_differing(input_, content, records, Counter(others), profile))
        if any(layer.parse_errors for sheet in sheets for layer in sheet.layers):
            return None
        found.append(tuple(sheets))
    return found[0], found[1]


def raw_records(content: bytes, profile: Profile) -> list[bytes] | None:
    """Each record of a document as its bytes; None if they stand deeper than in a list below one member."""
    *route, last = profile.records or ("",)
    if last != Selector() or not all(isinstance(step, str) for step in route):
        return None
    try:
        raw = msgspec.Raw(content)
        for step in route:
            raw = _members(raw)[str(step)]
        return [bytes(record) for record in _elements(raw)]
    except (msgspec.MsgspecError, KeyError, RecursionError):
        return None


def _differing(
    one: SheetFile, content: bytes, records: list[bytes], others: Counter[bytes], profile: Profile
) -> Iterator[Sheet]:
    route = [step for step in (profile.records or ()) if isinstance(step, str)]
    for index, record in enumerate(records):
        if others[record]:
            others[record] -= 1
            continue
        parsed = parse(record)
        layer = Layer(one.place.path, content, parsed.value, parsed.parse_errors, to_pointer((*route, index)))
        # a record by itself is named as it is among the others
        own = msgspec.structs.replace(profile, records=())
        ((place, _),) = records_of(one.place, layer, own)
        yield Sheet(place, (layer,), parsed.value, profile)
