"""The screen of the rule on figures that jump from one model year to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.grouping import Pairs, combined, pairs, sizes, variety
from speclint.rules.siblings.copies import BATTERY
from speclint.rules.siblings.family_screens import ratios, uncertain
from speclint.rules.siblings.year_jump import BOUNDS, BY_ENGINE, MAX_YEARS, RANGES, SAME_BATTERY
from speclint.sheets.families import YEARS, family_by
from speclint.vehicle.dates import is_year

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Integers


def year_jump(columns: Columns) -> Booleans:
    """Rows with a figure beyond its bound from that of the same car in another model year."""
    family = family_by(columns.profile, YEARS, ("make", "model", "year"))
    if family is None:
        return columns.none()
    groups = columns.groups(family.by)
    rows, others, left = _years_apart(columns, groups)
    found = uncertain(columns, groups) | columns.at(left)
    same_battery = _same_battery(columns, rows, others)
    for quantity, bound in (BOUNDS | RANGES).items():
        figures = columns.figures(quantity)
        is_single, value = figures.count == 1, figures.first.value
        leaps = is_single[rows] & is_single[others]
        leaps &= ratios(value[rows], value[others]) > bound
        found[rows[leaps & (same_battery | (quantity in BOUNDS))]] = True
    return found


def _years_apart(columns: Columns, groups: Integers) -> Pairs:
    """Pairs of rows that state one car in two model years near enough, the only such in their years."""
    year = columns.word("year")
    years = np.array([*(int(text) if is_year(text) else -1 for text in year.values), -1])[year.codes]
    trim = columns.word("trim").codes
    members = np.flatnonzero((groups >= 0) & (years >= 0))
    members = members[variety(groups[members], years[members]) > 1]
    in_year = combined(groups[members], years[members])
    crowd = columns.none().astype(np.int64)
    crowd[members] = sizes(in_year)
    only = sizes(combined(in_year, trim[members])) == 1
    found = pairs(groups, members[only])
    rows, others = found.rows, found.others
    gap = np.abs(years[rows] - years[others])
    is_dated = (gap > 0) & ((gap <= MAX_YEARS) | (columns.word("generation").codes[rows] >= 0))
    is_same = (trim[rows] == trim[others]) | ((crowd[rows] == 1) & (crowd[others] == 1))
    has_engine = np.any([columns.figures(name).count > 0 for name in BY_ENGINE], axis=0)
    is_known = (columns.word("variant").codes >= 0) | ~has_engine
    fit = is_dated & is_same & is_known[rows]
    return Pairs(rows[fit], others[fit], found.left)


def _same_battery(columns: Columns, rows: Integers, others: Integers) -> Booleans:
    """Whether both rows state the same battery."""
    found, is_known = (np.zeros(len(rows), dtype=np.bool_) for _ in range(2))
    for quantity in BATTERY:
        battery = columns.figure(quantity)
        are_stated = battery.is_stated[rows] & battery.is_stated[others] & ~is_known
        found |= are_stated & (ratios(battery.value[rows], battery.value[others]) <= SAME_BATTERY)
        is_known |= are_stated
    return found
