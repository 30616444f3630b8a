"""A figure that changed while its sources stayed the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.pointer import is_within, parent, resolve
from speclint.documents.writer import canonical
from speclint.rules.changes.entry_errors import READS, corrects
from speclint.rules.rule import Level, Violation, bad, change_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Revised
    from speclint.sheets.sheet import Sheet

_SOURCE = '"sources": [{{"title": "Data", "url": "https://www.bmw.com/{0}", "accessed": "2024-03-01", "covers": ["/range"]}}]'
_RANGE = '{{"range": {{"wltp": {{"km": {0}}}}}, ' + _SOURCE.replace("{0}", "{1}") + "}}"
_BOTH = '{{"range": {{"wltp": {{"km": 450, "mi": {0}}}}}, ' + _SOURCE.replace("{0}", "a") + "}}"


@change_rule(
    level=Level.WARNING,
    summary="a figure changed, its sources did not",
    reads=(*READS, "sources", "disagreements", "value"),
    mirror="figure-changed-without-source",
    consequence_of=("sibling-left-behind",),
    bad=(
        bad(_RANGE.format(449, "a"), base=_RANGE.format(439, "a"), at="/range/wltp/km",
            message="no source of WLTP range 449 km is new"),
    ),
    good=(
        good(_RANGE.format(449, "b"), base=_RANGE.format(439, "a"), why="another page states it"),
        good(_RANGE.format(439.0, "a"), base=_RANGE.format(439, "a"), why="the same range with more digits"),
        good(_BOTH.format(280), base=_BOTH.format(208),
            why="an entry error was corrected: the source always stated what the other unit does"),
    ),
)  # fmt: skip
def figure_changed_without_source(revised: Revised) -> Iterator[Violation]:
    """A figure is what its source states, so a new figure has a new source, or a newer reading of the old one.

    Reported where sources list what they cover (`covers`), and none that covers the figure, nor a disagreement about
    it, is new or read again. Silent where the new figure agrees with an older one in another unit: an entry error was
    corrected.
    """
    if not all(any(source.covers for source in sheet.sources) for sheet in (revised.base, revised.revision)):
        return
    for change in revised.changed():
        if change.base is None or change.revision is None or corrects(change):
            continue
        before, after = (
            set(_sources(sheet, side.pointer))
            for sheet, side in ((revised.base, change.base), (revised.revision, change.revision))
        )
        if after <= before:
            label = change.quantity.label if change.quantity else ""
            yield Violation(f"no source of {label} {change.revision.figure} is new", change.revision.name)


def _sources(sheet: Sheet, pointer: str) -> Iterator[str]:
    """The sources that cover a place, without what else they cover, and the disagreements about it."""
    for source in sheet.sources:
        if any(place is not None and _overlap(pointer, place) for place in source.covers):
            yield " ".join(cited.text for cited in (source.url, source.published, source.accessed) if cited)
    for other in sheet.disagreements:
        if _overlap(pointer, other.text):
            yield canonical(resolve(sheet.value, parent(other.pointer))).decode()


def _overlap(pointer: str, place: str) -> bool:
    return is_within(pointer, place) or is_within(place, pointer)
