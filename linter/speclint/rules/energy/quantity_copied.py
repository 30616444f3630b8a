"""A usable battery capacity that is a copy of the gross one."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, family_rule, good
from speclint.sheets.families import MAX_COMPARED, family_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

MIN_WITH_RESERVE = 2
"""Batteries with a reserve that a maker must have before one without is reported."""

_CAR = '{{"variant": "{0}", "battery": {{"gross": {{"kWh": {1}}}, "usable": {{"kWh": {2}}}}}}}'


def _cars(*cars: tuple[str, float, float]) -> dict[str, str]:
    return {f"bmw/ix2-{variant.casefold()}": _CAR.format(variant, *rest) for variant, *rest in cars}


@family_rule(
    id="quantity-copied",
    level=Level.NOTE,
    summary="usable battery capacity is the gross one, though the maker keeps a part back elsewhere",
    needs=("battery_usable", "battery_gross"),
    reads=("make",),
    of_siblings=("battery_gross", "battery_usable", "make"),
    bad=(
        bad(_cars(("xDrive30", 66.5, 66.5), ("eDrive20", 67.1, 64.8), ("xDrive40", 83.9, 80.7)),
            at="/battery/usable/kWh",
            message="usable battery capacity 66.5 kWh equals the gross one: bmw/ix2-edrive20 has 64.8 of 67.1 kWh",
            why="gross for net"),
    ),
    good=(
        good(_cars(("xDrive30", 66.5, 64.8), ("eDrive20", 67.1, 64.8), ("xDrive40", 83.9, 80.7))),
        good(_cars(("xDrive30", 66.5, 66.5), ("eDrive20", 67.1, 67.1), ("xDrive40", 83.9, 80.7)),
            why="one other battery with a reserve is not enough"),
    ),
)  # fmt: skip
def usable_equals_gross(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Makers keep a part of most batteries back, for their life and for charging when full or empty.

    Some use all of each of their batteries, which is not reported. Where a maker keeps a part of other batteries
    back, two equal figures are more likely one figure written twice.
    """
    usable, gross = sheet.figure("battery_usable"), sheet.figure("battery_gross")
    family = family_by(sheet.profile, ("make",), ("make",))
    if usable is None or gross is None or family is None or usable.numbers != gross.numbers:
        return
    reserved: dict[tuple[float, float], Sheet] = {}
    for other in islice(catalog.family(sheet, family), MAX_COMPARED):
        part, whole = other.figure("battery_usable"), other.figure("battery_gross")
        if part is None or whole is None:
            continue
        if part.interval.high < whole.interval.low:
            reserved.setdefault((part.value, whole.value), other)
        elif other.place != sheet.place and part.value != usable.value:
            # the maker has other batteries without a reserve
            return
    if len(reserved) < MIN_WITH_RESERVE:
        return
    (part_value, whole_value), other = next(iter(reserved.items()))
    yield Violation(
        f"{usable.labelled} equals the gross one: {other.id} has {part_value:g} of {whole_value:g} kWh",
        usable.name,
        stated(gross),
    )
