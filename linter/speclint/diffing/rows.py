"""Rows of the tables of a review: a figure, both values and the difference, in units of its market."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.changes.change import Kind
from speclint.changes.delta import amount
from speclint.changes.wording import label, listed, percent, shown, signed
from speclint.quantities.figure import Bound, as_written_in
from speclint.quantities.unit import UNITS
from speclint.rules.changes.entry_errors import correction_of
from speclint.rules.changes.sourced import new_source_of
from speclint.vehicle.markets import unit_of_market

if TYPE_CHECKING:
    from speclint.changes.change import Change, Stated
    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet

KEY_FIGURES = (
    "power", "torque", "acceleration_0_100_kmh", "acceleration_0_60_mph", "top_speed", "battery_usable",
    "battery_gross", "range_wltp", "range_epa", "consumption_electric", "consumption_combined", "length",
    "wheelbase", "mass_kerb", "mass_kerb_eu", "mass_kerb_din",
)  # fmt: skip
"""Quantities by which a new sheet is introduced, where it states them."""


class Row(msgspec.Struct, frozen=True):
    """One change as a reviewer reads it."""

    kind: str
    label: str
    old: str
    new: str
    difference: str
    """By how much, in the unit of the market; or what kind of change it is."""
    remarks: tuple[str, ...]
    path: str
    line: int
    """`NOWHERE` if the revision does not have it."""
    source: str | None
    """Address of the page that is newly cited for it."""


def market_of(sheet: Sheet) -> str | None:
    """The market of a sheet, by whose units it is reviewed."""
    return sheet.field("market")


def row_of(change: Change, place: tuple[str, int], remarks: tuple[str, ...] = ()) -> Row:
    """The row of a change of a figure or another value.

    Args:
        change: the change.
        place: path and line of the value in the revision; `NOWHERE` if it is not there.
        remarks: what else is known of it.
    """
    cause = correction_of(change)
    own = (f"a correction: {cause}",) if cause else ()
    old, new, difference = _cells(change)
    kind = change.kind.value
    return Row(kind, label(change), old, new, difference, (*own, *remarks), *place, new_source_of(change))


def _cells(change: Change) -> tuple[str, str, str]:
    """Value before, value now, and the difference."""
    kind = change.kind.value
    if change.quantity is None:
        if change.lost or change.gained:
            lost, gained = (listed(list(map(shown, side))) for side in (change.lost, change.gained))
            return lost, gained, kind
        return _value(change.base), _value(change.revision), "" if change.kind is Kind.CHANGED else kind
    market = market_of(change.pair.sheet)
    unit = unit_of_market(change.quantity, market)
    if change.figures is None:
        old, new = (
            in_unit(stated.figure, unit) if stated and stated.figure else ""
            for stated in (change.base, change.revision)
        )
        return old, new, kind
    before, after = _in_market(change, *change.figures, unit)
    point = change.curve
    moved = f" at {point.charge_before}" if point is not None and point.charge_before is not None else ""
    cells = f"{in_unit(before, unit)}{moved}", in_unit(after, unit)
    if change.kind is not Kind.CHANGED:
        return (*cells, kind)
    same = "the same number in another unit" if change.is_relabelled else ""
    return (*cells, ", ".join(part for part in (_difference(before, after, unit), same) if part))


def _in_market(change: Change, before: Figure, after: Figure, unit: str) -> tuple[Figure, Figure]:
    """The figures that changed, in the unit of the market if both sides state such."""
    old, new = (_stated_in(measurand, unit) for measurand in (change.was, change.now))
    if old is None or new is None or str(old) == str(new):
        return before, after
    return old, new


def _stated_in(measurand: Measurand | None, unit: str) -> Figure | None:
    figures = measurand.figures if measurand is not None else ()
    return next((figure for figure in figures if figure.unit.name == unit), None)


def in_unit(figure: Figure, unit: str) -> str:
    """A figure as stated, with the same in a unit in brackets if it is stated in another of the kind."""
    is_other = figure.unit.name != unit and figure.unit.kind == UNITS[unit].kind
    if not is_other or isinstance(figure.stated, Bound):
        return str(figure)
    return f"{figure} ({as_written_in(figure, UNITS[unit])} {unit})"


def _difference(before: Figure, after: Figure, unit: str) -> str:
    """`+100 kW (+43 %)`; empty where there is none."""
    by = amount(before, after, UNITS[unit])
    if by is None:
        return ""
    name = "" if by.unit == "1" else f" {by.unit}"
    ends = dict.fromkeys(map(signed, (by.low, by.high)))
    share = f" ({percent(by.relative)})" if by.relative is not None else ""
    return f"{' and '.join(ends)}{name}{share}"


def _value(stated: Stated | None) -> str:
    return "" if stated is None else shown(stated.value)


def key_figures(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Label and value of the figures that introduce a sheet, in units of its market."""
    market = market_of(sheet)
    found = []
    for name in KEY_FIGURES:
        for measurand in sheet.stated(name)[:1]:
            unit = unit_of_market(measurand.quantity, market)
            figure = _stated_in(measurand, unit) or measurand.sharpest
            found.append((measurand.quantity.label, in_unit(figure, unit)))
    return tuple(found)
