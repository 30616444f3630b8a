"""The figure of a sheet that does not fit the others, by the bands; alone, and beside its siblings."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from math import floor, log, log10
from typing import TYPE_CHECKING

from speclint.bands.model import Siblings as Vectors
from speclint.documents.message_text import join
from speclint.quantities.figure import write
from speclint.quantities.interval import Interval
from speclint.quantities.number import decimals, round_to
from speclint.rules.related import stated
from speclint.rules.rule import Violation
from speclint.sheets.families import MAX_COMPARED, MODEL, family_by, in_order
from speclint.sheets.remembered import once_per_sheet
from speclint.vehicle.dates import is_year
from speclint.vehicle.features import features_of, model_of, states_enough
from speclint.vehicle.powertrain import MIXED, UNKNOWN, powertrain_of, word_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.bands.model import Outlier
    from speclint.quantities.figure import Figure
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.families import Siblings
    from speclint.sheets.sheet import Sheet
    from speclint.vehicle.features import Features

LIMITS = (155, 160, 161, 180, 185, 190, 193, 200, 205, 206, 209, 210, 225, 230, 249, 250)
"""km/h at which makers limit their cars: round numbers, 100, 112, 115, 120, 128, 130 and 155 mph. A car so
limited could go faster, so its top speed is no evidence."""
UNBUILT = ("expected", "concept", UNKNOWN)
"""Statuses of cars whose figures may be guesses."""
MAX_UNCERTAIN = 2
"""With no more siblings than these it is uncertain whether the car or the sibling is wrong."""

TWO_SEATERS = {"length": (2200, 3100), "wheelbase": (1450, 2050)}
"""mm; between the BMW Isetta and the Aston Martin Cygnet, of 2285 and 3078 mm, lie the smart fortwo and the Toyota iQ."""
LIGHT = 1250
"""kg with the driver, above which no such car lies; the heaviest are electric."""

LARGE_ENGINES = 1985
"""Before this model year the engines of American cars were more than twice as large as those of the European
ones of the same power, to which the models were fitted."""

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
    found = _suspect(sheet)
    if found is not None and found.name in names:
        yield from _violation(sheet, found)


def deviations(sheet: Sheet, figure: Figure) -> float:
    """Standard deviations of a figure from what the others allow, if it fits them least and lies outside its band; else 0."""
    found = _suspect(sheet)
    if found is None or all(violation.name != figure.name for violation in _violation(sheet, found)):
        return 0.0
    return abs(found.deviations)


@once_per_sheet
def _suspect(sheet: Sheet) -> Outlier | None:
    """The suspect of a sheet outside its band whichever kind of car it is: that of most kinds, by the one it fits best."""
    if not states_enough(sheet) or word_of(sheet, "status") in UNBUILT:
        return None
    car = features_of(sheet)
    outliers: list[Outlier] = []
    for kind in car.kinds:
        outlier = _limited(sheet, kind, car)
        if outlier is None or not outlier.is_outside:
            return None
        if _is_mixed(sheet, outlier) or _is_large_engine(sheet, outlier):
            return None
        outliers.append(outlier)
    counts = Counter(outlier.name for outlier in outliers)
    return min(outliers, key=lambda outlier: (-counts[outlier.name], abs(outlier.deviations)), default=None)


def _limited(sheet: Sheet, kind: str, car: Features) -> Outlier | None:
    """The suspect by the model of a kind; what its maker chose so, a limited speed or two seats, is no evidence."""
    model = sheet.bands.models[kind]
    found = model.outlier(car.vector)
    if found is None or not (_is_limited(found, car) or _is_two_seater(found, car)):
        return found
    chosen = TWO_SEATERS if found.name in TWO_SEATERS else (found.name,)
    return model.outlier({name: value for name, value in car.vector.items() if name not in chosen})


def _is_mixed(sheet: Sheet, found: Outlier) -> bool:
    """Whether a second source of power explains the figure: the stated one is often the engine's alone."""
    return powertrain_of(sheet) in MIXED and (found.name, found.deviations > 0) in BY_MOTOR


def _is_large_engine(sheet: Sheet, found: Outlier) -> bool:
    """Whether it is an engine of the time when they were large, or of a catalog that may be of that time."""
    year = sheet.field("year") or ""
    is_dated = sheet.profile is None or "year" in sheet.profile.identity
    is_old = int(year) < LARGE_ENGINES if is_year(year) else not is_dated
    return is_old and found.name == "displacement" and found.deviations > 0


def _is_limited(found: Outlier, car: Features) -> bool:
    if found.name != "top_speed" or found.deviations > 0:
        return False
    return car.kinds == ("electric",) or round(car.figures["top_speed"].value) in LIMITS


def _is_two_seater(found: Outlier, car: Features) -> bool:
    """Whether it is the length or wheelbase of a light car that ends behind its two seats."""
    if found.name not in TWO_SEATERS or found.deviations > 0 or "mass" not in car.vector:
        return False
    least, most = TWO_SEATERS[found.name]
    return least <= car.figures[found.name].value <= most and car.vector["mass"] <= log(LIGHT)


def family_outliers(sheet: Sheet, catalog: Catalog, *names: str) -> Iterator[Violation]:
    """A violation if the figure that fits siblings and its own sheet least is one of these, and lies outside its band."""
    car = features_of(sheet) if states_enough(sheet) else None
    if car is None or len(car.kinds) != 1 or model_of(sheet) is None or word_of(sheet, "status") in UNBUILT:
        return
    siblings = siblings_of(sheet, car, catalog)
    model = sheet.bands.models[car.kinds[0]]
    found = model.outlier_beside(car.vector, siblings) if siblings else None
    if found is None or not found.is_outside or found.name not in names:
        return
    if (
        _is_limited(found, car)
        or _is_two_seater(found, car)
        or _is_mixed(sheet, found)
        or _is_large_engine(sheet, found)
    ):
        return
    if len(siblings) <= MAX_UNCERTAIN:
        own = model.distance(car.vector)
        if any(model.distance(sibling) > own for sibling in siblings):
            return
    yield from _violation(sheet, found, ["its siblings"])


def siblings_of(sheet: Sheet, car: Features, catalog: Catalog) -> Vectors:
    """The feature vectors of the other cars of its model, each different one once."""
    family = family_by(sheet.profile, MODEL, ("make", "model"))
    if family is None:
        return Vectors()
    siblings = catalog.siblings(sheet, family)
    before = bisect_left(siblings.sheets, in_order(sheet), key=in_order)
    # the sheet itself is among the members that are compared
    compared = MAX_COMPARED - (before < MAX_COMPARED)
    found = siblings.once(_different, (compared, car.kinds))
    if all(vector != car.vector for vector in found):
        return found
    return Vectors(vector for vector in found if vector != car.vector)


def _different(siblings: Siblings, about: tuple[int, tuple[str, ...]]) -> Vectors:
    """The vectors of the first so many siblings, of those that may be of the same kinds, each different one once."""
    count, kinds = about
    found: list[dict[str, float]] = []
    for sibling in siblings.sheets[:count]:
        other = features_of(sibling)
        if other.kinds == kinds and other.vector not in found:
            found.append(other.vector)
    return Vectors(found)


def _violation(sheet: Sheet, found: Outlier, besides: Sequence[str] = ()) -> Iterator[Violation]:
    car = features_of(sheet)
    figure = car.figures[found.name]
    band = Interval(*(_stated(car, found.name, value) for value in (found.low, found.high)))
    if figure.interval.high >= band.low and figure.interval.low <= band.high:
        # some value that would be written so lies inside
        return
    evidence = join((*(_evidence(car.figures[name]) for name in found.evidence), *besides), " and ")
    compared = WORDS.get(found.name, ("less", "more"))[found.deviations > 0]
    middle = _stated(car, found.name, found.expected)
    expected, low, high = (_written(figure, value) for value in (middle, *band))
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


def _stated(car: Features, name: str, value: float) -> float:
    """A value of a model as the sheet's own figure states it: on its basis, by its cycle."""
    return (value - car.offsets[name]) * car.factors[name]


def _written(figure: Figure, value: float) -> str:
    """A value in the unit of a figure, with no more digits than it has, and no more than three significant ones."""
    own = figure.unit.from_reference(Interval(value, value)).low
    digits = min(max(map(decimals, figure.numbers)), 2 - floor(log10(own)) if own > 0 else 0, 2)
    return write(round_to(own, max(0, digits)))
