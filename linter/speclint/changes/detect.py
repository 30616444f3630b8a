"""All changes of a sheet: of its name, its identity, its figures and its other values."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from speclint.changes.align import names_of
from speclint.changes.change import Change, Kind, Pair, Stated
from speclint.changes.curves import curve_changes, curve_pointers
from speclint.changes.figures import figure_changes, pointers
from speclint.changes.values import differences
from speclint.documents.jsonpath import find
from speclint.documents.pointer import to_pointer, to_steps
from speclint.documents.writer import canonical
from speclint.profiles.vocabulary import known_words
from speclint.profiles.walk import places
from speclint.quantities.placeholder import is_missing, is_placeholder_text
from speclint.sheets.identity import IDENTITY, name_of, title
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
        before, after = (Stated("", title(sheet)) if sheet else None for sheet in (base, revision))
        return [Change(Kind.of(base, revision), pair, (), before, after)]
    if base.value is None or revision.value is None:
        return []
    return [
        *_renamed(pair, base, revision),
        *_identity(pair, base, revision),
        *figure_changes(pair, base, revision),
        *curve_changes(pair, base, revision),
        *_others(pair, base, revision),
    ]


def location(sheet: Sheet) -> str:
    """The location of a sheet in its catalog, which changes when its file is moved."""
    return sheet.path if sheet.layers[-1].prefix else sheet.id


def _renamed(pair: Pair, base: Sheet, revision: Sheet) -> Iterator[Change]:
    """One change if the name differs that both sides state, or else the location of the sheet."""
    names = {field: {name_of(base, field), name_of(revision, field)} - {None} for field in IDENTITY}
    field = next((field for field in IDENTITY if len(names[field]) > 1), None)
    if field or (not pair.named and location(base) != location(revision)):
        before, after = (
            Stated(sheet.field_pointer(field), title(sheet)) if field else Stated("", location(sheet))
            for sheet in (base, revision)
        )
        yield Change(Kind.RENAMED, pair, (), before, after, field=field)


def _identity(pair: Pair, base: Sheet, revision: Sheet) -> Iterator[Change]:
    """Identity fields that were added, removed or restated, or that changed and are not part of the name."""
    for field in {**base.identity, **revision.identity}:
        before, after = (_stated(sheet, field) for sheet in (base, revision))
        if (before and before.value) == (after and after.value):
            continue
        kind = Kind.of(before, after)
        if before is not None and after is not None and _are_synonyms(revision, field, before, after):
            kind = Kind.RESTATED
        if field not in IDENTITY or kind is not Kind.CHANGED:
            yield Change(kind, pair, (field.replace("_", " "),), before, after, field=field)


def _stated(sheet: Sheet, field: str) -> Stated | None:
    """What an identity field states; None where a mark such as `N/A` stands for nothing."""
    own = sheet.identity.get(field)
    return None if own is None or _is_nothing(sheet, own.value) else Stated(own.pointer, own.value)


def _are_synonyms(sheet: Sheet, field: str, before: Stated, after: Stated) -> bool:
    vocabulary = sheet.profile.vocabulary if sheet.profile and known_words(field) else None
    return bool(vocabulary and vocabulary.are_synonyms(field, str(before.value), str(after.value)))


def _others(pair: Pair, base: Sheet, revision: Sheet) -> Iterator[Change]:
    """Changes of everything else."""
    for difference in differences(_rest(base, revision), _rest(revision, base)):
        before, after = difference.base, difference.revision
        sheet, stated = (base, before) if after is None else (revision, after)
        names = names_of(sheet.value, stated.pointer if stated else "")
        yield Change(
            Kind.of(before, after), pair, names, before, after,
            lost=difference.lost, gained=difference.gained,
        )  # fmt: skip


def _rest(sheet: Sheet, other: Sheet) -> object:
    """The effective value without its figures and its identity; elements of lists keep their index."""
    known: PointerTree = {}
    for pointer in (*_pointers_of_known(sheet, other), *_pointers_of_nothing(sheet, other), *NOT_DATA):
        here = known
        for step in to_steps(pointer):
            here = here.setdefault(step, {})
    return _without(sheet.value, known)


def _pointers_of_known(sheet: Sheet, other: Sheet) -> Iterator[str]:
    """Pointers to the figures of a sheet that are compared with another's, and to its identity fields."""
    yield from pointers(sheet)
    yield from curve_pointers(sheet, other)
    yield from (field.pointer for field in sheet.identity.values())


def _pointers_of_nothing(sheet: Sheet, other: Sheet) -> Iterator[str]:
    """Pointers to marks for nothing where a figure or an identity field may be, and to units beside none."""
    if sheet.profile is None:
        return
    for pointer, value in places(sheet.profile.quantities, sheet.value):
        if _is_nothing(sheet, value):
            yield pointer
    for path in sheet.profile.identity.values():
        yield from (
            to_pointer(steps) for steps, value in find(sheet.value, path) if _is_nothing(sheet, value)
        )
    for measurands in other.measurands.values():
        yield from (measurand.unit_pointer for measurand in measurands if measurand.unit_pointer)


def _is_nothing(sheet: Sheet, value: object) -> bool:
    """Whether a value is null or a mark such as `N/A`, of every data set or of the profile."""
    if value is None or isinstance(value, bool | dict | list):
        return value is None
    text = str(value)
    if sheet.profile and is_missing(text, sheet.profile.missing):
        return True
    return isinstance(value, str) and (is_missing(text) or is_placeholder_text(text))


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
        rest = [
            held if (inner := known.get(str(index))) is None else _without(held, inner) if inner else None
            for index, held in enumerate(value)
        ]
        is_left = len(known) < len(value) or any(held not in (None, {}) for held in rest)
        return rest if is_left else {}
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
