"""Catalogs: the sheets that are checked together, found by id, identity and family."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from speclint.documents.known_names import KnownNames
from speclint.files.tree import WORK_TREE
from speclint.limits import limit
from speclint.profiles.vocabulary import known_words
from speclint.quantities.figure import Bound
from speclint.sheets.duplicates import SameIdentity
from speclint.sheets.families import Members, Siblings, families_of, in_order
from speclint.sheets.identity import IDENTITY, identity_of
from speclint.sheets.unread import CatalogKey, Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from pathlib import Path

    from speclint.documents.jsonpath import JSONPath
    from speclint.profiles.family import Family, Shared
    from speclint.quantities.figure import Figure
    from speclint.sheets.place import SheetFile
    from speclint.sheets.sheet import Sheet
    from speclint.sheets.stream import Index, SheetStream


FamilyKind: TypeAlias = "tuple[str, tuple[JSONPath, ...], str]"
"""What sheets are grouped by: the name of their profile, paths to values that they share, and a quantity."""
GroupKey: TypeAlias = "tuple[Path | None, Shared, Hashable]"
"""The root of a family, the values that its members share, and the number that they state."""

MAX_RECENT = 1000
"""Members of families that are kept in memory, but for the last families."""
MIN_RECENT = 16
"""Families that are kept however many members they have: one of each kind that rules ask for."""


class Catalog:
    """Sheets that are checked together.

    The sheets to report on are read; the others remain files until a rule needs them.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - a source for each kind of sheet
        self, sheets: Iterable[Sheet], unread: Iterable[SheetFile] | Unread = (),
        read: Callable[[SheetFile], Iterable[Sheet]] | None = None,
        find_file: Callable[[Sheet, str], Sheet | None] | None = None,
        content: Callable[[Path | str], bytes] = WORK_TREE.read, streams: Iterable[SheetStream] = (),
    ) -> None:  # fmt: skip
        self._sheets: dict[CatalogKey, Sheet] = {}
        self._in_order: list[Sheet] = []
        self._by_identity: dict[tuple[Path | None, tuple[str | None, ...]], list[Sheet]] = {}
        self._families: dict[FamilyKind, dict[GroupKey, Members]] = {}
        self._recent: dict[Hashable, Members] = {}
        """The last families with records in them: those of one family are mostly near each other."""
        self._siblings: dict[tuple[JSONPath, ...], Siblings] = {}
        self._asked_for: Sheet | None = None
        """The sheet of these siblings: several rules ask for those of one sheet."""
        self._same_identity: dict[Hashable, SameIdentity] = {}
        self._alone: Hashable = None
        self._ids: dict[Path | None, KnownNames] = {}
        for sheet in sheets:
            self._add(sheet)
        self._waiting = unread
        self._read = read
        self._find_file = find_file
        self._content = content
        self._streams = tuple(streams)
        self._indexes: dict[Hashable, list[Index]] = {}

    @cached_property
    def _unread(self) -> Unread:
        # many runs need none of these files, and need not list them
        if isinstance(self._waiting, Unread):
            return self._waiting
        return Unread({file.path: file for file in self._waiting}, self._content)

    def content(self, file: Path) -> bytes:
        """The bytes of a file beside the sheets, such as their profile.

        Raises:
            UnreadableFileError: the file cannot be read.
        """
        return self._content(file)

    def _add(self, sheet: Sheet) -> Sheet:
        self._sheets[(sheet.place.root, sheet.id)] = sheet
        self._by_identity.setdefault((sheet.place.root, identity_of(sheet)), []).append(sheet)
        self._in_order.clear()
        self._families.clear()
        self._recent.clear()
        known = self._ids.get(sheet.place.root)
        if known is not None and not known.holds(sheet.id):
            del self._ids[sheet.place.root]
        self._asked_for = None
        self._same_identity.clear()
        self._alone = None
        return sheet

    def forget_asked(self) -> None:
        """Forget what was found for sheets that were asked about: other versions of them may come."""
        self._asked_for = None
        self._siblings.clear()
        self._same_identity.clear()
        self._alone = None

    def _read_sheets(self, key: CatalogKey) -> Sheet | None:
        """The sheet of a key, read with all others in its file; None if there is none."""
        path = self._unread.path_of(key)
        if path is not None:
            self._read_file(path)
        return self._sheets.get(key)

    def _read_file(self, path: str) -> None:
        file = self._unread.files.pop(path, None)
        if file is not None and self._read is not None:
            for sheet in self._read(file):
                self._add(sheet)

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

    def ids(self, sibling: Sheet) -> KnownNames:
        """The ids of all sheets in the catalog of a sibling, in order."""
        root = sibling.place.root
        if root in self._ids:
            return self._ids[root]
        unread = [(file.place.root, file.place.id) for file in self._unread.files.values()]
        names = {name for key_root, name in (*self._sheets, *unread) if key_root == root}
        streamed = (sheet.id for stream in self._streams for sheet in stream if sheet.place.root == root)
        self._ids[root] = KnownNames(sorted(names.union(streamed)))
        return self._ids[root]

    def duplicates(self, sheet: Sheet) -> list[Sheet]:
        """The other sheets of its catalog that state the same identity, in order of their paths."""
        identity = identity_of(sheet)
        # a market may be written in another word
        self._read_candidates(sheet.text(field) for field in IDENTITY if not known_words(field))
        same = [*self._by_identity.get((sheet.place.root, identity), ())]
        streamed = self._in_streams("identity", by_identity, (sheet.place.root, identity))
        same += islice(streamed, limit("siblings") + 1)
        return sorted((duplicate for duplicate in same if duplicate.place != sheet.place), key=by_path)

    def same_identity(self, sheet: Sheet) -> SameIdentity | None:
        """The sheets of its catalog that state its identity, with the sheet itself; None if it is alone.

        Of very many the first are given; each group is looked for once.
        """
        key = (sheet.place.root, identity_of(sheet))
        if key == self._alone:
            return None
        if key not in self._same_identity:
            found = sorted((sheet, *self.duplicates(sheet)), key=by_path)
            if len(found) == 1:
                # only the last: a stream has as many as it has records
                self._alone = key
                return None
            self._same_identity[key] = SameIdentity(tuple(found))
        return self._same_identity[key]

    def families(self, sheet: Sheet) -> Iterator[tuple[Family, Siblings]]:
        """The kinds of family that its profile declares, each with the other members."""
        for family in sheet.profile.families if sheet.profile else ():
            yield family, self.siblings(sheet, family)

    def family(self, sheet: Sheet, family: Family, stating: Figure | None = None) -> Members:
        """The members of a sheet's family, with the sheet itself, in its order.

        With a figure, only the members that state the same number in the same unit. The sheets of a catalog
        are grouped once for each kind of family.
        """
        shared = family.shared_by(sheet.value)
        if sheet.profile is None or shared is None or sheet.place.root is None:
            return Members([sheet])
        self._read_candidates(shared, _digits(stating))
        quantity = stating.quantity.name if stating else ""
        kind, key_of = (
            (sheet.profile.name, family.by, quantity),
            group_by(sheet.profile.name, family, quantity),
        )
        groups = self._families.get(kind)
        if groups is None:
            groups = self._families[kind] = self._groups(key_of)
        key = (sheet.place.root, shared, number_of(stating))
        members = groups.get(key) or Members()
        if self._streams:
            alone = members
            members = self.kept((kind, key), lambda: (*alone, *self._in_streams(kind, key_of, key)))
        return members or Members([sheet])

    def kept(self, asked: Hashable, find: Callable[[], Iterable[Sheet]]) -> Members:
        """A family that is found once, and kept while few others are asked for."""
        found = self._recent.pop(asked, None)
        if found is None:
            found = Members(sorted(find(), key=in_order))
            kept = sum(map(len, self._recent.values()))
            while len(self._recent) >= MIN_RECENT and kept + len(found) > MAX_RECENT:
                kept -= len(self._recent.pop(next(iter(self._recent))))
        self._recent[asked] = found
        return found

    def siblings(self, sheet: Sheet, family: Family) -> Siblings:
        """The other members of a sheet's family, in its order."""
        if self._asked_for is not sheet:
            self._asked_for = sheet
            self._siblings.clear()
        found = self._siblings.get(family.by)
        if found is None:
            found = self._siblings[family.by] = Siblings(self.family(sheet, family), sheet)
        return found

    def _in_streams(
        self, kind: Hashable, key_of: Callable[[Sheet], Hashable], key: Hashable
    ) -> Iterator[Sheet]:
        """The sheets with that key in files of records, which are indexed once for each kind of key."""
        if not self._streams:
            return
        if kind not in self._indexes:
            self._index_streams(kind, key_of)
        for index in self._indexes[kind]:
            yield from index.sheets_with(key)

    def _index_streams(self, kind: Hashable, key_of: Callable[[Sheet], Hashable]) -> None:
        """Index the records by a kind of key; the first time by all that rules look for, in one pass."""
        from speclint.sheets.stream import indexes_of

        keys = {kind: key_of}
        if not self._indexes:
            keys["identity"] = by_identity
            for profile in [stream.profile for stream in self._streams if stream.profile]:
                for family in families_of(profile):
                    keys[profile.name, family.by, ""] = group_by(profile.name, family, "")
        for stream in self._streams:
            for of_kind, index in indexes_of(stream, keys).items():
                self._indexes.setdefault(of_kind, []).append(index)

    def _find_in_streams(self, key: CatalogKey) -> Sheet | None:
        return next(self._in_streams("id", lambda sheet: (sheet.place.root, sheet.id), key), None)

    def _groups(self, key_of: Callable[[Sheet], GroupKey | None]) -> dict[GroupKey, Members]:
        groups: dict[GroupKey, Members] = {}
        if len(self._in_order) < len(self._sheets):
            self._in_order = sorted(self._sheets.values(), key=in_order)
        for sheet in self._in_order:
            key = key_of(sheet)
            if key is not None:
                groups.setdefault(key, Members()).append(sheet)
        return groups

    def _read_candidates(self, values: Iterable[str | None], digits: str = "") -> None:
        """Read the unread files that may state all these values, and a number of these digits."""
        for path in self._unread.stating(values, digits):
            self._read_file(path)


def by_path(sheet: Sheet) -> tuple[str, str]:
    """The path of a sheet, then its id: the order of those of one identity."""
    return sheet.path, sheet.id


def by_identity(sheet: Sheet) -> Hashable:
    """The root of a sheet, and the identity that it states."""
    return sheet.place.root, identity_of(sheet)


def group_by(profile: str, family: Family, quantity: str) -> Callable[[Sheet], GroupKey | None]:
    """The function that gives the group of a sheet of the profile.

    That is its root, the values of the family, and its figure of a quantity if one is named.
    """

    def group_of(sheet: Sheet) -> GroupKey | None:
        if sheet.profile is None or sheet.profile.name != profile:
            return None
        shared, figure = family.shared_by(sheet.value), sheet.figure(quantity) if quantity else None
        if shared is None or (quantity and figure is None):
            return None
        return sheet.place.root, shared, number_of(figure)

    return group_of


def number_of(figure: Figure | None) -> Hashable:
    """The number that members of a family state, with its unit; None without a figure."""
    return None if figure is None else (figure.stated, figure.unit.name)


def _digits(figure: Figure | None) -> str:
    """The digits of a number by which a file can be recognised; none of a range or a bound."""
    if figure is None or isinstance(figure.stated, tuple | Bound):
        return ""
    return str(figure.stated).partition("E")[0].replace(".", "").strip("-0")
