"""What published cars like a car have of a figure, and where the car lies among them."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, NamedTuple

from speclint.rules.outliers import stated_value, written
from speclint.vehicle.features import features_of, states_enough

if TYPE_CHECKING:
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet


class Expectation(NamedTuple):
    """The band of a figure given the others of its sheet, in the unit of the figure."""

    low: str
    middle: str
    high: str
    unit: str
    deviations: float
    """Standard deviations from the middle to the figure; negative if it is less."""


def expectation(sheet: Sheet, measurand: Measurand) -> Expectation | None:
    """The band of a measurand by the reference model that fits its sheet best; None if there is none."""
    if not states_enough(sheet):
        return None
    car = features_of(sheet)
    name = next((name for name, own in car.figures.items() if own in measurand.figures), None)
    models = [sheet.bands.models[kind] for kind in car.kinds]
    if name is None or not models:
        return None
    model = min(models, key=lambda model: model.distance(car.vector))
    fit, band = model.conditional_fit(car.vector), model.bands.get(name)
    if fit is None or band is None or band.alone is None:
        return None
    size, deviation, figure = fit.deviations(name), fit.deviation(name), car.figures[name]
    low, high = band.alone.ends(siblings=False)
    middle = car.vector[name] - size * deviation
    ends = (middle - low * deviation, middle, middle + high * deviation)
    least, usual, most = [written(figure, stated_value(car, name, exp(end))) for end in ends]
    return Expectation(least, usual, most, figure.unit.name, size)
