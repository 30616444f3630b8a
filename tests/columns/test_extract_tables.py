"""Tables are extracted by column as their rows are collected, sheet by sheet."""

from __future__ import annotations

import csv
import random
from datetime import date
from decimal import Decimal
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from test_extract import NAMES, TABLE, content_of, project_in, random_value

from speclint import check
from speclint.columns import tables
from speclint.columns.collect import Collection
from speclint.columns.extract import Extractor
from speclint.errors import UnreadableFileError
from speclint.profiles.compile import compile_profile
from speclint.project import load
from speclint.project.load import load_project
from speclint.project.request import requests_for, silent
from speclint.records import csv as csv_module
from speclint.records.table import Column, Table
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PROFILE = """\
[sheets]
files = ["*.csv", "*.parquet"]
missing = ["keine"]
{decimal}
[identity]
make = {{ at = "name", part = "make" }}
model = {{ at = "name", part = "model" }}
year = "year"
powertrain = "type"
fuel = "fuel"
market = "market"
[quantities]
power = {{ kW = "kw", PS = "ps" }}
torque = {{ Nm = "torque" }}
motor_power = {{ kW = "motors[*].kw" }}
length = "length"
width = {{ mm = "width.mm", in = "width.in" }}
consumption_combined = {{ mpg = "mpg" }}
consumption_city = {{ "mpg US" = "city" }}
consumption_electric = {{ mpge = "mpge" }}
mass_kerb = {{ value = "mass", unit = "mass_unit" }}
[[family]]
name = "same model"
by = ["name", "market"]
"""
CELLS = (
    "", " ", "0", "150", "150 kW (204 PS)", "1.865,5", "1,865", "4.50", "4.5", "4,5", "1.500", "true",
    "30 mpg", "n/a", "keine", "-", "1e3", "01", "[417, 449]", "[449, 417]", '{"at_least": 300}',
    '{"mm": 4500}', "[", "two\nlines", "two\r\nlines", 'so "called"', "a;b", "a,b", "4500 mm", "Größe",
    "\ufeff7", "250 @ 5500 rpm",
)  # fmt: skip
WORDS = {
    "name": ("Acura Integra", "BMW 330e", "BMW", "", "x"), "year": ("2014", "2014.0", "'14", "", "x"),
    "type": ("bev", "ice", "Electric", "", "x"), "fuel": ("petrol", "Diesel", "", "x"),
    "market": ("us", "eu", "uk", "", "x"), "mass_unit": ("kg", "lb", "", "x"),
}  # fmt: skip
FIGURES = (
    "kw",
    "ps",
    "torque",
    "length",
    "width",
    "motors",
    "mpg",
    "city",
    "mpge",
    "mass",
    "$speclint",
    "other",
)


def by_column(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What is extracted of the tables in a folder."""
    (request,) = requests_for(folder, [], None)
    monkeypatch.setattr(load, "MIN_SHEETS", 1)
    batches = load_project(request, silent, by_column=True).batches
    assert batches is not None
    return content_of(batches.batches[0].columns)


def by_sheet(folder: Path) -> dict[str, object]:
    """What is collected of the sheets in a folder."""
    sheets = [*project_in(folder).reported]
    assert sheets[0].profile is not None
    collection = Collection(sheets[0].profile)
    for sheet in sheets:
        collection.add(sheet)
    return content_of(collection.columns())


def lay_out(folder: Path, decimal: str = "") -> None:
    (folder / "cars.toml").write_text(PROFILE.format(decimal=decimal), encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")


def random_csv(chance: random.Random, rows: int = 120) -> bytes:
    """A table in any encoding, with any delimiter, some blank lines and rows that are too short."""
    names = chance.sample([*WORDS, *FIGURES], chance.randrange(4, 12))
    text = StringIO(newline="")
    delimiter = chance.choice(",;\t|")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=chance.choice(["\n", "\r\n"]))
    writer.writerow(names)
    for _ in range(rows):
        cells = [chance.choice(WORDS.get(name, CELLS)) for name in names]
        writer.writerow(cells[: chance.choice([len(cells), len(cells), chance.randrange(len(cells) + 1)])])
        text.write(chance.choice(["", "", "\n", delimiter * len(names) + "\n"]))
    encoding = chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    return text.getvalue().rstrip("\n").encode(encoding, "replace")


@pytest.mark.parametrize("seed", range(24))
def test_any_csv_is_extracted_as_its_rows_are_collected(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    lay_out(tmp_path, chance.choice(["", 'decimal = ","', 'decimal = "."']))
    (tmp_path / "cars.csv").write_bytes(random_csv(chance))
    monkeypatch.setattr(csv_module, "BLOCK_BYTES", chance.choice([1, 300, 10**6]))
    monkeypatch.setattr(tables, "CHUNK", chance.choice([7, 10**6]))
    assert by_column(tmp_path, monkeypatch) == by_sheet(tmp_path)


def parquet_columns(chance: random.Random, rows: int) -> dict[str, list[object]]:
    """Columns of all types that state something about cars."""
    whole, parts = (
        (0, 1, 150, 204, 4500, None),
        (0.0, -0.0, 4.5, 0.1, 1e300, float("nan"), float("inf"), None),
    )
    some = partial(chance.choices, k=rows)
    members = [{"mm": 1800, "in": 70.9}, {"mm": None, "in": 70.5}, {"mm": 1800, "in": None}, None]
    motors = [[{"kw": 150.5}, {"kw": None}], [], None, [{"kw": 80.0}]]
    return {
        **{name: some([*words, None]) for name, words in WORDS.items()},
        "kw": some(whole), "ps": some(parts), "torque": some([[417.0, 449.0], [449.0, 417.0], [], None]),
        "width": some(members), "motors": some(motors), "mpg": some(["30 mpg", "30", "", "keine", None]),
        "city": some(whole), "mpge": some(parts), "mass": some([Decimal("4.50"), Decimal("1500.00"), None]),
        "length": some([date(2020, 1, 2), None]), "$speclint": some([None] * 9 + ["x"]), "other": some(parts),
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_any_parquet_is_extracted_as_its_rows_are_collected(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    polars = pytest.importorskip("polars")
    chance = random.Random(seed)  # noqa: S311 - no secret
    lay_out(tmp_path)
    columns = parquet_columns(chance, 150)
    columns = {name: columns[name] for name in chance.sample([*columns], chance.randrange(4, len(columns)))}
    frame = polars.DataFrame(columns)
    if "mpge" in columns and seed % 2:
        frame = frame.with_columns(polars.col("mpge").cast(polars.Float32))
    frame.write_parquet(tmp_path / "cars.parquet", row_group_size=40)
    monkeypatch.setattr(tables, "CHUNK", chance.choice([7, 10**6]))
    assert by_column(tmp_path, monkeypatch) == by_sheet(tmp_path)


def coded(cells: Sequence[object]) -> Column:
    known = {repr(cell): cell for cell in cells}
    places = {text: place for place, text in enumerate(known)}
    return Column([places[repr(cell)] for cell in cells], [*known.values()])


@pytest.mark.parametrize("seed", range(20))
def test_any_documents_are_extracted_by_column_as_they_are_collected(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    documents: list[object] = [
        {name: random_value(chance) for name in chance.sample(NAMES, chance.randrange(1, 6))}
        for _ in range(300)
    ]
    profile = compile_profile("any", TABLE).in_file(lambda: documents)
    collection, extractor = Collection(profile), Extractor(profile)
    sheets = [Sheet(SheetLocation("", "car"), (), document, profile) for document in documents]
    for sheet in sheets:
        collection.add(sheet)
    left: list[int] = []

    def add_row(index: int) -> None:
        left.append(index)
        extractor.add_sheet(sheets[index], is_record=True)

    columns = {
        name: coded([document.get(name) for document in documents if isinstance(document, dict)])
        for name in NAMES
    }
    assert extractor.of_tables is not None
    extractor.of_tables.add(Table(columns, range(300), range(300)), profile.marks, add_row)
    extractor.add_records(SheetLocation("", "car"), {})
    found, expected = content_of(extractor.columns()), content_of(collection.columns())
    assert found | {"places": None} == expected | {"places": None}
    assert len(left) < len(documents)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("name,kw\nBMW,1\nBMW,1,2\nBMW,1,3\n", "cars.csv:3: 3 cells under 2 columns"),
        ('name,kw\nBMW,"1\n2"\nBMW,1,2\nBMW,"1\n', "cars.csv:4: 3 cells under 2 columns"),
        ('name,kw\n\nBMW,"1\n2"\nBMW,"1\nBMW,1\n', "cars.csv:5: unexpected end of data; a quote"),
        ("name,kw,kw\nBMW,1,2\n", 'cars.csv:1: two columns are called "kw"'),
    ],
)
def test_what_is_no_table_has_the_same_error_by_column(
    table: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path)
    (tmp_path / "cars.csv").write_text(table, encoding="utf-8")
    for least in (10**6, 1):
        monkeypatch.setattr(load, "MIN_SHEETS", least)
        with pytest.raises(UnreadableFileError) as raised:
            check()
        assert str(raised.value).startswith(problem)
