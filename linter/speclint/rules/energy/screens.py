"""The screens of the rules on batteries and ranges."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.intervals import meet
from speclint.columns.numbering import factorized
from speclint.quantities.interval import INFINITY
from speclint.rules.energy.cells_contradict_battery import (
    CLASSES,
    MAX_ENERGY,
    MAX_VOLTS,
    MIN_ENERGY,
    number_ends,
)
from speclint.rules.energy.consumption_contradicts_range import MAX_RATIO, MAX_USE, MIN_SHARE, MIN_USE
from speclint.rules.energy.gross_exceeds_use import MIN_USED
from speclint.rules.energy.quantity_copied import MIN_WITH_RESERVE
from speclint.sheets.families import family_by
from speclint.vehicle.energy_use import cycle_in, energy_used

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Integers
    from speclint.columns.intervals import Ends
    from speclint.quantities.figure import Figure


def cells_contradict_battery(columns: Columns) -> Booleans:
    """Cells that would have too much voltage, or too much or too little energy."""
    cells = columns.chosen("battery_cells")
    fewest, most = (cells.numbers(partial(_number, end)) for end in (0, 1))
    volts = columns.chosen("battery_voltage").numbers(_volts)
    charge, gross = columns.figure("battery_charge"), columns.figure("battery_gross")
    battery = columns.figure("battery_gross", "battery_usable")
    energy = MAX_VOLTS * most * charge.high
    found = (volts > MAX_VOLTS * most) | ((charge.value > 0) & (energy > 0) & (energy < 1000 * battery.low))
    found |= (gross.high / fewest < MIN_ENERGY) | (battery.low / most > MAX_ENERGY)
    return found & (columns.figure("battery_cells").value >= 1)


def _number(end: int, cells: Figure) -> float:
    return number_ends(cells)[end]


def _volts(figure: Figure) -> float:
    return np.nan if figure.stated in CLASSES else figure.interval.low


def consumption_contradicts_range(columns: Columns) -> Booleans:
    """A range that takes more or less at its consumption than the battery holds."""
    usable, battery = columns.figure("battery_usable"), columns.figure("battery_usable", "battery_gross")
    least = np.where(usable.is_stated, MIN_USE, MIN_USE * MIN_SHARE)
    low, high = least * battery.low, MAX_USE * battery.high
    found = columns.none()
    for rows, best, worst in columns.once(_energies):
        window = low[rows], high[rows]
        found[rows[~(meet(window, best) & meet(window, worst))]] = True
    return found & (battery.low > 0) & (battery.low < INFINITY)


def gross_exceeds_use(columns: Columns) -> Booleans:
    """A range that takes less at its consumption than a stated gross capacity lets expect."""
    least = MIN_USED * columns.figure("battery_gross").low
    found = columns.none()
    for rows, best, worst in columns.once(_energies):
        found[rows[(best[1] < least[rows]) & (worst[1] < least[rows])]] = True
    return found & ~columns.figure("battery_usable").is_stated


def range_ends_inconsistent(columns: Columns) -> Booleans:
    """Ends of range and consumption that take different energies."""
    found = columns.none()
    for rows, best, worst in columns.once(_energies):
        agree = (best[0] <= worst[1] * MAX_RATIO) & (worst[0] <= best[1] * MAX_RATIO)
        found[rows[~agree]] = True
    return found


def _energies(columns: Columns) -> list[tuple[Integers, Ends, Ends]]:
    """By cycle rows of battery-electric cars with what `energy_used` gives of range and consumption."""
    figures, found = columns.figures("consumption_electric"), []
    cycles = np.array([cycle_in(place.figure) or "" for place in figures.places], dtype=np.str_)
    sharpest, of_measurand = figures.sharpest, cycles[figures.leads.where]
    is_electric = columns.is_word("powertrain", "bev")
    for cycle in sorted({*of_measurand.tolist()} - {""}):
        distance = columns.chosen(f"range_{cycle}")
        are_stated = is_electric & (distance.codes >= 0)
        chosen = sharpest.at((of_measurand == cycle) & are_stated[sharpest.rows])
        codes = distance.codes[chosen.rows] * len(chosen.distinct) + chosen.codes
        pairs, of_rows = factorized(codes)
        split = (divmod(pair, len(chosen.distinct)) for pair in pairs.tolist())
        used = [energy_used(distance.values[one], chosen.distinct[other]) for one, other in split]
        low, high, least, most = np.array(used, dtype=np.float64).reshape(-1, 4)[of_rows].T
        found.append((chosen.rows, (low, high), (least, most)))
    return found


def usable_equals_gross(columns: Columns) -> Booleans:
    """Equal capacities, where the maker has several batteries with a reserve."""
    family = family_by(columns.profile, ("make",), ("make",))
    if family is None:
        return columns.none()
    usable, gross = columns.figure("battery_usable"), columns.figure("battery_gross")
    groups = columns.groups(family.by)
    reserved = np.bincount(
        groups[(usable.high < gross.low) & (groups >= 0)], minlength=groups.max(initial=0) + 1
    )
    has_others = (groups >= 0) & (reserved[groups] >= MIN_WITH_RESERVE)
    return has_others & lacks_reserve(columns)


def lacks_reserve(columns: Columns) -> Booleans:
    """Rows whose usable capacity is written as the gross one."""
    pairs = columns.combined(columns.chosen("battery_usable"), columns.chosen("battery_gross"))
    return pairs.where(_are_equal)


def _are_equal(pair: tuple[Figure | None, ...]) -> bool:
    usable, gross = pair
    return usable is not None and gross is not None and usable.numbers == gross.numbers
