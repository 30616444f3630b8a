"""One figure under the names of two quantities."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, family_rule, good, sheet_rule
from speclint.sheets.families import MAX_COMPARED, family_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

MIN_WITH_RESERVE = 2
"""Of so many batteries a maker must be known to keep a part back, before one without is worth a note."""

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
            message="usable battery capacity 66.5 kWh is the gross one; bmw/ix2-edrive20 has 64.8 of 67.1 kWh",
            why="gross for net"),
    ),
    good=(
        good(_cars(("xDrive30", 66.5, 64.8), ("eDrive20", 67.1, 64.8), ("xDrive40", 83.9, 80.7))),
        good(_cars(("xDrive30", 66.5, 66.5), ("eDrive20", 67.1, 67.1), ("xDrive40", 83.9, 80.7)),
            why="one other battery with a reserve is no habit of the maker"),
    ),
)  # fmt: skip
def usable_equals_gross(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Makers keep a part of most batteries back, for their life and for charging when full or empty.

    Some use all, and say so of each of their cars; then nothing is told. Where a maker keeps a part of other
    batteries back, two equal figures are more likely one figure written twice.
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
        f"usable battery capacity {usable} is the gross one; {other.id} has {part_value:g} of {whole_value:g} kWh",
        usable.pointer,
        (Related(f"gross {gross} is stated here", gross.pointer),),
    )


SMALL = 60.0
"""kW up to which an electric drive may sustain all that it gives, as light quadricycles and vans do."""


@sheet_rule(
    id="quantity-copied",
    level=Level.NOTE,
    summary="continuous power is the same as the highest one",
    needs=("power_continuous", "power"),
    reads=("powertrain",),
    bad=(
        bad('{"powertrain": {"type": "bev", "power": {"kW": 230}, "power_continuous": {"kW": 230}}}',
            at="/powertrain/power_continuous/kW",
            message="continuous power 230 kW is the same as the highest power 230 kW",
            why="an electric drive of this power sustains about half of it"),
    ),
    good=(
        good('{"powertrain": {"type": "bev", "power": {"kW": 230}, "power_continuous": {"kW": 94}}}'),
        good('{"powertrain": {"type": "bev", "power": {"kW": 45}, "power_continuous": {"kW": 45}}}'),
        good('{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 100}, "power_continuous": {"kW": 100}}}',
            why="an engine sustains what it gives"),
    ),
)  # fmt: skip
def continuous_equals_peak(sheet: Sheet) -> Iterator[Violation]:
    """The power that an electric drive sustains for 30 minutes (UN Regulation 85) is a part of its peak.

    Heat limits it: BMW's iX1 xDrive30 sustains 94 of 230 kW. Where a strong electric car states the
    same figure twice, one of them was most likely copied from the other.
    """
    continuous, peak = sheet.figure("power_continuous"), sheet.figure("power")
    if continuous is None or peak is None or sheet.field("powertrain") not in ("bev", "fcev"):
        return
    if continuous.interval.low > SMALL and continuous.unit is peak.unit and continuous.stated == peak.stated:
        message = f"continuous power {continuous} is the same as the highest power {peak}"
        yield Violation(message, continuous.pointer, (Related(f"power {peak} is stated here", peak.pointer),))
