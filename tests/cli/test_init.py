"""`speclint init`."""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from speclint.profile_inference.infer import infer
from speclint.profile_inference.render import profile_text
from speclint.profiles.compile import load_profile

if TYPE_CHECKING:
    from conftest import Run
    from speclint.profiles.profile import Profile

SHARED = Path(os.environ.get("SPECLINT_SHARED", Path(__file__).parents[2].parent / "shared"))
DATA = SHARED / "data"
SPECS = Path(__file__).parents[2] / "specs"
WRITTEN = ("speclint.toml", "speclint-profile.toml", ".pre-commit-config.yaml")


@pytest.fixture
def cars(tmp_path: Path) -> Path:
    for model, power in (("Q4", 150), ("Q6", 210)):
        file = tmp_path / "cars" / "audi" / f"{model.lower()}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        car = {"make": "Audi", "model": model, "year": 2024, "power_kw": power, "battery_kwh": 77}
        file.write_text(json.dumps(car), encoding="utf-8")
    return tmp_path


def test_it_writes_what_it_recognised_shows_what_not_and_checks(run: Run, cars: Path) -> None:
    status, out, err = run("init")
    assert (status, err) == (0, "")
    assert out.startswith("2 sheets in cars/{make}/*.json\n")
    assert "power       kW      power_kw  2 of 2       150\n" in out
    left = "battery_kwh         2         battery_gross or battery_usable  may mean several quantities  77\n"
    assert left in out
    assert "wrote speclint-profile.toml, speclint.toml, .pre-commit-config.yaml\n" in out
    assert "first check: 2 sheets, 2 figures: 0 errors, 0 warnings, 0 notes (" in out
    assert load_profile("speclint-profile.toml", cars).names == {"power"}
    assert run("check").status == 0


@pytest.mark.parametrize(("name", "schema"), [(WRITTEN[0], "config"), (WRITTEN[1], "profile")])
def test_each_file_names_the_schema_that_it_follows(run: Run, cars: Path, name: str, schema: str) -> None:
    assert run("init").status == 0
    text = (cars / name).read_text(encoding="utf-8")
    shipped = json.loads(run("schema", schema).out)
    assert text.startswith(f"#:schema {shipped['$id']}\n")
    jsonschema.validate(tomllib.loads(text), shipped)


@pytest.mark.parametrize("name", WRITTEN[:2])
def test_nothing_is_overwritten_without_force(run: Run, cars: Path, name: str) -> None:
    (cars / name).write_text("mine\n", encoding="utf-8")
    message = f"speclint: {name} is there already; --force overwrites it\n"
    assert run("init") == (2, "", message)
    assert [file for file in WRITTEN if (cars / file).exists()] == [name]
    assert (cars / name).read_text(encoding="utf-8") == "mine\n"
    assert run("init", "--force").status == 0


def test_a_configuration_in_pyproject_counts_as_there_but_one_without_does_not(run: Run, cars: Path) -> None:
    file = cars / "pyproject.toml"
    file.write_text('[tool.speclint]\nfail-on = "note"\n', encoding="utf-8")
    status, _, err = run("init")
    assert (status, err.startswith("speclint: pyproject.toml holds [tool.speclint] already")) == (2, True)
    file.write_text('[project]\nname = "cars"\n', encoding="utf-8")
    assert run("init").status == 0


@pytest.mark.parametrize("arguments", [(), ("--force",)])
def test_hooks_that_are_there_are_left_as_they_are(run: Run, cars: Path, arguments: tuple[str, ...]) -> None:
    (cars / WRITTEN[2]).write_text("repos: []\n", encoding="utf-8")
    assert ".pre-commit-config.yaml exists and is left unchanged\n" in run("init", *arguments).out
    assert (cars / WRITTEN[2]).read_text(encoding="utf-8") == "repos: []\n"


def test_what_is_not_decided_is_a_line_to_uncomment(run: Run, cars: Path) -> None:
    run("init")
    profile = (cars / WRITTEN[1]).read_text(encoding="utf-8")
    assert "# battery_kwh, such as 77: may mean several quantities\n" in profile
    line = '# battery_usable = { kWh = "battery_kwh" }  # what the car makes use of; also called net\n'
    (cars / WRITTEN[1]).write_text(profile.replace(line, line[2:]), encoding="utf-8")
    assert load_profile(WRITTEN[1], cars).names == {"power", "battery_usable"}


def test_what_is_not_understood_at_all_is_named_with_an_example(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("make,model,oomph\nAudi,Q4,7\n", encoding="utf-8")
    assert run("init").status == 0
    assert '# quantity = { unit = "oomph" }  # such as 7\n' in (tmp_path / WRITTEN[1]).read_text("utf-8")
    assert "error[no-figures]" in run("check", "--format", "concise").out


def test_a_table_of_nothing_but_unknown_columns_is_adopted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n3,4\n", encoding="utf-8")
    outcome = run("init")
    assert (outcome.status, outcome.err) == (0, "")
    assert "no figure is recognised: write in speclint-profile.toml which quantity" in outcome.out
    # no column of the table is empty from top to bottom
    assert "left in comments    sheets    example\n" in outcome.out
    assert "error[no-figures]" in run("check", "--format", "concise").out


def test_a_table_without_a_header_is_refused_with_the_remedy_and_nothing_is_written(
    run: Run, tmp_path: Path
) -> None:
    rows = "BMW,iX1,2023,230,5.6\nKia,EV6,2024,168,7.7\n"
    (tmp_path / "cars.csv").write_text(rows, encoding="utf-8")
    remedy = "write the names of the columns above it, such as make, model, power_kw"
    message = f"speclint: cars.csv: its first row holds values, such as 2023; {remedy}\n"
    assert run("init") == (2, "", message)
    assert [file.name for file in tmp_path.iterdir()] == ["cars.csv"]


def test_where_there_are_no_data_nothing_is_written(run: Run, tmp_path: Path) -> None:
    status, out, err = run("init")
    assert (status, out) == (2, "")
    assert err == f"speclint: {tmp_path}: there is no JSON file or table in it that git does not ignore\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables_are_adopted_in_every_encoding_and_with_every_separator(
    run: Run, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = [["Marque", "Modèle", "Puissance (kW)"], ["Citroën", "ë-C4", "100"], ["Škoda", "Enyaq", "150"]]
    (tmp_path / "cars.csv").write_bytes("\n".join(map(delimiter.join, rows)).encode(encoding, "replace"))
    outcome = run("init")
    assert (outcome.status, outcome.err) == (0, "")
    assert load_profile(WRITTEN[1], tmp_path).names == {"power"}
    assert "first check: 2 sheets, 2 figures: 0 errors" in outcome.out


def test_json_with_a_byte_order_mark_is_adopted(run: Run, tmp_path: Path) -> None:
    cars = [{"make": "BMW", "model": "iX2", "power_kw": 230}]
    (tmp_path / "cars.json").write_text(json.dumps(cars), encoding="utf-8-sig")
    assert run("init").status == 0
    assert load_profile(WRITTEN[1], tmp_path).names == {"power"}


def test_one_object_a_line_under_json_is_adopted(run: Run, tmp_path: Path) -> None:
    lines = [json.dumps({"make": "BMW", "model": model, "power_kw": 230}) for model in ("iX1", "iX2")]
    (tmp_path / "cars.json").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "first check: 2 sheets, 2 figures: 0 errors" in run("init").out


def test_the_hook_is_for_files_of_the_adopted_kind(run: Run, cars: Path, tmp_path: Path) -> None:
    run("init")
    assert "        files: '\\.json$'\n" in (cars / WRITTEN[2]).read_text(encoding="utf-8")
    folder = tmp_path / "table"
    folder.mkdir()
    (folder / "a.csv").write_text("make,model,kW\nAudi,Q4,150\n", encoding="utf-8")
    run("init", folder=folder)
    assert "        files: '\\.csv$'\n" in (folder / WRITTEN[2]).read_text(encoding="utf-8")


KILOWATT = [
    {
        "brand": "Audi", "model": f"Q{number}", "variant": "", "release_year": 2020, "type": "bev",
        "vehicle_type": "car", "usable_battery_size": 77, "ac_charger": {"usable_phases": 3, "max_power": 11},
        "dc_charger": {"max_power": 135, "charging_curve": [{"percentage": 0, "power": 135}]},
        "energy_consumption": {"average_consumption": 18.5},
    }
    for number in range(3)
]  # fmt: skip


@pytest.mark.parametrize("file", ["data/ev-data.json", "mine.json"])
def test_a_shipped_profile_that_fits_is_used_and_named(run: Run, tmp_path: Path, file: str) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(json.dumps({"data": KILOWATT}), encoding="utf-8")
    outcome = run("init")
    assert "profile: kilowatt, which is shipped and reads these sheets\n" in outcome.out
    assert "first check: 3 sheets, 21 figures: 0 errors" in outcome.out
    assert not (tmp_path / WRITTEN[1]).exists()
    (entry,) = tomllib.loads((tmp_path / WRITTEN[0]).read_text(encoding="utf-8"))["sheets"]
    assert entry == {"profile": "kilowatt"} | ({"files": [file]} if file == "mine.json" else {})


def test_sheets_that_name_our_schema_are_read_by_our_profile(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SPECS, tmp_path / "cars", copy_function=shutil.copyfile)
    assert "profile: spec-sheet, which is shipped and reads these sheets\n" in run("init").out
    assert run("check").status == 0


def inferred(root: Path) -> Profile:
    """The profile that is inferred where no shipped one is used."""
    (root / WRITTEN[1]).write_text(profile_text(infer(root)), encoding="utf-8")
    return load_profile(WRITTEN[1], root)


@pytest.mark.shared
@pytest.mark.skipif(not DATA.is_dir(), reason="the measuring data are not beside the project")
def test_open_ev_data_is_inferred_as_its_shipped_profile_reads_it(tmp_path: Path) -> None:
    shutil.copytree(DATA / "open-ev-data" / "src", tmp_path / "src", copy_function=shutil.copyfile)
    shutil.copyfile(DATA / "open-ev-data" / "schema.json", tmp_path / "schema.json")
    own, shipped = inferred(tmp_path), load_profile("open-ev-data")
    assert len(own.names) >= 25
    # the schema has them, but hardly any sheet states them
    rare = {"mass_gross", "towing_unbraked", "roof_load"}
    assert (own.names, own.files, own.layers, own.identity, own.lists) == (
        shipped.names - rare, shipped.files, shipped.layers, shipped.identity, shipped.lists,
    )  # fmt: skip
    assert infer(tmp_path).shipped == "open-ev-data"


@pytest.mark.shared
@pytest.mark.skipif(not DATA.is_dir(), reason="the measuring data are not beside the project")
def test_records_of_kilowatt_are_inferred_but_for_what_their_keys_leave_open(tmp_path: Path) -> None:
    shutil.copyfile(DATA / "kilowatt" / "ev-data-b054768.json", tmp_path / "ev-data.json")
    own, shipped = inferred(tmp_path), load_profile("kilowatt")
    assert (own.records, own.identity) == (shipped.records, shipped.identity)
    # no key names the unit of the first, nor that the voltage of charging is that of the battery
    assert shipped.names - own.names == {"consumption_electric", "battery_voltage"}
    assert own.names < shipped.names


@pytest.mark.parametrize("count", [1, 2])
def test_a_list_is_one_of_records_however_short_it_is(run: Run, tmp_path: Path, count: int) -> None:
    cars = [{"make": "BMW", "model": f"iX{number}", "power_kw": 230} for number in range(count)]
    (tmp_path / "cars.json").write_text(json.dumps(cars), encoding="utf-8")
    done = run("init")
    assert (done.status, f"{count} sheet" in done.out) == (0, True)


def test_a_file_of_one_record_a_line_and_a_table_are_recognised(run: Run, tmp_path: Path) -> None:
    rows = [("iX2", 2023, 230, 494), ("iX1", 2024, 230, 494), ("iX3", 2024, 210, 400)]
    for folder in ("lines", "table"):
        (tmp_path / folder).mkdir()
    lines = (
        json.dumps({"make": "BMW", "model": model, "year": year, "power_kw": power, "torque_nm": torque})
        for model, year, power, torque in rows
    )
    (tmp_path / "lines" / "cars.ndjson").write_text("\n".join(lines), encoding="utf-8")
    table = "\n".join(",".join(map(str, ("BMW", *row))) for row in rows)
    (tmp_path / "table" / "cars.csv").write_text(
        f"make,model,year,power_kw,torque_nm\n{table}\n", encoding="utf-8"
    )
    for folder, name in (("lines", "cars.ndjson"), ("table", "cars.csv")):
        status, out, err = run("init", folder=tmp_path / folder)
        assert (status, err) == (0, "")
        assert "first check: 3 sheets, 6 figures: 0 errors" in out
        profile = tomllib.loads((tmp_path / folder / "speclint-profile.toml").read_text(encoding="utf-8"))
        assert profile["sheets"] == {"files": [name]}
        assert profile["quantities"] == {"power": {"kW": "power_kw"}, "torque": {"Nm": "torque_nm"}}
        assert profile["family"] == [
            {
                "name": "same car in another model year",
                "by": ["make", "model"],
                "close": {"power": "30 %"},
            }
        ]


def test_flat_json_without_a_configuration_is_referred_to_init(run: Run, tmp_path: Path) -> None:
    car = {"make": "BMW", "model": "iX2", "power_kw": 230}
    (tmp_path / "cars.json").write_text(json.dumps(car), encoding="utf-8")
    outcome = run("check", "cars.json")
    hint = "cars.json is not written as speclint's own sheets are; `speclint init` adopts other data"
    assert (outcome.status, outcome.err) == (1, f"speclint: {hint}\n")
    assert run("check", "--quiet", "cars.json").err == ""
    assert run("check", "--format", "json", "cars.json").err == ""
    assert run("init").status == 0
    assert run("check", "cars.json")[::2] == (0, "")


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("specs/bmw/ix2.json", {}),
        ("ix2.json", {"$schema": "schemas/spec-sheet.schema.json"}),
        ("ix2.json", {"powertrain": {"power": {"kW": 230}}}),
    ],
    ids=["by its folder", "by its schema", "by its figures"],
)
def test_the_faults_of_an_own_sheet_are_listed_however_many(
    run: Run, tmp_path: Path, name: str, sheet: dict[str, object]
) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    unknown = {f"key{number}": number for number in range(9)}
    (tmp_path / name).write_text(json.dumps(sheet | unknown), encoding="utf-8")
    outcome = run("check", name)
    assert outcome.status == 1
    assert outcome.out.count("error[schema-violation]") >= 9
    assert "not written as speclint's own sheets are" in outcome.err
    assert run("check", "--quiet", name).err == ""


def test_among_other_data_a_file_that_is_no_json_is_still_reported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cars.json").write_text(json.dumps({f"k{n}": n for n in range(9)}), encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    outcome = run("check", "cars.json", "broken.json")
    assert outcome.status == 1
    assert "error[invalid-json]" in outcome.out


@pytest.mark.parametrize("arguments", [(), ("empty",)])
def test_where_no_file_is_a_sheet_the_error_refers_to_init(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "empty").mkdir()
    assert "`speclint init`" in run("check", *arguments).err
    (tmp_path / "a.csv").write_text("make,kW\nKia,100\n", encoding="utf-8")
    assert "`speclint init`" in run("check", "a.csv").err


def test_a_file_that_nests_a_unit_in_lists_and_holds_no_sheet_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"lb-ft": [[]]}', encoding="utf-8")
    status, out, err = run("init")
    assert (status, out) == (2, "")
    assert err.endswith("with members such as lb-ft; none names a car or states its figures\n")
    assert not (tmp_path / "speclint.toml").exists()


@pytest.mark.parametrize(("levels", "is_read"), [(30, True), (60, False), (505, False)])
def test_figures_deeper_than_a_profile_may_name_are_passed_over(
    run: Run, tmp_path: Path, levels: int, *, is_read: bool
) -> None:
    car = {"make": "Kia", "model": "EV6", "power_kw": 168}
    nested = '{"a":' * levels + '{"torque_nm": 350}' + "}" * levels
    text = json.dumps(car)[:-1] + f', "more": {nested}}}'
    (tmp_path / "cars").mkdir()
    (tmp_path / "cars/a.json").write_text(text, encoding="utf-8")
    assert run("init").status == 0
    profiles = [file.read_text("utf-8") for file in tmp_path.glob("*.toml")]
    assert any("power_kw" in profile for profile in profiles)
    assert any("torque_nm" in profile for profile in profiles) is is_read
    assert run("check").status == 0
