"""Catalogs: all sheets that are checked together, and who is whose sibling."""

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


Key: TypeAlias = "tuple[Path | None, str]"
Kind: TypeAlias = "tuple[str, tuple[JSONPath, ...]]"
"""What sheets are grouped by: the name of their profile, and the paths to what they have in common."""
Group: TypeAlias = "tuple[Path | None, Shared]"


MAX_GLANCES = 256
"""Documents kept for a second glance; a rule may ask for siblings by other fields."""


class Catalog:
    """Sheets that are checked together.

    Those to report on are read; the others wait as files until a rule asks for one of them.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - where each kind of sheet comes from
        self, sheets: Iterable[Sheet], waiting: Iterable[SheetFile] = (),
        read: Callable[[SheetFile], Iterable[Sheet]] | None = None,
        look_up: Callable[[Sheet, str], Sheet | None] | None = None,
        content: Callable[[Path], bytes] = WORK_TREE.read, streams: Iterable[SheetStream] = (),
    ) -> None:  # fmt: skip
        self._sheets: dict[Key, Sheet] = {}
        self._by_identity: dict[tuple[Path | None, tuple[str | None, ...]], list[Sheet]] = {}
        self._families: dict[Kind, dict[Group, list[Sheet]]] = {}
        for sheet in sheets:
            self._add(sheet)
        self._waiting: dict[Key, SheetFile] = {(one.place.root, one.place.id): one for one in waiting}
        self._glances: dict[Key, bytes] = {}
        self._read = read
        self._look_up = look_up
        self._content = content
        self._streams = tuple(streams)
        self._indexes: dict[Hashable, list[Index]] = {}

    def _add(self, sheet: Sheet) -> Sheet:
        self._sheets[(sheet.place.root, sheet.id)] = sheet
        self._by_identity.setdefault((sheet.place.root, identity_of(sheet)), []).append(sheet)
        self._families.clear()
        return sheet

    def _fetch(self, key: Key) -> Sheet | None:
        """A sheet that waits, read."""
        one = self._waiting.pop(key, None)
        if one is not None and self._read is not None:
            for sheet in self._read(one):
                self._add(sheet)
        return self._sheets.get(key)

    def find(self, name: str, beside: Sheet) -> Sheet | None:
        """The sheet of that id in the same catalog as another one, or None.

        Where no configuration says what the catalog holds, its folder is looked into.
        """
        key = (beside.place.root, name)
        found = self._sheets.get(key) or self._fetch(key) or self._named_in_streams(key)
        if found is None and self._look_up is not None:
            found = self._look_up(beside, name)
            if found is not None:
                self._add(found)
        return found

    def ids(self, beside: Sheet) -> list[str]:
        """The ids of all sheets in the same catalog as another one, in order."""
        root = beside.place.root
        names = {name for of, name in {**self._sheets, **self._waiting} if of == root}
        streamed = (one.id for stream in self._streams for one in stream if one.place.root == root)
        return sorted(names.union(streamed))

    def duplicates(self, sheet: Sheet) -> list[Sheet]:
        """The other sheets of its catalog that state the same identity, in order of their paths."""
        identity = identity_of(sheet)
        words = [value.encode() for value in identity if value and value.isascii() and '"' not in value]
        for key in [key for key, one in self._waiting.items() if self._may_hold(key, one, words)]:
            self._fetch(key)
        same = [*self._by_identity.get((sheet.place.root, identity), ())]
        same += self._in_streams("identity", _by_identity, (sheet.place.root, identity))
        return sorted((other for other in same if other.place != sheet.place), key=_order)

    def families(self, sheet: Sheet) -> Iterator[tuple[Family, list[Sheet]]]:
        """Each kind of family that its profile declares, with the members, the sheet itself among them."""
        for family in sheet.profile.families if sheet.profile else ():
            yield family, self.family(sheet, family)

    def family(self, sheet: Sheet, family: Family) -> list[Sheet]:
        """The members of a sheet's family, itself among them, in order of their paths and ids.

        The sheets of a catalog are grouped once for each kind of family.
        """
        shared = family.shared_by(sheet.value)
        if sheet.profile is None or shared is None or sheet.place.root is None:
            return [sheet]
        words = [value.encode() for value in shared if value and value.isascii() and '"' not in value]
        for key in [key for key, one in self._waiting.items() if self._may_hold(key, one, words)]:
            self._fetch(key)
        kind = (sheet.profile.name, family.by)
        key_of = _by_shared(sheet.profile.name, family)
        groups = self._families.get(kind)
        if groups is None:
            groups = self._families[kind] = self._grouped(key_of)
        members = groups.get((sheet.place.root, shared), [])
        if self._streams:
            others = self._in_streams(kind, key_of, (sheet.place.root, shared))
            members = sorted((*members, *others), key=_order)
        return members or [sheet]

    def with_sheet(self, changed: Sheet) -> Catalog:
        """The catalog as it would be with another version of one of its sheets."""
        return _CatalogWith(self, changed)

    def _in_streams(
        self, kind: Hashable, key_of: Callable[[Sheet], Hashable], key: Hashable
    ) -> Iterator[Sheet]:
        """The sheets with that key in files that are read record by record, indexed once for each kind."""
        if not self._streams:
            return
        if kind not in self._indexes:
            from speclint.sheets.stream import Index

            self._indexes[kind] = [Index(stream, key_of) for stream in self._streams]
        for index in self._indexes[kind]:
            yield from index.of(key)

    def _named_in_streams(self, key: Key) -> Sheet | None:
        return next(self._in_streams("id", lambda one: (one.place.root, one.id), key), None)

    def _grouped(self, key_of: Callable[[Sheet], Group | None]) -> dict[Group, list[Sheet]]:
        groups: dict[Group, list[Sheet]] = {}
        for sheet in sorted(self._sheets.values(), key=_order):
            found = key_of(sheet)
            if found is not None:
                groups.setdefault(found, []).append(sheet)
        return groups

    def _may_hold(self, key: Key, one: SheetFile, words: list[bytes]) -> bool:
        """Whether a file may state all these values: a glance at its bytes is far cheaper than reading it."""
        if one.claim is None or one.claim.is_compound:
            # the values may stand in another layer, or in one of many records
            return True
        content = self._glances.get(key)
        if content is None:
            content = self._content(one.file)
            if len(self._glances) < MAX_GLANCES:
                self._glances[key] = content
        return all(word in content for word in words) or b"\\" in content


class _CatalogWith(Catalog):
    """A catalog in which one sheet stands in another version; what is read is kept by the catalog itself."""

    def __init__(self, catalog: Catalog, changed: Sheet) -> None:
        self._catalog = catalog
        self._changed = changed

    def with_sheet(self, changed: Sheet) -> Catalog:
        """The catalog with both versions."""
        return _CatalogWith(self, changed)

    def find(self, name: str, beside: Sheet) -> Sheet | None:
        """The sheet of that id, as `Catalog.find` does."""
        found = self._catalog.find(name, beside)
        return self._changed if found is not None and found.place == self._changed.place else found

    def ids(self, beside: Sheet) -> list[str]:
        """The ids of all sheets, as `Catalog.ids` does: a version has the id of its sheet."""
        return self._catalog.ids(beside)

    def duplicates(self, sheet: Sheet) -> list[Sheet]:
        """The other sheets of the same identity, as `Catalog.twins` does."""
        others = self._others(self._catalog.duplicates(sheet))
        if self._changed.place != sheet.place and _by_identity(self._changed) == _by_identity(sheet):
            others.append(self._changed)
        return sorted(others, key=_order)

    def family(self, sheet: Sheet, family: Family) -> list[Sheet]:
        """The members of a family, as `Catalog.family` does."""
        members = self._others(self._catalog.family(sheet, family))
        shared = family.shared_by(sheet.value)
        is_member = shared is not None and family.shared_by(self._changed.value) == shared
        if (
            is_member
            and sheet.place.root == self._changed.place.root
            and sheet.profile is self._changed.profile
        ):
            members.append(self._changed)
        return sorted(members, key=_order) or [sheet]

    def _others(self, sheets: list[Sheet]) -> list[Sheet]:
        return [sheet for sheet in sheets if sheet.place != self._changed.place]


def _by_identity(sheet: Sheet) -> Hashable:
    return sheet.place.root, identity_of(sheet)


def _by_shared(profile: str, family: Family) -> Callable[[Sheet], Group | None]:
    """What groups the sheets of a profile: their root, and what they have in common."""

    def group_of(sheet: Sheet) -> Group | None:
        if sheet.profile is None or sheet.profile.name != profile:
            return None
        shared = family.shared_by(sheet.value)
        return None if shared is None else (sheet.place.root, shared)

    return group_of


def _order(sheet: Sheet) -> tuple[str, str]:
    return sheet.path, sheet.id
