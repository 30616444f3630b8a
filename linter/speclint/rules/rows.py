"""Rows of columns, as rules on whole catalogs look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Integers
    from speclint.sheets.sheet import Sheet


class Edit(msgspec.Struct, frozen=True):
    """Rows that were edited, in figures that determine no vehicle's category."""

    rows: frozenset[int]
    quantities: frozenset[str]
    """Names of the quantities whose figures are others in them."""


class Rows(msgspec.Struct, frozen=True):
    """Rows of columns that a collector looks at, as if their sheets were added one after the other."""

    columns: Columns
    numbers: Integers
    """The rows, in order."""
    sheet: Callable[[int], Sheet]
    """Reads the sheet of a row."""
    edit: Edit | None = None
    """What was edited since the catalog was without faults; None if all of it is to be judged."""

    def may_have_faults(self, *quantities: str, first: Iterable[int] = ()) -> bool:
        """Whether some quantities together may be at fault, of which these rows are looked at as a whole."""
        edit = self.edit
        return edit is None or not (edit.quantities.isdisjoint(quantities) and edit.rows.isdisjoint(first))

    def among(self, chosen: Booleans) -> list[int]:
        """Those of the rows that are chosen."""
        found: list[int] = self.numbers[chosen[self.numbers]].tolist()
        return found
