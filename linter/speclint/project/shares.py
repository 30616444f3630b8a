"""Files extracted by several processes: each gets a share, and gives their rows."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from speclint.project.building import Buildings
from speclint.project.processes import Task
from speclint.project.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from speclint.profiles.profile import Profile
    from speclint.project.request import Request
    from speclint.sheets.place import SheetFile, SheetLocation


class Share(msgspec.Struct):
    """What a process has extracted of its share of files."""

    packed: dict[str, bytes]
    """By the name of the profile the rows of the files that are one sheet without layers."""
    left: tuple[int, ...]
    """Places among these files of the others."""


def extract_by_processes(
    buildings: Buildings, files: Sequence[SheetFile], reader: Reader, work: Iterable[SheetFile], jobs: int
) -> list[int]:
    """Extract files by several processes, of which this is the first; the places of those that are left.

    Raises:
        SchemaError: a schema cannot be followed.
        UnreadableFileError: a file cannot be read.
    """
    size, done = -(-len(files) // jobs), iter(work)
    shares = [files[start : start + size] for start in range(size, len(files), size)]
    tasks = [Task(extracted, share, reader.request) for share in shares]
    try:
        left = [*buildings.extract(islice(done, size), reader)]
        for number, (share, task) in enumerate(zip(shares, tasks, strict=True), 1):
            left += [number * size + place for place in _of_share(buildings, share, task, reader)]
            deque(islice(done, len(share)), maxlen=0)
    finally:
        for task in tasks:
            task.end()
    deque(done, maxlen=0)
    return left


def extracted(files: Sequence[SheetFile], request: Request) -> Share:
    """What a process extracts; see `Buildings.extract`."""
    buildings = Buildings()
    left = tuple(buildings.extract(files, Reader.of(request)))
    return Share({name: building.extractor.packed() for name, building in buildings.items()}, left)


def _of_share(
    buildings: Buildings, files: Sequence[SheetFile], task: Task[Share], reader: Reader
) -> Iterable[int]:
    """Add what another process has extracted of files; the places of those that are left."""
    try:
        share = task.result()
    except ChildProcessError:
        return [*buildings.extract(files, reader)]
    for profile, places in _places(files, frozenset(share.left)):
        buildings.of(profile).extractor.add_packed(places, share.packed[profile.name])
    return share.left


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
