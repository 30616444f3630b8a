"""A status that the dates of production contradict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.dates import earliest, is_day, latest, on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

_SHEET = '{{"status": "{}", "revised": "2024-03-01", "production": {{"{}": "{}"}}}}'


@sheet_rule(
    level=Level.ERROR,
    summary="the status and the dates of production contradict each other",
    needs=("status", "revised"),
    reads=("production_end", "production_start"),
    bad=(
        bad(
            _SHEET.format("production", "start", "2024-11"),
            at="/status",
            message='the status is "production", but production starts in 2024-11, '
            "after the sheet was revised on 2024-03-01",
        ),
        bad(
            _SHEET.format("expected", "start", "2023"),
            at="/status",
            message='the status is "expected", but production started in 2023, '
            "before the sheet was revised on 2024-03-01",
            why="the car has come meanwhile",
        ),
        bad(
            _SHEET.format("production", "end", "2022-06-30"),
            at="/status",
            message='the status is "production", but production ended on 2022-06-30, '
            "before the sheet was revised on 2024-03-01",
        ),
        bad(
            _SHEET.format("discontinued", "end", "2024-06"),
            at="/status",
            message='the status is "discontinued", but production ends in 2024-06, '
            "after the sheet was revised on 2024-03-01",
        ),
    ),
    good=(
        good(_SHEET.format("production", "start", "2024-03"), why="it may have started on the first"),
        good(_SHEET.format("announced", "start", "2024"), why="the year is not over"),
        good(_SHEET.format("production", "end", "2024-06"), why="the end is known before"),
        good(_SHEET.format("discontinued", "end", "2022-06")),
    ),
)
def status_contradicts_production(sheet: Sheet) -> Iterator[Violation]:
    """What a sheet says of its car holds on the day of its last revision, and production runs between two days.

    Before the first the car is announced, between them it is in production, after the last it is discontinued.
    """
    status, revised = sheet.field("status"), sheet.field("revised") or ""
    start, end = sheet.field("production_start") or "", sheet.field("production_end") or ""
    if not is_day(revised):
        return
    for verb, day, before, after in (
        ("start", start, ("production", "discontinued"), ("expected", "announced")),
        ("end", end, ("discontinued",), ("expected", "announced", "production")),
    ):
        if is_day(day) and status in before and latest(revised) < earliest(day):
            when = f"production {verb}s {on(day)}, after"
        elif is_day(day) and status in after and latest(day) < earliest(revised):
            when = f"production {verb}ed {on(day)}, before"
        else:
            continue
        message = f'the status is "{status}", but {when} the sheet was revised {on(revised)}'
        related = Related(f"the {verb} of production", sheet.field_pointer(f"production_{verb}"))
        yield Violation(message, sheet.field_pointer("status"), (related,))
        return
