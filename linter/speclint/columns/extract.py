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
from speclint.columns.tables import TableExtractor
from speclint.columns.texts import Texts
from speclint.documents.jsonpath import objects
from speclint.sheets.declarations import sibling
from speclint.sheets.layers import EXTENDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from speclint.columns.citations import Cites
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Integers
    from speclint.columns.places import Places
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
        self._texts = Texts(readings)
        self._known_facets: dict[tuple[bool, bool], list[int]] = {}
        self._paths = [PathTexts(profile, path, self._collection) for path in self._collection.paths]

    def add(
        self, place: SheetLocation | None, document: object, *, accepted: bool, facets: Iterable[str] = (),
        marks: Marks | None = None,
    ) -> bool:  # fmt: skip
        """Add a document as the next row unless it needs a sheet; whether it was added.

        Args:
            place: the location of the sheet; None for a record, as those of a file are added together.
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
        is_whole = not (row.texts or row.has_mpge or row.has_mpg)
        if not (is_whole or self._texts.complete(row, _Words(self._profile, texts), marks)):
            return False
        facts = row.facts
        for written in texts:
            facts += written.facts
        cites = self._collection.citations.of(document)
        facts += cites.facts
        facts += self._links(document)
        facts += map(self._collection.mark, facets)
        facts += self._facets(cites)
        self._collection.add_row(place, facts)
        return True

    def add_sheet(self, sheet: Sheet, *, is_record: bool = False) -> None:
        """Add a sheet as the next row."""
        self._collection.add(sheet, is_record=is_record)

    @cached_property
    def of_tables(self) -> TableExtractor | None:
        """What extracts rows by column; None if paths lead into them otherwise than by names of columns."""
        profile, follow = self._profile, self._root.members
        others = (profile.sources, profile.disagreements, profile.siblings)
        entries = [paths.entries[0] for paths in others if paths is not None]
        irregular = [name for name in entries if isinstance(name, str)]
        if follow is None or len(irregular) < len(entries) or not all(path.name for path in self._paths):
            return None
        return TableExtractor(
            profile, self._collection, follow, self._texts, self._paths,
            frozenset((SUPPRESSIONS, EXTENDS, *irregular)),
        )  # fmt: skip

    def add_records(self, place: SheetLocation, names: Mapping[int, str]) -> Places:
        """Add the locations of the last rows, which are the records of a file; gives those of all rows.

        Args:
            place: the location of the file.
            names: by index the names of records in which invalid values are part of it.
        """
        self._collection.add_records(place, names)
        return self._collection.places

    def packed(self) -> bytes:
        """The rows so far, for an extractor in another process."""
        return self._collection.packed()

    def add_packed(self, places: Sequence[SheetLocation], packed: bytes) -> None:
        """Add the rows of another extractor of the profile, which have these places."""
        self._collection.add_packed(places, packed)

    def columns(self, rows: Integers | None = None) -> Columns:
        """The columns of the rows so far, or of some of them in order."""
        return self._collection.columns(rows)

    def _links(self, document: object) -> list[int]:
        paths = self._profile.siblings
        if paths is None:
            return []
        declared = [sibling(entry, paths, "") for entry in objects(document, paths.entries)]
        return [self._collection.link(found.sheet, found.shares) for found in declared if found is not None]

    def _facets(self, cites: Cites) -> list[int]:
        """The facts that a document has facets."""
        key = cites.has_sources, cites.has_disagreements
        found = self._known_facets.get(key)
        if found is None:
            meant = zip(("families", "sources", "disagreements"), (self._profile.families, *key), strict=True)
            found = [self._collection.mark(name) for name, is_meant in meant if is_meant]
            self._known_facets[key] = found
        return found


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
