"""What a rule collects of all sheets of a catalog: counts and a few examples, of bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Related, Violation

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure
    from speclint.quantities.figure_name import FigureName
    from speclint.rules.rule import Explains
    from speclint.sheets.sheet import Sheet

MAX_EXAMPLES = 3
"""Examples that a finding on a catalog shows."""


class Tally:
    """How many sheets show a fault, and the first of them."""

    __slots__ = ("count", "examples")

    def __init__(self) -> None:
        self.count = 0
        self.examples: list[Related] = []

    def add(self, sheet: Sheet, at: FigureName | str, text: str) -> None:
        """Count a sheet; `text` is what it states there."""
        self.count += 1
        if len(self.examples) < MAX_EXAMPLES:
            self.examples.append(Related(text, at, sheet))

    def add_figure(self, sheet: Sheet, figure: Figure) -> None:
        """Count a sheet that states a figure."""
        self.count += 1
        if len(self.examples) < MAX_EXAMPLES:
            self.examples.append(Related(str(figure), figure.name, sheet))

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
        first = self.examples[0]
        return Violation(
            message, first.at, tuple(self.examples), help=help_, sheet=first.sheet, arguments=(name,),
            setting=setting, explains=explains,
        )  # fmt: skip


def counted(count: int, noun: str) -> str:
    """A count with its noun, in the plural unless there is one of it."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
