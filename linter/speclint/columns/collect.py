"""Collects what sheets state into columns."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import numpy as np

from speclint.columns.citations import COVERED, Citations, sources_of
from speclint.columns.coded import Coded
from speclint.columns.columns import Columns
from speclint.columns.described import figure_of
from speclint.columns.facts import Facts, StatedValues
from speclint.columns.figures import FigureTable, Place
from speclint.columns.links import links
from speclint.profiles.family import scalar_at

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from speclint.columns.facts import Subject
    from speclint.columns.figures import Booleans, Integers
    from speclint.documents.jsonpath import JSONPath
    from speclint.profiles.profile import Profile
    from speclint.quantities.figure import Figure
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet

FIGURE, IDENTITY, SCALAR, FACET = "figure", "identity", "scalar", "facet"
"""What facts are of: a quantity, an identity field, the path of one or of a family, a facet."""
LINKS = "links", ""
"""The siblings that rows declare."""
SIBLINGS = "siblings"
"""The facet of a sheet that declares siblings, which the links show."""
CONVERSIONS = "conversions"
"""The facet of a sheet with a measurand in several units, which the figures themselves show."""
IRREGULAR = "irregular"
"""The mark of a row that every rule has to look at itself."""
_Packed: TypeAlias = tuple[list[tuple[str, Any, Any]], tuple[bytes, bytes]]


class Collection:
    """Sheets of one profile, as they are collected."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._places: list[SheetLocation] = []
        self._facts = Facts()
        self._figures: dict[str, FigureTable] = {}
        self._values: dict[Subject, dict[Any, int]] = {}
        """The facts by subject and value; the code of a value is its place there."""
        self.citations = Citations(profile, self._fact)
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
        return self._fact((IDENTITY, field), text)

    def scalar(self, path: JSONPath, text: str) -> int:
        """The fact that there is a scalar at the path of an identity field or a family."""
        return self._fact((SCALAR, self.paths.index(path)), text)

    def link(self, name: str, shares: tuple[str, ...]) -> int:
        """The fact that a sibling of that id shares quantities."""
        return self._fact(LINKS, (name, shares))

    def _fact(self, subject: Subject, value: Hashable) -> int:
        known = self._values.get(subject)
        if known is None:
            known = self._values[subject] = {}
        found = known.get(value)
        if found is None:
            found = known[value] = self._facts.fact(subject, len(known))
        return found

    def mark(self, name: str) -> int:
        """The fact that a sheet has a facet, or is irregular."""
        return self._fact((FACET, name), "")

    @property
    def size(self) -> int:
        """How many sheets there are."""
        return len(self._places)

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
        facts += self.citations.of(sheet.value).facts
        self.add_row(sheet.place, facts)

    def add_row(self, place: SheetLocation, facts: Iterable[int]) -> None:
        """Add the facts of a sheet as the next row; the figures of a quantity in the order of the sheet."""
        self._places.append(place)
        self._facts.add(facts)

    def packed(self) -> bytes:
        """The facts of all rows, for another collection of sheets of the profile."""
        values = {subject: tuple(known) for subject, known in self._values.items()}
        described = [
            (
                *subject,
                self._figures[subject[1]].described(code, place)
                if subject[0] == FIGURE
                else values[subject][code],
            )
            for subject, code, place in self._facts.known()
        ]
        return msgspec.msgpack.encode((described, self._facts.packed()))

    def add_packed(self, places: Iterable[SheetLocation], packed: bytes) -> None:
        """Add the sheets of another collection after those here."""
        described, rows = msgspec.msgpack.decode(packed, type=_Packed)
        self._places.extend(places)
        self._facts.add_packed([self._unpacked(*fact) for fact in described], rows)

    def _unpacked(self, kind: str, name: str | int, value: Any) -> int:  # noqa: ANN401 - of any kind
        if kind == FIGURE:
            described, place = value
            return self.figure(figure_of(str(name), *described), *place)
        if (kind, name) == LINKS:
            sibling, shares = value
            return self.link(sibling, tuple(shares))
        return self._fact((kind, name), frozenset(value) if (kind, name) == COVERED else value)

    def columns(self) -> Columns:
        """The columns of the sheets so far."""
        size = self.size
        stated = self._facts.by_subject()
        figures, identity, scalars, facets = (
            {name: each for (kind, name), each in stated.items() if kind == meant}
            for meant in (FIGURE, IDENTITY, SCALAR, FACET)
        )
        linked = stated.get(LINKS) or StatedValues.none()
        by_quantity = {
            name: self._figures[name].figures(each.rows, each.codes, each.places, size)
            for name, each in figures.items()
        }
        repeated = np.concatenate([linked.rows[:0], *(each.repeated for each in by_quantity.values())])
        marked = {name: each.rows for name, each in facets.items()}
        shown = {SIBLINGS: linked.rows, CONVERSIONS: repeated}
        marked |= {facet: rows for facet, rows in shown.items() if len(rows)}
        irregular = _at(marked.pop(IRREGULAR, linked.rows[:0]), size)
        return Columns(
            self._profile,
            self._places,
            by_quantity,
            {
                field: _coded(each, self._values_of((IDENTITY, field)), size)
                for field, each in identity.items()
            },
            {
                self.paths[number]: _coded(each, self._values_of((SCALAR, number)), size)
                for number, each in scalars.items()
            },
            {facet: _at(rows, size) for facet, rows in marked.items()},
            links(linked.rows, linked.codes, self._values_of(LINKS)),
            irregular,
            sources_of(stated, self._values_of, size),
        )

    def _values_of(self, subject: Subject) -> tuple[Any, ...]:
        """The values of a subject by their codes."""
        return tuple(self._values.get(subject, ()))


def _coded(stated: StatedValues, texts: tuple[str, ...], size: int) -> Coded[str]:
    codes = np.full(size, -1, dtype=np.int64)
    codes[stated.rows] = stated.codes
    return Coded(codes, texts)


def _at(rows: Integers, size: int) -> Booleans:
    found = np.zeros(size, dtype=np.bool_)
    found[rows] = True
    return found
