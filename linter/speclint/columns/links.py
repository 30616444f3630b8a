"""The siblings that many sheets declare, as arrays."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import msgspec
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.columns.figures import Integers


class Links(msgspec.Struct, frozen=True, eq=False):
    """The links of sheets to their siblings, in order of their rows, and what each shares."""

    rows: Integers
    """The row that each link is of."""
    ids: Integers
    """Where the id of the sibling is in `names`."""
    names: tuple[str, ...]
    links: Integers
    """Of each share the link, in order."""
    shares: Integers
    """Where the quantity that is shared is in `quantities`."""
    quantities: tuple[str, ...]


class LinkList:
    """Collects the links of sheets, row by row."""

    __slots__ = ("_ids", "_links", "_names", "_quantities", "_rows", "_shares")

    def __init__(self) -> None:
        self._rows, self._ids, self._links, self._shares = (array("q") for _ in range(4))
        self._names: dict[str, int] = {}
        self._quantities: dict[str, int] = {}

    def add(self, row: int, name: str, shares: Iterable[str]) -> None:
        """Add a link of a row to the sheet of an id, with the quantities that both share."""
        for share in shares:
            self._links.append(len(self._rows))
            self._shares.append(self._quantities.setdefault(share, len(self._quantities)))
        self._rows.append(row)
        self._ids.append(self._names.setdefault(name, len(self._names)))

    def finished(self) -> Links:
        """The links so far."""
        rows, ids, links, shares = (
            np.array(each, dtype=np.int64) for each in (self._rows, self._ids, self._links, self._shares)
        )
        return Links(rows, ids, tuple(self._names), links, shares, tuple(self._quantities))
