"""Which sources of a sheet vouch for a place, and whether a change has one of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.pointer import is_within, parent, resolve
from speclint.documents.writer import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Change
    from speclint.sheets.sheet import Sheet


def sources(sheet: Sheet, pointer: str) -> frozenset[str]:
    """What a sheet says of the sources that cover a place, and of those that disagree there."""
    return frozenset(_covering(sheet, pointer))


def names_sources(sheet: Sheet) -> bool:
    """Whether a sheet says which source covers what."""
    return any(source.covers for source in sheet.sources)


def _covering(sheet: Sheet, pointer: str) -> Iterator[str]:
    for source in sheet.sources:
        # which other places it covers says nothing of this one
        if any(place is not None and _concerns(pointer, place) for place in source.covers):
            yield " ".join(one.text for one in (source.url, source.published, source.accessed) if one)
    for other in sheet.disagreements:
        if _concerns(pointer, other.text):
            yield canonical(resolve(sheet.value, parent(other.pointer))).decode()


def _concerns(pointer: str, place: str) -> bool:
    return is_within(pointer, place) or is_within(place, pointer)


def corrects(change: Change) -> bool:
    """Whether the figure beside it, which stayed, agreed only with what was changed to: a slip was mended."""
    if change.figures is None or change.was is None or change.now is None:
        return False
    before, after = change.figures
    stayed = {(figure.unit.name, str(figure)) for figure in change.was.figures}
    return any(
        figure.agrees_with(after) and not figure.agrees_with(before)
        for figure in change.now.figures
        if (figure.unit.name, str(figure)) in stayed and figure is not after
    )
