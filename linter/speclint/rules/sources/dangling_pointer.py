"""A pointer to a place that the sheet does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.pointer import is_within, parent, resolve
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

_SOURCE = (
    '"sources": [{{"title": "Technical data", "url": "https://www.bmw.com/data", "accessed": "2024-03-01", '
    '"covers": ["/powertrain", "{0}"]}}]'
)
_DISAGREEMENT = (
    '"disagreements": [{{"at": "{0}", "says": "346 lb-ft", "source": "https://www.bmw.com/other"}}]'
)
_SHEET = '{{"powertrain": {{"type": "bev", "torque": {{"Nm": 494, "lb-ft": 364}}}}, {0}}}'


@sheet_rule(
    level=Level.WARNING,
    summary="a source or a disagreement points at nothing",
    reads=("disagreements", "figures", "invalid_figures", "invalid_pointers", "sources", "value"),
    consequence_of=("unsourced-figure",),
    bad=(
        bad(_SHEET.format(_SOURCE.format("/powertrain/torque/lb~1ft")), at="/sources/0/covers/1",
            message="/powertrain/torque/lb~1ft is covered, but nothing stands there",
            why="the unit is written lb-ft"),
        bad(_SHEET.format(_DISAGREEMENT.format("/powertrain/power")), at="/disagreements/0/at",
            message="/powertrain/power is contradicted, but nothing stands there",
            why="the figure was taken out, the quarrel about it was not"),
    ),
    good=(
        good(_SHEET.format(_SOURCE.format("/powertrain/torque/lb-ft"))),
        good(_SHEET.format(_DISAGREEMENT.format("/powertrain/torque"))),
    ),
)  # fmt: skip
def dangling_pointer(sheet: Sheet) -> Iterator[Violation]:
    """A pointer (RFC 6901) that leads nowhere vouches for nothing, and hides that a figure was moved or lost.

    Silent beside a unit that is not known, for there the figure stands under another name than it should.
    """
    named = {text for source in sheet.sources for text in source.covers if text is not None}
    named.update(cited.text for cited in sheet.disagreements)
    lost = {text for text in named if not _leads_somewhere(sheet, text)}
    if not lost:
        return
    for source in sheet.sources:
        for index, text in enumerate(source.covers):
            if text in lost:
                yield from _hits(sheet, str(text), f"{source.covers_pointer}/{index}", "covered")
    for cited in sheet.disagreements:
        if cited.text in lost:
            yield from _hits(sheet, cited.text, cited.pointer, "contradicted")


def _hits(sheet: Sheet, lost: str, at: str, role: str) -> Iterator[Violation]:
    beside = parent(lost) if lost.startswith("/") else lost
    misread = (*(invalid.pointer for invalid in sheet.invalid_figures), *sheet.invalid_pointers)
    if any(is_within(pointer, beside) for pointer in misread) or at in sheet.invalid_pointers:
        return
    related = tuple(
        Related(f"{figure.quantity.label} {figure} is stated here", figure.pointer)
        for measurands in sheet.measurands.values()
        for measurand in measurands
        for figure in measurand.figures
        if parent(figure.pointer) == beside
    )
    yield Violation(f"{lost} is {role}, but nothing stands there", at, related)


def _leads_somewhere(sheet: Sheet, pointer: str) -> bool:
    try:
        resolve(sheet.value, pointer)
    except (LookupError, ValueError):
        return False
    return True
