"""A model year in which the car was not built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.dates import earliest, is_day, is_year, latest, on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="a model year in which the car was not built",
    needs=("year",),
    reads=("production_end", "production_start"),
    bad=(
        bad(
            '{"model_year": 2022, "revised": "2024-03-01", "production": {"start": "2023-11"}}',
            at="/model_year",
            message="model year 2022 was over before production started in 2023-11",
        ),
        bad(
            '{"model_year": 2024, "revised": "2024-03-01", "status": "discontinued", "production": {"end": "2022-06"}}',
            at="/model_year",
            message="model year 2024 is built from 2023-01-02 on, but production ended in 2022-06",
        ),
    ),
    good=(
        good(
            '{"model_year": 2020, "revised": "2024-03-01", "production": {"start": "2019-11"}}',
            why="a model year begins in the year before",
        ),
        good('{"model_year": 2023, "revised": "2024-03-01", "production": {"start": "2023-11"}}'),
        good(
            '{"model_year": 2023, "revised": "2024-03-01", "status": "discontinued", "production": {"end": "2022-06"}}',
            why="the last cars were of the model year to come",
        ),
    ),
)
def year_outside_production(sheet: Sheet) -> Iterator[Violation]:
    """Cars of a model year are built from 2 January of the year before to its last day (40 CFR 85.2304).

    Where a market counts model years otherwise, it begins them later, never earlier.
    """
    year = sheet.field("year") or ""
    if not is_year(year):
        return
    start, end = sheet.field("production_start") or "", sheet.field("production_end") or ""
    first = f"{int(year) - 1:04}-01-02"
    if is_day(start) and latest(year) < earliest(start):
        message = f"model year {year} was over before production started {on(start)}"
        related = Related("the start of production", sheet.field_pointer("production_start"))
        yield Violation(message, sheet.field_pointer("year"), (related,))
    elif is_day(end) and latest(end) < first:
        message = f"model year {year} is built from {first} on, but production ended {on(end)}"
        related = Related("the end of production", sheet.field_pointer("production_end"))
        yield Violation(message, sheet.field_pointer("year"), (related,))
