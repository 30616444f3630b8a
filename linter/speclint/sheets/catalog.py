"""Catalogs: all sheets that are checked together, and who is whose sibling."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from speclint.sheets.sheet import Sheet

IDENTITY = ("make", "model", "variant", "generation", "year", "market")
"""Fields that together name one sheet of a catalog."""


class Catalog:
    """Sheets that are checked together; a declared sibling outside them is read when asked for."""

    def __init__(
        self, sheets: Iterable[Sheet], read_sibling: Callable[[Sheet, str], Sheet | None] | None = None
    ) -> None:
        self.sheets = tuple(sheets)
        self._by_id = {(sheet.place.root, sheet.id): sheet for sheet in self.sheets}
        self._read_sibling = read_sibling

    def find(self, name: str, beside: Sheet) -> Sheet | None:
        """The sheet of that id in the same catalog as another one, or None."""
        key = (beside.place.root, name)
        if key not in self._by_id:
            found = self._read_sibling(beside, name) if self._read_sibling else None
            if found is None:
                return None
            self._by_id[key] = found
        return self._by_id[key]

    def ids(self, beside: Sheet) -> list[str]:
        """The ids of all sheets in the same catalog as another one, in order."""
        return sorted(name for root, name in self._by_id if root == beside.place.root)

    @cached_property
    def _by_identity(self) -> dict[tuple[str | None, ...], list[Sheet]]:
        grouped = defaultdict(list)
        for sheet in self.sheets:
            grouped[identity_of(sheet)].append(sheet)
        return grouped

    def twins(self, sheet: Sheet) -> list[Sheet]:
        """The other sheets that state the same identity, in order of their paths."""
        same = self._by_identity.get(identity_of(sheet), ())
        return sorted((other for other in same if other.place != sheet.place), key=lambda other: other.path)

    def with_sheet(self, sheet: Sheet) -> Catalog:
        """The catalog with another version of one of its sheets."""
        others = (sheet if other.place == sheet.place else other for other in self.sheets)
        return Catalog(others, self._read_sibling)


def identity_of(sheet: Sheet) -> tuple[str | None, ...]:
    """The values of the fields that name a sheet, None where one is not stated."""
    return tuple(sheet.says(field) for field in IDENTITY)


def slug(text: str) -> str:
    """A name as paths write it: lower case, everything but letters and digits turned to one hyphen."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
