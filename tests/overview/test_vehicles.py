"""The vehicles of an overview: the same by sheet and by column, and never at odds with the rules."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import IX2, ROOT, Sheets
from speclint.overview import collect
from speclint.overview.collect import overview_of
from speclint.project import load
from speclint.project.request import requests_for
from speclint.quantities.table import QUANTITIES

if TYPE_CHECKING:
    from speclint.overview.data import Overview, Vehicle

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared"))
SPRINT = "acceleration_0_100_kmh"
TABLE = (
    '[sheets]\nfiles = ["cars.csv"]\n[identity]\nmake = "make"\nmodel = "model"\nfuel = "fuel"\n'
    '[quantities]\npower = { POWER = "POWER" }\nmass_kerb = { kg = "kg" }\n'
    'acceleration_0_60_mph = { s = "s" }\n'
    'consumption_combined = { "l/100 km" = "l" }\nco2 = { "g/km" = "g" }\n'
)


def overview(folder: Path) -> Overview:
    return overview_of(requests_for(folder, []))


def both_ways(monkeypatch: pytest.MonkeyPatch, folder: Path) -> tuple[Overview, Overview]:
    """The overviews of a catalog: of sheets, and of columns."""
    found = []
    for least in (10**9, 1):
        monkeypatch.setattr(load, "MIN_SHEETS", least)
        found.append(overview(folder))
    by_sheet, by_column = found
    return by_sheet, by_column


def seen(vehicle: Vehicle) -> tuple[object, ...]:
    """A vehicle, with figures as exact as a page shows them."""
    figures = {name: [f"{each:.6g}" for each in placed if each] for name, placed in vehicle.figures.items()}
    burnt = vehicle.burnt and [*(f"{each:.6g}" for each in vehicle.burnt[:2]), *vehicle.burnt[2:]]
    return vehicle.sheet, vehicle.path, vehicle.title, vehicle.make, vehicle.model, figures, burnt


def are_alike(by_sheet: Overview, by_column: Overview) -> None:
    assert len(by_column.vehicles) == by_sheet.sheets
    assert [*map(seen, by_column.vehicles)] == [*map(seen, by_sheet.vehicles)]


def write_table(folder: Path, rows: int, unit: str = "kW") -> None:
    """A table of cars, and a profile in which power has a unit."""
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    (folder / "mine.toml").write_text(TABLE.replace("POWER", unit), encoding="utf-8")
    cars = [f"M{n},petrol,{100 + n},{1200 + 9 * n},{9 - n / 20},{5 + n / 20},{117 + n}" for n in range(rows)]
    text = "\nBMW,".join(("make,model,fuel,kW,kg,s,l,g", *cars))
    (folder / "cars.csv").write_text(f"{text}\n", encoding="utf-8")


def test_our_sheets_are_the_same_vehicles_by_sheet_and_by_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    shutil.copyfile(ROOT / "speclint.toml", tmp_path / "speclint.toml")
    by_sheet, by_column = both_ways(monkeypatch, tmp_path)
    are_alike(by_sheet, by_column)
    assert sum(SPRINT in vehicle.figures for vehicle in by_sheet.vehicles) > 20


def test_rows_of_a_table_are_vehicles_either_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_table(tmp_path, 40)
    by_sheet, by_column = both_ways(monkeypatch, tmp_path)
    are_alike(by_sheet, by_column)
    first = next(vehicle for vehicle in by_column.vehicles if vehicle.title == "BMW M0")
    # the time to 60 mph stands for itself, the mass is as stated, without half a driver
    assert first.figures[SPRINT].value == pytest.approx(9.0)
    assert first.figures["mass"].value == pytest.approx(1200)
    assert first.burnt == (5.0, 117.0, "petrol", False, False)


@pytest.mark.shared
def test_public_sheets_are_the_same_vehicles_by_sheet_and_by_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not SHARED.exists():
        pytest.skip("needs public data sets: SPECLINT_SHARED names their folder")
    shutil.copytree(SHARED / "data/open-ev-data", tmp_path, dirs_exist_ok=True, copy_function=shutil.copyfile)
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "open-ev-data"\n', encoding="utf-8")
    are_alike(*both_ways(monkeypatch, tmp_path))


@pytest.mark.parametrize(
    ("sheet", "old", "new", "name"),
    [
        ("bmw/i7-xdrive60", '"acceleration_0_60_mph": {"s": 4.5},', "", ""),
        ("bmw/i5-m60-xdrive", '{"s": 3.8}', '{"s": 38}', SPRINT),
    ],
)
def test_a_figure_with_a_finding_by_its_band_lies_outside_the_range_that_the_finding_states(
    sheets: Sheets, sheet: str, old: str, new: str, name: str
) -> None:
    sheets.edit(sheet, old, new)
    (vehicle,) = (each for each in overview(sheets.root).vehicles if each.sheet == sheet)
    assert vehicle.wrong == ((name,) if name else ())
    for figure, (value, low, high) in vehicle.figures.items():
        if low is not None and high is not None:
            # without the figure at fault the others fit
            assert (low <= value <= high) is (figure != name)
    if name:
        stated = re.search(r"\((\d+)–(\d+)\)", vehicle.findings[0].message)
        assert stated is not None
        assert [round(each or 0) for each in vehicle.figures[name][1:]] == [*map(int, stated.groups())]


def test_a_note_puts_no_figure_in_the_wrong(sheets: Sheets) -> None:
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 364.4')
    for vehicle in overview(sheets.root).vehicles:
        assert not vehicle.wrong or vehicle.is_odd


def test_the_worst_come_first_then_those_with_more_then_the_others_by_name(sheets: Sheets) -> None:
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    sheets.edit("bmw/i5-m60-xdrive", '{"s": 3.8}', '{"s": 38}')
    found = overview(sheets.root)
    assert [vehicle.sheet for vehicle in found.vehicles[:2]] == [IX2, "bmw/i5-m60-xdrive"]
    clean = [vehicle.title for vehicle in found.vehicles[2:]]
    assert clean == sorted(clean)
    assert found.counts == {"error": 1, "warning": 1}


def test_what_is_found_in_a_whole_catalog_is_on_no_vehicle(tmp_path: Path) -> None:
    write_table(tmp_path, 4, "PS")
    first, *others = overview(tmp_path).vehicles
    assert (first.title, first.is_vehicle) == ("All sheets together", False)
    assert {finding.rule for finding in first.findings} == {"quantity-not-read"}
    assert [vehicle.findings for vehicle in others] == [()] * 4


@pytest.mark.parametrize("least", [10**9, 1])
def test_of_more_vehicles_than_a_page_holds_all_with_findings_stay_and_the_others_are_sampled(
    sheets: Sheets, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    monkeypatch.setattr(load, "MIN_SHEETS", least)
    monkeypatch.setattr(collect, "MAX_OTHERS", 10)
    shutil.copyfile(ROOT / "speclint.toml", sheets.root / "speclint.toml")
    found = overview(sheets.root)
    assert found.vehicles[0].sheet == IX2
    others = [vehicle for vehicle in found.vehicles[1:] if vehicle.model != found.vehicles[0].model]
    assert 5 <= len(others) <= 10
    assert found.sheets == 49


def test_siblings_of_a_vehicle_with_a_finding_stay_beside_it(
    sheets: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    shutil.copyfile(ROOT / "speclint.toml", sheets.root / "speclint.toml")
    monkeypatch.setattr(load, "MIN_SHEETS", 1)
    monkeypatch.setattr(collect, "MAX_OTHERS", 1)
    first, *others = overview(sheets.root).vehicles
    assert "bmw/ix2-edrive20" in {vehicle.sheet for vehicle in others if vehicle.model == first.model}
    assert len(others) < 10


def test_figures_are_shown_in_the_metric_unit_of_their_quantity() -> None:
    from speclint.overview.data import FIGURES

    for name, _, unit, _ in FIGURES:
        assert name not in QUANTITIES or unit == QUANTITIES[name].metric
