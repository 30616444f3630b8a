"""Counting in columns what collectors count in sheets: each different text, figure and pair of figures once."""

from __future__ import annotations

from functools import partial
from math import inf, nan
from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.features import features
from speclint.columns.vehicles import categories
from speclint.quantities.placeholder import is_placeholder
from speclint.rules.catalog.column import MIN_SHEETS, Column, ColumnKey
from speclint.rules.collector import MAX_EXAMPLES
from speclint.rules.outlying import deviations_by, outlying_rows, rows_of, suspects
from speclint.vehicle.category import limits_in
from speclint.vehicle.features import BATTERIES

NAMES = ("model", "variant", "trim")
"""Identity fields that may name a battery capacity."""

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from speclint.columns.coded import Coded
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Figures, Integers
    from speclint.quantities.unit import Unit
    from speclint.rules.collector import Tally
    from speclint.rules.rows import Rows
    from speclint.rules.rule import Related


class Examples:
    """Examples that are found in another order than that of their rows."""

    def __init__(self, example: Callable[[int, str, str], Related]) -> None:
        """Take what gives a row as an example of a text in a field."""
        self._example = example
        self._found: dict[int, tuple[Tally, dict[int, tuple[str, str]]]] = {}

    def add(self, tally: Tally, count: int, first: Mapping[int, tuple[str, str]]) -> None:
        """Count so many sheets, with the first of their rows, each with the field and text that it states."""
        tally.count += count
        found = self._found.get(id(tally))
        if found is None:
            self._found[id(tally)] = tally, dict(first)
        elif len(found[1]) < MAX_EXAMPLES or max(found[1]) > min(first):
            known = found[1]
            known.update(first)
            for row in sorted(known)[MAX_EXAMPLES:]:
                del known[row]

    def settle(self) -> None:
        """Give each tally its first examples."""
        for tally, known in self._found.values():
            tally.add_many(0, [partial(self._example, row, *known[row]) for row in sorted(known)])


def texts(rows: Rows, *fields: str) -> Iterator[tuple[tuple[str | None, ...], int, list[int]]]:
    """The different texts of some fields, in order of the first rows that state them.

    Each with the count of rows that state it, and the first of them.
    """
    found = rows.columns.combined(*map(rows.columns.text, fields))
    codes = found.codes[rows.numbers]
    order = np.argsort(codes, kind="stable")
    distinct, starts, counts = np.unique(codes[order], return_index=True, return_counts=True)
    first, in_order = rows.numbers[order].tolist(), np.argsort(order[starts])
    for code, start, count in zip(
        *(each[in_order].tolist() for each in (distinct, starts, counts)), strict=True
    ):
        yield found.values[code], count, first[start : start + min(count, MAX_EXAMPLES)]


def may_be_exchanged(rows: Rows, far: float, is_name: Callable[[str], bool]) -> Booleans:
    """The rows that may have exchanged a figure with the row before, if they are of one file.

    Args:
        rows: those that are compared.
        far: standard deviations by which a figure that was exchanged lies outside what the others imply.
        is_name: whether a name holds a battery capacity.
    """
    columns, numbers = rows.columns, rows.numbers
    names_capacity = columns.figure(*BATTERIES).is_stated & np.logical_or.reduce(
        [columns.text(name).where(is_name) for name in NAMES]
    )
    make, found = columns.word("make").codes, columns.none()
    before, after = numbers[:-1], numbers[1:]
    found[after] = names_capacity[before] & names_capacity[after]
    for kinds in features(columns).kinds.values:
        for kind in kinds:
            is_low, is_high = _farthest(columns, kinds, kind, far)
            opposite = (is_low[before] & is_high[after]) | (is_high[before] & is_low[after])
            found[after] |= opposite.any(axis=1)
    found[after] &= make[before] == make[after]
    return found


def _farthest(columns: Columns, kinds: tuple[str, ...], kind: str, far: float) -> tuple[Booleans, Booleans]:
    """By row of these kinds, and by feature, what may deviate most by the model of one kind: below and above."""
    sizes, slack, _ = deviations_by(columns, kinds, kind)
    is_far = suspects(sizes, slack) & (np.abs(sizes) + slack >= far)
    is_low, is_high = np.zeros((2, columns.size, sizes.shape[1]), dtype=np.bool_)
    own = rows_of(columns, kinds)
    is_low[own], is_high[own] = is_far & (sizes - slack < 0), is_far & (sizes + slack > 0)
    return is_low, is_high


def impossible(rows: Rows) -> list[int]:
    """The rows with a figure that no vehicle has."""
    table, found = rows.columns, rows.columns.none()
    for quantity in table.quantities:
        found[_limited(table, quantity)[0]] = True
    return rows.among(found)


def add_figures(columns: dict[ColumnKey, Column], rows: Rows) -> None:
    """Count the figures that have limits."""
    table = rows.columns
    is_meant = table.at(rows.numbers)
    order: list[tuple[int, ColumnKey, Column]] = []
    for quantity in table.quantities:
        for unit, figures in _limited(table, quantity)[1]:
            own = figures.at(is_meant[figures.rows])
            if len(own.rows) and rows.may_have_faults(quantity, first=own.rows[:MIN_SHEETS].tolist()):
                key = quantity, unit.name
                column = columns.get(key) or Column(quantity, unit)
                order.append((int(own.rows[0]), key, column))
                column.add_many(own, rows.sheet, partial(_may_deviate, rows))
    for _, key, column in sorted(order, key=lambda found: found[0]):
        columns.setdefault(key, column)


def _may_deviate(rows: Rows, row: int) -> bool:
    # after an edit few sheets are read, which is cheaper than a look at all rows
    return rows.edit is not None or bool(rows.columns.once(outlying_rows)[row])


def _limited(table: Columns, quantity: str) -> tuple[Integers, list[tuple[Unit, Figures]]]:
    """The rows with an impossible figure of a quantity, and by unit its figures that have limits at both ends."""
    return table.once(_limited_by_unit, quantity)


def _limited_by_unit(table: Columns, quantity: str) -> tuple[Integers, list[tuple[Unit, Figures]]]:
    figures, kinds = table.figures(quantity), table.once(_kinds)
    if not len(figures.rows):
        return figures.rows, []
    is_counted = [0 < figure.value < inf and not is_placeholder(figure) for figure in figures.distinct]
    figures = figures.at(np.array(is_counted)[figures.codes])
    limits = [limits_in(category or "", powertrain, quantity) for category, powertrain in kinds.values]
    kind = kinds.codes[figures.rows]
    least, most = (
        np.array([nan if each is None else getattr(each, end) for each in limits])[kind]
        for end in ("least", "most")
    )
    ends = [figure.ends for figure in figures.distinct]
    low = np.array([end.high for end, _ in ends])[figures.codes]
    high = np.array([end.low for _, end in ends])[figures.codes]
    outside = figures.rows[(low < least) | (high > most)]
    figures = figures.at((most < inf) & (least > 0))
    units = {figure.unit.name: figure.unit for figure in figures.distinct}
    numbers = {name: number for number, name in enumerate(units)}
    unit_of = np.array([numbers[figure.unit.name] for figure in figures.distinct])[figures.codes]
    return outside, [(unit, figures.at(unit_of == numbers[name])) for name, unit in units.items()]


def _kinds(table: Columns) -> Coded[tuple[str | None, ...]]:
    """What limits depend on."""
    return table.combined(categories(table), table.word("powertrain"))
