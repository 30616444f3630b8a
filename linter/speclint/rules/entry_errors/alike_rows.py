"""What siblings and models that are most alike state, for many rows at once: what `alike` gives of each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from speclint.columns.grouping import combined
from speclint.columns.vehicles import powertrains
from speclint.rules.entry_errors.alike import LIKENESSES, MANY, WORDS, Alike, by_models
from speclint.rules.entry_errors.engines import NOT_BURNT, OTHERS
from speclint.rules.siblings.outlier_screen import members_of
from speclint.sheets.families import MODEL, family_by

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Floats, Integers
    from speclint.rules.entry_errors.alike import Number


class Shares(NamedTuple):
    """By row, what its most alike siblings state of a quantity."""

    share: Floats
    total: Integers
    """How many siblings; 0 if there are none."""
    equal: Integers
    """How many of them state the same."""
    levels: Integers
    """The index of the likeness; -1 if there are none, or where they are models."""
    keys: Integers
    """What they have in common."""


class AlikeSiblings:
    """The rows of each family that are compared, by what they have in common."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        family = family_by(columns.profile, MODEL, ("make", "model"))
        self._groups = columns.groups(family.by) if family else np.full(columns.size, -1)
        self._is_compared = members_of(columns, self._groups)[1]
        self._keys: dict[tuple[str, ...], tuple[Integers, Booleans]] = {}
        self._in_order: dict[tuple[str, int], tuple[Integers, Integers]] = {}

    def shares(self, quantity: str, rows: Integers) -> Shares:
        """What the siblings of some rows state."""
        numbers = self._columns.number(quantity)
        is_own = self._is_compared[rows]
        found = Shares(
            np.zeros(len(rows)), *np.zeros((2, len(rows)), dtype=np.int64), *np.full((2, len(rows)), -1)
        )
        for level, likeness in enumerate(LIKENESSES[quantity]):
            if level == 1 and quantity in OTHERS:
                self._add_models(quantity, rows, found)
            keys, is_whole = self._of(likeness.fields)
            others = self._stating(quantity, level)[0]
            same = combined(keys, numbers)
            left = _counts(keys, others)[keys[rows]] - is_own
            alike = _counts(same, others)[same[rows]] - is_own
            chosen = (found.total == 0) & is_whole[rows] & (left > 0)
            found.levels[chosen], found.keys[chosen] = level, keys[rows][chosen]
            found.total[chosen], found.equal[chosen] = left[chosen], alike[chosen]
            by_count = np.array([likeness.among(count, quantity) for count in range(1, MANY + 1)])
            found.share[chosen] = by_count[np.minimum(left[chosen], MANY) - 1]
        return found

    def _add_models(self, quantity: str, rows: Integers, found: Shares) -> None:
        """Add what models with the same engine state to the rows that have no siblings so far."""
        fuel, others = self._columns.word("fuel"), [self._columns.number(name) for name in OTHERS[quantity]]
        is_open = (found.total == 0) & ~powertrains(self._columns).where(NOT_BURNT.__contains__)[rows]
        is_open &= np.all([codes[rows] >= 0 for codes in (fuel.codes, *others)], axis=0)
        places = np.flatnonzero(is_open)
        codes = combined(
            *(each[rows[places]] for each in (fuel.codes, *others, self._columns.number(quantity)))
        )
        _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
        shares = np.array([self._by_models(quantity, row) for row in rows[places][first].tolist()]).reshape(
            -1, 3
        )
        found.share[places], found.total[places], found.equal[places] = shares[inverse].T

    def _by_models(self, quantity: str, row: int) -> tuple[float, int, int]:
        """The share, how many models state something, and how many of them the same as a row."""
        found = self._models(quantity, row)
        return (
            (found.share, found.total, found.counts.get(self._number(quantity, row), 0))
            if found
            else (0.0, 0, 0)
        )

    def _models(self, quantity: str, row: int) -> Alike | None:
        """What models with the engine of a row state."""
        fuel, numbers = self._columns.word("fuel"), [self._number(name, row) for name in OTHERS[quantity]]
        return by_models(quantity, fuel.values[fuel.codes[row]], numbers, self._number(quantity, row))

    def _number(self, quantity: str, row: int) -> Number:
        chosen = self._columns.chosen(quantity)
        figure = chosen.values[chosen.codes[row]]
        return figure.stated, figure.unit.name

    def alike(self, quantity: str, row: int, shares: Shares, place: int) -> Alike | None:
        """The same for one row, as the rule has it."""
        if not shares.total[place]:
            return None
        level = int(shares.levels[place])
        if level < 0:
            return self._models(quantity, row)
        rows, keys = self._stating(quantity, level)
        start, end = (np.searchsorted(keys, shares.keys[place], side) for side in ("left", "right"))
        chosen = self._columns.chosen(quantity)
        figures = (
            chosen.values[code] for code in chosen.codes[rows[start:end]][rows[start:end] != row].tolist()
        )
        counts = Counter((figure.stated, figure.unit.name) for figure in figures)
        fields = LIKENESSES[quantity][level].fields
        return Alike(fields, float(shares.share[place]), counts, int(shares.total[place]))

    def _stating(self, quantity: str, level: int) -> tuple[Integers, Integers]:
        """The rows that are compared and state a quantity and what a likeness asks for, by their keys, with these."""
        known = self._in_order.get((quantity, level))
        if known is None:
            keys, is_whole = self._of(LIKENESSES[quantity][level].fields)
            rows = np.flatnonzero(self._is_compared & is_whole & (self._columns.number(quantity) >= 0))
            rows = rows[np.argsort(keys[rows], kind="stable")]
            known = self._in_order[quantity, level] = rows, keys[rows]
        return known

    def _of(self, fields: tuple[str, ...]) -> tuple[Integers, Booleans]:
        """A number for what each row states of its family and of these fields, and the rows that state all quantities."""
        known = self._keys.get(fields)
        if known is None:
            codes: list[Any] = [
                self._columns.word(field).codes if field in WORDS else self._columns.number(field)
                for field in fields
            ]
            is_whole = self._groups >= 0
            for field, code in zip(fields, codes, strict=True):
                is_whole &= (code >= 0) | (field in WORDS)
            known = self._keys[fields] = combined(self._groups, *codes), is_whole
        return known


def _counts(keys: Integers, rows: Integers) -> Integers:
    return np.bincount(keys[rows], minlength=keys.max(initial=0) + 1)
