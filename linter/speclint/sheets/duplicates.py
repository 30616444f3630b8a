"""Sheets of one identity: whether their figures agree, and the member that distinguishes them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from speclint.documents.pointer import to_pointer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

MAX_MEMBERS = 1000
"""Sheets of one identity that are looked at."""
_NAMES_A_RECORD = r"(?i)(?:^|[^a-z])(?:id|uuid|guid|url|link|href|slug|key|index)(?:$|[^a-z])"
"""Members that differ in every record, whatever it is about."""
_NUMBER = r"(?i)[-+]?[\d.]+(?:E[-+]?\d+)?"
_YEAR = r"(?:19|20)\d\d"


class SameIdentity:
    """The sheets of a catalog with one identity, in order of their paths."""

    def __init__(self, sheets: tuple[Sheet, ...]) -> None:
        """The sheets, or the first of them if there are very many."""
        self.sheets = sheets

    @cached_property
    def figures_agree(self) -> bool:
        """Whether all that state a figure state the same."""
        stated: dict[str, str] = {}
        return all(
            stated.setdefault(str(figure.name), str(figure)) == str(figure)
            for sheet in self.sheets
            for figure in _figures(sheet)
        )

    @cached_property
    def distinguishing(self) -> str | None:
        """Pointer to the member whose values distinguish all sheets of different figures; None if none does.

        Where all figures agree, it is one that differs in every sheet. Neither the id of a record nor a
        number other than a year names a car.
        """
        least = len(self.sheets) if self.figures_agree else 1
        found = [
            pointer
            for pointer, values in self._columns.items()
            if len(values) >= least and self._fits(pointer) and _may_name_cars(values)
        ]
        return min(found, key=lambda pointer: len(self._columns[pointer]), default=None)

    @cached_property
    def differing(self) -> tuple[str, ...]:
        """Pointers to the members in which the sheets differ, in order; all but what only names a record."""
        return tuple(pointer for pointer, values in self._columns.items() if len(values) > 1)

    @cached_property
    def _columns(self) -> dict[str, dict[str, list[Sheet]]]:
        """By pointer and value, the sheets that state it where neither figure nor identity is read."""
        read = {figure.pointer for sheet in self.sheets for figure in _figures(sheet)}
        read |= {stated.pointer for sheet in self.sheets for stated in sheet.identity.values()}
        columns: dict[str, dict[str, list[Sheet]]] = {}
        for sheet in self.sheets:
            for pointer, text in _texts(sheet.value, ""):
                if pointer not in read and not re.search(_NAMES_A_RECORD, pointer):
                    columns.setdefault(pointer, {}).setdefault(text, []).append(sheet)
        return columns

    def _fits(self, pointer: str) -> bool:
        """Whether every sheet has the member, and those of one value have the same figures."""
        by_value = self._columns[pointer].values()
        return sum(map(len, by_value)) == len(self.sheets) and all(
            len({frozenset((str(figure.name), str(figure)) for figure in _figures(sheet)) for sheet in same})
            == 1
            for same in by_value
        )


def _may_name_cars(texts: Collection[str]) -> bool:
    is_number = all(re.fullmatch(_NUMBER, text) and not re.fullmatch(_YEAR, text) for text in texts)
    return len(texts) > 1 and not is_number


def _stated(sheet: Sheet) -> frozenset[tuple[str, str]]:
    return frozenset((str(figure.name), str(figure)) for figure in _figures(sheet))


def _figures(sheet: Sheet) -> Iterator[Figure]:
    for measurands in sheet.measurands.values():
        for measurand in measurands:
            yield from measurand.figures


def _texts(value: object, pointer: str) -> Iterator[tuple[str, str]]:
    """The texts and numbers in an object, with their pointers."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _texts(member, pointer + to_pointer((name,)))
    elif isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        yield pointer, str(value)
