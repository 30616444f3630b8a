"""Charging curves: their points paired by state of charge and compared as figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.changes.change import CurvePoint
from speclint.changes.figures import between, whole
from speclint.documents.pointer import parent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.changes.change import Change, Pair
    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet

CHARGE, POWER = "curve_charge", "curve_power"
MIN_EXCHANGED = 3
"""Points whose state of charge is the power of another curve, and the reverse, that are no coincidence."""


class _Point(msgspec.Struct, frozen=True, eq=False):
    """The power at a state of charge."""

    charge: Figure
    power: Measurand

    @property
    def numbers(self) -> tuple[float, float]:
        """State of charge and power as they are written."""
        charge, power = (float(figure.numbers[0]) for figure in (self.charge, self.power.figures[0]))
        return charge, power


def curve_changes(pair: Pair, base: Sheet, revision: Sheet) -> Iterator[Change]:
    """The changes of each point of the charging curve; none where a side has no curve of whole points."""
    old, new = _points(base), _points(revision)
    if not old or not new:
        return
    are_exchanged = _are_exchanged(old, new)
    pairs = list(_paired(old, new, exchanged=are_exchanged))
    for was, now in pairs:
        point = now or was
        if point is None:
            continue
        moved = was.charge if are_exchanged and was and now else None
        about = CurvePoint(point.charge, len(pairs), moved)
        for change in _of_point(pair, was, now):
            yield replace(change, curve=about)


def _of_point(pair: Pair, was: _Point | None, now: _Point | None) -> Iterator[Change]:
    if was is None or now is None or was.charge.value != now.charge.value:
        yield whole(pair, was.power if was else None, now.power if now else None)
    else:
        yield from between(pair, was.power, now.power)


def curve_pointers(sheet: Sheet, other: Sheet) -> Iterator[str]:
    """Pointers to the figures of the charging curve of a sheet, if its points are compared with another's."""
    points = _points(sheet)
    if points and _points(other):
        for point in points:
            yield point.charge.pointer
            for figure in point.power.figures:
                yield figure.pointer


def _points(sheet: Sheet) -> list[_Point]:
    """The points of the only charging curve; none if one of them lacks its charge or its power."""
    charges = {measurand.pointer: measurand.sharpest for measurand in sheet.stated(CHARGE)}
    powers: dict[str, Measurand] = {}
    for power in sheet.stated(POWER):
        # a power keyed by unit is an object of its own inside the point
        element = power.pointer if power.pointer in charges else parent(power.pointer)
        if element not in charges or element in powers:
            return []
        powers[element] = power
    if len(powers) < len(charges) or len({*map(parent, powers)}) > 1:
        return []
    return [_Point(charges[element], power) for element, power in powers.items()]


def _are_exchanged(old: Sequence[_Point], new: Sequence[_Point]) -> bool:
    """Whether most points have the power of the other curve as state of charge, and the reverse."""
    before, after = {point.numbers for point in old}, {point.numbers for point in new}
    exchanged = before & {(power, charge) for charge, power in after}
    return len(exchanged) >= MIN_EXCHANGED and 2 * len(exchanged) > max(
        len(before), len(after), 2 * len(before & after)
    )


def _paired(
    old: Sequence[_Point], new: Sequence[_Point], *, exchanged: bool
) -> Iterator[tuple[_Point | None, _Point | None]]:
    """The points of both curves in pairs, at one state of charge in their order; alone without another."""
    free: dict[float, list[_Point]] = {}
    for point in old:
        free.setdefault(point.numbers[exchanged], []).append(point)
    for point in new:
        same = free.get(point.numbers[0])
        yield (same.pop(0) if same else None), point
    yield from ((point, None) for points in free.values() for point in points)
