"""Figures and sources that do not find each other: a figure without a source, a source of nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.pointer import is_within, lineage, parent, resolves
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from speclint.sheets.sheet import Sheet

_SHEET = '{{"powertrain": {{"type": "bev", "torque": {{"Nm": 494, "lb-ft": 364}}}}, {0}}}'
_SOURCE = (
    '"sources": [{{"title": "Technical data", "url": "https://www.bmw.com/data", "accessed": "2024-03-01", '
    '"covers": [{0}]}}]'
)
_DISAGREEMENT = (
    '"disagreements": [{{"at": "{0}", "says": "346 lb-ft", "source": "https://www.bmw.com/other"}}]'
)


@sheet_rule(
    level=Level.WARNING,
    summary="no source covers a figure",
    needs=("sources",),
    reads=("figures",),
    scope="places",
    bad=(
        bad(_SHEET.format(_SOURCE.format('"/powertrain/torque/Nm"')), at="/powertrain/torque/lb-ft",
            message="no source covers torque 364 lb-ft"),
    ),
    good=(
        good(_SHEET.format(_SOURCE.format('"/powertrain/torque"')), why="a pointer covers all below it"),
        good(_SHEET.format(_SOURCE.format('"/powertrain"'))),
    ),
)  # fmt: skip
def unsourced_figure(sheet: Sheet) -> Iterator[Violation]:
    """A figure without a source cannot be verified: nobody knows who stated it, of which car and when.

    The sources of a sheet list under `covers` the places (RFC 6901) that they confirm; a place includes all below
    it. Silent where no source lists any, for then it is unknown which figure is from where.
    """
    covered = {text for source in sheet.sources for text in source.covers if text is not None}
    for measurands in sheet.measurands.values() if covered else ():
        for measurand in measurands:
            for figure in measurand.figures:
                if not is_covered((measurand.pointer, figure.pointer), covered):
                    message = f"no source covers {figure.quantity.label} {figure}"
                    yield Violation(message, figure.name, help="add the page that states it to sources")


def is_covered(places: Iterable[str], covered: AbstractSet[str]) -> bool:
    """Whether one of the places, or one that contains it, is among those that sources cover."""
    return not all(covered.isdisjoint(lineage(place)) for place in places)


@sheet_rule(
    level=Level.WARNING,
    summary="a source or a disagreement points at nothing",
    one_of=(("sources",), ("disagreements",)),
    reads=("figures", "invalid_figures", "invalid_pointers", "value"),
    consequence_of=("unsourced-figure",),
    scope="places",
    bad=(
        bad(_SHEET.format(_SOURCE.format('"/powertrain", "/powertrain/torque/lb~1ft"')), at="/sources/0/covers/1",
            message="/powertrain/torque/lb~1ft is covered, but does not exist", why="the unit is written lb-ft"),
        bad(_SHEET.format(_DISAGREEMENT.format("/powertrain/power")), at="/disagreements/0/at",
            message="/powertrain/power is contradicted, but does not exist",
            why="the figure was removed, the disagreement was not"),
    ),
    good=(
        good(_SHEET.format(_SOURCE.format('"/powertrain", "/powertrain/torque/lb-ft"'))),
        good(_SHEET.format(_DISAGREEMENT.format("/powertrain/torque"))),
    ),
)  # fmt: skip
def dangling_pointer(sheet: Sheet) -> Iterator[Violation]:
    """A pointer (RFC 6901) to nothing confirms nothing, and hides that a figure was moved or lost.

    Silent beside an unknown unit, for there the figure has another name than it should.
    """
    cited = [
        (text, f"{source.covers_pointer}/{index}", "covered")
        for source in sheet.sources
        for index, text in enumerate(source.covers)
        if text is not None
    ]
    cited += [(item.text, item.pointer, "contradicted") for item in sheet.disagreements]
    exists = {text: resolves(sheet.value, text) for text, _, _ in cited}
    if all(exists.values()):
        return
    unread = (*(invalid.pointer for invalid in sheet.invalid_figures), *sheet.invalid_pointers)
    for text, at, role in cited:
        beside = parent(text) if text.startswith("/") else text
        if exists[text] or at in sheet.invalid_pointers or any(is_within(place, beside) for place in unread):
            continue
        figures = (
            figure
            for measurands in sheet.measurands.values()
            for measurand in measurands
            for figure in measurand.figures
            if parent(figure.pointer) == beside
        )
        yield Violation(f"{text} is {role}, but does not exist", at, stated(*figures))
