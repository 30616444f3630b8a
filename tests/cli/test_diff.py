"""`speclint diff`: files, folders, layers, formats, options and statuses, by the real command line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from conftest import IX1, IX2, ROOT, Run, Sheets
from speclint import diff

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = json.loads((ROOT / "schemas/changes.schema.json").read_text(encoding="utf-8"))
ARTICLES = ROOT / "tests/articles"


@pytest.fixture
def old(sheets: Sheets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalog as it was, beside the one to be changed."""
    folder = tmp_path_factory.mktemp("old")
    shutil.copytree(sheets.root / "specs", folder / "specs")
    return folder


@pytest.fixture
def changed(sheets: Sheets, old: Path) -> tuple[Path, Path]:
    """Two catalogs: one figure corrected, one blurred, one gone, one sheet gone."""
    sheets.edit(IX2, '"kWh": 64.8', '"kWh": 66.5')
    sheets.edit(IX2, '"s": 5.6', '"s": 6')
    sheets.edit(IX2, '"voltage": {"V": 286}', '"note": "|<b>**x**</b> [a](b) @all \\u001b[31m ::error::"')
    sheets.file(IX1).unlink()
    return old, sheets.root


def document(run: Run, *arguments: str | Path) -> dict[str, Any]:
    outcome = run("diff", "--format", "json", *arguments)
    assert outcome.err == ""
    found: dict[str, Any] = json.loads(outcome.out)
    assert list(Draft202012Validator(SCHEMA).iter_errors(found)) == []
    return found


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_folders_are_compared_sheet_by_sheet(run: Run, changed: tuple[Path, Path]) -> None:
    found = document(run, *changed)
    assert found["summary"] == {"changed": 1, "blurred": 1, "removed": 2, "added": 1}
    assert sum(found["summary"].values()) == len(found["changes"])
    by_pointer = {change["pointer"]: change for change in found["changes"]}
    battery = by_pointer["/battery/usable/kWh"]
    assert (battery["kind"], battery["sheet"], battery["quantity"]) == ("changed", IX2, "battery_usable")
    assert battery["base"]["stated"] == "64.8"
    assert battery["revision"]["unit"] == "kWh"
    line = changed[1].joinpath("specs/bmw/ix2-xdrive30.json").read_text().splitlines()
    assert line[battery["revision"]["line"] - 1][battery["revision"]["column"] - 1 :].startswith("66.5")
    assert (battery["delta"], battery["relative"]) == (1.7, 0.026235)
    assert (battery["rule"], battery["level"]) == ("figure-changed-without-source", "warning")
    assert by_pointer["/battery/voltage/V"]["rule"] == "figure-removed"
    assert by_pointer[""]["kind"] == "removed"


def test_the_same_changes_have_the_same_fingerprints_at_any_place(
    run: Run, changed: tuple[Path, Path]
) -> None:
    before = [change["fingerprint"] for change in document(run, *changed)["changes"]]
    file = changed[1] / "specs/bmw/ix2-xdrive30.json"
    file.write_text(json.dumps(json.loads(file.read_text())), encoding="utf-8")
    assert [change["fingerprint"] for change in document(run, *changed)["changes"]] == before
    assert len(set(before)) == len(before)


def test_nothing_differs_from_itself(run: Run, changed: tuple[Path, Path]) -> None:
    assert run("diff", changed[1], changed[1], "--exit-code", "--quiet") == (0, "", "")
    text = run("diff", "--format", "markdown", changed[1], changed[1]).out
    assert "### Spec sheets: nothing changed\n" in text
    assert document(run, changed[1], changed[1])["changes"] == []


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ((), 0),
        (("--exit-code",), 1),
        (("--exit-code", "--only", "restated"), 0),
        (("--fail-on", "error"), 0),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "note", "--only", "blurred"), 1),
        (("--fail-on", "warning", "--only", "blurred"), 0),
    ],
)
def test_looking_is_not_failing_unless_it_is_asked_for(
    run: Run, changed: tuple[Path, Path], options: tuple[str, ...], status: int
) -> None:
    assert run("diff", *changed, *options).status == status


def test_a_restated_figure_is_no_change_for_the_exit_status(run: Run, sheets: Sheets, old: Path) -> None:
    sheets.edit(IX2, '"wltp": {"km": [417, 449], "mi": [259, 279]}', '"wltp": {"mi": [259, 279]}')
    assert run("diff", old, sheets.root, "--exit-code", "--only", "restated").status == 0


def test_kinds_can_be_chosen_and_counted(run: Run, changed: tuple[Path, Path]) -> None:
    assert run("diff", "--stat", "--only", "changed,blurred", *changed).out == (
        f"{IX2}: 1 changed, 1 blurred\n{changed[0]} → {changed[1]}: 1 changed, 1 blurred in 1 sheet\n"
    )
    outcome = run("diff", "--only", "change", *changed)
    assert outcome.status == 2
    assert '"change" is not a kind of change' in outcome.err


def test_the_text_of_a_sheet_commands_no_terminal_no_log_and_no_page(
    run: Run, changed: tuple[Path, Path]
) -> None:
    for form in ("text", "concise", "markdown", "json"):
        text = run("diff", "--format", form, *changed).out
        assert "\x1b" not in text
        assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    text = run("diff", "--format", "markdown", *changed).out
    row = next(line for line in text.splitlines() if "note" in line and "battery" in line)
    assert row.replace("\\|", "").count("|") == 5
    for live in ("<b>", "**x**", "[a](b)", "@all"):
        assert live not in row


def test_folders_have_a_review_by_the_rules_on_changes(run: Run, changed: tuple[Path, Path]) -> None:
    text = run("diff", "--format", "markdown", *changed).out
    assert text == run("diff", "--format", "markdown", *changed).out
    assert text.startswith("<!-- speclint review -->\n### Spec sheets: 2 warnings, 2 notes\n")
    assert text.index("`figure-changed-without-source`") < text.index("| usable battery capacity | 64.8 kWh")
    assert "#### BMW iX1 xDrive30 U11 eu\n\nremoved (25 figures)\n" in text


def test_a_review_fits_a_comment_and_counts_the_rest(run: Run, tmp_path: Path) -> None:
    old, new = tmp_path / "a.json", tmp_path / "b.json"
    members = range(3000)
    old.write_text(json.dumps({f"member {n}": f"{n} before {'x' * 20}" for n in members}), encoding="utf-8")
    new.write_text(json.dumps({f"member {n}": f"{n} after {'x' * 20}" for n in members}), encoding="utf-8")
    text = run("diff", "--format", "markdown", old, new).out
    assert 60_000 < len(text) <= 65_000
    rows = sum(line.startswith("| member") for line in text.splitlines())
    last = f"Not shown: {3000 - rows} changes; `speclint diff` and `speclint check --since` show all."
    assert text.endswith(f"\n{last}\n")


@pytest.fixture
def layered(tmp_path: Path) -> Callable[[str, float, int], Path]:
    """A catalog of twenty sheets that inherit from one layer."""

    def made(name: str, gross: float, power: int) -> Path:
        root = tmp_path / name
        folder = root / "src" / "Maker" / "Car"
        (folder / "2024").mkdir(parents=True)
        (root / "speclint.toml").write_text('[[sheets]]\nprofile = "open-ev-data"\n', encoding="utf-8")
        base = {
            "make": {"name": "Maker"},
            "model": {"name": "Car"},
            "battery": {"pack_capacity_kwh_gross": gross},
        }
        (folder / "base.json").write_text(json.dumps(base), encoding="utf-8")
        (folder / "2024" / "Car.json").write_text("{}", encoding="utf-8")
        for number in range(19):  # and the layer of the year, a sheet itself
            own = {"trim": {"name": f"T{number}"}, "year": 2024, "powertrain": {"system_power_kw": 150}}
            if number == 7:
                own["powertrain"] = {"system_power_kw": power}
            file = folder / "2024" / f"Car_{number}.json"
            file.write_text(json.dumps(own), encoding="utf-8")
        return root

    return made


def test_a_change_that_twenty_sheets_inherit_is_reported_once(
    run: Run, layered: Callable[[str, float, int], Path]
) -> None:
    old, new = layered("old", 77.4, 150), layered("new", 80.0, 160)
    found = document(run, old, new)
    assert [change["kind"] for change in found["changes"]] == ["changed", "changed"]
    gross, power = sorted(found["changes"], key=lambda change: str(change["quantity"]))
    assert len(gross["inherited_by"]) == 20
    assert gross["base"]["path"].endswith("src/Maker/Car/base.json")
    assert (power["inherited_by"], power["delta"]) == ([], 10)
    text = run("diff", old, new).out
    assert text.count("77.4 kWh → 80.0 kWh") == 1
    assert "    inherited by 20 sheets: Maker/Car/2024/Car, Maker/Car/2024/Car_0, " in text


@pytest.mark.parametrize("sourced", ["a", "b"])
def test_an_inherited_change_fails_for_each_heir_that_names_no_new_source(
    run: Run, tmp_path: Path, sourced: str
) -> None:
    base = '{"powertrain": {"type": "bev", "power": {"kW": 230}}}'
    pages = {"old": "https://www.bmw.com/1", "new": "https://www.bmw.com/2"}

    def written(side: str) -> Path:
        folder = tmp_path / side / "specs" / "bmw"
        (folder.parent / "layers").mkdir(parents=True)
        folder.mkdir()
        power = "230" if side == "old" else "240"
        (folder.parent / "layers" / "base.json").write_text(base.replace("230", power), encoding="utf-8")
        for name in ("a", "b"):
            page = pages["new" if side == "new" and name == sourced else "old"]
            source = {"title": "t", "url": page, "accessed": "2024-03-01", "covers": ["/powertrain"]}
            own = {
                "$extends": "../layers/base.json", "make": "BMW", "model": "iX2", "variant": name,
                "market": "eu", "sources": [source],
            }  # fmt: skip
            (folder / f"ix2-{name}.json").write_text(json.dumps(own), encoding="utf-8")
        config = '[[sheets]]\nfiles = ["specs/bmw/*.json"]\nprofile = "spec-sheet"\n'
        (tmp_path / side / "speclint.toml").write_text(config, encoding="utf-8")
        return tmp_path / side

    old, new = written("old"), written("new")
    (change,) = [change for change in document(run, old, new)["changes"] if change["quantity"] == "power"]
    without = "b" if sourced == "a" else "a"
    assert change["rule"] == "figure-changed-without-source"
    assert change["message"].endswith(f"no source of power 240 kW is new (ix2-{without})")
    assert run("diff", old, new, "--fail-on", "warning").status == 1


def test_only_what_differs_is_parsed(
    layered: Callable[[str, float, int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from speclint.sheets import layers

    parsed: list[str] = []
    parse = layers.parse
    monkeypatch.setattr(layers, "parse", lambda content: parsed.append(content.decode()) or parse(content))
    old, new = layered("old", 77.4, 150), layered("new", 77.4, 160)
    (change,) = diff(old, new).changes
    assert change.message == "power 150 kW → 160 kW: 10 kW more (+7 %), 201 → 215 hp"
    assert len(parsed) == 6  # one sheet and its two layers on each side
    parsed.clear()
    assert diff(old, old).changes == ()
    assert parsed == []


def test_the_2020_article_s_range_is_one_change(run: Run, tmp_path: Path) -> None:
    sheet = json.loads((ARTICLES / "inext-2020-11/specs/bmw/inext-first.json").read_text(encoding="utf-8"))
    (tmp_path / "new.json").write_text(json.dumps(sheet), encoding="utf-8")
    sheet["range"]["epa"]["mi"] = 435
    (tmp_path / "old.json").write_text(json.dumps(sheet), encoding="utf-8")
    (change,) = document(run, "old.json", "new.json")["changes"]
    assert (change["quantity"], change["delta"], round(change["relative"], 2)) == ("range_epa", -75, -0.17)
    assert change["message"].startswith("EPA range 435 mi → 360 mi: 75 mi less (−17 %), 700 → 579 km")


@pytest.mark.parametrize("unit", ["hp", "PS"])
def test_the_ix2_of_march_2023_against_the_car_as_it_was_built(run: Run, tmp_path: Path, unit: str) -> None:
    sheet = json.loads((ARTICLES / "ix2-2023-03/specs/bmw/ix2-dual-motor.json").read_text(encoding="utf-8"))
    sheet["powertrain"]["power"] = {unit: 313}
    (tmp_path / "old.json").write_text(json.dumps(sheet), encoding="utf-8")
    sheet["status"] = "production"
    sheet["powertrain"]["power"] = {"kW": 230, "PS": 313}
    sheet["battery"] = {"usable": {"kWh": 64.8}}
    (tmp_path / "new.json").write_text(json.dumps(sheet), encoding="utf-8")
    found = [
        (change["kind"], change["pointer"]) for change in document(run, "old.json", "new.json")["changes"]
    ]
    expected = [
        ("changed", "/status"),
        ("added", "/powertrain/power/kW"),
        ("added", "/battery/usable/kWh"),
    ]
    if unit == "PS":
        # 313 read as PS is the same figure, so only the kW beside it is reported
        assert sorted(found) == sorted(expected)
        return
    assert sorted(found) == sorted([*expected, ("changed", "/powertrain/power/PS")])
    text = run("diff", "--only", "changed", "old.json", "new.json").out
    assert "power 313 hp → 313 PS" in text
    assert "the same number in another unit" in text
    # what the check of the sheet itself finds
    sheet["powertrain"]["power"] = {"kW": 230, "hp": 313}
    (tmp_path / "both.json").write_text(json.dumps(sheet), encoding="utf-8")
    assert "metric-horsepower" in run("check", "--format", "concise", "both.json").out


def test_lines_of_records_are_compared_by_identity(run: Run, tmp_path: Path) -> None:
    cars = [
        {"make": "A", "model": f"M{n}", "powertrain": {"type": "bev", "power": {"kW": n}}} for n in (90, 95)
    ]
    (tmp_path / "old.ndjson").write_text("\n".join(map(json.dumps, cars)) + "\n", encoding="utf-8")
    cars[0]["powertrain"] = {"type": "bev", "power": {"kW": 91}}
    (tmp_path / "new.ndjson").write_text("\n".join(map(json.dumps, cars[::-1])) + "\n", encoding="utf-8")
    (change,) = document(run, "old.ndjson", "new.ndjson")["changes"]
    assert change["message"].startswith("power 90 kW → 91 kW: 1 kW more (+1 %)")
    assert (change["revision"]["line"], change["base"]["line"]) == (2, 1)


KILOWATT = {"brand": "BMW", "model": "i3", "variant": "60 Ah", "type": "bev", "usable_battery_size": 18.8}


def test_a_shipped_profile_is_known_by_its_records_or_named(run: Run, tmp_path: Path) -> None:
    for name, size in (("old", 18.8), ("new", 19.5)):
        document_ = {"data": [{**KILOWATT, "usable_battery_size": size}, {**KILOWATT, "variant": "94 Ah"}]}
        (tmp_path / f"{name}.json").write_text(json.dumps(document_), encoding="utf-8")
    for options in ((), ("--profile", "kilowatt")):
        (change,) = document(run, "old.json", "new.json", *options)["changes"]
        assert (change["sheet"], change["quantity"]) == ("bmw/i3/60-ah", "battery_usable")
        assert change["revision"]["column"] > 1
    outcome = run("diff", "old.json", "new.json", "--profile", "kilowat")
    assert outcome.status == 2
    assert 'no profile "kilowat" is shipped' in outcome.err


def test_a_sheet_that_cannot_be_read_is_named_and_never_passes_for_unchanged(
    run: Run, sheets: Sheets, old: Path
) -> None:
    sheets.file(IX2).write_text("{", encoding="utf-8")
    outcome = run("diff", old, sheets.root)
    assert outcome.status == 2
    assert outcome.out == f"{old} → {sheets.root}: no change known, 1 not compared\n"
    assert outcome.err.startswith("speclint: not compared: specs/bmw/ix2-xdrive30.json: the document ends")


def test_rules_on_changes_are_chosen_and_accepted_as_all_others_are(
    run: Run, changed: tuple[Path, Path]
) -> None:
    config = changed[1] / "speclint.toml"
    accept = '[[accept]]\nrule = "precision-lost"\nsheet = "bmw/*"\nreason = "as printed"\n'
    config.write_text(f'ignore = ["figure-removed"]\n{accept}')
    text = run("diff", *changed).out
    assert "figure-removed" not in text
    assert "precision-lost" not in text
    assert text.endswith(", 1 suppressed\n")
    config.write_text('ignore = ["figure-removd"]\n')
    outcome = run("diff", *changed)
    assert outcome.status == 2
    assert 'did you mean "figure-removed"' in outcome.err


def test_two_files_are_compared_outside_any_repository(run: Run, changed: tuple[Path, Path]) -> None:
    files = [folder / "specs/bmw/ix2-xdrive30.json" for folder in changed]
    outcome = run("diff", *files, env={"PATH": "", "GIT_CEILING_DIRECTORIES": "/"})
    assert (outcome.status, outcome.err) == (0, "")
    assert "64.8 kWh → 66.5 kWh" in outcome.out


def test_old_and_new_values_have_colours_of_their_own(run: Run, changed: tuple[Path, Path]) -> None:
    old, new = "\x1b[31m{}\x1b[0m", "\x1b[32m{}\x1b[0m"
    out = run("diff", *changed, "--color", "always").out
    assert f"0-100 km/h {old.format('5.6 s')} → {new.format('6 s')}" in out
    assert f"usable battery capacity {old.format('64.8 kWh')} → {new.format('66.5 kWh')}: 1.7 kWh" in out
    assert re.sub(r"\x1b\[[\d;]*m", "", out) == run("diff", *changed).out


def test_vehicles_are_apart_by_a_blank_line(run: Run, changed: tuple[Path, Path]) -> None:
    blocks = run("diff", *changed).out.split("\n\n")
    assert len(blocks) == 3
    assert [IX1 in block or "iX1" in block for block in blocks[:2]].count(True) == 1
    assert run("diff", *changed, "--quiet").out == "\n\n".join(blocks[:2]) + "\n"


def test_lines_end_between_words_at_the_width_of_the_terminal(run: Run, changed: tuple[Path, Path]) -> None:
    wide, narrow = (run("diff", *changed, env={"COLUMNS": columns}).out for columns in ("1000", "80"))
    assert max(map(len, wide.splitlines())) > 80 >= max(map(len, narrow.splitlines()))
    assert narrow.split() == wide.split()


def test_colour_is_asked_for_or_left_out(run: Run, changed: tuple[Path, Path]) -> None:
    assert "\x1b[" in run("diff", *changed, "--color", "always").out
    assert "\x1b[" not in run("diff", *changed, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out


def test_kinds_and_quantities_complete_in_the_shell(run: Run) -> None:
    words = {"_SPECLINT_COMPLETE": "bash_complete", "COMP_CWORD": "3"}
    out = run(env={**words, "COMP_WORDS": "speclint diff --only changed,re"}).out
    assert {line.split(",", 1)[1] for line in out.split()} == {
        "changed,restated",
        "changed,removed",
        "changed,renamed",
    }
    out = run(env={**words, "COMP_WORDS": "speclint history --only range_w"}).out
    assert {line.split(",", 1)[1] for line in out.split()} == {"range_wltp", "range_wltc"}


@pytest.mark.shared
def test_a_day_of_kilowatt_is_compared_in_under_a_minute_and_without_deepdiff(run: Run) -> None:
    if "SPECLINT_SHARED" not in os.environ:
        pytest.skip("SPECLINT_SHARED names no folder")
    folder = Path(os.environ["SPECLINT_SHARED"]) / "data/kilowatt"
    files = folder / "ev-data-dd08fe4.json", folder / "ev-data-b054768.json"
    outcome = run("diff", *files)
    assert (outcome.status, outcome.err) == (0, "")
    assert len(outcome.out.splitlines()) < 50
    assert "9 sheets added" in outcome.out
    assert "year added in 34 sheets" in outcome.out
    assert document(run, *files)["summary"] == {"changed": 15, "added": 66, "removed": 19}
    back = document(run, *reversed(files))["summary"]
    assert back == {"changed": 15, "removed": 66, "added": 19}
    assert run("diff", files[0], files[0]).out.endswith(": nothing changed\n")


def test_comparing_two_files_loads_no_schema_and_where_lists_are_the_same_no_deepdiff(
    tmp_path: Path,
) -> None:
    for name, power in (("old", 230), ("new", 240)):
        sheet = {"make": "A", "model": "B", "powertrain": {"power": {"kW": power}}, "plants": ["a"]}
        (tmp_path / f"{name}.json").write_text(json.dumps(sheet), encoding="utf-8")
    code = (
        "import sys; from speclint import diff; print(len(diff('old.json', 'new.json').changes)); "
        "print([name for name in ('jsonschema', 'jsonschema_rs', 'deepdiff') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1\n[]\n"
