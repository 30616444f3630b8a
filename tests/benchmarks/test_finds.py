"""The counts of findings in public data, and where they are shown."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from conftest import ROOT
from finds import COUNTS, DataSet, data_sets, found_in, lay_out

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared"))
CARS = """Manufacturer,Model,Horsepower,Cargo
Acura,Integra,0,11
Acura,Legend,200,15
Audi,90,0,12
"""
PROFILE = """
[sheets]
files = ["cars.csv"]

[identity]
make = "Manufacturer"
model = "Model"

[quantities]
power = { hp = "Horsepower" }
cargo = { "cu ft" = "Cargo" }
"""


def test_a_finding_is_counted_once_for_each_record(tmp_path: Path) -> None:
    (tmp_path / "cars.csv").write_text(CARS)
    (tmp_path / "cars.toml").write_text(PROFILE)
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n')
    assert found_in(tmp_path) == (3, {"placeholder-figure": 2})


def test_a_data_set_lies_where_its_profile_expects_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/mtcars.csv").write_text('"",mpg,cyl,hp,qsec\nMazda RX4,21,6,110,16.46\n')
    data_set = DataSet("mtcars", "R", "data/mtcars.csv", "cars.csv", "mtcars.toml")
    lay_out(tmp_path, data_set, tmp_path / "scratch")
    assert found_in(tmp_path / "scratch") == (1, {})


def test_the_pages_of_the_rules_show_every_count() -> None:
    page = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    counted: dict[str, int] = {}
    for data_set in json.loads(COUNTS.read_text(encoding="utf-8"))["data"]:
        for rule, count in data_set["finds"].items():
            counted[rule] = counted.get(rule, 0) + count
    shown = dict(re.findall(r"^\| \[(\S+)\]\(rules/\1\.md\) \|.*\| (\d*) \|$", page, re.MULTILINE))
    pages = {file.stem: file.read_text(encoding="utf-8") for file in (ROOT / "docs/rules").glob("*.md")}
    assert shown.keys() == pages.keys()
    assert {rule: count for rule, count in shown.items() if count} == {
        rule: str(count) for rule, count in counted.items()
    }
    remarks = {rule: "\nFound in public data: " in text for rule, text in pages.items()}
    assert remarks == {rule: rule in counted for rule in shown}


@pytest.mark.shared
@pytest.mark.parametrize("title", ["Kilowatt", "Cars93", "mtcars"])
def test_the_counts_are_those_of_the_public_data(tmp_path: Path, title: str) -> None:
    data_set = next(data_set for data_set in data_sets() if data_set.title == title)
    if not (SHARED / data_set.path).exists():
        pytest.skip("the data lie beside the project")
    stated = json.loads(COUNTS.read_text(encoding="utf-8"))["data"]
    counted = next(entry for entry in stated if entry["title"] == title)
    lay_out(SHARED, data_set, tmp_path / title)
    assert found_in(tmp_path / title) == (counted["size"], counted["finds"])
