"""A car that is still to come when its model year is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.dates import is_day, is_year, years_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

STILL_TO_COME = ("expected", "announced")
YEARS = 3
"""Of the newest source: makers speak of a car some four years before they build it, but not for years on end."""


@sheet_rule(
    level=Level.WARNING,
    summary="a car is said to be still to come, but its time is over",
    reads=("revised", "sources", "status", "year"),
    bad=(
        bad(
            '{"model_year": 2021, "status": "expected", "revised": "2024-03-01"}',
            at="/status",
            message='the status is "expected", but model year 2021 was over when the sheet was revised on 2024-03-01',
        ),
        bad(
            '{"status": "expected", "revised": "2024-03-01", "sources": [{"title": "First drawings", '
            '"url": "https://www.bmw.com/data", "published": "2020-11-11", "covers": ["/powertrain"]}]}',
            at="/status",
            message='the status is "expected", but the newest source is of 2020-11-11, over 3 years before the revision '
            "on 2024-03-01",
            why="a report that nobody followed up",
        ),
    ),
    good=(
        good('{"model_year": 2025, "status": "expected", "revised": "2024-03-01"}'),
        good(
            '{"model_year": 2024, "status": "announced", "revised": "2024-03-01"}',
            why="its model year is not over",
        ),
        good(
            '{"status": "expected", "revised": "2020-11-12", "sources": [{"title": "First drawings", '
            '"url": "https://www.bmw.com/data", "published": "2020-11-11", "covers": ["/powertrain"]}]}'
        ),
    ),
)
def status_outdated(sheet: Sheet) -> Iterator[Violation]:
    """What was expected years ago has been built meanwhile, or never was; figures of then are not those of the car.

    A model year ends with its calendar year (40 CFR 85.2304). Without one the sources tell: where none is younger
    than three years, nobody has looked since.
    """
    status, revised = sheet.field("status"), sheet.field("revised") or ""
    if status not in STILL_TO_COME or not revised[:4].isdecimal():
        return
    year = sheet.field("year") or ""
    said = f'the status is "{status}", but'
    if year:
        if is_year(year) and year < revised[:4]:
            message = f"{said} model year {year} was over when the sheet was revised on {revised}"
            yield Violation(
                message,
                sheet.field_pointer("status"),
                (Related("the model year", sheet.field_pointer("year")),),
            )
        return
    days = [day for source in sheet.sources for day in (source.published, source.accessed) if day is not None]
    newest = max(days, key=lambda day: day.text, default=None)
    if newest is not None and is_day(newest.text) and years_later(newest.text, YEARS) < revised:
        message = f"{said} the newest source is of {newest.text}, over {YEARS} years before the revision on {revised}"
        yield Violation(
            message, sheet.field_pointer("status"), (Related("the newest source", newest.pointer),)
        )
