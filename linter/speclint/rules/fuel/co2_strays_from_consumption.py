"""CO2 a little away from what the consumption gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.fuel.carbon import APART, contradictions
from speclint.rules.rule import Level, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.NOTE,
    summary="CO2 and consumption of one test cycle are not quite of one car",
    needs=("co2", "consumption_combined"),
    reads=("fuel", "powertrain"),
    bad=(
        bad(
            '{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, '
            '"consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 5.0}}}}, "co2": {"nedc": {"g/km": 123}}}',
            at="/co2/nedc/g~1km",
            message="CO2 emission 123 g/km does not go with 5.0 l/100 km of diesel, 132 g/km does",
            why="digits transposed",
        ),
        bad(
            '{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, '
            '"consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 5.0}}}}, "co2": {"nedc": {"g/km": 158}}}',
            at="/consumption/fuel/nedc/combined/l~1100 km",
            message="CO2 emission 158 g/km contradicts consumption 5.0 l/100 km of diesel, which makes 124-140 g/km",
            why="one by NEDC, the other by WLTP",
        ),
    ),
    good=(
        good(
            '{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, '
            '"consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 5.0}}}}, "co2": {"nedc": {"g/km": 128}}}',
        ),
        good(
            '{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "engine": {"fuel": "diesel"}}, '
            '"consumption": {"fuel": {"nedc": {"combined": {"l/100 km": 5.0}}}}, "co2": {"wltp": {"g/km": 158}}}',
            why="each says by which test it is",
        ),
    ),
)
def co2_strays_from_consumption(sheet: Sheet) -> Iterator[Violation]:
    """CO2 and consumption come from one test, where the carbon of the fuel makes them one figure.

    The law is that of `co2-contradicts-consumption`. Of published pairs one in twenty is off by more than
    fuels differ, most of them because CO2 is of another test, year or gearbox than the consumption.
    So it is only told, and only where the sheet says that both are of one test cycle.
    """
    for pair in contradictions(sheet):
        if pair.cycle is not None and pair.factor <= APART:
            yield pair.violation
