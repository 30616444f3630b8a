"""Texts at the paths of a profile, read as figures: `230 kW`, `1.865,5`, `150 kW (204 PS)`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.documents.writer import json_text
from speclint.profiles.mpg import GALLONS, meant_by_mpg, names_mpg
from speclint.profiles.walk import CONSUMPTIONS, InvalidFigure
from speclint.quantities.figure import Figure
from speclint.quantities.placeholder import is_missing
from speclint.quantities.reading import read_figures, read_value
from speclint.quantities.table import QUANTITIES
from speclint.quantities.text import Ambiguous, Unread
from speclint.quantities.unit import UNITS

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from speclint.profiles.marks import Marks
    from speclint.profiles.walk import Text, Walk
    from speclint.quantities.numeral import Mark
    from speclint.quantities.reading import Reading
    from speclint.quantities.unit import Unit

MAX_CACHED_TEXTS = 8192
SPEED_OF = {
    "power": "power_speed", "engine_power": "power_speed",
    "torque": "torque_speed", "engine_torque": "torque_speed",
}  # fmt: skip
"""The quantity that `230 kW @ 5500 rpm` states besides."""

UNDECIDED = "it is not known whether the comma or the point is its decimal mark"

_PER_MINUTE = UNITS["1/min"]

Figures: TypeAlias = "tuple[Reading, ...] | Ambiguous | Unread"


class Context(msgspec.Struct, frozen=True):
    """What the texts of a document are read with."""

    marks: Marks
    decimal: Mark | None
    """The decimal mark if the profile states it."""
    missing: AbstractSet[str]
    """Texts that stand for nothing, besides the usual ones."""
    mapped: AbstractSet[str]
    """The quantities that have a path of their own."""
    word: Callable[[str], str | None]
    """Gives the word by which rules know an identity field of the car."""


def read_texts(walk: Walk, context: Context) -> None:
    """Read the texts of a walk over a document, and add to it their figures and what cannot be read."""
    for text in walk.texts:
        if isinstance(text.value, str) and (
            is_missing(text.value) or is_missing(text.value, context.missing)
        ):
            continue
        quantity, unit = text.quantity, text.unit
        if quantity.kind in CONSUMPTIONS and names_mpg(f"{text.spelling} {text.value}"):
            meant = meant_by_mpg(quantity, context.word("powertrain"), context.mapped)
            if meant is None:
                continue
            quantity, unit = meant, unit if meant is quantity else None
            if quantity.kind == "fuel consumption" and unit is None:
                unit = UNITS.get(GALLONS.get(context.word("market") or "", ""))
        meant_text = text._replace(quantity=quantity)
        found = _figures(meant_text, unit, context.decimal)
        if isinstance(found, Ambiguous) and (mark := context.marks.of(text.quantity.name)):
            found = _figures(meant_text, unit, mark)
        _add(walk, meant_text, found, context.mapped)


def _figures(text: Text, unit: Unit | None, decimal: Mark | None) -> Figures:
    if text.spelling:
        return read_value(text.value, text.spelling, text.quantity.kind, unit, decimal)
    if isinstance(text.value, str):
        return _read(text.value, text.quantity.kind, unit.name if unit else "", decimal)
    return Unread("it has no unit")


@lru_cache(MAX_CACHED_TEXTS)
def _read(text: str, kind: str, unit: str, decimal: Mark | None) -> Figures:
    """The figures of one kind in a text; in a table many cells are equal."""
    found = read_figures(text, kind, UNITS.get(unit), decimal)
    if isinstance(found, tuple) and len({reading.unit.name for reading in found}) < len(found):
        return Unread("it states several figures in one unit")
    return found


def _add(walk: Walk, text: Text, found: Figures, mapped: AbstractSet[str]) -> None:
    """Add figures with their places in the text, or why there are none."""
    quantity = text.quantity
    if not isinstance(found, tuple):
        reason = found.reason if isinstance(found, Unread) else UNDECIDED
        unit = text.unit.name if text.unit else text.spelling
        written = text.value if isinstance(text.value, str) else json_text(text.value)
        walk.invalid_figures.append(InvalidFigure(quantity, unit, text.pointer, text=written, reason=reason))
        return
    for reading in found:
        span = reading.written.number_span if reading.written else None
        walk.add_figure(Figure(quantity, reading.unit, reading.stated, text.pointer, span), text.where)
    speed = found[0].written.reached_at if found[0].written else None
    name = SPEED_OF.get(quantity.name)
    if speed is None or name is None or name in mapped or not (_PER_MINUTE in speed.units or not speed.unit):
        return
    figure = Figure(QUANTITIES[name], _PER_MINUTE, speed.stated, text.pointer, speed.number_span)
    walk.add_figure(figure, text.where)
