"""The report of a run that sees just what an earlier one saw, without the run."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

import speclint
from speclint.files.trace import Recorder, Trace, digest_of, is_same
from speclint.files.tree import WORK_TREE
from speclint.results import Report  # noqa: TC001 - entries are decoded by their types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.files.cache import Cache


class Entry(msgspec.Struct, array_like=True):
    """A report, and what the run that gave it saw."""

    trace: Trace
    report: Report


def cached_report(cache: Cache, options: tuple[object, ...], run: Callable[[], Report]) -> Report:
    """The report of a run, from the cache if the run would see the same files again.

    Args:
        cache: where reports are kept.
        options: all that the report depends on besides files and the version of speclint.
        run: gives the report.

    Raises:
        SpeclintError: as the run does; nothing is kept then.
    """
    started = time.perf_counter()
    key = _key(options)
    known = _decoded(cache.get(key))
    if known is not None:
        entry, before = known
        if is_same(entry.trace):
            after = msgspec.msgpack.encode(entry)
            if after != before:
                cache.put(key, after)
            return replace(entry.report, seconds=time.perf_counter() - started)
    recorder = WORK_TREE.recorder = Recorder()
    try:
        report = run()
    finally:
        WORK_TREE.recorder = None
    trace = recorder.finish()
    if trace is not None:
        cache.put(key, msgspec.msgpack.encode(Entry(trace, report)))
    return report


def _decoded(content: bytes | None) -> tuple[Entry, bytes] | None:
    try:
        return (msgspec.msgpack.decode(content, type=Entry), content) if content else None
    except (msgspec.DecodeError, RecursionError):
        return None


def _key(options: tuple[object, ...]) -> str:
    """The digest of what a report depends on apart from files: options, and the program itself."""
    texts = (speclint.__version__, sys.version, *_program(), *map(repr, options))
    return digest_of("\0".join(texts).encode("utf-8", "surrogateescape")).hex()


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
