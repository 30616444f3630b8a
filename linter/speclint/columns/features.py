"""The features of many sheets for the reference models, as a matrix."""

from __future__ import annotations

from itertools import product
from math import log, nan
from typing import TYPE_CHECKING, TypeAlias

import msgspec
import numpy as np

from speclint.bands.shape import BODY, MIN_FIGURES, SHAPES
from speclint.columns.coded import Coded
from speclint.columns.numbering import starts
from speclint.columns.vehicles import categories, powertrains, words, years
from speclint.vehicle.category import CAR
from speclint.vehicle.features import (
    BURNT,
    COMBUSTION,
    ELECTRIC,
    FIGURES,
    NO_CAR,
    NO_PETROL,
    decades,
    feature,
    kinds_of,
    own_features,
    ratio_to_nedc,
    sources_of,
)
from speclint.vehicle.powertrain import MIXED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Floats
    from speclint.quantities.figure import Figure

    Kinds: TypeAlias = tuple[str, ...]

NAMES = tuple(dict.fromkeys(name for shape in SHAPES.values() for name in shape.features))
"""All features, in the order of the columns of the matrix."""


class FeatureColumns(msgspec.Struct, frozen=True, eq=False):
    """What `features_of` gives of each row."""

    kinds: Coded[Kinds]
    """The kinds of car that each may be."""
    matrix: Floats
    """What `Features.vector` holds, by row and `NAMES`; NaN where it lacks a feature."""
    states_enough: Booleans
    """The rows of which `states_enough` is true."""

    def column(self, name: str) -> Floats:
        """One feature."""
        found: Floats = self.matrix[:, NAMES.index(name)]
        return found


def features(columns: Columns) -> FeatureColumns:
    """The features of each row."""
    return columns.once(_features)


def _features(columns: Columns) -> FeatureColumns:
    kinds, is_mixed = _kinds(columns), powertrains(columns).where(MIXED.__contains__)
    vectors = {name: np.full(columns.size, nan) for name in NAMES}
    for code, each in enumerate(kinds.values):
        for mixed in (False, True):
            rows = (kinds.codes == code) & (is_mixed == mixed)
            for source in sources_of(own_features(each, is_mixed=mixed)) if rows.any() else ():
                _fill(vectors[source[0]], rows, columns.once(_logarithms, *source[1:]))
    is_electric = kinds.where(lambda each: "electric" in each)
    burns = ~is_mixed & ~is_electric & ~columns.is_word("fuel", *NO_PETROL)
    for name, logarithms in _burnt(columns).items():
        _fill(vectors[name], burns, logarithms)
    _add_covariates(columns, vectors)
    is_no_car = _is_no_car(vectors)
    for name in BODY:
        vectors[name][is_no_car] = nan
    stated = np.sum([columns.figures(name).count > 0 for name in FIGURES], axis=0)
    return FeatureColumns(kinds, np.column_stack([*vectors.values()]), stated >= MIN_FIGURES)


def _fill(vector: Floats, rows: Booleans, values: Floats) -> None:
    """Put values in some rows, where the vector has none."""
    free = rows & np.isnan(vector)
    vector[free] = values[free]


def _kinds(columns: Columns) -> Coded[Kinds]:
    burns, is_electric = (_any_of(columns, names) for names in (COMBUSTION, ELECTRIC))
    powertrain, fuel = powertrains(columns), words(columns, "fuel")
    by_code: dict[Kinds, int] = {(): 0}
    table = [
        by_code.setdefault(kinds_of(*word, burns=burn, is_electric=charged), len(by_code))
        for *word, burn, charged in product(
            (*powertrain.values, None), (*fuel.values, None), (False, True), (False, True)
        )
    ]
    shape = len(powertrain.values) + 1, len(fuel.values) + 1, 2, 2
    codes = np.array(table).reshape(shape)[powertrain.codes, fuel.codes, burns * 1, is_electric * 1]
    return Coded(np.where(categories(columns).where(CAR.__eq__), codes, 0), tuple(by_code))


def _any_of(columns: Columns, names: Iterable[str]) -> Booleans:
    found = columns.none()
    for name in names:
        found |= columns.figures(name).count > 0
    return found


def _logarithms(columns: Columns, quantity: str, offset: float, factor: float) -> Floats:
    return columns.chosen(quantity).numbers(lambda figure: _logarithm(figure, offset, factor))


def _logarithm(figure: Figure, offset: float, factor: float) -> float:
    found = feature(figure, offset, factor)
    return nan if found is None else found


def _burnt(columns: Columns) -> dict[str, Floats]:
    """Consumption or else CO2, each the first by a cycle that is compared."""
    found: dict[str, Floats] = {}
    is_stated = columns.none()
    for name in BURNT:
        sharpest = columns.figures(name).sharpest
        ratios = np.array([ratio_to_nedc(place.measurand) or nan for place in sharpest.places] or [nan])
        by_place = ratios[sharpest.where]
        compared = np.flatnonzero(~np.isnan(by_place) & ~is_stated[sharpest.rows])
        chosen = compared[starts(sharpest.rows[compared])]
        rows = sharpest.rows[chosen]
        found[name] = np.full(columns.size, nan)
        for ratio in {*by_place[chosen].tolist()}:
            logarithms = np.array([_logarithm(figure, 0.0, ratio) for figure in sharpest.distinct])
            own = by_place[chosen] == ratio
            found[name][rows[own]] = logarithms[sharpest.codes[chosen[own]]]
        is_stated[rows] = True
    return found


def _add_covariates(columns: Columns, vectors: dict[str, Floats]) -> None:
    drive, gearbox = columns.word("drive"), columns.word("gearbox")
    is_known = drive.where(("fwd", "rwd", "awd").__contains__)
    for name in ("rwd", "awd"):
        vectors[name] = np.where(is_known, drive.where(name.__eq__), nan)
    vectors["automatic"] = gearbox.numbers(lambda word: float(word == "automatic"))
    decade, code = np.unique(years(columns), return_inverse=True)
    by_year = [nan if np.isnan(year) else dict(decades(int(year), None))["decade"] for year in decade]
    vectors["decade"] = np.array(by_year or [nan])[code]
    vectors["automatic_decade"] = vectors["automatic"] * vectors["decade"]


def _is_no_car(vectors: dict[str, Floats]) -> Booleans:
    found = np.zeros(len(vectors[BODY[0]]), dtype=np.bool_)
    for sizes in NO_CAR:
        found |= np.logical_and.reduce([vectors[name] > log(size) for name, size in sizes])
    return found
