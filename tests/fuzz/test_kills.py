"""A command that is killed at any moment loses nothing: each file is as it was, or as the command leaves it.

Random moments would prove little, for a file is written in a millisecond. So the command is killed when it
touches the folder for the nth time, or up to a few milliseconds later. `SPECLINT_KILLS=200` kills that often.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

import pytest
from runs import contents

from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KILLS = int(os.environ.get("SPECLINT_KILLS", "20"))
"""How often all commands together are killed."""
MAX_DELAY = 0.004
"""Seconds between an event and the signal, at most."""
KILLED = """\
import os, signal, sys, threading
folder, number, delay, log, *sys.argv[1:] = sys.argv[1:]
events = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
seen = 0
def kill():
    os.kill(os.getpid(), signal.SIGKILL)
def strike(event, arguments):
    global seen
    is_ours = any(folder in str(argument) for argument in arguments)
    if is_ours and event.startswith(("open", "os.", "shutil.")):
        seen += 1
        os.write(events, b".")
        if seen == int(number):
            threading.Timer(float(delay), kill).start() if float(delay) else kill()
import speclint.cli.commands
sys.addaudithook(strike)
from speclint.__main__ import main
main()
"""
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check", "--fix", "--unsafe-fixes", "--no-cache"),
    ("check", "--no-cache", "--output", "json:report.json", "--output", "sarif:report.sarif"),
    ("baseline",),
    ("init", "--force"),
)
SPOILED = {
    "bmw/ix2-xdrive30": ('"lb-ft": 364', '"lb-ft": 346'),
    "bmw/ix1-xdrive30": ('"PS": 128', '"PS": 182'),
    "bmw/i4-m50": ('"PS": 544', '"PS": 454'),
}


def spoil(folder: Path) -> None:
    """Fill a folder with sheets that can be fixed, and with files that commands replace."""
    for name, (old, new) in SPOILED.items():
        text = (ROOT / "specs" / f"{name}.json").read_text(encoding="utf-8")
        assert text.count(old) == 1, name
        file = folder / "specs" / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace(old, new), encoding="utf-8")
    shutil.copyfile(ROOT / "speclint.toml", folder / "speclint.toml")
    for name in ("report.json", "report.sarif", "speclint-baseline.json"):
        (folder / name).write_text('{"version": 2, "known": []}\n', encoding="utf-8")


def start(folder: Path, arguments: Sequence[str], number: int = 0, delay: float = 0) -> int:
    """Run a command that is killed at an event; its exit status."""
    log = folder.parent / "events"
    log.unlink(missing_ok=True)
    command = [sys.executable, "-c", KILLED, str(folder), str(number), str(delay), str(log), *arguments]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=600).returncode


@pytest.mark.parametrize("arguments", COMMANDS, ids=[" ".join(arguments[:2]) for arguments in COMMANDS])
def test_a_command_that_is_killed_loses_nothing(arguments: Sequence[str], tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    spoil(folder)
    before = contents(folder)
    status = start(folder, arguments)
    after = contents(folder)
    assert status in {0, 1}
    assert after != before
    events = (tmp_path / "events").stat().st_size
    random = Random(1)  # noqa: S311 - moments, not secrets
    kills = max(1, KILLS // len(COMMANDS))
    struck = 0
    for turn in range(kills):
        shutil.rmtree(folder)
        folder.mkdir()
        spoil(folder)
        number = 1 + turn * events // kills
        killed = start(folder, arguments, number, random.choice((0, random.uniform(0, MAX_DELAY))))
        struck += killed == -signal.SIGKILL
        left = contents(folder)
        for name, content in left.items():
            if not name.rpartition("/")[2].startswith(".speclint-"):
                assert content in {before.get(name), after.get(name)}, f"{name} at event {number}"
        assert before.keys() <= left.keys(), f"event {number}"
        # a second run is as good as one that was not killed
        assert start(folder, arguments) in {0, 1}
        done = contents(folder)
        assert {name: done[name] for name in after} == after, f"event {number}"
    assert struck >= kills // 2
