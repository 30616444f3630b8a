"""Output that cannot be written, input that does not arrive, and interruption by the user."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from conftest import IX2, ROOT, Sheets, bare_environment

SPECLINT = f"'{sys.executable}' -m speclint"
ASCII = f"PYTHONIOENCODING=ascii {SPECLINT}"
EVERY_COMMAND = ["check", "rules", "explain metric-horsepower", f"show {IX2}"]


def shell(script: str, folder: Path) -> tuple[int, str, str]:
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=bare_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
@pytest.mark.parametrize("command", EVERY_COMMAND)
def test_a_full_disk_is_one_line_and_no_verdict(command: str) -> None:
    assert shell(f"{SPECLINT} {command} > /dev/full", ROOT) == (
        2,
        "",
        "speclint: cannot write the report: No space left on device\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
def test_help_that_cannot_be_written_is_one_line_too() -> None:
    assert shell(f"{SPECLINT} --help > /dev/full", ROOT) == (
        2,
        "",
        "speclint: cannot write: No space left on device\n",
    )


@pytest.mark.parametrize("command", EVERY_COMMAND)
def test_a_closed_output_is_one_line_and_no_verdict(command: str) -> None:
    assert shell(f"{SPECLINT} {command} >&-", ROOT) == (
        2,
        "",
        "speclint: cannot write the report: the standard output is closed\n",
    )


def test_closed_errors_keep_the_verdict(wrong: Sheets) -> None:
    status, out, _ = shell(f"{SPECLINT} check --format concise 2>&-", wrong.root)
    assert (status, out.count("conversion-mismatch")) == (1, 1)


def test_a_closed_input_is_one_line() -> None:
    assert shell(f"{SPECLINT} check - <&-", ROOT) == (2, "", "speclint: the standard input is closed\n")


@pytest.mark.parametrize("form", ["text", "concise", "json"])
def test_a_reader_who_leaves_early_leaves_the_verdict_as_it_is(wrong: Sheets, form: str) -> None:
    for number in range(200):  # more than any pipe holds
        wrong.file(f"bmw/{'x' * 100}{number}").write_text("{", encoding="utf-8")
    script = f"{SPECLINT} check --format {form} | head -1 > /dev/null; echo ${{PIPESTATUS[0]}}"
    assert shell(script, wrong.root) == (0, "1\n", "")


@pytest.mark.parametrize("command", EVERY_COMMAND)
def test_an_output_that_knows_ascii_only_gets_escapes(command: str) -> None:
    status, out, err = shell(f"{ASCII} {command}", ROOT)
    assert (status, err, out.isascii()) == (0, "", True)
    assert out


def test_help_and_findings_survive_ascii_too(tmp_path: Path) -> None:
    assert shell(f"{ASCII} check --help", tmp_path)[0] == 0
    (tmp_path / "日本.json").write_text('{"é": }', encoding="utf-8")
    status, out, err = shell(f"{ASCII} check 日本.json", tmp_path)
    assert (status, err) == (1, "")
    assert r"--> \u65e5\u672c.json:1:7" in out


def test_a_user_who_gives_up_gets_one_line(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "speclint", "check", "-"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b"{")
        process.stdin.flush()
        wait_until_read(process.stdin.fileno())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.strip()) == (2, b"", b"speclint: interrupted")


def wait_until_read(pipe: int) -> None:
    """Wait until what was written to a pipe has been taken from it."""
    deadline = time.monotonic() + 20
    while fcntl.ioctl(pipe, termios.FIONREAD, b"\0\0\0\0") != b"\0\0\0\0":
        assert time.monotonic() < deadline, "it is never read"
        time.sleep(0.02)


BROKEN_RULE = """
import sys
from msgspec.structs import replace

from speclint.cli import main
from speclint.rules import registry

entry = next(entry for entry in registry.REGISTRY if entry.id == "conversion-mismatch")
entry.__dict__["rule"] = replace(entry.rule, on_sheet=lambda sheet: [].pop())
sys.argv = ["speclint", "check"]
main()
"""


def test_a_fault_in_a_rule_names_rule_and_sheet_and_shows_no_traceback(sheets: Sheets) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN_RULE], cwd=sheets.root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("speclint: rule conversion-mismatch failed on specs/")
    assert done.stderr.endswith(".json: IndexError: pop from empty list\n")


INTERRUPTED_LOADING = """
import sys

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == "speclint.cli":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupt())
from speclint.__main__ import main
main()
"""


def test_who_gives_up_while_the_command_is_loaded_gets_one_line_too() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_LOADING],
        capture_output=True,
        env=bare_environment(),
        check=False,
        timeout=30,
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"speclint: interrupted\n")
