"""A column in another unit than the profile states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.quantities.figure import Bound, write
from speclint.rules.catalog.column import UNREADABLE
from speclint.rules.catalog.columns import Columns
from speclint.rules.catalog.examples import profile, table
from speclint.rules.corrections import corrected, read_in
from speclint.rules.rule import Level, bad_table, catalog_rule, good_table
from speclint.vehicle.features import READS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.quantities.unit import Unit
    from speclint.rules.catalog.column import Column, ColumnKey
    from speclint.rules.rows import Rows
    from speclint.rules.rule import Correction, Explains, Rule, Violation
    from speclint.sheets.sheet import Sheet


def _in_column(key: ColumnKey) -> Explains:
    """Explains what is found in figures of one column."""

    def explains(sheet: Sheet, rule: Rule, violation: Violation) -> bool:
        if rule.group in UNREADABLE:
            return False
        measured = filter(None, map(sheet.measured_at, violation.names))
        return any((measurand.quantity.name, figure.unit.name) == key for measurand, figure in measured)

    return explains


_INCHES = (97, 121, 140, 151, 200, 250, 302, 318, 350, 400)


def _engines(unit: str, sizes: Iterable[int]) -> dict[str, str]:
    rows = (("Nord", f"M{number}", size) for number, size in enumerate(sizes))
    return {"rows": table("make,model,displacement", *rows), "profile": profile(displacement=unit)}


_HEAD = "make,model,displacement,power,mass_kerb"
_WITH_POWER = profile(displacement="cm³", power="hp", mass_kerb="lb")
_FEW = table(
    _HEAD, ("AMC", "Ambassador Brougham", 360, 175, 3821), ("AMC", "Ambassador DPL", 390, 190, 3850),
    ("AMC", "Ambassador SST", 304, 150, 3672),
)  # fmt: skip
_SMALL = table(
    _HEAD,
    ("Subaru", "360", 356, 16, 849),
    ("Fiat", "500", 479, 13, 1036),
    ("BMW", "Isetta 300", 298, 13, 770),
)


@catalog_rule(
    level=Level.ERROR,
    summary="a whole column is in another unit than the profile states",
    reads=tuple(dict.fromkeys(("figures", "value", "status", *READS))),
    bad=(
        bad_table(
            _FEW, profile=_WITH_POWER, at="/quantities/displacement",
            message="displacement of 3 sheets is mapped in cm³, but their figures are usual in cu in",
            why="none of the figures is usual, and most are implausible beside those of the same car",
        ),
        bad_table(
            **_engines("cm³", _INCHES), at="/quantities/displacement",
            message="displacement of 10 sheets is mapped in cm³, but their figures are usual in cu in",
            why="engines in cubic inches",
        ),
    ),
    good=(
        good_table(**_engines("cm³", (16 * size for size in _INCHES))),
        good_table(**_engines("cu in", _INCHES), why="the unit that they are in"),
        good_table(_SMALL, profile=_WITH_POWER, why="microcars"),
    ),
)  # fmt: skip
class column_in_another_unit:  # noqa: N801 - named as the rule
    """A column that is read in another unit than it is written in is wrong in every sheet.

    Such a fault is in the profile, or in the header of the table: cubic inches under cc, pounds under kg, miles per
    hour under km/h. Most figures lie outside the usual range of the quantity, and nearly all inside it in one other
    unit. Units that differ by little, such as PS and hp, cannot be distinguished so.

    Or, by the first sheets, three to nine: most figures are implausible beside the others of their sheets, the rest
    unusual, and all plausible in the other unit; of ten sheets and more one of the nine may be odd.
    """

    def __init__(self) -> None:
        self.columns = Columns()

    def add(self, sheet: Sheet) -> None:
        """Count the figures of a sheet."""
        self.columns.add(sheet)

    def add_columns(self, rows: Rows) -> None:
        """Count the figures of rows."""
        self.columns.add_columns(rows)

    def merge(self, later: column_in_another_unit) -> None:
        """Take what another has counted."""
        self.columns.merge(later.columns)

    def violations(self) -> Iterator[Violation]:
        """A fault for each such column."""
        for key, unit in self.columns.in_other_units().items():
            column = self.columns.columns[key]
            label, name = column.quantity.label, column.quantity.name
            message = (
                f"{label} of {column.count:,} sheets is mapped in {column.unit.name}, but their figures are usual "
                f"in {unit.name}"
            )
            violation = column.examples.violation(
                message, f"/quantities/{name}", name=f"{name} {column.unit.name}",
                help_=f'map it in "{unit.name}"', explains=_in_column(key),
            )  # fmt: skip
            yield replace(violation, corrections=tuple(_first_corrected(column, unit, message)))


def _first_corrected(column: Column, unit: Unit, message: str) -> Iterator[Correction]:
    """What the first figure of the column should be, as an example."""
    figure = column.first[0][1]
    if isinstance(figure.stated, tuple | Bound):
        return
    number = read_in(figure, figure.stated, unit)
    if number is not None:
        because = f"{write(figure.stated)} {unit.name} is {write(number)} {figure.unit.name}"
        yield corrected(figure, number, because, message, f"{unit.name} in a {figure.unit.name} place")
