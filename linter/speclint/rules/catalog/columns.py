"""The columns of a catalog, and the units in which they are meant."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from speclint.rules.catalog.column import Column, ColumnKey, impossible_in, limited

if TYPE_CHECKING:
    from speclint.quantities.unit import Unit
    from speclint.rules.rows import Rows
    from speclint.sheets.sheet import Sheet


class Columns:
    """The columns of a catalog whose quantities have limits."""

    def __init__(self) -> None:
        self._columns: dict[ColumnKey, Column] = {}
        self._rows: list[Rows] = []
        """Those whose figures are not yet counted."""

    @property
    def columns(self) -> dict[ColumnKey, Column]:
        """The columns by quantity and unit."""
        self._count_waiting()
        return self._columns

    def _count_waiting(self) -> None:
        for rows in self._rows:
            from speclint.rules.catalog.by_column import add_figures

            add_figures(self._columns, rows)
        self._rows.clear()

    def add(self, sheet: Sheet) -> list[ColumnKey]:
        """Count the figures of a sheet; gives the columns in which it has a figure that no vehicle has."""
        for key, figure, limits in limited(sheet):
            if limits.most < inf and limits.least > 0:
                column = self._columns.get(key)
                if column is None:
                    column = self._columns[key] = Column(key[0], figure.unit)
                column.add(sheet, figure)
        return impossible_in(sheet)

    def add_columns(self, rows: Rows) -> None:
        """Count the figures of rows once the columns are asked for, or more rows come."""
        self._count_waiting()
        self._rows.append(rows)

    def merge(self, later: Columns) -> None:
        """Take what another has counted."""
        for key, column in later.columns.items():
            self.columns.setdefault(key, Column(key[0], column.unit)).merge(column)

    def __getstate__(self) -> dict[ColumnKey, Column]:
        """What is counted."""
        return self.columns

    def __setstate__(self, state: dict[ColumnKey, Column]) -> None:
        """What was pickled."""
        self._columns, self._rows = state, []

    def in_other_units(self) -> dict[ColumnKey, Unit]:
        """The columns that are in another unit than the profile states, with that unit."""
        found = {}
        for key, column in self.columns.items():
            limits = column.quantity.limits
            unit = column.meant_unit(limits) if limits else None
            if unit is not None:
                found[key] = unit
        return found
