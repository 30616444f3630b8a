"""A source that is older than the car."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.dates import earliest, is_day, is_year, latest, on, years_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

AHEAD = 4
"""Years that makers speak of figures before they build the car, at most."""

_SHEET = (
    '{{{0}, "revised": "2024-03-01", "sources": [{{"title": "Technical data", "url": "https://www.bmw.com/data", '
    '"{1}": "{2}", "covers": ["/powertrain"]}}]}}'
)


@sheet_rule(
    level=Level.WARNING,
    summary="a source is older than the car",
    reads=("production_start", "revised", "sources", "year"),
    bad=(
        bad(
            _SHEET.format('"production": {"start": "2023-11"}', "published", "2013-10-16"),
            at="/sources/0/published",
            message="the source was published on 2013-10-16, over 4 years before production started in 2023-11",
            why="2023 mistyped, or a page about the car before",
        ),
        bad(
            _SHEET.format('"model_year": 2024', "accessed", "2014-03-01"),
            at="/sources/0/accessed",
            message="the source was accessed on 2014-03-01, over 4 years before model year 2024 was built",
        ),
    ),
    good=(
        good(
            _SHEET.format('"production": {"start": "2023-11"}', "published", "2020-01-10"),
            why="a first outlook",
        ),
        good(
            _SHEET.format('"model_year": 2020, "production": {"start": "2013"}', "published", "2013-07-29"),
            why="the car goes back to then",
        ),
        good(_SHEET.format('"model_year": 2024', "published", "2023-01-16")),
        good(
            _SHEET.format('"model_year": 2024', "published", "2014-03-01"),
            why="the page of a car that is built for ten years, of which this is the last",
        ),
    ),
)
def source_before_car(sheet: Sheet) -> Iterator[Violation]:
    """Nobody can vouch for figures of a car that is not thought of yet: the day is wrong, or the page is about another.

    A car is built from the start of its production on. Where that is not stated, its model year tells less: cars of
    it are built from 2 January of the year before at the earliest (40 CFR 85.2304), but a page that was published
    when the model came out vouches for what stayed the same. Nobody looked at it for a car so far ahead.
    """
    start, year = sheet.field("production_start") or "", sheet.field("year") or ""
    if is_day(start):
        first, built, field = earliest(start), f"production started {on(start)}", "production_start"
        judged = {"published", "accessed"}
    elif is_year(year):
        first, built, field = f"{int(year) - 1:04}-01-02", f"model year {year} was built", "year"
        judged = {"accessed"}
    else:
        return
    revised = sheet.field("revised") or ""
    if is_day(revised) and latest(revised) < first:
        # the car is still to come, or its own date is wrong
        return
    for source in sheet.sources:
        for verb, day in (("published", source.published), ("accessed", source.accessed)):
            if day is None or verb not in judged or not is_day(day.text):
                continue
            if years_later(earliest(day.text), AHEAD) < first:
                message = f"the source was {verb} {on(day.text)}, over {AHEAD} years before {built}"
                yield Violation(message, day.pointer, (Related("the car", sheet.field_pointer(field)),))
