"""Which sources of a sheet vouch for a place, and whether a change has one of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.pointer import is_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.difference.change import Change
    from speclint.sheets.sheet import Sheet

_encode = msgspec.json.Encoder(decimal_format="number", order="sorted").encode


def sources(sheet: Sheet, pointer: str) -> frozenset[bytes]:
    """What a sheet says of the sources that cover a place, and of those that disagree there."""
    return frozenset(_encode(one) for one in _covering(sheet, pointer))


def names_sources(sheet: Sheet) -> bool:
    """Whether a sheet says which source covers what."""
    return any(True for _ in _listed(sheet, "sources"))


def _covering(sheet: Sheet, pointer: str) -> Iterator[object]:
    for source in _listed(sheet, "sources"):
        covers = source.get("covers")
        places = covers if isinstance(covers, list) else ()
        if any(isinstance(place, str) and _concerns(pointer, place) for place in places):
            # which other places it covers says nothing of this one
            yield {name: value for name, value in source.items() if name != "covers"}
    for other in _listed(sheet, "disagreements"):
        at = other.get("at")
        if isinstance(at, str) and _concerns(pointer, at):
            yield other


def _concerns(pointer: str, place: str) -> bool:
    return is_within(pointer, place) or is_within(place, pointer)


def _listed(sheet: Sheet, member: str) -> Iterator[dict[str, object]]:
    value = sheet.value.get(member) if isinstance(sheet.value, dict) else None
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            yield each


def corrects(change: Change) -> bool:
    """Whether the figure beside it, which stayed, agreed only with what was changed to: a slip was mended."""
    if change.figures is None or change.was is None or change.now is None:
        return False
    before, after = change.figures
    stayed = {(one.unit.name, str(one)) for one in change.was.figures}
    return any(
        one.agrees_with(after) and not one.agrees_with(before)
        for one in change.now.figures
        if (one.unit.name, str(one)) in stayed and one is not after
    )
