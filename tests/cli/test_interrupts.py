"""An interrupt is one line and exit status 2 from the moment that our own code runs."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from conftest import Sheets, bare_environment

if TYPE_CHECKING:
    from pathlib import Path


def interrupted(folder: Path, arguments: list[str], seconds: float) -> tuple[int, str]:
    """Exit status and errors of a command that is interrupted so many seconds after its start."""
    command = [sys.executable, "-m", "speclint", *arguments]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=bare_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["check", "--no-cache", "."], ["check", "--fix", "."], ["init", "--force"], ["calibrate"]],
)
def test_an_interrupt_is_one_line_whenever_it_comes(sheets: Sheets, arguments: list[str]) -> None:
    for tenths in range(1, 9):
        status, errors = interrupted(sheets.root, arguments, tenths / 10)
        if "interrupted" in errors:
            assert (status, errors) == (2, "speclint: interrupted\n")
        else:
            # it was done, or Python had not come to our code, and wrote a traceback of its own at the most
            assert status in {-signal.SIGINT, 0, 1, 2}
            assert "/speclint/" not in errors.replace("/speclint/__main__.py", "")
