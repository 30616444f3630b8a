"""Collects sheets that are read into columns."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.columns import Coded, Columns
from speclint.columns.figures import FigureList, Place
from speclint.profiles.family import scalar_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speclint.columns.figures import Booleans
    from speclint.profiles.profile import Identity, Profile
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet


class _Texts:
    """Collects the text of one identity field, row by row."""

    __slots__ = ("_codes", "_known")

    def __init__(self, rows: int) -> None:
        self._codes = array("q", [-1]) * rows
        self._known: dict[str, int] = {}

    def add(self, row: int, text: str) -> None:
        self._codes.extend([-1] * (row - len(self._codes)))
        self._codes.append(self._known.setdefault(text, len(self._known)))

    def finished(self, size: int) -> Coded[str]:
        self._codes.extend([-1] * (size - len(self._codes)))
        return Coded(np.array(self._codes, dtype=np.int64), tuple(self._known))


class Collection:
    """Sheets of one profile, as they are collected."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._places: list[SheetLocation] = []
        self._figures: dict[str, FigureList] = {}
        self._identity: dict[str, _Texts] = {}
        paths = (*profile.identity.values(), *chain.from_iterable(family.by for family in profile.families))
        self._scalars = {path: _Texts(0) for path in paths}
        self._facets: dict[str, array[int]] = {}
        self._irregular = array("q")
        self._measurands = 0

    def add(self, sheet: Sheet) -> None:
        """Add a sheet of the profile as the next row."""
        row = len(self._places)
        self._places.append(sheet.place)
        if sheet.value is None or sheet.parse_errors or sheet.schema_violations or sheet.suppressions:
            self._irregular.append(row)
        self._add_figures(row, sheet.measurands)
        self._add_identity(row, sheet.identity)
        for path, texts in self._scalars.items():
            scalar = scalar_at(sheet.value, path)
            if scalar is not None:
                texts.add(row, scalar)
        for facet in sheet.facets:
            self._facets.setdefault(facet, array("q")).append(row)

    def _add_figures(self, row: int, measurands: Mapping[str, tuple[Measurand, ...]]) -> None:
        for quantity, stated in measurands.items():
            collected = self._figures.setdefault(quantity, FigureList())
            for measurand in stated:
                self._measurands += 1
                for figure in measurand.figures:
                    # numbers of other digits are other figures: 4.50 and 4.5
                    key = figure.unit.name, repr(figure.stated)
                    code = collected.code_of(key, figure)
                    place = collected.place_code(Place(measurand.pointer, figure.pointer))
                    collected.add(row, self._measurands, code, place)

    def _add_identity(self, row: int, identity: Mapping[str, Identity]) -> None:
        for field, stated in identity.items():
            self._identity.setdefault(field, _Texts(row)).add(row, stated.value)

    def columns(self) -> Columns:
        """The columns of the sheets so far."""
        size = len(self._places)
        return Columns(
            self._profile,
            self._places,
            {quantity: figures.finished(size) for quantity, figures in self._figures.items()},
            {field: texts.finished(size) for field, texts in self._identity.items()},
            {path: texts.finished(size) for path, texts in self._scalars.items()},
            {facet: _at(rows, size) for facet, rows in self._facets.items()},
            _at(self._irregular, size),
        )


def _at(rows: array[int], size: int) -> Booleans:
    found = np.zeros(size, dtype=np.bool_)
    found[np.array(rows, dtype=np.int64)] = True
    return found
