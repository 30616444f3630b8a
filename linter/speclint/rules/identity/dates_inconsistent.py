"""Dates of one sheet that contradict each other: model year, production, status and revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.related import field
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.dates import earliest, first_day, is_day, is_year, latest, on, years_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


FIRST, LAST = 1886, 2100
"""The year of the first car's patent (DRP 37435), and the last that is taken for a year."""
MAX_DIGITS = 9
"""Of a number that may have been meant for a year."""
BUILT = ("production", "discontinued")
AHEAD_BUILT, AHEAD_SHOWN = 1, 5
"""Model years that a car may be ahead of the calendar: once it is built, and when it is first announced."""


def _violation(sheet: Sheet, message: str, at: str, beside: str, label: str) -> Violation:
    """A contradiction between two fields of a sheet."""
    return Violation(message, sheet.field_pointer(at), field(sheet, beside, label))


@sheet_rule(
    id="dates-inconsistent",
    level=Level.ERROR,
    summary="an impossible model year",
    needs=("year",),
    reads=("revised", "status"),
    bad=(
        bad('{"model_year": 2026, "revised": "2024-03-01"}', at="/model_year",
            message="model year 2026 is more than 1 year after the revision on 2024-03-01",
            why="2024 mistyped: the model year 2026 is built from January 2025 on"),
        bad('{"model_year": 2042, "status": "announced", "revised": "2024-03-01"}', at="/model_year",
            message="model year 2042 is more than 5 years after the revision on 2024-03-01",
            why="digits transposed"),
    ),
    good=(
        good('{"model_year": 2025, "revised": "2024-03-01"}',
            why="a model year may begin in January of the year before"),
        good('{"model_year": 2026, "status": "announced", "revised": "2024-03-01"}'),
        good('{"model_year": 1998, "status": "discontinued", "revised": "2024-03-01"}'),
    ),
)  # fmt: skip
def year_impossible(sheet: Sheet) -> Iterator[Violation]:
    """A car of a model year is built from 2 January of the year before at the earliest (40 CFR 85.2304).

    So a sheet of a car in production was revised no earlier. Cars only announced or expected may be some years
    ahead. The first car was patented in 1886.
    """
    text, revised = sheet.field("year") or "", sheet.field("revised") or ""
    year, revision = year_number(text), year_of_revision(revised)
    if year is None:
        return
    if not FIRST <= year <= LAST:
        side = f"before {FIRST}, the year of the first car" if year < FIRST else f"after {LAST}"
        yield Violation(f"model year {text} lies {side}", sheet.field_pointer("year"))
    elif revision is not None:
        ahead = AHEAD_BUILT if sheet.field("status") in BUILT else AHEAD_SHOWN
        if year > revision + ahead:
            years = "1 year" if ahead == 1 else f"{ahead} years"
            message = f"model year {year} is more than {years} after the revision on {revised}"
            yield _violation(sheet, message, "year", "revised", "the last revision")


def year_number(text: str) -> int | None:
    """The number that stands for a year; None for other texts."""
    is_number = text.isascii() and text.removeprefix("-").isdecimal() and len(text) <= MAX_DIGITS
    return int(text) if is_number else None


def year_of_revision(revised: str) -> int | None:
    """The year in a date; None for other texts."""
    return int(revised[:4]) if revised[:4].isdecimal() else None


@sheet_rule(
    id="dates-inconsistent",
    level=Level.ERROR,
    summary="production ends before it starts",
    needs=("production_start", "production_end"),
    consequence_of=("year-impossible",),
    bad=(
        bad('{"status": "discontinued", "production": {"start": "2013-09", "end": "2012-06-30"}}',
            at="/production/end", message="production ends on 2012-06-30, before it starts in 2013-09",
            why="2022 mistyped"),
    ),
    good=(
        good('{"status": "discontinued", "production": {"start": "2013", "end": "2022-06-30"}}'),
        good('{"status": "discontinued", "production": {"start": "2013-09-18", "end": "2013"}}',
            why="an end that is known to the year alone"),
    ),
)  # fmt: skip
def production_reversed(sheet: Sheet) -> Iterator[Violation]:
    """No car is built for the last time before it is built for the first.

    Of a month or a year the day is taken that contradicts least (ISO 8601-1, reduced precision).
    """
    start, end = sheet.field("production_start") or "", sheet.field("production_end") or ""
    if is_day(start) and is_day(end) and latest(end) < earliest(start):
        message = f"production ends {on(end)}, before it starts {on(start)}"
        yield _violation(sheet, message, "production_end", "production_start", "the start of production")


@sheet_rule(
    id="dates-inconsistent",
    level=Level.ERROR,
    summary="a model year in which the car was not built",
    needs=("year",),
    reads=("production_end", "production_start"),
    consequence_of=("production-reversed",),
    bad=(
        bad('{"model_year": 2022, "revised": "2024-03-01", "production": {"start": "2023-11"}}',
            at="/model_year", message="model year 2022 ended before production started in 2023-11"),
        bad('{"model_year": 2024, "revised": "2024-03-01", "status": "discontinued", "production": {"end": "2022-06"}}',
            at="/model_year",
            message="model year 2024 is built from 2023-01-02 on, but production ended in 2022-06"),
    ),
    good=(
        good('{"model_year": 2020, "revised": "2024-03-01", "production": {"start": "2019-11"}}',
            why="a model year begins in the year before"),
        good('{"model_year": 2023, "revised": "2024-03-01", "production": {"start": "2023-11"}}'),
        good('{"model_year": 2023, "revised": "2024-03-01", "status": "discontinued", "production": {"end": "2022-06"}}',
            why="the last cars were of the model year to come"),
    ),
)  # fmt: skip
def year_outside_production(sheet: Sheet) -> Iterator[Violation]:
    """Cars of a model year are built from 2 January of the year before to its last day (40 CFR 85.2304).

    Where a market counts model years otherwise, it begins them later, never earlier.
    """
    year = sheet.field("year") or ""
    if not is_year(year):
        return
    start, end = sheet.field("production_start") or "", sheet.field("production_end") or ""
    first = first_day(year)
    if is_day(start) and latest(year) < earliest(start):
        message = f"model year {year} ended before production started {on(start)}"
        yield _violation(sheet, message, "year", "production_start", "the start of production")
    elif is_day(end) and latest(end) < first:
        message = f"model year {year} is built from {first} on, but production ended {on(end)}"
        yield _violation(sheet, message, "year", "production_end", "the end of production")


STATUSES = (
    ("start", ("production", "discontinued"), ("expected", "announced")),
    ("end", ("discontinued",), ("expected", "announced", "production")),
)
"""The start and the end of production, with the statuses that a car cannot have before and after it."""
_SHEET = '{{"status": "{}", "revised": "2024-03-01", "production": {{"{}": "{}"}}}}'


@sheet_rule(
    id="dates-inconsistent",
    level=Level.ERROR,
    summary="the status and the dates of production contradict each other",
    needs=("status", "revised"),
    reads=("production_end", "production_start"),
    consequence_of=("year-outside-production",),
    bad=(
        bad(_SHEET.format("production", "start", "2024-11"), at="/status",
            message='the status is "production", but production starts in 2024-11, after the revision on 2024-03-01'),
        bad(_SHEET.format("expected", "start", "2023"), at="/status",
            message='the status is "expected", but production started in 2023, before the revision on 2024-03-01',
            why="the car is in production by now"),
        bad(_SHEET.format("production", "end", "2022-06-30"), at="/status",
            message='the status is "production", but production ended on 2022-06-30, before the revision on 2024-03-01'),
        bad(_SHEET.format("discontinued", "end", "2024-06"), at="/status",
            message='the status is "discontinued", but production ends in 2024-06, after the revision on 2024-03-01'),
    ),
    good=(
        good(_SHEET.format("production", "start", "2024-03"), why="it may have started on the first"),
        good(_SHEET.format("announced", "start", "2024"), why="the year is not over"),
        good(_SHEET.format("production", "end", "2024-06"), why="the end is known before"),
        good(_SHEET.format("discontinued", "end", "2022-06")),
    ),
)  # fmt: skip
def status_contradicts_production(sheet: Sheet) -> Iterator[Violation]:
    """The status holds on the day of the last revision: announced before production, discontinued after it."""
    status, revised = sheet.field("status"), sheet.field("revised") or ""
    if not is_day(revised):
        return
    for verb, before, after in STATUSES:
        day = sheet.field(f"production_{verb}") or ""
        if is_day(day) and status in before and latest(revised) < earliest(day):
            when = f"production {verb}s {on(day)}, after"
        elif is_day(day) and status in after and latest(day) < earliest(revised):
            when = f"production {verb}ed {on(day)}, before"
        else:
            continue
        message = f'the status is "{sheet.text("status")}", but {when} the revision {on(revised)}'
        yield _violation(sheet, message, "status", f"production_{verb}", f"the {verb} of production")
        return


STILL_TO_COME = ("expected", "announced")
MAX_YEARS = 3
"""Age of the newest source after which an announced car was built, or never will be."""


_DRAWINGS = (
    '{{"status": "expected", "revised": "{0}", "sources": [{{"title": "First drawings", '
    '"url": "https://www.bmw.com/data", "published": "2020-11-11", "covers": ["/powertrain"]}}]}}'
)


@sheet_rule(
    level=Level.WARNING,
    summary="the status is still announced or expected after the time of the car",
    needs=("status", "revised"),
    reads=("sources", "year"),
    bad=(
        bad('{"model_year": 2021, "status": "expected", "revised": "2024-03-01"}', at="/status",
            message='the status is "expected", but model year 2021 ended before the revision on 2024-03-01'),
        bad(_DRAWINGS.format("2024-03-01"), at="/status",
            message='the status is "expected", but the newest source is of 2020-11-11, over 3 years before the revision on 2024-03-01',
            why="an early report, never updated"),
    ),
    good=(
        good('{"model_year": 2025, "status": "expected", "revised": "2024-03-01"}'),
        good('{"model_year": 2023, "market": "us", "status": "production", "revised": "2026-03-01"}',
            why="the sheet of a model year; what followed it is another sheet"),
        good('{"model_year": 2024, "status": "announced", "revised": "2024-03-01"}',
            why="its model year has not ended"),
        good(_DRAWINGS.format("2020-11-12")),
    ),
)  # fmt: skip
def status_outdated(sheet: Sheet) -> Iterator[Violation]:
    """What was expected years ago was built meanwhile, or never: figures from then are not those of the car.

    A model year ends with its calendar year (40 CFR 85.2304). Without a model year the newest source decides.
    """
    status, revised = sheet.field("status"), sheet.field("revised") or ""
    if status not in STILL_TO_COME or not revised[:4].isdecimal():
        return
    year = sheet.field("year") or ""
    if year:
        if is_year(year) and year < revised[:4]:
            message = f'the status is "{sheet.text("status")}", but model year {year} ended before the revision on {revised}'
            yield _violation(sheet, message, "status", "year", "the model year")
        return
    days = [day for source in sheet.sources for day in (source.published, source.accessed) if day is not None]
    newest = max(days, key=lambda day: day.text, default=None)
    if newest is not None and is_day(newest.text) and years_later(newest.text, MAX_YEARS) < revised:
        message = (
            f'the status is "{sheet.text("status")}", but the newest source is of {newest.text}, '
            f"over {MAX_YEARS} years before the revision on {revised}"
        )
        related = (Related("the newest source", newest.pointer),)
        yield Violation(message, sheet.field_pointer("status"), related)
