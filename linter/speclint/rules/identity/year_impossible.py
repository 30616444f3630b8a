"""A model year that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

FIRST, LAST = 1886, 2100
"""The year of the first car's patent (DRP 37435), and the last for which anyone keeps a sheet."""
MAX_DIGITS = 9
"""Of a number that may have been meant for a year."""
BUILT = ("production", "discontinued")
AHEAD_BUILT, AHEAD_SHOWN = 1, 5
"""Model years that a car is ahead of the calendar, at most: once it is built, and when it is first spoken of."""


@sheet_rule(
    level=Level.ERROR,
    summary="a model year that cannot be",
    needs=("year",),
    reads=("revised", "status"),
    bad=(
        bad(
            '{"model_year": 2026, "revised": "2024-03-01"}',
            at="/model_year",
            message="model year 2026 is not yet built on 2024-03-01, when the sheet was last revised",
            why="2024 mistyped: the model year 2026 is built from January 2025 on",
        ),
        bad(
            '{"model_year": 2042, "status": "announced", "revised": "2024-03-01"}',
            at="/model_year",
            message="model year 2042 is not yet spoken of on 2024-03-01, when the sheet was last revised",
            why="digits transposed",
        ),
    ),
    good=(
        good(
            '{"model_year": 2025, "revised": "2024-03-01"}',
            why="a model year may begin in January of the year before",
        ),
        good('{"model_year": 2026, "status": "announced", "revised": "2024-03-01"}'),
        good('{"model_year": 1998, "status": "discontinued", "revised": "2024-03-01"}'),
    ),
)
def year_impossible(sheet: Sheet) -> Iterator[Violation]:
    """A car of a model year is built from 2 January of the year before at the earliest (40 CFR 85.2304).

    So a sheet that says it is built was revised no earlier. Cars only announced or expected may be some years
    ahead. The first car was patented in 1886.
    """
    text = sheet.field("year") or ""
    if not (text.isascii() and text.removeprefix("-").isdecimal() and len(text) <= MAX_DIGITS):
        return
    year, revised = int(text), sheet.field("revised") or ""
    if not FIRST <= year <= LAST:
        side = f"before {FIRST}, the year of the first car" if year < FIRST else f"after {LAST}"
        yield Violation(f"model year {text} lies {side}", sheet.field_pointer("year"))
    elif revised[:4].isdecimal():
        is_built = sheet.field("status") in BUILT
        if year > int(revised[:4]) + (AHEAD_BUILT if is_built else AHEAD_SHOWN):
            stage = "built" if is_built else "spoken of"
            message = f"model year {year} is not yet {stage} on {revised}, when the sheet was last revised"
            related = Related(f"revised on {revised}", sheet.field_pointer("revised"))
            yield Violation(message, sheet.field_pointer("year"), (related,))
