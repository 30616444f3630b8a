"""A figure of one variant that jumps from one model year to another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import msgspec

from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, family_rule, good
from speclint.sheets.families import YEARS, family_by, ratio, single_measurand
from speclint.vehicle.dates import is_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.families import Members, Siblings
    from speclint.sheets.sheet import Sheet

Key = TypeVar("Key")
Indexes: TypeAlias = "dict[Key, list[int]]"
"""The indexes of members of a family, by what they state."""

BOUNDS = {
    "battery_usable": 2.0, "battery_gross": 2.0, "battery_voltage": 1.5, "ac_charge_power": 3.0,
    "dc_charge_power": 2.0, "power": 1.3, "torque": 1.25, "mass_kerb": 1.15,
    "acceleration_0_100_kmh": 1.3, "acceleration_0_60_mph": 1.3, "top_speed": 1.25,
    "consumption_electric": 1.3, "length": 1.1, "width": 1.1, "height": 1.1, "wheelbase": 1.1,
}  # fmt: skip
"""How many times one year's figure may be that of the year before or after."""
RANGES = {
    "range_wltp": 1.3, "range_epa": 1.3, "range_nedc": 1.3, "range_cltc": 1.3, "range_wltc": 1.3,
}  # fmt: skip
"""The same for ranges; they are compared only where the battery stayed the same."""
SAME_BATTERY = 1.05
"""How many times one battery's capacity may be that of another that counts as the same."""
MAX_YEARS = 3
"""Model years between which one generation is replaced by the next where the sheets do not state it."""
BY_ENGINE = ("displacement", "cylinders")
"""Without a variant, a car that states these may be sold with several engines."""
_CAR = '{{"model_year": {0}, "battery": {{"usable": {{"kWh": {1}}}}}}}'


@family_rule(
    level=Level.WARNING,
    summary="a figure of one variant jumps between model years by more than makers do",
    needs=("year",),
    reads=(*YEARS, *BY_ENGINE, "trim", *BOUNDS, *RANGES),
    of_siblings=(*YEARS, "trim", "year", *BOUNDS, *RANGES),
    consequence_of=("figure-strays", "sibling-one-sided"),
    bad=(
        bad({
            "bmw/ix2-xdrive30-2024": _CAR.format(2024, "71.0"),
            "bmw/ix2-xdrive30-2025": _CAR.format(2025, "18.3"),
        }, at="/battery/usable/kWh",
            message="usable battery capacity 71.0 kWh in 2024, but 18.3 kWh in 2025"),
        bad({
            "bmw/ix2-xdrive30-2024": _CAR.format(2024, 6.48),
            "bmw/ix2-xdrive30-2023": _CAR.format(2023, 64.8),
            "bmw/ix2-xdrive30-2025": _CAR.format(2025, 65.2),
        }, at="/battery/usable/kWh",
            message="usable battery capacity 6.48 kWh in 2024, but 64.8 kWh in 2023 and 65.2 kWh in 2025",
            why="of three years, the one that differs"),
    ),
    good=(
        good({
            "bmw/ix2-xdrive30-2023": _CAR.format(2023, 22.0),
            "bmw/ix2-xdrive30-2024": _CAR.format(2024, 41.0),
        }, why="a new battery may nearly double the old one"),
        good({
            "bmw/ix2-xdrive30-2020": _CAR.format(2020, 22.0),
            "bmw/ix2-xdrive30-2024": _CAR.format(2024, 64.8),
        }, why="a new generation that the sheets do not name"),
    ),
)  # fmt: skip
def year_jump(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Makers carry figures from one model year to the next; a larger battery or motor comes once in years.

    Cars with an engine are compared only by variant, years far apart only by generation. Of 3597 pairs of figures
    that OpenEV Data and Kilowatt state of one variant with one drive in two model years, 97.7 % are equal, and 12
    (0.3 %), of four models, lie outside the bounds. The largest true leaps lie within: a battery nearly doubled
    (VW e-up!, 16.5 to 32.3 kWh), power raised by a quarter (Range Rover Sport PHEV), AC charging power doubled
    (VW e-Golf). Ranges are compared only where the battery stayed. Of three or more years the one that differs from
    the others is reported.
    """
    family = family_by(sheet.profile, YEARS, ("make", "model", "year"))
    if family is None or not is_year(sheet.field("year") or ""):
        return
    if not sheet.field("variant") and any(map(sheet.stated, BY_ENGINE)):
        return
    years = _years(sheet, catalog.siblings(sheet, family))
    reported = set()
    for quantity, bound in (BOUNDS | RANGES).items() if len(years) > 1 else ():
        if quantity == "battery_gross" and "battery_usable" in reported:
            continue
        for violation in _jumps(sheet, years, quantity, bound):
            reported.add(quantity)
            yield violation


class Year(msgspec.Struct, frozen=True):
    """What a variant states in one model year."""

    year: int
    sheet: Sheet
    figure: Figure


def _years(sheet: Sheet, siblings: Siblings) -> dict[int, Sheet]:
    """The sheet of each model year, in order; a year with several is left out.

    Trims are renamed from year to year, so they are compared only where a year has several sheets.
    """
    members, own = siblings.members, siblings.own
    of_years, of_trims = members.once(_by_year, None)
    mine, trim = int(sheet.field("year") or 0), sheet.field("trim")

    def stating(year: int, indexes: list[int]) -> list[Sheet]:
        """The first two."""
        others = [members[index] for index in indexes[:3] if index != own]
        return [*([sheet] if year == mine else ()), *others][:2]

    is_crowded = len(stating(mine, of_years.get(mine, []))) > 1
    found: dict[int, Sheet] = {}
    for year in sorted({*of_years, mine}):
        same = stating(year, of_years.get(year, []))
        if is_crowded or len(same) > 1:
            same = stating(year, of_trims.get((year, trim), []))
        if len(same) == 1:
            found[year] = same[0]
    return found if mine in found else {}


def _by_year(members: Members, _: None) -> tuple[Indexes[int], Indexes[tuple[int, str | None]]]:
    """The indexes of the members of each model year, and of those of each trim in it."""
    of_years: Indexes[int] = {}
    of_trims: Indexes[tuple[int, str | None]] = {}
    for index, member in enumerate(members):
        text = member.field("year") or ""
        if is_year(text):
            of_years.setdefault(int(text), []).append(index)
            of_trims.setdefault((int(text), member.field("trim")), []).append(index)
    return of_years, of_trims


def _jumps(sheet: Sheet, years: dict[int, Sheet], quantity: str, bound: float) -> Iterator[Violation]:
    """A violation for the year that differs from all, or for each neighbour beyond the bound if none does."""
    dated = [
        Year(year, member, found.sharpest)
        for year, member in years.items()
        if (found := single_measurand(member, quantity)) is not None
        and (quantity in BOUNDS or same_battery(sheet, member))
    ]
    near = [
        later if earlier.sheet.place == sheet.place else earlier
        for earlier, later in pairwise(dated)
        if sheet.place in (earlier.sheet.place, later.sheet.place)
        and ratio(earlier.figure, later.figure) > bound
        and (later.year - earlier.year <= MAX_YEARS or sheet.field("generation"))
    ]
    if not near:
        return
    mine = next(year for year in dated if year.sheet.place == sheet.place)
    alone = [year for year in dated if _agree(_without(dated, year), bound)]
    if len(dated) > 2 and alone:  # noqa: PLR2004 - of two, either differs
        if mine in alone:
            yield _hit(mine, _without(dated, mine))
        return
    for other in near:
        yield _hit(mine, [other])


def _without(years: list[Year], year: Year) -> list[Year]:
    return [other for other in years if other is not year]


def same_battery(sheet: Sheet, other: Sheet) -> bool:
    """Whether both state the same battery, as far as a range depends on it."""
    for quantity in ("battery_usable", "battery_gross"):
        mine, theirs = sheet.figure(quantity), other.figure(quantity)
        if mine is not None and theirs is not None:
            return ratio(mine, theirs) <= SAME_BATTERY
    return False


def _agree(years: list[Year], bound: float) -> bool:
    return all(ratio(year.figure, other.figure) <= bound for year in years for other in years)


def _hit(mine: Year, others: list[Year]) -> Violation:
    listed = " and ".join(f"{other.figure} in {other.year}" for other in others)
    related = tuple(place for other in others for place in stated(other.figure, sheet=other.sheet))
    message = f"{mine.figure.labelled} in {mine.year}, but {listed}"
    return Violation(message, mine.figure.name, related)
