"""Whether a figure that changed has a new source: another page, or a newer reading of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.pointer import is_within, parent, resolve
from speclint.documents.writer import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Change
    from speclint.sheets.sheet import Sheet
    from speclint.sheets.sources import Source

READS = ("sources", "disagreements", "value")
"""What shows that a source is new."""


def has_new_source(change: Change) -> bool:
    """Whether a source that covers a figure, or a disagreement about it, is new or was read again."""
    base, revision = change.pair.base, change.pair.revision
    if base is None or revision is None or change.base is None or change.revision is None:
        return False
    before = set(_cited(base, change.base.pointer))
    return not before.issuperset(_cited(revision, change.revision.pointer))


def new_source_of(change: Change) -> str | None:
    """Address of the first source that covers a changed figure and is new or was read again."""
    base, revision = change.pair.base, change.pair.revision
    if revision is None or change.revision is None:
        return None
    known = {_name(source) for source in base.sources} if base is not None else set()
    return next(
        (
            source.url.text
            for source in _covering(revision, change.revision.pointer)
            if source.url is not None and _name(source) not in known
        ),
        None,
    )


def _cited(sheet: Sheet, pointer: str) -> Iterator[str]:
    """The sources that cover a place, without what else they cover, and the disagreements about it."""
    yield from map(_name, _covering(sheet, pointer))
    for other in sheet.disagreements:
        if _overlap(pointer, other.text):
            yield canonical(resolve(sheet.value, parent(other.pointer))).decode()


def _covering(sheet: Sheet, pointer: str) -> Iterator[Source]:
    for source in sheet.sources:
        if any(place is not None and _overlap(pointer, place) for place in source.covers):
            yield source


def _name(source: Source) -> str:
    return " ".join(cited.text for cited in (source.url, source.published, source.accessed) if cited)


def _overlap(pointer: str, place: str) -> bool:
    return is_within(pointer, place) or is_within(place, pointer)
