"""What rows state, as numbers: each distinct fact is kept once, and a row is the list of its facts."""

from __future__ import annotations

from array import array
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import numpy as np

from speclint.columns.grouping import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from speclint.columns.figures import Integers

    Subject: TypeAlias = tuple[str, Any]
    """What facts are of: the kind, such as a quantity or an identity field, and the name."""

BLOCK = 1_000_000
"""Facts that are looked through at a time."""


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
        self._listed, self._counts = array("i"), array("i")
        """The facts of all rows, and how many each row has."""
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
        before = len(self._listed)
        self._listed.extend(facts)
        self._counts.append(len(self._listed) - before)

    def known(self) -> Iterator[tuple[Subject, int, int]]:
        """The distinct facts: the subject of each, and the codes of its value and place."""
        subjects = tuple(self._subjects)
        for number, code, place in zip(self._subject_of, self._codes, self._places, strict=True):
            yield subjects[number], code, place

    def packed(self) -> tuple[bytes, bytes]:
        """The facts of all rows by their place among those known, and how many each row has."""
        return self._listed.tobytes(), self._counts.tobytes()

    def add_packed(self, facts: Iterable[int], packed: tuple[bytes, bytes]) -> None:
        """Add the rows of others.

        Args:
            facts: the facts that these know, in their order.
            packed: what `packed` gives of them.
        """
        listed, counts = (np.frombuffer(content, dtype=np.int32) for content in packed)
        self._listed.frombytes(np.array([*facts], dtype=np.int32)[listed].tobytes())
        self._counts.frombytes(counts.tobytes())

    @property
    def _ends(self) -> Integers:
        """Where the facts of each row end."""
        if len(self._known_ends) != len(self._counts):
            self._known_ends = np.cumsum(np.array(self._counts, dtype=np.int64))
        return self._known_ends

    def stated(self, rows: Integers | None = None) -> Stated:
        """What rows state, all of them if none are given; their number is that of their place here."""
        listed, ends = as_numbers(self._listed), self._ends
        if rows is not None:
            counts = as_numbers(self._counts)[rows].astype(np.int64)
            listed = listed[np.repeat(ends[rows] - counts, counts) + within(counts)]
            ends = np.cumsum(counts)
        of_facts = map(as_numbers, (self._subject_of, self._codes, self._places))
        return Stated(dict(self._subjects), (*of_facts,), listed, ends)


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
        listed: NDArray[np.int32],
        ends: Integers,
    ) -> None:
        """Take the facts of rows.

        Args:
            subjects: the numbers of the subjects.
            of_facts: the numbers of the subject, the value and the place of each distinct fact.
            listed: the facts of all rows.
            ends: where those of each row end.
        """
        self._subjects, self._listed, self._ends = subjects, listed, ends
        self._subject_of, self._codes, self._places = of_facts
        used = np.zeros(len(self._subject_of), dtype=np.bool_)
        used[listed] = True
        self._stated = frozenset(self._subject_of[used].tolist())

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
        places = np.concatenate([*self._places_of(number)])
        facts = self._listed[places]
        rows = np.searchsorted(self._ends, places, side="right")
        return StatedValues(rows, self._codes[facts].astype(np.int64), self._places[facts].astype(np.int64))

    def _places_of(self, number: int) -> Iterator[Integers]:
        """Where the facts of a subject are listed."""
        if len(self._listed) <= BLOCK:
            order, ends = self._by_subject
            yield order[ends[number] : ends[number + 1]]
            return
        # block by block: there may be many millions
        for start in range(0, len(self._listed), BLOCK):
            yield np.flatnonzero(self._subject_of[self._listed[start : start + BLOCK]] == number) + start

    @cached_property
    def _by_subject(self) -> tuple[Integers, Integers]:
        """The places of all facts in the order of their subjects, and where those of each begin."""
        subjects = self._subject_of[self._listed]
        order = np.argsort(subjects, kind="stable")
        return order, np.searchsorted(subjects[order], np.arange(len(self._subjects) + 1))
