"""What rows state, as numbers: each distinct fact is kept once, and a row is the list of its facts."""

from __future__ import annotations

from array import array
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import numpy as np

from speclint.files.spill import Spill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from speclint.columns.figures import Integers

    Subject: TypeAlias = tuple[str, Any]
    """What facts are of: the kind, such as a quantity or an identity field, and the name."""

BLOCK = 1_000_000
"""Facts that are looked through at a time."""
BYTES = 4
"""Bytes of a fact that a row states."""
MAX_KEPT = 4 * 1024 * 1024
"""Bytes of the facts of rows that stay in memory; of more, a temporary file holds them."""
FEW = 100
"""Facts are few that are less than this part of the distinct ones."""


class StatedValues(msgspec.Struct, frozen=True, eq=False):
    """What rows state of one subject, in their order."""

    rows: Integers
    codes: Integers
    """The codes of its values."""
    places: Integers
    """The codes of the places where they are stated; 0 where that is not kept."""

    @classmethod
    def none(cls) -> StatedValues:
        """What no row states."""
        nothing = np.zeros(0, dtype=np.int64)
        return cls(nothing, nothing, nothing)


class Facts:
    """Collects the facts of rows; a fact is of a subject, such as a quantity or an identity field."""

    __slots__ = (
        "_codes", "_counts", "_known", "_known_ends", "_listed", "_places", "_subject_of", "_subjects",
    )  # fmt: skip

    def __init__(self) -> None:
        self._subjects: dict[Subject, int] = {}
        self._known: dict[tuple[int, int, int], int] = {}
        self._subject_of, self._codes, self._places = array("i"), array("i"), array("i")
        """By fact."""
        self._listed = Spill(MAX_KEPT)
        """The facts of all rows."""
        self._counts = array("i")
        """How many each row has."""
        self._known_ends: Integers = np.zeros(0, dtype=np.int64)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._counts)

    def fact(self, subject: Subject, code: int, place: int) -> int:
        """The fact that a subject has a value at a place, both by their codes."""
        key = self._subjects.setdefault(subject, len(self._subjects)), code, place
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self.new(subject, code, place)
        return found

    def new(self, subject: Subject, code: int, place: int = 0) -> int:
        """The same of a value that the subject had nowhere so far."""
        self._subject_of.append(self._subjects.setdefault(subject, len(self._subjects)))
        self._codes.append(code)
        self._places.append(place)
        return len(self._codes) - 1

    def add(self, facts: Iterable[int]) -> None:
        """Add the facts of the next row."""
        listed = array("i", facts)
        self._listed.append(listed.tobytes())
        self._counts.append(len(listed))

    def add_rows(self, listed: NDArray[np.int32], counts: Integers) -> None:
        """Add the facts of the next rows, of which each has so many."""
        self._listed.append(listed.astype(np.int32).tobytes())
        self._counts.frombytes(counts.astype(np.int32).tobytes())

    def known(self) -> Iterator[tuple[Subject, int, int]]:
        """The distinct facts: the subject of each, and the codes of its value and place."""
        subjects = tuple(self._subjects)
        for number, code, place in zip(self._subject_of, self._codes, self._places, strict=True):
            yield subjects[number], code, place

    def packed(self) -> tuple[bytes, bytes]:
        """The facts of all rows by their place among those known, and how many each row has."""
        return self._listed.read(0, len(self._listed)), self._counts.tobytes()

    def add_packed(self, facts: Iterable[int], packed: tuple[bytes, bytes]) -> None:
        """Add the rows of others.

        Args:
            facts: the facts that these know, in their order.
            packed: what `packed` gives of them.
        """
        listed, counts = (np.frombuffer(content, dtype=np.int32) for content in packed)
        self._listed.append(np.array([*facts], dtype=np.int32)[listed].tobytes())
        self._counts.frombytes(counts.tobytes())

    @property
    def _ends(self) -> Integers:
        """Where the facts of each row end."""
        if len(self._known_ends) != len(self._counts):
            self._known_ends = np.cumsum(np.array(self._counts, dtype=np.int64))
        return self._known_ends

    def stated(self, rows: Integers | None = None) -> Stated:
        """What rows state, all of them if none are given; their number is that of their place here."""
        of_facts = (*map(as_numbers, (self._subject_of, self._codes, self._places)),)
        if rows is None:
            return Stated(self._subjects, of_facts, self._pieces, self._ends)
        counts = as_numbers(self._counts)[rows].astype(np.int64)
        listed = self._of_rows(rows, counts)
        if len(listed) < len(self._codes) // FEW:
            # what few rows state is found without a look at all facts
            distinct, numbers = np.unique(listed, return_inverse=True)
            listed = numbers.astype(np.int32)
            of_facts = (*(known[distinct] for known in of_facts),)
        return Stated(self._subjects, of_facts, partial(_parts, listed), np.cumsum(counts))

    def _of_rows(self, rows: Integers, counts: Integers) -> NDArray[np.int32]:
        """The facts of rows, of which each has so many; those that follow each other are read together."""
        ends = self._ends[rows]
        starts = ends - counts
        first = np.flatnonzero(np.concatenate(([True], starts[1:] != ends[:-1]))) if len(rows) else rows
        last = np.concatenate((first[1:], [len(rows)])) - 1
        pieces = zip(
            (starts[first] * BYTES).tolist(), ((ends[last] - starts[first]) * BYTES).tolist(), strict=True
        )
        return np.frombuffer(b"".join([self._listed.read(*piece) for piece in pieces]), dtype=np.int32)

    def _pieces(self) -> Iterator[NDArray[np.int32]]:
        """The facts of all rows, piece by piece: there may be many millions."""
        for start in range(0, max(len(self._listed), 1), BLOCK * BYTES):
            yield np.frombuffer(self._listed.read(start, BLOCK * BYTES), dtype=np.int32)


def _parts(listed: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
    """Facts piece by piece, at least one of them."""
    return (listed[start : start + BLOCK] for start in range(0, max(len(listed), 1), BLOCK))


def as_numbers(numbers: array[int]) -> NDArray[np.int32]:
    """The same numbers in numpy; of many no copy, so that no more may be added to them."""
    return (
        np.frombuffer(numbers, dtype=np.int32) if len(numbers) > BLOCK else np.array(numbers, dtype=np.int32)
    )


class Stated:
    """What rows state, found for one subject after the other."""

    def __init__(
        self,
        subjects: Mapping[Subject, int],
        of_facts: tuple[Any, ...],
        pieces: Callable[[], Iterator[NDArray[np.int32]]],
        ends: Integers,
    ) -> None:
        """Take the facts of rows.

        Args:
            subjects: the numbers of the subjects.
            of_facts: the numbers of the subject, the value and the place of each distinct fact.
            pieces: gives the facts of all rows, piece by piece.
            ends: where those of each row end.
        """
        self._subjects, self._pieces, self._ends = dict(subjects), pieces, ends
        self._subject_of, self._codes, self._places = of_facts
        used = np.zeros(len(self._subject_of), dtype=np.bool_)
        for listed in pieces():
            used[listed] = True
        self._stated = frozenset(np.unique(self._subject_of[used]).tolist())

    def names(self, kind: str) -> list[Any]:
        """The names of the subjects of a kind that some row states."""
        return [
            name for (own, name), number in self._subjects.items() if own == kind and number in self._stated
        ]

    def of(self, subject: Subject) -> StatedValues:
        """What the rows state of a subject."""
        number = self._subjects.get(subject)
        if number is None or number not in self._stated:
            return StatedValues.none()
        found = [*self._facts_of(number)]
        places, facts = (np.concatenate(parts) for parts in zip(*found, strict=True))
        rows = np.searchsorted(self._ends, places, side="right")
        return StatedValues(rows, self._codes[facts].astype(np.int64), self._places[facts].astype(np.int64))

    def _facts_of(self, number: int) -> Iterator[tuple[Integers, NDArray[np.int32]]]:
        """Where the facts of a subject are listed, and which they are."""
        if sum(self._ends[-1:]) <= BLOCK:
            listed, order, ends = self._by_subject
            places = order[ends[number] : ends[number + 1]]
            yield places, listed[places]
            return
        start = 0
        for listed in self._pieces():
            places = np.flatnonzero(self._subject_of[listed] == number)
            yield places + start, listed[places]
            start += len(listed)

    @cached_property
    def _by_subject(self) -> tuple[NDArray[np.int32], Integers, Integers]:
        """All facts, their places in the order of their subjects, and where those of each begin."""
        (listed,) = self._pieces()
        subjects = self._subject_of[listed]
        order = np.argsort(subjects, kind="stable")
        return listed, order, np.searchsorted(subjects[order], np.arange(len(self._subjects) + 1))
