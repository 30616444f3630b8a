"""Lines of a file extracted by several processes, block by block."""

from __future__ import annotations

from collections import deque
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TYPE_CHECKING

from speclint.project.building import Building
from speclint.project.processes import MIN_FILES, Worker, jobs_for, pool_of
from speclint.records.json_lines import Block, JsonLines

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from concurrent.futures import Future

    from speclint.project.building import ReadRecords
    from speclint.project.reader import Reader
    from speclint.sheets.place import SheetFile
    from speclint.sheets.stream import SheetStream

MAX_BLOCKS = 16
"""Blocks that are read before it is decided by how many processes."""
AHEAD = 2
"""Blocks that wait besides those that are extracted."""


def records_of(
    building: Building, stream: SheetStream, file: SheetFile, reader: Reader
) -> Iterator[ReadRecords]:
    """The records of a stream, piece by piece, by several processes if there are many.

    Raises:
        UnreadableFileError: the file cannot be read.
    """
    source = stream.source
    if not isinstance(source, JsonLines):
        yield from building.read_tables(stream) or [building.read_records(stream, source)]
        return
    blocks = source.blocks()
    first = list(islice(blocks, MAX_BLOCKS))
    # a block takes about as long as the files that are enough for a process
    jobs = jobs_for(reader.request, len(first) * MIN_FILES)
    every: Iterator[Block] = chain(first, blocks)
    if jobs > 1:
        every = yield from _by_processes(every, file, reader, jobs)
    for block in every:
        yield building.read_records(stream, source.records_in(block))


def _by_processes(
    blocks: Iterator[Block], file: SheetFile, reader: Reader, jobs: int
) -> Generator[ReadRecords, None, Iterator[Block]]:
    """What several processes extract of blocks, in order; gives those that are left if one was killed."""
    waiting, results = deque[Block](), deque["Future[ReadRecords]"]()
    try:
        with pool_of(reader.request, jobs) as pool:
            while True:
                for block in islice(blocks, jobs + AHEAD - len(waiting)):
                    waiting.append(block)
                    results.append(pool.submit(_extracted, file, block))
                if not waiting:
                    return iter(())
                found = results[0].result()
                waiting.popleft()
                results.popleft()
                yield found
    except BrokenProcessPool:
        # perhaps for want of memory; one process needs less
        return chain(waiting, blocks)


def _extracted(file: SheetFile, block: Block) -> ReadRecords:
    """The records of a block, as a process extracts them that was started for this."""
    stream = Worker.reader.stream(file)
    if stream.profile is None or not isinstance(stream.source, JsonLines):
        raise TypeError
    building = Building(stream.profile)
    found = building.read_records(stream, stream.source.records_in(block))
    found.packed = building.extractor.packed()
    return found
