"""A source that is younger than the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.dates import is_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

_SHEET = (
    '{{"revised": "2024-03-01", "sources": [{{"title": "Technical data", "url": "https://www.bmw.com/data", '
    '"{0}": "{1}", "covers": ["/powertrain"]}}]}}'
)


@sheet_rule(
    level=Level.WARNING,
    summary="a source is younger than the last revision of the sheet",
    reads=("revised", "sources"),
    bad=(
        bad(
            _SHEET.format("accessed", "2024-03-02"),
            at="/sources/0/accessed",
            message="the source was accessed on 2024-03-02, but the sheet was last revised on 2024-03-01",
        ),
        bad(
            _SHEET.format("published", "2042-01-15"),
            at="/sources/0/published",
            message="the source was published on 2042-01-15, but the sheet was last revised on 2024-03-01",
            why="digits of the year transposed",
        ),
        bad(
            '{"revised": "2022-03-01", "sources": ['
            '{"title": "Technical data", "url": "https://www.bmw.com/data", "published": "2023-10-16", '
            '"covers": ["/powertrain"]}, '
            '{"title": "Test drive", "url": "https://www.bmw.com/drive", "accessed": "2024-03-01", '
            '"covers": ["/powertrain"]}]}',
            at="/revised",
            message="the sheet was last revised on 2022-03-01, but 2 of its sources are younger; "
            "one was accessed on 2024-03-01",
            why="the sheet was gone over, and the day forgotten",
        ),
    ),
    good=(
        good(_SHEET.format("accessed", "2024-03-01"), why="read on the day of the revision"),
        good(_SHEET.format("published", "2023-10-16")),
    ),
)
def source_after_revision(sheet: Sheet) -> Iterator[Violation]:
    """Who last went over the sheet cannot have read what came later: one of the two days is wrong or was forgotten.

    Days are compared as ISO 8601 writes them, whole or as month or year; anything else is left alone.
    """
    revised = sheet.field("revised")
    if revised is None or not is_day(revised):
        return
    dated = [
        (verb, day)
        for source in sheet.sources
        for verb, day in (("published", source.published), ("accessed", source.accessed))
        if day is not None and is_day(day.text)
    ]
    late = [(verb, day) for verb, day in dated if day.text > revised]
    if 1 < len(late) > len(dated) / 2:
        # most sources do not err alike: the revision does
        verb, day = max(late, key=lambda one: one[1].text)
        message = (
            f"the sheet was last revised on {revised}, but {len(late)} of its sources are younger; "
            f"one was {verb} on {day.text}"
        )
        yield Violation(
            message, sheet.field_pointer("revised"), (Related("the youngest source", day.pointer),)
        )
        return
    for verb, day in late:
        message = f"the source was {verb} on {day.text}, but the sheet was last revised on {revised}"
        yield Violation(message, day.pointer, (Related("the last revision", sheet.field_pointer("revised")),))
