"""Tables with one row per variant: digits as written, and row and column as the place."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.errors import UnreadableFileError
from speclint.records.csv import Csv

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

CONFIGURATION = 'ignore = ["quantity-not-read"]\n[[sheets]]\nprofile = "cars.toml"\n'
"""Most sheets here state a part of what the profile maps."""
PROFILE = """\
[sheets]
files = ["*.csv", "*.tsv", "*.parquet"]

[identity]
make = "make"
model = "model"
variant = "variant"

[quantities]
power = { kW = "power_kw", PS = "['power, PS']" }
torque = { Nm = "torque_nm", "lb-ft" = "torque_lbft" }
range_wltp = { km = "range_km", mi = "range_mi" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cars.toml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "speclint.toml").write_text(CONFIGURATION, encoding="utf-8")
    return tmp_path


def reported(run: Run) -> list[tuple[str, int, int, str, str | None]]:
    """Path, line, column, pointer and suggestion of each finding, all of one rule."""
    outcome = run("check", "--format", "json")
    assert outcome.err == ""
    report: dict[str, Any] = json.loads(outcome.out)
    assert {finding["rule"] for finding in report["findings"]} <= {"conversion-mismatch"}
    return [
        (
            finding["path"], finding["line"], finding["column"], finding["pointer"],
            finding["suspect"]["suggestion"] if finding["suspect"] else None,
        )
        for finding in report["findings"]
    ]  # fmt: skip


def test_a_cell_is_named_by_its_line_and_column(run: Run, folder: Path) -> None:
    header = 'make,model,variant,"power, PS",power_kw,torque_nm,torque_lbft,range_km,range_mi\n'
    rows = (
        'BMW,iX2,"30, ""M""",313,230,494,346,,\n'
        "\n"
        'BMW,iX1,"two\r\nlines",331,230,494,364,"[417, 449]","[259, 279]"\n'
    )
    (folder / "a.csv").write_bytes(f"\ufeff{header}{rows}".encode())
    first = rows.split("\n", maxsplit=1)[0]
    assert reported(run) == [
        ("a.csv", 2, first.index("346") + 1, "/torque_lbft", "364"),
        ("a.csv", 5, 'lines",'.index(",") + 2, "/power, PS", "313"),
    ]
    assert f"2 | {first}\n" in run("check").out


@pytest.mark.parametrize(
    ("name", "parted"), [("a.csv", ";"), ("a.tsv", "\t"), ("a.csv", "|"), ("a.csv", ",")]
)
def test_the_delimiter_is_recognised_from_the_header(run: Run, folder: Path, name: str, parted: str) -> None:
    rows = [["make", "model", "variant", "torque_nm", "torque_lbft"], ["BMW", "iX2", "30", "494", "346"]]
    (folder / name).write_text("\n".join(parted.join(row) for row in rows), encoding="utf-8")
    assert reported(run) == [(name, 2, 16, "/torque_lbft", "364")]


@pytest.mark.parametrize("declared", ["sep=;\n", "\ufeffSEP=;\r\n", '"sep=^"\n'])
def test_a_first_line_for_excel_states_the_delimiter(run: Run, folder: Path, declared: str) -> None:
    mark = declared.partition("=")[2][0]
    rows = [["make", "model, name", "a,b", "torque_nm", "torque_lbft"], ["BMW", "iX2", "30", "494", "346"]]
    text = declared + "\n".join(mark.join(row) for row in rows)
    (folder / "a.csv").write_text(text, encoding="utf-8", newline="")
    assert reported(run) == [("a.csv", 3, 16, "/torque_lbft", "364")]


def test_under_a_decimal_comma_a_point_separates_thousands_or_is_not_read(run: Run, folder: Path) -> None:
    profile = PROFILE.replace("[identity]", 'decimal = ","\n[identity]')
    (folder / "cars.toml").write_text(profile, encoding="utf-8")
    rows = [
        "make;model;range_km;range_mi",
        "BMW;A;3.9;",
        "BMW;B;1.234;767",
        "BMW;C;390,5;242,6",
        "BMW;D;[390.5, 410.5];",
    ]
    (folder / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    report = json.loads(run("check", "--format", "json").out)
    assert [finding["message"] for finding in report["findings"]] == [
        '1 value of WLTP range cannot be read, as "3.9"'
    ]


def test_a_number_of_json_is_that_number_whatever_the_decimal_mark(run: Run, folder: Path) -> None:
    profile = PROFILE.replace("[identity]", 'decimal = ","\n[identity]').replace('"*.csv"', '"*.ndjson"')
    (folder / "cars.toml").write_text(profile, encoding="utf-8")
    lines = [
        '{"make": "BMW", "model": "A", "torque_nm": 390.5, "torque_lbft": 288.0}',
        '{"make": "BMW", "model": "B", "torque_nm": "390.5", "torque_lbft": 288.0}',
    ]
    (folder / "a.ndjson").write_text("\n".join(lines), encoding="utf-8")
    report = json.loads(run("check", "--format", "json").out)
    assert [finding["message"] for finding in report["findings"]] == [
        '1 value of torque cannot be read, as "390.5"'
    ]


def test_digits_are_kept_and_what_may_be_two_numbers_stays_a_text(folder: Path) -> None:
    file = folder / "a.csv"
    file.write_text('a;b;c;d;e;f\n1.50;1,50;1.865;true;x;"{""at_least"": 300}"\n', encoding="utf-8")
    ((_, layer),) = Csv("a.csv", lambda: file.open("rb"))
    assert isinstance(layer.value, dict)
    assert str(layer.value["a"]) == "1.50"
    assert {name: layer.value[name] for name in "bcdef"} == {
        "b": "1,50", "c": "1.865", "d": True, "e": "x", "f": {"at_least": 300},
    }  # fmt: skip
    file.write_text('a,b\n"1,50",007\n', encoding="utf-8")
    ((_, layer),) = Csv("a.csv", lambda: file.open("rb"))
    assert layer.value == {"a": "1,50", "b": "007"}


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), min_size=3, max_size=3), max_size=5
    )
)
def test_a_row_is_found_again_by_its_mark(rows: list[list[str]]) -> None:
    import csv
    from io import BytesIO, StringIO

    text = StringIO()
    csv.writer(text).writerows([["a", "b", "c"], *rows])
    table = Csv("a.csv", lambda: BytesIO(text.getvalue().encode()))
    found = list(table)
    assert [layer.line for _, layer in found] == [number + 2 for number, row in enumerate(rows) if any(row)]
    for mark, layer in found:
        again = table.at(mark, layer.line)
        assert (again.value, again.content, again.line) == (layer.value, layer.content, layer.line)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,a\n1,2\n", 'a.csv:1: two columns are called "a"; rename one'),
        (b"a,b\n1,2\n1,2,3\n", "a.csv:3: 3 cells under 2 columns; name them all, or quote the cell"),
        (b'a,b\n1,"2\n', "a.csv:2: unexpected end of data; a quote may be unclosed"),
        (b"\xff\xfea\x00,", "a.csv: starts as UTF-16 but is not; save the table as UTF-8"),
        (b"", "a.csv: an empty table; its first row names the columns"),
    ],
)
def test_a_table_that_cannot_be_read_is_an_error_of_one_line(
    run: Run, folder: Path, content: bytes, message: str
) -> None:
    (folder / "a.csv").write_bytes(content)
    outcome = run("check")
    assert (outcome.status, outcome.out, outcome.err) == (2, "", f"speclint: {message}\n")


def test_a_table_that_nothing_claims_is_refused_with_the_remedy(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    outcome = run("check", "a.csv")
    assert outcome.status == 2
    assert (
        outcome.err == "speclint: a.csv: there is no speclint.toml that describes it; run `speclint init`\n"
    )
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "spec-sheet"\n', encoding="utf-8")
    outcome = run("check", "a.csv")
    assert outcome.status == 2
    assert outcome.err == "speclint: a.csv: no [[sheets]] entry of speclint.toml names it; add one\n"


def test_siblings_are_found_among_rows(run: Run, folder: Path) -> None:
    (folder / "a.csv").write_text("make,model,variant\nBMW,iX2,30\nBMW,iX2,30\n", encoding="utf-8")
    outcome = run("check", "--format", "concise")
    assert outcome.out.startswith("a.csv:2:9: error[duplicate-sheet] bmw/ix2/30#2 is the same car")


def test_parquet_is_read_with_row_and_column_as_the_place(run: Run, folder: Path) -> None:
    polars = pytest.importorskip("polars", reason="speclint[tables] is not installed")
    frame = polars.DataFrame(
        {
            "make": ["BMW", "VW"],
            "model": ["iX2", "ID.3"],
            "variant": ["30", "Pro"],
            "power_kw": [230.0, float("nan")],
            "power, PS": polars.Series([312.7, 204.0], dtype=polars.Float32),
            "torque_nm": [494, 310],
            "torque_lbft": [364.0, 292.0],
            "range_km": [[417, 449], None],
        }
    )
    frame.write_parquet(folder / "cars.parquet")
    assert reported(run) == [("cars.parquet", 2, 7, "/torque_lbft", "229")]
    message = "error[conversion-mismatch]: torque 310 Nm is 229 lb-ft, not 292"
    assert run("check", "--quiet").out.startswith(f"{message}\n --> cars.parquet:2:7 /torque_lbft\n")
    assert "312.7 PS" in run("show", "bmw/ix2/30").out
    (folder / "cars.parquet").write_bytes(b"no")
    outcome = run("check")
    assert outcome.status == 2
    assert outcome.err.startswith("speclint: cars.parquet: not a Parquet table")


def test_rows_of_each_row_group_are_read_and_named_by_their_number_in_the_file(
    run: Run, folder: Path
) -> None:
    polars = pytest.importorskip("polars", reason="speclint[tables] is not installed")
    wrong = {3, 38, 40, 59}
    frame = polars.DataFrame(
        [
            {"make": "VW", "model": f"M{row}", "torque_nm": 300 + row,
             "torque_lbft": round((300 + row) / 1.355818) + 30 * (row in wrong),
             "range_km": [400, 400 + row]}
            for row in range(60)
        ]
    )  # fmt: skip
    for size in (10, 60):
        frame.write_parquet(folder / "cars.parquet", row_group_size=size)
        assert [line for _, line, *_ in reported(run)] == [row + 1 for row in sorted(wrong)]


def test_without_polars_the_error_names_what_to_install(folder: Path) -> None:
    (folder / "cars.parquet").write_bytes(b"PAR1")
    script = "import sys; sys.modules['polars'] = None; sys.argv = ['speclint', 'check']; "
    script += "from speclint.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, check=False, text=True
    )
    assert done.returncode == 2
    assert done.stderr == (
        "speclint: cars.parquet: Parquet is read by polars; install it with: pip install 'speclint[tables]'\n"
    )


def test_a_parquet_file_that_is_too_large_to_keep_is_read_from_the_disk_unless_it_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    polars = pytest.importorskip("polars", reason="speclint[tables] is not installed")
    from speclint.records import parquet

    table, file = polars.DataFrame({"make": ["BMW"] * 40, "kw": [*range(40)]}), folder / "a.parquet"
    table.write_parquet(file, row_group_size=10)
    monkeypatch.setattr(parquet, "MIN_ROWS", 10)
    monkeypatch.setattr(parquet, "MAX_KEPT", 100)
    read = parquet.Parquet("a.parquet", lambda: file.open("rb"))
    assert polars.concat(read.frame(*group) for group in read.groups).equals(table)
    assert len(read.groups) == 4
    monkeypatch.setattr(parquet, "MAX_KEPT", 100_000)
    kept = parquet.Parquet("a.parquet", lambda: file.open("rb"))
    assert kept.groups == read.groups
    table.head(5).write_parquet(file)
    for source in (read, kept):
        with pytest.raises(UnreadableFileError, match=r"^a.parquet: changed while it was read; run the com"):
            source.frame(0, 10)


def test_whole_floats_of_parquet_claim_whole_digits_only(folder: Path) -> None:
    polars = pytest.importorskip("polars", reason="speclint[tables] is not installed")
    from speclint.records.parquet import Parquet

    single = polars.Series([5.6], dtype=polars.Float32)
    frame = polars.DataFrame({"a": [494.0], "b": [5.6], "c": single, "d": [{"e": 1.5}], "f": [True]})
    frame.write_parquet(folder / "a.parquet")
    ((_, layer),) = Parquet("a.parquet", lambda: (folder / "a.parquet").open("rb"))
    assert layer.value == {
        "a": 494, "b": Decimal("5.6"), "c": Decimal("5.6"), "d": {"e": Decimal("1.5")}, "f": True,
    }  # fmt: skip


def test_small_row_groups_are_read_together(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    polars = pytest.importorskip("polars", reason="speclint[tables] is not installed")
    from speclint.records.parquet import Parquet

    file, reads = folder / "a.parquet", 0
    table = polars.DataFrame({"make": ["BMW"] * 25_000, "kw": [*range(25_000)]})
    table.write_parquet(file, row_group_size=50)
    scan = polars.scan_parquet

    def counted(*arguments: object) -> object:
        nonlocal reads
        reads += 1
        return scan(*arguments)

    monkeypatch.setattr(polars, "scan_parquet", counted)
    read = Parquet("a.parquet", lambda: file.open("rb"))
    assert polars.concat(read.frame(*group) for group in read.groups).equals(table)
    assert reads == 3


BEYOND = "a date or a duration beyond the years 1 to 9999"


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (("Date",), 2**30, None), (("Date",), 2_932_897, "+10000-01-01"),
        (("Date",), -735_000, "-0043-08-22"),
        (("Date",), 2_932_896, "9999-12-31"), (("Date",), -719_162, "0001-01-01"),
        (("Datetime", "us"), 2**62, "+148108-07-06 14:00:27.387904"), (("Datetime", "ms"), 2**62, None),
        (("Datetime", "ms"), 253_402_300_799_000, "9999-12-31 23:59:59"), (("Duration", "ms"), 2**62, None),
        (("Datetime", "ms", "Asia/Tokyo"), 253_402_300_799_000, "+10000-01-01 08:59:59+09:00"),
    ],
)  # fmt: skip
def test_a_date_that_python_does_not_have_is_read_as_text_or_refused_with_its_column(
    folder: Path, kind: tuple[str, ...], value: int, text: str | None
) -> None:
    polars = pytest.importorskip("polars", reason="speclint[tables] is not installed")
    from speclint.records.parquet import Parquet

    kinds = getattr(polars, kind[0])
    cells = polars.Series("built", [value], dtype=polars.Int64)
    frame = cells.cast(kinds(*kind[1:]) if kind[1:] else kinds).to_frame()
    nested = frame.select("built", polars.struct("built").alias("in"), polars.concat_list("built").alias("l"))
    is_beyond = text is None or not text.startswith(("0001", "9999"))
    for name, (table, is_refused) in enumerate([(frame, text is None), (nested.drop("built"), is_beyond)]):
        table.write_parquet(folder / f"{name}.parquet")
        rows = Parquet("a.parquet", partial((folder / f"{name}.parquet").open, "rb"))
        if is_refused:
            with pytest.raises(
                UnreadableFileError, match=rf'^a.parquet: column "\w+" has {BEYOND}; correct '
            ):
                list(rows)
        else:
            ((_, layer),) = rows
            assert layer.value == ({"built": text} if name == 0 else {"in": {"built": text}, "l": [text]})


def test_columns_may_be_called_as_patterns(run: Run, folder: Path) -> None:
    polars = pytest.importorskip("polars", reason="speclint[tables] is not installed")
    frame = polars.DataFrame({"make": ["BMW"], "power_kw": [99_999], "*": [1], "^m.*$": ["a"]})
    frame.write_parquet(folder / "a.parquet")
    status, out, err = run("check", "--no-cache", "--format", "concise")
    assert (status, err) == (1, "")
    assert "a.parquet:1:2: error[placeholder-figure]" in out


def test_bytes_that_are_text_are_read_as_text(run: Run, folder: Path) -> None:
    polars = pytest.importorskip("polars", reason="speclint[tables] is not installed")
    frame = polars.DataFrame({"make": [b"BMW"], "power_kw": [b"99999"], "picture": [b"\xff\xd8"]})
    frame.write_parquet(folder / "a.parquet")
    assert "99999 kW" in run("check", "--no-cache", "--format", "concise").out


def test_an_encrypted_footer_is_called_that(run: Run, folder: Path) -> None:
    (folder / "a.parquet").write_bytes(b"PARE" + b"\0" * 20 + (20).to_bytes(4, "little") + b"PARE")
    status, _, err = run("check", "--no-cache")
    words = "speclint: a.parquet: its footer is encrypted; write the table without encryption\n"
    assert (status, err) == (2, words)


def test_numbers_in_double_precision_keep_their_digits_beside_single_ones(folder: Path) -> None:
    polars = pytest.importorskip("polars", reason="speclint[tables] is not installed")
    from speclint.records.parquet import Parquet

    kind = polars.Struct({"a": polars.Float32, "b": polars.List(polars.Float64)})
    frame = polars.DataFrame({"x": polars.Series([{"a": 0.1, "b": [123456.789012]}], dtype=kind)})
    frame.write_parquet(folder / "a.parquet")
    ((_, layer),) = Parquet("a.parquet", lambda: (folder / "a.parquet").open("rb"))
    assert layer.value == {"x": {"a": Decimal("0.1"), "b": [Decimal("123456.789012")]}}


ROWS = "make;model;year;Größe\nCitroën;C3;2020;1\nŠkoda;Fabia;2021;2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-mark"])
def test_a_table_is_read_in_the_encoding_of_its_byte_order_mark(encoding: str) -> None:
    content = (
        b"\xfe\xff" + ROWS.encode("utf-16-be") if encoding == "utf-16-be-mark" else ROWS.encode(encoding)
    )
    table = Csv("a.csv", lambda: BytesIO(content))
    found = list(table)
    assert [(layer.line, layer.value) for _, layer in found] == [
        (2, {"make": "Citroën", "model": "C3", "year": 2020, "Größe": 1}),
        (3, {"make": "Škoda", "model": "Fabia", "year": 2021, "Größe": 2}),
    ]
    assert [table.at(mark, layer.line).value for mark, layer in found] == [layer.value for _, layer in found]


def test_a_table_that_is_no_utf_8_is_read_as_windows_1252() -> None:
    content = "marque;prix (€)\nCitroën;19990\n".encode("cp1252")
    ((_, layer),) = Csv("a.csv", lambda: BytesIO(content))
    assert layer.value == {"marque": "Citroën", "prix (€)": 19990}
    assert layer.make_regions is not None
    assert layer.make_regions().value("/prix (€)").column == 9


def test_a_first_column_without_a_name_is_the_empty_name() -> None:
    ((_, layer),) = Csv("a.csv", lambda: BytesIO(b'"","mpg"\n"Mazda RX4",21\n'))
    assert layer.value == {"": "Mazda RX4", "mpg": 21}


def test_names_of_rows_without_a_header_of_their_own_are_read_as_written_by_r() -> None:
    table = Csv("a.csv", lambda: BytesIO(b'"mpg","cyl"\n"Mazda RX4",21,6\n"Datsun 710",22.8,4\n'))
    assert next(layer.value for _, layer in table) == {"": "Mazda RX4", "mpg": 21, "cyl": 6}


def test_a_separator_after_the_last_cell_of_a_row_is_no_cell() -> None:
    ((_, layer),) = Csv("a.csv", lambda: BytesIO(b"make;model\nKia;Rio;\n"))
    assert layer.value == {"make": "Kia", "model": "Rio"}


def test_a_comma_in_a_quoted_name_does_not_make_the_comma_the_separator() -> None:
    ((_, layer),) = Csv("a.csv", lambda: BytesIO(b'"power, kW, net";make\n150;Kia\n'))
    assert layer.value == {"power, kW, net": 150, "make": "Kia"}


def test_one_json_object_a_line_is_read_whatever_the_file_is_called(run: Run, folder: Path) -> None:
    profile = PROFILE.replace('"*.csv", "*.tsv", "*.parquet"', '"*.json"')
    (folder / "cars.toml").write_text(profile, encoding="utf-8")
    lines = [
        {"make": "BMW", "model": "iX1", "range_km": 417, "range_mi": 259},
        {"make": "BMW", "model": "iX2", "range_km": 417, "range_mi": 295},
    ]
    (folder / "a.json").write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    assert [finding[:2] for finding in reported(run)] == [("a.json", 2)]


def test_the_names_of_folders_are_columns_of_the_tables_in_them(run: Run, folder: Path) -> None:
    polars = pytest.importorskip("polars")
    profile = PROFILE.replace('"*.parquet"', '"s/**/*.parquet"').replace(
        "[quantities]", 'year = "year"\n[quantities]'
    )
    (folder / "cars.toml").write_text(profile, encoding="utf-8")
    for make, year in (("BMW", "2024"), ("Mercedes%20Benz", "__HIVE_DEFAULT_PARTITION__")):
        below = folder / "s" / f"make={make}" / f"year={year}"
        below.mkdir(parents=True)
        row = {"model": ["iX2"], "torque_nm": [494], "torque_lbft": [346]}
        polars.DataFrame(row).write_parquet(below / "part-0.parquet")
    report = json.loads(run("check", "--format", "json").out)
    assert [(finding["sheet"], finding["column"]) for finding in report["findings"]] == [
        ("bmw/ix2/2024", 3),
        ("mercedes-benz/ix2", 3),
    ]


def test_a_column_in_a_table_holds_rather_than_the_name_of_its_folder(run: Run, folder: Path) -> None:
    polars = pytest.importorskip("polars")
    profile = PROFILE.replace('"*.parquet"', '"s/**/*.parquet"')
    (folder / "cars.toml").write_text(profile, encoding="utf-8")
    below = folder / "s" / "make=Audi"
    below.mkdir(parents=True)
    row = {"make": ["BMW"], "model": ["iX2"], "torque_nm": [494], "torque_lbft": [346]}
    polars.DataFrame(row).write_parquet(below / "a.parquet")
    report = json.loads(run("check", "--format", "json").out)
    assert [finding["sheet"] for finding in report["findings"]] == ["bmw/ix2"]


def test_a_path_may_be_a_pattern_of_files(run: Run, folder: Path) -> None:
    for name in ("a", "b", "c[1]"):
        row = f"make,model,torque_nm,torque_lbft\nBMW,{name},494,346\n"
        (folder / f"{name}.csv").write_text(row, encoding="utf-8")
    outcome = run("check", "[ab].csv", "c[1].csv", "--format", "json")
    assert [finding["path"] for finding in json.loads(outcome.out)["findings"]] == [
        "a.csv",
        "b.csv",
        "c[1].csv",
    ]
    status, out, err = run("check", "**/*.tsv")
    assert (status, out) == (2, "")
    assert err.strip() == "speclint: **/*.tsv: no file matches this pattern"
