"""The catalog of a partition: rules on the models of a make that is split look at others too."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from speclint.checking.partitions.context import OF
from speclint.checking.partitions.mapping import figure_key, make_key
from speclint.checking.partitions.plan import FILE, NAME, ROW
from speclint.project.batch import ColumnCatalog
from speclint.records.polars_rows import Cells, record_of
from speclint.sheets.catalog import group_by, number_of
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet, read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polars import DataFrame

    from speclint.checking.partitions.plan import Plan
    from speclint.profiles.family import Family
    from speclint.project.batch import Batch
    from speclint.quantities.figure import Figure
    from speclint.sheets.families import Members


class Across:
    """The first rows of makes that are split, and of figures that their models share."""

    def __init__(self, plan: Plan, frames: Sequence[DataFrame]) -> None:
        """Take rows with their `OF`, which may differ in their columns."""
        self._plan, self._frames = plan, frames

    @cached_property
    def _by_key(self) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, frame in enumerate(self._frames):
            for row, key in enumerate(frame[OF].to_list()):
                found[key].append((number, row))
        return dict(found)

    def __bool__(self) -> bool:
        """Whether some make is split."""
        return bool(self._frames)

    def __contains__(self, key: object) -> bool:
        """Whether there are rows of a key."""
        return key in self._by_key

    def sheets(self, key: int, own: set[tuple[int, int]]) -> Iterator[Sheet]:
        """The rows of a key, but for own ones by file and row."""
        for number, row in self._by_key.get(key, ()):
            frame = self._frames[number]
            file, line = frame[FILE][row], frame[ROW][row]
            if (file, line) not in own:
                yield self._sheet(frame, row, file, line)

    def _sheet(self, frame: DataFrame, row: int, file: int, line: int) -> Sheet:
        table = self._plan.table(file)
        layer = record_of(table.place.path, line, Cells(frame[[*table.columns]]).at(row))
        place = SheetLocation(table.place.path, frame[NAME][row], table.place.root)
        return read_sheet(place, (layer,), self._plan.profile_of(file), None)


class PartitionCatalog(ColumnCatalog):
    """The sheets of a partition, and beside them those of its makes."""

    def __init__(self, plan: Plan, batch: Batch, own: Sequence[DataFrame], across: Across) -> None:
        super().__init__((batch,), (), plan.reader, ())
        self._across, self._own = across, own
        make = plan.profile.identity.get("make")
        self._by_make = None if make is None else (make,)

    @cached_property
    def _known(self) -> set[tuple[int, int]]:
        return set(chain.from_iterable(frame.select(FILE, ROW).iter_rows() for frame in self._own))

    def family(self, sheet: Sheet, family: Family, stating: Figure | None = None) -> Members:
        """The members of a family, of one of all models of a make the first; see `Catalog.family`."""
        key = None if family.by != self._by_make else make_key(sheet)
        if key is None or key not in self._across:
            return super().family(sheet, family, stating)
        if stating is not None:
            key ^= figure_key(stating)
        quantity = stating.quantity.name if stating else ""
        group_of = group_by(sheet.profile.name if sheet.profile else "", family, quantity)
        group = sheet.place.root, family.shared_by(sheet.value), number_of(stating)

        def found() -> Iterator[Sheet]:
            yield from super(PartitionCatalog, self).family(sheet, family, stating)
            others = self._across.sheets(key, self._known)
            yield from (other for other in others if group_of(other) == group)

        return self.kept((key, *group), found)
