"""Sheets as a table of figures, for detectors that know nothing of sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from accuracy.sheets import PLACES, TENTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accuracy.checked import Seeded
    from accuracy.faults import Fault
    from accuracy.sheets import Sheet

Array = npt.NDArray[Any]
COLUMNS = {
    f"{pointer}/{unit.replace('/', '~1')}": name in TENTHS for name, (pointer, unit, _) in PLACES.items()
}
"""The pointer of each figure of a sheet in metric units, and whether it is published in tenths."""
WORDS = (
    ("type", ("ice", "hev", "phev", "bev")), ("drive", ("fwd", "rwd", "awd")),
    ("gearbox", ("manual", "automatic")), ("fuel", ("petrol", "diesel")),
)  # fmt: skip
"""What describes the powertrain besides figures, and its words."""


@dataclass(frozen=True)
class Table:
    """Sheets by row: figures by column, NaN where none is stated, and what else is known of each car."""

    figures: Array
    model: Array
    context: Array
    """Model year, and each word of the powertrain as a number."""

    @property
    def logs(self) -> Array:
        """The natural logarithms of the figures."""
        return np.log(self.figures)


@dataclass(frozen=True)
class Errors:
    """Seeded faults: each puts a wrong number into one cell of a table."""

    faults: tuple[Fault, ...]
    row: Array
    column: Array
    wrong: Array
    batch: Array
    """Generator and batch; faults of one batch are in different models."""

    def pick(self, which: Array) -> Errors:
        """Some of them."""
        faults = tuple(self.faults[index] for index in np.flatnonzero(which))
        return Errors(faults, self.row[which], self.column[which], self.wrong[which], self.batch[which])

    @property
    def right(self) -> Array:
        """The original numbers."""
        return np.array([float(fault.right) for fault in self.faults])

    @property
    def size(self) -> Array:
        """The factor between wrong and right, 1 or more."""
        return np.exp(abs(np.log(self.wrong / self.right)))


def table_of(sheets: Sequence[Sheet]) -> Table:
    """The table of these sheets."""
    figures = [{figure.pointer: float(figure.value) for figure in sheet.figures()} for sheet in sheets]
    stated = np.array([[row.get(column, np.nan) for column in COLUMNS] for row in figures])
    return Table(
        np.where(stated > 0, stated, np.nan),
        np.array([int(sheet.group) for sheet in sheets]),
        np.array([_context(sheet) for sheet in sheets]),
    )


def _context(sheet: Sheet) -> list[float]:
    powertrain = sheet.document["powertrain"]
    known = powertrain | powertrain.get("engine", {})
    codes = [words.index(known[name]) if known.get(name) in words else -1 for name, words in WORDS]
    return [sheet.year, *codes]


def errors_of(sheets: Sequence[Sheet], generators: Sequence[Sequence[Sequence[Seeded]]]) -> Errors:
    """The seeded faults of all generators as cells of the table of these sheets."""
    rows = {sheet.id: row for row, sheet in enumerate(sheets)}
    columns = list(COLUMNS)
    found = [
        (fault, (generator, batch))
        for generator, batches in enumerate(generators)
        for batch, some in enumerate(batches)
        for fault, _ in some
    ]
    return Errors(
        tuple(fault for fault, _ in found),
        np.array([rows[fault.sheet] for fault, _ in found]),
        np.array([columns.index(fault.pointer) for fault, _ in found]),
        np.array([float(fault.wrong) for fault, _ in found]),
        np.array([batch for _, batch in found]),
    )
