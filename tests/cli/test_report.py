"""`speclint report`: one file, whatever was found."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from reviewed import base, branch, commit, git

from conftest import IX2, Sheets
from speclint.reporters import page
from speed.catalogs import make

if TYPE_CHECKING:
    from conftest import Run

CONFIG = '[[sheets]]\nprofile = "mine.toml"\n'
PROFILE = (
    '[sheets]\nfiles = ["cars.ndjson"]\n[identity]\nmake = "make"\nmodel = "model"\n'
    '[quantities]\npower = { kW = "kW", hp = "hp" }\n'
)


def data(text: str) -> dict[str, Any]:
    """What the script of a page is given."""
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    read: dict[str, Any] = json.loads(found[1])
    return read


def test_the_report_is_written_and_the_status_is_0_whatever_was_found(run: Run, sheets: Sheets) -> None:
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    assert run("report", "-o", "report.html", folder=sheets.root) == (
        0,
        "",
        "speclint: report.html: written\n",
    )
    text = (sheets.root / "report.html").read_text(encoding="utf-8")
    assert "<h1>1 of 49 vehicles is odd</h1>" in text
    found = data(text)
    (vehicle,) = (each for each in found["vehicles"] if "findings" in each)
    (finding,) = vehicle["findings"]
    assert (finding["rule"], finding["line"], finding["column"]) == ("conversion-mismatch", 16, 36)
    assert (finding["stated"], finding["right"]) == ("346", "364")
    assert "".join(finding["source"]).strip().startswith('"torque"')


def test_the_report_is_the_same_on_the_standard_output(run: Run, sheets: Sheets) -> None:
    now = {"SOURCE_DATE_EPOCH": "1700000000"}
    run("report", "--quiet", "-o", "report.html", folder=sheets.root, env=now)
    status, out, err = run("report", "-o", "-", folder=sheets.root, env=now)
    assert (status, err) == (0, "")
    assert out == (sheets.root / "report.html").read_text(encoding="utf-8")


def test_quiet_says_nothing(run: Run, sheets: Sheets) -> None:
    assert run("report", "-q", "--output", "report.html", folder=sheets.root) == (0, "", "")


def test_paths_and_rules_limit_what_is_reported(run: Run, sheets: Sheets) -> None:
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    assert data(run("report", "specs/tesla", "-o", "-", folder=sheets.root).out)["sheets"] == 5
    for options in (("--ignore", "conversion-mismatch"), ("--select", "cycle-order")):
        assert data(run("report", *options, "-o", "-", folder=sheets.root).out)["counts"] == {}


def test_records_are_vehicles_with_their_row_as_source_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "speclint.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "mine.toml").write_text(PROFILE, encoding="utf-8")
    rows = [f'{{"make": "A", "model": "{hp}", "kW": 100, "hp": {hp}}}' for hp in (134, 143)]
    (tmp_path / "cars.ndjson").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = data(run("report", "-o", "-").out)
    (vehicle,) = (each for each in found["vehicles"] if "findings" in each)
    assert (vehicle["title"], vehicle["findings"][0]["line"]) == ("A 143", 2)
    assert "".join(vehicle["findings"][0]["source"]) == rows[1]


def test_of_a_long_line_the_part_around_the_fault_is_shown(run: Run, sheets: Sheets) -> None:
    file = sheets.file(IX2)
    document = json.loads(file.read_text(encoding="utf-8"))
    document["powertrain"]["torque"]["lb-ft"] = 346
    file.write_text(json.dumps(document), encoding="utf-8")
    found = data(run("report", "-o", "-", folder=sheets.root).out)
    (vehicle,) = (each for each in found["vehicles"] if "findings" in each)
    before, fault, after = vehicle["findings"][0]["source"]
    assert fault == "346"
    assert before.startswith("…")
    assert after.endswith("…")
    assert len(before + fault + after) < 170


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing option '-o' / '--output'"),
        (("-o", "specs"), "specs: "),
        (("-o", "report.html", "none.json"), "none.json: "),
        (("-o", "report.html", "--config", "none.toml"), "none.toml"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(
    run: Run, sheets: Sheets, arguments: tuple[str, ...], message: str
) -> None:
    status, out, err = run("report", *arguments, folder=sheets.root)
    assert (status, out) == (2, "")
    assert message in err
    assert "Traceback" not in err
    assert not (sheets.root / "report.html").exists()


def test_the_report_on_1200_sheets_is_below_2_mb(run: Run, tmp_path: Path) -> None:
    make(tmp_path, 1200, faulty=0.01)
    assert run("report", "-q", "-o", "report.html").status == 0
    assert (tmp_path / "report.html").stat().st_size < 2_000_000


@pytest.fixture
def reviewed(sheets: Sheets) -> Sheets:
    base(sheets)
    branch(sheets)
    return sheets


def test_a_range_gives_the_vehicles_that_differ_with_each_change_and_each_new_finding(
    run: Run, reviewed: Sheets
) -> None:
    outcome = run("report", "main..topic", "-o", "-", folder=reviewed.root)
    assert (outcome.status, outcome.err) == (0, "")
    found = data(outcome.out)
    checked = run("check", "--since", "main", "--format", "json", folder=reviewed.root)
    new = json.loads(checked.out)["findings"]
    shown = [finding for vehicle in found["vehicles"] for finding in vehicle.get("findings", [])]
    # one that several sheets show alike is there once
    places = {(each["message"], each["path"], each["line"]) for each in new}
    assert sorted(each["message"] for each in shown) == sorted(message for message, *_ in places)
    assert "2 sheets show it: " in json.dumps(shown)
    assert all(each["source"] and each["column"] for each in shown)
    assert found["revisions"] == ["main", "topic"]
    kinds = {vehicle["change"]["kind"] for vehicle in found["vehicles"]}
    assert {"changed", "removed", "renamed", "inherited"} <= kinds
    (x1,) = (vehicle for vehicle in found["vehicles"] if vehicle["sheet"] == "bmw/x1-xdrive28i-us")
    (row,) = x1["change"]["rows"]
    assert row[:3] == ["torque", "295 lb-ft", "295 Nm (218 lb-ft)"]
    (layer,) = (vehicle for vehicle in found["vehicles"] if vehicle["change"]["kind"] == "inherited")
    assert layer["change"]["event"].startswith("inherited by Tesla Model Y")
    gone = [vehicle for vehicle in found["vehicles"] if vehicle["change"]["kind"] == "removed"]
    assert [vehicle["figures"] for vehicle in gone] == [[]] * len(gone)


def test_of_a_vehicle_that_changed_the_figures_before_are_known(run: Run, sheets: Sheets) -> None:
    base(sheets)
    sheets.edit("bmw/i5-m60-xdrive", '{"s": 3.8}', '{"s": 4.1}')
    commit(sheets, "Slower")
    found = data(run("report", "HEAD~1..HEAD", "specs/bmw", "-o", "-", folder=sheets.root).out)
    (vehicle,) = found["vehicles"]
    names = [figure["name"] for figure in found["figures"]]
    now = {names[number]: values for number, *values in vehicle["figures"]}
    before = {names[number]: value for number, value in vehicle["change"]["before"]}
    assert (before["acceleration_0_100_kmh"], now["acceleration_0_100_kmh"][0]) == (3.8, 4.1)


def test_the_report_says_of_which_data_commit_and_time_it_is(run: Run, sheets: Sheets) -> None:
    now = {"SOURCE_DATE_EPOCH": "1700000000"}
    root, time = sheets.root, "2023-11-14 22:13 UTC"

    def origin(*arguments: str) -> list[str]:
        found: list[str] = data(run("report", *arguments, "-o", "-", folder=root, env=now).out)["origin"]
        return found

    assert origin() == [root.name, time]
    base(sheets)
    oid = git(root, "rev-parse", "HEAD")[:10]
    assert origin() == [root.name, f"commit {oid}", time]
    assert origin("specs/bmw") == [f"{root.name}: specs/bmw", f"commit {oid}", time]
    # a layer counts too
    layer = next(root.glob("layers/**/*.json"))
    layer.write_text(layer.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert origin() == [root.name, f"commit {oid} with uncommitted changes", time]
    commit(sheets, "A layer")
    changed = git(root, "rev-parse", "HEAD")[:10]
    assert origin("main~1..main") == [root.name, f"main~1 is {oid}, main is {changed}", time]


def test_rows_of_a_file_of_any_size_are_compared_with_the_commit(run: Run, tmp_path: Path) -> None:
    (tmp_path / "speclint.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "mine.toml").write_text(PROFILE, encoding="utf-8")
    cars = tmp_path / "cars.ndjson"
    row = json.dumps({"make": "A", "model": "1", "kW": 100, "text": "x" * 5_000})
    cars.write_text(f"{row}\n" * 40, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Cars")
    limits = {"SPECLINT_LIMITS": "file-bytes=100000"}
    _, commit_id, _ = data(run("report", "-o", "-", env=limits).out)["origin"]
    assert re.fullmatch("commit [0-9a-f]{10}", commit_id)
    cars.write_text(cars.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    _, now, _ = data(run("report", "-o", "-", env=limits).out)["origin"]
    assert now == f"{commit_id} with uncommitted changes"


def test_rules_are_chosen_for_a_range_too(run: Run, reviewed: Sheets) -> None:
    options = "--select", "conversion-mismatch", "-o", "-"
    found = data(run("report", "main..topic", *options, folder=reviewed.root).out)
    rules = {finding["rule"] for vehicle in found["vehicles"] for finding in vehicle.get("findings", [])}
    assert rules == {"conversion-mismatch"}


def test_where_nothing_changed_the_report_says_so(run: Run, sheets: Sheets) -> None:
    base(sheets)
    outcome = run("report", "main..main", "-o", "-", folder=sheets.root)
    assert outcome.status == 0
    assert "<h1>No vehicle changed</h1>" in outcome.out


def test_a_revision_that_does_not_exist_is_one_line_and_status_2(run: Run, sheets: Sheets) -> None:
    base(sheets)
    status, out, err = run("report", "main..none", "-o", "report.html", folder=sheets.root)
    assert (status, out) == (2, "")
    assert "none" in err
    assert err.count("\n") == 1


def test_what_is_left_when_every_sheet_is_deleted_is_what_changed(run: Run, sheets: Sheets) -> None:
    base(sheets)
    git(sheets.root, "rm", "--quiet", "-r", "specs", "layers")
    commit(sheets, "Nothing")
    outcome = run("report", "HEAD~1..HEAD", "-o", "-", folder=sheets.root)
    assert outcome.status == 0, outcome.err
    found = data(outcome.out)
    assert {vehicle["change"]["kind"] for vehicle in found["vehicles"]} == {"removed"}
    assert any("only the rules on changes" in notice for notice in found["notices"])


def test_of_two_files_of_revisions_the_rules_on_changes_find_what_they_can(run: Run, sheets: Sheets) -> None:
    base(sheets)
    sheets.edit("bmw/i5-m60-xdrive", '{"s": 3.8}', '{"s": 38}')
    commit(sheets, "Slower")
    file = "specs/bmw/i5-m60-xdrive.json"
    outcome = run("report", f"HEAD~1:{file}..HEAD:{file}", "-o", "-", folder=sheets.root)
    assert outcome.status == 0, outcome.err
    found = data(outcome.out)
    (vehicle,) = found["vehicles"]
    assert "large-jump" in {finding["rule"] for finding in vehicle["findings"]}
    assert any("only the rules on changes" in notice for notice in found["notices"])


def test_sheets_of_one_id_below_two_configurations_are_two_vehicles(run: Run, tmp_path: Path) -> None:
    for folder, horsepower in (("a", 134), ("b", 143)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "speclint.toml").write_text(
            '[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8"
        )
        (tmp_path / folder / "mine.toml").write_text(PROFILE.replace("ndjson", "json"), encoding="utf-8")
        car = {"make": "A", "model": "1", "kW": 200 if folder == "a" else 100, "hp": horsepower}
        (tmp_path / folder / "cars.json").write_text(json.dumps(car), encoding="utf-8")
    found = data(run("report", "-o", "-").out)
    places = [(vehicle["title"], found["paths"][vehicle["path"]]) for vehicle in found["vehicles"]]
    assert sorted(places) == [("A 1", "a/cars.json"), ("A 1", "b/cars.json")]
    assert [len(vehicle["findings"]) for vehicle in found["vehicles"]] == [1, 1]


def test_no_text_of_a_sheet_makes_the_page_long(run: Run, sheets: Sheets) -> None:
    document = json.loads(sheets.file(IX2).read_text(encoding="utf-8"))
    document["variant"] = "x" * 9_000
    sheets.file(IX2).write_text(json.dumps(document), encoding="utf-8")
    text = run("report", "-o", "-", folder=sheets.root).out
    assert "x" * 300 in text
    assert "x" * 500 not in text


def test_what_a_limit_left_out_is_said_on_the_page_and_beside_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "speclint.toml").write_text(CONFIG, encoding="utf-8")
    family = '[[family]]\nname = "make"\nby = ["make"]\nequal = ["power"]\n'
    (tmp_path / "mine.toml").write_text(PROFILE + family, encoding="utf-8")
    rows = [f'{{"make": "A", "model": "{n}", "kW": {min(100 + 10 * n, 130)}}}\n' for n in range(12)]
    (tmp_path / "cars.ndjson").write_text("".join(rows), encoding="utf-8")
    status, _, err = run("report", "-o", "report.html", env={"SPECLINT_LIMITS": "siblings=2"})
    (notice,) = data((tmp_path / "report.html").read_text(encoding="utf-8"))["notices"]
    assert (status, err) == (0, f"speclint: {notice}\nspeclint: report.html: written\n")
    assert "siblings=NUMBER" in notice


def test_the_licences_of_the_chart_library_are_in_the_page(run: Run, sheets: Sheets) -> None:
    licences = (Path(page.__file__).parent / "plot.LICENSES.txt").read_text(encoding="utf-8")
    assert "@observablehq/plot 0.6.17 (ISC)" in licences
    assert licences in run("report", "specs/tesla", "-o", "-", folder=sheets.root).out
