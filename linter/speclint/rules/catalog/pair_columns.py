"""Counting pairs of quantities in columns."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from math import log, nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from speclint.quantities.table import QUANTITIES
from speclint.rules.catalog.pairs import MIN_NUMBER, MIN_VALUES, NEAR, SAME_KIND, Pair
from speclint.rules.collector import MAX_EXAMPLES
from speclint.rules.rule import Related

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.columns.figures import Booleans, Figures, Floats
    from speclint.quantities.figure import Figure
    from speclint.rules.rows import Rows
    from speclint.sheets.sheet import Sheet


def add_pairs(pairs: dict[tuple[str, str], Pair], rows: Rows) -> None:
    """Count the pairs of figures whose numbers would not be equal by chance."""
    # the columns of many blocks of rows are not to be held
    for pair in pairs.values():
        pair.settle()
    numbers = [
        found
        for quantity in sorted(rows.columns.quantities)
        if (found := _numbers(rows, quantity)) is not None
    ]
    new: list[tuple[int, tuple[str, str], Pair]] = []
    for one, other in combinations(numbers, 2):
        key = one.name, other.name
        if not rows.may_have_faults(*key):
            continue
        if one.kind != other.kind:
            states_both = one.is_large & other.is_large
        elif key in SAME_KIND:
            states_both = one.is_stated & other.is_stated
        else:
            continue
        if states_both.any():
            pair = pairs.get(key) or Pair()
            new.append((int(states_both.argmax()), key, pair))
            _add_pair(pair, one, other, states_both, rows)
    for _, key, pair in sorted(new, key=lambda found: found[0]):
        pairs.setdefault(key, pair)


class _Numbers(NamedTuple):
    """The numbers of a quantity, by row."""

    name: str
    kind: str
    figures: Figures
    is_stated: Booleans
    """The rows that are looked at and state it once."""
    is_large: Booleans
    """Those of them with a number that is often equal to no other by chance."""
    logarithm: Floats

    def first(self, row: int) -> Figure:
        """The figure of a row that states it once."""
        return self.figures.distinct[int(self.figures.first.codes[row])]


def _numbers(rows: Rows, quantity: str) -> _Numbers | None:
    figures = rows.columns.figures(quantity)
    if QUANTITIES[quantity].is_counted or not figures.distinct:
        return None
    written = [float(figure.numbers[0]) for figure in figures.distinct]
    number = np.array([*written, nan])[figures.first.codes]
    logarithm = np.array([*(log(each) if each > 0 else nan for each in written), nan])[figures.first.codes]
    is_stated = rows.columns.at(rows.numbers) & (figures.count == 1) & (number > 0)
    is_large = is_stated & (number >= MIN_NUMBER)
    return _Numbers(quantity, QUANTITIES[quantity].kind, figures, is_stated, is_large, logarithm)


def _add_pair(pair: Pair, one: _Numbers, other: _Numbers, states_both: Booleans, rows: Rows) -> None:
    near = np.flatnonzero(states_both & (np.abs(one.logarithm - other.logarithm) < NEAR))
    alike = near[one.logarithm[near] == other.logarithm[near]].tolist()
    equal = [row for row in alike if one.first(row).stated == other.first(row).stated]
    pair.count += int(np.count_nonzero(states_both))
    pair.near += len(near) - len(equal)
    for row in equal if len(pair.values) < MIN_VALUES else ():
        if len(pair.values) < MIN_VALUES:
            pair.values.add(float(one.first(row).numbers[0]))
    for tally, name in zip(pair.equal, (one.name, other.name), strict=True):
        tally.add_many(
            len(equal),
            [
                partial(_of_pair, rows.sheet, row, name, (one.name, other.name))
                for row in equal[:MAX_EXAMPLES]
            ],
        )
    pair.later.append(partial(_add_sums, pair, rows, (one.name, other.name), equal, states_both))


def _add_sums(
    pair: Pair, rows: Rows, names: tuple[str, str], equal: list[int], states_both: Booleans
) -> None:
    """Add the logarithms of both numbers to the sums of a pair."""
    is_equal = rows.columns.at(np.array(equal, dtype=np.int64))
    for place, name in enumerate(names):
        numbers = _numbers(rows, name)
        for sums, chosen in ((pair.of_equal, is_equal), (pair.of_others, states_both & ~is_equal)):
            # one after the other, as they are added of sheets
            found = np.zeros(0) if numbers is None else numbers.logarithm[chosen]
            sums[place] = float(np.cumsum(np.concatenate(([sums[place]], found)))[-1])


def _of_pair(read: Callable[[int], Sheet], row: int, name: str, names: tuple[str, str]) -> Related:
    sheet = read(row)
    one, other = (sheet.stated(each)[0].sharpest for each in names)
    return Related(f"{one.labelled}, and {other.labelled}", sheet.stated(name)[0].sharpest.name, sheet)
