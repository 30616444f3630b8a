"""Collects what sheets state into columns."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.citations import SourceList
from speclint.columns.coded import Coded
from speclint.columns.columns import Columns
from speclint.columns.facts import Facts, Stated
from speclint.columns.figures import FigureTable, Place
from speclint.columns.links import links
from speclint.profiles.family import scalar_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.columns.facts import Subject
    from speclint.columns.figures import Booleans, Figures, Integers
    from speclint.documents.jsonpath import JSONPath
    from speclint.profiles.profile import Profile
    from speclint.quantities.figure import Figure
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet
FIGURE, IDENTITY, SCALAR, LINK, FACET = "figure", "identity", "scalar", "link", "facet"
"""What facts are of: a quantity, an identity field, the path of one or of a family, siblings, a facet."""
SIBLINGS = "siblings"
"""The facet of a sheet that declares siblings, which the links show."""
CONVERSIONS = "conversions"
"""The facet of a sheet with a measurand in several units, which the figures themselves show."""
IRREGULAR = "irregular"
"""The mark of a row that every rule has to look at itself."""


class Collection:
    """Sheets of one profile, as they are collected."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._places: list[SheetLocation] = []
        self._facts = Facts()
        self._sources = SourceList(profile)
        self._figures: dict[str, FigureTable] = {}
        self._texts: dict[Subject, dict[str, int]] = {}
        self._links: dict[tuple[str, tuple[str, ...]], int] = {}
        paths = (*profile.identity.values(), *chain.from_iterable(family.by for family in profile.families))
        self.paths = tuple(dict.fromkeys(paths))
        """The paths of identity fields and families."""

    def figure(self, figure: Figure, measurand: str, pointer: str) -> int:
        """The fact that a figure of a measurand is stated at a pointer."""
        quantity = figure.quantity.name
        table = self._figures.get(quantity) or self._figures.setdefault(quantity, FigureTable())
        return self._facts.fact(
            (FIGURE, quantity), table.code_of(figure), table.place_code(Place(measurand, pointer))
        )

    def identity(self, field: str, text: str) -> int:
        """The fact that an identity field is stated."""
        return self._text((IDENTITY, field), text)

    def scalar(self, path: JSONPath, text: str) -> int:
        """The fact that there is a scalar at the path of an identity field or a family."""
        return self._text((SCALAR, path), text)

    def _text(self, subject: Subject, text: str) -> int:
        known = self._texts.setdefault(subject, {})
        return self._facts.fact(subject, known.setdefault(text, len(known)))

    def link(self, name: str, shares: tuple[str, ...]) -> int:
        """The fact that a sibling of that id shares quantities."""
        return self._facts.fact((LINK, ""), self._links.setdefault((name, shares), len(self._links)))

    def mark(self, name: str) -> int:
        """The fact that a sheet has a facet, or is irregular."""
        return self._facts.fact((FACET, name), 0)

    def add(self, sheet: Sheet) -> None:
        """Add a sheet of the profile as the next row."""
        facts = [
            self.figure(figure, measurand.pointer, figure.pointer)
            for measurands in sheet.measurands.values()
            for measurand in measurands
            for figure in measurand.figures
        ]
        facts += [self.identity(field, stated.value) for field, stated in sheet.identity.items()]
        scalars = ((path, scalar_at(sheet.value, path)) for path in self.paths)
        facts += [self.scalar(path, text) for path, text in scalars if text is not None]
        facts += map(self.mark, sorted(sheet.facets - {CONVERSIONS, SIBLINGS}))
        facts += [self.link(sibling.sheet, sibling.shares) for sibling in sheet.siblings]
        if sheet.value is None or sheet.parse_errors or sheet.schema_violations or sheet.suppressions:
            facts.append(self.mark(IRREGULAR))
        self.add_row(sheet.place, sheet.value, facts)

    def add_row(self, place: SheetLocation, document: object, facts: Iterable[int]) -> None:
        """Add a sheet as the next row: its value, and its facts, the figures of a quantity in their order."""
        self._sources.add(len(self._places), document)
        self._places.append(place)
        self._facts.add(facts)

    def columns(self) -> Columns:
        """The columns of the sheets so far."""
        size = len(self._places)
        figures: dict[str, Figures] = {}
        identity: dict[str, Coded[str]] = {}
        scalars: dict[JSONPath, Coded[str]] = {}
        facets: dict[str, Booleans] = {}
        linked = Stated.none()
        for (kind, name), stated in self._facts.by_subject().items():
            if kind == FIGURE:
                figures[name] = self._figures[name].figures(stated.rows, stated.codes, stated.places, size)
            elif kind == FACET:
                facets[name] = _at(stated.rows, size)
            elif kind == LINK:
                linked = stated
                facets[SIBLINGS] = _at(stated.rows, size)
            else:
                texts = tuple(self._texts[kind, name])
                (identity if kind == IDENTITY else scalars)[name] = _coded(stated, texts, size)
        repeated = [each.repeated for each in figures.values() if len(each.repeated)]
        if repeated:
            facets[CONVERSIONS] = _at(np.concatenate(repeated), size)
        irregular = facets.pop(IRREGULAR, np.zeros(size, dtype=np.bool_))
        siblings = links(linked.rows, linked.codes, tuple(self._links))
        sources = self._sources.finished(size)
        return Columns(
            self._profile, self._places, figures, identity, scalars, facets, siblings, irregular, sources
        )  # fmt: skip


def _coded(stated: Stated, texts: tuple[str, ...], size: int) -> Coded[str]:
    codes = np.full(size, -1, dtype=np.int64)
    codes[stated.rows] = stated.codes
    return Coded(codes, texts)


def _at(rows: Integers, size: int) -> Booleans:
    found = np.zeros(size, dtype=np.bool_)
    found[rows] = True
    return found
