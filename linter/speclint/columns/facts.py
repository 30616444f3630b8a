"""What rows state, as numbers: each distinct fact is kept once, and a row is the list of its facts."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.columns.figures import Integers

    Subject: TypeAlias = tuple[str, Any]
    """What facts are of: the kind, such as a quantity or an identity field, and the name."""


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

    __slots__ = ("_codes", "_counts", "_known", "_listed", "_places", "_subject_of", "_subjects")

    def __init__(self) -> None:
        self._subjects: dict[Subject, int] = {}
        self._known: dict[tuple[int, int, int], int] = {}
        self._subject_of, self._codes, self._places = array("i"), array("i"), array("i")
        """By fact."""
        self._listed, self._counts = array("i"), array("i")
        """The facts of all rows, and how many each row has."""

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._counts)

    def fact(self, subject: Subject, code: int, place: int = 0) -> int:
        """The fact that a subject has a value at a place, both by their codes."""
        key = self._subjects.setdefault(subject, len(self._subjects)), code, place
        found = self._known.setdefault(key, len(self._codes))
        if found == len(self._codes):
            for column, part in zip((self._subject_of, self._codes, self._places), key, strict=True):
                column.append(part)
        return found

    def add(self, facts: Iterable[int]) -> None:
        """Add the facts of the next row."""
        before = len(self._listed)
        self._listed.extend(facts)
        self._counts.append(len(self._listed) - before)

    def known(self) -> Iterator[tuple[Subject, int, int]]:
        """The distinct facts: the subject of each, and the codes of its value and place."""
        subjects = tuple(self._subjects)
        for number, code, place in self._known:
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

    def by_subject(self) -> dict[Subject, StatedValues]:
        """What the rows state, by subject; what no row states is left out."""
        listed = np.array(self._listed, dtype=np.int64)
        rows = np.repeat(np.arange(len(self)), np.array(self._counts, dtype=np.int64))
        subjects = np.array(self._subject_of, dtype=np.int64)[listed]
        order = np.argsort(subjects, kind="stable")
        starts = np.searchsorted(subjects[order], np.arange(len(self._subjects) + 1))
        codes, places = (np.array(each, dtype=np.int64)[listed] for each in (self._codes, self._places))
        parts = {
            subject: order[starts[number] : starts[number + 1]] for subject, number in self._subjects.items()
        }
        return {
            subject: StatedValues(rows[part], codes[part], places[part])
            for subject, part in parts.items()
            if len(part)
        }
