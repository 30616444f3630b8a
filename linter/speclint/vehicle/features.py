"""Features of a sheet for the reference models: logarithms of figures, covariates, and kinds of car."""

from __future__ import annotations

from functools import cache, lru_cache
from math import log
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.bands.shape import BODY, BY_BATTERY, MIN_FIGURES, PLAIN, SHAPES
from speclint.quantities.figure import Bound
from speclint.quantities.interval import INFINITY
from speclint.quantities.table import QUANTITIES, SAME_TEST
from speclint.sheets.remembered import once_per_sheet
from speclint.vehicle.category import CAR, category_of
from speclint.vehicle.dates import is_year
from speclint.vehicle.mass import DRIVER
from speclint.vehicle.powertrain import MIXED, UNKNOWN, powertrain_of, word_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

MASS = "mass"
MASSES = {"mass_kerb_eu": 0.0, "mass_kerb_din": DRIVER, "mass_kerb": DRIVER / 2}
"""kg by which a model's mass, which counts the driver, is above each basis; half of him where the basis is
unknown."""
SPRINT = "acceleration_0_100_kmh"
TO_60_MPH = 0.95
"""Ratio of the time to 60 mph to that to 100 km/h: the median of OpenEV Data and of the sheets in
`specs/`."""
BATTERY = "battery"
BATTERIES = {"battery_usable": 1.0, "battery_gross": 1.05}
"""Ratio of each capacity to the usable one: the median of 522 sheets of OpenEV Data at 8edb266."""

COMBUSTION = ("displacement", "consumption_combined", "co2", "tank", "engine_power")
"""Quantities that no battery-electric car has."""
ELECTRIC = (
    "battery_usable", "battery_gross", "motor_power", "range_wltp", "range_epa", "range_nedc", "range_cltc",
)  # fmt: skip
NO_CAR = (
    (("length", 5500), ("wheelbase", 3300)),
    (("wheelbase", 3300), ("height", 2100)),
    (("length", 4900), ("height", 2100)),
)
"""mm; beyond a pair of these lie vans, pickups and stretched cars, of which the models were fitted to too
few."""
BY_ENGINE = ("torque", "displacement")
BURNT = ("consumption_combined", "co2")
NO_PETROL = ("lpg", "cng", "ethanol", "hydrogen", "other")
"""Fuels of which a litre, or a gram of CO2, is worth another distance than of petrol."""

RATIOS_TO_NEDC = {"wltp": 1.21, "nedc": 1.0, "epa": None, "wltc": None}
"""Ratio of a figure of a cycle to that of the NEDC; None if it is not compared. Chatzipanagi et al.,
Evolution of European light-duty vehicle CO2 emissions based on recent certification datasets, Transportation
Research Part D, 2022: 21 % on average of the cars sold in 2020."""

FIRST_YEAR, REFERENCE_YEAR, LAST_YEAR = 1970, 2010, 2020
"""The years that models distinguish; a car from before or after counts as one from the end."""

READS = tuple(
    dict.fromkeys((
        *(name for shape in SHAPES.values() for name in shape.figures if name in QUANTITIES), *MASSES,
        *BATTERIES, "acceleration_0_60_mph", *COMBUSTION, *ELECTRIC,
        "category", "powertrain", "fuel", "drive", "gearbox", "year",
    ))
)  # fmt: skip
"""Quantities and identity fields by which a car is seen."""


STATING = {
    MASS: tuple(MASSES), BATTERY: tuple(BATTERIES), SPRINT: (SPRINT, "acceleration_0_60_mph"),
}  # fmt: skip
"""Quantities that state a feature, where it has another name or is in several."""
FIGURES = frozenset(SAME_TEST.values()).union(
    *(STATING.get(feature, (feature,)) for shape in SHAPES.values() for feature in shape.figures)
)
"""All quantities that state a feature."""


def stating(feature: str) -> tuple[str, ...]:
    """The quantities that state a feature."""
    return STATING.get(feature, (feature,))


def states_enough(sheet: Sheet) -> bool:
    """Whether a sheet states as many figures of the models as can be compared; most tables state fewer."""
    return sum(map(sheet.measurands.__contains__, FIGURES)) >= MIN_FIGURES


class Features(msgspec.Struct, frozen=True, eq=False):
    """The features of a sheet, by name where it states them."""

    kinds: tuple[str, ...]
    """The kinds of car that it may be: one, or several where the sheet does not state which."""
    figures: dict[str, Figure]
    """The figure that states the feature."""
    offsets: dict[str, float]
    """What the model's value is above the figure's, in its reference unit; not 0 only for a mass."""
    factors: dict[str, float]
    """Ratio of the figure's value to the model's, before the offset."""
    vector: dict[str, float]
    """Logarithms of the model's values, and covariates."""


@once_per_sheet
def features_of(sheet: Sheet) -> Features:
    """The features of a sheet."""
    figures: dict[str, Figure] = {}
    offsets: dict[str, float] = {}
    factors: dict[str, float] = {}
    kinds, covariates = _kinds_and_covariates(sheet)
    vector = dict(covariates)
    for name, _, figure, offset, factor, logarithm in _figures(sheet, kinds):
        if name not in figures and logarithm is not None:
            figures[name], offsets[name], factors[name] = figure, offset, factor
            vector[name] = logarithm
    for name in BODY if _is_no_car(vector) else ():
        for mapping in (figures, offsets, factors, vector):
            mapping.pop(name, None)
    return Features(kinds, figures, offsets, factors, vector)


def feature(figure: Figure, offset: float, factor: float) -> float | None:
    """The logarithm of the model's value of a figure; None if it has none, as a bound."""
    value = figure.value / factor + offset
    return log(value) if not isinstance(figure.stated, Bound) and 0 < value < INFINITY else None


@once_per_sheet
def _kinds_and_covariates(sheet: Sheet) -> tuple[tuple[str, ...], tuple[tuple[str, float], ...]]:
    """What follows from its words and its category, and from which quantities it states."""
    alike = sheet.alike_but_for(())
    if alike is not None and category_of(alike).word == category_of(sheet).word:
        return _kinds_and_covariates(alike)
    return _kinds(sheet), tuple(_covariates(sheet))


def _is_no_car(vector: dict[str, float]) -> bool:
    """Whether two dimensions are those of a van, a pickup or a stretched car."""
    return any(
        vector.get(first, 0.0) > least and vector.get(second, 0.0) > other
        for (first, least), (second, other) in _LOGS_NO_CAR
    )


_LOGS_NO_CAR = [tuple((name, log(size)) for name, size in sizes) for sizes in NO_CAR]


def _kinds(sheet: Sheet) -> tuple[str, ...]:
    if category_of(sheet).word != CAR:
        # the models are of passenger cars
        return ()
    burns, is_electric = (any(sheet.stated(name) for name in names) for names in (COMBUSTION, ELECTRIC))
    return kinds_of(powertrain_of(sheet), word_of(sheet, "fuel"), burns=burns, is_electric=is_electric)


def kinds_of(powertrain: str | None, fuel: str | None, *, burns: bool, is_electric: bool) -> tuple[str, ...]:
    """The kinds that a passenger car may be of, by its powertrain, its fuel, or what else is stated of it."""
    if powertrain in ("fcev", UNKNOWN):
        # the battery of a fuel cell does not limit its range, and too few have been built to fit a model to
        return ()
    if powertrain == "bev" or (fuel == "electric" and powertrain not in MIXED):
        return ("electric",)
    if fuel == UNKNOWN:
        return ()
    if fuel not in (None, "electric"):
        return ("diesel",) if fuel == "diesel" else ("petrol",)
    if powertrain in ("ice", *MIXED) or burns:
        return ("petrol", "diesel")
    return ("electric",) if is_electric else tuple(SHAPES)


Source: TypeAlias = "tuple[str, str, Figure, float, float, float | None]"
"""A feature, the quantity and the figure that state it, offset, factor, and `feature`."""


def _figures(sheet: Sheet, kinds: tuple[str, ...]) -> Iterable[Source]:
    """All that the sheet states of the models; of a version only the figures that differ are read."""
    original, changed = sheet.changed_from or (sheet, frozenset())
    before = _figures_read(original, kinds)
    if not changed:
        return before
    if not changed.isdisjoint(BURNT):
        return _figures_stated(sheet, kinds)
    return [
        other
        for source in before
        if (other := _source(sheet, source) if source[1] in changed else source) is not None
    ]


def _source(sheet: Sheet, before: Source) -> Source | None:
    """What a version of a sheet states there."""
    name, quantity, _, offset, factor, _ = before
    figure = sheet.figure(quantity)
    if figure is None:
        return None
    return name, quantity, figure, offset, factor, feature(figure, offset, factor)


@lru_cache(maxsize=64)
def _figures_read(sheet: Sheet, kinds: tuple[str, ...]) -> tuple[Source, ...]:
    return tuple(_figures_stated(sheet, kinds))


def _figures_stated(sheet: Sheet, kinds: tuple[str, ...]) -> Iterator[Source]:
    is_mixed = powertrain_of(sheet) in MIXED
    for name, quantity, offset, factor in sources_of(own_features(kinds, is_mixed=is_mixed)):
        figure = sheet.figure(quantity)
        if figure is not None:
            yield name, quantity, figure, offset, factor, feature(figure, offset, factor)
    if "electric" not in kinds and not is_mixed and sheet.field("fuel") not in NO_PETROL:
        yield from _burnt(sheet)


def own_features(kinds: tuple[str, ...], *, is_mixed: bool) -> tuple[str, ...]:
    """The features besides `PLAIN` that cars of these kinds have."""
    if kinds == ("electric",):
        return BY_BATTERY
    # the torque of motors is no engine's, and a displacement predicts little of a car that has both
    return () if is_mixed or len(kinds) == len(SHAPES) else BY_ENGINE


@cache
def sources_of(own: tuple[str, ...]) -> tuple[tuple[str, str, float, float], ...]:
    """Feature, quantity, offset and factor for each quantity that states one of these, or of `PLAIN`."""
    named = [(name, name, 0.0, 1.0) for name in (*PLAIN, *own) if name in QUANTITIES]
    named += [(MASS, quantity, offset, 1.0) for quantity, offset in MASSES.items()]
    named.append((SPRINT, "acceleration_0_60_mph", 0.0, TO_60_MPH))
    if BATTERY in own:
        named += [(BATTERY, quantity, 0.0, factor) for quantity, factor in BATTERIES.items()]
    return tuple(named)


def _burnt(sheet: Sheet) -> Iterator[Source]:
    """Consumption or, since both state the same, CO2: the first by a cycle that is compared."""
    for name in BURNT:
        for measurand in sheet.stated(name):
            factor = ratio_to_nedc(measurand.pointer)
            if factor is not None:
                figure = measurand.sharpest
                yield name, name, figure, 0.0, factor, feature(figure, 0.0, factor)
                return


def ratio_to_nedc(pointer: str) -> float | None:
    """The ratio of a figure in this place to that of the NEDC; None if it is not compared."""
    steps = pointer.casefold().split("/")
    return next((factor for cycle, factor in RATIOS_TO_NEDC.items() if cycle in steps), 1.0)


def _covariates(sheet: Sheet) -> Iterator[tuple[str, float]]:
    """Driven axle, gearbox, and decades by the year."""
    drive, year = sheet.field("drive"), sheet.field("year")
    gearbox = sheet.field("gearbox")
    if drive in ("fwd", "rwd", "awd"):
        yield "rwd", float(drive == "rwd")
        yield "awd", float(drive == "awd")
    automatic = None
    if gearbox is not None:
        automatic = float(gearbox == "automatic")
        yield "automatic", automatic
    if year is not None and is_year(year):
        yield from decades(int(year), automatic)


def decades(year: int, automatic: float | None) -> Iterator[tuple[str, float]]:
    """Decades between a model year and the reference year, and these for an automatic gearbox alone."""
    decade = (min(max(year, FIRST_YEAR), LAST_YEAR) - REFERENCE_YEAR) / 10
    yield "decade", decade
    if automatic is not None:
        yield "automatic_decade", automatic * decade


def model_of(sheet: Sheet) -> tuple[str | None, ...] | None:
    """What a car shares with its siblings: make, model and, where it is stated, generation."""
    make, model = sheet.field("make"), sheet.field("model")
    return (make, model, sheet.field("generation")) if make and model else None
