"""Foreign catalogs, end to end: layered folders, records in one file, own profiles."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT, Run

if TYPE_CHECKING:
    from collections.abc import Mapping

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared")) / "data"
LAYERED = '[[sheets]]\nprofile = "open-ev-data"\n'
TRIMS = [f"t{number:02}" for number in range(40)]

BASE = """\
{
  "make": {"slug": "nordlys", "name": "Nordlys"},
  "model": {"slug": "fjord", "name": "Fjord"},
  "dimensions": {"length_mm": 4300},
  "battery": {
    "pack_capacity_kwh_gross": 77.0,
    "pack_capacity_kwh_net": 71.5
  }
}
"""
MODEL = '{\n  "year": 2031,\n  "powertrain": {"drivetrain": "rwd", "system_power_kw": 150}\n}\n'


def layered(folder: Path, trims: Mapping[str, str], *, base: str | None = BASE) -> None:
    """A catalog in layered folders: a base, a model year, and trims by name."""
    year = folder / "src" / "nordlys" / "fjord" / "2031"
    year.mkdir(parents=True)
    if base is not None:
        (year.parent / "base.json").write_text(base, encoding="utf-8")
    (year / "fjord.json").write_text(MODEL, encoding="utf-8")
    for name, text in trims.items():
        (year / f"{name}.json").write_text(text, encoding="utf-8")
    (folder / "speclint.toml").write_text(LAYERED, encoding="utf-8")


def trim(name: str, more: str = "") -> str:
    return f'{{\n  "trim": {{"slug": "{name}", "name": "{name}"}}{more}\n}}\n'


def findings(run: Run, *arguments: str | Path, rule: str) -> list[dict[str, Any]]:
    """The findings of one selected rule; the exit status must agree with them."""
    status, out, err = run("check", "--format", "json", "--fail-on", "note", "--select", rule, *arguments)
    assert err == ""
    found: list[dict[str, Any]] = json.loads(out)["findings"]
    assert status == (1 if found else 0)
    return found


def place(finding: Mapping[str, Any]) -> tuple[str, str, int, int]:
    return finding["path"], finding["pointer"], finding["line"], finding["column"]


SRC = "src/nordlys/fjord"

# Layers.


def test_a_sound_catalog_of_layers_has_no_finding(run: Run, tmp_path: Path) -> None:
    layered(tmp_path, {name: trim(name) for name in TRIMS})
    status, out, err = run("check", "--format", "json", "--select", "usable-exceeds-gross")
    assert (status, err) == (0, "")
    assert json.loads(out)["summary"]["sheets"] == 41


def test_a_finding_points_at_the_layer_line_and_column_that_supplied_the_value(
    run: Run, tmp_path: Path
) -> None:
    over = ',\n  "battery": {"pack_capacity_kwh_net": 79.5}'
    layered(tmp_path, {"air": trim("air", over), "ground": trim("ground")})
    (finding,) = findings(run, rule="usable-exceeds-gross")
    assert place(finding) == (f"{SRC}/2031/air.json", "/battery/pack_capacity_kwh_net", 3, 40)
    (other,) = finding["related"]
    assert place(other) == (f"{SRC}/base.json", "/battery/pack_capacity_kwh_gross", 6, 32)


def test_what_a_farther_layer_states_and_a_nearer_corrects_is_no_finding(run: Run, tmp_path: Path) -> None:
    over = ',\n  "battery": {"pack_capacity_kwh_net": 71.5}'
    layered(tmp_path, {"air": trim("air", over)}, base=BASE.replace("71.5", "79.5"))
    found = findings(run, rule="usable-exceeds-gross")
    assert [place(finding)[0] for finding in found] == [f"{SRC}/base.json"]
    assert [finding["sheet"] for finding in found] == ["nordlys/fjord/2031/fjord"]


def test_a_fault_in_the_base_is_one_finding_that_names_the_sheets_that_inherit_it(
    run: Run, tmp_path: Path
) -> None:
    layered(tmp_path, {name: trim(name) for name in TRIMS[1:]}, base=BASE.replace("71.5", "79.5"))
    (finding,) = findings(run, rule="usable-exceeds-gross")
    assert place(finding) == (f"{SRC}/base.json", "/battery/pack_capacity_kwh_net", 7, 30)
    names = ", ".join(f"nordlys/fjord/2031/{name}" for name in ("fjord", *TRIMS[1:]))
    assert finding["related"][-1]["message"] == f"40 sheets inherit it: {names}"
    assert place(finding["related"][-1]) == place(finding)


def test_a_base_that_does_not_parse_is_one_finding_and_its_sheets_are_not_judged(
    run: Run, tmp_path: Path
) -> None:
    layered(tmp_path, {"air": trim("air"), "ground": trim("ground")}, base='{\n  "make": }')
    status, out, err = run("check", "--format", "json")
    (finding,) = json.loads(out)["findings"]
    assert (status, err, finding["rule"]) == (1, "", "invalid-json")
    assert place(finding) == (f"{SRC}/base.json", "", 2, 11)
    assert finding["related"][-1]["message"].startswith("3 sheets inherit it: ")


def test_a_duplicate_key_in_the_base_is_reported_once_with_both_places(run: Run, tmp_path: Path) -> None:
    twice = BASE.replace('"length_mm": 4300', '"length_mm": 4300, "length_mm": 4301')
    layered(tmp_path, {"air": trim("air")}, base=twice)
    (finding,) = findings(run, rule="duplicate-key")
    assert place(finding) == (f"{SRC}/base.json", "/dimensions/length_mm", 4, 37)
    assert place(finding["related"][0]) == (f"{SRC}/base.json", "/dimensions/length_mm", 4, 18)


def test_a_missing_layer_is_reported_at_each_sheet_and_nothing_else_is(run: Run, tmp_path: Path) -> None:
    layered(tmp_path, {"air": trim("air", ',\n  "battery": {"pack_capacity_kwh_net": -1}')}, base=None)
    status, out, err = run("check", "--format", "concise")
    message = f'error[missing-layer] there is no layer "{SRC}/base.json" to inherit from'
    assert (status, err) == (1, "")
    assert out == f"{SRC}/2031/air.json:1:1: {message}\n{SRC}/2031/fjord.json:1:1: {message}\n"


def test_a_figure_that_repeats_an_inherited_figure_is_reported_where_it_is_repeated(
    run: Run, tmp_path: Path
) -> None:
    same, other = (f',\n  "dimensions": {{"length_mm": {figure}}}' for figure in (4300, 4310))
    layered(tmp_path, {"air": trim("air", same), "ground": trim("ground", other)})
    (finding,) = findings(run, rule="redundant-override")
    assert place(finding) == (f"{SRC}/2031/air.json", "/dimensions/length_mm", 3, 31)
    assert (finding["level"], finding["message"]) == ("note", "length 4300 mm repeats what is inherited")


def test_one_sheet_is_checked_with_its_layers(run: Run, tmp_path: Path) -> None:
    layered(tmp_path, {"air": trim("air"), "ground": trim("ground")}, base=BASE.replace("71.5", "79.5"))
    (finding,) = findings(run, f"{SRC}/2031/air.json", rule="usable-exceeds-gross")
    assert (finding["sheet"], finding["path"], finding["related"][1:]) == (
        "nordlys/fjord/2031/air",
        f"{SRC}/base.json",
        [],
    )


def test_the_schema_judges_the_effective_sheet_and_points_into_its_layers(run: Run, tmp_path: Path) -> None:
    layered(tmp_path, {"air": trim("air")})
    schema = {
        "required": ["make", "year", "colour"],
        "properties": {"dimensions": {"properties": {"length_mm": {"type": "string"}}}},
    }
    (tmp_path / "own.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    (tmp_path / "speclint.toml").write_text(f'{LAYERED}schema = "own.schema.json"\n', encoding="utf-8")
    found = findings(run, f"{SRC}/2031/air.json", rule="schema-violation")
    assert {(*place(finding), finding["message"]) for finding in found} == {
        (f"{SRC}/2031/air.json", "", 1, 1, '"colour" is missing'),
        (f"{SRC}/base.json", "/dimensions/length_mm", 4, 31, "expected a string, found the number 4300"),
    }


def test_an_exception_for_a_sheet_is_written_with_the_pointer_inside_the_sheet(
    run: Run, tmp_path: Path
) -> None:
    layered(tmp_path, {"air": trim("air")}, base=BASE.replace("71.5", "79.5"))
    accept = (
        '[[accept]]\nrule = "usable-exceeds-gross"\nsheet = "nordlys/*"\n'
        'at = "/battery"\nreason = "so stated"\n'
    )
    (tmp_path / "speclint.toml").write_text(LAYERED + accept, encoding="utf-8")
    assert findings(run, rule="usable-exceeds-gross") == []


def test_a_layer_that_asks_for_a_name_that_the_files_do_not_give_is_refused(run: Run, tmp_path: Path) -> None:
    layered(tmp_path, {"air": trim("air")})
    files = "src/*/*/*/*.json"
    (tmp_path / "speclint.toml").write_text(f'{LAYERED}files = ["{files}"]\n', encoding="utf-8")
    layer = "src/{make}/{model}/base.json"
    assert run("check") == (
        2, "", f'speclint: profile open-ev-data: no {{make}} in {files} for the layer "{layer}"\n'
    )  # fmt: skip


# $extends.


def cars(folder: Path, files: Mapping[str, str], records: str | None = None) -> None:
    """A catalog with a profile of its own."""
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n', encoding="utf-8")
    (folder / "own.toml").write_text(
        '[sheets]\nfiles = ["cars/*.json"]\n'
        + (f'records = "{records}"\n' if records else "")
        + '[identity]\nmake = "make"\nmodel = "model"\n'
        + '[quantities]\nbattery_gross = { kWh = "battery.gross" }\n'
        + 'battery_usable = { kWh = "battery.net" }\n',
        encoding="utf-8",
    )
    for name, text in files.items():
        file = folder / "cars" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def test_a_value_inherited_by_extends_is_reported_at_its_origin(run: Run, tmp_path: Path) -> None:
    cars(tmp_path, {
        "a.json": '{"$extends": "layers/mid.json",\n "battery": {"net": 60}}',
        "b.json": '{"$extends": ["layers/low.json", "layers/mid.json"]}',
        "layers/mid.json": '{"$extends": "low.json"}',
        "layers/low.json": '{\n "battery": {"gross": 50, "net": 48}}',
    })  # fmt: skip
    (finding,) = findings(run, rule="usable-exceeds-gross")
    assert place(finding) == ("cars/a.json", "/battery/net", 2, 21)
    assert place(finding["related"][0]) == ("cars/layers/low.json", "/battery/gross", 2, 23)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ('"none.json"', 'error[missing-layer] there is no layer "none.json" to inherit from'),
        ('"../../x.json"', 'error[missing-layer] there is no layer "../../x.json" to inherit from'),
        ("3", 'error[missing-layer] there is no layer "3" to inherit from'),
        ('"a.json"', 'error[layer-cycle] the layer "a.json" inherits from this sheet'),
        ('"b.json"', 'error[layer-cycle] the layer "a.json" inherits from this sheet'),
    ],
)
def test_what_is_extended_in_vain_is_an_error_at_its_name(
    run: Run, tmp_path: Path, name: str, message: str
) -> None:
    cars(tmp_path, {"a.json": f'{{\n  "$extends": {name}\n}}', "b.json": '{"$extends": "a.json"}'})
    (tmp_path.parent / "x.json").write_text("{}", encoding="utf-8")
    status, out, err = run("check", "--format", "concise", "cars/a.json")
    assert (status, err) == (1, "")
    assert out == f"cars/a.json:2:15: {message}\n"


def test_a_missing_file_that_a_layer_extends_is_reported_once_in_that_layer(run: Run, tmp_path: Path) -> None:
    cars(tmp_path, {
        "a.json": '{"$extends": "layers/mid.json"}',
        "b.json": '{"$extends": "layers/mid.json"}',
        "layers/mid.json": '{\n "$extends": "none.json"}',
    })  # fmt: skip
    (finding,) = findings(run, rule="missing-layer")
    assert place(finding) == ("cars/layers/mid.json", "/$extends", 2, 14)


# Records.

RECORDS = """\
{
  "brands": ["Nordlys"],
  "data": [
    {"brand": "Nordlys", "model": "Fjord", "release_year": 2031, "usable_battery_size": 70},
    {"brand": "Nordlys", "model": "Fjord", "release_year": 2031, "usable_battery_size": 70},
    {"brand": "Nordlys", "model": "Skog", "release_year": 2031,
     "usable_battery_size": 60, "usable_battery_size": 61}
  ]
}
"""


def kilowatt(folder: Path, text: str = RECORDS) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "ev-data.json").write_text(text, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "kilowatt"\n', encoding="utf-8")


def test_each_record_of_a_file_is_a_sheet(run: Run, tmp_path: Path) -> None:
    kilowatt(tmp_path)
    status, out, err = run("check", "--format", "json", "--select", "invalid-json")
    assert (status, err, json.loads(out)["summary"]["sheets"]) == (0, "", 3)


def test_a_fault_in_a_record_has_its_true_line_column_and_pointer_in_the_file(
    run: Run, tmp_path: Path
) -> None:
    kilowatt(tmp_path)
    (finding,) = findings(run, rule="duplicate-key")
    pointer = "/data/2/usable_battery_size"
    assert finding["sheet"] == "nordlys/skog/2031"
    assert place(finding) == ("data/ev-data.json", pointer, 7, 33)
    assert place(finding["related"][0]) == ("data/ev-data.json", pointer, 7, 6)


def test_records_of_one_identity_are_reported_as_duplicates_of_each_other(run: Run, tmp_path: Path) -> None:
    kilowatt(tmp_path)
    found = findings(run, rule="duplicate-sheet")
    lines = {
        line
        for finding in found
        for line in (finding["line"], *(other["line"] for other in finding["related"]))
    }
    assert lines == {4, 5}


def test_a_fault_in_a_record_is_accepted_by_the_pointer_inside_the_record(run: Run, tmp_path: Path) -> None:
    kilowatt(tmp_path)
    accept = (
        '[[accept]]\nrule = "duplicate-key"\nsheet = "nordlys/skog/2031"\nat = "/usable_battery_size"\n'
        'reason = "both are right"\n'
    )
    with (tmp_path / "speclint.toml").open("a", encoding="utf-8") as file:
        file.write(accept)
    assert findings(run, rule="duplicate-key") == []


def test_a_figure_in_a_record_is_reported_at_its_place(run: Run, tmp_path: Path) -> None:
    record = '{"make": "%s", "battery": {"gross": 50, "net": %d}}'
    text = "[\n " + record % ("a", 48) + ",\n " + record % ("b", 60) + "\n]"
    cars(tmp_path, {"all.json": text}, records="$[*]")
    (finding,) = findings(run, rule="usable-exceeds-gross")
    assert (finding["sheet"], *place(finding)) == ("b", "cars/all.json", "/1/battery/net", 3, 48)
    assert place(finding["related"][0]) == ("cars/all.json", "/1/battery/gross", 3, 37)


def test_a_duplicate_key_beside_the_records_is_reported(run: Run, tmp_path: Path) -> None:
    kilowatt(tmp_path, '{"data": [],\n "data": [{"brand": "Nordlys", "model": "Fjord"}]}')
    (finding,) = findings(run, rule="duplicate-key")
    assert place(finding) == ("data/ev-data.json", "/data", 2, 2)


def test_a_file_of_records_that_does_not_parse_is_reported(run: Run, tmp_path: Path) -> None:
    kilowatt(tmp_path, '{"data": [\n,]}')
    (finding,) = findings(run, rule="invalid-json")
    assert place(finding) == ("data/ev-data.json", "", 2, 1)


def test_the_same_fault_in_two_records_is_reported_at_both(run: Run, tmp_path: Path) -> None:
    record = '{"brand": "Nordlys", "model": "%s", "usable_battery_size": 6, "usable_battery_size": 7}'
    kilowatt(tmp_path, '{"data": [\n' + record % "Fjord" + ",\n" + record % "Skog" + "\n]}")
    assert [finding["line"] for finding in findings(run, rule="duplicate-key")] == [2, 3]


# Profiles.


def test_profiles_lists_what_is_shipped_with_its_files_and_layers(run: Run) -> None:
    status, out, err = run("profiles")
    assert (status, err) == (0, "")
    rows = out.splitlines()[2:-2]
    assert [row.split()[0] for row in rows] == ["kilowatt", "open-ev-data", "spec-sheet"]
    assert rows[1].endswith("src/{make}/{model}/base.json, src/{make}/{model}/{year}/{model}.json")
    assert "data/ev-data.json" in rows[0]
    assert int(rows[0].split()[1]) == 8


def test_two_kinds_of_sheets_live_in_one_repository(run: Run, tmp_path: Path) -> None:
    layered(tmp_path, {"air": trim("air")})
    kilowatt(tmp_path)
    (tmp_path / "speclint.toml").write_text(LAYERED + '[[sheets]]\nprofile = "kilowatt"\n', encoding="utf-8")
    status, out, err = run("check", "--format", "json", "--select", "duplicate-key")
    document = json.loads(out)
    assert (status, err, document["summary"]["sheets"]) == (1, "", 5)
    assert [finding["path"] for finding in document["findings"]] == ["data/ev-data.json"]


# Real data, where it lies beside the project.


def checked(run: Run, folder: Path) -> dict[str, Any]:
    """The report on real data, which must be made without an error of ours."""
    status, out, err = run("check", "--format", "json", folder=folder)
    assert (status, err) == (1, "")
    report: dict[str, Any] = json.loads(out)
    files = {
        finding["path"]: (folder / finding["path"]).read_text("utf-8").split("\n")
        for finding in report["findings"]
    }
    for finding in report["findings"]:
        assert finding["column"] <= len(files[finding["path"]][finding["line"] - 1]) + 1
    return report


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "open-ev-data").is_dir(), reason="OpenEV Data is not beside the project")
def test_the_shipped_profile_reads_all_of_openev_data(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SHARED / "open-ev-data", tmp_path, dirs_exist_ok=True)
    (tmp_path / "speclint.toml").write_text(f'{LAYERED}schema = "schema.json"\n', encoding="utf-8")
    report = checked(run, tmp_path)
    assert report["summary"]["sheets"] == 526
    assert not {finding["rule"] for finding in report["findings"]} & {
        "invalid-json",
        "missing-layer",
        "layer-cycle",
    }


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "kilowatt").is_dir(), reason="Kilowatt is not beside the project")
@pytest.mark.parametrize(("name", "records"), [("ev-data-b054768.json", 425), ("ev-data-dd08fe4.json", 416)])
def test_the_shipped_profile_reads_every_record_of_kilowatt(
    run: Run, tmp_path: Path, name: str, records: int
) -> None:
    kilowatt(tmp_path, (SHARED / "kilowatt" / name).read_text(encoding="utf-8"))
    report = checked(run, tmp_path)
    assert report["summary"]["sheets"] == records
