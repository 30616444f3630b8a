"""Rows of a table by column: the distinct values of each, and which of them is in each row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from speclint.sheets.layers import Layer


class Column(NamedTuple):
    """A column, of which each distinct value is read once."""

    codes: Any
    """For each row the place of its value, as an array of whole numbers; -1 where it has none."""
    values: Sequence[object]
    """JSON values with their digits; None for one that is absent after all."""


class Table(NamedTuple):
    """Rows that follow each other in a file."""

    columns: Mapping[str, Column]
    marks: Sequence[int]
    """By row the mark to find it again, and the line on which it starts."""
    lines: Sequence[int]


@runtime_checkable
class TableSource(Protocol):
    """A file that holds records, and gives them by column too."""

    def tables(self, names: Collection[str]) -> Iterator[Table]:
        """The rows that are not blank, block by block, with those of their columns that have these names.

        Raises:
            UnreadableFileError: the file cannot be read.
        """

    def at(self, mark: int, line: int) -> Layer:
        """The row at a mark, which starts on the given line."""
