"""Sheets and catalogs that record what a rule reads of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from speclint.changes.change import Revised
from speclint.sheets.catalog import Catalog
from speclint.sheets.duplicates import SameIdentity
from speclint.sheets.families import Members, Siblings
from speclint.sheets.identity import IDENTITY
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Change
    from speclint.documents.known_names import KnownNames
    from speclint.profiles.family import Family
    from speclint.quantities.figure import Figure, Stated

FACETS = (
    "value", "layers", "parse_errors", "schema_violations", "invalid_figures", "invalid_pointers",
    "missing_layers", "missing_records", "siblings", "sources", "disagreements", "suppressions",
)  # fmt: skip
"""What a sheet holds besides its figures and its identity."""
FREE = ("place", "profile", "bands")
"""Which sheet it is, and by what it is read and measured: no value of the sheet."""
Held = TypeVar("Held")


class Recorded(dict[str, Held]):
    """Values by name, and the names that are asked for; or the name of the whole, once all are looked at."""

    def __init__(self, held: dict[str, Held], seen: set[str], whole: str) -> None:
        super().__init__(held)
        self._seen = seen
        self._whole = whole

    def __contains__(self, name: object) -> bool:
        self._seen.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: str) -> Held:
        self._seen.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:  # type: ignore[override]  # noqa: ANN401 - as dict has it
        self._seen.add(name)
        return super().get(name, default)

    def __iter__(self) -> Iterator[str]:
        self._seen.add(self._whole)
        return super().__iter__()

    def keys(self) -> Any:  # noqa: ANN401 - as dict has it
        self._seen.add(self._whole)
        return super().keys()

    def values(self) -> Any:  # noqa: ANN401 - as dict has it
        self._seen.add(self._whole)
        return super().values()

    def items(self) -> Any:  # noqa: ANN401 - as dict has it
        self._seen.add(self._whole)
        return super().items()


class RecordingSheet(Sheet):
    """A sheet that records which quantities, fields and facets are read."""

    def __init__(self, sheet: Sheet, seen: set[str]) -> None:
        self.sheet = sheet
        self.seen = seen
        self.held = {
            "measurands": Recorded(dict(sheet.measurands), seen, "figures"),
            "identity": Recorded(sheet.identity, seen, "identity"),
        }

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - whatever a sheet has
        if name in FACETS:
            self.seen.add(name)
        if name in FACETS or name in FREE:
            return getattr(self.sheet, name)
        held = super().__getattribute__("__dict__").get("held", {})
        return held[name] if name in held else super().__getattribute__(name)

    def with_figure(self, value: object, pointer: str, stated: Stated) -> Sheet:
        return self.sheet.with_figure(value, pointer, stated)

    def count(self, quantity: str) -> int:
        self.seen.add(quantity)
        return self.sheet.count(quantity)


class RecordingCatalog(Catalog):
    """A catalog of recording sheets: the one that is checked, and all others, recorded together."""

    def __init__(self, catalog: Catalog, sheet: RecordingSheet, seen: set[str]) -> None:
        self.catalog = catalog
        self.sheet = sheet
        self.seen = seen
        self._others: dict[int, RecordingSheet] = {}

    def find(self, name: str, beside: Sheet) -> Sheet | None:
        found = self.catalog.find(name, plain(beside))
        return None if found is None else self._recorded(found)

    def ids(self, beside: Sheet) -> KnownNames:
        return self.catalog.ids(plain(beside))

    def duplicates(self, sheet: Sheet) -> list[Sheet]:
        self._note(set(IDENTITY))
        return [self._recorded(other) for other in self.catalog.duplicates(plain(sheet))]

    def same_identity(self, sheet: Sheet) -> SameIdentity | None:
        self._note(set(IDENTITY))
        same = self.catalog.same_identity(plain(sheet))
        return None if same is None else SameIdentity(tuple(self._recorded(other) for other in same.sheets))

    def families(self, sheet: Sheet) -> Iterator[tuple[Family, Siblings]]:
        self.sheet.seen.add("families")
        for family, siblings in self.catalog.families(plain(sheet)):
            yield family, Siblings(Members(map(self._recorded, siblings.members)), sheet)

    def family(self, sheet: Sheet, family: Family, stating: Figure | None = None) -> Members:
        routes = sheet.profile.identity if sheet.profile else {}
        self._note({field for field, route in routes.items() if route in family.by})
        return Members(map(self._recorded, self.catalog.family(plain(sheet), family, stating)))

    def siblings(self, sheet: Sheet, family: Family) -> Siblings:
        return Siblings(self.family(sheet, family), sheet)

    def _note(self, names: set[str]) -> None:
        self.sheet.seen.update(names)
        self.seen.update(names)

    def _recorded(self, sheet: Sheet) -> Sheet:
        if sheet.place == self.sheet.place:
            return self.sheet
        return self._others.setdefault(id(sheet), RecordingSheet(sheet, self.seen))


def plain(sheet: Sheet) -> Sheet:
    """The sheet behind a recording sheet."""
    return sheet.sheet if isinstance(sheet, RecordingSheet) else sheet


class RecordingRevised(Revised, frozen=True, eq=False):
    """A sheet in two revisions that records what is read of both, and of other sheets of both catalogs."""

    seen: set[str]

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - whatever a revision has
        if name == "changes":
            self.seen.add(name)
        return super().__getattribute__(name)

    def changed(self, *quantities: str) -> tuple[Change, ...]:
        self.seen.update(quantities or ("figures",))
        return self._plain().changed(*quantities)

    def relabelled(self) -> tuple[Change, ...]:
        self.seen.add("figures")
        return self._plain().relabelled()

    def _plain(self) -> Revised:
        plain_changes = super().__getattribute__("changes")
        return Revised(self.base, self.revision, plain_changes, self.base_catalog, self.catalog)


def recording(revised: Revised, seen: set[str], of_siblings: set[str]) -> RecordingRevised:
    """The same revisions, recording."""
    base, revision = RecordingSheet(revised.base, seen), RecordingSheet(revised.revision, seen)
    return RecordingRevised(
        base, revision, revised.changes,
        RecordingCatalog(revised.base_catalog, base, of_siblings),
        RecordingCatalog(revised.catalog, revision, of_siblings),
        seen,
    )  # fmt: skip
