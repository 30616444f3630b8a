"""Files of a catalog from which nothing is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.documents.message_text import printable
from speclint.rules.catalog.examples import profile, table
from speclint.rules.collector import Tally
from speclint.rules.rule import Level, Violation, bad_table, catalog_rule, good_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.rows import Rows
    from speclint.sheets.sheet import Sheet

_UNBUILT = frozenset({"expected", "concept", "announced"})
"""What is known of a car before there are figures."""

_PROFILE = profile(power="kW").replace("cars.csv", "*.csv")
_CARS = table("make,model,power", ("BMW", "118i", 100), ("BMW", "120i", 125))


@catalog_rule(
    level=Level.WARNING,
    summary="a file in which no figure is found, beside files with figures",
    reads=("figures", "invalid_pointers", "layers", "status"),
    bad=(
        bad_table(
            {"cars.csv": _CARS, "prices.csv": table("make,model,price", ("BMW", "Z4", 50000))},
            profile=_PROFILE, at="/sheets/files", message='no figure is read from 1 of 2 files, as "prices.csv"',
            why="a table without a column that the profile maps",
        ),
    ),
    good=(
        good_table({"cars.csv": _CARS, "more.csv": table("make,model,power", ("BMW", "Z4", 145))}, profile=_PROFILE),
    ),
)  # fmt: skip
class file_without_figures:  # noqa: N801 - named as the rule
    """A file from which nothing is read is not checked: it is no sheet, or is written in another way.

    Layers that sheets inherit from may hold none, and so may sheets of cars that are only expected or announced.
    """

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.layers: set[str] = set()
        self.layered: list[Rows] = []
        """Rows with layers that are not known yet."""
        self.unread: dict[str, Sheet] = {}

    def add(self, sheet: Sheet) -> None:
        """Note the file of a sheet, and whether it has figures, or faults that hide them."""
        self.layers.update(layer.path for layer in sheet.layers[:-1])
        self._note(sheet)

    def _note(self, sheet: Sheet) -> None:
        if sheet.measurands or sheet.invalid_pointers or sheet.field("status") in _UNBUILT:
            self.read.add(sheet.path)
        elif sheet.path not in self.read:
            self.unread.setdefault(sheet.path, sheet)

    def add_columns(self, rows: Rows) -> None:
        """Note the files of rows; their layers are read only if some file is without figures."""
        columns, start = rows.columns, 0
        paths = [*map(columns.files.values.__getitem__, columns.files.codes[rows.numbers].tolist())]
        has_figures = (columns.figures_read > 0) | columns.is_word("status", *_UNBUILT)
        if "layers" in columns.facets:
            self.layered.append(replace(rows, numbers=rows.numbers[columns.facets["layers"][rows.numbers]]))
        for position in (~has_figures[rows.numbers]).nonzero()[0].tolist():
            self.read.update(paths[start:position])
            self._note(rows.sheet(int(rows.numbers[position])))
            start = position + 1
        self.read.update(paths[start:])

    def violations(self) -> Iterator[Violation]:
        """The fault, if some files have figures and others have none."""
        if not self.unread.keys() <= self.read:
            sheets = (rows.sheet(row) for rows in self.layered for row in rows.numbers.tolist())
            self.layers.update(layer.path for sheet in sheets for layer in sheet.layers[:-1])
        known = self.read | self.layers
        unread = {path: sheet for path, sheet in self.unread.items() if path not in known}
        if not (unread and self.read):
            return
        files = Tally()
        for sheet in unread.values():
            files.add(sheet, "", "no figure is read here")
        name = next(iter(unread)).rpartition("/")[2]
        counted = f"{len(unread):,} of {len(unread) + len(self.read):,} files"
        yield files.violation(
            f'no figure is read from {counted}, as "{printable(name)}"',
            "/sheets/files", name="",
            help_="narrow `files` in the profile to the sheets, or write another profile for these files",
        )  # fmt: skip
