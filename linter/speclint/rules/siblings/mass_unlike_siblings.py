"""A mass far from those of all siblings of the same wheelbase."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speclint.quantities.interval import INFINITY
from speclint.rules.outliers import UNBUILT
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, family_rule, good
from speclint.sheets.families import MAX_COMPARED, MODEL, family_by
from speclint.vehicle.category import MASSES
from speclint.vehicle.dates import is_year
from speclint.vehicle.powertrain import powertrain_of, word_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.families import Members
    from speclint.sheets.sheet import Sheet

APART = 1.25
"""Ratio of a mass to the nearest of its siblings from which on it is reported. Of 9,710 published cars three are beyond it: one
states the gross mass, two twice the mass of their siblings and more."""
ALIKE = 1.15
"""Ratio of the heaviest sibling to the lightest up to which they agree."""
LADEN = 1.5
"""Most that a gross mass is of the kerb mass of a passenger car."""
MIN_SIBLINGS = 2
MAX_YEARS = 6
"""Model years in which one generation is built, where the sheets do not state it."""
ANOTHER = re.compile(
    r"(?i)\b(?:e|ev|bev|hev|phev|electric|elektro|hybrid|plug-?in|lightning|armou?red|guard)\b|(?i:e-)"
)
"""Names of cars with a battery or with armour, which the sheet may state in no other place."""

_CAR = '{{"make": "Opel", "model": "Insignia", "variant": "{0}", "model_year": 2008, "powertrain": {{"type": "ice", "drive": "fwd"}}, "dimensions": {{"wheelbase": {{"mm": {2}}}}}, "mass": {{"unspecified": {{"kg": {1}}}}}}}'


def _cars(first: int, wheelbase: int = 2737, variant: str = "1.4") -> dict[str, str]:
    cars = ((variant, first, wheelbase), ("1.6", 1503, 2737), ("1.8", 1503, 2737), ("2.0", 1540, 2737))
    return {f"opel/insignia-{car[0].replace('.', '-').lower()}": _CAR.format(*car) for car in cars}


@family_rule(
    level=Level.WARNING,
    summary="a mass far from those of all siblings of the same wheelbase",
    needs=("make", "model", "wheelbase"),
    one_of=tuple((name,) for name in MASSES),
    reads=(*MODEL, "fuel", "powertrain", "status", "trim", "variant", "year"),
    of_siblings=(*MASSES, *MODEL, "fuel", "powertrain", "trim", "variant", "wheelbase", "year"),
    consequence_of=("figure-strays", "mass-implausible", "kerb-mass-is-gross", "sibling-one-sided"),
    scope="sharpest",
    bad=(
        bad(_cars(2065), at="/mass/unspecified/kg",
            message="kerb mass 2065 kg is 1.34 times 1540 kg, the most of 3 siblings of equal wheelbase; it may be the gross mass",
            why="the sheet states too little to be compared with cars in general"),
        bad(_cars(750), at="/mass/unspecified/kg",
            message="kerb mass 750 kg is 0.50 times 1503 kg, the least of 3 siblings of equal wheelbase",
            why="half the mass"),
    ),
    good=(
        good(_cars(1810), why="all-wheel drive and the largest engine"),
        good(_cars(2065, 2900), why="a longer body"),
        good(_cars(2065, variant="Electric"), why="a battery"),
    ),
)  # fmt: skip
def mass_unlike_siblings(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Engine, gearbox and equipment change the mass of a car by a tenth or two, not by a quarter.

    Compared are variants of one model with the same wheelbase and powertrain, of model years that are near, if two or more
    agree. A mass so far above is most likely the gross mass, or in another unit; one far below a half.
    """
    family = family_by(sheet.profile, MODEL, ("make", "model"))
    mine = mass_of(sheet)
    if family is None or mine is None or word_of(sheet, "status") in UNBUILT or _is_another(sheet):
        return
    siblings = catalog.siblings(sheet, family)
    lightest, heaviest = siblings.members.once(_ends, MASSES)
    if mine.value < APART * lightest and heaviest < APART * mine.value:
        return
    alike = (other for other in siblings.first(MAX_COMPARED) if _is_alike(sheet, other))
    pairs = [(mass, other) for other in alike if (mass := mass_of(other)) is not None]
    masses = sorted(pairs, key=lambda pair: pair[0].value)
    if len(masses) < MIN_SIBLINGS or masses[-1][0].value > ALIKE * masses[0][0].value:
        return
    for (theirs, other), is_far, most in (
        (masses[-1], mine.value >= APART * masses[-1][0].value, "most"),
        (masses[0], APART * mine.value <= masses[0][0].value, "least"),
    ):
        if is_far:
            ratio = mine.value / theirs.value
            end = "; it may be the gross mass" if APART <= ratio <= LADEN else ""
            message = f"{mine.labelled} is {ratio:.2f} times {theirs}, the {most} of {len(masses)} siblings of equal wheelbase{end}"
            yield Violation(message, mine.name, stated(theirs, sheet=other))


def mass_of(sheet: Sheet) -> Figure | None:
    """The kerb mass of a sheet, on whichever basis; None for a bound."""
    found = sheet.figure(*MASSES)
    return found if found is not None and found.interval.low > 0 and found.interval.high < INFINITY else None


def _ends(members: Members, quantities: tuple[str, ...]) -> tuple[float, float]:
    """The least and the most of quantities that members of a family state."""
    figures = (sheet.figure(*quantities) for sheet in members)
    values = [figure.value for figure in figures if figure is not None]
    return min(values, default=INFINITY), max(values, default=0.0)


def _is_alike(sheet: Sheet, other: Sheet) -> bool:
    """Whether another car of the model is of the same wheelbase and powertrain, and of a year that is near."""
    mine, theirs = sheet.figure("wheelbase"), other.figure("wheelbase")
    if mine is None or theirs is None or (mine.numbers, mine.unit) != (theirs.numbers, theirs.unit):
        return False
    if _driven(sheet) != _driven(other) or _is_another(other):
        return False
    years = [text for each in (sheet, other) if is_year(text := each.field("year") or "")]
    return len(years) < 2 or abs(int(years[0]) - int(years[1])) <= MAX_YEARS  # noqa: PLR2004 - both


def _driven(sheet: Sheet) -> tuple[str | None, bool]:
    return powertrain_of(sheet), sheet.field("fuel") == "electric"


def _is_another(sheet: Sheet) -> bool:
    """Whether the name of a sheet states a battery or armour."""
    return any(ANOTHER.search(sheet.field(field) or "") for field in ("variant", "trim"))
