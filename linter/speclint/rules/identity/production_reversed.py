"""Production that ends before it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.dates import earliest, is_day, latest, on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="production ends before it starts",
    needs=("production_start", "production_end"),
    bad=(
        bad(
            '{"status": "discontinued", "production": {"start": "2013-09", "end": "2012-06-30"}}',
            at="/production/end",
            message="production ends on 2012-06-30, before it starts in 2013-09",
            why="2022 mistyped",
        ),
    ),
    good=(
        good('{"status": "discontinued", "production": {"start": "2013", "end": "2022-06-30"}}'),
        good(
            '{"status": "discontinued", "production": {"start": "2013-09-18", "end": "2013"}}',
            why="an end that is known to the year alone",
        ),
    ),
)
def production_reversed(sheet: Sheet) -> Iterator[Violation]:
    """No car is built for the last time before it is built for the first.

    Of a month or a year the day is taken that contradicts least (ISO 8601-1, reduced precision).
    """
    start, end = sheet.field("production_start") or "", sheet.field("production_end") or ""
    if is_day(start) and is_day(end) and latest(end) < earliest(start):
        message = f"production ends {on(end)}, before it starts {on(start)}"
        related = Related("the start of production", sheet.field_pointer("production_start"))
        yield Violation(message, sheet.field_pointer("production_end"), (related,))
