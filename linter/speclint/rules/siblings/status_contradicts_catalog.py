"""A car that is said to be in production, though the catalog knows that it is not."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, family_rule, good
from speclint.sheets.families import family_by
from speclint.vehicle.dates import earliest, is_day, latest, on, years_later

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from speclint.sheets.catalog import Catalog
    from speclint.sheets.families import Members
    from speclint.sheets.sheet import Sheet

MODEL = ("make", "model")
SAME_CAR = ("variant", "trim", "generation", "powertrain", "drive")
"""What sheets of one car state alike, whatever the year and the market."""
MAX_OVERLAP = 1
"""Years in which a generation may be built beside the next one."""
IN_PRODUCTION, BUILT = "production", ("production", "discontinued")
_CAR = '{{"model": "X2", "generation": "{0}", "variant": "{1}", "status": "{2}", "powertrain": {{"type": "ice"}}{3}}}'
_FIRST = ', "production": {"start": "2017-11"}'
_SECOND = ', "production": {"start": "2022-11"}'
_YEAR = '{{"model_year": {0}, "status": "{1}"{2}}}'


@family_rule(
    level=Level.WARNING,
    summary="the status is production, but the catalog knows the end of production or the successor",
    needs=("make", "model", "status", "revised"),
    reads=(*SAME_CAR, "market", "year", "production_start", "production_end", "successor"),
    of_siblings=(*MODEL, *SAME_CAR, "market", "status", "year", "production_start", "production_end"),
    consequence_of=("status-contradicts-production",),
    bad=(
        bad({
            "bmw/x2-xdrive20d": _CAR.format("F39", "xDrive20d", "production", _FIRST),
            "bmw/x2-sdrive20i": _CAR.format("U10", "sDrive20i", "production", _SECOND),
        }, at="/status",
            message='the status is "production", but generation U10 has been built since 2022-11, over 1 year before the revision on 2024-03-01',
            why="the sheet of the old generation was forgotten"),
        bad({
            "bmw/ix2-xdrive30": _YEAR.format(2022, "production", ""),
            "bmw/ix2-xdrive30-2023": _YEAR.format(2023, "discontinued", ', "production": {"end": "2023-12"}'),
        }, at="/status",
            message='the status is "production", but by bmw/ix2-xdrive30-2023 production ended in 2023-12, before the revision on 2024-03-01'),
        bad({
            "bmw/ix2-xdrive30": '{"status": "production", "successor": "bmw/ix2-xdrive50"}',
            "bmw/ix2-xdrive50": '{"variant": "xDrive50", "status": "production", "production": {"start": "2022"}}',
        }, at="/status",
            message='the status is "production", but its successor bmw/ix2-xdrive50 has been built since 2022, over 1 year before the revision on 2024-03-01'),
    ),
    good=(
        good({
            "bmw/x2-xdrive20d": _CAR.format("F39", "xDrive20d", "production", _FIRST),
            "bmw/x2-sdrive20i": _CAR.format("U10", "sDrive20i", "production", ', "production": {"start": "2023-03"}'),
        }, why="the old generation may be built a year beside the new one"),
        good({
            "bmw/x2-xdrive20d": _CAR.format("F39", "xDrive20d", "discontinued", _FIRST),
            "bmw/x2-sdrive20i": _CAR.format("U10", "sDrive20i", "production", _SECOND),
        }),
        good({
            "bmw/ix2-xdrive30": '{"status": "production"}',
            "bmw/ix2-m60": '{"variant": "M60", "status": "discontinued", "production": {"end": "2023-12"}}',
        }, why="another variant ended"),
    ),
)  # fmt: skip
def status_contradicts_catalog(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """A car goes out of production while its sheet stays as it was, and another sheet holds the news.

    That is one of the same car in a later year that states the end of production, or one of the next generation, or
    the `successor` that the sheet names, that has been built for over a year: makers build both for some months.
    Sheets of other markets are left out, for plants elsewhere go on. Silent where it is not known which generation is the older one.
    """
    revised = sheet.field("revised") or ""
    family = family_by(sheet.profile, MODEL, ("make", "model"))
    if family is None or sheet.field("status") != IN_PRODUCTION or not is_day(revised):
        return
    members = catalog.siblings(sheet, family).members
    successor = catalog.find(sheet.text("successor") or "", sheet) if sheet.text("successor") else None
    found = chain(_ended(sheet, members), _replaced(sheet, successor), _succeeded(sheet, members))
    for other, field, reason in found:
        message = f'the status is "{sheet.text("status")}", but {reason} the revision {on(revised)}'
        place = Related("stated here", other.field_pointer(field), other)
        yield Violation(message, sheet.field_pointer("status"), (place,))
        return


def _ended(sheet: Sheet, members: Members) -> Iterator[tuple[Sheet, str, str]]:
    """The sheets of the same car by which its production ended before the revision."""
    revised, year = earliest(sheet.field("revised") or ""), sheet.field("year") or ""
    for other in members.once(_ending, None).get(_car(sheet), ()):
        end, later = other.field("production_end") or "", other.field("year")
        # the end of one model year is none of a sheet of all years
        is_later = later is None or "" < year <= later
        is_other = other.place != sheet.place and _is_sold_beside(sheet, other)
        if is_other and latest(end) < revised and is_later:
            yield other, "production_end", f"by {other.id} production ended {on(end)}, before"


def _ending(members: Members, _: None) -> dict[Hashable, list[Sheet]]:
    """By car those that state when production ended, of equal ones the first two."""
    found: dict[Hashable, list[Sheet]] = {}
    known: Counter[Hashable] = Counter()
    for member in members:
        end = member.field("production_end") or ""
        same = _car(member), end, member.field("year"), member.field("market")
        # the first may be the sheet itself
        if is_day(end) and known[same] <= 1:
            known[same] += 1
            found.setdefault(_car(member), []).append(member)
    return found


def _car(sheet: Sheet) -> Hashable:
    return tuple(sheet.field(field) for field in SAME_CAR)


def _replaced(sheet: Sheet, successor: Sheet | None) -> Iterator[tuple[Sheet, str, str]]:
    """The successor that the sheet itself names, of the same make, if it is built long enough."""
    start = _start(successor) if successor and successor.field("status") in BUILT else None
    is_of_make = successor is not None and successor.text("make") == sheet.text("make")
    if successor and is_of_make and start and _is_past(start, sheet):
        reason = f"its successor {successor.id} has been built since {start}, over {MAX_OVERLAP} year before"
        yield successor, "production_start", reason


def _is_past(start: str, sheet: Sheet) -> bool:
    """Whether a start of production is so long before the revision that nothing older is built any more."""
    return years_later(latest(start), MAX_OVERLAP) < earliest(sheet.field("revised") or "")


def _succeeded(sheet: Sheet, members: Members) -> Iterator[tuple[Sheet, str, str]]:
    """The first sheets of a later generation that is built long enough."""
    generation = sheet.field("generation")
    first = [other for other in members.once(_first, None) if _is_sold_beside(sheet, other)]
    own = (sheet, *(other for other in first if other.field("generation") == generation))
    start = min((date for member in own if (date := _start(member))), default=None)
    if generation is None or start is None:
        return
    for other in first:
        newer = _start(other)
        if (
            other.field("generation") not in {None, generation}
            and other.field("status") in BUILT
            and newer is not None
            and latest(start) < earliest(newer)
            and _is_past(newer, sheet)
        ):
            name = f"generation {other.text('generation')}"
            reason = f"{name} has been built since {newer}, over {MAX_OVERLAP} year before"
            yield other, "production_start", reason


def _first(members: Members, _: None) -> list[Sheet]:
    """Those whose production started first, of each generation, market and status."""
    found: dict[Hashable, Sheet] = {}
    for member in members:
        key = tuple(member.field(field) for field in ("generation", "market", "status"))
        start, known = _start(member), found.get(key)
        if start and (known is None or start < (_start(known) or "")):
            found[key] = member
    return list(found.values())


def _is_sold_beside(sheet: Sheet, other: Sheet) -> bool:
    """Whether both are of one market, as far as that is stated."""
    mine, theirs = sheet.field("market"), other.field("market")
    return mine is None or theirs is None or mine == theirs


def _start(sheet: Sheet) -> str | None:
    """The date on which production started, if it is stated."""
    start = sheet.field("production_start") or ""
    return start if is_day(start) else None
