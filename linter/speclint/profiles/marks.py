"""Decimal marks: which of point and comma the texts of one file have."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from speclint.profiles.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from speclint.profiles.walk import Node
    from speclint.quantities.numeral import Mark

MAX_SAMPLED = 1000
"""Records of a file that show its decimal mark."""


class Marks:
    """The decimal mark in the texts of one file, for each quantity.

    Those of a quantity decide, or else all texts of the file.
    """

    def __init__(self, quantities: Node, records: Callable[[], Iterable[object]]) -> None:
        """The marks of the records of a file; the first of them are read when a mark is needed."""
        self._quantities = quantities
        self._records = records

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for record in islice(self._records(), MAX_SAMPLED):
            walk = Walk()
            walk.follow(self._quantities, record, "", "")
            for text in walk.texts:
                if isinstance(text.value, str):
                    found.setdefault(text.quantity.name, []).append(text.value)
        return found

    @cached_property
    def _of_file(self) -> Mark | None:
        from speclint.quantities.numeral import decimal_mark

        return decimal_mark(text for texts in self._texts.values() for text in texts)

    @cached_property
    def _known(self) -> dict[str, Mark | None]:
        return {}

    def of(self, quantity: str) -> Mark | None:
        """The decimal mark of a quantity; None if nothing shows it."""
        from speclint.quantities.numeral import decimal_mark

        if quantity not in self._known:
            self._known[quantity] = decimal_mark(self._texts.get(quantity, ())) or self._of_file
        return self._known[quantity]

    @cached_property
    def shown(self) -> dict[str, Mark | None]:
        """The decimal mark of each quantity that a text states."""
        return {quantity: self.of(quantity) for quantity in self._texts}
