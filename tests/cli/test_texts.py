"""Figures that data state as texts, with their units, decimal marks and marks for nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PROFILE = """\
[sheets]
files = ["*.csv", "*.json"]
{keys}
[identity]
make = "make"
model = "model"
market = "market"
powertrain = "kind"

[quantities]
power = {{ kW = "power" }}
mass_kerb = {{ kg = "mass" }}
acceleration_0_100_kmh = {{ s = "sprint" }}
consumption_combined = {{ mpg = "mpg" }}
consumption_electric = {{ mpg = "mpg" }}
torque = {{ value = "torque.value", unit = "torque.unit" }}
top_speed = "speed"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    profile(tmp_path)
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    return tmp_path


def profile(folder: Path, keys: str = "") -> None:
    (folder / "cars.toml").write_text(PROFILE.format(keys=keys), encoding="utf-8")


def report(run: Run) -> dict[str, Any]:
    outcome = run("check", "--format", "json")
    assert outcome.err == ""
    document: dict[str, Any] = json.loads(outcome.out)
    # what no sheet states is reported at the profile
    document["findings"] = [found for found in document["findings"] if found["path"] != "cars.toml"]
    return document


def figures(run: Run, folder: Path, **members: object) -> int:
    """How many figures are read in a sheet of these members, in which nothing is wrong."""
    text = json.dumps({"make": "M", "model": "A", **members})
    (folder / "a.json").write_text(text, encoding="utf-8")
    found = report(run)
    assert found["findings"] == []
    return int(found["summary"]["figures"])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("150 kW", 1),
        ("150kW", 1),
        ("150", 1),
        ("150 kW (204 PS)", 2),
        ("150 kW @ 5500 rpm", 2),
        ("~150 kW", 1),
        ("strong", 0),
        ("204 furlongs", 0),
        ("100 kW / 150 kW", 0),
    ],
)
def test_every_figure_in_a_text_is_read_and_counted(run: Run, folder: Path, text: str, count: int) -> None:
    assert figures(run, folder, power=text) == count


def test_what_cannot_be_read_is_reported_once_for_all_sheets(run: Run, folder: Path) -> None:
    rows = "".join(f"M,{model},strong\n" for model in "ABC")
    (folder / "a.csv").write_text(f"make,model,power\n{rows}", encoding="utf-8")
    (line,) = (line for line in run("check", "--format", "concise").out.splitlines() if "strong" in line)
    assert line.startswith("cars.toml:")
    assert '3 values of power cannot be read, as "strong"' in line


def test_two_figures_in_one_text_are_held_against_each_other(run: Run, folder: Path) -> None:
    text = '{"make": "M", "model": "A", "power": "150\\u00a0kW (214 PS)"}'
    (folder / "a.json").write_text(text, encoding="utf-8")
    (finding,) = report(run)["findings"]
    message = "power 150 kW is 204 PS, not 214"
    assert (finding["rule"], finding["message"]) == ("conversion-mismatch", message)
    assert text[finding["column"] - 1 : finding["endColumn"] - 1] == "214"


def test_a_unit_beside_the_value_may_change_from_sheet_to_sheet(run: Run, folder: Path) -> None:
    assert figures(run, folder, torque={"value": 400, "unit": "lb ft"}) == 1
    assert figures(run, folder, torque={"value": "400", "unit": "N·m"}) == 1
    assert figures(run, folder, torque={"value": "400 Nm", "unit": None}) == 1
    assert figures(run, folder, torque={"value": 400, "unit": "kg"}) == 0
    assert figures(run, folder, torque={"value": 400}) == 0


def test_a_text_with_its_unit_needs_none_in_the_profile(run: Run, folder: Path) -> None:
    assert figures(run, folder, speed="230 km/h") == 1
    assert figures(run, folder, speed="230") == 0


@pytest.mark.parametrize(
    ("market", "kind", "count"), [("US", "ice", 1), ("UK", "ice", 1), ("", "ice", 0), ("", "bev", 1)]
)
def test_miles_per_gallon_are_of_the_gallon_of_the_market_or_of_an_electric_car(
    run: Run, folder: Path, market: str, kind: str, count: int
) -> None:
    mpg = 110 if kind == "bev" else 30
    assert figures(run, folder, market=market, kind=kind, mpg=mpg) == count


BESIDE = {"mpg": {"value": 30, "unit": "mpg"}}


def consumption(run: Run, folder: Path, quantities: str, **car: object) -> list[str]:
    """What `show` lists of the consumption of a car, by a profile with these quantities."""
    path = folder / "cars.toml"
    start = PROFILE.format(keys="").partition("consumption_combined")[0]
    path.write_text(
        start.replace('model = "model"', 'model = "model"\nfuel = "fuel"') + quantities, encoding="utf-8"
    )
    (folder / "a.json").write_text(
        json.dumps({"make": "Ford", "model": "X", "power": 100, **car}), encoding="utf-8"
    )
    lines = run("show", "a.json").out.splitlines()
    return [" ".join(line.split()[:1] + line.split()[-3:]) for line in lines if "consumption" in line]


@pytest.mark.parametrize(
    ("quantities", "written"),
    [
        ('consumption_electric = { mpg = "mpg" }', {"mpg": 30}),
        ('consumption_electric = { mpg = "mpg" }', {"mpg": "30 MPG"}),
        ('consumption_electric = "mpg"', {"mpg": "30 mpg"}),
        ('consumption_electric = { value = "mpg.value", unit = "mpg.unit" }', BESIDE),
        ('consumption_electric = { mpge = "mpg" }', {"mpg": 30}),
        ('consumption_electric = { mpge = "mpg" }', {"mpg": "30 MPGe"}),
        ('consumption_electric = "mpg"', {"mpg": {"mpge": 30}}),
        ('consumption_combined = { mpg = "mpg" }', {"mpg": 30}),
        ('consumption_combined = { value = "mpg.value", unit = "mpg.unit" }', BESIDE),
        ('consumption_combined = "mpg"', {"mpg": "30 mpg"}),
    ],
)  # fmt: skip
def test_miles_per_gallon_of_a_car_that_burns_fuel_are_fuel_consumption_however_written(
    run: Run, folder: Path, quantities: str, written: dict[str, object]
) -> None:
    assert consumption(run, folder, quantities, kind="hev", market="US", **written) == ["combined 30 mpg US"]
    assert consumption(run, folder, quantities, kind="ice", market="UK", **written) == ["combined 30 mpg UK"]
    assert consumption(run, folder, quantities, fuel="petrol", market="US", **written) == [
        "combined 30 mpg US"
    ]
    if "mpge" not in f"{quantities} {written}".lower():
        assert consumption(run, folder, quantities, kind="ice", **written) == []
        assert "warning[value-not-read] 1 value of" in run("check", "--format", "concise").out


@pytest.mark.parametrize(
    "quantities",
    [
        'consumption_combined = { mpg = "mpg" }', 'consumption_electric = { mpg = "mpg" }',
        'consumption_electric = { mpge = "mpg" }', 'consumption_combined = { "mpg US" = "mpg" }',
        'consumption_combined = { mpg = "mpg" }\nconsumption_electric = { mpg = "mpg" }',
    ],
)  # fmt: skip
def test_miles_per_gallon_of_an_electric_car_are_of_the_energy_in_a_gallon(
    run: Run, folder: Path, quantities: str
) -> None:
    (line,) = consumption(run, folder, quantities, kind="bev", mpg=110)
    assert line == "consumption mpge 110 mpge"


def test_what_is_called_mpge_of_a_car_with_an_unknown_powertrain_is_not_read(run: Run, folder: Path) -> None:
    assert consumption(run, folder, 'consumption_electric = { mpge = "mpg" }', kind="Quantum", mpg=40) == []
    assert '1 value of consumption cannot be read, as "40"' in run("check", "--format", "concise").out


@pytest.mark.parametrize("mark", ["", "NA", "n/a", "NaN", "null", "-", "–", "?", "k.A."])
def test_marks_for_nothing_are_nothing(run: Run, folder: Path, mark: str) -> None:
    assert figures(run, folder, power=mark, mass="1500") == 1


def test_a_profile_adds_marks_for_nothing(run: Run, folder: Path) -> None:
    profile(folder, 'missing = ["s/d", 0]')
    assert figures(run, folder, power="S/D", mass=0, sprint="7.9") == 1


@pytest.mark.parametrize(
    ("keys", "sprint", "count"),
    [
        ("", "7,9", 2),  # the other column shows a decimal comma
        ("", "7.9", 2),
        ("", "", 0),  # 1.865 kg or 1865 kg
        ('decimal = ","', "", 1),
        ('decimal = "."', "", 1),
    ],
)
def test_the_decimal_mark_is_that_of_the_profile_or_of_the_table(
    run: Run, folder: Path, keys: str, sprint: str, count: int
) -> None:
    profile(folder, keys)
    (folder / "a.csv").write_text(f"make;model;mass;sprint\nM;A;1.865;{sprint}\n", encoding="utf-8")
    assert report(run)["summary"]["figures"] == count


def test_a_finding_stands_at_the_number_in_a_quoted_cell(run: Run, folder: Path) -> None:
    row = 'M,A," ""new"": 1,86 kg (4112 lb)"'
    (folder / "a.csv").write_text(f'make,model,mass,sprint\n{row},\nM,B,,"7.9"\n', encoding="utf-8")
    found = report(run)["findings"]
    assert found, "86 kg"
    assert {row[finding["column"] - 1 : finding["endColumn"] - 1] for finding in found} <= {"1,86", "4112"}


def test_a_fix_writes_the_number_alone_in_the_style_of_the_text(run: Run, folder: Path) -> None:
    file = folder / "a.json"
    text = '{"make": "M", "model": "A", "mass": "1.685 kg (4.112 lb)", "sprint": "7,9 s"}'
    file.write_text(text, encoding="utf-8")
    run("check", "--fix", "--unsafe-fixes")
    assert file.read_text(encoding="utf-8") == text.replace("1.685", "1.865")


def test_one_sheet_without_texts_loads_nothing_that_reads_texts_and_no_numpy(folder: Path) -> None:
    (folder / "a.json").write_text('{"make": "M", "model": "A", "power": 150}', encoding="utf-8")
    command = [sys.executable, "-X", "importtime", "-m", "speclint", "check"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "speclint.quantities.unit" in loaded
    assert not loaded & {f"speclint.quantities.{name}" for name in ("text", "reading", "spelling", "numeral")}
    assert "numpy" not in loaded


def test_a_figure_where_the_profile_expects_an_object_is_read_if_it_has_a_unit_and_reported_if_not(
    run: Run, folder: Path
) -> None:
    (folder / "a.json").write_text('{"make": "Seat", "model": "Leon", "power": 110, "torque": "250 Nm"}')
    (folder / "b.json").write_text('{"make": "Seat", "model": "Ibiza", "power": 70, "torque": 175}')
    outcome = run("check", "--format", "concise")
    assert '[value-not-read] 1 value of torque cannot be read, as "175"' in outcome.out
    assert report(run)["summary"]["figures"] == 3
