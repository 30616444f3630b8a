"""Values of many rows, each by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import msgspec
import numpy as np

from speclint.columns.codes import used

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.columns.figures import Booleans, Floats, Integers

Value = TypeVar("Value")
Other = TypeVar("Other")


class Coded(msgspec.Struct, Generic[Value], frozen=True, eq=False):
    """A value a row: its code, and the distinct values by code."""

    codes: Integers
    """-1 where there is none."""
    values: tuple[Value, ...]

    def where(self, is_meant: Callable[[Value], bool]) -> Booleans:
        """The rows whose value is meant, each distinct value looked at once."""
        meant = np.array([*map(is_meant, self.values), False], dtype=np.bool_)
        return cast("Booleans", meant[self.codes])

    def mapped(self, of: Callable[[Value], Other | None]) -> Coded[Other]:
        """What a function gives of the value of each row, called once for each distinct value.

        Equal results have one code, and None has the code -1.
        """
        known: dict[Other, int] = {}
        found = [-1 if new is None else known.setdefault(new, len(known)) for new in map(of, self.values)]
        codes = np.array([*found, -1], dtype=np.int64)
        return Coded(codes[self.codes], tuple(known))

    @property
    def used(self) -> Coded[Value]:
        """The same with no value that no row has."""
        kept, codes = used(self.codes, len(self.values))
        return Coded(codes, tuple([self.values[code] for code in kept.tolist()]))

    def at(self, rows: Integers) -> Coded[Value]:
        """The values of some rows."""
        return Coded(self.codes[rows], self.values)

    def listed(self) -> list[Value | None]:
        """The value of each row."""
        return [*map((*self.values, None).__getitem__, self.codes.tolist())]

    def among(self, rows: Booleans) -> Coded[Value]:
        """The same with no value in other rows."""
        return Coded(np.where(rows, self.codes, -1), self.values)

    def __lt__(self, other: Coded[Value]) -> Booleans:
        """The rows whose value is less than the other; none where one of the two has none."""
        in_order: list[Any] = sorted({*self.values, *other.values})
        rank = {value: number for number, value in enumerate(in_order)}
        mine, theirs = (
            np.array([*map(rank.__getitem__, column.values), -1], dtype=np.int64)[column.codes]
            for column in (self, other)
        )
        return (mine >= 0) & (mine < theirs)

    def numbers(self, of: Callable[[Value], float]) -> Floats:
        """What a function gives of each distinct value; NaN where there is none."""
        return np.array([*map(of, self.values), np.nan], dtype=np.float64)[self.codes]

    def or_else(self, other: Coded[Value]) -> Coded[Value]:
        """The same with the other values where there is none."""
        theirs = np.where(other.codes < 0, -1, other.codes + len(self.values))
        return Coded(np.where(self.codes < 0, theirs, self.codes), self.values + other.values)
