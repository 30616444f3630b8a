"""Figures that a maker chose, or that tyres or a test limit: they are no evidence of what else a car has."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

from speclint.vehicle.features import BURNT, MASS, SPRINT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speclint.bands.model import Outlier, ReferenceModel
    from speclint.vehicle.features import Features

LIMITS = (
    155, 160, 161, 170, 171, 175, 177, 180, 183, 185, 190, 193, 200, 205, 206, 209, 210, 225, 230, 249, 250,
)  # fmt: skip
"""km/h at which makers limit their cars: round numbers, 100, 106, 109, 110, 112, 114, 115, 120, 128, 130 and
155 mph. A car so limited could go faster, so its top speed is no evidence. Of published cars with one of 170,
171, 175, 177, 180, 183 and 249, those of six models or more each lie 2.5 standard deviations below what their
other figures imply, and those of four at most as far above."""
TOP_SPEED = "top_speed"
MIN_SLOWED = 1.5
"""Standard deviations below what the other figures imply from which a usual limit counts as one."""

TWO_SEATERS = {"length": (2200, 3100), "wheelbase": (1450, 2050)}
"""mm; between the BMW Isetta and the Aston Martin Cygnet, of 2285 and 3078 mm, lie the smart fortwo and the
Toyota iQ."""
LIGHT = 1250
"""kg with the driver, above which no such car lies; the heaviest are electric."""

POWER_PER_MASS, SLOWEST_TRACTION_LIMITED = (0.3, 1.2), 4.0
"""kW per kg with the driver of cars whose sprint tyres limit, not power, and the s that it then takes at
most. The least gives the kinetic energy of 100 km/h in 1.3 s; Koenigsegg calls the 2.8 s of its Regera, of
0.65 kW/kg, "traction-limited" (carenthusiast.com, 3 March 2015). The Czinger 21C has 0.71 kW/kg."""
STRONG = {("power", True), (MASS, False)}
"""What such a car is: figure, and whether it is too large. Few were built, so that the models know few."""
OLD = 1985
"""Of cars of model years before this the models know few. Their power is often gross, their engines, if
American, are twice as large as European ones of that power, and their consumption is less than a linear trend
over decades gives: Volkswagen's Golf took a little more than six litres in 1974 (classic-car.tv, 2019)."""


def is_limited_speed(kinds: tuple[str, ...], speed: float) -> bool:
    """Whether a top speed in km/h may be a limit: any of an electric car, of one gear, and usual limits."""
    return kinds == ("electric",) or round(speed) in LIMITS


def is_two_seater(car: Features, name: str) -> bool:
    """Whether it is the length or wheelbase of a light car that ends behind its two seats."""
    if name not in TWO_SEATERS or MASS not in car.vector:
        return False
    least, most = TWO_SEATERS[name]
    return least <= car.figures[name].value <= most and car.vector[MASS] <= log(LIGHT)


def limited(car: Features, found: Outlier, model: ReferenceModel, *, is_old: bool) -> Iterator[str]:
    """The figures of a car that are no evidence, with its suspect if that is no error."""
    others = {name: value for name, value in car.vector.items() if name != found.name}
    if is_slowed(model, car.kinds, others):
        yield TOP_SPEED
    for name in BURNT if is_old else ():
        if found.sizes.get(name, 0.0) < 0:
            yield name
    if is_limited_by_traction(car.vector):
        if found.name != SPRINT or found.deviations > 0:
            yield SPRINT
        if (found.name, found.deviations > 0) in STRONG:
            yield found.name
    if is_old and (found.name, found.deviations > 0) == ("power", True):
        # gross, as engines were rated in America until 1972
        yield found.name


def is_slowed(model: ReferenceModel, kinds: tuple[str, ...], vector: Mapping[str, float]) -> bool:
    """Whether a car has a usual limit as its top speed, below what its other figures imply."""
    if TOP_SPEED not in vector or not is_limited_speed(kinds, exp(vector[TOP_SPEED])):
        return False
    fit = model.conditional_fit(vector)
    return fit is not None and fit.deviations(TOP_SPEED) < -MIN_SLOWED


def is_limited_by_traction(vector: Mapping[str, float]) -> bool:
    """Whether tyres, not power, set the sprint of a car that is as quick as it is strong."""
    if not {"power", MASS, SPRINT} <= vector.keys() or vector[SPRINT] > log(SLOWEST_TRACTION_LIMITED):
        return False
    least, most = POWER_PER_MASS
    return log(least) <= vector["power"] - vector[MASS] <= log(most)
