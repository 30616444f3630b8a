"""Faults of whole columns: another unit than the profile states, and figures that no vehicle has."""

from __future__ import annotations

from collections import Counter
from math import exp, inf, log
from typing import TYPE_CHECKING

from speclint.quantities.placeholder import is_placeholder
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import of_kind
from speclint.rules.catalog.examples import profile, table
from speclint.rules.collector import Tally
from speclint.rules.rule import Level, bad_table, catalog_rule, good_table
from speclint.vehicle.category import limits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.quantities.figure import Figure
    from speclint.quantities.limits import Limits
    from speclint.quantities.unit import Unit
    from speclint.rules.rule import Explains, Rule, Violation
    from speclint.sheets.sheet import Sheet

MIN_SHEETS = 10
"""Sheets of which something can be concluded for the whole column."""
BINS = 100
"""Bins of a histogram for each factor of e: figures are counted to 1 %."""
MAX_USUAL_AS_STATED, MIN_USUAL_CONVERTED = 0.5, 0.9
"""Shares of usual figures in the unit of the profile, and in the unit that is meant."""
MAX_USUAL_IF_NEAR = 0.15
"""The share in the unit of the profile where the units differ by less than a factor of two, as mph and km/h."""
MIN_IMPOSSIBLE = 0.5
"""Share of sheets with impossible figures above which they are not about vehicles."""
UNREADABLE = frozenset({"structure", "layers"})
"""Groups of rules on what cannot be read."""

ColumnKey = tuple[str, str]
"""The name of a quantity and of a unit."""


class Column:
    """The figures of one quantity in one unit: how many, how large, and examples."""

    def __init__(self, quantity: str, unit: Unit) -> None:
        self.quantity = QUANTITIES[quantity]
        self.unit = unit
        self.count = 0
        self.bins = Counter[int]()
        self.examples = Tally()

    def add(self, sheet: Sheet, figure: Figure) -> None:
        """Count a figure."""
        self.count += 1
        self.bins[round(BINS * log(figure.value))] += 1
        self.examples.add(sheet, figure.name, str(figure))

    @property
    def median(self) -> float:
        """The median in the reference unit."""
        seen = 0
        for number in sorted(self.bins):
            seen += self.bins[number]
            if 2 * seen >= self.count:
                return exp(number / BINS)
        return 0.0

    def meant_unit(self, limits: Limits) -> Unit | None:
        """The unit in which the figures are usual, while in that of the profile they are not; else None."""
        if self.count < MIN_SHEETS:
            return None
        stated = self._usual(limits, 1.0)
        found: dict[Unit, float] = {}
        for unit in of_kind(self.quantity.kind):
            ratio = unit.scale / self.unit.scale
            if unit is self.unit or unit.reciprocal is not self.unit.reciprocal or unit.offset or ratio == 1:
                continue
            ratio = 1 / ratio if unit.reciprocal else ratio
            most = MAX_USUAL_AS_STATED if abs(log(ratio)) >= log(2) else MAX_USUAL_IF_NEAR
            if stated <= most and self._usual(limits, ratio) >= MIN_USUAL_CONVERTED:
                found[unit] = self._distance(limits, ratio)
        return min(found, key=found.__getitem__, default=None)

    def _usual(self, limits: Limits, ratio: float) -> float:
        low, high = (BINS * log(limit / ratio) for limit in (limits.usual_least or 1e-9, limits.usual_most))
        return sum(count for number, count in self.bins.items() if low <= number <= high) / self.count

    def _distance(self, limits: Limits, ratio: float) -> float:
        """How far the median lies from the middle of what is usual, as a logarithm."""
        return abs(log(self.median * ratio) - log((limits.usual_least or 1e-9) * limits.usual_most) / 2)


class Columns:
    """The columns of a catalog whose quantities have limits."""

    def __init__(self) -> None:
        self.columns: dict[ColumnKey, Column] = {}

    def add(self, sheet: Sheet) -> list[ColumnKey]:
        """Count the figures of a sheet; gives the columns in which it has a figure that no vehicle has."""
        impossible = []
        for name, measurands in sheet.measurands.items():
            limits = limits_of(sheet, name)
            for measurand in measurands if limits else ():
                for figure in measurand.figures:
                    if limits is None or not 0 < figure.value < inf or is_placeholder(figure):
                        continue
                    key = name, figure.unit.name
                    if limits.most < inf and limits.least > 0:
                        self.columns.setdefault(key, Column(name, figure.unit)).add(sheet, figure)
                    if limits.exceeded_by(figure.ends) is not None:
                        impossible.append(key)
        return impossible

    def in_other_units(self) -> dict[ColumnKey, Unit]:
        """The columns that are in another unit than the profile states, with that unit."""
        found = {}
        for key, column in self.columns.items():
            limits = column.quantity.limits
            unit = column.meant_unit(limits) if limits else None
            if unit is not None:
                found[key] = unit
        return found


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


@catalog_rule(
    level=Level.ERROR,
    summary="a whole column is in another unit than the profile states",
    reads=("figures", "powertrain", "category"),
    bad=(
        bad_table(
            **_engines("cm³", _INCHES), at="/quantities/displacement",
            message="displacement of 10 sheets is mapped in cm³, but their figures are usual in cu in",
            why="engines in cubic inches",
        ),
    ),
    good=(
        good_table(**_engines("cm³", (16 * size for size in _INCHES))),
        good_table(**_engines("cu in", _INCHES), why="the unit that they are in"),
    ),
)  # fmt: skip
class column_in_another_unit:  # noqa: N801 - named as the rule
    """A column that is read in another unit than it is written in is wrong in every sheet.

    Such a fault is in the profile, or in the header of the table: cubic inches under cc, pounds under kg, miles per
    hour under km/h. Most figures lie outside the usual range of the quantity, and nearly all inside it in one other
    unit. Units that differ by little, such as PS and hp, cannot be distinguished so.
    """

    def __init__(self) -> None:
        self.columns = Columns()

    def add(self, sheet: Sheet) -> None:
        """Count the figures of a sheet."""
        self.columns.add(sheet)

    def violations(self) -> Iterator[Violation]:
        """A fault for each such column."""
        for key, unit in self.columns.in_other_units().items():
            column = self.columns.columns[key]
            label, name = column.quantity.label, column.quantity.name
            yield column.examples.violation(
                f"{label} of {column.count:,} sheets is mapped in {column.unit.name}, but their figures are usual "
                f"in {unit.name}",
                f"/quantities/{name}", name=f"{name} {column.unit.name}",
                help_=f'map it in "{unit.name}"', explains=_in_column(key),
            )  # fmt: skip


_AIRCRAFT = profile(top_speed="km/h", length="m")


def _aircraft(speed: int, length: int) -> str:
    rows = (("Nord", f"M{number}", speed + number, length + number % 2) for number in range(10))
    return table("make,model,top_speed,length", *rows)


@catalog_rule(
    level=Level.ERROR,
    summary="most sheets hold figures that no road vehicle has",
    reads=("figures", "powertrain", "category"),
    bad=(
        bad_table(
            _aircraft(850, 37), profile=_AIRCRAFT, at="/quantities",
            message="10 of 10 sheets hold figures that no road vehicle has, as 850 km/h: they are no data of vehicles, "
            "or units are wrong",
            why="aircraft",
        ),
    ),
    good=(good_table(_aircraft(150, 4), profile=_AIRCRAFT),),
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
        impossible = frozenset(self.columns.add(sheet))
        if impossible:
            self.by_columns[impossible] += 1
            for key in impossible:
                figures = (figure for measurand in sheet.stated(key[0]) for figure in measurand.figures)
                figure = next(figure for figure in figures if figure.unit.name == key[1])
                self.impossible.setdefault(key, Tally()).add(sheet, figure.name, str(figure))

    def violations(self) -> Iterator[Violation]:
        """The fault, if most sheets have impossible figures besides those of columns in another unit."""
        if self.sheets < MIN_SHEETS:
            return
        explained = self.columns.in_other_units().keys()
        count = sum(count for keys, count in self.by_columns.items() if keys - explained)
        if count <= MIN_IMPOSSIBLE * self.sheets:
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
