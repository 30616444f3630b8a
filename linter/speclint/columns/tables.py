"""Extracts the rows of tables by column: each distinct value is read once, by the code that reads documents.

A row with a value that only a sheet can read is left to the way of a document.
"""

from __future__ import annotations

from array import array
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from speclint.columns.grouping import combined
from speclint.columns.numbering import first_of
from speclint.columns.slots import Row
from speclint.columns.texts import depends_on_car, is_reread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from speclint.columns.collect import Collection
    from speclint.columns.figures import Booleans, Integers
    from speclint.columns.scalars import PathTexts
    from speclint.columns.slots import Follow
    from speclint.columns.texts import Texts
    from speclint.profiles.marks import Marks
    from speclint.profiles.profile import Profile
    from speclint.records.table import Column, Table

CHUNK = 50_000
"""Rows whose facts are put together at a time."""
CAR = ("powertrain", "market")
"""The identity fields on which figures in texts, and in miles per gallon, depend."""


class Listing(NamedTuple):
    """Facts of rows, by the code of each row."""

    codes: Integers
    facts: NDArray[np.int32]
    """By code the facts, and -1 after them; the last are those of the code -1."""


class TableExtractor:
    """Extracts tables of one profile."""

    def __init__(  # noqa: PLR0913, PLR0917 - all that reads documents
        self, profile: Profile, collection: Collection, follow: Mapping[str, Follow], texts: Texts,
        paths: Sequence[PathTexts], irregular: AbstractSet[str],
    ) -> None:  # fmt: skip
        """Take what reads documents into a collection.

        Args:
            profile: how the rows are written.
            collection: where they are added.
            follow: by the name of a column what finds the figures in it.
            texts: reads the texts among these.
            paths: read identity fields and families.
            irregular: the names of columns that are not read by column.
        """
        self._profile, self._collection, self._texts = profile, collection, texts
        self._follow, self._paths, self._irregular = follow, paths, irregular
        self.names = frozenset((*follow, *irregular, *(path.name for path in paths)))
        """The columns that matter."""

    def add(self, table: Table, marks: Marks | None, add_row: Callable[[int], None]) -> None:
        """Add the rows of a table.

        Args:
            table: the rows.
            marks: the decimal marks in its file.
            add_row: adds a row that is not read by column.
        """
        columns, size = table.columns, len(table.marks)
        paths = [path for path in self._paths if path.name in columns]
        car = _Car(self._profile, [(path, columns[path.name]) for path in paths], size)
        figures = [
            (np.asarray(columns[name].codes), [_followed(follow, value) for value in columns[name].values])
            for name, follow in self._follow.items()
            if name in columns
        ]
        # as in a document, the texts come after all numbers
        figures += [
            self._read(codes, rows, marks, car) for codes, rows in figures if any(row.texts for row in rows)
        ]
        irregular = car.are_reread(figures)
        for codes, rows in figures:
            irregular |= _at(codes, (not row.is_regular for row in rows))
        for name in self._irregular & columns.keys():
            irregular |= _at(columns[name].codes, (value is not None for value in columns[name].values))
        listings = [_listing(codes, [row.facts for row in rows]) for codes, rows in figures]
        listings += [
            _listing(
                columns[path.name].codes, (path.of_member(value).facts for value in columns[path.name].values)
            )
            for path in paths
        ]
        if self._profile.families:
            listings.append(_listing(np.zeros(size, dtype=np.int8), [(self._collection.mark("families"),)]))
        self._add_rows([listing for listing in listings if listing.facts.size], irregular, add_row)

    def _read(
        self, codes: Integers, rows: Sequence[Row], marks: Marks | None, car: _Car
    ) -> tuple[Integers, list[Row]]:
        """What the texts among values state."""
        texts = [row.texts for row in rows]
        words: list[Mapping[str, str | None]] = [{} for _ in texts]
        if any(depends_on_car(slot) for slot, _, _ in chain.from_iterable(texts)):
            together = combined(codes.astype(np.int64), car.codes)
            first = first_of(together)
            texts = [*map([*texts, []].__getitem__, codes[first].tolist())]
            words = [*map(car.words.__getitem__, car.codes[first].tolist())]
            codes = together
        read = [Row(texts=found) for found in texts]
        for row, stated in zip(read, words, strict=True):
            row.is_regular = self._texts.add(row, stated.get, marks)
        return codes, read

    def _add_rows(
        self, listings: Sequence[Listing], irregular: Booleans, add_row: Callable[[int], None]
    ) -> None:
        """Add rows with the facts that are listed, but irregular ones by a function."""
        for start in range(0, len(irregular), CHUNK):
            rows = slice(start, start + CHUNK)
            left = np.flatnonzero(irregular[rows])
            nothing = np.zeros((len(irregular[rows]), 0), dtype=np.int32)
            facts = np.concatenate([nothing, *(facts[codes[rows]] for codes, facts in listings)], axis=1)
            facts[left] = -1
            are_stated = facts >= 0
            counts = np.count_nonzero(are_stated, axis=1)
            listed, ends = facts[are_stated], np.cumsum(np.append(0, counts))
            before = 0
            for row in left.tolist():
                self._collection.add_rows(listed[ends[before] : ends[row]], counts[before:row])
                add_row(start + row)
                before = row + 1
            self._collection.add_rows(listed[ends[before] :], counts[before:])


class _Car:
    """What the figures of rows depend on besides their texts: words of identity fields."""

    def __init__(self, profile: Profile, paths: Sequence[tuple[PathTexts, Column]], size: int) -> None:
        """The words of so many rows, by the columns of identity fields."""
        self._profile, self._paths, self._size = profile, paths, size

    @cached_property
    def _texts(self) -> list[tuple[Integers, list[dict[str, str]]]]:
        """By column that matters the code of each row, and by code the texts of identity fields."""
        fields = {place for field in CAR for place in self._profile.vocabulary.fields_for(field)}
        return [
            (
                np.asarray(codes, dtype=np.int64),
                [*(dict(path.of_member(value).identity) for value in values), {}],
            )
            for path, (codes, values) in self._paths
            if not fields.isdisjoint(path.fields)
        ]

    @cached_property
    def codes(self) -> Integers:
        """By row a code of its words."""
        return combined(np.zeros(self._size, dtype=np.int64), *(codes for codes, _ in self._texts))

    @cached_property
    def words(self) -> list[dict[str, str | None]]:
        """By code the words by field."""
        found = []
        for row in first_of(self.codes).tolist():
            stated: dict[str, str] = {}
            for codes, texts in self._texts:
                stated |= texts[codes[row]]
            found.append({field: self._profile.word(field, stated) for field in CAR})
        return found

    def are_reread(self, figures: Iterable[tuple[Integers, Sequence[Row]]]) -> Booleans:
        """The rows with figures that may be of another unit or quantity, as the car decides."""
        found = np.zeros(self._size, dtype=np.bool_)
        for codes, rows in figures:
            for one in (Row(has_mpge=True), Row(has_mpg=True)):
                stated = [(row.has_mpge and one.has_mpge) or (row.has_mpg and one.has_mpg) for row in rows]
                if any(stated):
                    are_other = _at(self.codes, (is_reread(one, words["powertrain"]) for words in self.words))
                    found |= _at(codes, stated) & are_other
        return found


def _followed(follow: Follow, value: object) -> Row:
    row = Row()
    if value is not None:
        follow(value, row, "")
    return row


def _listing(codes: Integers, facts: Iterable[Sequence[int]]) -> Listing:
    """The facts of rows by their codes."""
    flat, lengths = array("i"), array("i")
    for own in facts:
        flat.extend(own)
        lengths.append(len(own))
    lengths.append(0)
    counts = np.array(lengths)
    padded = np.full((len(counts), counts.max()), -1, dtype=np.int32)
    padded[np.arange(padded.shape[1]) < counts[:, np.newaxis]] = np.array(flat, dtype=np.int32)
    return Listing(np.asarray(codes), padded)


def _at(codes: Integers, meant: Iterable[bool]) -> Booleans:
    """The rows with codes that are meant, -1 aside."""
    return np.array([*meant, False], dtype=np.bool_)[np.asarray(codes)]
