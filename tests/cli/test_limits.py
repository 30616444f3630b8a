"""What a repository holds bounds neither the work nor the memory of a run; a limit does, with its name."""

from __future__ import annotations

import json
import os
import pstats
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import COVERAGE
from conftest import IX2
from speclint.limits import LIMITS

if TYPE_CHECKING:
    from conftest import Run, Sheets

IDENTITY = '[identity]\nmake = "make"\n[quantities]\npower = { kW = "kw" }\n'
GROWTH = 3.0
"""How much more work twice the data may take; four times as much is quadratic."""

PROFILED = """
import cProfile, os, sys
from speclint.cli import main

def leave(status):
    raise SystemExit(status)

file = sys.argv.pop(1)
os._exit, profile = leave, cProfile.Profile()
try:
    profile.runcall(main)
finally:
    profile.dump_stats(file)
"""


def calls(folder: Path, *arguments: str) -> int:
    """The number of function calls that a command takes."""
    profile = folder / "profile"
    command = [sys.executable, "-c", PROFILED, str(profile), *arguments]
    # its calls are counted, and coverage would take several times as long
    environment = {name: value for name, value in os.environ.items() if name != COVERAGE}
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, env=environment)
    assert b"internal error" not in done.stderr
    stats: int = pstats.Stats(str(profile)).total_calls  # type: ignore[attr-defined]  # as it is
    return stats


def write(file: Path, value: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value), encoding="utf-8")


def configure(folder: Path, file: str, sheets: str = "", more: str = "") -> None:
    """Write a configuration and a profile for a file of cars."""
    profile = f'[sheets]\nfiles = ["{file}"]\n{sheets}\n{IDENTITY}{more}\n'
    (folder / "cars.toml").write_text(profile, encoding="utf-8")
    settings = f'[[sheets]]\nfiles = ["{file}"]\nprofile = "cars.toml"\n'
    (folder / "speclint.toml").write_text(settings, encoding="utf-8")


def test_twice_the_missing_keys_take_about_twice_the_work(tmp_path: Path) -> None:
    write(tmp_path / "sheet.json", {})
    counts = []
    for count in (0, 400, 800):
        write(tmp_path / "s.json", {"required": [f"key{index}" for index in range(count)]})
        counts.append(calls(tmp_path, "check", "--no-cache", "--schema", "s.json", "sheet.json"))
    assert counts[2] - counts[0] < GROWTH * (counts[1] - counts[0])


def test_twice_the_unknown_keys_take_about_twice_the_work(tmp_path: Path) -> None:
    write(tmp_path / "s.json", {"properties": {"known": {}}, "additionalProperties": False})
    counts = []
    for count in (0, 400, 800):
        write(tmp_path / "sheet.json", {f"key{index}": 1 for index in range(count)})
        counts.append(calls(tmp_path, "check", "--no-cache", "--schema", "s.json", "sheet.json"))
    assert counts[2] - counts[0] < GROWTH * (counts[1] - counts[0])


def test_twice_as_long_a_name_takes_about_twice_the_work(tmp_path: Path) -> None:
    configure(tmp_path, "cars.csv")
    counts = []
    for length in (1, 400, 799):
        rows = "".join(f"{chr(97 + row) * length},{100 + row}\n" for row in range(20))
        (tmp_path / "cars.csv").write_text(f"make,kw\n{rows}", encoding="utf-8")
        counts.append(calls(tmp_path, "check", "--no-cache"))
    assert counts[2] - counts[0] < GROWTH * (counts[1] - counts[0]) + 1000


EQUAL = {
    "make": "BMW",
    "model": "iX2",
    "variant": "xDrive30",
    "model_year": 2024,
    "powertrain": {"type": "bev", "power": {"kW": 230, "hp": 318}},
}


def test_twice_the_sheets_of_one_car_take_about_twice_the_work(tmp_path: Path) -> None:
    counts = []
    for count in (1, 20, 39):
        for index in range(count):
            write(tmp_path / f"specs/bmw/ix2-{index}.json", EQUAL)
        counts.append(calls(tmp_path, "check", "--no-cache", "specs"))
    assert counts[2] - counts[0] < GROWTH * (counts[1] - counts[0])


def test_twice_the_points_of_a_charging_curve_take_about_twice_the_work(sheets: Sheets) -> None:
    sheet, counts = json.loads(sheets.file(IX2).read_text(encoding="utf-8")), []
    for count in (2, 1000, 2000):
        points = [{"charge": index % 100, "power": {"kW": 100 + index % 7}} for index in range(count)]
        sheet["charging"]["dc"]["curve"] = points
        write(sheets.file(IX2), sheet)
        counts.append(calls(sheets.root, "check", "--no-cache", sheets.shown(IX2)))
    assert counts[2] - counts[0] < GROWTH * (counts[1] - counts[0])


def test_twice_the_records_of_one_family_in_a_document_take_about_twice_the_work(tmp_path: Path) -> None:
    configure(
        tmp_path,
        "cars.json",
        'records = "[*]"',
        '[[family]]\nname = "make"\nby = ["make"]\nequal = ["power"]',
    )
    counts = []
    for count in (1, 60, 119):
        write(tmp_path / "cars.json", [{"make": "BMW", "kw": 100 + index % 9} for index in range(count)])
        counts.append(calls(tmp_path, "check", "--no-cache"))
    assert counts[2] - counts[0] < GROWTH * (counts[1] - counts[0])


def test_of_a_family_as_many_different_figures_are_compared_as_the_limit_allows(
    tmp_path: Path, run: Run
) -> None:
    configure(
        tmp_path,
        "cars.json",
        'records = "[*]"',
        '[[family]]\nname = "make"\nby = ["make"]\nequal = ["power"]',
    )
    powers = [100, 110, 120, *([130] * 9)]
    write(tmp_path / "cars.json", [{"make": "BMW", "kw": power} for power in powers])
    asked = ("check", "--no-cache", "--format", "concise")
    assert run(*asked).out.count("9 others of") == 3
    assert run(*asked, env={"SPECLINT_LIMITS": "siblings=1"}).out.count("others of") == 0


def test_a_sheet_that_differs_from_very_many_names_the_first_of_them(tmp_path: Path, run: Run) -> None:
    configure(
        tmp_path,
        "cars.json",
        'records = "[*]"',
        '[[family]]\nname = "make"\nby = ["make"]\nequal = ["power"]',
    )
    write(tmp_path / "cars.json", [{"make": "BMW", "kw": power} for power in [110, *([130] * 99)]])
    (finding,) = (
        found
        for found in json.loads(run("check", "--no-cache", "--format", "json").out)["findings"]
        if found["rule"] == "sibling-outlier"
    )
    assert "differs from 99 others" in finding["message"]
    assert len(finding["related"]) == 40


def test_after_as_many_violations_as_the_limit_allows_no_values_are_proposed_and_one_note_says_so(
    tmp_path: Path, run: Run
) -> None:
    torque = {"Nm": 494, "lb-ft": 346}
    for index in range(4):
        car = {"make": "BMW", "model": f"iX{index}", "variant": "xDrive30"}
        write(tmp_path / f"specs/bmw/ix{index}-xdrive30.json", car | {"powertrain": {"torque": torque}})
    asked = ("check", "--no-cache", "--select", "conversion-mismatch", "--format", "json")
    proposed = [finding["suspect"] is not None for finding in json.loads(run(*asked).out)["findings"]]
    assert proposed == [True] * 4
    few = json.loads(run(*asked, env={"SPECLINT_LIMITS": "diagnoses=2"}).out)["findings"]
    assert [finding["suspect"] is not None for finding in few] == [True, True, False, False]
    notes = [finding["help"] for finding in few if "no values are proposed" in (finding["help"] or "")]
    assert len(notes) == 1
    assert "SPECLINT_LIMITS=diagnoses=NUMBER" in notes[0]


@pytest.mark.parametrize(
    ("footer", "problem"),
    [
        (bytes([0x26, 0x01, 0x19, 0x0C, 0x00]), "its footer cannot be right"),
        (bytes([0x36, 0x14, 0x19, 0x1C, 0x26, 0x01, 0x16, 0x14, 0x00, 0x00]), "its footer cannot be right"),
        (bytes([0x36, *([0xFF] * 5000), 0x01, 0x00]), "its footer cannot be right"),
        (bytes([0x19, 0xF2, *([0xFF] * 8), 0x7F]), "its footer cannot be right"),
        (bytes([0x1C] * 5000), "its footer cannot be right"),
        (b"", "its footer cannot be right"),
        (bytes(3000), "3,000 bytes are more than 2,000; SPECLINT_LIMITS=footer-bytes=NUMBER"),
    ],
    ids=["no rows", "negative size", "endless number", "endless list", "deep", "empty", "long"],
)
def test_a_forged_footer_of_a_parquet_table_ends_the_run_before_its_rows_are_read(
    tmp_path: Path, run: Run, footer: bytes, problem: str
) -> None:
    configure(tmp_path, "cars.parquet")
    content = b"PAR1" + footer + len(footer).to_bytes(4, "little") + b"PAR1"
    (tmp_path / "cars.parquet").write_bytes(content)
    limits = {"SPECLINT_LIMITS": "footer-bytes=2000"} if "2,000" in problem else {}
    done = run("check", env=limits)
    assert done.status == 2, done.out
    assert done.err.startswith("speclint: cars.parquet: ")
    assert problem in done.err


@pytest.mark.parametrize("keyword", ["required", "additionalProperties"])
def test_of_one_document_as_many_violations_are_listed_as_the_limit_allows(
    tmp_path: Path, run: Run, keyword: str
) -> None:
    keys = [f"key{index}" for index in range(50)]
    write(tmp_path / "s.json", {"required": keys} if keyword == "required" else {keyword: False})
    write(tmp_path / "sheet.json", {} if keyword == "required" else dict.fromkeys(keys, 1))
    asked = ("check", "--format", "concise", "--schema", "s.json", "sheet.json")
    done = run(*asked, env={"SPECLINT_LIMITS": "violations=20"})
    assert done.status == 1
    assert "more than 20 places do not fit the schema; the others are not listed" in done.out
    assert sum("key" in line for line in done.out.splitlines()) == 20
    assert sum("key" in line for line in run(*asked).out.splitlines()) == 50


def test_only_the_first_of_thousands_of_unknown_keys_are_compared_with_known_ones(
    tmp_path: Path, run: Run
) -> None:
    write(tmp_path / "s.json", {"properties": {"torque": {}}, "additionalProperties": False})
    write(tmp_path / "sheet.json", {f"torque{index}": 1 for index in range(9)})
    asked = ("check", "--format", "concise", "--schema", "s.json", "sheet.json")
    assert run(*asked).out.count('did you mean "torque"') == 9
    few = run(*asked, env={"SPECLINT_LIMITS": "comparisons=4"}).out
    assert few.count('did you mean "torque"') == 4
    assert few.count("unknown key") == 9


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ("pathes=3", 'there is no limit "pathes" to set; there are file-bytes, '),
        ("depth=3", 'there is no limit "depth" to set'),
        ("paths=many", '"paths=many" does not set a limit; write paths=NUMBER, such as paths=500000'),
        ("paths=0", '"paths=0" does not set a limit'),
    ],
)
def test_a_setting_that_is_no_limit_ends_the_run_with_the_limits_there_are(
    tmp_path: Path, run: Run, setting: str, problem: str
) -> None:
    write(tmp_path / "specs/bmw/ix2.json", {})
    done = run("check", env={"SPECLINT_LIMITS": setting})
    assert done.status == 2
    assert done.err.count("\n") == 1
    assert f"SPECLINT_LIMITS: {problem}" in done.err


def test_the_line_of_a_mistake_is_found_in_one_pass_over_the_configuration(tmp_path: Path, run: Run) -> None:
    counts = []
    for count in (0, 200, 400):
        mistakes = "".join(f"wrong{index} = 1\n" for index in range(count))
        (tmp_path / "speclint.toml").write_text(f"wrong = 1\n{mistakes}", encoding="utf-8")
        counts.append(calls(tmp_path, "check"))
    assert counts[2] - counts[0] < GROWTH * (counts[1] - counts[0])
    assert run("check").err.startswith(f"speclint: {tmp_path}/speclint.toml:1: unknown key ")


@pytest.mark.parametrize(
    "line",
    [
        f"[{' ' * 60_000}x]",
        f"x{' ' * 60_000}=1",
        '"",' * 20_000,
        "{,.[" * 20_000,
        "'" + '"' * 2,
        "[" * 60_000,
    ],
)
def test_a_line_of_any_length_is_no_obstacle_to_find_a_mistake(tmp_path: Path, run: Run, line: str) -> None:
    text = f'fail-on = """\n{line}\n"""\n"" = 1\ny = 1\n'
    (tmp_path / "speclint.toml").write_text(text, encoding="utf-8")
    done = run("check")
    assert done.status == 2
    assert done.err.startswith(f"speclint: {tmp_path}/speclint.toml:")
    assert "internal error" not in done.err


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{'a.' * 200_000}a = 1\n", ":1: more than 50 parts; write fewer"),
        (f"{'[' * 5000}\n", ": not TOML: "),
        (f"x = {'[' * 5000}\n", ":1: more than 100 levels; write fewer"),
        (f"fail-on = 1\n\nx = {'[' * 3000}{']' * 3000}\n\n", ":3: more than 100 levels; write fewer"),
        (f"x = {'[' * 3000}\n1,\n{']' * 3000}\n", ":1: more than 100 levels; write fewer"),
        (f"a = []\nx = {'{a=' * 100}1{'}' * 100}\n", ":2: more than 100 levels; write fewer"),
        (f"a = []\nx = {'[' * 99}1{']' * 99}\n", ":1: unknown key "),
        ("#" * 2_000_000, ": 2,000,000 bytes are more than 1,048,576; SPECLINT_LIMITS=settings-bytes=NUMBER"),
        (f"{'9' * 5000} = 1\n", ":1: unknown key "),
    ],
)
def test_a_configuration_that_would_take_for_ever_is_refused(
    tmp_path: Path, run: Run, text: str, problem: str
) -> None:
    (tmp_path / "speclint.toml").write_text(text, encoding="utf-8")
    done = run("check")
    assert done.status == 2
    assert done.err.startswith(f"speclint: {tmp_path}/speclint.toml{problem}")


def chain(keyword: str, length: int) -> dict[str, object]:
    """A schema in which each definition names the next one twice."""
    definitions: dict[str, object] = {}
    for index in range(length):
        following = {"$ref": f"#/$defs/d{index + 1}"}
        twice = {"if": following, "then": following} if keyword == "if" else {keyword: [following] * 2}
        definitions[f"d{index}"] = {"not": twice} if keyword == "not" else twice
    return {"$ref": "#/$defs/d0", "$defs": {**definitions, f"d{length}": {"type": "string"}}}


@pytest.mark.parametrize(
    "schema",
    [
        chain("anyOf", 60),
        chain("oneOf", 60),
        {"anyOf": [{"properties": {"a": {"$ref": "#"}}}] * 2},
        {"allOf": [{"additionalProperties": {"$ref": "#"}}] * 2},
        {"anyOf": [{"properties": {"a": {"$dynamicRef": "#x"}}}] * 2, "$dynamicAnchor": "x"},
        {"$id": "https://example.org/s.json", "oneOf": [{"properties": {"a": {"$ref": "s.json"}}}] * 2},
        {"anyOf": [{"properties": {"a": {"$ref": "s.json"}}}] * 2},
    ],
)
def test_references_that_grow_exponentially_end_the_run_with_the_schema_and_the_limit(
    tmp_path: Path, run: Run, schema: dict[str, object]
) -> None:
    # where all must hold, the first that does not would end it
    leaf = {} if "allOf" in schema or "$defs" in schema else {"type": "number"}
    value: object = {}
    for _ in range(60):
        value = {"a": value}
    write(tmp_path / "s.json", {**leaf, **schema})
    write(tmp_path / "sheet.json", value)
    done = run("check", "--schema", "s.json", "sheet.json")
    assert done.status == 2, done.out
    assert done.err.endswith(
        "s.json: more than 20,000 references; "
        "SPECLINT_LIMITS=references=NUMBER in the environment raises the limit\n"
    )


def test_references_that_only_a_deep_document_would_follow_too_often_check_a_shallow_one(
    tmp_path: Path, run: Run
) -> None:
    write(tmp_path / "s.json", {"anyOf": [{"properties": {"a": {"$ref": "#"}}}] * 2, "type": "object"})
    write(tmp_path / "sheet.json", {"a": {"a": {"a": 7}}})
    done = run("check", "--format", "concise", "--schema", "s.json", "sheet.json")
    assert done.status == 1, done.err
    assert "expected an object, found the number 7" in done.out


@pytest.mark.parametrize("command", [("check", "--no-cache"), ("show", "bmw/ix2")])
@pytest.mark.parametrize("twins", ["aa", "ab"])
def test_layers_that_are_reached_exponentially_often_end_the_run_with_the_limit(
    tmp_path: Path, run: Run, twins: str, command: tuple[str, ...]
) -> None:
    layers = tmp_path / "specs/bmw/layers"
    for level in range(30):
        for twin in twins:
            extended = [f"{each}{level + 1}.json" for each in twins] if level < 29 else []
            write(layers / f"{twin}{level}.json", {"$extends": extended})
    write(tmp_path / "specs/bmw/ix2.json", {"$extends": "layers/a0.json"})
    done = run(*command)
    limit = "more than 200 layers; SPECLINT_LIMITS=layers=NUMBER in the environment raises the limit"
    assert (done.status, done.err) == (2, f"speclint: specs/bmw/ix2.json: {limit}\n")


def test_a_pattern_of_a_schema_takes_a_bounded_number_of_steps_in_each_text(tmp_path: Path, run: Run) -> None:
    write(tmp_path / "s.json", {"items": {"pattern": r"^(?=a)(?:(a|aa)+)\1+$"}})
    write(tmp_path / "sheet.json", ["a" * 60 + "!"] * 30)
    done = run("check", "--format", "concise", "--schema", "s.json", "sheet.json")
    assert done.status == 1, done.err
    assert "takes too long to match with the pattern" in done.out


def test_the_documentation_lists_each_limit_with_its_default() -> None:
    text = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
    for name, row in LIMITS.items():
        fixed = " (fixed)" if row.is_fixed else ""
        assert f"| `{name}` | {row.default:,} {row.unit} | {row.meaning}{fixed} |" in text


@pytest.mark.parametrize(
    ("limit", "problem"),
    [
        ("rows=999", "1,000 rows are more than 999; SPECLINT_LIMITS=rows=NUMBER"),
        ("table-bytes=20000", "bytes are more than 20,000; SPECLINT_LIMITS=table-bytes=NUMBER"),
        ("columns=1", "2 columns are more than 1; SPECLINT_LIMITS=columns=NUMBER"),
    ],
)
def test_the_footer_of_a_parquet_table_is_looked_at_before_its_rows(
    tmp_path: Path, run: Run, limit: str, problem: str
) -> None:
    polars = pytest.importorskip("polars")
    table = polars.DataFrame({"make": ["BMW " * 2000] * 1000, "kw": list(range(1000))})
    table.write_parquet(tmp_path / "cars.parquet", row_group_size=100)
    configure(tmp_path, "cars.parquet")
    done = run("check", env={"SPECLINT_LIMITS": limit})
    assert done.status == 2, done.out
    assert done.err.startswith("speclint: cars.parquet: ")
    assert problem in done.err
    assert "limit" not in run("check").err


@pytest.mark.parametrize("kind", ["String", "Categorical"])
def test_a_long_text_that_the_rows_of_a_parquet_table_share_counts_in_each(
    tmp_path: Path, run: Run, kind: str
) -> None:
    polars = pytest.importorskip("polars")
    table = polars.DataFrame({"make": ["BMW"] * 500, "kw": [230] * 500, "note": ["long " * 1000] * 500})
    table.cast({"note": getattr(polars, kind)}).write_parquet(tmp_path / "cars.parquet")
    assert (tmp_path / "cars.parquet").stat().st_size < 10_000
    configure(tmp_path, "cars.parquet", more='[[family]]\nname = "note"\nby = ["note"]\nequal = ["power"]')
    done = run("check", env={"SPECLINT_LIMITS": "table-bytes=100000"})
    assert done.status == 2, done.out
    assert "2,501,500 bytes are more than 100,000; SPECLINT_LIMITS=table-bytes=NUMBER" in done.err


def test_equal_rows_take_as_much_work_in_a_parquet_table_as_in_csv(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    table = polars.DataFrame({"make": ["BMW", "Audi"] * 1000, "kw": [230, 150] * 1000})
    table.write_csv(tmp_path / "cars.csv")
    table.write_parquet(tmp_path / "cars.parquet")
    # by its bytes the table holds few rows
    assert (tmp_path / "cars.parquet").stat().st_size < 2000
    counts = {}
    for file in ("cars.csv", "cars.parquet"):
        configure(tmp_path, file)
        counts[file] = calls(tmp_path, "check", "--no-cache")
    assert counts["cars.parquet"] < 1.5 * counts["cars.csv"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("cars.csv", "make,kw\nBMW," + "1" * 50_000),
        ("cars.csv", "make,kw" + ",x" * 25_000),
        ("cars.csv", "make,kw\n" + '"BMW\n",' * 10_000),
        ("cars.csv", "make,kw\nBMW,230\n" + '"BMW\n",' * 100_000),
        ("cars.ndjson", '{"make": "BMW"}\n{"make": "' + "B" * 50_000),
    ],
    ids=["a row", "a header", "the first row, of many lines", "a row of many lines", "a document"],
)
def test_a_record_of_a_table_without_an_end_ends_the_run_with_the_limit(
    tmp_path: Path, run: Run, file: str, text: str
) -> None:
    configure(tmp_path, file)
    (tmp_path / file).write_text(text, encoding="utf-8")
    done = run("check", env={"SPECLINT_LIMITS": "file-bytes=40000"})
    assert done.status == 2, done.out
    assert done.err.startswith(f"speclint: {file}:")
    assert "more than 40,000 bytes; SPECLINT_LIMITS=file-bytes=NUMBER" in done.err
    assert "file-bytes" not in run("check", env={"SPECLINT_LIMITS": "file-bytes=2000000"}).err


def test_a_csv_table_has_as_many_columns_as_the_limit_allows(tmp_path: Path, run: Run) -> None:
    configure(tmp_path, "cars.csv")
    names = ",".join(["make", "kw", *map(str, range(100_000))])
    (tmp_path / "cars.csv").write_text(f"{names}\nBMW,230\n", encoding="utf-8")
    done = run("check")
    assert done.status == 2, done.out
    assert "cars.csv: 100,002 columns are more than 20,000; SPECLINT_LIMITS=columns=NUMBER" in done.err
    assert run("check", env={"SPECLINT_LIMITS": "columns=200000"}).status == 0


def test_the_column_that_a_header_names_twice_is_reported_among_very_many(tmp_path: Path, run: Run) -> None:
    configure(tmp_path, "cars.csv")
    names = ",".join(["make", "kw", *map(str, range(19_000)), "18999"])
    (tmp_path / "cars.csv").write_text(f"{names}\nBMW,230\n", encoding="utf-8")
    done = run("check")
    assert done.status == 2
    assert done.err == 'speclint: cars.csv:1: two columns are called "18999"; rename one\n'
