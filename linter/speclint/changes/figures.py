"""Changes of the figures of a sheet: by the true values that they admit, not as written."""

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
"""Prefix of quantities in the points of a curve, which are not paired by their places."""

PRECEDENCE = (Kind.CHANGED, Kind.SHARPENED, Kind.BLURRED, Kind.RESTATED)


def figure_changes(pair: Pair, base: Sheet, revision: Sheet) -> Iterator[Change]:
    """The changes of each measurand of a sheet: at most one of its figures, and units added or removed."""
    alignment = Alignment(base.value, revision.value)
    for quantity in {**base.measurands, **revision.measurands}:
        if quantity.startswith(CURVE):
            continue
        for was, now in _paired_measurands(base.stated(quantity), revision.stated(quantity), alignment):
            if was is not None and now is not None:
                yield from between(pair, was, now)
            else:
                yield whole(pair, was, now)


def whole(pair: Pair, was: Measurand | None, now: Measurand | None) -> Change:
    """The change of a measurand to another; added or removed where a side is None."""
    figures = [side.figures[0] if side is not None else None for side in (was, now)]
    return _change(pair, Kind.of(was, now), was, now, figures)


def _paired_measurands(
    base: Sequence[Measurand], revision: Sequence[Measurand], alignment: Alignment
) -> Iterator[tuple[Measurand | None, Measurand | None]]:
    """Measurands of one quantity in pairs: at one place, or with figures that agree, or the last ones."""
    if len(base) == len(revision) == 1:
        yield base[0], revision[0]
        return
    by_place = {measurand.pointer: measurand for measurand in revision}
    old: list[Measurand] = []
    for was in base:
        now = by_place.pop(alignment.counterpart(was.pointer), None)
        if now is None:
            old.append(was)
        else:
            yield was, now
    new = list(by_place.values())
    for was in list(old):
        now = next((measurand for measurand in new if _agree(was, measurand)), None)
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
        before.unit.kind == after.unit.kind and before.agrees_with(after)
        for before in was.figures
        for after in now.figures
    )


def between(pair: Pair, was: Measurand, now: Measurand) -> Iterator[Change]:
    """The changes of one measurand."""
    old = {figure.unit.name: figure for figure in was.figures}
    new = {figure.unit.name: figure for figure in now.figures}
    figures = [(old.pop(name), new.pop(name)) for name in [*old] if name in new]
    figures += _by_value(old, new)
    judged = [(kind_of(*two), two) for two in figures]
    kinds = {kind for kind, _ in judged if kind is not None}
    if kinds:
        is_mixed = Kind.CHANGED not in kinds and {Kind.SHARPENED, Kind.BLURRED} <= kinds
        kind = Kind.RESTATED if is_mixed else next(kind for kind in PRECEDENCE if kind in kinds)
        shown = [two for own, two in judged if own is kind or (is_mixed and own is not None)]
        before, after = min(shown, key=_preference)
        yield _change(pair, kind, was, now, (before, after))
    gone = [figure for figure in old.values() if not _is_second_form(figure, was)]
    come = [figure for figure in new.values() if not _is_second_form(figure, now)]
    if figures and not kinds and len(gone) + len(come) < len(old) + len(new):
        before, after = min(figures, key=_preference)
        yield _change(pair, Kind.RESTATED, was, now, (before, after))
    yield from (_change(pair, Kind.REMOVED, was, now, (figure, None)) for figure in gone)
    yield from (_change(pair, Kind.ADDED, was, now, (None, figure)) for figure in come)


def _is_second_form(figure: Figure, measurand: Measurand) -> bool:
    """Whether the text that states a figure states the same in another unit too: `150 kW (204 PS)`."""
    return any(
        other.pointer == figure.pointer and figure.agrees_with(other) for other in measurand.besides(figure)
    )


def _preference(two: tuple[Figure, Figure]) -> tuple[object, ...]:
    """Sort key of the unit to report: one that both sides state, then the metric one."""
    names = sorted(figure.unit.name for figure in two)
    return names[0] != names[1], two[0].quantity.metric not in names, names


def _by_value(old: dict[str, Figure], new: dict[str, Figure]) -> list[tuple[Figure, Figure]]:
    """Figures in units that only one side states, paired where they agree, else by number.

    Those that are paired are removed from both dictionaries.
    """
    candidates = sorted(
        (
            (before, after)
            for before in old.values()
            for after in new.values()
            if before.unit.kind == after.unit.kind
        ),
        key=lambda two: (not two[0].agrees_with(two[1]), two[0].stated != two[1].stated, _preference(two)),
    )
    pairs = []
    for before, after in candidates:
        if before.unit.name in old and after.unit.name in new:
            pairs.append((old.pop(before.unit.name), new.pop(after.unit.name)))
    return pairs


def kind_of(before: Figure, after: Figure) -> Kind | None:
    """The kind of change of one figure; None if it is written as before."""
    bounds = [figure.stated for figure in (before, after) if isinstance(figure.stated, Bound)]
    # no factor converts between currencies
    if before.unit.kind != after.unit.kind or len({bound.at_least for bound in bounds}) > 1:
        return Kind.CHANGED
    if before.unit is after.unit and as_literal(before.stated) == as_literal(after.stated):
        return None
    if len(bounds) > 1:
        # two bounds on one side always have values in common, so they are compared by their numbers
        before, after = (figure.with_stated(figure.numbers[0]) for figure in (before, after))
    if not before.agrees_with(after):
        return Kind.CHANGED
    if before.unit is not after.unit or before.interval.width == after.interval.width:
        return Kind.RESTATED
    return Kind.SHARPENED if after.interval.width < before.interval.width else Kind.BLURRED


def _change(
    pair: Pair, kind: Kind, was: Measurand | None, now: Measurand | None, figures: Sequence[Figure | None]
) -> Change:
    before, after = figures
    sheet, measurand = (pair.base, was) if now is None else (pair.revision, now)
    return Change(
        kind, pair, names_of(sheet.value, measurand.pointer) if sheet and measurand else (),
        _stated(pair.base, before), _stated(pair.revision, after),
        measurand.quantity if measurand else None, was=was, now=now,
    )  # fmt: skip


def _stated(sheet: Sheet | None, figure: Figure | None) -> Stated | None:
    if sheet is None or figure is None:
        return None
    return Stated(figure.pointer, resolve(sheet.value, figure.pointer), figure)


def pointers(sheet: Sheet) -> Iterable[str]:
    """Pointers to the figures of a sheet and to their units, without those of curves."""
    for quantity, measurands in sheet.measurands.items():
        for measurand in measurands if not quantity.startswith(CURVE) else ():
            for figure in measurand.figures:
                yield figure.pointer
            if measurand.unit_pointer:
                yield measurand.unit_pointer
