"""The page on rules of a user's own: each file and command that it shows, from nothing to the check."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Sheets

PAGE = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")
RULES, CONFIGURATION, _ = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
(MODULE,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = re.findall(r"```console\n\$ speclint (.*?)\n(.*?)```", PAGE, re.DOTALL)
LAW = "0.98 * battery_gross"


@pytest.fixture
def folder(sheets: Sheets) -> Path:
    (sheets.root / "team-rules.toml").write_text(RULES, encoding="utf-8")
    (sheets.root / "speclint.toml").write_text(CONFIGURATION, encoding="utf-8")
    return sheets.root


def test_the_page_shows_six_commands() -> None:
    assert [command.split()[0] for command, _ in COMMANDS] == [
        *["test-rules"] * 3, "check", "test-rules", "check",
    ]  # fmt: skip


@pytest.mark.parametrize("number", [4, 5])
@pytest.mark.parametrize("follows", [True, False])
def test_the_rule_with_code_runs_as_shown_with_and_without_the_other(
    number: int, run: Run, sheets: Sheets, *, follows: bool
) -> None:
    (sheets.root / "team_rules.py").write_text(MODULE, encoding="utf-8")
    if follows:
        (sheets.root / "team-rules.toml").write_text(RULES, encoding="utf-8")
        (sheets.root / "speclint.toml").write_text(CONFIGURATION, encoding="utf-8")
        sheets.edit("bmw/ix1-xdrive30", '"usable": {"kWh": 64.7}', '"usable": {"kWh": 66}')
    command, shown = COMMANDS[number]
    assert run(*command.split()) == (0, shown, "")


def test_the_page_shows_the_line_on_a_rule_that_is_not_loaded(run: Run, sheets: Sheets) -> None:
    text = '[levels]\n"team/round-torque" = "note"\n'
    (sheets.root / "speclint.toml").write_text(text, encoding="utf-8")
    status, _, err = run("check")
    assert (status, f"```text\n{err}```" in PAGE) == (0, True)


@pytest.mark.parametrize(
    ("number", "law", "status"), [(0, LAW, 0), (1, "0.9 * battery_gross", 1), (2, "torque", 2)]
)
def test_the_examples_run_as_shown(number: int, law: str, status: int, run: Run, folder: Path) -> None:
    (folder / "team-rules.toml").write_text(RULES.replace(LAW, law), encoding="utf-8")
    command, shown = COMMANDS[number]
    done = run(*command.split())
    assert (done.status, (done.out + done.err).replace(f"{folder}/", "")) == (status, shown)


def test_the_check_and_the_hook_report_as_shown(run: Run, folder: Path, sheets: Sheets) -> None:
    assert folder == sheets.root
    sheets.edit("bmw/ix1-xdrive30", '"usable": {"kWh": 64.7}', '"usable": {"kWh": 66}')
    command, shown = COMMANDS[3]
    assert run(*command.split()) == (1, shown, "")
    hook = run("check", "--sheets-only", "specs/bmw/ix1-xdrive30.json")
    assert hook.status == 1
    assert "error[team/reserve]" in hook.out


def test_a_rule_without_examples_is_named(run: Run, folder: Path) -> None:
    (folder / "team-rules.toml").write_text(RULES.partition("[[rule.bad]]")[0], encoding="utf-8")
    assert run("test-rules") == (0, "team/reserve: no examples\n1 rule, 0 examples: 0 failed\n", "")


def test_rules_to_test_are_named(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    assert run("test-rules", "team/reserve").out == COMMANDS[0][1]
    status, out, err = run("test-rules", "team/reserv")
    assert (status, out) == (2, "")
    assert 'there is no rule "team/reserv"; did you mean "team/reserve"?' in err


def test_an_example_may_be_written_by_a_profile(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cars.toml").write_text(
        '[sheets]\nfiles = ["cars.csv"]\n\n[identity]\nmake = "Make"\n\n'
        '[quantities]\nbattery_gross = { kWh = "Gross" }\nbattery_usable = { kWh = "Usable" }\n',
        encoding="utf-8",
    )
    text = RULES.partition("[[rule.bad]]")[0] + (
        '[[rule.bad]]\nprofile = "cars.toml"\nsheet = \'{"Gross": "66.5", "Usable": "66"}\'\n'
        'at = "/Usable"\nmessage = "usable battery capacity 66 kWh is more than 98 % of gross battery '
        'capacity 66.5 kWh"\n'
        '[[rule.bad]]\nsheet = \'{\'\nat = ""\nmessage = "x"\n'
    )
    (tmp_path / "speclint.toml").write_text(text, encoding="utf-8")
    status, out, err = run("test-rules")
    assert (status, err) == (1, "")
    assert [line[:32] for line in out.splitlines()[:3]] == [
        "team/reserve: bad example 2",
        "  expected: at the document: x",
        "  found: the sheet is not JSON: ",
    ]
    assert out.endswith("1 rule, 2 examples: 1 failed\n")
    (tmp_path / "speclint.toml").write_text(text.replace("cars.toml", "no-such"), encoding="utf-8")
    status, out, err = run("test-rules")
    assert (status, out) == (2, "")
    assert err.startswith("speclint: speclint.toml: bad example 1 of team/reserve: ")
