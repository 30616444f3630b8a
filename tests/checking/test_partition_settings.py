"""Rows that are judged by partition follow every setting that they follow together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

import partitioned
from speclint.checking.partitions.partitioning import Sizes

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.results import Report

ENTRY = '[[sheets]]\nprofile = "cars.toml"\n'
SIZES = Sizes(partition=100, together=200)


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return partitioned.rows(700)


def with_settings(monkeypatch: pytest.MonkeyPatch, folder: Path, rows: pl.DataFrame, settings: str) -> Report:
    """The report on rows with settings before the entry of the sheets, the same either way."""
    written = partitioned.write(folder / "lake", rows, files=2)
    (written / "speclint.toml").write_text(settings + ENTRY, encoding="utf-8")
    together, by_partition = partitioned.both_ways(monkeypatch, written, SIZES)
    assert by_partition == together
    return together


def test_rows_that_must_be_there_are_missed(
    rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    required = """must-hold = [
        "audi/*", "halfmaker/m1/*", "nord/one/x/de", "nord/one/x/de#2",
        { sheets = "*", at-least = 712 }, { sheets = "*", at-least = 713 },
        { sheets = "nord/*", at-least = 5 },
    ]\n"""
    found = with_settings(monkeypatch, tmp_path, rows, required).findings
    assert [each.message for each in found if each.rule == "missing-sheet"] == [
        "there is no sheet audi/*, which the catalog must hold",
        "there are 712 sheets *, of which the catalog must hold at least 713",
        "there are 4 sheets nord/*, of which the catalog must hold at least 5",
    ]


def test_levels_and_what_is_ignored_hold_for_rows_and_for_whole_columns(
    rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = rows.with_columns(pl.col("length_mm") / 10, drive=pl.lit("Frontkratzer"))
    plain = with_settings(monkeypatch, tmp_path / "plain", wrong, "")
    assert {"column-in-another-unit", "unknown-word", "duplicate-sheet"} <= {
        each.rule for each in plain.findings
    }
    settings = (
        'ignore = ["duplicate-sheet"]\n[levels]\n"column-in-another-unit" = "note"\n'
        '[per-file-ignores]\n"s/*" = ["unknown-word", "conversion-mismatch"]\n'
    )
    found = with_settings(monkeypatch, tmp_path / "set", wrong, settings).findings
    ignored = {"duplicate-sheet", "unknown-word", "conversion-mismatch"}
    assert not ignored & {each.rule for each in found}
    assert {each.level.value for each in found if each.rule == "column-in-another-unit"} == {"note"}


def test_what_a_row_accepts_is_counted_and_rules_of_ones_own_are_described(
    rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = (
        '[[rule]]\nid = "team/long"\nlevel = "note"\nlaw = "length <= 4300 mm"\n'
        'message = "{length} is long"\nreason = "Our garages are short."\n'
    )
    accepts = [
        [{"rule": "team/long", "at": "", "reason": "so"}],
        [{"rule": "units", "at": "", "reason": "so"}],
    ]
    accepted = pl.Series("$speclint", [{"accept": accepts[number % 2]} for number in range(len(rows))])
    report = with_settings(monkeypatch, tmp_path, rows.with_columns(accepted), rule)
    assert {each.finding.rule for each in report.suppressed} >= {"team/long"}
    assert [each.id for each in report.own_rules] == ["team/long"]
    assert "unused-suppression" in {each.rule for each in report.findings}
