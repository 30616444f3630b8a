"""Sheets that are screened by column give the report that sheets read one by one give."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from conftest import ROOT
from speclint import check
from speclint.checking import beside
from speclint.cli.commands import cli
from speclint.project import load, processes, shares
from speclint.project.request import requests_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from speclint.project.request import Request
    from speclint.results import Report
    from speclint.sheets.place import SheetFile

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


def printed(*arguments: str) -> str:
    """What `speclint check` prints."""
    return CliRunner().invoke(cli, ["check", "--format", "concise", *arguments], standalone_mode=False).stdout


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


@pytest.mark.parametrize("start", ["fork", "spawn"] if sys.platform == "linux" else ["spawn"])
def test_several_processes_give_the_report_of_one(
    start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_faults(tmp_path)
    (tmp_path / "specs" / "bmw" / "odd.json").write_text('{"make": "BMW", "make": 7}', encoding="utf-8")
    monkeypatch.setattr(processes, "START", start)
    monkeypatch.setattr(processes, "MIN_FILES", 10)
    (request,) = requests_for(tmp_path, [], None)
    assert processes.jobs_for(replace(request, jobs=4), 43) == 4
    one_by_one, by_processes = both_ways(monkeypatch, tmp_path)
    assert by_processes == one_by_one
    assert "duplicate-key" in {found.rule for found in by_processes.findings}


def killed(_: Sequence[SheetFile], __: Request) -> shares.Share:
    """Ends its process, as the system does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed so there")
def test_a_process_that_is_killed_leaves_its_files_to_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_faults(tmp_path)
    one_by_one, _ = both_ways(monkeypatch, tmp_path)
    monkeypatch.setattr(shares, "extracted", killed)
    monkeypatch.setattr(processes, "START", "fork")
    monkeypatch.setattr(processes, "MIN_FILES", 10)
    assert both_ways(monkeypatch, tmp_path)[1] == one_by_one


def killed_beside(_: object) -> bool:
    """Ends its process, as the system does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@pytest.mark.parametrize("find", [beside.CatalogBeside.are_any, killed_beside], ids=["found", "killed"])
@pytest.mark.skipif(sys.platform != "linux", reason="no process is forked there")
def test_a_fault_of_the_whole_catalog_that_another_process_finds_is_reported(
    find: Callable[[object], bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    (tmp_path / "mine.toml").write_text(
        '[sheets]\nfiles = ["cars/*.json"]\n[identity]\nmake = "make"\nmodel = "model"\n'
        '[quantities]\npower = { kW = "kW" }\nlength = { mm = "mm" }\n',
        encoding="utf-8",
    )
    (tmp_path / "cars").mkdir()
    for number in range(40):
        text = f'{{"make": "BMW", "model": "M{number}", "kW": {100 + number}}}'
        (tmp_path / "cars" / f"{number}.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(processes, "MIN_FILES", 10)
    monkeypatch.setattr(beside.CatalogBeside, "are_any", find)
    one_by_one, by_processes = both_ways(monkeypatch, tmp_path)
    assert by_processes == one_by_one
    assert "quantity-not-read" in {found.rule for found in by_processes.findings}


def test_what_processes_see_of_files_is_known_to_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog, kept = tmp_path / "catalog", tmp_path / "cache"
    catalog.mkdir()
    with_faults(catalog)
    monkeypatch.chdir(catalog)
    monkeypatch.setattr(load, "MIN_SHEETS", 1)
    monkeypatch.setattr(processes, "MIN_FILES", 10)
    before = printed("--cache-dir", str(kept), "--jobs", "2")
    file = next((catalog / "specs").rglob("*.json"))
    file.write_text(file.read_text(encoding="utf-8").replace("{", "{{", 1), encoding="utf-8")
    after = printed("--cache-dir", str(kept), "--jobs", "2")
    assert "invalid-json" not in before
    assert "invalid-json" in after
