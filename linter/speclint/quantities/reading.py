"""The figures of one quantity in a text, or in a value with its unit in another place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from speclint.quantities.figure import Stated, read_stated
from speclint.quantities.number import is_number
from speclint.quantities.spelling import units_spelt
from speclint.quantities.text import MIN_ENGINE_SPEED, Ambiguous, Unread, WrittenFigure, read_text
from speclint.quantities.unit import Unit, is_of_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.quantities.numeral import Mark


class Reading(NamedTuple):
    """A figure of a quantity: what is stated, in which unit, and where it is written in a text."""

    stated: Stated
    unit: Unit
    written: WrittenFigure | None = None
    """None if it is no text."""


def read_figures(
    text: str, kind: str, unit: Unit | None = None, decimal: Mark | None = None
) -> tuple[Reading, ...] | Ambiguous | Unread:
    """The figures of one kind in a text: of `150 kW (204 PS)` both, of `230 kW @ 5500 rpm` the power.

    Args:
        text: what is written.
        kind: kind of unit that the quantity is measured in.
        unit: the unit of numbers without one, and the one meant if a spelling is ambiguous. Else a figure
            in an ambiguous unit is left out beside those in a clear one, and alone cannot be read.
        decimal: the decimal mark, or None if it is not known.
    """
    figures = read_text(text, decimal)
    if isinstance(figures, Unread):
        return figures
    if isinstance(figures, Ambiguous):
        point, comma = _of_kind(figures.point, kind, unit), _of_kind(figures.comma, kind, unit)
        if isinstance(point, Unread) or isinstance(comma, Unread) or not _is_alike(point, comma):
            return point if isinstance(point, Unread) else figures
        return point if _is_reached(point) else comma
    return _of_kind(figures, kind, unit)


def _is_reached(readings: Sequence[Reading]) -> bool:
    """Whether an engine may turn as slowly as the speed at which the first figure holds, or there is none."""
    at = readings[0].written.reached_at if readings[0].written else None
    least = at.stated[0] if at and isinstance(at.stated, tuple) else at.stated if at else None
    return not is_number(least) or least >= MIN_ENGINE_SPEED


def _is_alike(point: tuple[Reading, ...], comma: tuple[Reading, ...]) -> bool:
    """Whether both decimal marks give the same figures of the kind."""
    return [(one.stated, one.unit) for one in point] == [(one.stated, one.unit) for one in comma]


def _of_kind(figures: Sequence[WrittenFigure], kind: str, unit: Unit | None) -> tuple[Reading, ...] | Unread:
    conditions = [figure.reached_at for figure in figures if figure.reached_at][:1]
    meant = [(figure, _meant(figure, kind, unit)) for figure in (*figures, *conditions)]
    measured = [(figure, units) for figure, units in meant if units]
    bare = [
        figure
        for figure in figures
        if not figure.unit and not (measured and (figure.in_brackets or _is_sprint(figure, kind)))
    ]
    if not measured and (only := _only(figures, kind)) and unit is not None:
        return (Reading(only.stated, unit, only),)
    if not measured or bare:
        return Unread(_why_not(figures, bare, kind))
    clear = tuple(Reading(figure.stated, units[0], figure) for figure, units in measured if len(units) == 1)
    figure, units = measured[0]
    return clear or Unread(_ambiguous(figure.unit, units))


def _only(figures: Sequence[WrittenFigure], kind: str) -> WrittenFigure | None:
    """The one figure without a unit, such as `7.9 (0-100 km/h)`; of counts also with a word: `5 seats`."""
    outside = [figure for figure in figures if not figure.in_brackets]
    if len(outside) != 1 or (outside[0].unit and (kind != "count" or outside[0].units)):
        return None
    return outside[0] if all(figure.units for figure in figures if figure.in_brackets) else None


def _is_sprint(figure: WrittenFigure, kind: str) -> bool:
    """Whether a range is that of the speeds in a sprint: `7.6 s 0-100`."""
    return kind == "time" and isinstance(figure.stated, tuple) and figure.stated[0] == 0


def _ambiguous(spelt: str, units: Sequence[Unit]) -> str:
    return f'the unit "{spelt}" may be ' + " or ".join(f'"{unit.name}"' for unit in units)


def _meant(figure: WrittenFigure, kind: str, unit: Unit | None) -> tuple[Unit, ...]:
    """The units of the kind that a figure may be in; the expected one alone if it is among them."""
    units = tuple(known for known in figure.units if is_of_kind(known, kind))
    return (unit,) if unit in units and unit is not None else units


def _why_not(figures: Sequence[WrittenFigure], bare: Sequence[WrittenFigure], kind: str) -> str:
    named = [figure for figure in figures if figure.unit]
    if bare and len(figures) > 1:
        return "a number in it has no unit"
    if bare:
        return "it has no unit"
    if named[0].units:
        return f'"{named[0].unit}" measures {named[0].units[0].kind}, not {kind}'
    return f'"{named[0].unit}" is no unit of {kind}'


def read_value(
    value: object, spelt: str, kind: str, unit: Unit | None = None, decimal: Mark | None = None
) -> tuple[Reading, ...] | Ambiguous | Unread:
    """The figures of a value whose unit stands in another place: `{"value": 230, "unit": "kW"}`.

    Args:
        value: a number, a range or a bound as JSON has them, or a text.
        spelt: the unit as written.
        kind: kind of unit that the quantity is measured in.
        unit: the unit meant if the spelling is ambiguous.
        decimal: the decimal mark of a text, or None if it is not known.
    """
    meant = units_spelt(spelt, kind)
    if unit in meant and unit is not None:
        meant = (unit,)
    if len(meant) != 1:
        if meant:
            return Unread(_ambiguous(spelt, meant))
        other = units_spelt(spelt)
        return Unread(
            f'"{spelt}" measures {other[0].kind}, not {kind}' if other else f'"{spelt}" is no unit of {kind}'
        )
    if isinstance(value, str):
        return read_figures(value, kind, meant[0], decimal)
    stated = read_stated(value)
    return (Reading(stated, meant[0]),) if stated is not None else Unread("it is no number")
