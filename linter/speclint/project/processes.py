"""Files extracted by several processes: each gets a share, and gives their rows."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, cast

import msgspec

from speclint.files.trace import Recorder
from speclint.files.tree import WORK_TREE
from speclint.project.building import Buildings
from speclint.project.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext

    from speclint.files.trace import Trace
    from speclint.profiles.profile import Profile
    from speclint.project.request import Request
    from speclint.sheets.place import SheetFile, SheetLocation

MIN_FILES = 1000
"""With fewer files a process, its start takes longer than what it saves."""
START = "fork" if sys.platform == "linux" else "spawn"
"""How a process starts; one that is forked has what this one has imported."""


class Share(msgspec.Struct):
    """What a process has extracted of its share of files."""

    packed: dict[str, bytes]
    """By the name of the profile the rows of the files that are one sheet without layers."""
    left: tuple[int, ...]
    """Places among these files of the others."""
    trace: Trace | None
    """What was seen of files, if that is to be known later."""
    is_consistent: bool = True


class Worker:
    """What a process works with that was started to extract."""

    reader: Reader
    is_recorded: bool

    @classmethod
    def start(cls, request: Request, *, is_recorded: bool) -> None:
        """Get ready; an interrupt is left to the process that started this one."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        cls.reader, cls.is_recorded = Reader.of(request), is_recorded

    @classmethod
    def extract(cls, files: Sequence[SheetFile]) -> Share:
        """Extract files; see `Buildings.extract`."""
        recorder = WORK_TREE.recorder = Recorder() if cls.is_recorded else None
        buildings = Buildings()
        left = tuple(buildings.extract(files, cls.reader))
        packed = {name: building.extractor.packed() for name, building in buildings.items()}
        if recorder is None:
            return Share(packed, left, None)
        return Share(packed, left, recorder.trace, recorder.is_consistent)


class Extraction:
    """The extraction of a share of the files in a process of its own."""

    def __init__(self, files: Sequence[SheetFile], request: Request, *, is_recorded: bool) -> None:
        """Start the process."""
        self.files = files
        # every context of a way to start has processes
        context = cast("SpawnContext", multiprocessing.get_context(START))
        self._receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_send, args=(sender, files, request), kwargs={"is_recorded": is_recorded}, daemon=True
        )
        self._process.start()
        # the end of the process is then the end of what it sends
        sender.close()

    def result(self) -> Share | None:
        """What was extracted; None if the process was killed, perhaps for want of memory.

        Raises:
            SpeclintError: as `Buildings.extract` does.
        """
        try:
            found: Share | Exception = self._receiver.recv()
        except (EOFError, ConnectionError):
            return None
        if isinstance(found, Exception):
            raise found
        return found

    def end(self) -> None:
        """End the process, whether or not it is done."""
        self._receiver.close()
        self._process.terminate()
        self._process.join()


def _send(sender: Connection, files: Sequence[SheetFile], request: Request, *, is_recorded: bool) -> None:
    """Send what a process extracts, or the error in which that ends."""
    Worker.start(request, is_recorded=is_recorded)
    try:
        found: Share | Exception = Worker.extract(files)
    except Exception as error:  # noqa: BLE001 - raised again where it is received
        found = error
    sender.send(found)


def extract_by_processes(
    buildings: Buildings, files: Sequence[SheetFile], reader: Reader, work: Iterable[SheetFile], jobs: int
) -> list[int]:
    """Extract files by several processes, of which this is the first; the places of those that are left.

    Raises:
        SchemaError: a schema cannot be followed.
        UnreadableFileError: a file cannot be read.
    """
    recorder, own = WORK_TREE.recorder, -(-len(files) // jobs)
    starts, done = range(own, len(files), own), iter(work)
    others = [
        Extraction(files[start : start + own], reader.request, is_recorded=recorder is not None)
        for start in starts
    ]
    try:
        left = [*buildings.extract(islice(done, own), reader)]
        for start, other in zip(starts, others, strict=True):
            share = other.result()
            if share is None:
                of_share: Iterable[int] = buildings.extract(other.files, reader)
            else:
                of_share = _add(buildings, other.files, share)
            left += [start + place for place in of_share]
            deque(islice(done, len(other.files)), maxlen=0)
    finally:
        for other in others:
            other.end()
    deque(done, maxlen=0)
    return left


def _add(buildings: Buildings, files: Sequence[SheetFile], share: Share) -> tuple[int, ...]:
    """Add what another process has extracted of files; the places of those that are left."""
    for profile, places in _places(files, frozenset(share.left)):
        buildings.of(profile).extractor.add_packed(places, share.packed[profile.name])
    if WORK_TREE.recorder is not None and share.trace is not None:
        WORK_TREE.recorder.add(share.trace, is_consistent=share.is_consistent)
    return share.left


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
