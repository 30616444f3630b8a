"""What every process that maps or judges rows has to know, and rows as a file of records."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.checking.selection import enabled_rules
from speclint.columns.extract import SUPPRESSIONS
from speclint.profiles.marks import MAX_SAMPLED, Marks
from speclint.project.reader import Reader
from speclint.project.request import Request, claims_of
from speclint.records.polars_rows import Cells, coded, has_texts, record_of
from speclint.records.table import Table
from speclint.rules.registry import CATALOG, CHANGES
from speclint.sheets.layers import EXTENDS
from speclint.sheets.sheet import Sheet, read_sheet
from speclint.sheets.stream import SheetStream

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from polars import DataFrame

    from speclint.profiles.profile import Profile
    from speclint.project.building import Building, ReadRecords
    from speclint.rules.registry import RuleEntry
    from speclint.sheets.layers import Layer
    from speclint.sheets.place import SheetLocation

FILE, ROW = "__file", "__row"
"""The columns with the number of the file of a row, and with that of the row in it, from 1."""
NAME = "__name"
"""The id of a row, but for the number that a repeated one has."""


class TableFile(msgspec.Struct, frozen=True):
    """A file of rows."""

    place: SheetLocation
    columns: tuple[str, ...]
    """All columns, in order."""
    sample: tuple[object, ...] = ()
    """The first records, which show the decimal marks; none where figures are numbers."""
    is_reported: bool = True
    """Whether its rows are reported on; else they are there for others alone."""


class Plan(msgspec.Struct, frozen=True, dict=True):
    """What is checked: it is sent to each process."""

    request: Request
    tables: tuple[TableFile, ...] = ()
    """The files of the rows, by their numbers."""

    @cached_property
    def profile(self) -> Profile:
        """How the rows are written."""
        (claim, *_) = claims_of(self.request)
        return claim.profile

    @cached_property
    def reader(self) -> Reader:
        """What reads files beside the rows, such as the profile."""
        return Reader.of(self.request)

    @cached_property
    def rules(self) -> list[RuleEntry]:
        """The rules on sheets and their siblings."""
        return [rule for rule in enabled_rules(self.request) if rule.group not in {CATALOG, CHANGES}]

    @cached_property
    def local(self) -> list[RuleEntry]:
        """Those of them that look at one sheet alone."""
        return [rule for rule in self.rules if not rule.of_siblings and rule.rule.on_sheet is not None]

    @cached_property
    def catalog_rules(self) -> list[RuleEntry]:
        """The rules on whole catalogs."""
        return [rule for rule in enabled_rules(self.request) if rule.group == CATALOG]

    def table(self, number: int) -> TableFile:
        """The file of a number; past the last each once more, for rows that stand for others of that file."""
        return self.tables[number % len(self.tables)]

    def place(self, number: int) -> SheetLocation:
        """The location of the file of a number; rows that stand for others have places of their own."""
        found = self.table(number).place
        return found if number < len(self.tables) else replace(found, path=f"(sample) {found.path}")

    def with_table(self, table: TableFile) -> Plan:
        """The same with one more file; what was computed of it is shared."""
        found = replace(self, tables=(*self.tables, table))
        found.__dict__.update(self.__dict__)
        return found

    @property
    def needed(self) -> frozenset[str]:
        """The columns that are read of the first file, but for rows that share their identity with others."""
        return self.needed_of(self.tables[0].columns)

    def needed_of(self, columns: Iterable[str]) -> frozenset[str]:
        """The columns of a file that are read so, and others that it may lack."""
        profile = self.profile
        others = (profile.sources, profile.disagreements, profile.siblings)
        paths = [*profile.identity.values(), *(path for family in profile.families for path in family.by)]
        first = [path[0] for path in (*paths, *(other.entries for other in others if other is not None))]
        figures = profile.quantities
        if figures.selectors or figures.leaves or not all(isinstance(step, str) for step in first):
            return frozenset(columns)
        return frozenset((SUPPRESSIONS, EXTENDS, *map(str, first), *(name for name, _, _ in figures.names)))

    def profile_of(self, file: int) -> Profile:
        """How the rows of a file are written, with its decimal marks."""
        sample = self.table(file).sample
        return replace(self.profile, marks=Marks(self.profile.quantities, lambda: sample))


def sample_of(profile: Profile, rows: DataFrame) -> tuple[object, ...]:
    """The first records of a file as far as they show its decimal marks: the texts in columns of figures."""
    selected = bool(profile.quantities.selectors)
    figures = {name for name, _, _ in profile.quantities.names}
    texts = [name for name, kind in rows.schema.items() if (selected or name in figures) and has_texts(kind)]
    first = Cells(rows.head(MAX_SAMPLED)[texts])
    return tuple(map(first.at, range(len(first)))) if texts else ()


class Rows:
    """Rows of one file that are in memory; a source of records."""

    def __init__(self, path: str, frame: DataFrame, lines: Sequence[int], columns: Sequence[str]) -> None:
        """Take rows.

        Args:
            path: of their file, as it is shown in findings.
            frame: the rows.
            lines: by row its number in the file.
            columns: all columns of the file, in order.
        """
        self._path, self._frame, self._lines, self._columns = path, frame, lines, columns

    def tables(self, names: Collection[str]) -> Iterator[Table]:
        """All rows; see `TableSource.tables`."""
        wanted = [name for name in self._columns if name in names]
        columns = {name: coded(self._frame[name]) for name in wanted}
        yield Table(columns, range(len(self._lines)), self._lines)

    def __iter__(self) -> Iterator[tuple[int, Layer]]:
        """The rows."""
        for row, line in enumerate(self._lines):
            yield row, self.at(row, line)

    def sample(self) -> Iterator[object]:
        """The values of the rows."""
        return (layer.value for _, layer in self)

    def at(self, mark: int, line: int) -> Layer:
        """The row at an index."""
        return record_of(self._path, line, self._cells.at(mark))

    @cached_property
    def _cells(self) -> Cells:
        return Cells(self._frame[[*self._columns]])


def add_rows(building: Building, plan: Plan, frame: DataFrame, position: int) -> None:
    """Add rows of one file to a batch.

    Args:
        building: the batch.
        plan: what is checked.
        frame: the rows, in order.
        position: the place of their file among those that are reported on; -1 if they are there for others.
    """
    file = int(frame[FILE][0])
    place, profile, table = plan.place(file), plan.profile_of(file), plan.table(file)
    source = Rows(table.place.path, frame, frame[ROW].to_list(), table.columns)

    def read(place: SheetLocation, layer: Layer) -> Sheet:
        return read_sheet(place, (layer,), profile, None)

    stream = SheetStream(place, profile, source, read)
    found = building.read_tables(stream) or [building.read_records(stream, source)]
    building.add_stream(position, stream, _numbered(found, frame, place))


def _numbered(found: Iterable[ReadRecords], frame: DataFrame, place: SheetLocation) -> Iterator[ReadRecords]:
    """Records, of which those without a name are numbered by their rows, wherever they are judged."""
    named = zip(frame[NAME], frame[ROW], strict=True) if NAME in frame.columns else ()
    nameless = {index: row for index, (name, row) in enumerate(named) if name == place.id and row > 1}
    for piece in found:
        piece.names |= {index: f"{place.id}#{row}" for index, row in nameless.items()}
        yield piece
