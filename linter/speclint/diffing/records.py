"""Records of one file on both sides: those of equal bytes are skipped unparsed."""

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
    old: SheetFile, new: SheetFile, base: Tree, revision: Tree
) -> tuple[Records, Records] | None:
    """The records of each file that the other does not hold byte for byte.

    None where a file holds no records or does not parse as a whole, so that all of it must be read.
    """
    profile = new.claim.profile if new.claim else None
    if profile is None or old.claim is None or old.claim.profile is not profile:
        return None
    old_content, new_content = base.read(old.file), revision.read(new.file)
    old_raw, new_raw = raw_records(old_content, profile), raw_records(new_content, profile)
    if old_raw is None or new_raw is None:
        return None
    old_sheets = tuple(_differing(old, old_content, old_raw, Counter(new_raw), profile))
    new_sheets = tuple(_differing(new, new_content, new_raw, Counter(old_raw), profile))
    if any(layer.parse_errors for sheet in (*old_sheets, *new_sheets) for layer in sheet.layers):
        return None
    return old_sheets, new_sheets


def raw_records(content: bytes, profile: Profile) -> list[bytes] | None:
    """The bytes of each record of a document; None unless the records are one list below one member."""
    *route, last = profile.records or ("",)
    if last != Selector() or not all(isinstance(step, str) for step in route):
        return None
    try:
        raw = msgspec.Raw(content)
        for step in route:
            raw = _members(raw)[str(step)]
        return [bytes(record) for record in _elements(raw)]
    except (ValueError, KeyError, RecursionError):
        return None


def _differing(
    source: SheetFile, content: bytes, records: list[bytes], others: Counter[bytes], profile: Profile
) -> Iterator[Sheet]:
    route = [step for step in (profile.records or ()) if isinstance(step, str)]
    for index, record in enumerate(records):
        if others[record]:
            others[record] -= 1
            continue
        parsed = parse(record)
        layer = Layer(
            source.place.path, content, parsed.value, parsed.parse_errors, to_pointer((*route, index))
        )
        # a single record gets the name that it has among the others
        own = msgspec.structs.replace(profile, records=())
        ((place, _),) = records_of(source.place, layer, own)
        yield Sheet(place, (layer,), parsed.value, profile)
