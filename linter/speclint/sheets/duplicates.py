"""Sheets of one identity: whether their figures agree, and the member that distinguishes them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from speclint.documents.pointer import to_pointer
from speclint.sheets.families import MAX_COMPARED
from speclint.sheets.remembered import once_per_sheet

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

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
    def few(self) -> tuple[Sheet, ...]:
        """The first two sheets of each content, so that one is left if any goes; of many contents some."""
        by_content: dict[Hashable, list[Sheet]] = {}
        for sheet in self.sheets:
            content = _stated(sheet), _read(sheet), _texts(sheet)
            if len(by_content) < MAX_COMPARED or content in by_content:
                by_content.setdefault(content, []).append(sheet)
        return tuple(sheet for same in by_content.values() for sheet in same[:2])

    @cached_property
    def figures_agree(self) -> bool:
        """Whether all that state a figure state the same."""
        stated: dict[str, str] = {}
        distinct = {_stated(sheet) for sheet in self.sheets}
        return all(stated.setdefault(name, text) == text for figures in distinct for name, text in figures)

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
        read = frozenset[str]().union(*map(_read, self.sheets))
        columns: dict[str, dict[str, list[Sheet]]] = {}
        for sheet in self.sheets:
            for pointer, text in _texts(sheet):
                if pointer not in read and not _names_a_record(pointer):
                    columns.setdefault(pointer, {}).setdefault(text, []).append(sheet)
        return columns

    def _fits(self, pointer: str) -> bool:
        """Whether every sheet has the member, and those of one value have the same figures."""
        by_value = self._columns[pointer].values()
        return sum(map(len, by_value)) == len(self.sheets) and all(
            len({_stated(sheet) for sheet in same}) == 1 for same in by_value
        )


def _may_name_cars(texts: Collection[str]) -> bool:
    is_number = all(re.fullmatch(_NUMBER, text) and not re.fullmatch(_YEAR, text) for text in texts)
    return len(texts) > 1 and not is_number


@lru_cache(maxsize=4096)
def _names_a_record(pointer: str) -> bool:
    return re.search(_NAMES_A_RECORD, pointer) is not None


@once_per_sheet
def _stated(sheet: Sheet) -> frozenset[tuple[str, str]]:
    return frozenset((str(figure.name), str(figure)) for figure in _figures(sheet))


@once_per_sheet
def _read(sheet: Sheet) -> frozenset[str]:
    """Pointers to the members where figures or the identity are read."""
    read = [figure.pointer for figure in _figures(sheet)]
    return frozenset((*read, *(stated.pointer for stated in sheet.identity.values())))


@once_per_sheet
def _texts(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """The texts and numbers in a sheet, with their pointers."""
    return tuple(_texts_in(sheet.value, ""))


def _figures(sheet: Sheet) -> Iterator[Figure]:
    for measurands in sheet.measurands.values():
        for measurand in measurands:
            yield from measurand.figures


def _texts_in(value: object, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _texts_in(member, pointer + to_pointer((name,)))
    elif isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        yield pointer, str(value)
