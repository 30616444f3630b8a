"""Levels, groups, patterns, rules that stay silent in files, and shared configurations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from speclint.errors import ConfigError
from speclint.project.config import find_config

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Sheets

IX1 = "specs/bmw/ix1-xdrive30.json"
RULE = """\
[[rule]]
id = "team/reserve"
level = "warning"
law = "battery_usable <= 0.97 * battery_gross"
message = "no reserve"
reason = "Our suppliers keep a reserve."
"""
FOUND = f"{IX1}:24:57: warning[team/reserve] no reserve\n"


def configured(sheets: Sheets, text: str, run: Run, *options: str) -> tuple[int, str]:
    """Exit status and findings by a configuration."""
    (sheets.root / "speclint.toml").write_text(text, encoding="utf-8")
    status, out, err = run("check", "--format", "concise", "--quiet", *options)
    return status, out + err


@pytest.mark.parametrize("name", ["team/*", "team", "team/reserv?", "*"])
def test_rules_are_ignored_by_group_and_by_pattern(name: str, run: Run, sheets: Sheets) -> None:
    assert configured(sheets, RULE, run) == (0, FOUND)
    assert configured(sheets, f'ignore = ["{name}"]\n{RULE}', run) == (0, "")


def test_rules_are_selected_by_group_and_by_pattern(run: Run, sheets: Sheets) -> None:
    assert configured(sheets, RULE, run, "--select", "team/*,units") == (0, FOUND)
    assert configured(sheets, RULE, run, "--select", "units,entry-errors") == (0, "")
    status, text = configured(sheets, RULE, run, "--select", "taem/*")
    assert (status, text.count("\n")) == (2, 1)
    assert 'select, ignore: there is no rule "taem/*"' in text


def test_a_level_of_the_configuration_counts_and_the_last_of_several(run: Run, sheets: Sheets) -> None:
    levels = '[levels]\n"team/*" = "note"\n"team/reserve" = "error"\n'
    assert configured(sheets, RULE + levels, run) == (1, FOUND.replace("warning[", "error["))
    status, text = configured(sheets, RULE + '[levels]\n"team/resrve" = "error"\n', run)
    assert (status, text.count("\n")) == (2, 1)
    assert 'there is no rule "team/resrve"; did you mean "team/reserve"?' in text


def test_a_level_holds_for_rules_of_changes_too(run: Run, sheets: Sheets) -> None:
    old, text = sheets.root / "old", '"usable": {"kWh": 64.7}'
    old.mkdir()
    (old / "specs" / "bmw").mkdir(parents=True)
    (old / IX1).write_bytes((sheets.root / IX1).read_bytes())
    sheets.edit("bmw/ix1-xdrive30", text, '"usable": {"kWh": 64.9}')
    (sheets.root / "speclint.toml").write_text('[levels]\n"changes" = "error"\n', encoding="utf-8")
    options = ("--format", "json", "--config", "speclint.toml")
    found = json.loads(run("diff", f"old/{IX1}", IX1, *options).out)["changes"]
    assert {change["level"] for change in found if change["rule"]} == {"error"}


def test_rules_stay_silent_in_files(run: Run, sheets: Sheets) -> None:
    ignores = '[per-file-ignores]\n"specs/bmw/ix1-*" = ["team/*"]\n'
    assert configured(sheets, RULE + ignores, run) == (0, "")
    assert configured(sheets, RULE + ignores, run, IX1) == (0, "")
    assert configured(sheets, RULE + ignores.replace("ix1", "ix3"), run) == (0, FOUND)


def test_a_shared_configuration_is_extended(run: Run, sheets: Sheets) -> None:
    shared = sheets.root / "shared"
    shared.mkdir()
    (shared / "team.toml").write_text(RULE, encoding="utf-8")
    base = (
        'rules = ["team.toml"]\nfail-on = "warning"\nignore = ["cycle-order"]\n[levels]\n"team" = "error"\n'
    )
    (shared / "base.toml").write_text(base, encoding="utf-8")
    own = 'extends = ["shared/base.toml"]\n'
    assert configured(sheets, own, run) == (1, FOUND.replace("warning[", "error["))
    assert configured(sheets, f'{own}fail-on = "never"\n[levels]\n"team" = "note"', run) == (
        0, FOUND.replace("warning[", "note["),
    )  # fmt: skip
    shown = json.loads(run("config", "--format", "json").out)
    assert shown["extends"] == [
        {
            "name": "shared/base.toml",
            "file": "shared/base.toml",
            "holds": ["rules", "fail-on", "ignore", "levels"],
        }
    ]
    assert shown["rules"] == [{"file": "shared/team.toml", "ids": ["team/reserve"]}]
    assert (shown["ignore"], shown["levels"], shown["failOn"]) == (["cycle-order"], {"team": "note"}, "never")
    text = run("config").out
    assert "extends        shared/base.toml (rules, fail-on, ignore, levels)\n" in text
    assert "shared/team.toml: team/reserve\n" in text


@pytest.mark.parametrize(
    ("base", "own", "message"),
    [
        ('baseline = "x.json"', "base.toml", 'base.toml:1: "baseline" is not shared; move it to the config'),
        ('extends = ["base.toml"]', "base.toml", 'base.toml:1: "extends" is not shared'),
        ("", "../base.toml", "speclint.toml:1: the shared configuration"),
        ("", "missing.toml", "speclint.toml:1: "),
        (
            "",
            "package:no-such-package/base.toml",
            'speclint.toml:1: no package "no-such-package" is installed',
        ),
        (
            "",
            "package:msgspec/base.toml",
            'speclint.toml:1: the package "msgspec" has no file "base.toml"; it has',
        ),
    ],
)
def test_what_cannot_be_extended_is_refused_with_its_line(
    base: str, own: str, message: str, tmp_path: Path
) -> None:
    folder = tmp_path / "catalog"
    folder.mkdir()
    (tmp_path / "base.toml").write_text("", encoding="utf-8")
    (folder / "base.toml").write_text(base, encoding="utf-8")
    (folder / "speclint.toml").write_text(f'extends = ["{own}"]', encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        find_config(folder)
    assert str(error.value).removeprefix(f"{folder}/").startswith(message)


def test_a_package_shares_data_and_runs_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    (site / "acme").mkdir(parents=True)
    (site / "acme" / "__init__.py").write_text("raise SystemExit(9)", encoding="utf-8")
    (site / "acme" / "base.toml").write_text(RULE, encoding="utf-8")
    (tmp_path / "outside.toml").write_text(RULE, encoding="utf-8")
    info = site / "acme_speclint-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-speclint\nVersion: 1.0\n")
    (info / "RECORD").write_text("acme/__init__.py,,\nacme/base.toml,,\n../outside.toml,,\n")
    monkeypatch.syspath_prepend(str(site))
    file = tmp_path / "speclint.toml"
    file.write_text('extends = ["package:acme-speclint/base.toml"]', encoding="utf-8")
    (found,) = find_config(tmp_path).rules
    assert [table["id"] for table in found.tables] == ["team/reserve"]
    file.write_text('extends = ["package:acme-speclint/outside.toml"]', encoding="utf-8")
    with pytest.raises(ConfigError, match='has no file "outside'):
        find_config(tmp_path)


@pytest.mark.parametrize(
    ("base", "line", "name"),
    [
        ('fail-on = "error"\n[levels]\n"cycle-order" = "note"\nunitz = "note"\n', 4, "unitz"),
        ('ignore = [\n  "cycle-order",\n  "unitz",\n]\n', 3, "unitz"),
        ('select = ["unitz"]\n', 1, "unitz"),
        ('\n[per-file-ignores]\n"specs/*" = ["units"]\n"a/*" = ["unitz"]\n', 4, "unitz"),
        ('[levels]\n"cycle-order-x" = "note"\n"cycle-ordr" = "note"\n', 2, "cycle-order-x"),
    ],
)
def test_a_name_in_a_shared_configuration_is_refused_with_its_place(
    base: str, line: int, name: str, run: Run, sheets: Sheets
) -> None:
    (sheets.root / "shared").mkdir()
    (sheets.root / "shared" / "base.toml").write_text(base, encoding="utf-8")
    status, text = configured(sheets, 'extends = ["shared/base.toml"]\n', run)
    assert (status, text.count("\n")) == (2, 1)
    assert text.startswith(f'speclint: {sheets.root}/shared/base.toml:{line}: there is no rule "{name}"; ')
    assert 'did you mean "' in text or "speclint rules" in text


def test_a_name_in_the_own_configuration_is_refused_with_its_line(run: Run, sheets: Sheets) -> None:
    (sheets.root / "base.toml").write_text('[levels]\n"units" = "note"\n', encoding="utf-8")
    own = f'extends = ["base.toml"]\n{RULE}\n[[accept]]\nrule = "cycle-ordr"\nsheet = "*"\nreason = "r"\n'
    status, text = configured(sheets, own, run)
    assert status == 2
    assert text == (
        f'speclint: {sheets.root}/speclint.toml:10: there is no rule "cycle-ordr"; '
        'did you mean "cycle-order"?\n'
    )
