"""Rows of columns, as rules on whole catalogs look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Integers
    from speclint.sheets.sheet import Sheet


class Rows(msgspec.Struct, frozen=True):
    """Rows of columns that a collector looks at, as if their sheets were added one after the other."""

    columns: Columns
    numbers: Integers
    """The rows, in order."""
    sheet: Callable[[int], Sheet]
    """Reads the sheet of a row."""

    def among(self, chosen: Booleans) -> list[int]:
        """Those of the rows that are chosen."""
        found: list[int] = self.numbers[chosen[self.numbers]].tolist()
        return found
