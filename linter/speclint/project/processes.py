"""Processes that work beside this one."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar, cast

import msgspec

from speclint.files.trace import Recorder, Trace
from speclint.files.tree import WORK_TREE
from speclint.project.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext

    from speclint.project.request import Request

Value = TypeVar("Value")

MIN_FILES = 1000
"""With fewer files a process, its start takes longer than what it saves."""
START = "fork" if sys.platform == "linux" else "spawn"
"""How a process starts; one that is forked has all that this one has."""


class _Answer(msgspec.Struct):
    """What a process gives."""

    value: object
    """An error if that was raised."""
    trace: Trace | None = None
    """What was seen of files, if that is to be known later."""
    is_consistent: bool = True


class Task(Generic[Value]):
    """A function that runs in a process of its own."""

    def __init__(self, of: Callable[..., Value], *arguments: object) -> None:
        """Start the process."""
        # every context of a way to start has processes
        context = cast("SpawnContext", multiprocessing.get_context(START))
        self._receiver, sender = context.Pipe(duplex=False)
        is_recorded = WORK_TREE.recorder is not None
        self._process = context.Process(
            target=_answer, args=(sender, is_recorded, of, arguments), daemon=True
        )
        self._process.start()
        self._is_done = False
        # the end of the process is then the end of what it sends
        sender.close()

    def result(self) -> Value:
        """What the function gives; what it saw of files is noted here.

        Raises:
            ChildProcessError: the process was killed, perhaps for want of memory.
            SpeclintError: as the function does.
        """
        try:
            answer: _Answer = self._receiver.recv()
            self._is_done = True
        except (EOFError, ConnectionError) as error:
            raise ChildProcessError from error
        if isinstance(answer.value, Exception):
            raise answer.value
        if WORK_TREE.recorder is not None and answer.trace is not None:
            WORK_TREE.recorder.add(answer.trace, is_consistent=answer.is_consistent)
        return cast("Value", answer.value)

    def end(self) -> None:
        """End the process, whether or not it is done."""
        self._receiver.close()
        if not self._is_done:
            self._process.terminate()
        self._process.join()


def _answer(
    sender: Connection,
    is_recorded: bool,  # noqa: FBT001 - one of several that a process starts with
    of: Callable[..., object],
    arguments: tuple[object, ...],
) -> None:
    """Send what a function gives, or the error in which it ends."""
    # an interrupt is left to the process that started this one
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # to look for garbage in what both have would copy it; what a task leaves is freed at its end
    gc.disable()
    recorder = WORK_TREE.recorder = Recorder() if is_recorded else None
    try:
        value: object = of(*arguments)
    except Exception as error:  # noqa: BLE001 - raised again where it is received
        value = error
    answer = _Answer(value, recorder.trace, recorder.is_consistent) if recorder else _Answer(value)
    with suppress(BrokenPipeError):
        sender.send(answer)


class Worker:
    """What a process of a pool works with."""

    reader: Reader

    @classmethod
    def start(cls, request: Request) -> None:
        """Get ready; an interrupt is left to the process that started this one."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        cls.reader = Reader.of(request)


def pool_of(request: Request, jobs: int) -> ProcessPoolExecutor:
    """So many processes, each with a worker."""
    context = multiprocessing.get_context(START)
    return ProcessPoolExecutor(jobs, context, Worker.start, (request,))


def jobs_for(request: Request, files: int) -> int:
    """How many processes are to extract so many files."""
    available = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(request.jobs or available, files // MIN_FILES))
