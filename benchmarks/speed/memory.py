"""The memory of a process and of those that it started, together."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

INTERVAL = 0.2
"""Seconds between two looks; what runs for less is known by its peak alone."""


class Sampler:
    """Looks at a process now and then, so that workers that run at once count together.

    Linux alone shows it; elsewhere the peak stays 0.
    """

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._ended.wait(INTERVAL):
            pids = [self._pid, *_descendants(self._pid)]
            # a process alone is measured better by its own peak
            if len(pids) > 1:
                self.peak = max(self.peak, sum(map(_proportional, pids)))

    def stop(self) -> int:
        """End the looks; the most bytes that were seen."""
        self._ended.set()
        self._thread.join()
        return self.peak


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                found += [int(child), *_descendants(int(child))]
    return found


def _proportional(pid: int) -> int:
    """Bytes of a process, of shared pages its part."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
