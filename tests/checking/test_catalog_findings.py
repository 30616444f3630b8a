"""Faults that only the whole catalog shows: reported once, where the profile states it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PROFILE = """\
[sheets]
files = ["*.csv", "*.ndjson"]

[identity]
make = "make"
model = "model"
drive = "drive"

[quantities]
power = { kW = "power" }
displacement = { "cm³" = "engine" }
"""
HEAD = "make,model,drive,power,engine\n"


def rows(count: int, engine: str = "four", drive: str = "rwd") -> str:
    return HEAD + "".join(
        f"BMW,M{number},{drive},{100 + number},{engine}\n" for number in range(count)
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "profile.toml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "profile.toml"\n', encoding="utf-8")
    (tmp_path / "cars.csv").write_text(rows(4), encoding="utf-8")
    return tmp_path


def findings(run: Run, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("check", "--format", "json", *arguments).out)["findings"]
    return found


@pytest.mark.usefixtures("folder")
def test_a_fault_of_many_sheets_is_one_finding_with_its_count_and_three_examples(run: Run) -> None:
    (finding,) = findings(run)
    assert finding["message"] == '4 values of displacement cannot be read, as "four"'
    assert [(other["path"], other["line"]) for other in finding["related"]] == [
        ("cars.csv", 2), ("cars.csv", 3), ("cars.csv", 4),
    ]  # fmt: skip


@pytest.mark.usefixtures("folder")
def test_a_fault_stands_at_the_line_of_the_profile_that_it_is_about(run: Run) -> None:
    (finding,) = findings(run)
    line = PROFILE.splitlines().index('displacement = { "cm³" = "engine" }') + 1
    assert (finding["path"], finding["line"], finding["column"]) == ("profile.toml", line, 1)
    assert f"--> profile.toml:{line}:1" in run("check").out


def test_a_fault_under_a_shipped_profile_stands_at_the_first_record(run: Run, tmp_path: Path) -> None:
    record = {"brand": "Nord", "model": "Skog", "type": "bev", "ac_charger": {"max_power": "eleven"},
              "usable_battery_size": 64.8}  # fmt: skip
    (tmp_path / "cars.json").write_text(json.dumps({"data": [record]}))
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nfiles = ["cars.json"]\nprofile = "kilowatt"\n')
    (finding,) = findings(run)
    assert (finding["rule"], finding["path"]) == ("value-not-read", "cars.json")
    assert finding["pointer"] == "/data/0/ac_charger/max_power"


def test_the_fingerprint_does_not_depend_on_the_count_or_the_first_record(run: Run, folder: Path) -> None:
    (before,) = findings(run)
    (folder / "cars.csv").write_text(rows(9).replace("M0", "Z4"), encoding="utf-8")
    (after,) = findings(run)
    assert before["message"] != after["message"]
    assert before["fingerprint"] == after["fingerprint"]


@pytest.mark.usefixtures("folder")
def test_a_run_on_named_files_reports_nothing_of_the_whole_catalog(run: Run) -> None:
    assert findings(run, "cars.csv") == []
    assert findings(run, ".") == []


def test_a_run_on_what_changed_reports_nothing_of_the_whole_catalog(run: Run, folder: Path) -> None:
    for command in ("init -q", "add .", "-c user.name=a -c user.email=a@b.c commit -qm cars"):
        subprocess.run(["git", *command.split()], cwd=folder, check=True)
    (folder / "cars.csv").write_text(rows(5), encoding="utf-8")
    assert findings(run, "--since", "HEAD") == []


def test_the_configuration_may_accept_a_fault_of_the_catalog(run: Run, folder: Path) -> None:
    with (folder / "speclint.toml").open("a") as file:
        file.write('[[accept]]\nrule = "value-not-read"\nsheet = "*"\nreason = "words of the maker"\n')
    outcome = run("check")
    assert (outcome.status, "1 suppressed" in outcome.out) == (0, True)
    assert findings(run) == []


def test_a_fault_in_the_baseline_is_known_whatever_its_count(run: Run, folder: Path) -> None:
    (folder / "speclint.toml").write_text(
        'baseline = "known.json"\n[[sheets]]\nprofile = "profile.toml"\n', encoding="utf-8"
    )
    assert run("baseline").status == 0
    assert findings(run) == []
    (folder / "cars.csv").write_text(rows(9).replace("M0", "Z4"), encoding="utf-8")
    assert findings(run) == []
    (folder / "cars.csv").write_text(rows(9, engine="1998"), encoding="utf-8")
    assert [finding["rule"] for finding in findings(run)] == ["unused-suppression"]


def test_records_of_a_stream_are_collected_in_the_pass_that_checks_them(run: Run, folder: Path) -> None:
    lines = [{"make": "BMW", "model": f"M{number}", "engine": "four", "power": 100} for number in range(5)]
    (folder / "cars.csv").unlink()
    (folder / "cars.ndjson").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (finding,) = findings(run)
    assert finding["message"].startswith("5 values of displacement")
    assert [other["line"] for other in finding["related"]] == [1, 2, 3]


def test_sheets_of_two_profiles_are_collected_apart(run: Run, folder: Path) -> None:
    (folder / "other.toml").write_text(
        PROFILE.replace('"*.csv", "*.ndjson"', '"other/*.csv"'), encoding="utf-8"
    )
    with (folder / "speclint.toml").open("a") as file:
        file.write('[[sheets]]\nprofile = "other.toml"\n')
    (folder / "other").mkdir()
    (folder / "other/cars.csv").write_text(rows(2).replace("BMW", "Audi"), encoding="utf-8")
    assert [(finding["path"], finding["message"][:8]) for finding in findings(run)] == [
        ("other.toml", "2 values"), ("profile.toml", "4 values"),
    ]  # fmt: skip


def test_a_copy_of_a_shipped_profile_is_not_blamed_for_each_quantity_that_it_maps(
    run: Run, folder: Path
) -> None:
    more = "".join(f'{name} = {{ mm = "{name}" }}\n' for name in ("length", "width", "height", "bore"))
    more += 'torque = { Nm = "torque" }\nmass_kerb = { kg = "mass" }\n'
    (folder / "profile.toml").write_text(PROFILE + more, encoding="utf-8")
    (folder / "cars.csv").write_text(rows(4, engine="1998"), encoding="utf-8")
    (finding,) = findings(run)
    assert (finding["rule"], finding["pointer"]) == ("quantity-not-read", "/quantities")
    assert finding["message"].startswith(
        "6 of 8 quantities: bore, height, length, mass_kerb, torque and width"
    )


def test_a_baseline_also_knows_what_a_fault_of_the_catalog_explains_in_single_sheets(
    run: Run, folder: Path
) -> None:
    (folder / "speclint.toml").write_text(
        'baseline = "known.json"\n[[sheets]]\nprofile = "profile.toml"\n', encoding="utf-8"
    )
    litres = "".join(f"BMW,M{number},rwd,{100 + number},{1 + number / 5}\n" for number in range(12))
    (folder / "cars.csv").write_text(HEAD + litres, encoding="utf-8")
    (folder / "known.json").write_text('{"version": 2, "known": []}', encoding="utf-8")
    assert [finding["rule"] for finding in findings(run)] == ["column-in-another-unit"]
    assert "figure-out-of-bounds" in {finding["rule"] for finding in findings(run, "cars.csv")}
    assert run("baseline").status == 0
    assert findings(run) == []
    assert findings(run, "cars.csv") == []


@pytest.mark.parametrize(
    ("power", "quoted"),
    [
        ("true", "true"), ("[100, 110, 125]", "[100,110,125]"), ("[100]", "[100]"),
        ('["100 kW"]', '["100 kW"]'), ('{"min": 90, "max": 1.50}', '{"min":90,"max":1.50}'),
        ("1e99", "1E+99"),
    ],
)  # fmt: skip
def test_a_value_that_is_neither_a_figure_nor_a_text_is_reported_as_not_read(
    run: Run, folder: Path, power: str, quoted: str
) -> None:
    (folder / "cars.csv").unlink()
    (folder / "cars.ndjson").write_text(
        f'{{"make": "BMW", "model": "A", "power": {power}, "engine": 1998}}\n'
        '{"make": "BMW", "model": "B", "power": 100, "engine": 1998}\n'
    )
    (finding,) = findings(run)
    assert finding["rule"] == "value-not-read"
    assert finding["message"] == f'1 value of power cannot be read, as "{quoted}"'


def test_a_value_without_a_unit_is_reported_where_an_object_keyed_by_unit_is_expected(
    run: Run, folder: Path
) -> None:
    (folder / "profile.toml").write_text(PROFILE.replace('{ kW = "power" }', '"power"'), encoding="utf-8")
    (folder / "cars.csv").write_text(HEAD + 'BMW,A,rwd,100,1998\nBMW,B,rwd,"{""kW"": 100}",1998\n')
    (finding,) = findings(run)
    assert finding["message"] == '1 value of power cannot be read, as "100"'


@pytest.mark.parametrize("power", ["null", "[]", "{}", '""'])
def test_a_value_that_holds_nothing_is_not_reported(run: Run, folder: Path, power: str) -> None:
    (folder / "cars.csv").unlink()
    (folder / "cars.ndjson").write_text(
        f'{{"make": "BMW", "model": "A", "power": {power}, "engine": 1998}}\n'
        '{"make": "BMW", "model": "B", "power": 100, "engine": 1998}\n'
    )
    assert findings(run) == []


def test_an_object_is_not_reported_where_other_paths_lead_to_its_members(run: Run, folder: Path) -> None:
    (folder / "profile.toml").write_text(PROFILE + 'torque = { Nm = "power.nm" }\n', encoding="utf-8")
    (folder / "cars.csv").unlink()
    (folder / "cars.ndjson").write_text(
        '{"make": "BMW", "model": "A", "power": {"nm": 250}, "engine": 1998}\n'
        '{"make": "BMW", "model": "B", "power": 100, "engine": 1998}\n'
    )
    assert findings(run) == []


GOLFS = """\
make,model,drive,fuel,power,torque,engine,mass,sprint,speed
Volkswagen,Golf A,fwd,diesel,135,230,1598,1200,11.9,182
Volkswagen,Golf B,fwd,diesel,66,380,1968,1302,7.5,230
"""
"""Two cars with each other's power."""


@pytest.fixture
def golfs(folder: Path) -> Path:
    more = 'torque = { Nm = "torque" }\nmass_kerb_din = { kg = "mass" }\ntop_speed = { "km/h" = "speed" }\n'
    more += 'acceleration_0_100_kmh = { s = "sprint" }\n'
    profile = PROFILE.replace('drive = "drive"', 'drive = "drive"\nfuel = "fuel"') + more
    (folder / "profile.toml").write_text(profile, encoding="utf-8")
    (folder / "cars.csv").write_text(GOLFS, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("golfs")
def test_exchanged_figures_of_neighbours_explain_what_is_found_in_either(run: Run) -> None:
    (finding,) = findings(run)
    assert (finding["rule"], finding["line"]) == ("figures-exchanged", 2)
    assert [other["line"] for other in finding["related"]] == [3]
    assert [single["line"] for single in findings(run, "cars.csv")] == [2, 3]


@pytest.mark.usefixtures("golfs")
def test_a_fault_is_as_severe_as_what_it_explains(run: Run) -> None:
    (finding,) = findings(run)
    assert (finding["level"], run("check").status) == ("error", 1)
    assert run("check", "cars.csv").status == 1
    (finding,) = findings(run, "--ignore", "acceleration-impossible")
    assert (finding["level"], run("check", "--ignore", "acceleration-impossible").status) == ("warning", 0)


def test_records_of_two_files_are_no_neighbours(run: Run, golfs: Path) -> None:
    head, first, second = GOLFS.splitlines(keepends=True)
    (golfs / "cars.csv").write_text(head + first, encoding="utf-8")
    (golfs / "more.csv").write_text(head + second, encoding="utf-8")
    assert "figures-exchanged" not in {finding["rule"] for finding in findings(run)}


def test_records_of_two_makes_are_no_neighbours(run: Run, golfs: Path) -> None:
    (golfs / "cars.csv").write_text(GOLFS.replace("Volkswagen,Golf B", "Skoda,Octavia"), encoding="utf-8")
    assert "figures-exchanged" not in {finding["rule"] for finding in findings(run)}


def test_each_pair_of_neighbours_has_a_fingerprint_of_its_own(run: Run, golfs: Path) -> None:
    others = GOLFS.partition("\n")[2].replace("Golf", "Jetta")
    (golfs / "cars.csv").write_text(GOLFS + others, encoding="utf-8")
    found = [(finding["rule"], finding["line"], finding["fingerprint"]) for finding in findings(run)]
    assert [(rule, line) for rule, line, _ in found] == [("figures-exchanged", 2), ("figures-exchanged", 4)]
    assert found[0][2] != found[1][2]


def test_files_without_figures_are_reported_once_with_their_count(run: Run, folder: Path) -> None:
    (folder / "cars.csv").write_text(rows(4, engine="1998"), encoding="utf-8")
    for name in ("b", "c"):
        (folder / f"{name}.csv").write_text(f"make,model,colour\nBMW,{name},red\n", encoding="utf-8")
    (folder / "unread.csv").write_text(HEAD + "BMW,E,rwd,strong,four\n", encoding="utf-8")
    (finding,) = (finding for finding in findings(run) if finding["rule"] == "file-without-figures")
    assert finding["message"] == 'no figure is read from 3 of 4 files, as "b.csv"'
    assert [other["path"] for other in finding["related"]] == ["b.csv", "c.csv", "unread.csv"]
    assert (finding["path"], finding["line"]) == (
        "profile.toml",
        PROFILE.splitlines().index('files = ["*.csv", "*.ndjson"]') + 1,
    )


def test_layers_and_announced_cars_need_no_figures(run: Run, tmp_path: Path) -> None:
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "profile.toml"\n', encoding="utf-8")
    profile = PROFILE.replace('["*.csv", "*.ndjson"]', '["*/*.json"]\nlayers = ["{make}/base.json"]')
    (tmp_path / "profile.toml").write_text(
        profile.replace("[identity]", '[identity]\nstatus = "status"').replace(
            'files = ["*/', 'files = ["{make}/'
        ),
        encoding="utf-8",
    )
    (tmp_path / "bmw").mkdir()
    (tmp_path / "bmw/base.json").write_text('{"make": "BMW"}')
    (tmp_path / "bmw/a.json").write_text('{"model": "A", "power": 100, "engine": 1998}')
    (tmp_path / "bmw/b.json").write_text('{"model": "B", "status": "announced"}')
    assert findings(run) == []
    (tmp_path / "bmw/c.json").write_text('{"model": "C", "status": "production"}')
    (finding,) = findings(run)
    assert finding["message"] == 'no figure is read from 1 of 3 files, as "c.json"'


OLD_CARS = """\
make,model,drive,engine,hp,lb,sprint,year
AMC,Ambassador Brougham,rwd,360,175,3821,11,1973
AMC,Ambassador DPL,rwd,390,190,3850,8.5,1973
AMC,Ambassador SST,rwd,304,150,3672,11.5,1973
AMC,Concord DL 6,rwd,232,90,3265,18.2,1973
"""
OF_OLD_CARS = """
mass_kerb = { lb = "lb" }
acceleration_0_60_mph = { s = "sprint" }
"""


@pytest.fixture
def small_table(folder: Path) -> Path:
    quantities = PROFILE.replace('{ kW = "power" }', '{ hp = "hp" }') + OF_OLD_CARS
    quantities = quantities.replace('model = "model"\n', 'model = "model"\nyear = "year"\n')
    (folder / "profile.toml").write_text(quantities, encoding="utf-8")
    (folder / "cars.csv").write_text(OLD_CARS, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("small_table")
def test_a_column_of_a_small_table_in_another_unit_is_one_finding_with_the_first_figure_corrected(
    run: Run,
) -> None:
    (finding,) = findings(run)
    assert (finding["rule"], finding["path"]) == ("column-in-another-unit", "profile.toml")
    suspect = finding["suspect"]
    assert (suspect["path"], suspect["pointer"], suspect["suggestion"]) == ("cars.csv", "/engine", "5899")
    assert "should be" not in run("check").out


def test_a_column_of_a_small_table_with_a_figure_that_fits_is_not_in_another_unit(
    run: Run, small_table: Path
) -> None:
    (small_table / "cars.csv").write_text(OLD_CARS.replace("232", "3802"), encoding="utf-8")
    assert [finding["rule"] for finding in findings(run)] == ["figure-implausible"] * 3
