"""Files with one record per line: right places, siblings across lines and files, constant memory."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

CONFIGURATION = 'ignore = ["quantity-not-read"]\n[[sheets]]\nprofile = "cars.toml"\n'
"""Most sheets here state a part of what the profile maps."""
PROFILE = """\
[sheets]
files = ["*.ndjson", "*.json"]

[identity]
make = "make"
model = "model"
variant = "variant"
year = "year"
drive = "drive"

[quantities]
torque = "torque"
battery_usable = { kWh = "net_kwh" }
battery_gross = { kWh = "gross_kwh" }
wheelbase = { mm = "wheelbase_mm" }

[[family]]
name = "one body"
by = ["make", "model"]
equal = ["wheelbase"]
"""
CAR = '{{"make": "BMW", "model": "{0}", "variant": "{1}", "year": {2}, {3}}}'


def car(model: str, variant: str, figures: str, year: int = 2024) -> str:
    return CAR.format(model, variant, year, figures)


def catalog(folder: Path, **files: str) -> None:
    (folder / "cars.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "speclint.toml").write_text(CONFIGURATION, encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")


def reported(run: Run, *arguments: str | Path, text: bytes | None = None) -> list[tuple[str, str, int, int]]:
    """Rule, path, line and column of each finding."""
    outcome = run("check", "--format", "json", *arguments, text=text)
    assert outcome.err == ""
    report: dict[str, Any] = json.loads(outcome.out)
    assert outcome.status == (1 if report["summary"]["errors"] else 0)
    return [
        (finding["rule"], finding["path"], finding["line"], finding["column"])
        for finding in report["findings"]
    ]


WRONG = car("iX2", "xDrive30", '"torque": {"Nm": 494, "lb-ft": 346}')
WHOLE = car("iX1", "eDrive20", '"torque": {"Nm": 247, "lb-ft": 182}')


def test_a_finding_is_at_the_line_and_column_of_its_record(run: Run, tmp_path: Path) -> None:
    catalog(tmp_path, cars_ndjson=f"{WHOLE}\r\n\n  \n{WRONG}\n{{broken\n{WHOLE}")
    column = WRONG.index("346") + 1
    assert reported(run) == [
        ("duplicate-sheet", "cars.ndjson", 1, WHOLE.index("eDrive20")),
        ("conversion-mismatch", "cars.ndjson", 4, column),
        ("invalid-json", "cars.ndjson", 5, 2),
    ]
    assert run("check", "--quiet").out.count(f"4 | {WRONG}") == 1


def test_siblings_are_found_across_lines_and_files(run: Run, tmp_path: Path) -> None:
    lines = [car("iX2", f"v{number}", '"wheelbase_mm": 2692') for number in range(3)]
    odd = car("iX2", "odd", '"wheelbase_mm": 2629')
    catalog(tmp_path, a_ndjson="\n".join(lines), b_ndjson=odd, c_json=odd.replace("odd", "other"))
    expected = ("b.ndjson", 1, odd.index("2629") + 1), ("c.json", 1, odd.index("2629") + 3)
    # the two wrong sheets agree with each other, so each is reported only without the other
    (tmp_path / "c.json").unlink()
    assert reported(run) == [("sibling-outlier", *expected[0])]
    assert reported(run, "b.ndjson") == [("sibling-outlier", *expected[0])]
    assert reported(run, "a.ndjson") == []
    (tmp_path / "b.ndjson").unlink()
    (tmp_path / "c.json").write_text(odd.replace("odd", "other"), encoding="utf-8")
    assert reported(run, "c.json") == [("sibling-outlier", *expected[1])]


def test_the_years_of_one_variant_are_compared_over_lines(run: Run, tmp_path: Path) -> None:
    years = [
        car("King", "DM-i", f'"net_kwh": {net}', year)
        for year, net in ((2023, "71.0"), (2024, "18.3"), (2025, "71.0"))
    ]
    catalog(tmp_path, cars_jsonl="", cars_ndjson="\n".join(years))
    assert reported(run) == [("year-jump", "cars.ndjson", 2, years[1].index("18.3") + 1)]


def test_the_standard_input_may_be_such_a_file(run: Run, tmp_path: Path) -> None:
    catalog(tmp_path, cars_ndjson=WHOLE)
    text = f"{WHOLE}\n{WRONG}\n".encode()
    found = reported(run, "-", "--stdin-filename", "cars.ndjson", text=text)
    assert found == [("conversion-mismatch", "cars.ndjson", 2, WRONG.index("346") + 1)]


def test_each_line_is_judged_by_a_schema(run: Run, tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text('{"required": ["make"]}', encoding="utf-8")
    (tmp_path / "x.jsonl").write_text('{"make": 1}\n{"mark": 1}\n', encoding="utf-8")
    assert reported(run, "--schema", "schema.json", "x.jsonl") == [("schema-violation", "x.jsonl", 2, 1)]


def test_a_record_is_shown_by_its_identity(run: Run, tmp_path: Path) -> None:
    catalog(tmp_path, cars_ndjson=f"{WHOLE}\n{WRONG}\n")
    outcome = run("show", "bmw/ix2/xdrive30/2024")
    assert outcome.status == 0
    assert "494 Nm" in outcome.out


def test_a_baseline_holds_for_records_wherever_they_are(run: Run, tmp_path: Path) -> None:
    catalog(tmp_path, cars_ndjson=f"{WHOLE}\n{WRONG}\n")
    config = tmp_path / "speclint.toml"
    config.write_text(f'baseline = "known.json"\n{config.read_text(encoding="utf-8")}', encoding="utf-8")
    assert run("baseline").status == 0
    (tmp_path / "cars.ndjson").write_text(f"{WRONG}\n\n{WHOLE}\n", encoding="utf-8")
    assert reported(run) == []


_PEAK = """
import sys, tracemalloc, speclint
from speclint.columns import blocks, facts
from speclint.records import json_lines
# memory holds a few blocks of lines, what rules are screened on of one block of rows, and few facts
json_lines.BLOCK_BYTES, blocks.MAX_ROWS, facts.MAX_KEPT = 50_000, 250, 20_000
tracemalloc.start()
report = speclint.check()
assert report.sheets == int(sys.argv[1]), report.sheets
print(tracemalloc.get_traced_memory()[1])
"""


@pytest.mark.parametrize("suffix", ["ndjson"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, suffix: str) -> None:
    peaks = []
    for count in (500, 4000):
        filler = '"wheelbase_mm": 2692, "note": "' + "x" * 4000 + '"'
        # rules compare the cars of a make
        cars = [car(f"M{number}", "v", filler) for number in range(count)]
        lines = [text.replace("BMW", f"Make {number // 50}") for number, text in enumerate(cars)]
        catalog(tmp_path)
        (tmp_path / f"cars.{suffix}").write_text("\n".join(lines), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", _PEAK, str(count)],
            cwd=tmp_path, capture_output=True, check=True, text=True,
        )  # fmt: skip
        peaks.append(int(done.stdout))
    # eight times the records, 14 MB more of them; of each its names are kept, which all differ here: 0.85 kB
    assert peaks[1] < peaks[0] + 3_300_000
