"""Miles per gallon of another market's gallon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Figure, as_written_in, write
from speclint.quantities.unit import UNITS
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.markets import EUROPE
from speclint.vehicle.test_cycles import cycle_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

_SHEET = (
    '{{"model": "X1", "variant": "sDrive18i", "market": "{0}", "powertrain": {{"type": "ice"}}, '
    '"consumption": {{"fuel": {{"{1}": {{"combined": {{{2}}}}}}}}}}}'
)


@sheet_rule(
    first_id="foreign-gallon",
    level=Level.WARNING,
    summary="miles per gallon of another market's gallon",
    reads=("figures", "market"),
    consequence_of=("metric-horsepower",),
    bad=(
        bad(_SHEET.format("gb", "wltp", '"mpg US": 42.8'), at="/consumption/fuel/wltp/combined/mpg US",
            message='the market is "gb", but combined consumption stands in mpg US alone; '
            "42.8 mpg is 6.6 l/100 km with imperial gallons, 5.5 l/100 km with those of the United States"),
        bad(_SHEET.format("us", "epa", '"mpg UK": 34.0'), at="/consumption/fuel/epa/combined/mpg UK",
            message='the market is "us", but combined consumption stands in mpg UK alone; '
            "34.0 mpg is 8.3 l/100 km with imperial gallons, 6.9 l/100 km with those of the United States"),
    ),
    good=(
        good(_SHEET.format("gb", "wltp", '"mpg UK": 42.8')),
        good(_SHEET.format("de", "wltp", '"l/100 km": 6.6, "mpg US": 35.6'),
            why="converted for readers elsewhere"),
        good(_SHEET.format("us", "epa", '"mpg US": 34')),
        good(_SHEET.format("de", "epa", '"mpg US": 34'), why="the label of the United States, quoted"),
    ),
)  # fmt: skip
def gallon_of_another_market(sheet: Sheet) -> Iterator[Violation]:
    """An imperial gallon (4.54609 l) is a fifth larger than one of the United States (3.785411784 l), and both are
    printed as "mpg".

    A car in Britain is rated with the one, a car in the United States with the other; where the gallon of the
    other market stands alone, the figure was most likely filed under the wrong name (NIST SP 811, appendix B.8).
    """  # noqa: D205 - the law does not fit one line
    market = sheet.field("market")
    if market not in EUROPE and market != "us":
        return
    foreign = "mpg UK" if market == "us" else "mpg US"
    for measurands in sheet.measurands.values():
        for measurand in measurands:
            figure = measurand.figures[0]
            is_alone = len(measurand.figures) == 1 and figure.unit.name == foreign
            # a label of the United States is read in its gallons wherever it is quoted
            if is_alone and not (foreign == "mpg US" and cycle_of(measurand) == "epa"):
                yield Violation(
                    _message(market or "", figure),
                    figure.pointer,
                    (Related("the market", sheet.field_pointer("market")),),
                )


def _message(market: str, figure: Figure) -> str:
    quantity, metric = figure.quantity, UNITS["l/100 km"]
    imperial, american = (
        as_written_in(Figure(quantity, UNITS[name], figure.stated, ""), metric)
        for name in ("mpg UK", "mpg US")
    )
    return (
        f'the market is "{market}", but {quantity.label} stands in {figure.unit.name} alone; '
        f"{write(figure.stated)} mpg is {imperial} l/100 km with imperial gallons, "
        f"{american} l/100 km with those of the United States"
    )
