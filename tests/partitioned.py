"""A catalog in which half of all rows are of one make, with faults of every kind that rows show together."""

from __future__ import annotations

import shutil
from itertools import islice
from typing import TYPE_CHECKING, Any

import polars as pl
from msgspec.structs import replace

from conftest import ROOT
from speclint import check
from speclint.checking.partitions import partitioning
from speclint.documents.writer import json_text
from speclint.project import load
from speclint.project.load import load_project
from speclint.project.request import requests_for, silent
from speed.streams import profile, records

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from speclint.checking.partitions.partitioning import Sizes
    from speclint.results import Report

HALF = "Halfmaker"
MODELS = 24
IDENTITY = {
    "make": pl.String,
    "model": pl.String,
    "variant": pl.String,
    "market": pl.String,
    "note": pl.String,
}


def rows(count: int) -> pl.DataFrame:
    """So many rows, and some with known faults."""
    found: list[dict[str, Any]] = []
    for number, record in enumerate(islice(records(faulty=0.02), count)):
        make = HALF if number % 2 else f"Make {number % 5}"
        found.append({**record, "make": make, "model": f"M{number % MODELS}", "variant": f"v{number}"})
    return pl.DataFrame([*found, *_across_models(), *_duplicates()], infer_schema_length=None)


def _across_models() -> list[dict[str, Any]]:
    """Cars of one make that share what models do not share, and batteries of which some have no reserve."""
    cars = [
        {
            "power_kw": 100 + 9 * number,
            "wheelbase_mm": 2500 + 31 * number,
            "mass_kg": 1739,
            "length_mm": 4400 + number,
        }
        for number in range(5)
    ]
    batteries = [(66, 65.2), (83, 78.1), (64.0, 64.0)]
    return [
        *({"make": HALF, "model": f"M{number}", "variant": "a", **car} for number, car in enumerate(cars)),
        *(
            {"make": HALF, "model": f"A{number}", "variant": "a", "gross_kwh": gross, "battery_kwh": usable}
            for number, (gross, usable) in enumerate(batteries)
        ),
    ]


def _duplicates() -> list[dict[str, Any]]:
    """Rows of one identity: equal ones, and others that a column distinguishes."""
    car = {"make": "Nord", "variant": "x", "power_kw": 100.0, "market": "de"}
    return [
        {**car, "model": "one"}, {**car, "model": "one"},
        {**car, "model": "two", "note": "manual"}, {**car, "model": "two", "note": "automatic"},
    ]  # fmt: skip


def write(folder: Path, frame: pl.DataFrame, files: int = 1) -> Path:
    """A folder with a configuration and the rows in so many files."""
    (folder / "s").mkdir(parents=True)
    described = profile().replace('"cars.ndjson", "cars.parquet", "cars.csv"', '"s/**/*.parquet"')
    (folder / "cars.toml").write_text(described, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    size = -(-len(frame) // files)
    for number in range(files):
        part = frame.slice(number * size, size)
        part.write_parquet(folder / "s" / f"{number}.parquet", row_group_size=max(1, size // 3))
    return folder


def merged_documents(source: Path, folder: Path) -> pl.DataFrame:
    """The sheets of public documents with what they inherit, a row each; the documents are copied."""
    shutil.copytree(source, folder, copy_function=shutil.copyfile)
    (folder / "speclint.toml").write_text(f'[[sheets]]\nprofile = "{source.name}"\n', encoding="utf-8")
    (request,) = requests_for(folder, [], None)
    documents = [sheet.value for sheet in load_project(request, silent).read]
    return pl.read_ndjson("\n".join(map(json_text, documents)).encode(), infer_schema_length=None)


def profile_of_rows(name: str) -> str:
    """A shipped profile of documents for the same as rows of Parquet below `s/`."""
    shipped = (ROOT / "linter/speclint/profiles" / f"{name}.toml").read_text(encoding="utf-8")
    kept = [line for line in shipped.splitlines() if not line.startswith(("files =", "layers ="))]
    return "\n".join(kept).replace("[sheets]", '[sheets]\nfiles = ["s/*.parquet"]')


def both_ways(
    monkeypatch: pytest.MonkeyPatch, folder: Path, sizes: Sizes, *paths: str
) -> tuple[Report, Report]:
    """The reports on the rows in a folder: together, and by partition."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(partitioning, "SIZES", sizes)
    reports = []
    for least in (10**9, 1):
        monkeypatch.setattr(load, "MIN_ROWS", least)
        reports.append(replace(check(paths), seconds=0.0))
    together, by_partition = reports
    return together, by_partition
