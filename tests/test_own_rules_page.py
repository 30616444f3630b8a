"""The files that the page on rules of a user's own shows; docs/commands.py runs its commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Sheets

PAGE = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r'```\w+ title="([^"]+)"\n(.*?)```', PAGE, re.DOTALL))
RULES, CONFIGURATION, MODULE = (FILES[name] for name in ("team-rules.toml", "speclint.toml", "team_rules.py"))


@pytest.fixture
def folder(sheets: Sheets) -> Path:
    (sheets.root / "team-rules.toml").write_text(RULES, encoding="utf-8")
    (sheets.root / "speclint.toml").write_text(CONFIGURATION, encoding="utf-8")
    return sheets.root


def test_the_hook_reports_what_the_check_does(run: Run, folder: Path, sheets: Sheets) -> None:
    assert folder == sheets.root
    sheets.edit("bmw/ix1-xdrive30", '"usable": {"kWh": 64.7}', '"usable": {"kWh": 66}')
    hook = run("check", "--sheets-only", "specs/bmw/ix1-xdrive30.json")
    assert hook.status == 1
    assert "error[team/reserve]" in hook.out


def test_a_rule_with_code_runs_where_no_configuration_names_others(run: Run, sheets: Sheets) -> None:
    (sheets.root / "team_rules.py").write_text(MODULE, encoding="utf-8")
    tested = run("test-rules", "team/round-torque", "--rules", "team_rules.py")
    assert tested == (0, "1 rule, 2 examples: 0 failed\n", "")


def test_a_rule_without_examples_is_named(run: Run, folder: Path) -> None:
    (folder / "team-rules.toml").write_text(RULES.partition("[[rule.bad]]")[0], encoding="utf-8")
    assert run("test-rules") == (0, "team/reserve: no examples\n1 rule, 0 examples: 0 failed\n", "")


def test_rules_to_test_are_named(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    assert run("test-rules", "team/reserve").out == "1 rule, 2 examples: 0 failed\n"
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
