"""Bytes that are kept in memory, or past a limit in a temporary file."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import pytest

from speclint.files.spill import Spill

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("most", [0, 1, 100, 10_000])
def test_what_is_appended_is_read_from_any_place(most: int) -> None:
    chance = random.Random(most)  # noqa: S311 - no secret
    spill, whole = Spill(most), b""
    for _ in range(200):
        content = chance.randbytes(chance.randrange(60))
        spill.append(content)
        whole += content
        start = chance.randrange(len(whole) + 1)
        size = chance.randrange(300)
        assert spill.read(start, size) == whole[start : start + size]
    assert spill.read(0, len(spill)) == whole


def test_without_a_place_for_a_file_the_bytes_stay_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    spill = Spill(10)
    for _ in range(100):
        spill.append(b"0123456789")
    assert spill.read(0, 1000) == b"0123456789" * 100


_KILLED = """
import os, signal, sys
from speclint.files.spill import Spill
spill = Spill(10)
spill.append(bytes(1000))
os.kill(os.getpid(), signal.Signals[sys.argv[1]])
"""


@pytest.mark.skipif(os.name == "nt", reason="a signal ends a process at once")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_nothing_is_left_by_a_process_that_is_interrupted_or_killed(tmp_path: Path, name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, name],
        env={**os.environ, "TMPDIR": str(tmp_path)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == -getattr(signal, name)
    assert not [*tmp_path.iterdir()]
