"""What laws are evaluated on for many sheets at once: the figures that they pick, and the words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec
import numpy as np

from speclint.columns.grouping import of_rows
from speclint.columns.numbering import starts
from speclint.columns.vehicles import categories, powertrains, words, years
from speclint.quantities.figure import Bound
from speclint.quantities.table import SAME_TEST
from speclint.rules.laws.case import Case
from speclint.rules.laws.tree import Pick
from speclint.vehicle.powertrain import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from speclint.columns.coded import Coded
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Figures, Floats, Integers
    from speclint.quantities.figure import Figure
    from speclint.quantities.interval import Interval
    from speclint.sheets.sheet import Sheet

    Member: TypeAlias = Literal["low", "high", "lowest_written", "highest_written", "value"]


class Picked(msgspec.Struct, frozen=True, eq=False):
    """What a pick may stand for: a figure a row, or several in the order of the rows; NaN where there is none."""

    rows: Integers
    low: Floats
    high: Floats
    lowest_written: Floats
    highest_written: Floats
    value: Floats

    def at(self, positions: Integers) -> Picked:
        """Some of them."""
        return Picked(*(getattr(self, name)[positions] for name in self.__struct_fields__))


class Cases:
    """Rows, of each `each(…)` of a law one figure; what `Case` is of one sheet."""

    def __init__(self, columns: Columns, rows: Integers, chosen: Mapping[Pick, Integers]) -> None:
        self.columns = columns
        self.rows = rows
        self._chosen = chosen

    def at(self, positions: Integers | Booleans) -> Cases:
        """Some of the cases."""
        chosen = {pick: figures[positions] for pick, figures in self._chosen.items()}
        return Cases(self.columns, self.rows[positions], chosen)

    def picked(self, pick: Pick, what: Member) -> Floats:
        """One member of what is picked in each case."""
        found: Floats = getattr(self._table(pick), what)[self._positions(pick)]
        return found

    def _table(self, pick: Pick) -> Picked:
        return self.columns.once(candidates if pick.how == "each" else _picked, pick)

    def _positions(self, pick: Pick) -> Integers:
        return self._chosen[pick] if pick.how == "each" else self.rows

    def states(self, what: Pick | str) -> Booleans:
        """The cases in which a figure, or an identity field, is stated."""
        if isinstance(what, Pick):
            return self._table(what).rows[self._positions(what)] >= 0
        return self.columns.once(_stated, what).at(self.rows).codes >= 0

    def word(self, field: str) -> Coded[str]:
        """What an identity field states, as `Case.word` gives it."""
        return self.columns.once(_word, field).at(self.rows)

    @property
    def years(self) -> Floats:
        """The model years."""
        return self.columns.once(years)[self.rows]

    def everywhere(self, found: Booleans | bool) -> Booleans:  # noqa: FBT001 - a law of numbers alone
        """The same for every case."""
        return np.broadcast_to(found, self.rows.shape)


def cases(columns: Columns, rows: Integers, each: Sequence[Pick]) -> Cases:
    """The cases of a law in some rows: one for each choice of figures."""
    chosen: dict[Pick, Integers] = {}
    for pick in each:
        found = columns.once(candidates, pick)
        case, place = of_rows(found.rows, rows)
        chosen = {other: figures[case] for other, figures in chosen.items()}
        chosen[pick] = place
        rows = rows[case]
    return Cases(columns, rows, chosen)


def candidates(columns: Columns, pick: Pick) -> Picked:
    """The figures among which a pick is made, in the order of `case.candidates`."""
    parts = []
    for figures, written in _parts(columns, pick):
        lowest, highest = written[:, figures.codes]
        parts.append(Picked(figures.rows, figures.low, figures.high, lowest, highest, figures.value))
    names = Picked.__struct_fields__
    found = Picked(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
    return found if len(parts) == 1 else found.at(np.argsort(found.rows, kind="stable"))


def _parts(columns: Columns, pick: Pick) -> Iterator[tuple[Figures, Floats]]:
    """Figures of each quantity of a pick, with what is written of them."""
    for name in pick.names:
        figures = columns.figures(name)
        written = columns.once(_written, name)
        if pick.currency:
            is_meant = np.array([figure.unit.name == pick.currency for figure in figures.distinct], np.bool_)
            yield figures.at(is_meant[figures.codes]), written
        elif pick.how != "first" and len(pick.names) == 1:
            yield figures.sharpest, written
        else:
            yield figures.firsts, written
            if name in SAME_TEST:
                others = columns.figures(SAME_TEST[name]).firsts
                yield others.at(figures.count[others.rows] == 0), columns.once(_written, SAME_TEST[name])


def _written(columns: Columns, quantity: str) -> Floats:
    """By code what is written of the figures of a quantity, as `Case.written` gives it: least and most."""
    intervals = [_interval_written(figure) for figure in columns.figures(quantity).distinct]
    return np.array(intervals, dtype=np.float64).reshape(-1, 2).T


def _interval_written(figure: Figure) -> Interval | tuple[float, float]:
    if isinstance(figure.stated, Bound):
        return figure.interval
    low, high = figure.centres()
    return low.low, high.high


def _picked(columns: Columns, pick: Pick) -> Picked:
    """What is picked in each row."""
    found = columns.once(candidates, pick)
    first = starts(found.rows)
    rows = found.rows[first]
    if pick.how == "first":
        chosen = found.at(first)
    else:
        order, select = (found.low, np.minimum) if pick.how == "min" else (-found.high, np.maximum)
        chosen = found.at(np.lexsort((order, found.rows))[first])
        if len(first):
            low, high = (select.reduceat(each, first) for each in (found.low, found.high))
            chosen = msgspec.structs.replace(chosen, low=low, high=high)
    positions = np.full(columns.size, len(rows))
    positions[rows] = np.arange(len(rows))
    nothing = Picked(np.array([-1]), *[np.array([np.nan])] * 5)
    names = Picked.__struct_fields__
    padded = Picked(*(np.append(getattr(chosen, name), getattr(nothing, name)) for name in names))
    return padded.at(positions)


def _stated(columns: Columns, field: str) -> Coded[str]:
    match field:
        case "powertrain":
            return powertrains(columns)
        case "category":
            return categories(columns)
    return words(columns, field)


def _word(columns: Columns, field: str) -> Coded[str]:
    if field in {"powertrain", "category"}:
        return _stated(columns, field).mapped(lambda word: None if word == UNKNOWN else word.casefold())
    fields = columns.profile.vocabulary.fields_for(field)
    return columns.by_identity(fields, partial(_word_of, field)).mapped(lambda word: word)


def _word_of(field: str, sheet: Sheet) -> str | None:
    return Case(sheet, {}).word(field)
