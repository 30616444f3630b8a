"""The report of a run that sees what an earlier one saw, or nearly so: without the run, or a part of it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

import speclint
from speclint.checking.run import check_requests
from speclint.files.cache import packed, unpacked
from speclint.files.trace import Recorder, Trace, changed_files, digest_of
from speclint.files.tree import WORK_TREE
from speclint.limits import VARIABLE
from speclint.results import Report  # noqa: TC001 - entries are decoded by their types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from speclint.checking.kept import Kept
    from speclint.checking.run import Checked
    from speclint.files.cache import Cache
    from speclint.project.request import Progress, Request


class Entry(msgspec.Struct, array_like=True):
    """A report, and what the run that gave it saw."""

    trace: Trace
    report: Report
    rows: bytes = b""
    """The digest of what is kept of the sheets, in an entry of its own; empty if nothing is."""


def cached_report(
    cache: Cache, options: tuple[object, ...], requests: Callable[[], Sequence[Request]], progress: Progress
) -> Report:
    """The report of a run, from the cache as far as the run would see the same files again.

    Args:
        cache: where reports are kept.
        options: all that the report depends on besides files and the version of speclint.
        requests: gives what to check.
        progress: shows how far the run is.

    Raises:
        SpeclintError: as the run does; nothing is kept then.
    """
    started = time.perf_counter()
    key = _key(options)
    before = cache.get(key)
    entry = unpacked(before, Entry)
    if entry is not None:
        changed = changed_files(entry.trace)
        revised = entry if changed == [] else _revised(cache, key, entry, changed, requests, progress)
        if revised is not None:
            after = packed(revised)
            if after != before:
                cache.put(key, after)
            return replace(revised.report, seconds=time.perf_counter() - started)
    recorder = WORK_TREE.recorder = Recorder()
    try:
        checked = check_requests(requests(), progress)
    finally:
        WORK_TREE.recorder = None
    trace = recorder.finish()
    if trace is not None:
        rows = _kept(cache, key, checked)
        cache.put(key, packed(Entry(trace, checked.report, rows)))
    return checked.report


def _kept(cache: Cache, key: str, checked: Checked) -> bytes:
    """Keep the rows of a run if a part of it may be repeated; their digest, or nothing."""
    if checked.only is None or checked.only[1].batches is None:
        return b""
    from speclint.checking.kept import kept_of

    kept = kept_of(*checked.only)
    return _put(cache, key, kept) if kept else b""


def _put(cache: Cache, key: str, kept: Kept) -> bytes:
    content = packed(kept)
    cache.put(f"{key}-rows", content)
    return digest_of(content) if content else b""


def _revised(  # noqa: PLR0913, PLR0917 - what is known, and what is asked
    cache: Cache, key: str, entry: Entry, changed: list[str] | None,
    requests: Callable[[], Sequence[Request]], progress: Progress,
) -> Entry | None:  # fmt: skip
    """The entry after a change of some files; None where the whole run must be repeated."""
    content = cache.get(f"{key}-rows") if changed and entry.rows else None
    if not changed or content is None or digest_of(content) != entry.rows:
        return None
    from speclint.checking.incremental import revised
    from speclint.checking.kept import Kept

    kept = unpacked(content, Kept)
    recorder = WORK_TREE.recorder = Recorder()
    try:
        found = revised(kept, entry.report, changed, requests(), progress) if kept else None
    finally:
        WORK_TREE.recorder = None
    if found is None:
        return None
    for path in changed:
        del entry.trace.files[path]
    recorder.add(entry.trace, is_consistent=True)
    trace = recorder.finish()
    return Entry(trace, found.report, _put(cache, key, found.kept)) if trace else None


def _key(options: tuple[object, ...]) -> str:
    """The digest of what a report depends on apart from files: options, and the program itself."""
    limits = os.environ.get(VARIABLE, "")
    texts = (speclint.__version__, sys.version, limits, *_program(), *map(repr, options))
    return digest_of("\0".join(texts).encode("utf-8", "surrogatepass")).hex()


def _program() -> Iterator[str]:
    """The files of speclint with their sizes and times, and the folder of the packages that it uses."""
    yield f"{Path(msgspec.__file__).parent.parent.stat().st_mtime_ns}"
    folders = [Path(speclint.__file__).parent]
    while folders:
        for entry in WORK_TREE.entries(folders.pop()):
            if entry.is_dir():
                folders += [Path(entry.path)] if entry.name != "__pycache__" else []
            else:
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
