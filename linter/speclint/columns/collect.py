"""Collects what sheets state into columns."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.columns import Coded, Columns
from speclint.columns.figures import FigureList, Place
from speclint.columns.links import LinkList
from speclint.profiles.family import scalar_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from speclint.columns.figures import Booleans
    from speclint.profiles.profile import Profile
    from speclint.quantities.figure import Figure
    from speclint.sheets.declarations import Sibling
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet


class TextList:
    """Collects the text that each row has of one kind, such as an identity field, row by row."""

    __slots__ = ("_codes", "_known", "_rows")

    def __init__(self) -> None:
        self._rows, self._codes = array("q"), array("q")
        self._known: dict[str, int] = {}

    def code_of(self, text: str) -> int:
        """The code of a text."""
        return self._known.setdefault(text, len(self._known))

    def add(self, row: int, code: int) -> None:
        """Add the text of a row; rows never get smaller."""
        self._rows.append(row)
        self._codes.append(code)

    def finished(self, size: int) -> Coded[str]:
        """The texts, in so many rows."""
        codes = np.full(size, -1, dtype=np.int64)
        codes[np.array(self._rows, dtype=np.int64)] = np.array(self._codes, dtype=np.int64)
        return Coded(codes, tuple(self._known))


class Collection:
    """Sheets of one profile, as they are collected."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._places: list[SheetLocation] = []
        self._figures: dict[str, FigureList] = {}
        self._identity: dict[str, TextList] = {}
        paths = (*profile.identity.values(), *chain.from_iterable(family.by for family in profile.families))
        self.scalars = {path: TextList() for path in paths}
        """The texts at the paths of identity fields and families."""
        self._facets: dict[str, array[int]] = {}
        self._links = LinkList()
        self._irregular = array("q")
        self._measurands = 0

    def figures_of(self, quantity: str) -> FigureList:
        """The figures of a quantity."""
        return self._figures.setdefault(quantity, FigureList())

    def code_of(self, figure: Figure) -> int:
        """The code of a figure among those of its quantity."""
        # numbers of other digits are other figures: 4.50 and 4.5
        key = figure.unit.name, repr(figure.stated)
        return self.figures_of(figure.quantity.name).code_of(key, figure)

    def place_code(self, quantity: str, measurand: str, figure: str) -> int:
        """The code of the place of a figure of a quantity: the pointers of its measurand and of itself."""
        return self.figures_of(quantity).place_code(Place(measurand, figure))

    def identity_of(self, field: str) -> TextList:
        """The texts of an identity field."""
        return self._identity.setdefault(field, TextList())

    def add(self, sheet: Sheet) -> None:
        """Add a sheet of the profile as the next row."""
        texts = [(self.identity_of(field), stated.value) for field, stated in sheet.identity.items()]
        for path, scalars in self.scalars.items():
            scalar = scalar_at(sheet.value, path)
            if scalar is not None:
                texts.append((scalars, scalar))
        if sheet.value is None or sheet.parse_errors or sheet.schema_violations or sheet.suppressions:
            self._irregular.append(len(self._places))
        self.add_row(
            sheet.place,
            {
                quantity: [
                    [
                        (self.code_of(figure), self.place_code(quantity, measurand.pointer, figure.pointer))
                        for figure in measurand.figures
                    ]
                    for measurand in measurands
                ]
                for quantity, measurands in sheet.measurands.items()
            },
            [(own, own.code_of(text)) for own, text in texts],
            sheet.facets,
            sheet.siblings,
        )

    def add_row(
        self, place: SheetLocation, measurands: Mapping[str, Iterable[Sequence[tuple[int, int]]]],
        texts: Iterable[tuple[TextList, int]], facets: Iterable[str], siblings: Iterable[Sibling],
    ) -> None:  # fmt: skip
        """Add what a sheet states as the next row.

        Args:
            place: its location.
            measurands: by quantity the figures of each measurand, as their codes and those of their places.
            texts: its texts by their codes.
            facets: its facets.
            siblings: those that it declares.
        """
        row = len(self._places)
        self._places.append(place)
        for quantity, stated in measurands.items():
            figures = self.figures_of(quantity)
            for measurand in stated:
                self._measurands += 1
                for code, where in measurand:
                    figures.add(row, self._measurands, code, where)
        for own, code in texts:
            own.add(row, code)
        for sibling in siblings:
            self._links.add(row, sibling.sheet, sibling.shares)
        for facet in facets:
            self._facets.setdefault(facet, array("q")).append(row)

    def columns(self) -> Columns:
        """The columns of the sheets so far."""
        size = len(self._places)
        return Columns(
            self._profile,
            self._places,
            {quantity: figures.finished(size) for quantity, figures in self._figures.items() if len(figures)},
            {field: texts.finished(size) for field, texts in self._identity.items()},
            {path: texts.finished(size) for path, texts in self.scalars.items()},
            {facet: _at(rows, size) for facet, rows in self._facets.items()},
            self._links.finished(),
            _at(self._irregular, size),
        )


def _at(rows: array[int], size: int) -> Booleans:
    found = np.zeros(size, dtype=np.bool_)
    found[np.array(rows, dtype=np.int64)] = True
    return found
