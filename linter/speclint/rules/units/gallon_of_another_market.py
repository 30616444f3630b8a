"""Miles per gallon of another market's gallon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Figure, as_written_in, write
from speclint.quantities.unit import UNITS
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.markets import EUROPE
from speclint.vehicle.test_cycles import cycle_at

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
    needs=("market",),
    reads=("figures",),
    consequence_of=("metric-horsepower",),
    scope="places",
    bad=(
        bad(_SHEET.format("gb", "wltp", '"mpg US": 42.8'), at="/consumption/fuel/wltp/combined/mpg US",
            message='combined consumption is stated in mpg US alone, for the market "gb": '
            "42.8 mpg is 6.6 l/100 km in imperial gallons, 5.5 l/100 km in those of the United States"),
        bad(_SHEET.format("us", "epa", '"mpg UK": 34.0'), at="/consumption/fuel/epa/combined/mpg UK",
            message='combined consumption is stated in mpg UK alone, for the market "us": '
            "34.0 mpg is 8.3 l/100 km in imperial gallons, 6.9 l/100 km in those of the United States"),
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
    """Imperial gallons (4.54609 l) are a fifth larger than those of the United States (3.785411784 l).

    Miles per gallon of both are printed as "mpg" (NIST SP 811, appendix B.8). Where the gallon of the other market
    is the only one, the figure was most likely filed under the wrong name.
    """
    market = sheet.field("market")
    foreign = foreign_gallon(market or "")
    for measurands in sheet.measurands.values() if foreign else ():
        for measurand in measurands:
            figure = measurand.figures[0]
            is_alone = len(measurand.figures) == 1 and figure.unit.name == foreign
            if is_alone and not is_label(figure):
                related = Related("the market", sheet.field_pointer("market"))
                yield Violation(_message(market or "", figure), figure.name, (related,))


def foreign_gallon(market: str) -> str | None:
    """The miles per gallon that a market does not use; None where it is unknown which it uses."""
    return "mpg UK" if market == "us" else "mpg US" if market in EUROPE else None


def is_label(figure: Figure) -> bool:
    """Whether it is of a label of the United States, which is read in its gallons wherever it is quoted."""
    return figure.unit.name == "mpg US" and cycle_at(figure.pointer) == "epa"


def _message(market: str, figure: Figure) -> str:
    imperial, american = (
        as_written_in(figure.with_unit(UNITS[name]), UNITS["l/100 km"]) for name in ("mpg UK", "mpg US")
    )
    return (
        f'{figure.quantity.label} is stated in {figure.unit.name} alone, for the market "{market}": '
        f"{write(figure.stated)} mpg is {imperial} l/100 km in imperial gallons, "
        f"{american} l/100 km in those of the United States"
    )
