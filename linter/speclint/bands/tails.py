"""What a fit is worth: how far out figures lie on cars that it did not see. Needs numpy."""

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
"""Deviations beyond which a published figure is taken for wrong: it says nothing of right ones."""
STEEPEST = 0.25
"""Power of the level with which a tail goes on beyond its cars, as the t distribution of the fit has it."""


def readings(portrait: ReferenceModel, rows: Sequence[Row], *, siblings: bool) -> list[Outlier]:
    """The suspect of each car, alone or beside its siblings, where the portrait can tell."""
    found = (
        portrait.stray(row.vector, kin) if siblings else portrait.outlier(row.vector)
        for row, kin in beside(rows)
    )
    return [one for one in found if one is not None]


def tail_of(outliers: Sequence[Outlier], name: str) -> Tail:
    """How far out a figure lies where it is the suspect; figures that are wrong by far do not count."""
    low = sorted(
        (-outlier.deviations for outlier in outliers if outlier.name == name and outlier.deviations < 0),
        reverse=True,
    )
    high = sorted(
        (outlier.deviations for outlier in outliers if outlier.name == name and outlier.deviations > 0),
        reverse=True,
    )
    return Tail(_steps(low, len(outliers)), _steps(high, len(outliers)), len(outliers))


def _steps(sizes: list[float], cars: int) -> tuple[float, ...]:
    sizes = [size for size in sizes if size <= WRONG]
    steps: list[float] = []
    for level in LEVELS:
        place = int(cars / level)
        if place:
            steps.append(sizes[place] if place < len(sizes) else 0.0)
        else:
            # so far out the cars do not tell: the tail goes on
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
    """The robust standard deviation: 1.4826 times the median absolute deviation."""
    values = np.array(residuals)
    return float(1.4826 * np.median(abs(values - np.median(values))))


def held_out(band: Band, name: str, pairs: Sequence[tuple[ReferenceModel, Sequence[Row]]]) -> Band:
    """The band with what it is measured to be on cars that each portrait of the pairs was not fitted to."""
    alone, siblings = (
        _measured(name, band, pairs, siblings=siblings) if siblings is False or band.siblings else None
        for siblings in (False, True)
    )
    return msgspec.structs.replace(band, held_out=alone, held_out_siblings=siblings)


def _measured(
    name: str, band: Band, pairs: Sequence[tuple[ReferenceModel, Sequence[Row]]], *, siblings: bool
) -> HoldOut | None:
    residuals, outside = [], 0
    tail = band.siblings if siblings and band.siblings else band.alone
    low, high = tail.ends(siblings=siblings)
    for portrait, row, kin in ((portrait, *pair) for portrait, rows in pairs for pair in beside(rows)):
        reading = portrait.reading_beside(row.vector, kin) if siblings else portrait.reading(row.vector)
        if reading and name in reading.stated:
            off = reading.deviations(name)
            most = max(abs(reading.deviations(one)) for one in reading.stated if one in portrait.bands)
            residuals.append(reading.residual(name))
            outside += abs(off) == most and not -low <= off <= high
    count = len(residuals)
    return HoldOut(count, round(spread(residuals), 4), round(outside / count, 5)) if count else None


def beside(rows: Sequence[Row]) -> Iterable[tuple[Row, list[Vector]]]:
    """Each car with the other members of its family that state something else."""
    families: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        families[row.family].append(row)
    for row in rows:
        yield row, [other.vector for other in families[row.family] if other.vector != row.vector]
