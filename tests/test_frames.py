"""Documents and data frames in place of files, and reports as frames and in notebooks."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest

import speclint
from conftest import IX1, IX2, ROOT, Run, Sheets
from speclint.errors import ConfigError, UnreadableFileError
from speclint.project.load import MIN_SHEETS
from speclint.records.frames import as_csv, frame_of
from speclint.results import COLUMNS, Report

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared"))
PROFILE = """\
[sheets]
files = ["frame.csv"]

[identity]
make = "make"
model = "model"
variant = "variant"
market = "market"
powertrain = "['powertrain.type']"
production_start = "['production.start']"

[quantities]
power = { kW = "['powertrain.power.kW']", PS = "['powertrain.power.PS']" }
torque = { Nm = "['powertrain.torque.Nm']", "lb-ft" = "['powertrain.torque.lb-ft']" }
acceleration_0_100_kmh = { s = "['performance.acceleration_0_100_kmh.s']" }
top_speed = { "km/h" = "['performance.top_speed.km/h']", mph = "['performance.top_speed.mph']" }
range_wltp = { km = "['range.wltp.km']", mi = "['range.wltp.mi']" }
length = { mm = "['dimensions.length.mm']" }
mass_gross = { kg = "['mass.gross.kg']", lb = "['mass.gross.lb']" }
"""
FAULTS = {
    "iX2 xDrive30": ("powertrain.torque.lb-ft", 346),
    "i4 M50": ("powertrain.power.PS", 454),
    "X4 M40d": ("dimensions.length.mm", 475),
    "iX3 80 kWh": ("range.wltp.mi", 825),
}
"""By model and variant a column and what is stated there in error."""


def flattened(value: object, name: str = "") -> dict[str, object]:
    """The members of a sheet by their path; a range as JSON text."""
    if not isinstance(value, dict):
        return {name: json.dumps(value) if isinstance(value, list) else value}
    members: dict[str, object] = {}
    for key, member in value.items():
        members |= flattened(member, f"{name}.{key}" if name else key)
    return members


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's own sheets as a table with some faults, and a profile for it."""
    sheets = [json.loads(file.read_text("utf-8")) for file in sorted(ROOT.glob("specs/*/*.json"))]
    rows = [flattened(sheet) for sheet in sheets]
    for row in rows:
        column, value = FAULTS.get(f"{row['model']} {row['variant']}", ("", None))
        if column in row:
            row[column] = value
    names = [name for name in {name: None for row in rows for name in row} if f'"{name}"' in PROFILE
             or f"['{name}']" in PROFILE]  # fmt: skip
    with (tmp_path / "frame.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    (tmp_path / "cars.toml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "frame.csv"


def of_command(run: Run, folder: Path) -> list[tuple[object, ...]]:
    outcome = run("check", "--format", "json", folder=folder)
    assert outcome.err == ""
    return [
        (
            *(finding[key] for key in ("rule", "level", "message", "sheet", "path", "pointer", "line")),
            finding["fingerprint"], finding["suspect"] and finding["suspect"]["suggestion"],
        )
        for finding in json.loads(outcome.out)["findings"]
    ]  # fmt: skip


def of_report(report: Report) -> list[tuple[object, ...]]:
    return [
        (
            f.rule, f.level, f.message, f.sheet, f.location.path, f.location.pointer, f.location.region.line,
            f.fingerprint, f.suspect and f.suspect.suggestion,
        )
        for f in report.findings
    ]  # fmt: skip


READERS: dict[str, Callable[[Path], Any]] = {
    "pandas": pd.read_csv,
    "nullable": lambda file: pd.read_csv(file, dtype_backend="numpy_nullable"),
    "texts": lambda file: pd.read_csv(file, dtype=str),
    "texts that may be empty": lambda file: pd.read_csv(file, dtype=str, keep_default_na=False),
    "categories": lambda file: pd.read_csv(file, dtype={"make": "category", "powertrain.type": "category"}),
    "objects": lambda file: pd.read_csv(file).astype(object),
    "an index": lambda file: pd.read_csv(file, index_col=["make", "model"]),
    "polars": lambda file: pl.read_csv(file, infer_schema_length=None),
    "polars categories": lambda file: pl.read_csv(
        file, infer_schema_length=None, schema_overrides={"make": pl.Categorical}
    ),
}


@pytest.mark.parametrize("reader", READERS)
def test_a_frame_has_the_findings_of_its_table_by_the_command(run: Run, table: Path, reader: str) -> None:
    report = speclint.check(READERS[reader](table), profile="cars.toml")
    expected = of_command(run, table.parent)
    assert of_report(report) == expected
    assert len(expected) >= len(FAULTS)


def test_a_large_frame_has_the_findings_of_its_table_by_the_command(run: Run, table: Path) -> None:
    frame = pd.read_csv(table, dtype=str)
    large = pd.concat([frame.assign(market=f"m{copy}") for copy in range(7)], ignore_index=True)
    assert len(large) > MIN_SHEETS
    large.to_csv(table, index=False)
    assert of_report(speclint.check(large, profile="cars.toml")) == of_command(run, table.parent)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "separator", "encoding"),
    [
        ("ev-csv/ElectricCarData_Clean.csv", ",", "utf-8"),
        ("mass93-csv/Cars93.csv", ",", "utf-8"),
        ("ademe-csv/mars-2014-complete.csv", ";", "utf-8-sig"),
    ],
)
def test_a_public_table_read_as_a_frame_has_the_findings_of_the_command(
    run: Run, tmp_path: Path, name: str, separator: str, encoding: str
) -> None:
    source = SHARED / "foreign" / name
    if not source.exists():
        pytest.skip("needs public data sets: SPECLINT_SHARED names their folder")
    (tmp_path / "frame.csv").write_bytes(source.read_bytes())
    run("init")
    frame = pd.read_csv(source, sep=separator, encoding=encoding, encoding_errors="replace")
    report = speclint.check(frame, profile=tmp_path / "speclint-profile.toml")
    assert report.sheets == len(frame)
    assert of_report(report) == of_command(run, tmp_path)


def test_the_places_in_a_frame_have_the_labels_of_its_rows(table: Path) -> None:
    frame = pd.read_csv(table)
    frame["note"] = "two\nlines"
    frame.index = pd.Index([f"row {number}" for number in range(len(frame))], name="key")
    (finding,) = [
        finding
        for finding in speclint.check(frame, profile="cars.toml").findings
        if finding.rule == "conversion-mismatch" and finding.location.pointer.endswith("lb-ft")
    ]
    assert finding.suspect is not None
    assert frame.loc[finding.location.row, "powertrain.torque.lb-ft"] == 346
    assert finding.suspect.location.row == finding.location.row
    assert finding.suggestion == "364"
    polars = pl.read_csv(table, infer_schema_length=None)
    found = speclint.check(polars, profile="cars.toml").findings
    rows = {f.location.row: f.suspect.stated for f in found if f.suspect}
    assert {str(polars.row(row, named=True)["model"]) for row in rows} >= {"iX2", "iX3"}
    assert speclint.check([str(table)]).findings[0].location.row is None


def test_what_is_missing_is_an_empty_cell_whatever_the_type() -> None:
    frame = pd.DataFrame(
        {
            "float": [1.5, float("nan"), float("inf")],
            "whole": [494.0, None, 2.0],
            "single": pd.Series([0.1, None, 16777216], dtype="float32"),
            "nullable": pd.Series([1, None, 3], dtype="Int64"),
            "text": ["a", None, 'b,"c"'],
            "category": pd.Series(["x", None, "y"], dtype="category"),
            "time": pd.to_datetime(["2024-03-01", None, "2024-03-01 12:00"], format="ISO8601"),
            "object": [[1, 2.5], pd.NA, {"at_least": 3, "none": None}],
            "flag": pd.Series([True, None, False], dtype="boolean"),
        }
    )
    assert as_csv(frame).content.decode().splitlines()[1:] == [
        '1.5,494,0.1,1,a,x,2024-03-01,"[1,2.5]",true',
        ",,,,,,,,",
        ',2,16777216,3,"b,""c""",y,2024-03-01 12:00:00,"{""at_least"":3}",false',
    ]
    polars = pl.DataFrame(
        {"a": [[1, 2], None], "b": [date(2024, 3, 1), None], "c": [float("nan"), 0.5], "d": [None, {"x": 1}]}
    )
    assert as_csv(polars).content.decode().splitlines()[1:] == ['"[1,2]",2024-03-01,,', ',,0.5,"{""x"":1}"']


def test_a_name_of_a_column_never_passes_for_a_delimiter() -> None:
    frame = pd.DataFrame({"make;a;b;c": ["BMW"], "torque": [494]})
    assert as_csv(frame).content == b'"make;a;b;c","torque"\nBMW,494\n'


def test_an_index_comes_first_unless_it_is_a_row_number_or_a_column_too() -> None:
    frame = pd.DataFrame({"make": ["BMW"], "kW": [230]})
    assert as_csv(frame.set_index("make")).content == b'"make","kW"\nBMW,230\n'
    assert as_csv(frame.set_index("make", drop=False)).content == b'"make","kW"\nBMW,230\n'
    assert as_csv(frame.set_index(pd.Index(["a"]))).content == b'"","make","kW"\na,BMW,230\n'


def documents(sheets: Sheets) -> dict[str, object]:
    """All sheets by their ids, every other one as text."""
    files = sorted((sheets.root / "specs").glob("*/*.json"))
    return {
        f"{file.parent.name}/{file.stem}": file.read_text("utf-8")
        if place % 2
        else json.loads(file.read_bytes())
        for place, file in enumerate(files)
    }


def test_documents_by_name_have_the_findings_of_files_of_these_names(run: Run, wrong: Sheets) -> None:
    claims = '[[sheets]]\nfiles = ["*/*.json"]\nprofile = "spec-sheet"\n'
    (wrong.root / "specs" / "speclint.toml").write_text(claims, encoding="utf-8")
    wrong.edit(IX1, '"sheet": "bmw/ix2-xdrive30"', '"sheet": "bmw/ix2-xdrive3"')
    report = speclint.check(documents(wrong))
    found = json.loads(run("check", "--format", "json", folder=wrong.root / "specs").out)
    assert report.sheets == len(documents(wrong))
    assert [(finding.rule, finding.sheet, finding.fingerprint) for finding in report.findings] == [
        (finding["rule"], finding["sheet"], finding["fingerprint"]) for finding in found["findings"]
    ]
    assert {finding.rule for finding in report.findings} >= {"conversion-mismatch", "sibling-missing"}


def test_documents_may_have_any_names_and_are_compared_with_each_other(sheets: Sheets) -> None:
    first = json.loads(sheets.file(IX1).read_bytes())
    del first["siblings"]
    found = speclint.check({"a": first, "b": first}).findings
    assert {(finding.rule, finding.sheet) for finding in found} == {("duplicate-sheet", "a")}


def test_documents_may_be_records_of_a_profile(table: Path) -> None:
    of_frame = speclint.check(pd.read_csv(table), profile="cars.toml")
    of_text = speclint.check({"frame.csv": table.read_text("utf-8")}, profile="cars.toml")
    assert of_report(of_frame) == of_report(of_text)


def test_a_configuration_chooses_for_documents_and_frames(table: Path, wrong: Sheets) -> None:
    (table.parent / "mine.toml").write_text('ignore = ["conversion-mismatch"]\n', encoding="utf-8")
    assert speclint.check(documents(wrong), config="mine.toml").findings == ()
    assert speclint.check(documents(wrong), ignore="conversion-mismatch").findings == ()
    of_frame = speclint.check(pd.read_csv(table), profile="cars.toml", config="mine.toml").findings
    assert "conversion-mismatch" not in {finding.rule for finding in of_frame}
    sheet = json.loads(wrong.file(IX2).read_bytes())
    del sheet["siblings"]
    claims = '[[sheets]]\nfiles = ["data/*.json"]\nprofile = "spec-sheet"\n'
    (table.parent / "mine.toml").write_text(claims, encoding="utf-8")
    report = speclint.check({"data/a": sheet, "other/b": "{"}, config="mine.toml")
    assert report.sheets == 1
    assert {finding.rule for finding in report.findings} == {"path-mismatch", "conversion-mismatch"}


@pytest.mark.parametrize("name", ["", "../a", "/a", "a/../../b", ".hidden/a", "a\0b"])
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="no name of a document"):
        speclint.check({name: "{}"})


def test_a_frame_without_a_profile_and_files_with_one_are_refused(table: Path) -> None:
    for profile in (None, ""):
        with pytest.raises(ConfigError, match="a data frame needs a profile"):
            speclint.check(pd.read_csv(table), profile=profile)
    with pytest.raises(ConfigError, match="the configuration names those of files"):
        speclint.check([table], profile="cars.toml")
    with pytest.raises(UnreadableFileError, match=r"nope\.toml"):
        speclint.check(pd.read_csv(table), profile="nope.toml")
    with pytest.raises(ConfigError, match=r'^no profile "nope" is shipped'):
        speclint.check(pd.read_csv(table), profile="nope")


@pytest.mark.parametrize("series", [pd.Series(["a"]), pl.Series(["a"])], ids=["pandas", "polars"])
def test_a_series_is_refused_and_not_taken_for_paths(series: Any) -> None:  # noqa: ANN401 - check takes none
    with pytest.raises(TypeError, match=r"a Series is no data frame; its to_frame\(\) is one"):
        speclint.check(series, profile="cars.toml")
    with pytest.raises(TypeError, match="a Series is no data frame"):
        speclint.check(series)


def test_frames_are_not_compared() -> None:
    frame: Any = pd.DataFrame({"a": [1]})
    for operands in ((frame, frame), ("HEAD", frame)):
        with pytest.raises(
            TypeError, match=r"diff compares files, folders and git revisions by name: .*DataFrame"
        ):
            speclint.diff(*operands)


def test_the_packages_of_frames_are_imported_by_whoever_passes_a_frame_alone(wrong: Sheets) -> None:
    script = (
        "import sys, speclint\n"
        f"speclint.check([{str(wrong.file(IX2))!r}])\n"
        'speclint.check({"a": "{}"})\n'
        "print([name for name in ('pandas', 'polars', 'pytest') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_report_is_a_frame_of_either_package_with_the_same_columns(table: Path) -> None:
    report = speclint.check(pd.read_csv(table), profile="cars.toml")
    frame = report.to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame["fingerprint"]) == [finding.fingerprint for finding in report.findings]
    fault = frame[frame["pointer"] == "/powertrain.torque.lb-ft"].iloc[0]
    assert (fault["level"], fault["stated"], fault["suggestion"]) == ("error", "346", "364")
    polars = report.to_frame("polars")
    assert isinstance(polars, pl.DataFrame)
    assert polars.to_dict(as_series=False) == {
        name: [None if pd.isna(value) else value for value in frame[name]] for name in COLUMNS
    }
    empty = speclint.check(pd.read_csv(table), profile="cars.toml", select="duplicate-key")
    assert empty.findings == ()
    assert list(empty.to_frame("pandas").dtypes) == list(frame.dtypes)
    assert empty.to_frame("polars").schema == polars.schema


def test_labels_of_any_kind_are_kept_in_a_frame(table: Path) -> None:
    report = speclint.check(pd.read_csv(table, index_col=["make", "model"]), profile="cars.toml")
    assert ("BMW", "iX2") in list(report.to_frame("pandas")["row"])
    assert "('BMW', 'iX2')" in report.to_frame("polars")["row"].to_list()


def test_a_package_of_frames_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match="needs pandas or polars; install it with: pip install pandas"):
        frame_of({})
    with pytest.raises(ValueError, match="not of dask"):
        frame_of({}, "dask")


class Cells(HTMLParser):
    """The texts of cells, and the names of all elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.elements.add(tag)
        if tag == "td":
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data


def test_a_notebook_shows_the_worst_findings_first_and_no_markup_of_the_data(table: Path) -> None:
    frame = pd.read_csv(table)
    frame["model"] += "<script>alert(1)</script>"
    frame.index = pd.Index([f"<b>{number}</b>" for number in range(len(frame))])
    report = speclint.check(frame, profile="cars.toml")
    cells = Cells(report._repr_html_())
    assert cells.elements <= {"p", "table", "thead", "tbody", "tr", "th", "td", "br", "code"}
    assert cells.texts[::4] == [
        finding.level for finding in report.worst_first(report.findings[0].level.NOTE)
    ]
    assert any(text.startswith("row <b>") for text in cells.texts[2::4])


def test_a_notebook_shows_a_bounded_number_of_findings(table: Path) -> None:
    frame = pd.read_csv(table)
    many = pd.concat([frame[frame["powertrain.torque.lb-ft"] == 346]] * 60).assign(
        variant=lambda rows: range(len(rows))
    )
    report = speclint.check(many, profile="cars.toml", select="conversion-mismatch")
    assert len(report.findings) > 50
    text = report._repr_html_()
    assert text.count("<tr>") == 51
    assert f"and {len(report.findings) - 50} more" in text
    clean = speclint.check(frame, profile="cars.toml", select="duplicate-key")
    assert "<table>" not in clean._repr_html_()
