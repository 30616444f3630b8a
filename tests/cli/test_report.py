"""`speclint report`: one file, whatever was found."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from conftest import IX2, Sheets
from speed.catalogs import make

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


def data(page: str) -> dict[str, Any]:
    """What the script of a page is given."""
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.DOTALL)
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
    page = (sheets.root / "report.html").read_text(encoding="utf-8")
    assert "<h1>1 of 49 vehicles is odd</h1>" in page
    found = data(page)
    (vehicle,) = (each for each in found["vehicles"] if "findings" in each)
    (finding,) = vehicle["findings"]
    assert (finding["rule"], finding["line"], finding["column"]) == ("conversion-mismatch", 16, 36)
    assert (finding["stated"], finding["right"]) == ("346", "364")
    assert "".join(finding["source"]).strip().startswith('"torque"')


def test_the_report_is_the_same_on_the_standard_output(run: Run, sheets: Sheets) -> None:
    run("report", "--quiet", "-o", "report.html", folder=sheets.root)
    status, out, err = run("report", "-o", "-", folder=sheets.root)
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
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    (tmp_path / "mine.toml").write_text(
        '[sheets]\nfiles = ["cars.ndjson"]\n[identity]\nmake = "make"\nmodel = "model"\n'
        '[quantities]\npower = { kW = "kW", hp = "hp" }\n',
        encoding="utf-8",
    )
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
