"""Parquet files of any number of rows: variants of models in many years and markets, from our own sheets."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import polars as pl

from speed.catalogs import SEED
from speed.streams import COLUMNS, FAULTS, IDENTITY, TWINS, profile, records
from speed.variation import word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAKES = 60
VARIANTS = 3
YEARS = range(2012, 2026)
MARKETS = (
    "at", "au", "be", "br", "ca", "ch", "cn", "cz", "de", "dk", "es", "fi", "fr", "gb", "gr", "hu", "ie",
    "in", "it", "jp", "kr", "mx", "nl", "no", "nz", "pl", "pt", "se", "us", "za",
)  # fmt: skip
PER_MODEL = VARIANTS * len(YEARS) * len(MARKETS)
"""Rows of a model: 1,260."""
DISTINCT = ("power_kw", "torque_nm", "sprint_s")
"""Of what variants of a model differ in something."""
FAULTY = 0.001
"""The share of rows with a figure that is far off."""
ROWS_OF_FILE, ROWS_OF_GROUP = 1_000_000, 100_000
CONFIGURATION = '[[sheets]]\nprofile = "cars.toml"\n'


def write(folder: Path, rows: int, *, half: bool = False) -> Path:
    """A folder with a configuration, a profile, and so many rows below `s/`, unless it is there.

    Args:
        folder: where it lies.
        rows: about how many.
        half: whether one make holds half of the models.
    """
    if (folder / "speclint.toml").exists():
        return folder
    (folder / "s").mkdir(parents=True, exist_ok=True)
    described = profile().replace('"cars.ndjson", "cars.parquet", "cars.csv"', '"s/**/*.parquet"')
    described = described.replace('market = "market"', 'market = "market"\nyear = "year"')
    (folder / "cars.toml").write_text(described, encoding="utf-8")
    for number, frame in enumerate(_files(rows, half=half)):
        frame.write_parquet(folder / "s" / f"part-{number:05}.parquet", row_group_size=ROWS_OF_GROUP)
    (folder / "speclint.toml").write_text(CONFIGURATION, encoding="utf-8")
    return folder


def _files(rows: int, *, half: bool) -> Iterator[pl.DataFrame]:
    random = Random(SEED)  # noqa: S311 - repeatable
    cars, makes = records(), [word(random, 6).capitalize() for _ in range(MAKES)]
    left = rows
    while left > 0:
        models = min(-(-left // PER_MODEL), ROWS_OF_FILE // PER_MODEL)
        variants: list[dict[str, Any]] = []
        for _ in range(models):
            is_half = half and random.random() < 1 / 2
            make, model = makes[0] if is_half else random.choice(makes), word(random, 6).capitalize()
            for number, car in enumerate(_distinct(cars)):
                variants.append(
                    {**car, "make": make, "model": model, "variant": f"{car.get('variant')} {number}"}
                )
        frame = _of_years_and_markets(variants).head(left)
        yield _with_faults(frame, random)
        left -= len(frame)


def _distinct(cars: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """The next variants; two that are alike would look copied, in each year and market."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    while len(found) < VARIANTS:
        car = next(cars)
        found.setdefault(tuple(car.get(name) for name in DISTINCT), car)
    return [*found.values()]


def _of_years_and_markets(variants: list[dict[str, Any]]) -> pl.DataFrame:
    kinds = dict.fromkeys(IDENTITY, pl.String) | dict.fromkeys(COLUMNS, pl.Float64)
    kinds |= {name: pl.Float64 for name, _ in TWINS.values()}
    years = pl.DataFrame({"year": [*YEARS]}, schema={"year": pl.Int32})
    sold = pl.DataFrame({"market": MARKETS})
    frame = pl.DataFrame(variants, schema=kinds).drop("market")
    return frame.join(years, how="cross").join(sold, how="cross")


def _with_faults(frame: pl.DataFrame, random: Random) -> pl.DataFrame:
    """Some rows with one figure that is too large by a usual factor."""
    chosen = sorted(random.sample(range(len(frame)), round(len(frame) * FAULTY)))
    columns = [random.choice([*COLUMNS]) for _ in chosen]
    numbers = pl.DataFrame(
        {"row": chosen, "column": columns, "factor": [float(random.choice(FAULTS)) for _ in chosen]}
    )
    numbered = frame.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    numbered = numbered.join(numbers, on="row", how="left", maintain_order="left")
    spoilt = (
        pl.when(pl.col("column") == name)
        .then((pl.col(name) * pl.col("factor")).round(1))
        .otherwise(pl.col(name))
        for name in COLUMNS
    )
    return numbered.with_columns(spoilt).drop("row", "column", "factor")
