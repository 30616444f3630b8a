"""Sheets that are screened by column give the report that sheets read one by one give."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from conftest import ROOT
from speclint import check
from speclint.project import load

if TYPE_CHECKING:
    from speclint.results import Report

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared"))


def both_ways(monkeypatch: pytest.MonkeyPatch, folder: Path) -> tuple[Report, Report]:
    """The reports on a catalog: read one by one, and by column."""
    monkeypatch.chdir(folder)
    reports = []
    for least in (10**9, 1):
        monkeypatch.setattr(load, "MIN_SHEETS", least)
        reports.append(replace(check(), seconds=0.0))
    one_by_one, by_column = reports
    return one_by_one, by_column


def with_faults(folder: Path) -> None:
    """Copy the own sheets, with a fault in every third of them."""
    shutil.copytree(ROOT / "specs", folder / "specs")
    shutil.copyfile(ROOT / "speclint.toml", folder / "speclint.toml")
    for file in sorted((folder / "specs").rglob("*.json"))[::3]:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('"kW": 1', '"kW": 9').replace('"mm": 4', '"mm": 5'), encoding="utf-8")


def test_sheets_with_faults_give_one_report_either_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_faults(tmp_path)
    one_by_one, by_column = both_ways(monkeypatch, tmp_path)
    assert by_column == one_by_one
    assert len(one_by_one.findings) > 5


def test_records_of_a_table_give_one_report_either_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    (tmp_path / "mine.toml").write_text(
        '[sheets]\nfiles = ["cars.csv"]\n[identity]\nmake = "make"\nmodel = "model"\n'
        '[quantities]\npower = { kW = "kW", hp = "hp" }\nlength = { mm = "mm" }\n',
        encoding="utf-8",
    )
    rows = [f"BMW,M{number},{100 + number},{round((100 + number) * 1.341)},4500" for number in range(40)]
    rows += ["BMW,M7,107,170,450", "BMW,M8,108,145,4500"]
    (tmp_path / "cars.csv").write_text("\n".join(("make,model,kW,hp,mm", *rows)) + "\n", encoding="utf-8")
    one_by_one, by_column = both_ways(monkeypatch, tmp_path)
    assert by_column == one_by_one
    assert {"conversion-mismatch", "figure-out-of-bounds"} <= {found.rule for found in by_column.findings}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("profile", "files"), [("open-ev-data", ""), ("kilowatt", 'files = ["ev-data-dd08fe4.json"]')]
)
def test_public_data_give_one_report_either_way(
    profile: str, files: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not SHARED.exists():
        pytest.skip("needs public data sets: SPECLINT_SHARED names their folder")
    shutil.copytree(SHARED / "data" / profile, tmp_path, dirs_exist_ok=True, copy_function=shutil.copyfile)
    (tmp_path / "speclint.toml").write_text(f'[[sheets]]\n{files}\nprofile = "{profile}"\n')
    one_by_one, by_column = both_ways(monkeypatch, tmp_path)
    assert by_column == one_by_one
