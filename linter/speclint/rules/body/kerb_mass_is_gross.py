"""A kerb mass that is most likely the gross mass."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.rules.outliers import UNBUILT, is_mixed, is_old, violation
from speclint.rules.rule import Level, bad, good, sheet_rule
from speclint.vehicle.chosen import TWO_SEATERS, limited
from speclint.vehicle.features import MASS, MASSES, READS, features_of, states_enough
from speclint.vehicle.powertrain import word_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.bands.model import Outlier, ReferenceModel
    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet
    from speclint.vehicle.features import Features

MIN_DEVIATIONS = 3.9
"""Standard deviations above what the other figures imply. Of 9,710 published cars ten lie beyond it at a ratio of `LOADED`:
eight of three models state the gross mass, and two another mass than their siblings of that size and performance."""
LOADED = (1.2, 1.5)
"""Ratio of the gross mass to the kerb mass: 1.20 to 1.31 of eight electric cars (Tesla Model Y to BMW iX2), 1.28 to 1.40 of three
cars with an engine."""

_SONATA = (
    '{{"make": "Hyundai", "model": "Sonata", "model_year": 2018, "powertrain": {{"type": "ice", "drive": "fwd", "power": '
    '{{"hp": 185}}, "torque": {{"lb-ft": 178}}, "engine": {{"fuel": "petrol", "displacement": {{"cm³": 2359}}}}}}, "dimensions": '
    '{{"length": {{"in": 191.1}}, "width": {{"in": 73.4}}, "height": {{"in": 58.1}}, "wheelbase": {{"in": 110.4}}}}, '
    '"mass": {{"unspecified": {{"lb": {}}}}}}}'
)


@sheet_rule(
    level=Level.WARNING,
    summary="a kerb mass that is most likely the gross mass",
    one_of=tuple((name,) for name in MASSES),
    reads=(*READS, "status"),
    scope="sharpest",
    bad=(
        bad(_SONATA.format(4497), at="/mass/unspecified/lb",
            message="kerb mass 4497 lb is heavier than height 58.1 in and length 191.1 in allow: expected 3567 lb (2832–4489); it may be the gross mass",
            why="the car weighs 3247 to 3527 lb empty"),
    ),
    good=(
        good(_SONATA.format(3527)),
        good(_SONATA.format(4200), why="heavy, and not as far out as people and luggage make it"),
    ),
)  # fmt: skip
def kerb_mass_is_gross(sheet: Sheet) -> Iterator[Violation]:
    """People and luggage are a quarter to four tenths of the mass of an empty car.

    Hardly a car is so much heavier than its size, power and performance imply, so that a mass as far out is most likely the
    one that the car may have laden (GVWR, permissible maximum mass). What is farther out is reported by `figure-implausible`.
    Hybrids, cars with a length or wheelbase of two seats, and cars from before 1985 are left out.
    """
    if not states_enough(sheet) or word_of(sheet, "status") in UNBUILT or is_old(sheet):
        return
    car = features_of(sheet)
    outliers = [_laden(sheet.bands.models[kind], car) for kind in car.kinds]
    found = min(outliers, key=_deviations, default=None)
    if found is not None and all(outliers) and not is_mixed(sheet, found):
        for heavy in violation(sheet, found):
            yield replace(heavy, message=f"{heavy.message}; it may be the gross mass")


def _deviations(outlier: Outlier | None) -> float:
    return 0.0 if outlier is None else outlier.deviations


def _laden(model: ReferenceModel, car: Features) -> Outlier | None:
    """The mass of a car as an outlier, if it is as much too large as people and luggage make it."""
    found = model.outlier(car.vector)
    if (
        found is None
        or not _is_laden(found)
        or any(name in car.figures and is_of_two_seats(car, name) for name in TWO_SEATERS)
    ):
        return None
    names = {*limited(car, found, model, is_old=False)}
    if names:
        found = model.outlier({name: value for name, value in car.vector.items() if name not in names})
        if found is None or not _is_laden(found):
            return None
    size = found.fit.deviation(MASS)
    return replace(
        found,
        high=found.expected * exp(MIN_DEVIATIONS * size),
        low=found.expected / exp(MIN_DEVIATIONS * size),
    )


def is_of_two_seats(car: Features, name: str) -> bool:
    """Whether a length or wheelbase is that of a car that ends behind its two seats."""
    least, most = TWO_SEATERS[name]
    return least <= car.figures[name].value <= most


def _is_laden(found: Outlier) -> bool:
    ratio = exp(found.deviations * found.fit.deviation(MASS)) if found.name == MASS else 0.0
    return not found.is_outside and found.deviations >= MIN_DEVIATIONS and LOADED[0] <= ratio <= LOADED[1]
