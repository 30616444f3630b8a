"""Files extracted by several processes: each gets some, and gives their rows."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from speclint.files.trace import Recorder
from speclint.files.tree import WORK_TREE
from speclint.project.building import Buildings
from speclint.project.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from speclint.files.trace import Trace
    from speclint.profiles.profile import Profile
    from speclint.project.request import Request
    from speclint.sheets.place import SheetFile, SheetLocation

MIN_FILES = 1000
"""With fewer files a process, its start takes longer than what it saves."""
CHUNK = 500
"""Files that a process is given at a time."""
START = "fork" if sys.platform == "linux" else "spawn"
"""How a process starts; one that is forked has what this one has imported."""


class Chunk(msgspec.Struct):
    """What a process has extracted of some files."""

    packed: dict[str, bytes]
    """By the name of the profile the rows of the files that are one sheet without layers."""
    left: tuple[int, ...]
    """Places among these files of the others."""
    trace: Trace | None
    """What was seen of files, if that is to be known later."""
    is_consistent: bool = True


class Worker:
    """What a process works with that was started to extract files."""

    reader: Reader
    is_recorded: bool

    @classmethod
    def start(cls, request: Request, *, is_recorded: bool) -> None:
        """Get ready; an interrupt is left to the process that started this one."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        cls.reader, cls.is_recorded = Reader.of(request), is_recorded

    @classmethod
    def extract(cls, files: Sequence[SheetFile]) -> Chunk:
        """Extract files; see `Buildings.extract`."""
        recorder = WORK_TREE.recorder = Recorder() if cls.is_recorded else None
        buildings = Buildings()
        left = tuple(buildings.extract(files, cls.reader))
        packed = {name: building.extractor.packed() for name, building in buildings.items()}
        if recorder is None:
            return Chunk(packed, left, None)
        return Chunk(packed, left, recorder.trace, recorder.is_consistent)


def extract_by_processes(
    buildings: Buildings, files: Sequence[SheetFile], reader: Reader, work: Iterable[SheetFile], jobs: int
) -> set[int] | None:
    """Extract files by several processes; the places of those that are left.

    None, and nothing extracted, if a process was killed.

    Raises:
        SchemaError: a schema cannot be followed.
        UnreadableFileError: a file cannot be read.
    """
    recorder, done, left = WORK_TREE.recorder, iter(work), set[int]()
    chunks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
    try:
        with pool_of(reader.request, jobs, is_recorded=recorder is not None) as pool:
            for number, chunk in enumerate(pool.map(Worker.extract, chunks)):
                for profile, places in _places(chunks[number], frozenset(chunk.left)):
                    buildings.of(profile).extractor.add_packed(places, chunk.packed[profile.name])
                left |= {number * CHUNK + place for place in chunk.left}
                if recorder is not None and chunk.trace is not None:
                    recorder.add(chunk.trace, is_consistent=chunk.is_consistent)
                for _ in chunks[number]:
                    next(done, None)
    except BrokenProcessPool:
        # perhaps for want of memory; one process needs less
        buildings.clear()
        return None
    next(done, None)
    return left


def pool_of(request: Request, jobs: int, *, is_recorded: bool) -> ProcessPoolExecutor:
    """So many processes, each with a worker."""
    start = partial(Worker.start, request, is_recorded=is_recorded)
    return ProcessPoolExecutor(jobs, multiprocessing.get_context(START), start)


def _places(
    files: Sequence[SheetFile], left: AbstractSet[int]
) -> Iterator[tuple[Profile, list[SheetLocation]]]:
    """The locations of the sheets in files, but for those that are left, by profile."""
    found: dict[str, tuple[Profile, list[SheetLocation]]] = {}
    for place, file in enumerate(files):
        if place not in left and file.claim is not None:
            profile = file.claim.profile
            found.setdefault(profile.name, (profile, []))[1].append(file.place)
    yield from found.values()


def jobs_for(request: Request, files: int) -> int:
    """How many processes are to extract so many files."""
    available = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(request.jobs or available, files // MIN_FILES))
