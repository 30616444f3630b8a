"""How far out figures lie on cars that a fit did not see: tails, and bands measured on them. Needs numpy."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from speclint.bands.band import FLOOR, LEVELS, Band, HoldOut, Tail

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from speclint.bands.fit import Row
    from speclint.bands.model import Outlier, ReferenceModel, Vector

FOLDS = 5
WRONG = 9.0
"""Standard deviations beyond which a published figure is taken for wrong and left out."""
STEEPEST = 0.25
"""Power of the level with which a tail grows beyond its cars, as that of the fitted t distribution does."""


def outliers_of(model: ReferenceModel, rows: Sequence[Row], *, siblings: bool) -> list[Outlier]:
    """The suspect of each car, alone or beside its siblings, where it states enough for the model."""
    suspects = (
        model.outlier_beside(row.vector, others) if siblings else model.outlier(row.vector)
        for row, others in with_siblings(rows)
    )
    return [suspect for suspect in suspects if suspect is not None]


def tail_of(outliers: Sequence[Outlier], name: str) -> Tail:
    """How far out a figure lies where it is the suspect; figures beyond `WRONG` do not count."""
    cars, own = len(outliers), [outlier.deviations for outlier in outliers if outlier.name == name]
    low, high = ([side * size for size in own if side * size > 0] for side in (-1, 1))
    return Tail(_steps(low, cars), _steps(high, cars), cars)


def _steps(sizes: list[float], cars: int) -> tuple[float, ...]:
    sizes = sorted((size for size in sizes if size <= WRONG), reverse=True)
    steps: list[float] = []
    for level in LEVELS:
        place = int(cars / level)
        if place:
            steps.append(sizes[place] if place < len(sizes) else 0.0)
        else:
            # too few cars lie so far out: the tail is extrapolated
            before = LEVELS[max(0, len(steps) - 1)]
            steps.append(steps[-1] * (level / before) ** STEEPEST if steps else 0.0)
    return tuple(round(max(FLOOR, *steps[: i + 1]), 3) for i in range(len(steps)))


def folds(rows: Sequence[Row]) -> Iterable[tuple[list[Row], list[Row]]]:
    """The cars in and out of each fold, families kept together."""
    families = {family: i % FOLDS for i, family in enumerate(dict.fromkeys(row.family for row in rows))}
    for fold in range(FOLDS):
        yield (
            [row for row in rows if families[row.family] != fold],
            [row for row in rows if families[row.family] == fold],
        )


def spread(residuals: Sequence[float]) -> float:
    """The robust standard deviation: 1.4826 times the median absolute deviation from the median."""
    values = np.array(residuals)
    return float(1.4826 * np.median(abs(values - np.median(values))))


def held_out(band: Band, name: str, pairs: Sequence[tuple[ReferenceModel, Sequence[Row]]]) -> Band:
    """The band as measured on cars that the model of their pair was not fitted to."""
    alone = _measured(name, band.alone, pairs, siblings=False)
    siblings = _measured(name, band.siblings, pairs, siblings=True) if band.siblings else None
    return msgspec.structs.replace(band, held_out=alone, held_out_siblings=siblings)


def _measured(
    name: str, tail: Tail, pairs: Sequence[tuple[ReferenceModel, Sequence[Row]]], *, siblings: bool
) -> HoldOut | None:
    residuals, outside = [], 0
    low, high = tail.ends(siblings=siblings)
    for model, row, others in ((model, *pair) for model, rows in pairs for pair in with_siblings(rows)):
        fit = (
            model.conditional_fit_beside(row.vector, others)
            if siblings
            else model.conditional_fit(row.vector)
        )
        if fit and name in fit.stated:
            size = fit.deviations(name)
            largest = max(abs(fit.deviations(figure)) for figure in fit.stated if figure in model.bands)
            residuals.append(fit.residual(name))
            outside += abs(size) == largest and not -low <= size <= high
    count = len(residuals)
    return HoldOut(count, round(spread(residuals), 4), round(outside / count, 5)) if count else None


def with_siblings(rows: Sequence[Row]) -> Iterable[tuple[Row, list[Vector]]]:
    """Each car with what the other members of its family state, where that differs from its own."""
    families: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        families[row.family].append(row)
    for row in rows:
        yield row, [member.vector for member in families[row.family] if member.vector != row.vector]
