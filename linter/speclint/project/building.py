"""Columns of the sheets of a project while they are collected."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from speclint.columns.extract import Extractor
from speclint.project.batch import Part
from speclint.records.table import TableSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.columns.tables import TableExtractor
    from speclint.profiles.profile import Profile
    from speclint.project.batch import Read
    from speclint.project.reader import Reader
    from speclint.records.table import Table
    from speclint.sheets.layers import Layer
    from speclint.sheets.place import SheetFile
    from speclint.sheets.sheet import Sheet
    from speclint.sheets.stream import SheetStream


class Building:
    """A batch while its sheets are collected."""

    def __init__(self, profile: Profile) -> None:
        self.extractor = Extractor(profile)
        self.parts: list[Part] = []
        self._rows = 0

    def add_part(self, position: int, rows: int, read: Read, *, is_stream: bool = False) -> None:
        """Add rows of one file."""
        self.parts.append(Part(self._rows, position, read, is_stream))
        self._rows += rows

    def add_sheets(self, position: int, file: SheetFile, reader: Reader) -> None:
        """Add the sheets of a file."""

        def read() -> list[Sheet]:
            return [sheet for sheet in reader.read(file) if sheet.profile is not None]

        sheets = read()
        for sheet in sheets:
            self.extractor.add_sheet(sheet)
        self.add_part(position, len(sheets), lambda index: read()[index])

    def add_stream(self, position: int, stream: SheetStream, found: Iterable[ReadRecords]) -> None:
        """Add the records of a stream, as they are found piece by piece."""
        names, rows = dict[int, str](), 0
        for piece in found:
            names |= {rows + index: name for index, name in piece.names.items()}
            if piece.packed:
                self.extractor.add_packed((), piece.packed)
            stream.note(piece.marks, piece.lines)
            rows += len(piece.marks)
        places, start = self.extractor.add_records(stream.place, names), self._rows
        self.add_part(position, rows, lambda index: stream.at(index, places[start + index]), is_stream=True)

    def read_records(self, stream: SheetStream, records: Iterable[tuple[int, Layer]]) -> ReadRecords:
        """Extract records of a stream."""
        found = ReadRecords()
        for index, (mark, layer) in enumerate(records):
            found.marks.append(mark)
            found.lines.append(layer.line)
            self._read_record(stream, layer, index, found)
        return found

    def read_tables(self, stream: SheetStream) -> Iterator[ReadRecords] | None:
        """Extract the records of a stream by column; None if that is not possible."""
        source, extractor = stream.source, self.extractor.of_tables
        if stream.has_schema or extractor is None or not isinstance(source, TableSource):
            return None
        return (
            self._read_table(stream, table, extractor, source) for table in source.tables(extractor.names)
        )

    def _read_table(
        self, stream: SheetStream, table: Table, extractor: TableExtractor, source: TableSource
    ) -> ReadRecords:
        found = ReadRecords()
        found.marks.extend(table.marks)
        found.lines.extend(table.lines)

        def add_row(index: int) -> None:
            layer = source.at(table.marks[index], table.lines[index])
            self._read_record(stream, layer, index, found)

        extractor.add(table, stream.profile.marks if stream.profile else None, add_row)
        return found

    def _read_record(self, stream: SheetStream, layer: Layer, index: int, found: ReadRecords) -> None:
        """Extract the record that is found at an index."""
        value, marks = layer.value, stream.profile.marks if stream.profile else None
        if layer.parse_errors or not self.extractor.add(
            None, value, accepted=stream.accepts(value), marks=marks
        ):
            sheet = stream.sheet_of(layer)
            self.extractor.add_sheet(sheet, is_record=True)
            if sheet.invalid_pointers:
                found.names[index] = stream.name(layer)


class ReadRecords:
    """Where records of a file are, which were extracted."""

    def __init__(self) -> None:
        self.marks, self.lines = array("Q"), array("Q")
        self.names: dict[int, str] = {}
        """By index the names of records in which invalid values are part of it."""
        self.packed = b""
        """Their rows, where another process extracted them."""


class Buildings(dict[str, Building]):
    """Batches by the name of their profile."""

    def of(self, profile: Profile) -> Building:
        """The batch of a profile."""
        if profile.name not in self:
            self[profile.name] = Building(profile)
        return self[profile.name]

    def extract(self, files: Iterable[SheetFile], reader: Reader) -> Iterator[int]:
        """Extract the files that are one sheet without layers; the places of the others among the files.

        Raises:
            SchemaError: a schema cannot be followed.
            UnreadableFileError: a file cannot be read.
        """
        for place, file in enumerate(files):
            found = reader.plain(file)
            if (
                found is None
                or file.claim is None
                or not self.of(file.claim.profile).extractor.add(file.place, found[0], accepted=found[1])
            ):
                yield place
