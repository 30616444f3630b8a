"""Catalogs: the sheets that are checked together, found by id, identity and family."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from speclint.files.tree import WORK_TREE
from speclint.sheets.identity import identity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from pathlib import Path

    from speclint.documents.jsonpath import JSONPath
    from speclint.profiles.family import Family, Shared
    from speclint.sheets.place import SheetFile
    from speclint.sheets.sheet import Sheet
    from speclint.sheets.stream import Index, SheetStream


CatalogKey: TypeAlias = "tuple[Path | None, str]"
"""The root of a sheet and its id."""
FamilyKind: TypeAlias = "tuple[str, tuple[JSONPath, ...]]"
"""What sheets are grouped by: the name of their profile, and the paths to the values they share."""
GroupKey: TypeAlias = "tuple[Path | None, Shared]"
"""The root of a family and the values that its members share."""


class Catalog:
    """Sheets that are checked together.

    The sheets to report on are read; the others remain files until a rule needs them.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - a source for each kind of sheet
        self, sheets: Iterable[Sheet], unread: Iterable[SheetFile] = (),
        read: Callable[[SheetFile], Iterable[Sheet]] | None = None,
        find_file: Callable[[Sheet, str], Sheet | None] | None = None,
        content: Callable[[Path], bytes] = WORK_TREE.read, streams: Iterable[SheetStream] = (),
    ) -> None:  # fmt: skip
        self._sheets: dict[CatalogKey, Sheet] = {}
        self._by_identity: dict[tuple[Path | None, tuple[str | None, ...]], list[Sheet]] = {}
        self._families: dict[FamilyKind, dict[GroupKey, list[Sheet]]] = {}
        for sheet in sheets:
            self._add(sheet)
        self._unread: dict[CatalogKey, SheetFile] = {
            (file.place.root, file.place.id): file for file in unread
        }
        self._read = read
        self._find_file = find_file
        self._content = content
        self._streams = tuple(streams)
        self._indexes: dict[Hashable, list[Index]] = {}

    def _add(self, sheet: Sheet) -> Sheet:
        self._sheets[(sheet.place.root, sheet.id)] = sheet
        self._by_identity.setdefault((sheet.place.root, identity_of(sheet)), []).append(sheet)
        self._families.clear()
        return sheet

    def _read_sheets(self, key: CatalogKey) -> Sheet | None:
        """The sheet of a key, read with all others in its file; None if there is none."""
        file = self._unread.pop(key, None)
        if file is not None and self._read is not None:
            for sheet in self._read(file):
                self._add(sheet)
        return self._sheets.get(key)

    def find(self, name: str, sibling: Sheet) -> Sheet | None:
        """The sheet of that id in the catalog of a sibling, or None.

        Without a configuration that lists the catalog, its folder is searched.
        """
        key = (sibling.place.root, name)
        found = self._sheets.get(key) or self._read_sheets(key) or self._find_in_streams(key)
        if found is None and self._find_file is not None:
            found = self._find_file(sibling, name)
            if found is not None:
                self._add(found)
        return found

    def ids(self, sibling: Sheet) -> list[str]:
        """The ids of all sheets in the catalog of a sibling, in order."""
        root = sibling.place.root
        names = {name for key_root, name in {**self._sheets, **self._unread} if key_root == root}
        streamed = (sheet.id for stream in self._streams for sheet in stream if sheet.place.root == root)
        return sorted(names.union(streamed))

    def duplicates(self, sheet: Sheet) -> list[Sheet]:
        """The other sheets of its catalog that state the same identity, in order of their paths."""
        identity = identity_of(sheet)
        self._read_candidates(identity)
        same = [*self._by_identity.get((sheet.place.root, identity), ())]
        same += self._in_streams("identity", _by_identity, (sheet.place.root, identity))
        return sorted((duplicate for duplicate in same if duplicate.place != sheet.place), key=_sort_key)

    def families(self, sheet: Sheet) -> Iterator[tuple[Family, list[Sheet]]]:
        """The kinds of family that its profile declares, each with the members, the sheet among them."""
        for family in sheet.profile.families if sheet.profile else ():
            yield family, self.family(sheet, family)

    def family(self, sheet: Sheet, family: Family) -> list[Sheet]:
        """The members of a sheet's family, with the sheet itself, in order of their paths and ids.

        The sheets of a catalog are grouped once for each kind of family.
        """
        shared = family.shared_by(sheet.value)
        if sheet.profile is None or shared is None or sheet.place.root is None:
            return [sheet]
        self._read_candidates(shared)
        kind = (sheet.profile.name, family.by)
        key_of = _group_by(sheet.profile.name, family)
        groups = self._families.get(kind)
        if groups is None:
            groups = self._families[kind] = self._groups(key_of)
        members = groups.get((sheet.place.root, shared), [])
        if self._streams:
            others = self._in_streams(kind, key_of, (sheet.place.root, shared))
            members = sorted((*members, *others), key=_sort_key)
        return members or [sheet]

    def with_sheet(self, changed: Sheet) -> Catalog:
        """The catalog with another version of one of its sheets."""
        return _CatalogWith(self, changed)

    def _in_streams(
        self, kind: Hashable, key_of: Callable[[Sheet], Hashable], key: Hashable
    ) -> Iterator[Sheet]:
        """The sheets with that key in files of records, which are indexed once for each kind of key."""
        if not self._streams:
            return
        if kind not in self._indexes:
            from speclint.sheets.stream import Index

            self._indexes[kind] = [Index(stream, key_of) for stream in self._streams]
        for index in self._indexes[kind]:
            yield from index.sheets_with(key)

    def _find_in_streams(self, key: CatalogKey) -> Sheet | None:
        return next(self._in_streams("id", lambda sheet: (sheet.place.root, sheet.id), key), None)

    def _groups(self, key_of: Callable[[Sheet], GroupKey | None]) -> dict[GroupKey, list[Sheet]]:
        groups: dict[GroupKey, list[Sheet]] = {}
        for sheet in sorted(self._sheets.values(), key=_sort_key):
            key = key_of(sheet)
            if key is not None:
                groups.setdefault(key, []).append(sheet)
        return groups

    def _read_candidates(self, values: Iterable[str | None]) -> None:
        """Read the unread files that may state all these values."""
        words = [value.encode() for value in values if value and value.isascii() and '"' not in value]
        for key in [key for key, file in self._unread.items() if self._may_state(file, words)]:
            self._read_sheets(key)

    def _may_state(self, file: SheetFile, words: list[bytes]) -> bool:
        """Whether a file may state all these values; a search in its bytes is far cheaper than parsing it."""
        if file.claim is None or file.claim.is_compound:
            # the values may be in another layer or in one of many records
            return True
        content = self._content(file.file)
        return all(word in content for word in words) or b"\\" in content


class _CatalogWith(Catalog):
    """A catalog with another version of one sheet; the original catalog reads and keeps the sheets."""

    def __init__(self, catalog: Catalog, changed: Sheet) -> None:
        self._catalog = catalog
        self._changed = changed

    def with_sheet(self, changed: Sheet) -> Catalog:
        """The catalog with both changes."""
        return _CatalogWith(self, changed)

    def find(self, name: str, sibling: Sheet) -> Sheet | None:
        """The sheet of that id; see `Catalog.find`."""
        found = self._catalog.find(name, sibling)
        return self._changed if found is not None and found.place == self._changed.place else found

    def ids(self, sibling: Sheet) -> list[str]:
        """The ids of all sheets, which are those of the original catalog; see `Catalog.ids`."""
        return self._catalog.ids(sibling)

    def duplicates(self, sheet: Sheet) -> list[Sheet]:
        """The other sheets of the same identity; see `Catalog.duplicates`."""
        others = self._unchanged(self._catalog.duplicates(sheet))
        if self._changed.place != sheet.place and _by_identity(self._changed) == _by_identity(sheet):
            others.append(self._changed)
        return sorted(others, key=_sort_key)

    def family(self, sheet: Sheet, family: Family) -> list[Sheet]:
        """The members of a family; see `Catalog.family`."""
        members = self._unchanged(self._catalog.family(sheet, family))
        shared = family.shared_by(sheet.value)
        is_member = shared is not None and family.shared_by(self._changed.value) == shared
        if (
            is_member
            and sheet.place.root == self._changed.place.root
            and sheet.profile is self._changed.profile
        ):
            members.append(self._changed)
        return sorted(members, key=_sort_key) or [sheet]

    def _unchanged(self, sheets: list[Sheet]) -> list[Sheet]:
        return [sheet for sheet in sheets if sheet.place != self._changed.place]


def _by_identity(sheet: Sheet) -> Hashable:
    return sheet.place.root, identity_of(sheet)


def _group_by(profile: str, family: Family) -> Callable[[Sheet], GroupKey | None]:
    """The function that gives the group of a sheet of the profile: its root, and the values of the family."""

    def group_of(sheet: Sheet) -> GroupKey | None:
        if sheet.profile is None or sheet.profile.name != profile:
            return None
        shared = family.shared_by(sheet.value)
        return None if shared is None else (sheet.place.root, shared)

    return group_of


def _sort_key(sheet: Sheet) -> tuple[str, str]:
    return sheet.path, sheet.id
