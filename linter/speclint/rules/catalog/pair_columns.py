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

    from speclint.columns.figures import Booleans, Figures, Floats, Integers
    from speclint.rules.rows import Rows
    from speclint.sheets.sheet import Sheet


def add_pairs(pairs: dict[tuple[str, str], Pair], rows: Rows) -> None:
    """Count the pairs of figures whose numbers would not be equal by chance."""
    numbers = [
        found
        for quantity in sorted(rows.columns.quantities)
        if (found := _numbers(rows, quantity)) is not None
    ]
    new: list[tuple[int, tuple[str, str], Pair]] = []
    for one, other in combinations(numbers, 2):
        key = one.name, other.name
        states_both = one.is_stated & other.is_stated
        if one.kind != other.kind:
            states_both &= one.is_large & other.is_large
        elif key not in SAME_KIND:
            continue
        both = rows.numbers[states_both[rows.numbers]]
        if len(both):
            pair = pairs.get(key) or Pair()
            new.append((int(both[0]), key, pair))
            _add_pair(pair, one, other, both, rows)
    for _, key, pair in sorted(new, key=lambda found: found[0]):
        pairs.setdefault(key, pair)


class _Numbers(NamedTuple):
    """The numbers of a quantity, by row."""

    name: str
    kind: str
    figures: Figures
    is_stated: Booleans
    is_large: Booleans
    logarithm: Floats
    number: Integers


def _numbers(rows: Rows, quantity: str) -> _Numbers | None:
    figures = rows.columns.figures(quantity)
    if QUANTITIES[quantity].is_counted or not figures.distinct:
        return None
    written = [float(figure.numbers[0]) for figure in figures.distinct]
    codes = figures.first.codes
    number = np.array([*written, nan])[codes]
    logarithm = np.array([*(log(each) if each > 0 else nan for each in written), nan])[codes]
    is_stated = (figures.count == 1) & (number > 0)
    return _Numbers(
        quantity, QUANTITIES[quantity].kind, figures, is_stated, number >= MIN_NUMBER, logarithm, number
    )


def _add_pair(pair: Pair, one: _Numbers, other: _Numbers, both: Integers, rows: Rows) -> None:
    sizes, others = one.logarithm[both], other.logarithm[both]
    is_near = np.abs(sizes - others) < NEAR
    codes = one.figures.first.codes, other.figures.first.codes
    is_equal = is_near & (one.number[both] == other.number[both])
    is_equal[is_equal] = [
        one.figures.distinct[codes[0][row]].stated == other.figures.distinct[codes[1][row]].stated
        for row in both[is_equal]
    ]
    pair.count += len(both)
    pair.near += int(np.sum(is_near & ~is_equal))
    for sums, chosen in ((pair.of_equal, is_equal), (pair.of_others, ~is_equal)):
        for place, values in enumerate((sizes, others)):
            # one after the other, as they are added of sheets
            sums[place] = float(np.cumsum(np.concatenate(([sums[place]], values[chosen])))[-1])
    equal = both[is_equal].tolist()
    for row in equal if len(pair.values) < MIN_VALUES else ():
        if len(pair.values) < MIN_VALUES:
            pair.values.add(float(one.number[row]))
    for tally, name in zip(pair.equal, (one.name, other.name), strict=True):
        tally.add_many(
            len(equal),
            [
                partial(_of_pair, rows.sheet, row, name, (one.name, other.name))
                for row in equal[:MAX_EXAMPLES]
            ],
        )


def _of_pair(read: Callable[[int], Sheet], row: int, name: str, names: tuple[str, str]) -> Related:
    sheet = read(row)
    one, other = (sheet.stated(each)[0].sharpest for each in names)
    return Related(f"{one.labelled}, and {other.labelled}", sheet.stated(name)[0].sharpest.name, sheet)
