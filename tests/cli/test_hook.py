"""What hooks call is run without click, and does what the command does."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from conftest import bare_environment
from speclint.cli.check import check
from speclint.cli.check_run import plain_options

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Sheets

SECONDS = r"\(\d.* s\)"


def test_options_that_are_not_given_mean_the_same_with_and_without_click() -> None:
    arguments = ["a.json", "--sheets-only", "b.json"]
    with check.make_context("check", [*arguments]) as context:
        assert context.params == asdict(plain_options(arguments))


def test_paths_give_the_same_report_with_and_without_click(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "specs" / "fiat"
    folder.mkdir(parents=True)
    sheet = folder / "500.json"
    sheet.write_text('{"make": "Fiat", "powertrain": {"power": {"kW": 70, "PS": 59}}}', encoding="utf-8")
    (tmp_path / "other.json").write_text("[]", encoding="utf-8")
    cases = [], ["--sheets-only", sheet, "other.json"], [sheet], ["none.json"], ["specs", "other.json"]
    for arguments in cases:
        plain, by_click = run("check", *arguments), run("check", "--level", "note", *arguments)
        assert (plain.status, plain.err) == (by_click.status, by_click.err), arguments
        assert re.sub(SECONDS, "", plain.out) == re.sub(SECONDS, "", by_click.out), arguments


def test_click_is_not_loaded_for_paths(sheets: Sheets) -> None:
    for options, is_loaded in (([], False), (["--quiet"], True)):
        assert ("click" in _loaded(sheets, *options)) is is_loaded


def test_a_hook_loads_nothing_that_its_packages_do_not_need(sheets: Sheets) -> None:
    """typing_extensions would load inspect, email.utils sockets, and hashlib OpenSSL."""
    needless = {"typing_extensions", "inspect", "platform", "email.utils", "socket", "hashlib", "_hashlib"}
    loaded = _loaded(sheets)
    assert {"msgspec", "jsonschema_rs"} <= loaded
    assert not needless & loaded


def _loaded(sheets: Sheets, *options: str) -> set[str]:
    """The modules that a check of a folder loads."""
    script = (
        "import os, sys; os._exit = lambda _: print(*sys.modules, file=sys.stderr);"
        "sys.argv[0] = 'speclint'; from speclint.cli import main; main()"
    )
    command = [sys.executable, "-c", script, "check", "specs", *options]
    # where coverage is measured, it would load modules into the process
    environment = {name: value for name, value in bare_environment().items() if not name.startswith("COV")}
    done = subprocess.run(command, cwd=sheets.root, env=environment, capture_output=True, check=True)
    return set(done.stderr.decode().split())
