"""The figure of a sheet that does not fit the others, by the bands."""

from __future__ import annotations

from collections import Counter
from math import floor, log, log10
from typing import TYPE_CHECKING, Protocol

from speclint.bands.shape import BODY
from speclint.documents.message_text import join
from speclint.quantities.figure import write
from speclint.quantities.interval import Interval
from speclint.quantities.number import decimals, round_to
from speclint.rules.related import stated
from speclint.rules.rule import Violation
from speclint.sheets.remembered import once_per_sheet
from speclint.vehicle.chosen import (
    OLD,
    TOP_SPEED,
    TWO_SEATERS,
    is_limited_speed,
    is_two_seater,
    limited,
)
from speclint.vehicle.dates import is_year
from speclint.vehicle.features import BURNT, FIRST_YEAR, features_of, states_enough
from speclint.vehicle.powertrain import MIXED, UNKNOWN, powertrain_of, word_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from speclint.bands.model import Outlier
    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet
    from speclint.vehicle.features import Features

UNBUILT = ("expected", "concept", UNKNOWN)
"""Statuses of cars whose figures may be guesses."""
BY_MOTOR = {("power", False), ("mass", True), ("acceleration_0_100_kmh", False), ("top_speed", False)}
"""What the motor and the battery of a hybrid cause: figure, and whether it is too large. Its one gear limits the speed."""

WORDS = {
    "acceleration_0_100_kmh": ("quicker", "slower"),
    "mass": ("lighter", "heavier"),
    "top_speed": ("slower", "faster"),
}
"""Words for a figure that is too small, and for one that is too large; for others `less` and `more`."""
SELF_EXPLAINING = frozenset({"power", "torque", "mass", "energy", "fuel consumption", "emission", "speed"})
"""Kinds of unit that identify a figure without its label."""


def implausible(sheet: Sheet, *names: str) -> Iterator[Violation]:
    """A violation if the figure that fits the others of its sheet least is one of these, and lies outside its band."""
    found = suspect_of(sheet)
    if found is not None and found.name in names:
        yield from violation(sheet, found)


def deviations(sheet: Sheet, figure: Figure) -> float:
    """Standard deviations of a figure from what the others allow, if it fits them least and lies outside its band; else 0."""
    found = suspect_of(sheet)
    if found is None or all(each.name != figure.name for each in violation(sheet, found)):
        return 0.0
    return abs(found.deviations)


ROTARY, ROTARY_ROUNDING = (1.146, 1.308), 0.005
"""l of the engines with two rotors of 573 and 654 cm³ (Yamamoto, Rotary Engine, 1981), and what these are
rounded by."""
FARTHER_OF_OLD = 1.5
"""How many times as far out a figure of an old car has to lie: a body of before the first year that the models
distinguish, or what siblings imply of a car before `OLD`."""


class Deviating(Protocol):
    """A figure that deviates from what others imply."""

    @property
    def name(self) -> str:
        """The name of its feature."""

    @property
    def deviations(self) -> float:
        """By how many standard deviations; negative if it is too small."""


@once_per_sheet
def suspect_of(sheet: Sheet) -> Outlier | None:
    """The suspect of a sheet outside its band whichever kind of car it is: that of most kinds, by the one it fits best."""
    if not states_enough(sheet) or word_of(sheet, "status") in UNBUILT:
        return None
    car = features_of(sheet)
    outliers: list[Outlier] = []
    for kind in car.kinds:
        outlier = _limited(sheet, kind, car)
        if outlier is None or not outlier.is_outside:
            return None
        if is_mixed(sheet, outlier) or is_rare(sheet, outlier, car):
            return None
        if outlier.name in BODY and is_old(sheet, FIRST_YEAR) and not is_far(outlier):
            return None
        outliers.append(outlier)
    counts = Counter(outlier.name for outlier in outliers)
    return min(outliers, key=lambda outlier: (-counts[outlier.name], abs(outlier.deviations)), default=None)


def _limited(sheet: Sheet, kind: str, car: Features) -> Outlier | None:
    """The suspect by the model of a kind; what its maker chose so, a limited speed or two seats, is no evidence."""
    model = sheet.bands.models[kind]
    found, vector = model.outlier(car.vector), car.vector
    if found is not None and is_chosen(found, car):
        chosen = TWO_SEATERS if found.name in TWO_SEATERS else (found.name,)
        vector = {name: value for name, value in vector.items() if name not in chosen}
        found = model.outlier(vector)
    if found is None or not found.is_outside:
        return found
    names = {*limited(car, found, model, is_old=is_old(sheet))}
    if not names:
        return found
    without = model.outlier({name: value for name, value in vector.items() if name not in names})
    return without and same(found, without, names)


def same(found: Outlier, other: Outlier, names: Container[str]) -> Outlier | None:
    """The suspect by the figures that are evidence, if it is the one by all of them too and is evidence itself."""
    is_same = other.is_outside and other.name == found.name and found.name not in names
    return other if is_same else None


def is_old(sheet: Sheet, before: int = OLD) -> bool:
    """Whether it is a car from before the models hold, or from before another year."""
    year = sheet.field("year") or ""
    return is_year(year) and int(year) < before


def is_far(found: Outlier) -> bool:
    """Whether a figure lies so far outside its band that it is wrong in an old car too."""
    end = found.high if found.deviations > 0 else found.low
    size = found.deviations * found.fit.deviation(found.name)
    return size / log(end / found.expected) > FARTHER_OF_OLD


def is_mixed(sheet: Sheet, found: Deviating) -> bool:
    """Whether a second source of power explains the figure: the stated one is often the engine's alone."""
    return powertrain_of(sheet) in MIXED and (found.name, found.deviations > 0) in BY_MOTOR


def is_rare(sheet: Sheet, found: Deviating, car: Features) -> bool:
    """Whether such cars are right, but too few for the models to know, or of a fuel that they do not know."""
    if found.name in BURNT:
        may_be_gas = len(car.kinds) > 1
        return may_be_gas and found.deviations < 0
    return is_large_engine(sheet, found) or is_rotary(found, car)


def is_rotary(found: Deviating, car: Features) -> bool:
    """Whether it is the displacement of a rotary engine, which counts one of three chambers of each rotor."""
    is_small = found.name == "displacement" and found.deviations < 0 and car.kinds == ("petrol",)
    return is_small and any(abs(car.figures[found.name].value - size) <= ROTARY_ROUNDING for size in ROTARY)


def is_large_engine(sheet: Sheet, found: Deviating) -> bool:
    """Whether it is an engine of the time when they were large, or of a catalog that may be of that time."""
    is_dated = is_year(sheet.field("year") or "")
    may_be_old = sheet.profile is not None and "year" not in sheet.profile.identity and not is_dated
    return (may_be_old or is_old(sheet)) and found.name == "displacement" and found.deviations > 0


def is_chosen(found: Deviating, car: Features) -> bool:
    """Whether a figure that is too small is as its maker chose it."""
    if found.deviations > 0:
        return False
    if found.name == TOP_SPEED:
        return is_limited_speed(car.kinds, car.figures[TOP_SPEED].value)
    return is_two_seater(car, found.name)


def violation(sheet: Sheet, found: Outlier, besides: Sequence[str] = ()) -> Iterator[Violation]:
    """That the suspect lies outside its band, unless some value that would be written so lies inside."""
    car = features_of(sheet)
    figure = car.figures[found.name]
    band = Interval(*(stated_value(car, found.name, value) for value in (found.low, found.high)))
    if figure.interval.high >= band.low and figure.interval.low <= band.high:
        # some value that would be written so lies inside
        return
    evidence = join((*(_evidence(car.figures[name]) for name in found.evidence), *besides), " and ")
    compared = WORDS.get(found.name, ("less", "more"))[found.deviations > 0]
    middle = stated_value(car, found.name, found.expected)
    expected, low, high = (written(figure, value) for value in (middle, *band))
    if figure.unit.reciprocal:
        low, high = high, low
    message = (
        f"{figure.labelled} is {compared} than {evidence} allow: "
        f"expected {expected} {figure.unit.name} ({low}–{high})"
    )
    related = stated(*(car.figures[name] for name in dict.fromkeys((*found.evidence, *found.rivals))))
    yield Violation(message, figure.name, related)


def _evidence(figure: Figure) -> str:
    """A figure that others follow from, with its name where its unit does not imply it."""
    return str(figure) if figure.unit.kind in SELF_EXPLAINING else figure.labelled


def stated_value(car: Features, name: str, value: float) -> float:
    """A value of a model as the sheet's own figure states it: on its basis, by its cycle."""
    return (value - car.offsets[name]) * car.factors[name]


def written(figure: Figure, value: float) -> str:
    """A value in the unit of a figure, with no more digits than it has, and no more than three significant ones."""
    own = figure.unit.from_reference(Interval(value, value)).low
    digits = min(max(map(decimals, figure.numbers)), 2 - floor(log10(own)) if own > 0 else 0, 2)
    return write(round_to(own, max(0, digits)))
