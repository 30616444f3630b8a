"""What a rule collects of all sheets of a catalog: counts and a few examples, of bounded size."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from speclint.rules.rule import Related, Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from speclint.quantities.figure import Figure
    from speclint.quantities.figure_name import FigureName
    from speclint.rules.lowest import Lowest
    from speclint.rules.rows import Rows
    from speclint.rules.rule import Explains
    from speclint.sheets.sheet import Sheet

Key = TypeVar("Key", bound="Hashable")
MAX_EXAMPLES = 3
"""Examples that a finding on a catalog shows."""


def example(
    rows: Rows, row: int, at: Callable[[Sheet], FigureName | str], text: str
) -> Callable[[], Related]:
    """What gives a row as an example, whose sheet is read only then."""
    return partial(_example, rows.sheet, row, at, text)


def _example(
    read: Callable[[int], Sheet], row: int, at: Callable[[Sheet], FigureName | str], text: str
) -> Related:
    sheet = read(row)
    return Related(text, at(sheet), sheet)


class Tally:
    """How many sheets show a fault, and the first of them."""

    __slots__ = ("_examples", "count")

    def __init__(self) -> None:
        self.count = 0
        self._examples: list[Related | Callable[[], Related]] = []

    @property
    def examples(self) -> list[Related]:
        """The first sheets."""
        return [example if isinstance(example, Related) else example() for example in self._examples]

    def add(self, sheet: Sheet, at: FigureName | str, text: str) -> None:
        """Count a sheet; `text` is what it states there."""
        self.count += 1
        if len(self._examples) < MAX_EXAMPLES:
            self._examples.append(Related(text, at, sheet))

    def add_figure(self, sheet: Sheet, figure: Figure) -> None:
        """Count a sheet that states a figure."""
        self.count += 1
        if len(self._examples) < MAX_EXAMPLES:
            self._examples.append(Related(str(figure), figure.name, sheet))

    def add_many(self, count: int, first: Iterable[Related | Callable[[], Related]]) -> None:
        """Count so many sheets, with what gives the first of them."""
        self.count += count
        self._examples = [*self._examples, *first][:MAX_EXAMPLES]

    def merge(self, later: Tally) -> None:
        """Count what another has counted after this one."""
        self.add_many(later.count, later._examples)

    def __getstate__(self) -> tuple[int, list[Related]]:
        """The count and the first sheets, which are read for that."""
        return self.count, self.examples

    def __setstate__(self, state: tuple[int, list[Related]]) -> None:
        """What was pickled."""
        self.count, self._examples = state[0], [*state[1]]

    def violation(
        self, message: str, setting: str, *, name: str, help_: str, explains: Explains | None = None
    ) -> Violation:
        """The fault, at the first of the sheets and with the others as examples.

        Args:
            message: what is at fault.
            setting: pointer to the member of the profile that it is about.
            name: what distinguishes it from other faults of the catalog, whatever the count.
            help_: what to do.
            explains: whether it explains what another rule finds in one sheet.
        """
        examples = self.examples
        return Violation(
            message, examples[0].at, tuple(examples), help=help_, sheet=examples[0].sheet, arguments=(name,),
            setting=setting, explains=explains,
        )  # fmt: skip


def merge_tallies(own: dict[Key, Tally], later: Mapping[Key, Tally]) -> None:
    """Count what others have counted later by key."""
    for key, tally in later.items():
        own.setdefault(key, Tally()).merge(tally)


def merge_lowest(own: Lowest[Key, Tally], later: Lowest[Key, Tally]) -> None:
    """Count what others have counted later; what they have left out was no part of the lowest."""
    own.is_cut = own.is_cut or later.is_cut
    for key, tally in later.items():
        if (kept := own.kept(key, Tally)) is not None:
            kept.merge(tally)


def counted(count: int, noun: str) -> str:
    """A count with its noun, in the plural unless there is one of it."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
