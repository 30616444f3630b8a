"""Extracts the files of a project into columns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from speclint.columns.identities import compare_profiles
from speclint.project.batch import Batch, Batches
from speclint.project.building import Buildings
from speclint.project.line_processes import records_of
from speclint.project.processes import jobs_for
from speclint.project.shares import extract_by_processes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.project.reader import Reader
    from speclint.project.request import Progress
    from speclint.sheets.place import SheetFile, SheetFiles
    from speclint.sheets.sheet import Sheet


def read_by_column(reader: Reader, claimed: SheetFiles, wanted: SheetFiles, progress: Progress) -> Batches:
    """The sheets of all files by column; those that need no sheet first.

    Raises:
        SchemaError: a schema cannot be followed.
        UnreadableFileError: a file cannot be read.
    """
    files = sorted(wanted.values(), key=lambda file: file.is_stream)
    files += [file for path, file in claimed.items() if path not in wanted]
    positions = {file.path: position if file.path in wanted else -1 for position, file in enumerate(files)}
    single = [file for file in files if not file.is_stream]
    buildings = Buildings()
    left = [single[place] for place in _extract(buildings, single, reader, progress)]
    waiting = {file.path for file in left}
    for file in single:
        if file.path not in waiting and file.claim is not None:
            buildings.of(file.claim.profile).add_part(positions[file.path], 1, partial(_only, reader, file))
    apart: list[tuple[tuple[int, int], Sheet]] = []
    for file in left + [file for file in files if file.is_stream]:
        position = positions[file.path]
        if file.is_stream:
            stream = reader.stream(file)
            if stream.profile is not None:
                building = buildings.of(stream.profile)
                building.add_stream(position, stream, records_of(building, stream, file, reader))
            continue
        sheets = reader.read(file)
        if file.claim is not None:
            buildings.of(file.claim.profile).add_sheets(position, file, reader)
        if position >= 0:
            apart += [((position, row), sheet) for row, sheet in enumerate(sheets) if sheet.profile is None]
    batches = [Batch(built.extractor, built.parts) for built in buildings.values()]
    compare_profiles([batch.columns for batch in batches])
    return Batches(tuple(batches), tuple(apart))


def _extract(
    buildings: Buildings, files: Sequence[SheetFile], reader: Reader, progress: Progress
) -> list[int]:
    """Extract the files that are one sheet without layers; the places of the others."""
    work = progress(files, "reading")
    jobs = jobs_for(reader.request, len(files))
    if jobs > 1:
        return extract_by_processes(buildings, files, reader, work, jobs)
    return list(buildings.extract(work, reader))


def _only(reader: Reader, file: SheetFile, _: int) -> Sheet:
    return reader.read(file)[0]
