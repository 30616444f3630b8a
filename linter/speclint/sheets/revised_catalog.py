"""Catalogs with another version of one sheet, as a trial of a correction has it."""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING, NamedTuple

from speclint.sheets.catalog import Catalog, by_identity, by_path, group_by, number_of
from speclint.sheets.duplicates import SameIdentity
from speclint.sheets.families import Members, Siblings, in_order

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
    from pathlib import Path

    from speclint.documents.jsonpath import JSONPath
    from speclint.documents.known_names import KnownNames
    from speclint.profiles.family import Family
    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet


class _Known(NamedTuple):
    """What is found for a sheet, which holds for all its versions."""

    sheet: Sheet
    duplicates: dict[Hashable, list[Sheet]]
    siblings: dict[Hashable, Siblings]
    named: dict[tuple[JSONPath, ...], bool]
    """Whether families share nothing but identity fields, by the paths to what they share."""


class RevisedCatalog(Catalog):
    """A catalog with another version of one sheet; the original catalog reads and keeps the sheets."""

    def __init__(self, catalog: Catalog, changed: Sheet, known: _Known | None = None) -> None:
        self._catalog = catalog
        self._changed = changed
        self._known = known or _Known(changed, {}, {}, {})

    def with_sheet(self, changed: Sheet) -> Catalog:
        """The catalog with both changes."""
        if changed.place == self._changed.place:
            return RevisedCatalog(self._catalog, changed, self._known)
        return RevisedCatalog(self, changed)

    def find(self, name: str, sibling: Sheet) -> Sheet | None:
        """The sheet of that id; see `Catalog.find`."""
        if name == self._changed.id and sibling.place.root == self._changed.place.root:
            return self._changed
        return self._catalog.find(name, sibling)

    def content(self, file: Path) -> bytes:
        """The bytes of a file beside the sheets; see `Catalog.content`."""
        return self._catalog.content(file)

    def ids(self, sibling: Sheet) -> KnownNames:
        """The ids of all sheets, which are those of the original catalog; see `Catalog.ids`."""
        return self._catalog.ids(sibling)

    def duplicates(self, sheet: Sheet) -> list[Sheet]:
        """The other sheets of the same identity; see `Catalog.duplicates`."""
        return self._with_changed(sheet, self._unchanged(self._catalog.duplicates(sheet)))

    def same_identity(self, sheet: Sheet) -> SameIdentity | None:
        """Sheets of the same identity, two of each content; see `Catalog.same_identity`."""
        # most versions share the identity, which then need not be read
        is_alike = sheet.identity is self._known.sheet.identity
        key = None if is_alike else (sheet.place, by_identity(sheet))
        if key not in self._known.duplicates:
            same = self._catalog.same_identity(self._known.sheet) if is_alike else None
            others = same.few if same else () if is_alike else self._catalog.duplicates(sheet)
            self._known.duplicates[key] = self._unchanged(others)
        others = self._with_changed(sheet, self._known.duplicates[key])
        return SameIdentity(tuple(sorted((sheet, *others), key=by_path))) if others else None

    def _with_changed(self, sheet: Sheet, others: list[Sheet]) -> list[Sheet]:
        if self._changed.place == sheet.place or by_identity(self._changed) != by_identity(sheet):
            return others
        return sorted((*others, self._changed), key=by_path)

    def family(self, sheet: Sheet, family: Family, stating: Figure | None = None) -> Members:
        """The members of a family; see `Catalog.family`."""
        members = Members(self._catalog.family(sheet, family, stating))
        own = members.index_of(self._changed)
        if own >= 0:
            del members[own]
        quantity = stating.quantity.name if stating else ""
        key_of = group_by(sheet.profile.name if sheet.profile else "", family, quantity)
        shared = family.shared_by(sheet.value)
        if shared is not None and key_of(self._changed) == (sheet.place.root, shared, number_of(stating)):
            insort(members, self._changed, key=in_order)
        return members or Members([sheet])

    def siblings(self, sheet: Sheet, family: Family) -> Siblings:
        """The other members of a family; those of the sheet that changes are looked for once."""
        if sheet is not self._changed or sheet.profile is None:
            return Siblings(self.family(sheet, family), sheet)
        first = self._known.sheet
        # a version with another figure alone has the identity of the first
        is_named = sheet.changed_from is not None and self._is_named(family)
        key = sheet.profile.name, family.by, None if is_named else family.shared_by(sheet.value)
        found = self._known.siblings.get(key)
        if found is None:
            is_alike = is_named or (
                first.profile is sheet.profile and family.shared_by(first.value) == key[2]
            )
            # what was computed of the siblings of that version is kept
            found = self._catalog.siblings(first if is_alike else sheet, family)
            self._known.siblings[key] = found
        return found

    def _is_named(self, family: Family) -> bool:
        """Whether the members of a family share nothing but identity fields."""
        named, profile = self._known.named, self._known.sheet.profile
        if family.by not in named:
            paths = list(profile.identity.values()) if profile else []
            named[family.by] = all(path in paths for path in family.by)
        return named[family.by]

    def _unchanged(self, sheets: Iterable[Sheet]) -> list[Sheet]:
        return [sheet for sheet in sheets if sheet.place != self._changed.place]
