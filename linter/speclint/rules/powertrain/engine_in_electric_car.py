"""An electric car that burns fuel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

BURNING = (
    "displacement", "engine_power", "engine_torque", "cylinders", "bore", "stroke", "compression_ratio",
    "consumption_combined", "consumption_city", "consumption_highway", "co2", "tank",
)  # fmt: skip
"""What only a car with an engine has."""


@sheet_rule(
    level=Level.ERROR,
    summary="an electric car that burns fuel",
    needs=("powertrain",),
    reads=BURNING,
    bad=(
        bad('{"powertrain": {"type": "bev", "drive": "awd"}, "co2": {"wltp": {"g/km": 120}}}',
            at="/powertrain/type",
            message="a battery-electric car burns nothing, but CO2 emission 120 g/km is stated"),
        bad('{"powertrain": {"type": "bev", "drive": "awd", "engine": {"displacement": {"cm³": 1499}, "cylinders": 3}}}',
            at="/powertrain/type",
            message="a battery-electric car burns nothing, but displacement 1499 cm³ and cylinders 3 are stated",
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

    Nought is what is stated of an electric car's emission.
    """
    if sheet.field("powertrain") != "bev":
        return
    found = [figure for name in BURNING if (figure := sheet.figure(name)) and figure.interval.high > 1]
    if not found:
        return
    *others, last = [f"{figure.quantity.label} {figure}" for figure in found]
    told = f"{', '.join(others)} and {last} are" if others else f"{last} is"
    related = tuple(Related(f"{one.quantity.label} {one} is stated here", one.pointer) for one in found)
    message = f"a battery-electric car burns nothing, but {told} stated"
    yield Violation(message, sheet.field_pointer("powertrain"), related)
