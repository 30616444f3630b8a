"""The comparison of detectors: what is counted, at which threshold, and what a missing package leads to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from test_accuracy import ROW, drawn

from accuracy import baseline
from accuracy.comparison import at_share, wilson
from accuracy.comparison_printed import BEFORE
from accuracy.detectors import LEARNERS, Missing, Scores, scores
from accuracy.faults import ENTRY_ERRORS, Fault, candidates
from accuracy.learners import DETECTORS, siblings
from accuracy.sheets import Figure, Sheet, from_row
from accuracy.table import COLUMNS, Errors, errors_of, table_of
from accuracy.tally import Share
from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FULL = {
    "co2_g_km": "144.0", "fuel_combined_l_100km": "6.3", "fuel_city_l_100km": "7.9",
    "fuel_highway_l_100km": "5.4",
}  # fmt: skip
SPEED = "/performance/top_speed/km~1h"


def made(*changes: dict[str, str]) -> list[Sheet]:
    return [from_row(ROW | changed, index, dual=False) for index, changed in enumerate(changes)]


def errors_in_speed(sheet: Sheet, right: str, *wrong: str) -> Errors:
    faults = [
        [(Fault(sheet.id, "replaced digit", "top speed", SPEED, "km/h", right, text, 0, 3), b"")]
        for text in wrong
    ]
    return errors_of([sheet], [faults])


def test_the_baseline_is_no_longer_than_forty_lines() -> None:
    text = (ROOT / "benchmarks/accuracy/baseline.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40


@pytest.mark.parametrize("kind", ENTRY_ERRORS)
def test_the_search_of_the_baseline_has_the_original_of_every_entry_error(kind: str) -> None:
    figure = Figure(SPEED, "top speed", "km/h", 208, {})
    found = candidates(kind, figure, from_row(ROW, 0, dual=False), [])
    assert found
    assert all(208 in {round(n) for n in baseline.originals(str(wrong), [])} for wrong in found)


def test_the_search_of_the_baseline_prefers_what_siblings_state() -> None:
    expected = float(np.log(209))
    assert baseline.nearest("280", [], expected, 0, [230, 208, 230]) == 230
    assert baseline.nearest("2080", [], expected, 0, []) == 208
    assert np.isnan(baseline.nearest("2080", [], np.nan, 0, [230]))


def test_a_table_has_a_row_for_each_sheet_and_a_cell_for_each_fault() -> None:
    sheets = made({}, {"top_speed_kmh": "210.0", "torque_Nm": ""})
    table = table_of(sheets)
    speed, torque = (list(COLUMNS).index(name) for name in (SPEED, "/powertrain/torque/Nm"))
    assert table.figures[:, speed].tolist() == [208, 210]
    assert np.isnan(table.figures[:, torque]).tolist() == [False, True]
    errors = errors_in_speed(sheets[0], "208", "280", "104")
    assert errors.column.tolist() == [speed, speed]
    assert errors.size == pytest.approx([280 / 208, 2])


def test_siblings_of_a_sheet_are_all_others_of_its_model() -> None:
    logs, model = np.array([[1.0], [2.0], [2.0], [9.0]]), np.array([5, 5, 5, 10])
    median, mode, share = siblings(logs, model)
    assert median[:3, 0].tolist() == [2.0, 1.5, 1.5]
    assert (mode[0, 0], share[0, 0]) == (2.0, 1.0)
    assert np.isnan(median[3, 0])
    assert baseline.medians(logs, model)[:3, 0].tolist() == [2.0, 1.5, 1.5]


def test_a_threshold_flags_no_more_good_rows_than_the_share() -> None:
    (sheet,) = made({})
    errors = errors_in_speed(sheet, "208", "280", "209")
    clean = drawn_scores(200)
    faulty = np.zeros((2, clean.shape[1]))
    faulty[0, errors.column[0]] = 2
    found = at_share(Scores("x", 0, clean, faulty, errors.right), Share(3, 200), errors)
    assert found.alarms == Share(3, 200)
    assert [found.found.tolist(), found.named.tolist(), found.exact.tolist()] == [[1, 0]] * 3


def drawn_scores(rows: int) -> np.ndarray:
    rng = drawn(1)
    return np.array([[rng.random() for _ in COLUMNS] for _ in range(rows)])


def test_a_row_that_was_flagged_before_its_fault_is_not_found_by_it() -> None:
    (sheet,) = made({})
    errors = errors_in_speed(sheet, "208", "280")
    clean = np.array([[3.0], [2.0], [1.0]])
    before, after = (
        at_share(Scores("x", 0, clean, np.array([[9.0]])), Share(flagged, 3), errors).found.tolist()
        for flagged in (1, 0)
    )
    assert (before, after) == ([0], [1])


def test_the_interval_of_a_share_is_that_of_wilson() -> None:
    assert wilson(Share(0, 10)) == pytest.approx((0, 0.2775), abs=1e-4)
    assert wilson(Share(5, 10)) == pytest.approx((0.2366, 0.7634), abs=1e-4)


def test_detectors_whose_packages_are_missing_are_named_with_the_reason(tmp_path: Path) -> None:
    full = ROW | FULL
    half = {name: f"{float(full[name]) / 2}" for name in full if "_" in name}
    sheets = made(full, full | half)
    errors = errors_in_speed(sheets[0], "208", "280")
    table = table_of(sheets)
    found = list(scores(table, table, errors, tmp_path))
    assert [each.name for each in found if isinstance(each, Missing)] == list(LEARNERS.values())
    assert all("--install-peers" in each.reason for each in found if isinstance(each, Missing))
    assert set(LEARNERS) == set(DETECTORS)


def test_the_earlier_row_states_its_commit_and_settings() -> None:
    before = json.loads(BEFORE.read_text(encoding="utf-8"))
    assert set(before) == {"commit", "settings", "alarms", "shares"}
