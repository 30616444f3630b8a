"""Combined consumption outside city and highway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.interval import Interval
from speclint.rules.corrections import within
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.dates import is_year
from speclint.vehicle.powertrain import UNKNOWN, powertrain_of
from speclint.vehicle.test_cycles import by_cycle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.rules.rule import Correction
    from speclint.sheets.sheet import Sheet

WEIGHTED = ("phev", "erev", "hybrid", UNKNOWN)
"""Powertrains whose combined consumption may count the distance on electricity."""
CITY = {"epa": 0.55, "nedc": 4.052 / 11.007}
"""Weight of the city in the combined consumption: 55 % by EPA (40 CFR 600.210), the distance by NEDC (UN R101).
The phases of WLTP are four, and the combined figure may lie below both the first and the last."""

FIRST_YEAR = 1996
"""Before Directive 93/116/EC the same three words named other tests in Europe: town, 90 and 120 km/h."""

MARGIN = 1.1
"""Ratio to the nearer end; some published figures are of two gearboxes or years. Of 7,800 published cars 50 lie
farther outside, by a figure in error or of another test."""

ROUNDING = 0.02
"""Relative distance from the mean of the two, for a figure that is computed before it is rounded."""

PLAUSIBLE = Interval(0.8, 3.0)
"""Ratio of city to highway consumption."""

_CAR = '{"model": "%s", "variant": "%s", "powertrain": {"type": "%s", "drive": "%s"}, "consumption": {"fuel": {"%s": {"combined": {%s}, "city": {%s}, "highway": {%s}}}}}'


@sheet_rule(
    level=Level.WARNING,
    summary="combined consumption is not between city and highway",
    needs=("consumption_combined", "consumption_city", "consumption_highway"),
    reads=("powertrain", "year"),
    bad=(
        bad(_CAR % ("X2", "M35i xDrive", "ice", "awd", "epa", '"mpg US": 62', '"mpg US": 23', '"mpg US": 32'),
            at="/consumption/fuel/epa/combined/mpg US",
            message="combined consumption 62 mpg US is not between city consumption 23 mpg US and highway consumption 32 mpg US",
            why="26 with digits transposed"),
        bad(_CAR % ("X1", "sDrive18d", "ice", "fwd", "nedc", '"l/100 km": 5.1', '"l/100 km": 8.0', '"l/100 km": 6.2'),
            at="/consumption/fuel/nedc/combined/l~1100 km",
            message="combined consumption 5.1 l/100 km is not between city consumption 8.0 l/100 km and highway consumption 6.2 l/100 km",
            why="combined and highway swapped"),
    ),
    good=(
        good(_CAR % ("X2", "M35i xDrive", "ice", "awd", "epa", '"mpg US": 26', '"mpg US": 23', '"mpg US": 32')),
        good(_CAR % ("X1", "sDrive18i", "hev", "fwd", "epa", '"mpg US": 52', '"mpg US": 54', '"mpg US": 50'),
            why="a hybrid that is better in the city"),
        good(_CAR % ("X1", "sDrive18i", "ice", "fwd", "wltp", '"l/100 km": 5.4', '"l/100 km": 7.1', '"l/100 km": 5.9'),
            why="WLTP has more phases than these two"),
    ),
)  # fmt: skip
def combined_outside_city_highway(sheet: Sheet) -> Iterator[Violation]:
    """Combined consumption is a weighted mean of city and highway, so it lies between them.

    EPA weights fuel per distance 55 to 45 (40 CFR 600.210), NEDC by the 4.052 km of its urban and the
    6.955 km of its extra-urban part (UN R101); any other weight keeps it between them as well.
    """
    year = sheet.field("year")
    if powertrain_of(sheet) in WEIGHTED or (year and is_year(year) and int(year) < FIRST_YEAR):
        return
    for cycle, figures in by_cycle(sheet, "consumption_combined", "consumption_city", "consumption_highway"):
        combined, city, highway = figures
        between, own = city.interval.hull(highway.interval), combined.interval
        is_outside = own.low > between.high * MARGIN or own.high * MARGIN < between.low
        if is_outside and cycle in {"epa", "nedc", None}:
            message = f"{combined.labelled} is not between {city.labelled} and {highway.labelled}"
            corrections = tuple(_corrections(cycle, *figures))
            yield Violation(message, combined.name, stated(city, highway), corrections)


def _corrections(cycle: str | None, combined: Figure, city: Figure, highway: Figure) -> Iterator[Correction]:
    """Each figure by the other two and the weights of the test; none where the test is not named."""
    if cycle is None:
        return
    part = CITY[cycle]
    mean, town, road = combined.value, city.value, highway.value
    other_town, other_road = (mean - (1 - part) * road) / part, (mean - part * town) / (1 - part)
    for figure, likely, pair, given in (
        (combined, part * town + (1 - part) * road, (town, road), (city, highway)),
        (city, other_town, (other_town, road), (combined, highway)),
        (highway, other_road, (town, other_road), (combined, city)),
    ):
        if min(pair) > 0 and PLAUSIBLE.low < pair[0] / pair[1] < PLAUSIBLE.high:
            near = Interval(likely * (1 - ROUNDING), likely * (1 + ROUNDING))
            yield from within(figure, near, likely, " and ".join(other.labelled for other in given))
