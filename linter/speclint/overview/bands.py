"""The figures of a sheet with their bands: those by which rules find outliers."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from speclint.overview.data import FIGURES, Burnt, Placed
from speclint.rules.fuel.co2_contradicts_consumption import BURNING, PER_LITRE
from speclint.rules.outliers import stated_value, suspect_of
from speclint.vehicle.features import features_of, states_enough
from speclint.vehicle.powertrain import powertrain_of
from speclint.vehicle.test_cycles import by_cycle

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from speclint.bands.model import ReferenceModel, Vector
    from speclint.sheets.sheet import Sheet


def placed(sheet: Sheet, wrong: Container[str] = ()) -> dict[str, Placed]:
    """The figures of a sheet by name, each with the band that the others imply.

    Args:
        sheet: the sheet.
        wrong: pointers of figures that are at fault, which are no evidence of the others.
    """
    car, bands = features_of(sheet), dict[str, tuple[float, float]]()
    at_fault = {name for name, figure in car.figures.items() if figure.pointer in wrong}
    if car.kinds and states_enough(sheet):
        models = [sheet.bands.models[kind] for kind in car.kinds]
        bands = min(
            (_Bands(model, car.vector, at_fault) for model in models), key=lambda each: each.farthest
        ).ends
    suspect = suspect_of(sheet)
    if suspect is not None and suspect.name in at_fault:
        # the band of its finding, by what the rule takes for evidence
        bands[suspect.name] = suspect.low, suspect.high
    found = {}
    for name, _, _, scale in FIGURES:
        if name in car.figures:
            values = exp(car.vector[name]), *bands.get(name, ())
            found[name] = Placed(*(stated_value(car, name, value) / scale for value in values))
    return found


class _Bands:
    """The bands of a car by one model."""

    def __init__(self, model: ReferenceModel, vector: Vector, wrong: set[str]) -> None:
        self.farthest = 0.0
        """Standard deviations of the figure that fits the others least."""
        self.ends: dict[str, tuple[float, float]] = {}
        for name, size, deviation in _deviations(model, vector, wrong):
            low, high = model.bands[name].alone.ends(siblings=False)
            middle = exp(-size * deviation + vector[name])
            self.ends[name] = middle * exp(-low * deviation), middle * exp(high * deviation)
            self.farthest = max(self.farthest, abs(size))


def _deviations(model: ReferenceModel, vector: Vector, wrong: set[str]) -> Iterator[tuple[str, float, float]]:
    """Name, standardized residual and standard deviation of each figure by those that are not wrong."""
    for own in (None, *wrong):
        evidence = {name: value for name, value in vector.items() if name == own or name not in wrong}
        fit = model.conditional_fit(evidence)
        if fit is not None:
            names = fit.stated if own is None else (own,)
            yield from (
                (name, fit.deviations(name), fit.deviation(name))
                for name in names
                if name in model.bands and name in fit.stated
            )


def burnt(sheet: Sheet, wrong: Container[str] = (), known: Container[str] = ()) -> Burnt | None:
    """Consumption and CO2 of a sheet by the first cycle with both; None where no rule compares them."""
    fuel = sheet.field("fuel")
    if fuel not in PER_LITRE or powertrain_of(sheet) not in (*BURNING, None):
        return None
    for _, figures in by_cycle(sheet, "consumption_combined", "co2"):
        litres, grams = figures
        is_wrong, is_known = (any(figure.pointer in at for figure in figures) for at in (wrong, known))
        return Burnt(litres.value, grams.value, fuel, is_wrong, is_known and not is_wrong)
    return None
