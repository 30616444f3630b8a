"""Bands fitted to a catalog of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.bands.shape import SHAPES
from speclint.bands.store import Bands, shipped_bands
from speclint.project.load import load_project
from speclint.project.request import silent
from speclint.vehicle.features import features_of, model_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.bands.band import Band
    from speclint.bands.fit import Row
    from speclint.bands.model import ReferenceModel
    from speclint.project.request import Progress, Request

MIN_CARS = 100
"""Cars below which a catalog is too small for a fit."""
PRIOR = 50
"""How many cars the shipped model counts as in a fit, so that it decides where a catalog has no figures."""
POPULATION = "cars of the catalog"


class Refit(msgspec.Struct, frozen=True):
    """How one band was fitted."""

    kind: str
    figure: str
    cars: int
    """How many cars of the catalog state the figure."""
    kept: bool
    """Whether they were too few, so that the shipped band stays."""
    band: Band
    """As it stands in the file now."""


class Calibration(msgspec.Struct, frozen=True):
    """New bands, and how each was fitted."""

    bands: Bands
    refits: tuple[Refit, ...]


def calibrated(request: Request, progress: Progress = silent) -> Calibration:
    """Bands fitted to the catalog of the request.

    Raises:
        SpeclintError: if the catalog cannot be read.
    """
    distinct: dict[str, dict[object, Row]] = {kind: {} for kind in SHAPES}
    for kind, row in rows_of(request, progress):
        # one car stated for many model years or markets counts once
        distinct[kind].setdefault((row.family, tuple(sorted(row.vector.items()))), row)
    rows = {kind: list(cars.values()) for kind, cars in distinct.items()}
    models: dict[str, ReferenceModel] = {}
    refits: list[Refit] = []
    for kind, before in shipped_bands().models.items():
        models[kind] = _refitted(kind, before, rows[kind])
        for name, band in models[kind].bands.items():
            cars = sum(name in row.vector for row in rows[kind])
            refits.append(Refit(kind, name, cars, kept=band is before.bands[name], band=band))
    return Calibration(Bands("speclint calibrate", models), tuple(refits))


def rows_of(request: Request, progress: Progress = silent) -> Iterator[tuple[str, Row]]:
    """The cars of a catalog whose kind is known: the kind, and the car with its family."""
    from speclint.bands.fit import Row

    for sheet in load_project(request, progress).reported:
        features = features_of(sheet)
        if len(features.kinds) == 1:
            yield features.kinds[0], Row(model_of(sheet) or sheet.id, features.vector)


def _refitted(kind: str, before: ReferenceModel, rows: list[Row]) -> ReferenceModel:
    """The model fitted to these cars, with the shipped tails of figures that too few state."""
    if len(rows) < MIN_CARS:
        return before
    from speclint.bands.fit import fit_model
    from speclint.bands.tails import folds, held_out, outliers_of, tail_of

    def fitted(part: list[Row]) -> ReferenceModel:
        return fit_model(part, SHAPES[kind], population=POPULATION, prior=before, weight=PRIOR)

    pairs = [(fitted(inside), outside) for inside, outside in folds(rows)]
    alone, beside = (
        [outlier for model, outside in pairs for outlier in outliers_of(model, outside, siblings=siblings)]
        for siblings in (False, True)
    )
    whole = fitted(rows)
    bands = dict(before.bands)
    for name, band in before.bands.items():
        if sum(name in row.vector for row in rows) >= MIN_CARS:
            measured = msgspec.structs.replace(band, alone=tail_of(alone, name))
            if band.siblings and len(beside) >= MIN_CARS:
                measured = msgspec.structs.replace(measured, siblings=tail_of(beside, name))
            bands[name] = held_out(measured, name, pairs)
    return msgspec.structs.replace(whole, bands=bands)
