"""Tallies of what the members of a family state at one place, made once for all of them.

Each member is compared with the others: its own values are taken out of the tally.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from speclint.quantities.figure import as_literal
from speclint.quantities.number import decimals

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

Value = TypeVar("Value", bound="Hashable")


class Tally(Generic[Value]):
    """How often sheets state a value, and which of them do so first, by value in the order of these."""

    def __init__(self) -> None:
        self.counts: Counter[Value] = Counter()
        self.total = 0
        self._first: dict[Value, list[tuple[int, int]]] = {}

    def add(self, value: Value, index: int) -> None:
        """Count the value of the sheet of an index; sheets are added in order."""
        self.counts[value] += 1
        self.total += 1
        first = self._first.setdefault(value, [])
        if len(first) < 2 and all(index != other for other, _ in first):  # noqa: PLR2004 - of two, one may be the sheet
            first.append((index, self.total))

    @cached_property
    def ranked(self) -> list[Value]:
        """The values, the most frequent first."""
        return sorted(self.counts, key=lambda value: -self.counts[value])

    def first(self, value: Value, own: int) -> tuple[int, int]:
        """The index of the first sheet but one that states a value, and how many values are stated before."""
        return next((found for found in self._first.get(value, ()) if found[0] != own), (-1, 0))


class Others(Generic[Value]):
    """A tally without the values of one sheet."""

    def __init__(self, tally: Tally[Value], own: int, values: Sequence[Value]) -> None:
        self._tally = tally
        self._own = own
        self._values = Counter(values)
        self.total = tally.total - len(values)
        self.distinct = len(tally.counts) - sum(self.count(value) == 0 for value in self._values)
        """How many different values there are."""

    def count(self, value: Value) -> int:
        """How often a value is stated."""
        # a counter takes longer for what it has not counted
        return self._tally.counts.get(value, 0) - self._values.get(value, 0)

    def first(self, value: Value) -> int:
        """The index of the first sheet that states a value; -1 if none does."""
        return self._tally.first(value, self._own)[0]

    def most_common(self, count: int) -> list[Value]:
        """So many values, the most frequent first; of equally frequent ones that which is stated first."""
        ranked = [
            value for value in self._tally.ranked[: count + len(self._values)] if value not in self._values
        ]
        left = [*ranked, *(value for value in self._values if self.count(value))]
        left.sort(key=lambda value: (-self.count(value), self._tally.first(value, self._own)))
        return left[:count]


Tallies: TypeAlias = tuple[Tally[str], Tally[int]]


class StatedThere:
    """What siblings state at one place: the JSON texts of values, and the decimals of numbers."""

    def __init__(self, of_all: Tallies, own: int, figures: Sequence[Figure]) -> None:
        """What all state but for the sheet of an index, which states these figures."""
        texts, digits = of_all
        self.texts = Others(texts, own, [as_literal(figure.stated) for figure in figures])
        self.decimals = Others(digits, own, [count for figure in figures for count in decimals_of(figure)])


def tallies(members: Sequence[Sheet], place: tuple[str, str, str]) -> Tallies:
    """What sheets state of a quantity at a place, and in how many decimals."""
    texts, digits = Tally[str](), Tally[int]()
    for index, member in enumerate(members):
        for figure in figures_at(member, place):
            texts.add(as_literal(figure.stated), index)
            for count in decimals_of(figure):
                digits.add(count, index)
    return texts, digits


def figures_at(sheet: Sheet, place: tuple[str, str, str]) -> Iterator[Figure]:
    """The figures of a quantity, a pointer and a name."""
    quantity, pointer, name = place
    for measurand in sheet.stated(quantity):
        for figure in measurand.figures:
            if figure.pointer == pointer and str(figure.name) == name:
                yield figure


def decimals_of(figure: Figure) -> list[int]:
    """How many decimals its numbers have."""
    return [max(0, decimals(number)) for number in figure.numbers]
