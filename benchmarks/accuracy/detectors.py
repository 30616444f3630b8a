"""What other detectors make of the same figures: the thirty-line baseline, ranges, and packages."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from accuracy import baseline
from accuracy.faults import MIXED_UP
from accuracy.table import COLUMNS, Array
from accuracy.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accuracy.table import Errors, Table

PACKAGES = ("numpy", "lightgbm", "pyod", "cleanlab")
LEARNERS = {
    "ECOD": "PyOD ECOD, by figure", "LOF": "PyOD LOF, by row", "cleanlab": "cleanlab, regression by figure",
    "LightGBM": "LightGBM with siblings",
}  # fmt: skip
"""The detectors of `learners.py`."""
SCRIPT = Path(__file__).with_name("learners.py")
BIN = "Scripts" if sys.platform == "win32" else "bin"


@dataclass(frozen=True)
class Scores:
    """What a detector makes of the sheets without faults and of each fault, the greater the less likely.

    By figure, or by row in one column; NaN where it gives none.
    """

    name: str
    seconds: float
    clean: Array
    faulty: Array
    proposed: Array | None = None
    """The number proposed for each faulted figure, should the detector name it."""

    def pick(self, which: Array) -> Scores:
        """The same with some of the faults."""
        proposed = None if self.proposed is None else self.proposed[which]
        return Scores(self.name, self.seconds, self.clean, self.faulty[which], proposed)


@dataclass(frozen=True)
class Missing:
    """A detector that did not run, and why."""

    name: str
    reason: str


def install(folder: Path) -> None:
    """Install the packages in an environment of their own."""
    if not _python(folder).exists():
        venv.create(folder, with_pip=True)
    print(f"installing {', '.join(PACKAGES)}", file=sys.stderr)
    command = str(_python(folder)), "-m", "pip", "install", "--quiet", *PACKAGES
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr.strip(), file=sys.stderr)


def _python(folder: Path) -> Path:
    return folder / BIN / "python"


def scores(learnt: Table, table: Table, errors: Errors, folder: Path) -> Iterator[Scores | Missing]:
    """The scores of each detector, fitted to the sheets of other models."""
    yield _by_median(learnt, table, errors)
    yield _by_range(learnt, table, errors)
    for name, title in LEARNERS.items():
        if not _python(folder).exists():
            yield Missing(title, "not installed (`--install-peers`)")
        else:
            yield _learnt(name, title, (learnt, table, errors), folder)


def _by_median(learnt: Table, table: Table, errors: Errors) -> Scores:
    begin = time.perf_counter()
    middle, spread = np.nanmedian(learnt.logs, axis=0), np.nanstd(learnt.logs, axis=0)
    median = baseline.medians(table.logs, table.model)
    clean = baseline.deviations(table.logs, median, middle, spread)
    faulty = baseline.deviations(_faulty(table, errors), median[errors.row], middle, spread)
    expected = np.where(np.isnan(median), middle, median)
    proposed = _nearest(table, errors, expected[errors.row, errors.column])
    return Scores("thirty-line baseline", time.perf_counter() - begin, clean, faulty, proposed)


def _by_range(learnt: Table, table: Table, errors: Errors) -> Scores:
    """Ranges between quantiles of the good sheets, drawn as narrow as the share of alarms wants."""
    begin = time.perf_counter()
    rows = {"clean": table.logs, "faulty": _faulty(table, errors)}
    found = {name: np.full_like(logs, np.nan) for name, logs in rows.items()}
    for column, values in enumerate(learnt.logs.T):
        known = np.sort(values[~np.isnan(values)])
        for name, logs in rows.items():
            stated = np.flatnonzero(~np.isnan(logs[:, column]))
            up_to = np.searchsorted(known, logs[stated, column], side="right")
            below = np.searchsorted(known, logs[stated, column], side="left")
            found[name][stated, column] = -np.minimum(up_to, len(known) - below) / len(known)
    return Scores("ranges between quantiles", time.perf_counter() - begin, found["clean"], found["faulty"])


def _faulty(table: Table, errors: Errors) -> Array:
    rows = table.logs[errors.row]
    rows[np.arange(len(rows)), errors.column] = np.log(errors.wrong)
    return rows


def _nearest(table: Table, errors: Errors, expected: Array) -> Array:
    """The baseline's search for the original of each faulted figure."""
    found = np.full(len(errors.faults), np.nan)
    for index, (fault, row, column) in enumerate(zip(errors.faults, errors.row, errors.column, strict=True)):
        stated = table.figures[table.model == table.model[row], column]
        beside = list(stated[~np.isnan(stated)])
        beside.remove(table.figures[row, column])
        factors = [float(UNITS[other][1] / UNITS[fault.unit][1]) for other in MIXED_UP.get(fault.unit, ())]
        places = int(tuple(COLUMNS.values())[column])
        found[index] = baseline.nearest(fault.wrong, factors, expected[index], places, beside)
    return found


def _learnt(name: str, title: str, tables: tuple[Table, Table, Errors], folder: Path) -> Scores | Missing:
    learnt, table, errors = tables
    print(f"{title} learns", file=sys.stderr)
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        given, wanted = Path(place) / "tables.npz", Path(place) / "scores.npz"
        np.savez(
            given, learnt=learnt.logs, clean=table.logs, learnt_model=learnt.model, clean_model=table.model,
            learnt_context=learnt.context, clean_context=table.context, row=errors.row, column=errors.column,
            wrong=np.log(errors.wrong), batch=errors.batch,
        )  # fmt: skip
        command = str(_python(folder)), str(SCRIPT), name, str(given), str(wanted)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return Missing(title, (done.stderr.strip().splitlines() or ["failed"])[-1])
        with np.load(wanted) as scored:
            found = dict(scored)
    proposed = _nearest(table, errors, found["expected"]) if "expected" in found else None
    return Scores(title, time.perf_counter() - begin, found["clean"], found["faulty"], proposed)
