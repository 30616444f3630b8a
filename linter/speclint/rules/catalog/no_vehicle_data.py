"""Sheets of which most are not about vehicles."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from speclint.rules.catalog.column import MIN_IMPLAUSIBLE, MIN_SHEETS, UNREADABLE, ColumnKey, impossible_in
from speclint.rules.catalog.columns import Columns
from speclint.rules.catalog.examples import profile, table
from speclint.rules.collector import Tally, merge_tallies
from speclint.rules.rule import Level, bad_table, catalog_rule, good_table
from speclint.vehicle.features import READS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.quantities.figure import Figure
    from speclint.rules.rows import Rows
    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet

MIN_COLUMNS = 3
"""Columns in which each of a few sheets must be impossible: of a car, one or two may be entry errors."""
MIN_IMPOSSIBLE = 0.5
"""Share of sheets with impossible figures above which they are not about vehicles."""

_AIRCRAFT = profile(top_speed="km/h", length="m")


def _aircraft(speed: int, length: int) -> str:
    rows = (("Nord", f"M{number}", speed + number, length + number % 2) for number in range(10))
    return table("make,model,top_speed,length", *rows)


@catalog_rule(
    level=Level.ERROR,
    summary="most sheets hold figures that no road vehicle has",
    reads=tuple(dict.fromkeys(("figures", "status", *READS))),
    bad=(
        bad_table(
            _aircraft(850, 37), profile=_AIRCRAFT, at="/quantities",
            message="10 of 10 sheets hold figures that no road vehicle has, as 850 km/h: they are no data of vehicles, "
            "or units are wrong",
            why="aircraft",
        ),
        bad_table(
            table("make,model,top_speed,length,power,mass_kerb", *(("Nord", f"M{n}", 850 + n, 37, 9000, 42000) for n in range(3))),
            profile=profile(top_speed="km/h", length="m", power="kW", mass_kerb="kg"), at="/quantities",
            message="3 of 3 sheets hold figures that no road vehicle has, as 850 km/h: they are no data of vehicles, "
            "or units are wrong",
            why="a few aircraft",
        ),
    ),
    good=(
        good_table(_aircraft(150, 4), profile=_AIRCRAFT),
        good_table("make,model,top_speed,length\nFord,Ka,158,3.6\nKia,Rio,173,4.1\nVW,Lupo,159,3.5\n", profile=_AIRCRAFT,
            why="few cars"),
    ),
)  # fmt: skip
class no_vehicle_data:  # noqa: N801 - named as the rule
    """Where most sheets break hard limits, each finding alone is of no use: the files are about something else.

    Aircraft and ships have lengths, masses and speeds too. Or the profile maps several columns in wrong units.
    """

    def __init__(self) -> None:
        self.columns = Columns()
        self.sheets = 0
        self.by_columns = Counter[frozenset[ColumnKey]]()
        self.impossible: dict[ColumnKey, Tally] = {}

    def add(self, sheet: Sheet) -> None:
        """Count a sheet that has figures by the columns in which they are impossible."""
        self.sheets += bool(sheet.measurands)
        self._add_impossible(sheet, self.columns.add(sheet))

    def add_columns(self, rows: Rows) -> None:
        """Count the rows that have figures, and those with impossible ones by their columns."""
        from speclint.rules.catalog.by_column import impossible

        self.sheets += int((rows.columns.figures_read[rows.numbers] > 0).sum())
        self.columns.add_columns(rows)
        for row in impossible(rows):
            sheet = rows.sheet(row)
            self._add_impossible(sheet, impossible_in(sheet))

    def _add_impossible(self, sheet: Sheet, keys: Iterable[ColumnKey]) -> None:
        impossible = {key: _figure_of(sheet, key) for key in keys}
        found = {key: figure for key, figure in impossible.items() if not _is_copy(sheet, figure)}
        if found:
            self.by_columns[frozenset(found)] += 1
            for key, figure in found.items():
                self.impossible.setdefault(key, Tally()).add(sheet, figure.name, str(figure))

    def merge(self, later: no_vehicle_data) -> None:
        """Take what another has counted."""
        self.columns.merge(later.columns)
        self.sheets += later.sheets
        self.by_columns.update(later.by_columns)
        merge_tallies(self.impossible, later.impossible)

    def violations(self) -> Iterator[Violation]:
        """The fault, if most sheets have impossible figures besides those of columns in another unit."""
        least_sheets = MIN_IMPOSSIBLE * self.sheets
        if self.sheets < MIN_IMPLAUSIBLE or self.by_columns.total() <= least_sheets:
            return
        are_many = self.sheets >= MIN_SHEETS
        explained = self.columns.in_other_units().keys() if are_many else set()
        least = 1 if are_many else MIN_COLUMNS
        count = sum(count for keys, count in self.by_columns.items() if len(keys - explained) >= least)
        if count <= least_sheets:
            return
        left = {key: tally for key, tally in self.impossible.items() if key not in explained}
        worst = max(left, key=lambda key: (left[key].count, key))
        example = left[worst].examples[0].message
        yield left[worst].violation(
            f"{count:,} of {self.sheets:,} sheets hold figures that no road vehicle has, as {example}: they are no data "
            "of vehicles, or units are wrong",
            "/quantities", name="", help_="correct the units in the profile, or leave the files out",
            explains=lambda _sheet, rule, _violation: rule.group not in UNREADABLE,
        )  # fmt: skip


def _figure_of(sheet: Sheet, key: ColumnKey) -> Figure:
    """The first figure of a sheet in a column."""
    figures = (figure for measurand in sheet.stated(key[0]) for figure in measurand.figures)
    return next(figure for figure in figures if figure.unit.name == key[1])


def _is_copy(sheet: Sheet, figure: Figure) -> bool:
    """Whether another quantity of the sheet has the same number: one column was filled from the other."""
    others = (measurands for name, measurands in sheet.measurands.items() if name != figure.quantity.name)
    return any(figure.stated == its.stated for found in others for each in found for its in each.figures)
