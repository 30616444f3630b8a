"""Scores of one detector for the figures of a table: run in an environment where its package is installed.

    python learners.py NAME TABLES.npz SCORES.npz

`TABLES.npz` holds logarithms of figures by row and column, NaN where none is stated: `learnt` (good sheets of
models that are not judged), `clean` (the sheets judged, without faults), and the faults as `row`, `column`,
`wrong` (a logarithm) and `batch` (generator and number); besides, of both tables `_model` and `_context`.
`SCORES.npz` gets `clean` and `faulty`, the greater the less likely, by cell, or by row in one column, NaN
where none is given; and `expected`, the logarithm that each faulted figure is expected to be, if any.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Array = npt.NDArray[Any]
FOLDS = 2
LEAST = 0.002
"""No residual is taken for less, as figures are rounded."""
TREES = {"n_estimators": 120, "learning_rate": 0.1, "num_leaves": 15, "min_child_samples": 10, "verbose": -1,
         "n_jobs": 1, "random_state": 0}  # fmt: skip


def faulty_rows(tables: Mapping[str, Array], which: Array | slice = slice(None)) -> Array:
    """A row for each fault: the clean row with the wrong figure in it."""
    rows: Array = tables["clean"][tables["row"][which]].copy()
    rows[np.arange(len(rows)), tables["column"][which]] = tables["wrong"][which]
    return rows


def filled(learnt: Array) -> Callable[[Array], Array]:
    """Columns in units of their spread; what is not stated is the column's median."""
    middle, spread = np.nanmedian(learnt, axis=0), np.nanstd(learnt, axis=0)
    return lambda rows: (np.where(np.isnan(rows), middle, rows) - middle) / spread


def ecod(tables: Mapping[str, Array]) -> dict[str, Array]:
    """PyOD's ECOD by cell, fitted to the good sheets; its score of a row is the sum over the cells."""
    from pyod.models.ecod import ECOD

    scale = filled(tables["learnt"])
    detector = ECOD().fit(scale(tables["learnt"]))

    def cells(rows: Array) -> Array:
        detector.decision_function(scale(rows))
        found: Array = np.where(np.isnan(rows), np.nan, detector.O[-len(rows) :])
        return found

    batches = [
        faulty_rows(tables, (tables["batch"] == batch).all(axis=1))
        for batch in np.unique(tables["batch"], axis=0)
    ]
    return {"clean": cells(tables["clean"]), "faulty": np.concatenate([cells(rows) for rows in batches])}


def lof(tables: Mapping[str, Array]) -> dict[str, Array]:
    """PyOD's LOF by row, fitted to the good sheets."""
    from pyod.models.lof import LOF

    scale = filled(tables["learnt"])
    detector = LOF(novelty=True).fit(scale(tables["learnt"]))
    clean, faulty = (
        detector.decision_function(scale(rows)) for rows in (tables["clean"], faulty_rows(tables))
    )
    return {"clean": clean[:, None], "faulty": faulty[:, None]}


def cleanlab(tables: Mapping[str, Array]) -> dict[str, Array]:
    """The regression of cleanlab for each figure, as it is meant to be used: on a table with its faults."""
    shape = len(tables["row"]), tables["clean"].shape[1]
    clean, faulty = np.full_like(tables["clean"], np.nan), np.full(shape, np.nan)
    expected = np.full(len(faulty), np.nan)
    for generator in np.unique(tables["batch"][:, 0]):
        which = np.flatnonzero((tables["batch"] == (generator, 0)).all(axis=1))
        rows, column = tables["row"][which], tables["column"][which]
        table = tables["clean"].copy()
        table[rows, column] = tables["wrong"][which]
        scores, guesses = zip(
            *(_label_issues(table, index, tables["clean_context"]) for index in range(shape[1])), strict=True
        )
        faulty[which] = np.column_stack(scores)[rows]
        expected[which] = np.column_stack(guesses)[rows, column]
        unfaulted = np.setdiff1d(np.arange(len(table)), rows)
        clean[unfaulted] = np.column_stack(scores)[unfaulted]
    return {"clean": clean, "faulty": faulty, "expected": expected}


def _label_issues(table: Array, index: int, context: Array) -> Array:
    """Scores and expected values of one column."""
    from cleanlab.regression.learn import CleanLearning
    from lightgbm import LGBMRegressor

    known = np.flatnonzero(~np.isnan(table[:, index]))
    features = np.column_stack([np.delete(table, index, axis=1), context])[known]
    learning = CleanLearning(LGBMRegressor(**TREES), cv_n_folds=3, n_boot=1, seed=0)
    issues = learning.find_label_issues(features, table[known, index])
    found = np.full((2, len(table)), np.nan)
    found[:, known] = -np.log(np.maximum(issues["label_quality"], 1e-300)), issues["predicted_label"]
    return found


@dataclass(frozen=True)
class Rows:
    """Figures with what the other sheets of the model state."""

    logs: Array
    beside: tuple[Array, Array, Array]
    context: Array

    def features(self, index: int) -> Array:
        """What a figure is learnt from."""
        return np.column_stack([np.delete(self.logs, index, axis=1), *self.beside, self.context])

    def origin(self, index: int, middle: float) -> Array:
        """The median of siblings, or else of the column: what is learnt is the deviation from it."""
        median = self.beside[0][:, index]
        return np.where(np.isnan(median), middle, median)

    def with_faults(self, tables: Mapping[str, Array]) -> Rows:
        """A row for each fault; siblings are as they were."""
        row = tables["row"]
        first, second, third = (part[row] for part in self.beside)
        return Rows(faulty_rows(tables), (first, second, third), self.context[row])


def siblings(logs: Array, model: Array) -> tuple[Array, Array, Array]:
    """Of each figure, among the other sheets of the model: median, most frequent value, and its share."""
    found = np.full((3, *logs.shape), np.nan)
    for name in np.unique(model):
        members = np.flatnonzero(model == name)
        for row in members if len(members) > 1 else ():
            others = logs[members[members != row]]
            for column in np.flatnonzero(~np.isnan(others).all(axis=0)):
                stated = others[:, column][~np.isnan(others[:, column])]
                values, counts = np.unique(stated, return_counts=True)
                share = counts.max() / len(stated)
                found[:, row, column] = np.median(stated), values[counts.argmax()], share
    return found[0], found[1], found[2]


def boosted(tables: Mapping[str, Array]) -> dict[str, Array]:
    """LightGBM: each figure from the others and from siblings; the residual, by what is usual there."""
    learnt, clean = (
        Rows(tables[name], siblings(tables[name], tables[f"{name}_model"]), tables[f"{name}_context"])
        for name in ("learnt", "clean")
    )
    rows = {"clean": clean, "faulty": clean.with_faults(tables)}
    scores = {name: np.full_like(part.logs, np.nan) for name, part in rows.items()}
    expected = np.full(len(tables["row"]), np.nan)
    for index, values in enumerate(learnt.logs.T):
        known = ~np.isnan(values)
        middle = float(np.median(values[known]))
        target = (values - learnt.origin(index, middle))[known]
        mean, scale = _fitted(learnt.features(index)[known], target, tables["learnt_model"][known])
        for name, part in rows.items():
            guess = part.origin(index, middle) + mean.predict(part.features(index))
            usual = np.exp(scale.predict(part.features(index)))
            scores[name][:, index] = abs(part.logs[:, index] - guess) / usual
            if name == "faulty":
                expected = np.where(tables["column"] == index, guess, expected)
    return scores | {"expected": expected}


def _fitted(data: Array, target: Array, model: Array) -> tuple[Any, Any]:
    """A regression, and another of the size of its residuals on models that it did not see."""
    from lightgbm import LGBMRegressor

    fold = model % FOLDS
    left = np.empty(len(target))
    for part in range(FOLDS):
        fitted = LGBMRegressor(objective="l1", **TREES).fit(data[fold != part], target[fold != part])
        left[fold == part] = abs(target - fitted.predict(data))[fold == part]
    mean = LGBMRegressor(objective="l1", **TREES).fit(data, target)
    return mean, LGBMRegressor(**TREES).fit(data, np.log(left + LEAST))


DETECTORS = {"ECOD": ecod, "LOF": lof, "cleanlab": cleanlab, "LightGBM": boosted}


def main() -> None:
    """Read the tables, and write the scores."""
    name, given, wanted = sys.argv[1:]
    with np.load(given) as tables:
        scores = DETECTORS[name](dict(tables))
    np.savez(wanted, **scores)


if __name__ == "__main__":
    main()
