"""A variant that was copied from another, with another drive or battery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.table import QUANTITIES
from speclint.rules.rule import Level, Related, Violation, bad, family_rule, good
from speclint.sheets.families import family_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

BATTERY = ("battery_usable", "battery_gross")
TELLING = (
    "mass_kerb", "mass_kerb_eu", "mass_kerb_din", "acceleration_0_100_kmh", "acceleration_0_60_mph",
    "range_wltp", "range_epa", "range_nedc", "range_cltc", "range_wltc", "top_speed", "consumption_electric",
    "power", "torque", "payload", "dc_charge_power", "ac_charge_power",
)  # fmt: skip
"""Quantities of which another drive or battery changes some."""
MOVED = frozenset(TELLING[:10]) | {"consumption_electric"}
"""Those of them that every other drive or battery changes; one at least must be stated."""
NAMES = ("make", "model", "generation", "year", "market", "variant", "trim", "drive")
FEWEST = 5
"""Identical figures that are no coincidence."""

_FIGURES = (
    '"performance": {"acceleration_0_100_kmh": {"s": 8.6}, "top_speed": {"km/h": 170}}, '
    '"mass": {"unspecified": {"kg": 2020}}, "range": {"wltp": {"km": 470}}, '
    '"charging": {"dc": {"power": {"kW": 130}}}'
)
_CAR = '{{"variant": "{0}", "powertrain": {{"type": "bev", "drive": "{1}"}}, "battery": {{"usable": {{"kWh": {2}}}}}, {3}}}'


@family_rule(
    level=Level.WARNING,
    summary="a variant with another drive or battery has every figure of another variant",
    reads=("figures", *NAMES),
    of_siblings=(*NAMES, *BATTERY, *TELLING),
    consequence_of=("sibling-strays",),
    bad=(
        bad({
            "bmw/ix2-xdrive30": _CAR.format("xDrive30", "awd", 64.8, _FIGURES),
            "bmw/ix2-edrive20": _CAR.format("eDrive20", "fwd", 64.8, _FIGURES),
        }, at="/powertrain/drive",
            message="drive awd, not fwd as bmw/ix2-edrive20, yet both state the same kerb mass, 0-100 km/h, WLTP range, " "top speed and DC charging power to the last digit"),
    ),
    good=(
        good({
            "bmw/ix2-xdrive30": _CAR.format("xDrive30", "awd", 64.8, _FIGURES.replace("8.6", "5.6")),
            "bmw/ix2-edrive20": _CAR.format("eDrive20", "fwd", 64.8, _FIGURES),
        }, why="one figure was measured, so the others were looked at"),
        good({
            "bmw/ix2-edrive20-m": _CAR.format("eDrive20 M", "fwd", 64.8, _FIGURES),
            "bmw/ix2-edrive20": _CAR.format("eDrive20", "fwd", 64.8, _FIGURES),
        }, why="one drive and one battery in two trims"),
    ),
)  # fmt: skip
def sibling_copied(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """A driven axle more, or a larger battery, weighs more, and changes acceleration, range or consumption.

    Two variants of one model and year that differ in drive or battery but agree to the last digit in everything
    else, five figures at least, were copied one from the other. The later one by path is told.
    """
    family = family_by(
        sheet.profile, ("make", "model", "generation", "year", "market"), ("make", "model", "variant")
    )
    if family is None or not MOVED & sheet.measurands.keys():
        return
    for other in catalog.family(sheet, family):
        if (other.path, other.id) >= (sheet.path, sheet.id) or _name(other) == _name(sheet):
            continue
        differs = _difference(sheet, other)
        copied = _copied(sheet, other) if differs else []
        if differs and len(copied) >= FEWEST and any(one.quantity.name in MOVED for one in copied):
            message, at, there = differs
            labels = [one.quantity.label for one in copied]
            listed = f"{', '.join(labels[:-1])} and {labels[-1]}"
            related = (
                Related("the other variant", there, other),
                *(Related(f"{one} is stated here too", one.pointer, other) for one in copied),
            )
            yield Violation(f"{message}, yet both state the same {listed} to the last digit", at, related)
            return


def _name(sheet: Sheet) -> tuple[str | None, str | None]:
    return sheet.field("variant"), sheet.field("trim")


def _difference(sheet: Sheet, other: Sheet) -> tuple[str, str, str] | None:
    """How the drive or the battery differs from that of another sheet, and where both state it."""
    drive, theirs = sheet.field("drive"), other.field("drive")
    if drive and theirs and drive != theirs:
        return (
            f"drive {drive}, not {theirs} as {other.id}",
            sheet.field_pointer("drive"),
            other.field_pointer("drive"),
        )
    for quantity in BATTERY:
        mine, its = sheet.figure(quantity), other.figure(quantity)
        if mine is not None and its is not None and not mine.agrees_with(its):
            label = QUANTITIES[quantity].label
            return f"{label} {mine}, not {its} as {other.id}", mine.pointer, its.pointer
    return None


def _copied(sheet: Sheet, other: Sheet) -> list[Figure]:
    """The other sheet's telling figures, if every one that both state is the same; else none."""
    found = []
    for quantity in TELLING:
        mine, theirs = sheet.figure(quantity), other.figure(quantity)
        if mine is None or theirs is None:
            continue
        if mine.stated != theirs.stated or mine.unit is not theirs.unit:
            return []
        found.append(theirs)
    return found
