"""The screens of laws: the same verdict for many sheets at once, made from the rows of the table."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from speclint.rules.laws.cases import cases
from speclint.rules.laws.columnar import certainty
from speclint.rules.laws.table import row_named
from speclint.rules.outlying import outlying

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Integers
    from speclint.rules.laws.row import Clause, Row
    from speclint.rules.registry import Screen


@cache
def __getattr__(name: str) -> Screen:
    """The screen of a row, by the first id of its rule with underscores."""
    row = row_named(name)
    if row is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return screen_of(row)


def screen_of(row: Row) -> Screen:
    """The screen of the rule that a row declares."""

    def screen(columns: Columns) -> Booleans:
        found = outlying(columns, *row.band) if row.band else columns.none()
        for clause in row.clauses:
            found[_broken_in(columns, row, clause)] = True
        return found

    return screen


def _broken_in(columns: Columns, row: Row, clause: Clause) -> Integers:
    """The rows in which a law fails and applies."""
    states = [columns.states(name) for name in row.needs]
    states += [columns.figures(name).count > 0 for name in clause.needs]
    rows = np.flatnonzero(np.logical_and.reduce([~columns.none(), *states]))
    found = cases(columns, rows, clause.each)
    found = found.at(certainty(clause.law, found).fails)
    if clause.when and len(found.rows):
        found = found.at(certainty(clause.when, found).holds)
    if clause.unless and len(found.rows):
        found = found.at(~certainty(clause.unless, found).holds)
    return found.rows
