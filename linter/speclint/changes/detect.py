"""All changes of a sheet: of its name, its identity, its figures and its other values."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from speclint.changes.align import names_of
from speclint.changes.change import Change, Kind, Pair, Stated
from speclint.changes.figures import figure_changes, pointers
from speclint.changes.values import differences
from speclint.documents.pointer import resolve, to_steps
from speclint.documents.writer import canonical
from speclint.sheets.identity import IDENTITY, name_of
from speclint.sheets.layers import EXTENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

PointerTree: TypeAlias = "dict[str, PointerTree]"
"""Pointers as a tree of their steps; a leaf is the end of a pointer."""

NOT_DATA = ("/$schema", f"/{EXTENDS}")
"""Members that control how a document is read and are no data of the car."""


def diff_sheets(pair: Pair) -> list[Change]:
    """All changes of a sheet; none where a side cannot be read."""
    base, revision = pair.base, pair.revision
    if base is None or revision is None:
        kind = Kind.ADDED if base is None else Kind.REMOVED
        stated = Stated("", title(pair.sheet))
        return [
            Change(kind, pair, (), stated if revision is None else None, stated if base is None else None)
        ]
    if base.value is None or revision.value is None:
        return []
    return [
        *_renamed(pair, base, revision),
        *_identity(pair, base, revision),
        *figure_changes(pair, base, revision),
        *_others(pair, base, revision),
    ]


def title(sheet: Sheet) -> str:
    """The name of a sheet: make, model, variant and its other identity fields."""
    return " ".join(value for field in IDENTITY if (value := sheet.text(field))) or sheet.id


def location(sheet: Sheet) -> str:
    """The location of a sheet in its catalog, which changes when its file is moved."""
    return sheet.path if sheet.layers[-1].prefix else sheet.id


def _renamed(pair: Pair, base: Sheet, revision: Sheet) -> Iterator[Change]:
    """One change if the name differs that both sides state, or else the location of the sheet."""
    fields = [field for field in IDENTITY if _differs(base, revision, field)]
    moved = not pair.named and location(base) != location(revision)
    if fields or moved:
        field = fields[0] if fields else None
        before = Stated(base.field_pointer(field) if field else "", title(base) if fields else location(base))
        after = Stated(
            revision.field_pointer(field) if field else "", title(revision) if fields else location(revision)
        )
        yield Change(Kind.RENAMED, pair, (), before, after, field=field)


def _differs(base: Sheet, revision: Sheet, field: str) -> bool:
    before, after = name_of(base, field), name_of(revision, field)
    return before is not None and after is not None and before != after


def _identity(pair: Pair, base: Sheet, revision: Sheet) -> Iterator[Change]:
    """Identity fields that were added or removed, or that changed and are not part of the name."""
    for field in {**base.identity, **revision.identity}:
        before, after = base.identity.get(field), revision.identity.get(field)
        if before and after and (field in IDENTITY or before.value == after.value):
            continue
        kind = Kind.ADDED if before is None else Kind.REMOVED if after is None else Kind.CHANGED
        old = Stated(before.pointer, before.value) if before else None
        new = Stated(after.pointer, after.value) if after else None
        yield Change(kind, pair, (field.replace("_", " "),), old, new, field=field)


def _others(pair: Pair, base: Sheet, revision: Sheet) -> Iterator[Change]:
    """Changes of everything else."""
    for difference in differences(_rest(base, revision), _rest(revision, base)):
        before = Stated(difference.base, difference.before) if difference.base is not None else None
        after = Stated(difference.revision, difference.after) if difference.revision is not None else None
        kind = Kind.ADDED if before is None else Kind.REMOVED if after is None else Kind.CHANGED
        names = (
            names_of(base.value, before.pointer)
            if before and after is None
            else names_of(revision.value, after.pointer if after else "")
        )
        yield Change(kind, pair, names, before, after, lost=difference.lost, gained=difference.gained)


def _rest(sheet: Sheet, other: Sheet) -> object:
    """The effective value without its figures and its identity; elements of lists keep their index.

    A null where the other side has a figure or an identity field is left out too.
    """
    known: PointerTree = {}
    nulls = (pointer for pointer in _pointers_of_known(other) if _is_null(sheet.value, pointer))
    for pointer in (*_pointers_of_known(sheet), *nulls, *NOT_DATA):
        here = known
        for step in to_steps(pointer):
            here = here.setdefault(step, {})
    return _without(sheet.value, known)


def _pointers_of_known(sheet: Sheet) -> Iterator[str]:
    """Pointers to the figures and the identity fields of a sheet."""
    yield from pointers(sheet)
    yield from (field.pointer for field in sheet.identity.values())


def _is_null(document: object, pointer: str) -> bool:
    try:
        return resolve(document, pointer) is None
    except LookupError:
        return False


def _without(value: object, known: PointerTree) -> object:
    if isinstance(value, dict):
        kept = {}
        for name, held in value.items():
            inner = known.get(name)
            if inner is None:
                kept[name] = held
            elif inner and (rest := _without(held, inner)) != {}:
                kept[name] = rest
        return kept
    if isinstance(value, list):
        return [
            held if (inner := known.get(str(index))) is None else _without(held, inner) if inner else None
            for index, held in enumerate(value)
        ]
    return value


def inherited_from(change: Change) -> object | None:
    """A key that is the same for all sheets which inherit a change; None for one of the sheet's own.

    A change is inherited where both values come from documents that are not the sheet's own.
    """
    from speclint.sheets.layers import supplier

    if change.is_of_sheet:
        return None
    places: list[object] = []
    for sheet, stated in ((change.pair.base, change.base), (change.pair.revision, change.revision)):
        if sheet is None or stated is None:
            places.append(None)
            continue
        layer = supplier(sheet.layers, stated.pointer)
        if layer is sheet.layers[-1]:
            return None
        places.append((layer.path, stated.pointer, canonical(stated.value)))
    return (change.kind, change.names, *places)
