"""Identities that do not distinguish the records of a catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.message_text import join
from speclint.rules.catalog.examples import profile, table
from speclint.rules.collector import Tally, example
from speclint.rules.identity.duplicate_sheet import FIELDS
from speclint.rules.lowest import Lowest
from speclint.rules.rule import Level, bad_table, catalog_rule, good_table
from speclint.sheets.identity import identity_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from speclint.rules.rows import Rows
    from speclint.rules.rule import Rule, Violation
    from speclint.sheets.sheet import Sheet

MIN_GROUPS, MIN_SHARE = 5, 0.05
"""Identities of several sheets, and the share of all sheets that have one of them, in which the fault is the
profile's and not that of single sheets."""

_PROFILE = profile(power="kW")
_OFFERS = [
    (make, "118i", 2015, 100, price) for make in ("BMW", "Seat", "Opel", "Audi", "Fiat") for price in (9, 7)
]


@catalog_rule(
    level=Level.WARNING,
    summary="the identity does not distinguish the records",
    needs=("make", "model"),
    reads=("make", "model", "variant", "trim", "generation", "year", "market"),
    bad=(
        bad_table(
            table("make,model,year,power,price", *_OFFERS), profile=_PROFILE, at="/identity",
            message="make, model and year do not distinguish 10 of 10 sheets: they have 5 identities",
            why="offers of used cars",
        ),
    ),
    good=(
        good_table(table("make,model,year,power,price", *_OFFERS[::2]), profile=_PROFILE),
    ),
)  # fmt: skip
class identity_not_unique:  # noqa: N801 - named as the rule
    """Where many records share an identity, a column is missing from it, or the records are not of one car each.

    They may be offers, tests or years of production. Each group is explained by this; equal records stay duplicates.
    """

    def __init__(self) -> None:
        self.seen: Lowest[tuple[Hashable, ...], int] = Lowest("identities", _text_of)
        """How many sheets have each identity."""
        self.identities = 0
        """How many of them several sheets have."""
        self.sheets = 0
        self.again = Tally()
        """The sheets whose identity an earlier one has."""

    def add(self, sheet: Sheet) -> None:
        """Count the identity of a sheet."""
        self.sheets += 1
        if self._is_again((sheet.place.root, *identity_of(sheet))):
            self.again.add(sheet, _make_of(sheet), sheet.id)

    def _is_again(self, identity: tuple[Hashable, ...]) -> bool:
        before = self.seen.kept(identity, int)
        if before is None:
            return False
        self.seen[identity] = before + 1
        self.identities += before == 1
        return before > 0

    def add_columns(self, rows: Rows) -> None:
        """Count the identities of rows."""
        from speclint.columns.identities import identities

        found = identities(rows.columns)
        numbers = rows.numbers.tolist()
        self.sheets += len(numbers)
        for row, code in zip(numbers, found.codes[rows.numbers].tolist(), strict=True):
            if self._is_again(found.values[code]):
                self.again.add_many(1, [example(rows, row, _make_of, rows.columns.places[row].id)])

    def violations(self) -> Iterator[Violation]:
        """A fault if many sheets share their identity, of very many identities if those of a sample do."""
        if self.seen.is_cut:
            self._count_sample()
        alike = self.again.count + self.identities
        if self.identities < MIN_GROUPS or alike < MIN_SHARE * self.sheets:
            return
        example = self.again.examples[0].sheet
        fields = join([field for field in FIELDS if example and example.field(field)], " and ")
        yield self.again.violation(
            f"{fields} do not distinguish {alike:,} of {self.sheets:,} sheets: they have "
            f"{self.identities:,} identities",
            "/identity", name="identity", help_="add a field to the identity in the profile, such as `variant`",
            explains=_is_incomplete,
        )  # fmt: skip

    def _count_sample(self) -> None:
        """Count the sheets whose identities are kept, all of which were counted from the first."""
        self.seen.note()
        self.sheets = sum(self.seen.values())
        self.identities = sum(count > 1 for count in self.seen.values())
        self.again.count = self.sheets - len(self.seen)


def _text_of(identity: tuple[Hashable, ...]) -> str:
    # the root is another on each machine
    return repr(identity[1:])


def _make_of(sheet: Sheet) -> str:
    return sheet.field_pointer("make")


def _is_incomplete(_sheet: Sheet, rule: Rule, _violation: Violation) -> bool:
    return rule.id == "duplicate-sheet" and rule.level is Level.WARNING
