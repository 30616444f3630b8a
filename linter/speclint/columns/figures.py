"""The figures of one quantity in many sheets, as arrays."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec
import numpy as np

from speclint.columns.codes import used
from speclint.columns.described import described
from speclint.columns.numbering import starts

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from numpy.typing import NDArray

    from speclint.columns.described import Described
    from speclint.quantities.figure import Figure

    Floats: TypeAlias = NDArray[np.float64]
    Integers: TypeAlias = NDArray[np.int64]
    Booleans: TypeAlias = NDArray[np.bool_]


class Place(NamedTuple):
    """The pointers of a figure and of its measurand."""

    measurand: str
    figure: str


class Wide(msgspec.Struct, frozen=True, eq=False):
    """One figure a row, in the reference unit of its kind; NaN, and the code -1, where none is stated."""

    low: Floats
    high: Floats
    value: Floats
    codes: Integers

    @property
    def is_stated(self) -> Booleans:
        """The rows that state it."""
        return self.codes >= 0

    def among(self, rows: Booleans) -> Wide:
        """The same with nothing stated in other rows."""
        low, high, value = (np.where(rows, each, np.nan) for each in (self.low, self.high, self.value))
        return Wide(low, high, value, np.where(rows, self.codes, -1))

    def or_else(self, other: Wide) -> Wide:
        """The same with the figures of another quantity where it is not stated; codes are then of either."""
        own = self.is_stated
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__struct_fields__)
        return Wide(*(np.where(own, mine, theirs) for mine, theirs in pairs))


class Figures(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Figures of one quantity, in order of their rows, those of a measurand together.

    A figure with the same number in the same unit is one figure, whatever sheets state it.
    """

    rows: Integers
    measurands: Integers
    """A number for each measurand; it grows from row to row."""
    codes: Integers
    distinct: tuple[Figure, ...]
    """The figures by their codes; their pointers mean nothing."""
    where: Integers
    """Codes of the places at which they are stated."""
    places: tuple[Place, ...]
    """The places by their codes."""
    size: int
    """How many rows there are."""

    @cached_property
    def _ends(self) -> tuple[Floats, Floats, Floats]:
        intervals = [figure.interval for figure in self.distinct]
        return (
            np.array([interval.low for interval in intervals], dtype=np.float64),
            np.array([interval.high for interval in intervals], dtype=np.float64),
            np.array([figure.value for figure in self.distinct], dtype=np.float64),
        )

    @property
    def low(self) -> Floats:
        """The least that each may be."""
        return self._ends[0][self.codes]

    @property
    def high(self) -> Floats:
        """The most that each may be."""
        return self._ends[1][self.codes]

    @property
    def value(self) -> Floats:
        """The number that each states."""
        return self._ends[2][self.codes]

    @cached_property
    def _widths(self) -> Floats:
        return np.array([figure.interval.width for figure in self.distinct], dtype=np.float64)

    @cached_property
    def numbers(self) -> Integers:
        """By code of a figure a number that all figures of an equal number in the same unit have."""
        known: dict[Hashable, int] = {}
        found = [known.setdefault((figure.stated, figure.unit.name), len(known)) for figure in self.distinct]
        return np.array(found, dtype=np.int64)

    @cached_property
    def kinds(self) -> Integers:
        """By code of a figure a number for the kind of its unit."""
        known: dict[str, int] = {}
        found = [known.setdefault(figure.unit.kind, len(known)) for figure in self.distinct]
        return np.array(found, dtype=np.int64)

    @property
    def sharpest(self) -> Figures:
        """The figure with the narrowest interval of each measurand; of equals the first."""
        # never kept by itself: no garbage collection would find that
        return self if self._are_alone else self._sharpest

    @cached_property
    def _are_alone(self) -> bool:
        return len(starts(self.measurands)) == len(self.measurands)

    @cached_property
    def _sharpest(self) -> Figures:
        order = np.lexsort((np.arange(len(self.codes)), self._widths[self.codes], self.measurands))
        return self.at(order[starts(self.measurands[order])])

    @cached_property
    def leads(self) -> Figures:
        """The first figure of each measurand, in the order of `sharpest`."""
        return self.at(starts(self.measurands))

    @cached_property
    def firsts(self) -> Figures:
        """Of each row that states some, the sharpest figure of its first measurand."""
        sharpest = self.sharpest
        return sharpest.at(starts(sharpest.rows))

    @property
    def is_alone(self) -> Booleans:
        """Whether each is the only one of its measurand."""
        found = np.ones(len(self.codes), dtype=np.bool_)
        found[1:] &= self.measurands[1:] != self.measurands[:-1]
        found[:-1] &= self.measurands[1:] != self.measurands[:-1]
        return found

    def pairs(self) -> Iterator[tuple[Integers, Integers]]:
        """Where two figures of one measurand are: neighbours first, then those one apart, and so on."""
        first = np.flatnonzero(self.measurands[1:] == self.measurands[:-1])
        distance = 1
        while len(first):
            yield first, first + distance
            distance += 1
            first = first[first < len(self.codes) - distance]
            first = first[self.measurands[first] == self.measurands[first + distance]]

    def which(self, is_meant: Callable[[Figure], bool]) -> Booleans:
        """The figures that are meant, each distinct figure looked at once."""
        return np.array([*map(is_meant, self.distinct)], dtype=np.bool_)[self.codes]

    @cached_property
    def first(self) -> Wide:
        """The same with a place for every row."""
        chosen = self.firsts
        low, high, value = (np.full(self.size, np.nan) for _ in range(3))
        codes = np.full(self.size, -1, dtype=np.int64)
        low[chosen.rows], high[chosen.rows], value[chosen.rows] = chosen.low, chosen.high, chosen.value
        codes[chosen.rows] = chosen.codes
        return Wide(low, high, value, codes)

    @cached_property
    def count(self) -> Integers:
        """How many measurands each row states."""
        return np.bincount(self.sharpest.rows, minlength=self.size)

    @property
    def repeated(self) -> Integers:
        """The row of each figure of a measurand that has others before it."""
        return self.rows[np.flatnonzero(self.measurands[1:] == self.measurands[:-1])]

    def counts(self) -> Iterator[tuple[Figure, int]]:
        """Each distinct figure that is stated, with how often."""
        for code, count in enumerate(np.bincount(self.codes, minlength=len(self.distinct)).tolist()):
            if count:
                yield self.distinct[code], count

    def at(self, positions: Integers | Booleans) -> Figures:
        """Some of the figures."""
        found = Figures(
            self.rows[positions],
            self.measurands[positions],
            self.codes[positions],
            self.distinct,
            self.where[positions],
            self.places,
            self.size,
        )
        found.__dict__["_ends"] = self._ends
        return found


def none(size: int) -> Figures:
    """No figures, in so many rows."""
    nothing = np.zeros(0, dtype=np.int64)
    return Figures(nothing, nothing, nothing, (), nothing, (), size)


class FigureTable:
    """The distinct figures of one quantity, and the places where they are stated."""

    __slots__ = ("_codes", "_distinct", "_place_codes", "_places")

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], int] = {}
        self._distinct: list[Figure] = []
        self._place_codes: dict[Place, int] = {}
        self._places: list[Place] = []

    def code_of(self, figure: Figure) -> int:
        """The code of a figure."""
        # numbers of other digits are other figures: 4.50 and 4.5
        code = self._codes.setdefault((figure.unit.name, repr(figure.stated)), len(self._distinct))
        if code == len(self._distinct):
            self._distinct.append(figure)
        return code

    def place_code(self, place: Place) -> int:
        """The code of a place."""
        code = self._place_codes.setdefault(place, len(self._places))
        if code == len(self._places):
            self._places.append(place)
        return code

    def described(self, code: int, place: int) -> tuple[Described, Place]:
        """A figure as texts, and its place."""
        return described(self._distinct[code]), self._places[place]

    def figures(
        self, rows: Integers, codes: Integers, places: Integers, size: int, *, is_part: bool
    ) -> Figures:
        """The figures that so many rows state; for a part of all rows, none that these do not state."""
        numbers: dict[str, int] = {}
        measurand_of = [numbers.setdefault(place.measurand, len(numbers)) for place in self._places]
        keys = rows * len(numbers) + np.array(measurand_of, dtype=np.int64)[places]
        if np.any(keys[1:] < keys[:-1]):
            # of each figure the first of its measurand
            _, first, measurands = np.unique(keys, return_index=True, return_inverse=True)
            keys = first[measurands]
            order = np.argsort(keys, kind="stable")
            keys, rows, codes, places = keys[order], rows[order], codes[order], places[order]
        distinct = tuple(self._distinct)
        if is_part:
            kept, codes = used(codes, len(distinct))
            distinct = tuple([distinct[code] for code in kept.tolist()])
        return Figures(
            rows,
            np.cumsum(np.concatenate(([0], keys[1:] != keys[:-1]))),
            codes,
            distinct,
            places,
            tuple(self._places),
            size,
        )
