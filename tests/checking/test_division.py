"""How rows are divided into files, and in which order they stand there, changes no finding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import partitioned
from speclint import check
from speclint.checking.partitions import lake
from speclint.checking.partitions.partitioning import Sizes

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.results import Report

PROFILE = """[sheets]
files = ["s/*"]{records}
[identity]
make = "make"
model = "model"
variant = "variant"
[quantities]
length = {{ mm = "length_mm" }}
width = {{ mm = "width_mm" }}
wheelbase = {{ mm = "wheelbase_mm" }}
"""
CAR = {"make": "BMW", "model": "X1", "length_mm": 4500, "wheelbase_mm": 2692}
"""Of 81 variants forty are compared: those whose names come first have the width that one of them lacks."""
WIDTHS = [("c", 1815), *((f"a{i:02}", 1865) for i in range(40)), *((f"b{i:02}", 1795) for i in range(40))]
CARS = [{**CAR, "variant": variant, "width_mm": width} for variant, width in WIDTHS]
FOUND = [("likely-entry-error", "bmw/x1/c")]


def found(report: Report) -> list[tuple[str, str]]:
    return [(finding.rule, finding.sheet) for finding in report.findings]


def write(folder: Path, suffix: str, files: list[list[dict[str, Any]]]) -> None:
    """A catalog of records in files of a format."""
    records = '\nrecords = "cars[*]"' if suffix == "json" else ""
    (folder / "s").mkdir(exist_ok=True)
    (folder / "cars.toml").write_text(PROFILE.format(records=records), encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    for number, cars in enumerate(files):
        file = folder / "s" / f"{number}.{suffix}"
        if suffix == "json":
            file.write_text(json.dumps({"cars": cars}), encoding="utf-8")
        else:
            writer = {"csv": "write_csv", "ndjson": "write_ndjson", "parquet": "write_parquet"}[suffix]
            getattr(pl.DataFrame(cars), writer)(file)


@pytest.mark.parametrize("suffix", ["csv", "ndjson", "parquet", "json"])
@pytest.mark.parametrize(
    "files", [[CARS], [CARS[41:], CARS[:41]], [CARS[i::7] for i in range(7)]], ids=["1", "2", "7"]
)
def test_of_many_siblings_those_are_compared_whose_names_come_first(
    suffix: str, files: list[list[dict[str, Any]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, suffix, files)
    monkeypatch.chdir(tmp_path)
    assert found(check()) == FOUND


def test_they_are_the_same_by_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others = [
        {**car, "make": make, "variant": f"{car['variant']}-{make}"}
        for make in ("Audi", "Seat", "Opel")
        for car in CARS[1:]
    ]
    write(tmp_path, "csv", [CARS[41:], others, CARS[:41]])
    monkeypatch.chdir(tmp_path)
    assert found(check()) == FOUND


def test_they_are_the_same_by_partition_of_makes_that_are_split(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def batteries(model: str, count: int, gross: float, reserve: float) -> list[dict[str, Any]]:
        sizes = (gross + number for number in range(count))
        return [
            {"make": "Halfmaker", "model": f"{model}{i:02}", "gross_kwh": size, "battery_kwh": size - reserve}
            for i, size in enumerate(sizes)
        ]

    reserve, whole = batteries("A", 45, 60, 5), batteries("B", 60, 9, 0)
    rows = pl.DataFrame([*whole, *reserve])
    messages = []
    for name, frame in (("one", rows), ("divided", rows.reverse())):
        folder = partitioned.write(tmp_path / name, frame, files=1 if name == "one" else 4)
        reports = partitioned.both_ways(monkeypatch, folder, Sizes(partition=10, together=20))
        messages += [
            sorted((each.sheet, each.message) for each in report.findings if each.rule == "quantity-copied")
            for report in reports
        ]
    assert messages[0]
    assert messages[1] == messages[0] == messages[2] == messages[3]


def salted(count: int) -> pl.DataFrame:
    """Rows of one model, each of another variant, some of which have a fault."""
    return partitioned.rows(count).head(count).with_columns(make=pl.lit("BMW"), model=pl.lit("X1"))


def of_salts(
    monkeypatch: pytest.MonkeyPatch, folder: Path, rows: pl.DataFrame, files: int = 1
) -> tuple[list[tuple[str, str, str]], Report]:
    """What is found in the rows of a model that is split, and the report."""
    written = partitioned.write(folder, rows, files)
    _, report = partitioned.both_ways(monkeypatch, written, Sizes(partition=50, together=60, sample=20))
    return sorted((each.rule, each.sheet, each.message) for each in report.findings), report


def test_rows_of_a_model_that_is_split_give_the_same_findings_in_any_order_with_any_other_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = salted(400)
    expected, report = of_salts(monkeypatch, tmp_path / "one", rows)
    assert len({rule for rule, *_ in expected}) > 2
    assert report.notices
    make = pl.col("make").cast(pl.Categorical)
    other = rows.select(pl.lit("text").alias("other"), pl.exclude("make"), make)
    for name, frame in {
        "shuffled": rows.sample(fraction=1, shuffle=True, seed=1), "reversed": rows.reverse(), "other": other,
    }.items():  # fmt: skip
        assert of_salts(monkeypatch, tmp_path / name, frame, files=3)[0] == expected


def test_rows_that_stand_for_others_are_named_by_their_own_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, report = of_salts(monkeypatch, tmp_path / "lake", salted(400), files=3)
    paths = {place.location.path for finding in report.findings for place in finding.related}
    assert {"s/0.parquet", "s/1.parquet"} <= paths
    assert all((tmp_path / "lake" / path).is_file() for path in paths)


def test_equal_rows_that_are_too_many_for_one_partition_are_in_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    judged = lake.judged

    def noted(*arguments: Any) -> Any:  # noqa: ANN401 - as it is
        sizes.append(sum(map(len, arguments[1])))
        return judged(*arguments)

    monkeypatch.setattr(lake, "judged", noted)
    row = pl.DataFrame([{**CAR, "variant": "a", "width_mm": 1865}])
    folder = partitioned.write(tmp_path / "lake", pl.concat([row] * 1000))
    partitioned.both_ways(monkeypatch, folder, Sizes(partition=50, together=60, sample=20))
    assert sum(sizes) == 1000
    assert max(sizes) <= 60
