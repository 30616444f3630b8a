"""What a catalog states in vain: quantities, values and words that are read from no sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from speclint.documents.message_text import join, printable
from speclint.profiles.profile import Identity
from speclint.profiles.vocabulary import known_words
from speclint.profiles.walk import reached
from speclint.quantities.placeholder import is_missing, is_placeholder_text
from speclint.quantities.table import QUANTITIES
from speclint.rules.catalog.examples import profile, table
from speclint.rules.collector import Tally, counted, example, merge_lowest, merge_tallies
from speclint.rules.lowest import Lowest
from speclint.rules.rule import Level, Violation, bad_table, catalog_rule, good_table
from speclint.sheets.identity_words import unknown_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.profiles.vocabulary import Vocabulary
    from speclint.rules.rows import Rows
    from speclint.sheets.sheet import Sheet

REREAD = ("consumption_combined", "consumption_electric")
"""Quantities whose miles per gallon may be read as those of the other."""
MAX_UNREAD = 5
"""Quantities that are read from no sheet, and reported one by one."""

_PROFILE = profile(power="kW", displacement="cm³")


def _cars(drive: str, displacement: object) -> str:
    rows = ("118i", "rwd", 100, 1499), ("120i", "rwd", 125, 1998), ("X1", drive, 110, displacement)
    return table("make,model,drive,power,displacement", *(("BMW", *row) for row in rows))


_UNREAD = "no figure is read here"


def _is_unknown(vocabulary: Vocabulary, field: str, text: str) -> bool:
    return any(unknown_words({field: Identity(text, "")}, vocabulary))


def _whole(_sheet: Sheet) -> str:
    """Pointer to the whole sheet."""
    return ""


def _is_own(sheet: Sheet) -> bool:
    """Whether the profile of a sheet is a file of its repository, not one for many."""
    return sheet.profile is not None and sheet.profile.name.endswith(".toml")


@catalog_rule(
    level=Level.ERROR,
    summary="a catalog in which no figure is found",
    reads=("figures", "invalid_pointers"),
    bad=(
        bad_table(
            "make,model,drive,kilowatts\nBMW,118i,rwd,100\nBMW,120i,rwd,125\n", profile=_PROFILE,
            at="/quantities", message="no figure is read from any of 2 sheets",
            why="the columns of the profile are not those of the table",
        ),
    ),
    good=(good_table(_cars("awd", 1499), profile=_PROFILE),),
)  # fmt: skip
class no_figures:  # noqa: N801 - named as the rule
    """A check that reads no figure finds nothing, which looks like a catalog without faults.

    The paths of the profile do not lead to the figures, or the files are no data of vehicles. `speclint init` writes a
    profile by reading the files.
    """

    def __init__(self) -> None:
        self.sheets = Tally()
        self.has_figures = False

    def add(self, sheet: Sheet) -> None:
        """Count a sheet, unless it has figures, or faults that hide them."""
        self.has_figures = self.has_figures or bool(sheet.measurands or sheet.invalid_pointers)
        if not self.has_figures:
            self.sheets.add(sheet, "", _UNREAD)

    def add_columns(self, rows: Rows) -> None:
        """Count the rows before the first with figures."""
        columns = rows.columns
        for row in rows.numbers.tolist() if not self.has_figures else ():
            if columns.irregular[row]:
                self.add(rows.sheet(row))
            elif columns.figures_read[row]:
                self.has_figures = True
            else:
                self.sheets.add_many(1, [example(rows, row, _whole, _UNREAD)])
            if self.has_figures:
                return

    def merge(self, later: no_figures) -> None:
        """Take what another has counted."""
        if not self.has_figures:
            self.sheets.merge(later.sheets)
            self.has_figures = later.has_figures

    def violations(self) -> Iterator[Violation]:
        """The fault, if there are sheets and none has a figure."""
        if self.sheets.count and not self.has_figures:
            sheets = counted(self.sheets.count, "sheet")
            any_of = "any of " if self.sheets.count > 1 else ""
            message = f"no figure is read from {any_of}{sheets}"
            remedy = (
                "write below [quantities] where figures are; `speclint init --force` reads the files anew"
            )
            yield self.sheets.violation(message, "/quantities", name="", help_=remedy)


@catalog_rule(
    level=Level.NOTE,
    summary="a quantity of the profile is read from no sheet",
    reads=("value",),
    bad=(
        bad_table(
            "make,model,drive,power,engine\nBMW,118i,rwd,100,1499\nBMW,120i,rwd,125,1998\n",
            profile=_PROFILE, at="/quantities/displacement",
            message="displacement is mapped, but read from none of 2 sheets", why="the column has another name",
        ),
    ),
    good=(
        good_table(_cars("awd", ""), profile=_PROFILE, why="one sheet that does not state it"),
        good_table(
            "make,model,drive,power,displacement\nBMW,118i,rwd,100,NA\nBMW,120i,rwd,125,NA\n", profile=_PROFILE,
            why="a column in which nothing is known",
        ),
    ),
)  # fmt: skip
class quantity_not_read:  # noqa: N801 - named as the rule
    """A path that leads nowhere may be mistyped, or the data changed: no rule sees the figures any more.

    Only a profile in the repository is held to this; a shipped one maps all that data of its kind may state. Values
    that are there but cannot be read are reported by `value-not-read`; marks such as `NA` stand for nothing.
    """

    def __init__(self) -> None:
        self.sheets = 0
        self.first: Sheet | None = None
        self.read: set[str] = set()

    def add(self, sheet: Sheet) -> None:
        """Note at the paths of which quantities a sheet holds a value."""
        self.sheets += 1
        self.first = self.first or sheet
        if sheet.profile is not None and _is_own(sheet) and not sheet.profile.names <= self.read:
            self.read.update(reached(sheet.profile.quantities, sheet.value))

    def add_columns(self, rows: Rows) -> None:
        """Look at sheets until each quantity was read from one."""
        numbers, columns = rows.numbers.tolist(), rows.columns
        if not numbers:
            return
        self.sheets += len(numbers)
        self.first = self.first or rows.sheet(numbers[0])
        if not _is_own(self.first):
            return
        # a figure may be read anew as one of another quantity
        names = columns.profile.names - set(REREAD)
        self.read |= names & columns.stated_elsewhere
        self.read |= {name for name in names if columns.figures(name).count[rows.numbers].any()}
        for row in numbers:
            if columns.profile.names <= self.read:
                return
            self.read.update(reached(columns.profile.quantities, rows.sheet(row).value))

    def merge(self, later: quantity_not_read) -> None:
        """Take what another has counted."""
        self.sheets += later.sheets
        self.first = self.first or later.first
        self.read |= later.read

    def violations(self) -> Iterator[Violation]:
        """A fault for each quantity that no sheet states, if some are stated."""
        if self.first is None or self.first.profile is None or not _is_own(self.first) or not self.read:
            return
        names, sheets = self.first.profile.names, counted(self.sheets, "sheet")
        unread = sorted(names - self.read)
        if len(unread) > max(MAX_UNREAD, len(names) // 2):
            # a profile for more than this catalog states, such as a copy of a shipped one
            listed = f"{len(unread)} of {len(names)} quantities: {join(unread, ' and ')}"
            yield self._violation(f"{listed}, are mapped, but read from none of {sheets}", "", "/quantities")
            return
        for name in unread:
            message = f"{QUANTITIES[name].label} is mapped, but read from none of {sheets}"
            yield self._violation(message, name, f"/quantities/{name}")

    def _violation(self, message: str, name: str, setting: str) -> Violation:
        remedy = "correct the path in the profile, or remove the line"
        return Violation(message, "", sheet=self.first, arguments=(name,), help=remedy, setting=setting)


@catalog_rule(
    level=Level.WARNING,
    summary="values at the path of a quantity cannot be read",
    needs=("invalid_figures",),
    bad=(
        bad_table(
            _cars("awd", "four in line"), profile=_PROFILE, at="/quantities/displacement",
            message='1 value of displacement cannot be read, as "four in line"',
        ),
    ),
    good=(good_table(_cars("awd", ""), profile=_PROFILE, why="a value that is missing"),),
)  # fmt: skip
class value_not_read:  # noqa: N801 - named as the rule
    """What is not read is not checked.

    A value that is no figure belongs to another column, or is written in a way that the profile has to describe.

    Marks such as `n/a` stand for nothing, and are passed over.
    """

    def __init__(self) -> None:
        self.values: dict[str, Tally] = {}

    def add(self, sheet: Sheet) -> None:
        """Count what cannot be read in a sheet."""
        for invalid in sheet.invalid_figures:
            text = invalid.text
            if text is not None and not (is_missing(text) or is_placeholder_text(text)):
                message = f'"{printable(text)}" is no figure in {invalid.unit}'
                self.values.setdefault(invalid.quantity.name, Tally()).add(sheet, invalid.pointer, message)

    def add_columns(self, rows: Rows) -> None:
        """Count what cannot be read in rows that hold such values."""
        for row in rows.numbers.tolist():
            self.add(rows.sheet(row))

    def merge(self, later: value_not_read) -> None:
        """Take what another has counted."""
        merge_tallies(self.values, later.values)

    def violations(self) -> Iterator[Violation]:
        """A fault for each quantity."""
        for name, values in self.values.items():
            label, example = QUANTITIES[name].label, values.examples[0].message.partition(" is no figure")[0]
            yield values.violation(
                f"{counted(values.count, 'value')} of {label} cannot be read, as {example}",
                f"/quantities/{name}", name=name,
                help_="correct them, map another member, or list marks for nothing under `missing` in the profile",
            )  # fmt: skip


@catalog_rule(
    level=Level.WARNING,
    summary="a word of an identity field is in no vocabulary",
    reads=("identity",),
    bad=(
        bad_table(
            _cars("Frontkratzer", 1499), profile=_PROFILE, at="/identity/drive",
            message='drive "Frontkratzer" is not known, in 1 sheet',
        ),
    ),
    good=(good_table(_cars("Allrad", 1499), profile=_PROFILE, why="a word of the vocabulary"),),
)  # fmt: skip
class unknown_word:  # noqa: N801 - named as the rule
    """An unknown word states nothing, so rules that depend on the field are silent about the sheet.

    The vocabulary knows the words of several languages; a profile adds its own: `words = { "Allrad" = "awd" }`.
    """

    def __init__(self) -> None:
        self.words: Lowest[tuple[str, str], Tally] = Lowest("unknown-words")

    def add(self, sheet: Sheet) -> None:
        """Count the unknown words of a sheet."""
        for word in sheet.unknown_words:
            key = word.field, " ".join(word.text.split()).casefold()
            if tally := self.words.kept(key, Tally):
                tally.add(sheet, word.pointer, printable(word.text))

    def add_columns(self, rows: Rows) -> None:
        """Count the unknown words of rows that state some."""
        columns, states_some = rows.columns, rows.columns.none()
        for field in filter(known_words, columns.profile.identity):
            states_some |= columns.written(field).where(
                partial(_is_unknown, columns.profile.vocabulary, field)
            )
        for row in rows.among(states_some):
            self.add(rows.sheet(row))

    def merge(self, later: unknown_word) -> None:
        """Take what another has counted."""
        merge_lowest(self.words, later.words)

    def violations(self) -> Iterator[Violation]:
        """A fault for each field and word."""
        self.words.note()
        for (field, folded), sheets in self.words.items():
            written = sheets.examples[0].message
            yield sheets.violation(
                f'{field} "{written}" is not known, in {counted(sheets.count, "sheet")}',
                f"/identity/{field}", name=f"{field} {folded}",
                help_=f'add what it means to the profile: {field} = {{ at = …, words = {{ "{written}" = … }} }}',
            )  # fmt: skip
