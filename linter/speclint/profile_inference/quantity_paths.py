"""Which quantity each place of the sheets holds, as far as one can be chosen, and what else it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import path_text
from speclint.profile_inference.annotations import unfiltered
from speclint.profile_inference.keys import KeyMatch, match_key
from speclint.profile_inference.phrases import is_foreign
from speclint.profile_inference.unit_choice import system_of
from speclint.quantities.table import QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speclint.documents.jsonpath import JSONPath
    from speclint.profile_inference.path_stats import PathStats
    from speclint.profile_inference.unit_choice import System

_MIN_FIGURES = 0.2
"""Share of the values of a place that must be figures."""


class QuantityPath(msgspec.Struct, frozen=True):
    """A quantity and where it is."""

    quantity: str
    unit: str | None
    """None if the place is an object keyed by unit, or has its unit beside it."""
    path: str
    sheets: int
    """How many have a figure there."""
    present: int = 0
    """How many have a value there."""
    is_assumed: bool = False
    """No unit is named; it fits the figures and the other columns."""
    example: object = None
    unit_path: str = ""
    """Where the unit is that changes from sheet to sheet."""
    either: tuple[tuple[float, float], ...] = ()
    """What texts there mean with a decimal point and with a comma that do not show which they have."""


class Unmapped(msgspec.Struct, frozen=True):
    """A place with figures for which no quantity or unit was chosen."""

    path: str
    sheets: int
    candidates: tuple[str, ...]
    units: tuple[str, ...]
    """The units in which it may be."""
    reason: str
    example: object = None
    unit_path: str = ""
    """Where the unit is that changes from sheet to sheet."""
    either: tuple[tuple[float, float], ...] = ()
    """What texts there mean with a decimal point and with a comma that do not show which they have."""


_Found = dict[tuple[str, str | None], dict[str, QuantityPath]]
"""The places by quantity and unit, and by their path."""


def map_quantities(
    places: Mapping[JSONPath, PathStats], annotated: Mapping[JSONPath, str]
) -> tuple[tuple[QuantityPath, ...], tuple[Unmapped, ...]]:
    """The places that hold a quantity of the table, and the others.

    Args:
        places: what is at each path.
        annotated: the units that a schema names.
    """
    places = {path: at for path, at in places.items() if at.sheets >= _MIN_FIGURES * at.present}
    matches = _matches(places, annotated, None)
    system = _system(matches)
    if system is not None:
        matches = _matches(places, annotated, system)
    found = _found(places, matches)
    order = list(QUANTITIES)
    chosen = sorted(
        (row for rows in _without_rivals(found) for row in rows), key=lambda row: order.index(row.quantity)
    )
    unmapped = [
        Unmapped(
            path_text(path), places[path].sheets, match.candidates, match.units, match.reason,
            places[path].example, _unit_path(path, places[path]), tuple(places[path].either),
        )
        for path, match in matches.items()
        if not match.quantity
    ]  # fmt: skip
    return tuple(chosen), (*unmapped, *_rivals(found, chosen))


def _matches(
    places: Mapping[JSONPath, PathStats], annotated: Mapping[JSONPath, str], system: System | None
) -> dict[JSONPath, KeyMatch]:
    found = {
        path: match_key(path, at.values, at.named_units or _annotated(path, annotated), system)
        for path, at in places.items()
    }
    return {path: _with_unit_beside(match, _unit_path(path, places[path])) for path, match in found.items()}


def _unit_path(path: JSONPath, at: PathStats) -> str:
    """Where the unit of a place is, if it changes from sheet to sheet."""
    return path_text((*path[:-1], at.unit_key)) if len(at.units) > 1 else ""


def _with_unit_beside(match: KeyMatch, unit_path: str) -> KeyMatch:
    """The match with the quantity that all units measure that stand beside it."""
    return KeyMatch(match.candidates[0]) if unit_path and len(match.candidates) == 1 else match


def _annotated(path: JSONPath, annotated: Mapping[JSONPath, str]) -> tuple[str, ...]:
    unit = annotated.get(unfiltered(path))
    return (unit,) if unit else ()


def _system(matches: Mapping[JSONPath, KeyMatch]) -> System | None:
    """The system of units that the named units, and the figures that fit one alone, show."""
    named = [(match.unit,) if match.unit else match.units for match in matches.values()]
    units = [units[0] for units in named if len(units) == 1]
    highway = [match for match in matches.values() if match.candidates == ("consumption_highway",)]
    ambiguous = [match.units[0] for match in highway if match.units]
    foreign = sum(is_foreign(step) for path in matches for step in path[-1:] if isinstance(step, str))
    of_either_gallon = ["mpg UK" for units_left in named if set(units_left) == {"mpg US", "mpg UK"}]
    return system_of([*units, *ambiguous, *of_either_gallon], foreign)


def _found(places: Mapping[JSONPath, PathStats], matches: Mapping[JSONPath, KeyMatch]) -> _Found:
    found: _Found = {}
    keyed = _keyed_by_unit(matches)
    for path, match in matches.items():
        if not match.quantity:
            continue
        is_keyed = path[:-1] in keyed
        unit = None if is_keyed else match.unit
        text = path_text(path[:-1] if is_keyed else path)
        at, rows = places[path], found.setdefault((match.quantity, unit), {})
        sheets = max(at.sheets, rows[text].sheets if text in rows else 0)
        rows[text] = QuantityPath(
            match.quantity, unit, text, sheets, max(at.present, sheets), match.is_assumed, at.example,
            _unit_path(path, at), tuple(at.either),
        )  # fmt: skip
    return found


def _keyed_by_unit(matches: Mapping[JSONPath, KeyMatch]) -> set[JSONPath]:
    """The objects that are keyed by unit and hold nothing else."""
    parents = {path[:-1] for path, match in matches.items() if match.is_key}
    below: dict[JSONPath, set[str | None]] = {parent: set() for parent in parents}
    for path, match in matches.items():
        if path[:-1] in below:
            below[path[:-1]].add(match.quantity if match.is_key else None)
    return {
        parent
        for parent, quantities in below.items()
        if parent and len(quantities) == 1 and None not in quantities
    }


def _without_rivals(found: _Found) -> Iterator[list[QuantityPath]]:
    """Those that a profile can hold: one path for a quantity and unit, or one object keyed by unit."""
    by_quantity: dict[str, list[QuantityPath]] = {}
    doubtful = {quantity for (quantity, _), rows in found.items() if len(rows) > 1}
    for (quantity, _), rows in found.items():
        by_quantity.setdefault(quantity, []).extend(rows.values())
    for quantity, rows_of_all in by_quantity.items():
        mixed = len(rows_of_all) > 1 and any(row.unit is None for row in rows_of_all)
        if quantity not in doubtful and not mixed:
            yield rows_of_all


def _rivals(found: _Found, chosen: Iterable[QuantityPath]) -> list[Unmapped]:
    kept = {(row.quantity, row.path) for row in chosen}
    return [
        Unmapped(
            row.path, row.sheets, (row.quantity,), (row.unit,) if row.unit else (),
            "more than one place has this name", row.example,
        )
        for rows in found.values()
        for row in rows.values()
        if (row.quantity, row.path) not in kept
    ]  # fmt: skip
