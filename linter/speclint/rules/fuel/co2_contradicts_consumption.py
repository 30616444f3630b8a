"""CO2 that the consumption cannot give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.fuel.carbon import APART, contradictions
from speclint.rules.rule import Level, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.WARNING,
    summary="CO2 is far from what the consumption gives",
    needs=("co2", "consumption_combined"),
    reads=("fuel", "powertrain"),
    bad=(
        bad(
            '{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, '
            '"consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 5.0}}}}, "co2": {"nedc": {"g/km": 312}}}',
            at="/co2/nedc/g~1km",
            message="CO2 emission 312 g/km does not go with 5.0 l/100 km of diesel, 132 g/km does",
            why="digits transposed in the CO2",
        ),
        bad(
            '{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, '
            '"consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 9.5}}}}, "co2": {"nedc": {"g/km": 156}}}',
            at="/consumption/fuel/nedc/combined/l~1100 km",
            message="combined consumption 9.5 l/100 km does not go with CO2 emission 156 g/km, 5.9 l/100 km does",
            why="digits transposed",
        ),
        bad(
            '{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, '
            '"consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 7.9}}}}, "co2": {"nedc": {"g/km": 132}}}',
            at="/consumption/fuel/nedc/combined/l~1100 km",
            message="combined consumption 7.9 l/100 km does not go with CO2 emission 132 g/km, 4.9 l/100 km does",
            why="a seven for a four",
        ),
    ),
    good=(
        good(
            '{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, '
            '"consumption": {"fuel": {"nedc": {"combined": {"mpg UK": 56.5}}}}, "co2": {"nedc": {"g/km": 132}}}',
        ),
        good(
            '{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, '
            '"consumption": {"fuel": {"nedc": {"combined": {"l/100 km": [5.0, 5.4]}}}}, "co2": {"nedc": {"g/km": [132, 142]}}}',
            why="ranges, end by end",
        ),
        good(
            '{"model": "X1", "variant": "xDrive30e", "powertrain": {"type": "phev", "drive": "awd", "engine": {"fuel": "petrol"}}, '
            '"consumption": {"fuel": {"wltp": {"combined": {"l/100 km": 6.4}}}}, "co2": {"wltp": {"g/km": 17}}}',
            why="one figure with an empty battery, the other weighted",
        ),
    ),
)
def co2_contradicts_consumption(sheet: Sheet) -> Iterator[Violation]:
    """All carbon of the fuel leaves the exhaust, nearly all of it as CO2, so one figure gives the other.

    Type approval computes consumption from CO2 by this balance (UN R101; Regulations (EC) 692/2008 and
    (EU) 2017/1151; 40 CFR 600.113). A litre per 100 km of petrol makes about 23.4 g/km, of diesel 26.4.
    This rule speaks where the two are more than a quarter apart, which not even figures of two test
    cycles are; `co2-strays-from-consumption` tells of smaller gaps.
    """
    for pair in contradictions(sheet):
        if pair.factor > APART:
            yield pair.violation
