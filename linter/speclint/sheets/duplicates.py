"""Sheets of one identity: whether their figures agree, and the member that distinguishes them."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from speclint.documents.pointer import to_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

MAX_MEMBERS = 1000
"""Sheets of one identity that are looked at."""
_NAMES_A_RECORD = re.compile(
    r"(?:^|[^a-z])(?:id|uuid|guid|url|link|href|slug|key|index)(?:$|[^a-z])", re.IGNORECASE
)
"""Members that differ in every record, whatever it is about."""
_YEAR = re.compile(r"(?:19|20)\d\d")


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

        Neither the id of a record nor a number other than a year names a car.
        """
        read = {figure.pointer for sheet in self.sheets for figure in _figures(sheet)}
        read |= {stated.pointer for sheet in self.sheets for stated in sheet.identity.values()}
        columns: dict[str, dict[str, object]] = {}
        fitting: dict[str, int] = {}
        for sheet in self.sheets:
            figures = frozenset((str(figure.name), str(figure)) for figure in _figures(sheet))
            for pointer, text in _texts(sheet.value, ""):
                if pointer not in read:
                    fits = columns.setdefault(pointer, {}).setdefault(text, figures) == figures
                    fitting[pointer] = fitting.get(pointer, 0) + fits
        found = [pointer for pointer, count in fitting.items() if count == len(self.sheets)]
        return min(
            (pointer for pointer in found if _may_name_cars(pointer, columns[pointer])),
            key=lambda pointer: len(columns[pointer]),
            default=None,
        )


def _may_name_cars(pointer: str, values: Iterable[str]) -> bool:
    texts = set(values)
    is_number = all(text.isdecimal() and not _YEAR.fullmatch(text) for text in texts)
    return len(texts) > 1 and not is_number and not _NAMES_A_RECORD.search(pointer)


def _figures(sheet: Sheet) -> Iterator[Figure]:
    for measurands in sheet.measurands.values():
        for measurand in measurands:
            yield from measurand.figures


def _texts(value: object, pointer: str) -> Iterator[tuple[str, str]]:
    """The texts and whole numbers in an object, with their pointers."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _texts(member, pointer + to_pointer((name,)))
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield pointer, str(value)
