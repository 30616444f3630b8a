"""Files are replaced as a whole or not at all, whatever happens in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from speclint.errors import UnwritableFileError
from speclint.files.atomic_write import replace

if TYPE_CHECKING:
    from pathlib import Path


def interrupted(file: Path, call: str, number: int) -> int:
    """The exit status of a process that gets a signal at this call, as it replaces `old` by `new`."""
    script = f"""
import os, signal
from pathlib import Path
from speclint.files.atomic_write import replace
import {call.rpartition(".")[0].partition(".")[0]}
original = {call}
def strike(*args, **options):
    os.kill(os.getpid(), {number})
    return original(*args, **options)
{call} = strike
replace(Path({str(file)!r}), b"new", Path({str(file.parent)!r}), expected=b"old")
"""
    return subprocess.run([sys.executable, "-c", script], check=False, capture_output=True).returncode


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "sheet.json").write_bytes(b"old")
    return tmp_path / "sheet.json"


@pytest.mark.parametrize("call", ["shutil.copystat", "os.utime", "os.fsync", "os.replace"])
def test_a_process_killed_in_the_middle_leaves_the_old_file_whole(file: Path, call: str) -> None:
    assert interrupted(file, call, signal.SIGKILL) == -signal.SIGKILL
    assert file.read_bytes() == b"old"


@pytest.mark.parametrize("call", ["shutil.copystat", "os.fsync", "os.replace"])
def test_a_signal_to_end_waits_until_the_file_is_whole(file: Path, call: str) -> None:
    assert interrupted(file, call, signal.SIGTERM) == -signal.SIGTERM
    assert (file.read_bytes(), list(file.parent.iterdir())) == (b"new", [file])


def test_signals_come_through_again_afterwards(file: Path) -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    replace(file, b"new", file.parent)
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


def test_what_others_wrote_meanwhile_is_not_lost(file: Path) -> None:
    file.write_bytes(b"theirs")
    with pytest.raises(UnwritableFileError, match="changed since it was read; run again"):
        replace(file, b"new", file.parent, expected=b"old")
    assert (file.read_bytes(), list(file.parent.iterdir())) == (b"theirs", [file])


def test_what_others_write_while_we_do_is_not_lost(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _descriptor: file.write_bytes(b"theirs"))
    with pytest.raises(UnwritableFileError, match="changed since it was read"):
        replace(file, b"new", file.parent, expected=b"old")
    assert (file.read_bytes(), list(file.parent.iterdir())) == (b"theirs", [file])


def test_a_file_that_holds_the_content_already_is_left_alone(file: Path) -> None:
    before = file.stat().st_ino
    replace(file, b"old", file.parent, expected=b"what it was")
    assert file.stat().st_ino == before


def test_one_that_another_process_made_the_same_meanwhile_is_left_to_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _descriptor: file.write_bytes(b"new"))
    replace(file, b"new", file.parent, expected=b"old")
    assert (file.read_bytes(), list(file.parent.iterdir())) == (b"new", [file])


def test_a_file_that_is_gone_is_not_made_again(file: Path) -> None:
    file.unlink()
    with pytest.raises(UnwritableFileError, match="No such file"):
        replace(file, b"new", file.parent, expected=b"old")
    assert list(file.parent.iterdir()) == []


def test_a_new_file_has_the_mode_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "any").touch()
    replace(tmp_path / "new.json", b"new", tmp_path)
    assert (tmp_path / "new.json").stat().st_mode == (tmp_path / "any").stat().st_mode


def test_extended_attributes_are_kept(file: Path) -> None:
    if not hasattr(os, "setxattr"):
        pytest.skip("this system has no extended attributes that Python knows")
    try:
        os.setxattr(file, "user.kept", b"yes")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    replace(file, b"new", file.parent)
    assert os.getxattr(file, "user.kept") == b"yes"


def test_a_folder_or_a_pipe_is_no_file_to_write(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "pipe"):
        with pytest.raises(UnwritableFileError, match="not a regular file"):
            replace(tmp_path / name, b"new", tmp_path)
