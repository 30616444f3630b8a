"""The figures of many sheets by test cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.coded import Coded
from speclint.vehicle.test_cycles import CYCLES, cycle_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans
    from speclint.quantities.figure import Figure

ALL = (*CYCLES, None)


def by_cycle(
    columns: Columns, *quantities: str, cycles: Sequence[str | None] = ALL
) -> Iterator[tuple[str | None, tuple[Coded[Figure], ...]]]:
    """What `by_cycle` gives of each row: cycle by cycle the figures, where all are stated."""
    for cycle in cycles:
        figures = tuple(columns.once(_of_cycle, name, cycle) for name in quantities)
        are_stated = np.logical_and.reduce([found.codes >= 0 for found in figures])
        if cycle is None:
            are_stated &= _are_single(columns, quantities)
        if are_stated.any():
            yield cycle, tuple(found.among(are_stated) for found in figures)


def _of_cycle(columns: Columns, quantity: str, cycle: str | None) -> Coded[Figure]:
    """Of each row the last measurand of a cycle."""
    sharpest, leads = columns.figures(quantity).sharpest, columns.figures(quantity).leads
    is_meant = np.array([cycle_at(place.figure) == cycle for place in leads.places], dtype=np.bool_)
    chosen = sharpest.at(is_meant[leads.where])
    codes = np.full(columns.size, -1)
    codes[chosen.rows] = chosen.codes
    return Coded(codes, chosen.distinct)


def _are_single(columns: Columns, quantities: Sequence[str]) -> Booleans:
    found = ~columns.none()
    for name in quantities:
        found &= columns.figures(name).count == 1
    return found
