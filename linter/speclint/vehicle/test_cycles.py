"""Test cycles: which figures of a sheet come from one test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.pointer import to_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet

CYCLES = ("wltp", "wltc", "epa", "nedc", "cltc")
"""Test cycles by the member of a document that holds the figures of one, in lower case."""


def cycle_of(measurand: Measurand) -> str | None:
    """The test cycle that the place of a measurand names, or None."""
    return cycle_at(measurand.figures[0].pointer)


def cycle_at(pointer: str) -> str | None:
    """The test cycle that the pointer of a figure names, or None."""
    steps = to_steps(pointer)
    return next((step for step in map(str.casefold, steps) if step in CYCLES), None)


def by_cycle(sheet: Sheet, *quantities: str) -> Iterator[tuple[str | None, tuple[Figure, ...]]]:
    """Cycle by cycle the sharpest figures of these quantities, where all of them are stated.

    Figures without a cycle belong together only where there is one of each.
    """
    columns = [
        {cycle_of(measurand): measurand.sharpest for measurand in sheet.stated(name)} for name in quantities
    ]
    for cycle in columns[0]:
        if all(cycle in column for column in columns) and (
            cycle is not None or all(len(sheet.stated(name)) == 1 for name in quantities)
        ):
            yield cycle, tuple(column[cycle] for column in columns)
