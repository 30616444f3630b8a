"""Screens of the rules on identity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from speclint.columns.coded import Coded
from speclint.columns.identities import share_identity
from speclint.profiles.normal_form import without_accents
from speclint.rules.identity import cycle_of_another_market as cycles
from speclint.rules.identity import dates_inconsistent as dates
from speclint.rules.identity import path_mismatch as paths
from speclint.rules.identity.badges import allows, clashes, respelt
from speclint.sheets.identity import slug
from speclint.vehicle.badges import NAME, badges_in, bearing, make_of_badges
from speclint.vehicle.dates import earliest, first_day, is_day, is_year, latest, years_later

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans
    from speclint.vehicle.badges import FoundBadge

    _Found: TypeAlias = tuple[FoundBadge, ...]


def duplicate_sheet(columns: Columns) -> Booleans:
    """Rows with the identity of another sheet."""
    return share_identity(columns)


identity_incomplete = duplicate_sheet


def badge_contradicts_drive(columns: Columns) -> Booleans:
    """Rows with a badge that another, or the drive stated, contradicts."""
    return _contradict(columns, "drive")


def badge_contradicts_powertrain(columns: Columns) -> Booleans:
    """Rows with a badge that another, or the powertrain stated, contradicts."""
    return _contradict(columns, "powertrain")


def badge_contradicts_fuel(columns: Columns) -> Booleans:
    """Rows with a badge of another fuel than the one stated."""
    found = columns.combined(columns.once(_badges, "fuel"), columns.word("fuel"))

    def is_meant(values: tuple[_Found | None, str | None]) -> bool:
        badges, word = values
        return word is not None and any(word not in badge.implied for badge in badges or ())

    return found.where(is_meant)


def badge_misspelt(columns: Columns) -> Booleans:
    """Rows with a badge that its maker spells otherwise."""
    found = columns.none()
    for field in ("variant", "trim"):
        found |= columns.combined(columns.once(_makes), columns.word(field)).where(_is_misspelt)
    return found


def _is_misspelt(values: tuple[str | None, str | None]) -> bool:
    make, name = values
    return bool(make and name) and respelt(name or "", make or "") != name


def _makes(columns: Columns) -> Coded[str]:
    """The `make_of_badges` of each row."""
    return columns.word("make").mapped(make_of_badges)


def _names(columns: Columns) -> Coded[tuple[str, str, str, str]]:
    """What `badges_in` needs of each row."""
    found = columns.combined(columns.once(_makes), *map(columns.word, NAME[1:]))
    names = (
        (make or "", model or "", variant or "", trim or "") for make, model, variant, trim in found.values
    )
    return Coded(found.codes, tuple(names))


def _badges(columns: Columns, field: str) -> Coded[_Found]:
    """What `found_badges` gives of each row, no value if that is nothing; of fuels, where one is stated."""
    names = columns.once(_names)
    if field == "fuel":
        names = names.among(columns.word(field).codes >= 0).used
    found: list[_Found] = []
    codes = np.full(len(names.values) + 1, -1)
    by_make: dict[str, list[int]] = {}
    for code, name in enumerate(names.values):
        by_make.setdefault(name[0], []).append(code)
    for make, own in by_make.items():
        for place in bearing(make, [names.values[code][1:] for code in own], field):
            badges = badges_in(*names.values[own[place]], field)
            codes[own[place]] = len(found)
            found.append(badges)
    return Coded(codes[names.codes], tuple(found))


def _contradict(columns: Columns, field: Literal["drive", "powertrain"]) -> Booleans:
    def is_meant(values: tuple[_Found | None, str | None]) -> bool:
        badges, word = values[0] or (), values[1]
        models = [badge for badge in badges if badge.field == "model"]
        return any(
            any(clashes(model, badge) for model in models) or (word and not allows(badge, field, word))
            for badge in badges
        )

    return columns.combined(columns.once(_badges, field), columns.word(field)).where(is_meant)


def path_mismatch(columns: Columns) -> Booleans:
    """Rows whose path is not the one that their identity requires."""
    place = columns.profile.place
    if place is None:
        return columns.none()
    named = [field for field in columns.profile.identity if f"{{{field}}}" in place]
    slugs = {field: columns.once(_slugs, field) for field in (*paths.FIELDS, *named, *paths.QUALIFIERS)}
    found = np.array([location.claimed for location in columns.places], dtype=np.bool_)
    for field in paths.FIELDS:
        found &= slugs[field].where(bool)
    is_complete = np.logical_and.reduce([slugs[field].codes >= 0 for field in (*paths.FIELDS, *named)])
    # by number a format is faster than by name
    for number, field in enumerate(named):
        place = place.replace(f"{{{field}}}", f"{{{number}}}")
    rows = np.flatnonzero(found & is_complete)
    ids = [location.id for location in columns.places]
    required = map(place.format, *(slugs[field].at(rows).listed() for field in named))
    qualifiers = zip(*(slugs[field].at(rows).listed() for field in paths.QUALIFIERS), strict=True)
    for row, expected, allowed in zip(rows.tolist(), required, qualifiers, strict=True):
        path = ids[row]
        found[row] = path != expected and not paths.is_at(
            without_accents(path), expected, {qualifier for qualifier in allowed if qualifier is not None}
        )
    return found


def _slugs(columns: Columns, field: str) -> Coded[str]:
    return columns.written(field).mapped(slug)


def cycle_of_another_market(columns: Columns) -> Booleans:
    """Rows of cars that may be rated already, with no range by a cycle of their market."""
    status = columns.word("status")
    is_unknown = (status.codes < 0) & (columns.text("status").codes >= 0)
    found = columns.none()
    for known in set(cycles.CYCLES.values()):
        markets = [market for market, own in cycles.CYCLES.items() if own == known]
        rated = np.any([columns.figures(quantity).count > 0 for quantity in known], axis=0)
        found |= columns.is_word("market", *markets) & ~rated
    return found & ~is_unknown & ~columns.is_word("status", *cycles.UNRATED)


def year_impossible(columns: Columns) -> Booleans:
    """Rows whose model year is none, or too far ahead of the revision."""
    year = columns.word("year").mapped(dates.year_number)
    revision = columns.word("revised").mapped(dates.year_of_revision)
    built = revision.mapped(lambda found: found + dates.AHEAD_BUILT) < year
    shown = revision.mapped(lambda found: found + dates.AHEAD_SHOWN) < year
    is_built = columns.is_word("status", *dates.BUILT)
    outside = year.where(lambda number: not dates.FIRST <= number <= dates.LAST)
    return outside | np.where(is_built, built, shown)


def production_reversed(columns: Columns) -> Booleans:
    """Rows whose production ends before it starts."""
    return _last(columns, "production_end") < _first(columns, "production_start")


def year_outside_production(columns: Columns) -> Booleans:
    """Rows with a model year that lies outside production."""
    first = columns.word("year").mapped(lambda text: first_day(text) if is_year(text) else None)
    last = columns.word("year").mapped(lambda text: latest(text) if is_year(text) else None)
    before = last < _first(columns, "production_start")
    return before | (_last(columns, "production_end") < first)


def status_contradicts_production(columns: Columns) -> Booleans:
    """Rows with a status that the dates of production contradict."""
    found = columns.none()
    for verb, before, after in dates.STATUSES:
        day = f"production_{verb}"
        found |= columns.is_word("status", *before) & (_last(columns, "revised") < _first(columns, day))
        found |= columns.is_word("status", *after) & (_last(columns, day) < _first(columns, "revised"))
    return found


def status_outdated(columns: Columns) -> Booleans:
    """Rows of a car still to come whose model year, or newest source, is long past."""
    year, revised = columns.word("year"), columns.word("revised")
    is_past = year.mapped(_only(is_year)) < revised.mapped(lambda text: text[:4])
    old, recent = columns.none(), columns.none()
    for dated in (columns.sources.published, columns.sources.accessed):
        day = dated.texts.mapped(lambda text: years_later(text, dates.MAX_YEARS) if is_day(text) else None)
        is_old = day < dated.beside(revised)
        old |= dated.any(is_old)
        recent |= dated.any((day.codes >= 0) & ~is_old)
    is_expected = columns.is_word("status", *dates.STILL_TO_COME)
    return is_expected & np.where(year.codes >= 0, is_past, old & ~recent)


def _only(is_meant: Callable[[str], bool]) -> Callable[[str], str | None]:
    return lambda text: text if is_meant(text) else None


def _first(columns: Columns, field: str) -> Coded[str]:
    """The first day of the date in a field."""
    return columns.word(field).mapped(lambda text: earliest(text) if is_day(text) else None)


def _last(columns: Columns, field: str) -> Coded[str]:
    """The last day of the date in a field."""
    return columns.word(field).mapped(lambda text: latest(text) if is_day(text) else None)
