"""Sources that are newer than their sheet, or older than the car."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.related import field
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.dates import earliest, first_day, is_day, is_year, latest, on, years_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet
    from speclint.sheets.sources import CitedText


_SOURCE = '{{"title": "Technical data", "url": "https://www.bmw.com/data", "{0}": "{1}", "covers": ["/powertrain"]}}'


def _sheet(*sources: tuple[str, str], revised: str = "2024-03-01", car: str = "") -> str:
    listed = ", ".join(_SOURCE.format(*source) for source in sources)
    return f'{{{car}"revised": "{revised}", "sources": [{listed}]}}'


@sheet_rule(
    id="source-date-inconsistent",
    level=Level.WARNING,
    summary="a source is newer than the last revision of the sheet",
    needs=("revised", "sources"),
    consequence_of=("unsourced-figure",),
    bad=(
        bad(_sheet(("accessed", "2024-03-02")), at="/sources/0/accessed",
            message="the source was accessed on 2024-03-02, but the sheet was revised on 2024-03-01"),
        bad(_sheet(("published", "2042-01-15")), at="/sources/0/published",
            message="the source was published on 2042-01-15, but the sheet was revised on 2024-03-01",
            why="digits of the year transposed"),
        bad(_sheet(("published", "2023-10-16"), ("accessed", "2024-03-01"), revised="2022-03-01"), at="/revised",
            message="the sheet was revised on 2022-03-01, but 2 of its sources are newer, "
            "the newest accessed on 2024-03-01",
            why="the sheet was revised, its date was not"),
    ),
    good=(
        good(_sheet(("accessed", "2024-03-01")), why="read on the day of the revision"),
        good(_sheet(("published", "2023-10-16"))),
    ),
)  # fmt: skip
def source_after_revision(sheet: Sheet) -> Iterator[Violation]:
    """Who last revised the sheet cannot have read what came later: one of the two dates is wrong or was forgotten.

    Dates are compared as ISO 8601 writes them, whole or as month or year; other texts are skipped.
    """
    revised = sheet.field("revised")
    if revised is None or not is_day(revised):
        return
    dated = list(_dates(sheet))
    late = [(verb, day) for verb, day in dated if day.text > revised]
    if 1 < len(late) > len(dated) / 2:
        # most sources are unlikely to be wrong alike: the revision is
        verb, day = max(late, key=lambda item: item[1].text)
        message = (
            f"the sheet was revised on {revised}, but {len(late)} of its sources are newer, "
            f"the newest {verb} on {day.text}"
        )
        yield Violation(message, sheet.field_pointer("revised"), (Related("the newest source", day.pointer),))
        return
    for verb, day in late:
        message = f"the source was {verb} on {day.text}, but the sheet was revised on {revised}"
        yield Violation(message, day.pointer, field(sheet, "revised", "the last revision"))


def _dates(sheet: Sheet) -> Iterator[tuple[str, CitedText]]:
    """What was done on which date, by source."""
    for source in sheet.sources:
        for verb, day in (("published", source.published), ("accessed", source.accessed)):
            if day is not None and is_day(day.text):
                yield verb, day


MAX_AHEAD = 4
"""Years by which makers publish figures before they build the car."""
_START, _YEAR = '"production": {"start": "2023-11"}, ', '"model_year": 2024, '


@sheet_rule(
    id="source-date-inconsistent",
    level=Level.WARNING,
    summary="a source is older than the car",
    needs=("sources",),
    one_of=(("production_start",), ("year",)),
    reads=("revised",),
    consequence_of=("unsourced-figure",),
    bad=(
        bad(_sheet(("published", "2013-10-16"), car=_START), at="/sources/0/published",
            message="the source was published on 2013-10-16, over 4 years before production started in 2023-11",
            why="2023 mistyped, or a page about the previous car"),
        bad(_sheet(("accessed", "2014-03-01"), car=_YEAR), at="/sources/0/accessed",
            message="the source was accessed on 2014-03-01, over 4 years before model year 2024 was built"),
    ),
    good=(
        good(_sheet(("published", "2020-01-10"), car=_START), why="a first preview"),
        good(_sheet(("published", "2013-07-29"), car='"model_year": 2020, "production": {"start": "2013"}, '),
            why="the car was built since then"),
        good(_sheet(("published", "2023-01-16"), car=_YEAR)),
        good(_sheet(("published", "2014-03-01"), car=_YEAR),
            why="the page of a car that is built for ten years, of which this is the last"),
    ),
)  # fmt: skip
def source_before_car(sheet: Sheet) -> Iterator[Violation]:
    """No source has figures of a car that is not planned yet: the date is wrong, or the page is about another car.

    A car is built from the start of its production. Where that is not stated, its model year gives less: cars of it
    are built from 2 January of the year before at the earliest (40 CFR 85.2304), but a page published when the model
    came out confirms what stayed the same; only the date of access is compared.
    """
    start, year = sheet.field("production_start") or "", sheet.field("year") or ""
    if is_day(start):
        first, built, name = earliest(start), f"production started {on(start)}", "production_start"
    elif is_year(year):
        first, built, name = first_day(year), f"model year {year} was built", "year"
    else:
        return
    revised = sheet.field("revised") or ""
    if is_day(revised) and latest(revised) < first:
        # the car is still to come, or its own date is wrong
        return
    for verb, day in _dates(sheet):
        judged = name == "production_start" or verb == "accessed"
        if judged and years_later(earliest(day.text), MAX_AHEAD) < first:
            message = f"the source was {verb} {on(day.text)}, over {MAX_AHEAD} years before {built}"
            yield Violation(message, day.pointer, field(sheet, name, "the car"))
