"""An electric car that burns fuel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

BURNING = (
    "displacement", "engine_power", "engine_torque", "cylinders", "bore", "stroke", "compression_ratio",
    "consumption_combined", "consumption_city", "consumption_highway", "co2", "tank",
)  # fmt: skip
"""Quantities of cars with an engine."""


@sheet_rule(
    level=Level.ERROR,
    summary="an electric car that burns fuel",
    needs=("powertrain",),
    reads=BURNING,
    bad=(
        bad('{"powertrain": {"type": "bev", "drive": "awd"}, "co2": {"wltp": {"g/km": 120}}}',
            at="/powertrain/type",
            message="a battery-electric car burns no fuel, but CO2 emission 120 g/km is stated"),
        bad('{"powertrain": {"type": "bev", "drive": "awd", "engine": {"displacement": {"cm³": 1499}, "cylinders": 3}}}',
            at="/powertrain/type",
            message="a battery-electric car burns no fuel, but displacement 1499 cm³ and cylinders 3 are stated",
            why="a plug-in hybrid, or its sheet copied"),
    ),
    good=(
        good('{"powertrain": {"type": "bev", "drive": "awd"}, "co2": {"wltp": {"g/km": 0}}}',
            why="none is emitted"),
        good('{"model": "X1", "variant": "xDrive25e", "powertrain": {"type": "phev", "drive": "awd", "engine": {"displacement": {"cm³": 1499}}}}',
            why="it has both"),
    ),
)  # fmt: skip
def engine_in_electric_car(sheet: Sheet) -> Iterator[Violation]:
    """What drives on its battery alone has no engine, no tank and no exhaust; a range extender makes it a hybrid.

    Emissions of zero are right for an electric car.
    """
    if sheet.field("powertrain") != "bev":
        return
    found = [figure for figure in filter(None, map(sheet.figure, BURNING)) if is_burnt(figure)]
    if not found:
        return
    *others, last = [figure.labelled for figure in found]
    are_stated = f"{', '.join(others)} and {last} are stated" if others else f"{last} is stated"
    message = f"a battery-electric car burns no fuel, but {are_stated}"
    yield Violation(message, sheet.field_pointer("powertrain"), stated(*found))


def is_burnt(figure: Figure) -> bool:
    """Whether a figure states more than nothing; 0 does not, also where it would be no distance with a gallon."""
    return figure.interval.high > 1 and figure.stated != 0
