"""The sheets of a project by column: all of one profile together, each read only where it is asked for."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

import msgspec
import numpy as np

from speclint.columns.blocks import blocks
from speclint.limits import limit
from speclint.profiles.vocabulary import known_words
from speclint.quantities.table import SAME_TEST
from speclint.sheets.catalog import Catalog, by_path, group_by, number_of
from speclint.sheets.families import Members
from speclint.sheets.identity import IDENTITY, identity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from speclint.columns.columns import Columns
    from speclint.columns.extract import Extractor
    from speclint.columns.figures import Booleans, Integers
    from speclint.profiles.family import Family, Shared
    from speclint.profiles.profile import Profile
    from speclint.project.reader import Reader
    from speclint.quantities.figure import Figure
    from speclint.sheets.place import SheetFile
    from speclint.sheets.sheet import Sheet
    from speclint.sheets.stream import SheetStream
    from speclint.sheets.unread import Unread

    Read: TypeAlias = Callable[[int], Sheet]

NAMES = tuple(field for field in IDENTITY if not known_words(field))
"""Identity fields that are compared as they are written."""

FEW = 16
"""Records that are read in the time in which it is found which of them state a number."""


class Part(msgspec.Struct, frozen=True):
    """Rows of a batch that come from one file."""

    start: int
    """The first row."""
    position: int
    """The place of the file among those that are reported on; -1 for another one."""
    read: Read
    """Gives the sheet of a row, counted from the first of the part."""
    is_stream: bool = False
    """Whether the rows are records, which are read one by one."""


class Batch:
    """The sheets of one profile, by column."""

    def __init__(self, extractor: Extractor, parts: Sequence[Part]) -> None:
        """The rows that were extracted from these parts."""
        self.columns = extractor.columns()
        self.packed = extractor.packed
        """Gives the rows as an extractor packs them."""
        self.parts = parts
        self._columns = extractor.columns
        self._family: tuple[Hashable, Columns] | None = None
        """The family of which rows that state a number were looked for last, and its columns."""
        self._starts = [part.start for part in parts]

    @property
    def profile(self) -> Profile:
        """How the sheets are written."""
        return self.columns.profile

    @property
    def is_reported(self) -> Booleans:
        """The rows that are reported on."""
        ends = [*self._starts[1:], self.columns.size]
        lengths = [end - start for start, end in zip(self._starts, ends, strict=True)]
        return np.repeat([part.position >= 0 for part in self.parts], lengths)

    @property
    def has_streams(self) -> bool:
        """Whether some rows are records, which are read one by one."""
        return any(part.is_stream for part in self.parts)

    def blocks(self) -> list[Integers]:
        """Rows of which no rule compares any with those of others.

        Sheets of which each has a file are in one block.
        """
        if self._is_in_blocks:
            # what they look at would stay in the columns of all
            return blocks(self._columns())
        return [np.arange(self.columns.size)]

    @property
    def _is_in_blocks(self) -> bool:
        return all(part.is_stream and part.position >= 0 for part in self.parts)

    def some(self, rows: Integers) -> Columns:
        """The columns of a block."""
        if len(rows) == self.columns.size:
            return self.columns
        columns = self._columns(rows)
        columns.elsewhere = self.columns.elsewhere
        return columns

    def sheet(self, row: int) -> Sheet:
        """The sheet of a row."""
        part = self._part(row)
        return part.read(row - part.start)

    def position(self, row: int) -> tuple[int, int]:
        """The place of a row among the sheets that are reported on."""
        part = self._part(row)
        return part.position, row

    def _part(self, row: int) -> Part:
        return self.parts[bisect_right(self._starts, row) - 1]

    def family(self, sheet: Sheet, family: Family, shared: Shared, stating: Figure | None) -> Iterator[Sheet]:
        """The sheets in the root of a sheet that share values, of many those that state a number."""
        rows = self.columns.family(family.by).rows_with((sheet.place.root, *shared))
        if stating is not None and not (self._is_in_blocks and len(rows) <= FEW):
            rows = rows[self._stating(stating, rows, (family.by, sheet.place.root, shared))]
        return map(self.sheet, rows.tolist())

    def _stating(self, figure: Figure, rows: Integers, family: Hashable) -> Booleans:
        """Of the rows of a family those that may state the same number."""
        columns = self.columns
        if self._is_in_blocks:
            # figures of all rows would take much memory; many are asked for of one family in turn
            if self._family is None or self._family[0] != family:
                self._family = family, self._columns(rows)
            columns, rows = self._family[1], np.arange(len(rows))
        found = np.zeros(len(rows), dtype=np.bool_)
        name = figure.quantity.name
        for quantity in (name, SAME_TEST.get(name, name)):
            figures = columns.figures(quantity)
            codes = columns.once(_codes, quantity).get(number_of(figure))
            if codes is not None:
                found |= np.isin(figures.first.codes[rows], codes)
        return found

    def named(self, sheet: Sheet) -> Iterator[Sheet]:
        """The sheets in the root of a sheet that state its names."""
        rows = self.columns.named(NAMES).rows_with((sheet.place.root, *map(sheet.text, NAMES)))
        return map(self.sheet, rows.tolist())


def _codes(columns: Columns, quantity: str) -> dict[Hashable, list[int]]:
    """By number and unit the codes of the figures of a quantity."""
    found: dict[Hashable, list[int]] = {}
    for code, figure in enumerate(columns.figures(quantity).distinct):
        found.setdefault(number_of(figure), []).append(code)
    return found


class Batches(msgspec.Struct, frozen=True):
    """All sheets of a project."""

    batches: tuple[Batch, ...]
    """One for each profile."""
    others: tuple[tuple[tuple[int, int], Sheet], ...]
    """What is not of any profile, as the errors around the records of a document, each with its place."""


class ColumnCatalog(Catalog):
    """A catalog whose families are found by column; a sheet is read where it is one of them."""

    def __init__(
        self,
        batches: Sequence[Batch],
        unread: Iterable[SheetFile] | Unread,
        reader: Reader,
        streams: Iterable[SheetStream],
    ) -> None:
        super().__init__((), unread, reader.read, reader.look_up, reader.content, streams)
        self._batches = batches

    def duplicates(self, sheet: Sheet) -> list[Sheet]:
        """The other sheets of its catalog that state the same identity; see `Catalog.duplicates`."""
        identity = identity_of(sheet)
        named = (other for batch in self._batches for other in batch.named(sheet))
        same = islice((other for other in named if identity_of(other) == identity), limit("siblings") + 1)
        return sorted((other for other in same if other.place != sheet.place), key=by_path)

    def family(self, sheet: Sheet, family: Family, stating: Figure | None = None) -> Members:
        """The members of a family; see `Catalog.family`."""
        shared = family.shared_by(sheet.value)
        if sheet.profile is None or shared is None or sheet.place.root is None:
            return Members([sheet])
        name, quantity = sheet.profile.name, stating.quantity.name if stating else ""
        key = sheet.place.root, shared, number_of(stating)
        group_of = group_by(name, family, quantity)

        def found() -> Iterator[Sheet]:
            for batch in self._batches:
                if batch.profile.name == name:
                    members = batch.family(sheet, family, shared, stating)
                    yield from (other for other in members if group_of(other) == key)

        return self.kept((name, family.by, quantity, key), found) or Members([sheet])
