"""The vehicles of many sheets at once: what `collect` gives of each, by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.bands.shape import BY_BATTERY
from speclint.bands.store import shipped_bands
from speclint.columns.features import NAMES, features
from speclint.columns.test_cycles import by_cycle
from speclint.columns.vehicles import powertrains
from speclint.overview.data import FIGURES, Burnt, Placed, Vehicle
from speclint.rules.fuel.co2_contradicts_consumption import BURNING, PER_LITRE
from speclint.rules.outlying import deviations_by, rows_of
from speclint.sheets.identity import IDENTITY, joined
from speclint.vehicle.features import BURNT, BY_ENGINE, RATIOS_TO_NEDC, sources_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Floats, Integers
    from speclint.project.batch import Batch
    from speclint.sheets.sheet import Sheet

MAX_SIBLINGS = 500
"""Siblings of vehicles with findings that are shown beside them, of one profile."""
SOURCES = (
    *dict.fromkeys((*sources_of(BY_ENGINE), *sources_of(BY_BATTERY))),
    *((name, name, 0.0, ratio) for name in BURNT for ratio in RATIOS_TO_NEDC.values() if ratio),
)
"""Feature, quantity, offset and factor for each quantity that states a feature, the first one counts."""


def of_batch(batch: Batch, faulty: AbstractSet[str], step: int) -> Iterator[Vehicle | Sheet]:
    """The sheets with these ids, and of the others one in so many as a vehicle."""
    others = 0
    for rows in batch.blocks():
        columns, is_reported = batch.some(rows), batch.is_reported[rows]
        is_faulty = np.array([name in faulty for _, name in columns.places.names()], dtype=np.bool_)
        yield from (batch.sheet(int(rows[row])) for row in np.flatnonzero(is_reported & is_faulty))
        clean = np.flatnonzero(is_reported & ~is_faulty)
        is_sampled = (np.arange(len(clean)) + others) % step == 0
        yield from vehicles(columns, clean[is_sampled | _siblings(columns, is_faulty)[clean]])
        others += len(clean)
        columns.forget()


def _siblings(columns: Columns, among: Booleans) -> Booleans:
    """The rows of the same make, model and generation as some, up to a number."""
    families = columns.combined(*map(columns.text, ("make", "model", "generation")))
    is_named = families.where(lambda names: None not in names[:2])
    found = is_named & np.isin(families.codes, families.codes[among])
    return columns.at(np.flatnonzero(found & ~among)[:MAX_SIBLINGS])


def vehicles(columns: Columns, rows: Integers) -> Iterator[Vehicle]:
    """The vehicles of some rows without findings."""
    names = columns.places.names(rows)
    texts = {field: columns.text(field).at(rows).listed() for field in IDENTITY}
    figures, pairs = _figures(columns, rows), _burnt(columns, rows)
    for number, (path, sheet) in enumerate(names):
        stated = {field: text for field in IDENTITY if (text := texts[field][number])}
        title = joined(stated.values()) or sheet
        make, model = stated.get("make", ""), stated.get("model", "")
        family = " ".join(filter(None, (make, model, stated.get("generation")))) if make and model else ""
        yield Vehicle(sheet, path, title, make, family, figures[number], pairs[number])


def _figures(columns: Columns, rows: Integers) -> list[dict[str, Placed]]:
    """The figures of each row with their bands; see `bands.placed`."""
    logarithms = features(columns).matrix[rows]
    lows, highs = (ends[rows] for ends in columns.once(_bands))
    values = [np.exp(each) for each in (logarithms, lows, highs)]
    found: list[dict[str, Placed]] = [{} for _ in rows]
    for name, _, _, scale in FIGURES:
        place = NAMES.index(name)
        offset, factor = (basis[rows] for basis in columns.once(_basis, name))
        value, low, high = ((each[:, place] - offset) * factor / scale for each in values)
        for row in np.flatnonzero(~np.isnan(value)).tolist():
            is_placed = not np.isnan(low[row])
            ends = (float(low[row]), float(high[row])) if is_placed else ()
            found[row][name] = Placed(float(value[row]), *ends)
    return found


def _bands(columns: Columns) -> tuple[Floats, Floats]:
    """The logarithms of the ends of the bands by row and feature; NaN where there is none."""
    cars = features(columns)
    lows, highs = np.full((2, *cars.matrix.shape), np.nan)
    for kinds in cars.kinds.values:
        rows = rows_of(columns, kinds)
        nearest = np.full(len(rows), np.inf)
        for kind in kinds if len(rows) else ():
            model = (columns.profile.bands or shipped_bands()).models[kind]
            found = deviations_by(columns, kinds, kind)
            low, high = np.full((2, len(NAMES)), np.nan)
            for name in model.bands.keys() & set(NAMES):
                low[NAMES.index(name)], high[NAMES.index(name)] = model.bands[name].alone.ends(siblings=False)
            farthest = np.fmax.reduce(np.abs(found.sizes), axis=1, initial=0.0)
            # of several kinds that it may be, the one that it fits best
            own = farthest < nearest
            nearest[own] = farthest[own]
            middle = cars.matrix[rows] - found.sizes * found.units
            lows[rows[own]] = (middle - low * found.units)[own]
            highs[rows[own]] = (middle + high * found.units)[own]
    return lows, highs


def _basis(columns: Columns, name: str) -> tuple[Floats, Floats]:
    """By row what the model's value of a feature is above the stated one, and their ratio."""
    logarithms = features(columns).column(name)
    offsets, factors = np.zeros(columns.size), np.ones(columns.size)
    free: Booleans = ~np.isnan(logarithms)
    for feature, quantity, offset, factor in SOURCES:
        if feature == name and free.any():
            stated = np.log(
                columns.figure(quantity).value / factor + offset,
                where=free,
                out=np.full(columns.size, np.nan),
            )
            own = free & np.isclose(stated, logarithms, rtol=0, atol=1e-12)
            offsets[own], factors[own] = offset, factor
            free &= ~own
    return offsets, factors


def _burnt(columns: Columns, rows: Integers) -> list[Burnt | None]:
    """Consumption and CO2 of each row; see `bands.burnt`."""
    fuels, kinds = columns.word("fuel").at(rows).listed(), powertrains(columns).at(rows).listed()
    found: list[Burnt | None] = [None] * len(rows)
    for _, pair in by_cycle(columns, "consumption_combined", "co2"):
        litres, grams = (each.numbers(lambda figure: figure.value)[rows] for each in pair)
        for row in np.flatnonzero(~np.isnan(litres)).tolist():
            fuel = fuels[row]
            if found[row] is None and fuel in PER_LITRE and kinds[row] in (*BURNING, None):
                found[row] = Burnt(float(litres[row]), float(grams[row]), fuel)
    return found
