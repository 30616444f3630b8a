"""Rules of a user's own take part in commands and reports as those of speclint do."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Sheets

IX1, IX3 = "specs/bmw/ix1-xdrive30.json", "specs/bmw/ix3-80-kwh-2020.json"
RULE = """\
[[rule]]
id = "team/reserve"
level = "warning"
law = "battery_usable <= 0.97 * battery_gross"
message = "{battery_usable} is more than 97 % of {battery_gross}"
reason = "Our suppliers keep a reserve."
"""
PLACE = (
    f"{IX1}:24:57: warning[team/reserve] usable battery capacity 64.7 kWh is more than 97 % of gross battery "
    "capacity 66.5 kWh\n"
)


@pytest.fixture
def folder(sheets: Sheets) -> Path:
    """The own sheets, one of which breaks the rule."""
    configure(sheets.root, RULE)
    return sheets.root


def configure(folder: Path, text: str) -> None:
    (folder / "speclint.toml").write_text(text, encoding="utf-8")


def findings(run: Run, *options: str) -> tuple[int, str]:
    status, out, err = run("check", "--format", "concise", "--quiet", *options)
    assert err == ""
    return status, out


def test_check_reports_what_a_rule_finds(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    assert findings(run) == (0, PLACE)
    assert findings(run, "--fail-on", "warning") == (1, PLACE)


def test_a_hook_reports_it_too(run: Run, folder: Path) -> None:
    status, out, err = run("check", "--sheets-only", IX1, IX3, folder=folder)
    assert (status, err) == (0, "")
    assert "warning[team/reserve]" in out


def test_a_report_after_an_edit_of_the_rule_is_another(run: Run, folder: Path) -> None:
    assert findings(run) == (0, PLACE)
    configure(folder, RULE.replace("0.97", "0.98"))
    assert findings(run) == (0, "")
    configure(folder, 'rules = ["team.toml"]')
    (folder / "team.toml").write_text(RULE, encoding="utf-8")
    assert findings(run) == (0, PLACE)
    (folder / "team.toml").write_text(RULE.replace('"warning"', '"error"'), encoding="utf-8")
    assert findings(run) == (1, PLACE.replace("warning[", "error["))


def test_a_rule_is_selected_and_ignored_by_its_id(run: Run, folder: Path) -> None:
    assert findings(run, "--select", "team/reserve") == (0, PLACE)
    assert findings(run, "--ignore", "team/reserve") == (0, "")
    configure(folder, 'ignore = ["team/reserve"]\n' + RULE)
    assert findings(run) == (0, "")
    status, _, err = run("check", "--select", "team/reserv")
    assert (status, err) == (
        2, 'speclint: select, ignore: there is no rule "team/reserv"; did you mean "team/reserve"?\n',
    )  # fmt: skip


def test_a_finding_is_accepted_in_the_configuration_and_in_the_sheet(run: Run, folder: Path) -> None:
    accept = '\n[[accept]]\nrule = "team/reserve"\nsheet = "bmw/ix1*"\nreason = "measured"\n'
    configure(folder, RULE + accept)
    assert findings(run) == (0, "")
    configure(folder, RULE.replace("0.97", "0.98") + accept)
    assert "team/reserve is accepted for bmw/ix1*, but nothing is found there" in findings(run)[1]
    configure(folder, RULE)
    text = (folder / IX1).read_text(encoding="utf-8")
    inline = '{"$speclint": {"accept": [{"rule": "team/reserve", "at": "/battery", "reason": "measured"}]},'
    (folder / IX1).write_text(text.replace("{", inline, 1), encoding="utf-8")
    assert findings(run) == (0, "")


def test_a_baseline_holds_it_and_is_pruned_of_it(run: Run, folder: Path) -> None:
    assert run("baseline")[0] == 0
    configure(folder, 'baseline = "speclint-baseline.json"\n' + RULE)
    assert findings(run) == (0, "")
    configure(folder, 'baseline = "speclint-baseline.json"\n' + RULE.replace("0.97", "0.98"))
    assert run("baseline", "--prune").out == "speclint-baseline.json: 1 removed, 0 left\n"


def test_a_review_reports_what_is_new_and_what_was_found_before(run: Run, folder: Path) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@localhost"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "sheets"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    sheet = folder / IX1
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace('"usable": {"kWh": 64.7}', '"usable": {"kWh": 64}'), encoding="utf-8")
    status, out, err = run("review", "HEAD")
    assert (status, err) == (0, "")
    assert "| corrects team/reserve |" in out


def test_reports_describe_the_rule(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    log = json.loads(run("check", "--format", "sarif").out)["runs"][0]
    (rule,) = log["tool"]["driver"]["rules"]
    assert (rule["id"], rule["defaultConfiguration"]) == ("team/reserve", {"level": "warning"})
    assert rule["fullDescription"]["text"].startswith("Our suppliers keep a reserve.")
    (result,) = log["results"]
    # the second report comes from the cache
    assert json.loads(run("check", "--format", "sarif").out)["runs"][0] == log
    (finding,) = json.loads(run("check", "--format", "json").out)["findings"]
    assert (finding["rule"], finding["url"]) == ("team/reserve", "speclint.toml")
    assert finding["fingerprint"] == result["partialFingerprints"]["speclint/v1"]
    assert run("check", "--statistics").out.splitlines()[2].split()[:1] == ["team/reserve"]


def test_rules_and_explain_show_it(run: Run, folder: Path) -> None:
    configure(folder, RULE + 'summary = "a battery without reserve"\n')
    row = next(line for line in run("rules").out.splitlines() if line.startswith("team/"))
    assert row.split(maxsplit=2) == ["team/reserve", "warning", "a battery without reserve"]
    assert "team/reserve" in run("rules", "--quantity", "battery_gross").out
    assert "team/reserve" not in run("rules", "--quantity", "torque").out
    status, out, err = run("explain", "team/reserve")
    assert (status, err) == (0, "")
    assert out.startswith(
        "## team/reserve\n\nwarning · team · a battery without reserve\n\n### Why\n\nOur suppliers"
    )
    assert "Declared in speclint.toml, line 2:\n\n- `battery_usable <= 0.97 * battery_gross`" in out


def test_a_mistake_ends_each_command_with_one_line(run: Run, folder: Path) -> None:
    configure(folder, RULE.replace("battery_gross", "torque"))
    for command in (["check"], ["rules"], ["explain", "team/reserve"], ["baseline"], ["check", IX1]):
        status, out, err = run(*command)
        assert (status, out) == (2, ""), command
        assert err.startswith(f'speclint: {folder}/speclint.toml:4:26: rule "team/reserve": column 19 of "')
        assert err.count("\n") == 1


WHEELBASE = ('"wheelbase": {"mm": 2692}', '"wheelbase": {"mm": 6292}')
"""Two digits transposed, which the siblings decide."""


@pytest.mark.parametrize(("keys", "fix"), [("", "2692"), ("veto = true", None)])
def test_a_rule_vetoes_a_correction_only_if_it_asks_to(
    keys: str, fix: str | None, run: Run, sheets: Sheets
) -> None:
    sheets.edit("bmw/ix1-xdrive30", *WHEELBASE)
    law = 'law = "wheelbase >= 2800 mm"\nwhen = "model == iX1 and variant == xDrive30"'
    rule = f'[[rule]]\nid = "team/long"\nlevel = "error"\nmessage = "too short"\nreason = "r"\n{law}\n'
    configure(sheets.root, rule + keys)
    (found,) = json.loads(run("check", "--format", "json").out)["findings"]
    assert found["rule"] == "figure-out-of-bounds"
    assert (found["suspect"] or {}).get("suggestion") == fix


def test_a_finding_that_a_correction_resolves_is_folded_under_it(run: Run, sheets: Sheets) -> None:
    sheets.edit("bmw/ix1-xdrive30", *WHEELBASE)
    configure(sheets.root, RULE.replace("battery_usable <= 0.97 * battery_gross", "wheelbase < 5 m"))
    (found,) = json.loads(run("check", "--format", "json").out)["findings"]
    assert found["rule"] == "figure-out-of-bounds"
    assert any(related["message"].startswith("team/reserve: ") for related in found["related"])


def test_the_address_of_a_rule_is_in_reports(run: Run, folder: Path) -> None:
    configure(folder, f'{RULE}url = "https://team.example/reserve"\n')
    (run_of_log,) = json.loads(run("check", "--format", "sarif").out)["runs"]
    (rule,) = run_of_log["tool"]["driver"]["rules"]
    assert rule["helpUri"] == "https://team.example/reserve"
    law = "- `battery_usable <= 0.97 * battery_gross`"
    assert rule["help"]["markdown"].endswith(f"Declared in speclint.toml, line 2:\n\n{law}")


def test_two_rules_of_one_id_are_shown_with_paths_that_tell_their_files_apart(run: Run, folder: Path) -> None:
    configure(folder, 'rules = ["a/team.toml", "b/team.toml"]\n')
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "team.toml").write_text(RULE, encoding="utf-8")
    assert run("check").err == (
        f'speclint: {folder}/b/team.toml:2:1: there are two rules "team/reserve"; '
        f"the other is at {folder}/a/team.toml:2\n"
    )


SHEETS = '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n'


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        (f'{SHEETS}rules = ["team-rules.toml"]\n', 4, "rules"),
        (f'{SHEETS}must-hold = ["*"]\n', 4, "must-hold"),
        (f'{RULE}rules = ["team-rules.toml"]\n', 7, "rules"),
        (f'{RULE}{SHEETS}baseline = "b.json"\n', 10, "baseline"),
        ('[levels]\n"units" = "note"\nextends = ["a.toml"]\n', 3, "extends"),
        ('[[accept]]\nrule = "cycle-order"\nsheet = "*"\nreason = "r"\nselect = ["units"]\n', 5, "select"),
        ('[[must-hold]]\nsheets = "*"\nat-least = 1\nfail-on = "note"\n', 4, "fail-on"),
    ],
)
def test_a_key_of_the_configuration_below_a_header_is_moved_above_it(
    text: str, line: int, key: str, run: Run, folder: Path
) -> None:
    configure(folder, text)
    assert run("check").err == (
        f'speclint: {folder}/speclint.toml:{line}: "{key}" is a key of the whole configuration: '
        "move it above the first [\n"
    )


def test_in_a_shared_file_such_a_key_is_moved_below_its_own_header(run: Run, tmp_path: Path) -> None:
    text = f'[tool.speclint]\n{SHEETS.replace("[[", "[[tool.speclint.")}rules = ["team-rules.toml"]\n'
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert run("check").err.endswith(
        '"rules" is a key of the whole configuration: move it below [tool.speclint]\n'
    )


def test_a_file_of_rules_has_no_key_of_the_configuration(run: Run, folder: Path) -> None:
    configure(folder, 'rules = ["team.toml"]')
    (folder / "team.toml").write_text(f'{RULE}select = ["units"]\n', encoding="utf-8")
    assert f'{folder}/team.toml:7: unknown key "select"' in run("check").err


def test_code_that_a_configuration_names_is_left_to_the_command_line(run: Run, folder: Path) -> None:
    (folder / "pwn.py").write_text("raise SystemExit(9)", encoding="utf-8")
    configure(folder, 'ignore = []\nrules = ["pwn.py"]')
    assert run("check").err == (
        f"speclint: {folder}/speclint.toml:2: code is not loaded from a configuration; use --rules pwn.py\n"
    )
