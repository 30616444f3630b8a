"""What became of the figures of a sheet: told by the true values they stand for, not by their writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.changes.align import Alignment, names_of
from speclint.changes.change import Change, Kind, Stated
from speclint.documents.pointer import resolve
from speclint.quantities.figure import Bound, Figure, as_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from speclint.changes.change import Pair
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet

CURVE = "curve_"
"""How the names of quantities begin that are points of a curve: it is told as one thing."""

GRAVEST = (Kind.CHANGED, Kind.SHARPENED, Kind.BLURRED, Kind.RESTATED)


def figure_changes(pair: Pair, base: Sheet, revision: Sheet) -> Iterator[Change]:
    """What became of each measurand of a sheet: one change of its figures, and units that came or went."""
    alignment = Alignment(base.value, revision.value)
    for quantity in {**base.measurands, **revision.measurands}:
        if quantity.startswith(CURVE):
            continue
        for was, now in _together(base.stated(quantity), revision.stated(quantity), alignment):
            if was is not None and now is not None:
                yield from _between(pair, was, now)
            elif was is not None:
                yield _one_sided(pair, Kind.REMOVED, was, was.figures[0])
            elif now is not None:
                yield _one_sided(pair, Kind.ADDED, now, now.figures[0])


def _together(
    base: Sequence[Measurand], revision: Sequence[Measurand], alignment: Alignment
) -> Iterator[tuple[Measurand | None, Measurand | None]]:
    """Measurands of one quantity with their like: at the same place, else stating the same, or those left."""
    if len(base) == len(revision) == 1:
        yield base[0], revision[0]
        return
    by_place = {measurand.pointer: measurand for measurand in revision}
    old: list[Measurand] = []
    for was in base:
        now = by_place.pop(alignment.twin(was.pointer), None)
        if now is None:
            old.append(was)
        else:
            yield was, now
    new = list(by_place.values())
    for was in list(old):
        now = next((one for one in new if _agree(was, one)), None)
        if now is not None:
            old.remove(was)
            new.remove(now)
            yield was, now
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    yield from ((was, None) for was in old)
    yield from ((None, now) for now in new)


def _agree(was: Measurand, now: Measurand) -> bool:
    return any(
        figure.unit.kind == other.unit.kind and figure.agrees_with(other)
        for figure in was.figures
        for other in now.figures
    )


def _between(pair: Pair, was: Measurand, now: Measurand) -> Iterator[Change]:
    """What became of one measurand."""
    old = {figure.unit.name: figure for figure in was.figures}
    new = {figure.unit.name: figure for figure in now.figures}
    both = [(old.pop(name), new.pop(name)) for name in [*old] if name in new]
    both += _by_value(old, new)
    judged = [(kind_of(*two), two) for two in both]
    kinds = {kind for kind, _ in judged if kind is not None}
    if kinds:
        sharper_and_blurred = Kind.CHANGED not in kinds and {Kind.SHARPENED, Kind.BLURRED} <= kinds
        kind = Kind.RESTATED if sharper_and_blurred else next(one for one in GRAVEST if one in kinds)
        of_kind = [two for one, two in judged if one is kind or (sharper_and_blurred and one is not None)]
        before, after = min(of_kind, key=_foremost)
        yield _change(pair, kind, (was, before), (now, after))
    yield from (_change(pair, Kind.REMOVED, (was, figure), (now, None)) for figure in old.values())
    yield from (_change(pair, Kind.ADDED, (was, None), (now, figure)) for figure in new.values())


def _foremost(two: tuple[Figure, Figure]) -> tuple[object, ...]:
    """What a reader wants to see first of several units: one that both sides state, and the metric one."""
    names = sorted(figure.unit.name for figure in two)
    return names[0] != names[1], two[0].quantity.metric not in names, names


def _by_value(old: dict[str, Figure], new: dict[str, Figure]) -> list[tuple[Figure, Figure]]:
    """Figures in units that only one side states, paired where they agree, else by number; taken out."""
    ways = sorted(
        ((one, other) for one in old.values() for other in new.values() if one.unit.kind == other.unit.kind),
        key=lambda two: (not two[0].agrees_with(two[1]), two[0].stated != two[1].stated, _foremost(two)),
    )
    found = []
    for one, other in ways:
        if one.unit.name in old and other.unit.name in new:
            found.append((old.pop(one.unit.name), new.pop(other.unit.name)))
    return found


def kind_of(before: Figure, after: Figure) -> Kind | None:
    """What became of one figure; None if it is written just as before."""
    if before.unit.kind != after.unit.kind:
        return Kind.CHANGED  # of currencies nothing holds between them
    if before.unit is after.unit and as_literal(before.stated) == as_literal(after.stated):
        return None
    if isinstance(before.stated, Bound) and isinstance(after.stated, Bound):
        return _kind_of_bounds(before, after, before.stated, after.stated)
    if not before.agrees_with(after):
        return Kind.CHANGED
    if before.unit is not after.unit or before.interval.width == after.interval.width:
        return Kind.RESTATED
    return Kind.SHARPENED if after.interval.width < before.interval.width else Kind.BLURRED


def _kind_of_bounds(before: Figure, after: Figure, old: Bound, new: Bound) -> Kind | None:
    """Two bounds to one side always have values in common, but another number is another promise."""
    if old.at_least is not new.at_least:
        return Kind.CHANGED
    return kind_of(*(Figure(one.quantity, one.unit, one.numbers[0], one.pointer) for one in (before, after)))


def _change(
    pair: Pair, kind: Kind, base: tuple[Measurand, Figure | None], revision: tuple[Measurand, Figure | None]
) -> Change:
    was, before = base
    now, after = revision
    return Change(
        kind, pair, _names(pair, now, base=False), _stated(pair.base, before), _stated(pair.revision, after),
        now.quantity, was=was, now=now,
    )  # fmt: skip


def _one_sided(pair: Pair, kind: Kind, measurand: Measurand, figure: Figure) -> Change:
    gone = kind is Kind.REMOVED
    stated = _stated(pair.base if gone else pair.revision, figure)
    return Change(
        kind, pair, _names(pair, measurand, base=gone), stated if gone else None, None if gone else stated,
        measurand.quantity, was=measurand if gone else None, now=None if gone else measurand,
    )  # fmt: skip


def _names(pair: Pair, measurand: Measurand, *, base: bool) -> tuple[str, ...]:
    sheet = pair.base if base else pair.revision
    return names_of(sheet.value, measurand.pointer) if sheet else ()


def _stated(sheet: Sheet | None, figure: Figure | None) -> Stated | None:
    if sheet is None or figure is None:
        return None
    return Stated(figure.pointer, resolve(sheet.value, figure.pointer), figure)


def pointers(sheet: Sheet) -> Iterable[str]:
    """Where the figures of a sheet stand, but for those of curves."""
    for quantity, measurands in sheet.measurands.items():
        for measurand in measurands if not quantity.startswith(CURVE) else ():
            for figure in measurand.figures:
                yield figure.pointer
