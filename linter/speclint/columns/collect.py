"""Collects what sheets state into columns."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import numpy as np

from speclint.columns.citations import COVERED, Citations, sources_of
from speclint.columns.coded import Coded
from speclint.columns.columns import CONVERSIONS, Columns
from speclint.columns.described import figure_of
from speclint.columns.facts import Facts
from speclint.columns.figures import FigureTable, Place
from speclint.columns.links import links
from speclint.columns.on_demand import OnDemand
from speclint.columns.places import Places, SomePlaces
from speclint.columns.records import Records
from speclint.profiles.family import scalar_at

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from speclint.columns.facts import Stated, StatedValues, Subject
    from speclint.columns.figures import Booleans, Figures, Integers
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
IRREGULAR = "irregular"
"""The mark of a row that every rule has to look at itself."""
_Packed: TypeAlias = tuple[list[tuple[str, Any, Any]], tuple[bytes, bytes]]


class Collection:
    """Sheets of one profile, as they are collected."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self.places = Places()
        self._facts = Facts()
        self._figures: dict[str, FigureTable] = {}
        self._values: dict[Subject, dict[Any, int]] = {}
        """The facts by subject and value; the code of a value is its place there."""
        self._known_values: dict[Subject, tuple[Any, ...]] = {}
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
            found = known[value] = self._facts.new(subject, len(known))
        return found

    def mark(self, name: str) -> int:
        """The fact that a sheet has a facet, or is irregular."""
        return self._fact((FACET, name), "")

    @property
    def size(self) -> int:
        """How many sheets there are."""
        return len(self._facts)

    def add(self, sheet: Sheet, *, is_record: bool = False) -> None:
        """Add a sheet of the profile as the next row; see `add_row` for a record."""
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
        self.add_row(None if is_record else sheet.place, facts)

    def add_row(self, place: SheetLocation | None, facts: Iterable[int]) -> None:
        """Add the facts of a sheet as the next row; the figures of a quantity in the order of the sheet.

        The location of a record is None: those of a file are added together.
        """
        if place is not None:
            self.places.append(place)
        self._facts.add(facts)

    def add_rows(self, listed: NDArray[np.int32], counts: Integers) -> None:
        """Add the facts of records as the next rows, of which each has so many; see `add_row`."""
        self._facts.add_rows(listed, counts)

    def add_records(self, place: SheetLocation, names: Mapping[int, str]) -> None:
        """Add the locations of the records of a file, which are the last rows."""
        start = len(self.places)
        self.places.extend(Records(place, start, self.size - start, self._identities, names))

    def _identities(self, field: str) -> tuple[tuple[str, ...], StatedValues]:
        """The texts of an identity field, and what the rows state of it."""
        return self._values_of((IDENTITY, field)), self._facts.stated().of((IDENTITY, field))

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

    def add_packed(self, places: Sequence[SheetLocation], packed: bytes) -> None:
        """Add the sheets of another collection after those here; records without places, see `add_row`."""
        described, rows = msgspec.msgpack.decode(packed, type=_Packed)
        if places:
            self.places.extend([*places])
        facts, text = list[int](), ""
        for kind, name, value in described:
            if isinstance(value, str) and value != text:
                text = value
            # what names a car is mostly stated of a field and of its path; memory holds one text for both
            facts.append(self._unpacked(kind, name, text if isinstance(value, str) else value))
        self._facts.add_packed(facts, rows)

    def _unpacked(self, kind: str, name: str | int, value: Any) -> int:  # noqa: ANN401 - of any kind
        if kind == FIGURE:
            described, place = value
            return self.figure(figure_of(str(name), *described), *place)
        if (kind, name) == LINKS:
            sibling, shares = value
            return self.link(sibling, tuple(shares))
        return self._fact((kind, name), frozenset(value) if (kind, name) == COVERED else value)

    def columns(self, rows: Integers | None = None) -> Columns:
        """The columns of the sheets so far, or of some rows in order."""
        stated, is_part = self._facts.stated(rows), rows is not None
        size = self.size if rows is None else len(rows)

        def coded(subject: Subject) -> Coded[str]:
            found = stated.of(subject)
            codes = np.full(size, -1, dtype=np.int64)
            codes[found.rows] = found.codes
            whole = Coded(codes, self._values_of(subject))
            return whole.used if is_part else whole

        def figures(name: str) -> Figures:
            found = stated.of((FIGURE, name))
            return self._figures[name].figures(found.rows, found.codes, found.places, size, is_part=is_part)

        linked = stated.of(LINKS)
        columns = Columns(
            self._profile,
            self.places if rows is None else SomePlaces(self.places, rows),
            OnDemand(stated.names(FIGURE), figures),
            OnDemand(stated.names(IDENTITY), lambda field: coded((IDENTITY, field))),
            OnDemand(
                [self.paths[number] for number in stated.names(SCALAR)],
                lambda path: coded((SCALAR, self.paths.index(path))),
            ),
            _facets(stated, size),
            links(linked.rows, linked.codes, self._values_of(LINKS)),
            _at(stated.of((FACET, IRREGULAR)).rows, size),
            sources_of(stated, self._values_of, size),
        )
        columns.stated_elsewhere = frozenset(self._figures) if is_part else frozenset()
        return columns

    def _values_of(self, subject: Subject) -> tuple[Any, ...]:
        """The values of a subject by their codes."""
        values = self._values.get(subject, {})
        known = self._known_values.get(subject, ())
        if len(known) != len(values):
            known = self._known_values[subject] = tuple(values)
        return known


def _facets(stated: Stated, size: int) -> dict[str, Booleans]:
    """The rows with each facet, of those that some row has."""
    found = {name: _at(stated.of((FACET, name)).rows, size) for name in stated.names(FACET)}
    found.pop(IRREGULAR, None)
    linked = stated.of(LINKS).rows
    return found | ({SIBLINGS: _at(linked, size)} if len(linked) else {})


def _at(rows: Integers, size: int) -> Booleans:
    found = np.zeros(size, dtype=np.bool_)
    found[rows] = True
    return found
