"""A number of cells that cannot make the battery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound
from speclint.quantities.interval import INFINITY
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

MAX_VOLTS = 4.4
"""V of one cell: fully charged, cobalt cells have 4.2 V and those of the highest voltage 4.4 V."""
CLASSES = (400, 800)
"""V that name the class of a system, whatever its battery has: Porsche's Macan of 800 V has 180 cells in a row, and
662 V (batterydesign.net)."""
MIN_ENERGY, MAX_ENERGY = 0.003, 2.0
"""kWh of one cell: from a round cell of nickel and metal hydride, 6.5 Ah at 1.2 V, to blades of lithium iron
phosphate, some 0.6 kWh."""

_SHEET = '{{"battery": {{"gross": {{"kWh": {0}}}, "voltage": {{"V": {1}}}, "charge": {{"Ah": {2}}}, "cells": {3}}}}}'


@sheet_rule(
    level=Level.ERROR,
    summary="a number of cells that cannot make the battery",
    needs=("battery_cells",),
    reads=("battery_charge", "battery_gross", "battery_usable", "battery_voltage"),
    consequence_of=("usable-exceeds-gross",),
    before=("battery-outweighs-car",),
    bad=(
        bad(_SHEET.format(33.2, 353, 94, 69), at="/battery/cells",
            message="69 cells for 353 V have 5.12 V each: expected at most 4.4 V",
            why="96 with digits transposed"),
        bad('{"battery": {"gross": {"kWh": 42.2}, "charge": {"Ah": 120}, "cells": 12}}', at="/battery/cells",
            message="12 cells of 120 Ah for 42.2 kWh have 29.31 V each: expected at most 4.4 V",
            why="the modules were counted"),
        bad('{"battery": {"gross": {"kWh": 10.3}, "cells": 4416}}', at="/battery/cells",
            message="4416 cells for 10.3 kWh hold 0.0023 kWh each: expected 0.003–2 kWh",
            why="75 kWh are meant, or another car's cells"),
    ),
    good=(
        good(_SHEET.format(33.2, 353, 94, 96)),
        good('{"battery": {"gross": {"kWh": 75}, "cells": 4416}}', why="round cells"),
        good('{"battery": {"gross": {"kWh": 75}, "charge": {"Ah": 230}, "cells": 4416}}',
            why="the charge of the pack"),
        good('{"battery": {"gross": {"kWh": 60.5}, "cells": 126}}', why="blades"),
        good('{"powertrain": {"type": "hev"}, "model": "X1", "variant": "xDrive23i", "battery": {"usable": {"kWh": 0.45}, "cells": 168}}',
            why="a hybrid uses a third of its battery"),
        good('{"battery": {"gross": {"kWh": 100}, "voltage": {"V": 800}, "cells": 180}}',
            why="a class of voltage"),
    ),
)  # fmt: skip
def cells_contradict_battery(sheet: Sheet) -> Iterator[Violation]:
    """A pack holds what its cells hold, W = N·Q·U, and has at most the voltage of all of them in a row.

    Cells are connected in series and in parallel, so more of them than the voltage needs contradict nothing.
    """
    cells = sheet.figure("battery_cells")
    if cells is None or cells.value < 1:
        return
    for message, others in _contradictions(sheet, cells):
        yield Violation(message, cells.name, stated(*others))
        return


def _contradictions(sheet: Sheet, cells: Figure) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """What the cells cannot make, and the figures that require it."""
    voltage, charge = sheet.figure("battery_voltage"), sheet.figure("battery_charge")
    gross = sheet.figure("battery_gross")
    battery = gross or sheet.figure("battery_usable")
    fewest, most = number_ends(cells)
    number, limit = f"{cells} cell{'s' * (cells.stated != 1)}", f"V each: expected at most {MAX_VOLTS} V"
    if voltage is not None and voltage.stated not in CLASSES and voltage.interval.low > MAX_VOLTS * most:
        yield f"{number} for {voltage} have {voltage.value / most:.2f} {limit}", (voltage,)
    if battery is None:
        return
    if (
        charge is not None
        and charge.value > 0
        and 0 < MAX_VOLTS * most * charge.interval.high < 1000 * battery.interval.low
    ):
        volts = 1000 * battery.value / (most * charge.value)
        yield f"{number} of {charge} for {battery} have {volts:.2f} {limit}", (battery, charge)
    # hybrids use a small part of what their cells hold
    holds_too_little = battery is gross and battery.interval.high / fewest < MIN_ENERGY
    if holds_too_little or battery.interval.low / most > MAX_ENERGY:
        energy = battery.value / (fewest if holds_too_little else most)
        expected = f"expected {MIN_ENERGY}–{MAX_ENERGY:g} kWh"
        yield f"{number} for {battery} hold {energy:.2g} kWh each: {expected}", (battery,)


def number_ends(cells: Figure) -> tuple[float, float]:
    """The smallest and the largest number of cells; not below 1."""
    if isinstance(cells.stated, Bound):
        return (cells.value, INFINITY) if cells.stated.at_least else (1.0, cells.value)
    fewest, most = map(float, (cells.numbers[0], cells.numbers[-1]))
    return max(1.0, fewest), most
