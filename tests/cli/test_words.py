"""Identity words as people write them, on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PROFILE = """\
[sheets]
files = ["cars.csv"]
[identity]
make = "make"
model = "model"
year = "year"
fuel = "fuel"
drive = "drive"
powertrain = "powertrain"
[quantities]
power = { kW = "power_kw" }
torque = { Nm = "torque_nm" }
mass_kerb = { kg = "kerb_kg" }
top_speed = { "km/h" = "top_speed_kmh" }
length = { mm = "length_mm" }
"""
HEADER = "make,model,year,fuel,drive,powertrain,power_kw,torque_nm,kerb_kg,top_speed_kmh,length_mm\n"
SANE = """\
BMW,X3 xDrive20d,2021,Diesel,AWD,ICE,140,400,1895,213,4708
Audi,A4 40 TDI quattro,2021,Diesel,4x4,Diesel,150,400,1645,241,4762
BMW,i4 eDrive40,2022,Electric,RWD,BEV,250,430,2125,190,4783
BMW,X5 xDrive45e,2021,Petrol/Electric,Allrad,Plug-in Hybrid,290,600,2510,235,4922
Tesla,Model 3 Performance,2021,Elektro,intégrale,EV,377,660,1847,261,4694
Volkswagen,Golf 2.0 TDI,2021,gazole,traction avant,Verbrenner,110,360,1380,223,4284
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cars.toml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    return tmp_path


def found(run: Run, folder: Path, rows: str) -> list[tuple[str, str]]:
    (folder / "cars.csv").write_text(HEADER + rows, encoding="utf-8")
    report = json.loads(run("check", "--format", "json").out)
    return [(finding["rule"], finding["message"]) for finding in report["findings"]]


def test_cars_described_in_the_words_that_people_use_have_no_findings(run: Run, folder: Path) -> None:
    assert found(run, folder, SANE) == []


def test_an_unknown_word_is_taken_for_nothing(run: Run, folder: Path) -> None:
    # 0.33 Nm per kW is of no electric motor and of no engine, but nobody knows of which of them this is
    row = "Any,Car,2021,Quantum fuel,Quantum drive,Quantum engine,300,100,1500,250,4500\n"
    assert found(run, folder, row) == [
        ("unknown-word", f'{field} "Quantum {word}" is not known, in 1 sheet')
        for field, word in (("fuel", "fuel"), ("drive", "drive"), ("powertrain", "engine"))
    ]
    known = row.replace("Quantum fuel", "Petrol").replace("Quantum engine", "ICE")
    assert [rule for rule, _ in found(run, folder, known)] == ["torque-per-power", "unknown-word"]


def test_a_message_shows_the_word_that_is_written(run: Run, folder: Path) -> None:
    row = "BMW,X3 xDrive20d,2021,Diesel,Front-wheel,ICE,140,400,1895,213,4708\n"
    assert found(run, folder, row) == [
        ("badge-contradicts-drive", '"xDrive20d" means all-wheel drive, but the drive is "Front-wheel"')
    ]


def test_a_badge_that_contradicts_the_fuel_makes_the_fuel_the_suspect(run: Run, folder: Path) -> None:
    row = "Mazda,Mazda3 2.2 SKYACTIV-D,2015,Petrol,FWD,,110,380,1385,213,4585\n"
    (folder / "cars.csv").write_text(HEADER + row, encoding="utf-8")
    (finding,) = json.loads(run("check", "--format", "json").out)["findings"]
    assert (finding["rule"], finding["pointer"]) == ("badge-contradicts-fuel", "/fuel")
    assert finding["suspect"]["suggestion"] == '"diesel"'
