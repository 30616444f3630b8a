"""What people see on a terminal: as wide as it is, and laid out by a package that a hook does not load."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from conftest import IX2, ROOT, Run, Sheets, bare_environment
from speclint.cli import output

if TYPE_CHECKING:
    from pathlib import Path


def shown(folder: Path, *arguments: str, columns: int = 80, patience: float = 60, **env: str) -> str:
    """What a terminal gets, a bar of what takes longer than some seconds included."""
    program = f"from speclint.cli import cli, output\noutput.PATIENCE = {patience}\ncli()"
    reader, writer = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=writer, stderr=writer,
        env={**bare_environment(), "TERM": "xterm", "COLUMNS": str(columns), **env},
    ) as process:  # fmt: skip
        os.close(writer)
        found = b""
        try:
            while part := os.read(reader, 65536):
                found += part
        except OSError:  # how Linux reports the end
            pass
        process.wait(timeout=30)
    os.close(reader)
    return found.decode().replace("\r\n", "\n")


def plain(text: str) -> str:
    """Text without control sequences."""
    return re.sub(r"\x1b\[[?\d;]*[A-Za-z]", "", text)


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("patience", [-1, 60])
@pytest.mark.parametrize(
    "arguments",
    [("check",), ("check", "--statistics"), ("show", IX2), ("rules",), ("explain", "metric-horsepower")],
)
def test_no_line_is_wider_than_the_terminal(
    wrong: Sheets, arguments: tuple[str, ...], columns: int, patience: float
) -> None:
    lines = plain(shown(wrong.root, *arguments, columns=columns, patience=patience)).splitlines()
    assert lines
    assert [line for line in lines if len(line) > columns and " " in line.strip()] == []


def test_text_that_is_redirected_has_80_columns(run: Run, wrong: Sheets) -> None:
    wrong.edit(IX2, '"unspecified": {"kg": 2095}', '"unspecified": {"kg": 209}')
    out = run("check", env={"COLUMNS": ""}).out
    assert max(map(len, out.splitlines())) <= 80
    assert "\n  capacity is 64.8 kWh\n" in out


def test_a_rule_is_explained_with_headings_and_paragraphs_instead_of_markdown(tmp_path: Path) -> None:
    text = shown(tmp_path, "explain", "metric-horsepower")
    assert "\x1b[" in text
    assert plain(text).startswith("metric-horsepower\n\nwarning · units · ")
    assert "##" not in text
    assert "```" not in text
    assert "\n\n\n" not in plain(text)
    assert "\x1b" not in shown(tmp_path, "explain", "metric-horsepower", NO_COLOR="1")


def test_a_table_breaks_cells_between_words_and_leaves_out_columns_without_room(tmp_path: Path) -> None:
    narrow, wide = shown(tmp_path, "rules"), shown(tmp_path, "rules", columns=200)
    assert "id before" not in narrow.splitlines()[0]
    assert "id before" in wide.splitlines()[0]
    assert "…" not in narrow
    words = set(re.findall(r"\w+", wide))
    assert set(re.findall(r"\w+", narrow)) <= words


def test_statistics_count_findings_and_fixes_by_rule(run: Run, wrong: Sheets) -> None:
    wrong.edit("bmw/ix1-xdrive30", '"sheet": "bmw/ix2-xdrive30"', '"sheet": "bmw/ix2-xdrive3"')
    status, out, err = run("check", "--statistics")
    assert (status, err) == (1, "")
    head, _, *rows = out.partition("\n\n")[0].splitlines()
    assert head.split() == ["rule", "level", "findings", "fixable"]
    assert [row.split() for row in rows] == [
        ["conversion-mismatch", "error", "1", "1"],
        ["sibling-missing", "error", "1", "0"],
        ["sibling-not-reciprocal", "warning", "1", "0"],
    ]
    assert "49 sheets, 813 figures: 2 errors, 1 warning, 0 notes; 1 fixable with --fix" in out
    assert run("check", "--statistics", "--quiet", "--level", "error").out.count("\n") == 5
    assert run("check", "--statistics", "--format", "json").status == 2


def test_statistics_of_good_sheets_are_the_last_line(run: Run) -> None:
    status, out, _ = run("check", "--statistics", folder=ROOT)
    assert (status, out.count("\n")) == (0, 1)
    assert "0 errors" in out


def test_a_hook_loads_neither_the_package_for_terminals_nor_the_one_for_tables(wrong: Sheets) -> None:
    code = (
        "import sys, os, json; from speclint.cli.check_run import check_sheets, plain_options\n"
        f"check_sheets(plain_options(['specs/{IX2}.json', '--sheets-only']))\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=wrong.root, capture_output=True, text=True, check=True
    )
    modules = json.loads(done.stdout.splitlines()[-1])
    assert "conversion-mismatch" in done.stdout
    assert not {"rich", "tabulate", "markdown_it", "pygments", "shutil"} & set(modules)


@pytest.mark.parametrize(("patience", "options"), [(-1, ()), (-1, ("--quiet",)), (60, ())])
def test_long_work_shows_how_far_it_is_and_other_work_does_not(
    wrong: Sheets, patience: float, options: tuple[str, ...]
) -> None:
    bars = re.findall(r"reading .*100%", shown(wrong.root, "check", *options, patience=patience))
    assert len(bars) == (patience < 0 and not options)


def test_a_terminal_that_cannot_draw_over_a_line_gets_no_bar(wrong: Sheets) -> None:
    assert "\x1b" not in shown(wrong.root, "check", patience=-1, TERM="dumb")


def test_the_colour_of_a_terminal_is_chosen_by_itself(wrong: Sheets) -> None:
    assert "\x1b[1;31merror[conversion-mismatch]" in shown(wrong.root, "check")
    assert "\x1b" not in shown(wrong.root, "check", NO_COLOR="1")
    assert "\x1b" not in shown(wrong.root, "check", TERM="dumb")


class Terminal(StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("patience", "shows"), [(0.0, True), (60.0, False)])
def test_work_that_takes_long_shows_how_much_of_it_is_done(
    patience: float, *, shows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(output, "PATIENCE", patience)
    monkeypatch.setenv("TERM", "xterm")
    work = range(20)
    assert [*output.progress(quiet=False)(work, "reading")] == [*work]
    assert ("reading" in terminal.getvalue()) is shows
    assert ("100%" in terminal.getvalue()) is shows
    assert [*output.progress(quiet=True)(work, "reading")] == [*work]
