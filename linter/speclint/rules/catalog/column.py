"""The figures of one column: how large they are, and the unit in which they are meant."""

from __future__ import annotations

from collections import Counter
from functools import cached_property, lru_cache, partial
from itertools import islice
from math import exp, inf, log
from typing import TYPE_CHECKING, Any, NamedTuple

from speclint.quantities.figure import Bound, Figure, as_literal
from speclint.quantities.placeholder import is_placeholder
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import of_kind
from speclint.rules.collector import MAX_EXAMPLES, Tally
from speclint.rules.corrections import read_in
from speclint.rules.outliers import deviations
from speclint.rules.rule import Related
from speclint.sheets.exchange import with_value
from speclint.vehicle.category import limits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.columns.figures import Figures
    from speclint.quantities.limits import Limits
    from speclint.quantities.unit import Unit
    from speclint.sheets.sheet import Sheet

MIN_SHEETS = 10
"""Sheets of which something can be concluded for the whole column by their figures alone."""
MIN_IMPLAUSIBLE = 3
"""Sheets of which it can if most of the figures are implausible beside the others of their sheets."""
BINS = 100
"""Bins of a histogram for each factor of e: figures are counted to 1 %."""
MAX_DEVIATIONS_LEFT = 2 / 3
"""Share of its standard deviations that a figure may keep in the unit that is meant; a judgement: a few old cars lie
outside the bands as they are."""
MAX_USUAL_AS_STATED, MIN_USUAL_CONVERTED = 0.5, 0.9
"""Shares of usual figures in the unit of the profile, and in the unit that is meant."""
MAX_USUAL_IF_NEAR = 0.15
"""The share in the unit of the profile where the units differ by less than a factor of two, as mph and km/h."""
UNREADABLE = frozenset({"structure", "layers"})
"""Groups of rules on what cannot be read."""


ColumnKey = tuple[str, str]
"""The name of a quantity and of a unit."""


class First(NamedTuple):
    """One of the first figures of a column, whose sheet is read only where it is asked for."""

    figure: Figure
    """Its number and unit."""
    may_deviate: Callable[[], bool]
    """Whether it may be implausible beside the others of its sheet."""
    found: Callable[[], tuple[Sheet, Figure]]


class Column:
    """The figures of one quantity in one unit: how many, how large, and examples."""

    def __init__(self, quantity: str, unit: Unit) -> None:
        self.quantity = QUANTITIES[quantity]
        self.unit = unit
        self.count = 0
        self.bins = Counter[int]()
        self.examples = Tally()
        self._first: list[First] = []

    @cached_property
    def first(self) -> list[tuple[Sheet, Figure]]:
        """Of few figures all, of many the first; to be asked for when all are counted."""
        return [first.found() for first in self._first]

    @cached_property
    def _deviations(self) -> list[float]:
        """Those of the first as they are stated."""
        return [deviations(sheet, figure) for sheet, figure in self.first]

    def add(self, sheet: Sheet, figure: Figure) -> None:
        """Count a figure."""
        self.count += 1
        if self.count < MIN_SHEETS:
            self._first.append(First(figure, lambda: True, lambda: (sheet, figure)))
        self.bins[bin_of(figure)] += 1
        self.examples.add_figure(sheet, figure)

    def add_many(
        self, figures: Figures, read: Callable[[int], Sheet], may_deviate: Callable[[int], bool]
    ) -> None:
        """Count the figures of rows, whose sheets can be read; in some of them figures may be implausible."""
        rows, codes = (each[:MIN_SHEETS].tolist() for each in (figures.rows, figures.codes))
        key = self.quantity.name, self.unit.name
        first = [
            First(
                figures.distinct[code], partial(may_deviate, row),
                partial(_nth, read, row, key, place - rows.index(row)),
            )
            for place, (row, code) in enumerate(zip(rows, codes, strict=True))
        ]  # fmt: skip
        self._first += first[: max(0, MIN_SHEETS - 1 - self.count)]
        self.count += len(figures.rows)
        for figure, count in figures.counts():
            self.bins[bin_of(figure)] += count
        self.examples.add_many(
            len(figures.rows), [partial(_example, each.found) for each in first[:MAX_EXAMPLES]]
        )

    def merge(self, later: Column) -> None:
        """Take what another has counted."""
        self._first = [*self._first, *later._first][: MIN_SHEETS - 1]
        self.count += later.count
        self.bins.update(later.bins)
        self.examples.merge(later.examples)

    def __getstate__(self) -> tuple[object, ...]:
        """What is counted; the sheets of the first figures are read for that."""
        first = [(each.figure, each.may_deviate(), each.found()) for each in self._first]
        return self.quantity, self.unit, self.count, self.bins, self.examples, first

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """What was pickled."""
        self.quantity, self.unit, self.count, self.bins, self.examples, first = state
        self._first = [
            First(figure, partial(bool, may_deviate), partial(tuple, found))
            for figure, may_deviate, found in first
        ]

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
        if self.count < MIN_IMPLAUSIBLE:
            return None
        found: dict[Unit, float] = {}
        for unit in of_kind(self.quantity.kind):
            ratio = unit.scale / self.unit.scale
            if unit is self.unit or unit.reciprocal is not self.unit.reciprocal or unit.offset or ratio == 1:
                continue
            ratio = 1 / ratio if unit.reciprocal else ratio
            if self._usual(limits, ratio) >= MIN_USUAL_CONVERTED and self._is_meant(limits, unit, ratio):
                found[unit] = self._distance(limits, ratio)
        return min(found, key=found.__getitem__, default=None)

    def _is_meant(self, limits: Limits, unit: Unit, ratio: float) -> bool:
        """Whether the figures are too seldom usual as they are stated, or fit their sheets in the unit only.

        The latter is asked of the first sheets; of many, one may be odd.
        """
        if self.count >= MIN_SHEETS:
            most = MAX_USUAL_AS_STATED if abs(log(ratio)) >= log(2) else MAX_USUAL_IF_NEAR
            if self._usual(limits, 1.0) <= most:
                return True
        impossible = sum(limits.exceeded_by(first.figure.ends) is not None for first in self._first)
        if impossible == self.count:
            # each alone is found, with what is meant
            return False
        least = len(self._first) / 2
        # most need no sheet to be read
        if impossible + sum(first.may_deviate() for first in self._first) <= least:
            return False
        if impossible + sum(map(bool, self._deviations)) <= least:
            return False
        odd = (
            figure
            for deviation, (sheet, figure) in zip(self._deviations, self.first, strict=True)
            if not (deviation or not limits.are_usual(figure.ends))
            or _deviations_in(sheet, figure, unit) > MAX_DEVIATIONS_LEFT * deviation
        )
        return len(list(islice(odd, 2))) <= (self.count >= MIN_SHEETS)

    def _usual(self, limits: Limits, ratio: float) -> float:
        low, high = (BINS * log(limit / ratio) for limit in (limits.usual_least or 1e-9, limits.usual_most))
        return sum(count for number, count in self.bins.items() if low <= number <= high) / self.count

    def _distance(self, limits: Limits, ratio: float) -> float:
        """How far the median lies from the middle of what is usual, as a logarithm."""
        return abs(log(self.median * ratio) - log((limits.usual_least or 1e-9) * limits.usual_most) / 2)


def bin_of(figure: Figure) -> int:
    """The bin in which a figure is counted."""
    return round(BINS * log(figure.value))


def _nth(read: Callable[[int], Sheet], row: int, key: ColumnKey, number: int) -> tuple[Sheet, Figure]:
    """The sheet of a row, and that of its figures in a column."""
    sheet = read(row)
    return sheet, [figure for figure, _ in _limited_in(sheet, key[0]) if figure.unit.name == key[1]][number]


def _example(found: Callable[[], tuple[Sheet, Figure]]) -> Related:
    sheet, figure = found()
    return Related(str(figure), figure.name, sheet)


def impossible_in(sheet: Sheet) -> list[ColumnKey]:
    """The columns in which a sheet has a figure that no vehicle has."""
    return [key for key, figure, limits in limited(sheet) if limits.exceeded_by(figure.ends) is not None]


def _deviations_in(sheet: Sheet, figure: Figure, unit: Unit) -> float:
    """Standard deviations of a figure from what the others of its sheet allow if its number is one of another unit."""
    if isinstance(figure.stated, tuple | Bound):
        return inf
    number = read_in(figure, figure.stated, unit)
    changed = with_value(sheet, figure.name, as_literal(number)) if number else sheet
    found = changed.measured_at(figure.name)
    return deviations(changed, found[1]) if found else inf


@lru_cache(maxsize=1)
def limited(sheet: Sheet) -> list[tuple[ColumnKey, Figure, Limits]]:
    """The figures of a sheet that have limits, placeholders aside; two rules look at them in turn."""
    return [
        ((name, figure.unit.name), figure, limits)
        for name in sheet.measurands
        for figure, limits in _limited_in(sheet, name)
    ]


def _limited_in(sheet: Sheet, quantity: str) -> Iterator[tuple[Figure, Limits]]:
    """Those of one quantity."""
    limits = limits_of(sheet, quantity)
    for measurand in sheet.measurands[quantity] if limits is not None else ():
        for figure in measurand.figures:
            if limits is not None and 0 < figure.value < inf and not is_placeholder(figure):
                yield figure, limits
