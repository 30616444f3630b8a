"""Messages of changes: the value before and after, by how much it changed, and in which direction."""

from __future__ import annotations

from decimal import Decimal
from math import isinf
from typing import TYPE_CHECKING

from speclint.changes.change import Kind
from speclint.changes.delta import amount
from speclint.documents.writer import json_text
from speclint.quantities.figure import Bound, as_written_in
from speclint.quantities.number import round_to
from speclint.quantities.unit import UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.changes.change import Change, CurvePoint
    from speclint.changes.delta import Amount
    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand

MAX_CHARACTERS = 60
"""Characters of a value that is no figure; longer ones are cut."""
MAX_ITEMS = 3
"""Elements of a list that a message names."""


def label(change: Change) -> str:
    """The name of what changed; empty for a sheet as a whole."""
    if change.curve is not None:
        return f"charging curve at {change.curve.charge}"
    if change.quantity is None:
        return ".".join(change.names).replace(".[", "[")
    several = any(
        measurand is not None and sheet is not None and len(sheet.stated(change.quantity.name)) > 1
        for measurand, sheet in ((change.was, change.pair.base), (change.now, change.pair.revision))
    )
    return f"{change.quantity.label} ({_which(change)})" if several else change.quantity.label


def _which(change: Change) -> str:
    """The part of the path to a figure that distinguishes it from others of its quantity."""
    keys = [name[1:-1] for name in change.names if name.startswith("[")]
    if keys:
        return " ".join(keys)
    sheet, quantity = change.pair.sheet, change.quantity
    own = change.now or change.was
    others = [
        measurand.pointer.split("/")
        for measurand in (sheet.stated(quantity.name) if quantity else ())
        if own is not None and measurand.pointer != own.pointer
    ]
    distinct = [name for name in change.names if not others or not all(name in steps for steps in others)]
    return " ".join(distinct or change.names[-1:])


def message(change: Change, units: str = "both") -> str:
    """The change in one line; `units` is metric, imperial or both."""
    if change.is_of_sheet:
        return _of_sheet(change)
    name = label(change)
    if change.quantity is None:
        return f"{name}{_of_value(change)}"
    if change.curve is not None:
        return f"{name}: {_of_point(change, change.curve, units)}"
    if change.figures is not None:
        return f"{name} {_of_figure(change, *change.figures, units)}"
    return f"{name}{_of_one_side(change, units)}"


def sides(change: Change, units: str = "both") -> tuple[str, str]:
    """The value before and after as the message has them; empty where it has none."""
    if change.quantity is not None and change.figures is not None:
        before, after = change.figures
        if change.kind is not Kind.CHANGED:
            return _in_full(before, change.was), _in_full(after, change.now)
        arrow = _arrow(before, after, shown_units(before, units)[0])
        old, _, new = (arrow or f"{before} → {after}").partition(" → ")
        return old, new
    base, revision = (
        "" if side is None else str(side.figure) if side.figure is not None else shown(side.value)
        for side in (change.base, change.revision)
    )
    return base, revision


def _of_point(change: Change, point: CurvePoint, units: str) -> str:
    if change.figures is None:
        return _of_one_side(change, units).lstrip()
    if point.charge_before is None:
        return _of_figure(change, *change.figures, units)
    before, after = change.figures
    return f"{after}, before {before} at {point.charge_before}"


def _of_one_side(change: Change, units: str) -> str:
    """A figure, or one of its units, that was added or removed."""
    is_removed = change.kind is Kind.REMOVED
    stated, measurand = (change.base, change.was) if is_removed else (change.revision, change.now)
    other = change.now if is_removed else change.was
    if stated is None or stated.figure is None or measurand is None:
        return ""
    if other is not None:
        kept = " and ".join(str(figure) for figure in other.figures)
        return f" {stated.figure} {f'removed, {kept} stays' if is_removed else f'added beside {kept}'}"
    also = [str(figure) for figure in measurand.figures if figure is not stated.figure]
    in_brackets = f" ({', '.join(also)})" if also else _converted(stated.figure, units)
    return f" {stated.figure}{in_brackets} {change.kind}"


def _of_sheet(change: Change) -> str:
    if change.base is None or change.revision is None:
        count = sum(len(measurand) for measurand in change.pair.sheet.measurands.values())
        figures = "1 figure" if count == 1 else f"{count} figures"
        stated = change.base or change.revision
        return f"{stated.value if stated else ''} {change.kind} ({figures})"
    return f"{change.base.value} renamed to {change.revision.value}"


def _converted(figure: Figure, units: str) -> str:
    """The figure in the reader's other unit, in brackets; nothing where it is the same."""
    for name in shown_units(figure, units):
        if name != figure.unit.name and not isinstance(figure.stated, Bound):
            return f" ({as_written_in(figure, UNITS[name])} {name})"
    return ""


def shown_units(figure: Figure, units: str) -> list[str]:
    """Names of the units in which a figure is shown; of both, that of the sheet first."""
    quantity = figure.quantity
    wanted = [quantity.metric, quantity.imperial] if units == "both" else [getattr(quantity, units)]
    names = [name for name in dict.fromkeys(wanted) if UNITS[name].kind == figure.unit.kind]
    if units != "both":
        return names or [figure.unit.name]
    own = quantity.metric if figure.unit.name != quantity.imperial else quantity.imperial
    return [figure.unit.name, *(name for name in names if name not in {own, figure.unit.name})]


def _of_figure(change: Change, before: Figure, after: Figure, units: str) -> str:
    if change.kind is not Kind.CHANGED:
        return f"{_in_full(before, change.was)} → {_in_full(after, change.now)}, {change.kind}"
    unit, *others = shown_units(before, units)
    arrow = _arrow(before, after, unit)
    by = amount(before, after, UNITS[unit])
    parts = [f"{arrow}: {_by(by, change)}" if by is not None and arrow is not None else f"{before} → {after}"]
    if before.stated == after.stated and before.unit is not after.unit:
        parts.append("the same number in another unit")
    parts += [
        text for name in others if name != unit and (text := _in_other_unit(change, before, after, name))
    ]
    return ", ".join(parts)


def _in_full(figure: Figure, measurand: Measurand | None) -> str:
    """A figure with what its text states in brackets: `150 kW (204 PS)`."""
    also = [
        str(other)
        for other in (measurand.besides(figure) if measurand is not None and figure.span else ())
        if other.pointer == figure.pointer
    ]
    return f"{figure} ({', '.join(also)})" if also else str(figure)


def _in_other_unit(change: Change, before: Figure, after: Figure, unit: str) -> str | None:
    """The change in another unit: as stated in it, else converted; None if that adds nothing."""
    sides = [
        [figure for figure in measurand.figures if figure.unit.name == unit]
        for measurand in (change.was, change.now)
        if measurand is not None
    ]
    if all(sides):
        old, new = (figures[0] for figures in sides)
        return _arrow(old, new, unit, short=True) if str(old) != str(new) else None
    return None if any(sides) else _arrow(before, after, unit, short=True)


def _arrow(before: Figure, after: Figure, unit: str, *, short: bool = False) -> str | None:
    """`435 mi → 360 mi`, as written where a figure is in that unit; if short, `700 → 579 km`."""
    sides = []
    for figure in (before, after):
        if figure.unit.name == unit:
            sides.append(str(figure) if not short else str(figure).removesuffix(f" {unit}"))
        elif isinstance(figure.stated, Bound) or figure.unit.kind != UNITS[unit].kind:
            return None
        else:
            written = as_written_in(figure, UNITS[unit])
            as_stated = before.unit is not after.unit and not short
            sides.append(str(figure) if as_stated else written if short else f"{written} {unit}")
    return f"{sides[0]} → {sides[1]} {unit}" if short else f"{sides[0]} → {sides[1]}"


def _by(by: Amount, change: Change) -> str:
    """`75 mi less (−17 %)`."""
    more, less = (change.quantity.more, change.quantity.less) if change.quantity else ("more", "less")
    unit = "" if by.unit == "1" else f" {by.unit}"
    share = f" ({percent(by.relative)})" if by.relative is not None else ""
    if by.low < 0 < by.high or by.high < 0 < by.low:
        return f"{signed(by.low)} and {signed(by.high)}{unit}"
    near, far = sorted(Decimal(end).copy_abs() for end in (by.low, by.high))
    size = f"{near:f}" if near == far else f"{near:f}-{far:f}" if near else f"up to {far:f}"
    return f"{size}{unit} {more if by.delta > 0 else less}{share}"


def signed(number: int | Decimal) -> str:
    """A number with its sign: `+30`, `−30`."""
    return f"{Decimal(number):+f}".replace("-", "−")


def percent(share: float) -> str:
    """A fraction in percent: rounded to whole ones, or to the first digit that is not zero."""
    size = abs(share) * 100
    sign = "−" if share < 0 else "+"
    if isinf(size):
        return f"{sign}∞ %"
    digits = 0
    while digits < 6 and size and round(size, digits) == 0:  # noqa: PLR2004 - the most decimals shown
        digits += 1
    return f"{sign}{round_to(size, 1 if 0 < size < 1 and not digits else digits)} %"


def _of_value(change: Change) -> str:
    if change.lost or change.gained:
        sides = ((change.gained, "added"), (change.lost, "removed"))
        return ": " + ", ".join(f"{listed(list(map(shown, side)))} {kind}" for side, kind in sides if side)
    if change.base is None or change.revision is None:
        stated = change.base or change.revision
        return f": {shown(stated.value if stated else None)} {change.kind}"
    before, after = change.base.value, change.revision.value
    if isinstance(before, list) and isinstance(after, list):
        return _of_lists(before, after)
    return f": {shown(before)} → {shown(after)}{'' if change.kind is Kind.CHANGED else f', {change.kind}'}"


def _of_lists(before: list[object], after: list[object]) -> str:
    """The points of a curve that differ, if they are few; lists of numbers in full."""
    if not any(isinstance(element, dict | list) for element in (*before, *after)):
        return f": {shown(before)} → {shown(after)}"
    points = [f"{shown(old)} → {shown(new)}" for old, new in zip(before, after, strict=False) if old != new]
    if len(before) == len(after) and len(points) < MAX_ITEMS:
        return f": {', '.join(points)}"
    return f": other values ({_counted(before)} → {_counted(after)})"


def _counted(elements: list[object]) -> str:
    return "1 entry" if len(elements) == 1 else f"{len(elements)} entries"


def listed(names: Sequence[str], most: int = MAX_ITEMS) -> str:
    """The first names of a list, and how many more it has."""
    named = ", ".join(names[:most])
    return named if len(names) <= most else f"{named} and {len(names) - most} more"


def shown(value: object) -> str:
    """A value that is no figure, shortened: a text as it is, an object by its title or name."""
    if isinstance(value, dict):
        name = next((value[key] for key in ("title", "name", "url", "sheet", "says") if key in value), None)
        if isinstance(name, str):
            value = name
    text = value if isinstance(value, str) and value.strip() else json_text(value)
    text = " ".join(text.split()) or '""'
    return text if len(text) <= MAX_CHARACTERS else f"{text[: MAX_CHARACTERS - 1]}…"
