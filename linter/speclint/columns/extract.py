"""Extracts what documents state into columns, without a sheet for each.

A document is followed along the paths of its profile; what a sheet alone can read is left to the sheet, so
that both ways give the same columns.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from speclint.columns.collect import Collection
from speclint.columns.readings import Readings
from speclint.columns.scalars import PathTexts
from speclint.columns.slots import Branch, Row
from speclint.columns.texts import Texts
from speclint.sheets.declarations import siblings
from speclint.sheets.layers import EXTENDS
from speclint.sheets.sources import disagreements, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from speclint.columns.columns import Columns
    from speclint.columns.scalars import Written
    from speclint.profiles.marks import Marks
    from speclint.profiles.profile import Profile
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet

SUPPRESSIONS = "$speclint"
"""The member of a document with which it suppresses findings."""


class Extractor:
    """The documents of one profile, as they are extracted into columns."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._collection = Collection(profile)
        readings = Readings(profile, self._collection)
        self._root = Branch(profile.quantities, "", readings)
        self._texts = Texts(profile, self._collection, readings)
        self._paths = [PathTexts(profile, path, self._collection) for path in self._collection.scalars]

    def add(
        self, place: SheetLocation, document: object, *, accepted: bool, facets: Iterable[str] = (),
        marks: Marks | None = None,
    ) -> bool:  # fmt: skip
        """Add a document as the next row unless it needs a sheet; whether it was added.

        Args:
            place: the location of the sheet.
            document: its value, merged from its layers, without parse errors.
            accepted: whether the schema accepts it, or there is none.
            facets: what the value does not show: `layers` if it is merged from several.
            marks: the decimal marks in its file; None where the file is one sheet.
        """
        if not accepted or type(document) is not dict or SUPPRESSIONS in document or EXTENDS in document:
            return False
        row = Row()
        self._root.follow(document, row, "")
        if not row.is_regular:
            return False
        texts = [path.of(document) for path in self._paths]
        if not self._texts.complete(row, _Words(self._profile, texts), marks):
            return False
        measurands = {quantity: _measurands(figures) for quantity, figures in row.figures.items()}
        paths = self._profile.siblings
        linked = () if paths is None else tuple(siblings(document, paths, frozenset()))
        self._collection.add_row(
            place,
            measurands,
            [coded for written in texts for coded in written.codes],
            [*facets, *(["siblings"] if linked else ()), *self._facets(document, measurands.values())],
            linked,
        )
        return True

    def add_sheet(self, sheet: Sheet) -> None:
        """Add a sheet as the next row."""
        self._collection.add(sheet)

    def columns(self) -> Columns:
        """The columns of the rows so far."""
        return self._collection.columns()

    def _facets(
        self, document: dict[str, object], measurands: Iterable[Sequence[Sequence[object]]]
    ) -> Iterator[str]:
        profile = self._profile
        if any(len(figures) > 1 for stated in measurands for figures in stated):
            yield "conversions"
        if profile.families:
            yield "families"
        if profile.sources and any(sources(document, profile.sources, _is_invalid)):
            yield "sources"
        if profile.disagreements and any(disagreements(document, profile.disagreements, _is_invalid)):
            yield "disagreements"


class _Words:
    """What the texts in the identity fields of a document state."""

    def __init__(self, profile: Profile, texts: Iterable[Written]) -> None:
        self._profile = profile
        self._texts = texts

    @cached_property
    def _written(self) -> dict[str, str]:
        return dict(stated for written in self._texts for stated in written.identity)

    def __call__(self, field: str) -> str | None:
        """The word by which rules know a field."""
        return self._profile.word(field, self._written)


def _measurands(figures: list[tuple[str, int, int]]) -> Sequence[Sequence[tuple[int, int]]]:
    """Figures grouped by measurand."""
    if len(figures) == 1:
        return ((figures[0][1:],),)
    grouped: dict[str, list[tuple[int, int]]] = {}
    for measurand, code, place in figures:
        grouped.setdefault(measurand, []).append((code, place))
    return [*grouped.values()]


def _is_invalid(_: str) -> bool:
    return False
