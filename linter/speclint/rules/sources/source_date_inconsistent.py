"""Sources that are younger than their sheet, or older than the car."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.dates import earliest, is_day, is_year, latest, on, years_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


_SHEET = (
    '{{"revised": "2024-03-01", "sources": [{{"title": "Technical data", "url": "https://www.bmw.com/data", '
    '"{0}": "{1}", "covers": ["/powertrain"]}}]}}'
)


@sheet_rule(
    id="source-date-inconsistent",
    level=Level.WARNING,
    summary="a source is younger than the last revision of the sheet",
    reads=("revised", "sources"),
    consequence_of=("unsourced-figure",),
    bad=(
        bad(_SHEET.format("accessed", "2024-03-02"), at="/sources/0/accessed",
            message="the source was accessed on 2024-03-02, but the sheet was last revised on 2024-03-01"),
        bad(_SHEET.format("published", "2042-01-15"), at="/sources/0/published",
            message="the source was published on 2042-01-15, but the sheet was last revised on 2024-03-01",
            why="digits of the year transposed"),
        bad('{"revised": "2022-03-01", "sources": [' '{"title": "Technical data", "url": "https://www.bmw.com/data", "published": "2023-10-16", ' '"covers": ["/powertrain"]}, ' '{"title": "Test drive", "url": "https://www.bmw.com/drive", "accessed": "2024-03-01", ' '"covers": ["/powertrain"]}]}',
            at="/revised",
            message="the sheet was last revised on 2022-03-01, but 2 of its sources are younger; " "one was accessed on 2024-03-01",
            why="the sheet was gone over, and the day forgotten"),
    ),
    good=(
        good(_SHEET.format("accessed", "2024-03-01"), why="read on the day of the revision"),
        good(_SHEET.format("published", "2023-10-16")),
    ),
)  # fmt: skip
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


AHEAD = 4
"""Years that makers speak of figures before they build the car, at most."""

_CAR = (
    '{{{0}, "revised": "2024-03-01", "sources": [{{"title": "Technical data", "url": "https://www.bmw.com/data", '
    '"{1}": "{2}", "covers": ["/powertrain"]}}]}}'
)


@sheet_rule(
    id="source-date-inconsistent",
    level=Level.WARNING,
    summary="a source is older than the car",
    reads=("production_start", "revised", "sources", "year"),
    consequence_of=("unsourced-figure",),
    bad=(
        bad(_CAR.format('"production": {"start": "2023-11"}', "published", "2013-10-16"),
            at="/sources/0/published",
            message="the source was published on 2013-10-16, over 4 years before production started in 2023-11",
            why="2023 mistyped, or a page about the car before"),
        bad(_CAR.format('"model_year": 2024', "accessed", "2014-03-01"), at="/sources/0/accessed",
            message="the source was accessed on 2014-03-01, over 4 years before model year 2024 was built"),
    ),
    good=(
        good(_CAR.format('"production": {"start": "2023-11"}', "published", "2020-01-10"),
            why="a first outlook"),
        good(_CAR.format('"model_year": 2020, "production": {"start": "2013"}', "published", "2013-07-29"),
            why="the car goes back to then"),
        good(_CAR.format('"model_year": 2024', "published", "2023-01-16")),
        good(_CAR.format('"model_year": 2024', "published", "2014-03-01"),
            why="the page of a car that is built for ten years, of which this is the last"),
    ),
)  # fmt: skip
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
