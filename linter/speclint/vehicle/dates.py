"""Dates in the format of ISO 8601, whole or without the day or the month, compared as texts."""

from __future__ import annotations

import re

YEARS = 10000
"""Years that have four digits."""
NEVER = "9999-12-31"
"""The last day that can be written; no day lies after it."""
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


def is_day(text: str) -> bool:
    """Whether a text is a day, a month or a year: `2023-11-21`, `2023-11`, `2023`."""
    return _DAY.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """Whether a text is a year in four digits: `2023`."""
    return len(text) == len("2023") and is_day(text)


def earliest(day: str) -> str:
    """The first day of a date: of `2023-11` the first of November."""
    return (day + "-01-01")[:10] if len(day) == len("2023") else (day + "-01")[:10]


def latest(day: str) -> str:
    """The last day of a date, or one later: of `2023` the last of December, of `2023-11` a 31st."""
    return f"{day}-12-31" if len(day) == len("2023") else f"{day}-31" if len(day) == len("2023-11") else day


def first_day(model_year: str) -> str:
    """The day on which a car of a model year is built at the earliest (40 CFR 85.2304)."""
    return f"{int(model_year) - 1:04}-01-02"


def years_later(day: str, years: int) -> str:
    """The same date so many years later, earlier if negative; `NEVER` after the year 9999."""
    year = int(day[:4]) + years
    return f"{year:04}{day[4:]}" if year < YEARS else NEVER


def on(day: str) -> str:
    """A date in a sentence: `on 2023-11-21`, `in 2023-11`."""
    return f"{'on' if len(day) == len('2023-11-21') else 'in'} {day}"
