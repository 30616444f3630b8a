"""What a law is evaluated on: the figures and the words of one sheet."""

from __future__ import annotations

from itertools import product
from math import nan
from typing import TYPE_CHECKING, Literal

from speclint.quantities.figure import Bound
from speclint.quantities.interval import Interval
from speclint.rules.laws.fields import FIELDS
from speclint.rules.laws.tree import Pick
from speclint.vehicle.category import category_of
from speclint.vehicle.dates import is_year
from speclint.vehicle.powertrain import UNKNOWN, powertrain_of, word_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

End = Literal["low", "high"]
UNSTATED = Interval(nan, nan)


class Case:
    """One sheet, of each `each(…)` of a law one figure, and perhaps a figure that is tried instead of its own."""

    __slots__ = ("_chosen", "_instead", "_intervals", "sheet")

    def __init__(
        self, sheet: Sheet, chosen: Mapping[Pick, Figure], instead: tuple[Figure, Figure] | None = None
    ) -> None:
        self.sheet = sheet
        self._chosen = chosen
        self._instead = instead
        # a law looks at its figures several times
        self._intervals: dict[int, Interval] = {}

    def with_figure(self, figure: Figure, instead: Figure) -> Case:
        """The case with a figure replaced."""
        chosen = {pick: instead if own is figure else own for pick, own in self._chosen.items()}
        return Case(self.sheet, chosen, (figure, instead))

    def figures(self, pick: Pick) -> Sequence[Figure]:
        """The figures that a pick is made of: at most one but for `min` and `max`."""
        found = [self._chosen[pick]] if pick.how == "each" else candidates(self.sheet, pick)
        if self._instead is None:
            return found
        figure, instead = self._instead
        return [instead if own is figure else own for own in found]

    def figure(self, pick: Pick, end: End | None = None) -> Figure | None:
        """The figure by which a pick has its low or its high end; if none is named, that of its name."""
        select = min if pick.how == "min" else max
        end = end or ("low" if pick.how == "min" else "high")
        return select(self.figures(pick), key=lambda figure: getattr(figure.interval, end), default=None)

    def interval(self, pick: Pick) -> Interval:
        """All values that a pick may stand for."""
        found = self._intervals.get(id(pick))
        if found is None:
            found = self._intervals[id(pick)] = _hull(
                pick, [figure.interval for figure in self.figures(pick)]
            )
        return found

    def written(self, pick: Pick) -> Interval:
        """The numbers that are written of a pick: one, those of a range, or those that a bound leaves open."""
        figure = self.figure(pick)
        if figure is None or isinstance(figure.stated, Bound):
            return UNSTATED if figure is None else figure.interval
        low, high = figure.centres()
        return Interval(low.low, high.high)

    def value(self, pick: Pick) -> float:
        """The number that is written of a pick, of a range the middle."""
        figure = self.figure(pick)
        return nan if figure is None else figure.value

    def states(self, what: Pick | str) -> bool:
        """Whether the sheet states a figure, or an identity field, be it in an unknown word."""
        return bool(self.figures(what)) if isinstance(what, Pick) else self._stated(what) is not None

    def word(self, field: str) -> str | None:
        """What an identity field states, in lower case; None where a closed vocabulary has no such word."""
        word = self._stated(field)
        if word == UNKNOWN:
            word = self.sheet.text(field) if FIELDS[field] is None else None
        return word and word.casefold()

    def _stated(self, field: str) -> str | None:
        match field:
            case "powertrain":
                return powertrain_of(self.sheet)
            case "category":
                return category_of(self.sheet).word
        return word_of(self.sheet, field)

    @property
    def year(self) -> float:
        """The model year; not a number if it is not stated in four digits."""
        year = self.sheet.field("year")
        return float(year) if year is not None and is_year(year) else nan


def _hull(pick: Pick, intervals: Sequence[Interval]) -> Interval:
    if len(intervals) == 1:
        return intervals[0]
    select = max if pick.how == "max" else min
    lows, highs = (interval.low for interval in intervals), (interval.high for interval in intervals)
    return Interval(select(lows), select(highs)) if intervals else UNSTATED


def candidates(sheet: Sheet, pick: Pick) -> Sequence[Figure]:
    """The figures among which a pick is made: all of one quantity, or of several the figure of each."""
    if pick.currency:
        measurands = (measurand for name in pick.names for measurand in sheet.stated(name))
        figures = (figure for measurand in measurands for figure in measurand.figures)
        found = [figure for figure in figures if figure.unit.name == pick.currency]
        return found[:1] if pick.how == "first" else found
    if pick.how == "first":
        first = sheet.figure(*pick.names)
        return () if first is None else (first,)
    if len(pick.names) == 1:
        return [measurand.sharpest for measurand in sheet.stated(pick.names[0])]
    return [figure for name in pick.names if (figure := sheet.figure(name)) is not None]


def cases(sheet: Sheet, each: Sequence[Pick]) -> Iterator[Case]:
    """The cases of a law in a sheet: one for each choice of figures."""
    for chosen in product(*(candidates(sheet, pick) for pick in each)):
        yield Case(sheet, dict(zip(each, chosen, strict=True)))
