"""`--format` and `--output`: each format on the standard output and in files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import jsonschema
import pytest
from junitparser import JUnitXml

from conftest import IX2, ROOT, Run, Sheets, bare_environment, unprivileged
from speclint.cli.reports import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

MACHINE_FORMATS = [name for name in FORMATS if name not in ("text", "junit")]
"""Those that do not state how long the run took."""
UNSEEN = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]"
"""Characters that a terminal interprets or that reorder text."""
HOSTILE = "\x1b]0;o\x07\u202e##[error]##vso[task.complete]##teamcity[x"


@pytest.mark.parametrize("name", MACHINE_FORMATS)
def test_a_file_holds_what_the_standard_output_would(run: Run, wrong: Sheets, name: str) -> None:
    printed = run("check", "specs/bmw", "--format", name)
    assert run("check", "specs/bmw", "--format", "concise", "--output", f"{name}:report").status == 1
    assert (wrong.root / "report").read_bytes() == printed.out.encode()


def test_several_files_are_written_beside_the_standard_output(run: Run, wrong: Sheets) -> None:
    plain = run("check", "--format", "concise")
    outputs = ("--output", "sarif:a.sarif", "--output", "junit:b/c.xml", "--output", "json:d.json")
    assert run("check", "--format", "concise", *outputs) == plain
    (result,) = json.loads((wrong.root / "a.sarif").read_bytes())["runs"][0]["results"]
    line, column, end = wrong.place(IX2, "346")
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": wrong.shown(IX2), "uriBaseId": "SRCROOT"},
        "region": {"startLine": line, "startColumn": column, "endLine": line, "endColumn": end},
    }
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "364"}
    assert JUnitXml.fromfile(str(wrong.root / "b" / "c.xml")).failures == 1
    assert json.loads((wrong.root / "d.json").read_bytes())["summary"]["errors"] == 1


def test_the_level_holds_for_files_too(run: Run, wrong: Sheets) -> None:
    wrong.edit(IX2, '"lb-ft": 346', '"lb-ft": 365')
    run("check", "--level", "error", "--output", "ndjson:all.ndjson")
    assert (wrong.root / "all.ndjson").read_bytes() == b""


@pytest.mark.parametrize("value", ["sarif", "sarif:", ":a", "yaml:a", "C:\\a", ""])
def test_what_is_no_format_and_file_is_refused(run: Run, sheets: Sheets, value: str) -> None:
    status, out, err = run("check", "--output", value)
    assert (status, out) == (2, "")
    assert f'"{value}" is not FORMAT:FILE; the formats are text, concise' in err
    assert not (sheets.root / "a").exists()


def test_output_needs_a_report(run: Run, wrong: Sheets) -> None:
    status, out, err = run("check", "--diff", "--output", "json:a.json")
    assert (status, out) == (2, "")
    assert "--output needs a report, and --diff prints none" in err
    assert not (wrong.root / "a.json").exists()


def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left(run: Run, wrong: Sheets) -> None:
    (wrong.root / "a").mkdir()
    status, out, err = run("check", "--format", "concise", "--output", "json:a")
    assert (status, out.count("\n")) == (2, 1)
    assert err == f"speclint: {wrong.root}/a: not a regular file\n"
    assert list(wrong.root.glob("**/.speclint-*")) == []


def test_a_report_is_written_as_a_whole_or_not_at_all(sheets: Sheets) -> None:
    file = sheets.root / "out" / "a.json"
    file.parent.mkdir()
    file.write_text("old", encoding="utf-8")
    file.parent.chmod(0o555)
    command = [
        *unprivileged(),
        sys.executable,
        "-m",
        "speclint",
        "check",
        "--no-cache",
        "--output",
        "json:out/a.json",
    ]
    done = subprocess.run(command, cwd=sheets.root, capture_output=True, check=False)
    file.parent.chmod(0o755)
    assert done.returncode == 2
    assert file.read_text(encoding="utf-8") == "old"


def test_the_standard_output_and_files_are_utf_8_whatever_the_locale(sheets: Sheets) -> None:
    old, new = '"model": "iX2"', '"model": "iX2 Ω日"'
    sheets.edit(IX2, old, new)
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environment = {**bare_environment(), **locale}
    command = [sys.executable, "-m", "speclint", "diff", ROOT / "specs", "specs", "--output", "text:report"]
    done = subprocess.run(command, cwd=sheets.root, env=environment, capture_output=True, check=True)
    assert "Ω日" in done.stdout.decode()
    assert (sheets.root / "report").read_bytes() == done.stdout


# GitHub


def test_a_step_of_github_gets_annotations_and_a_summary_added_to_its_own(run: Run, wrong: Sheets) -> None:
    summary = wrong.root / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    markdown = run("check", "--format", "markdown").out
    step = {"GITHUB_STEP_SUMMARY": str(summary)}
    status, out, err = run("check", "--format", "github", env=step)
    line, column, end = wrong.place(IX2, "346")
    place = f"file={wrong.shown(IX2)},line={line},endLine={line},col={column},endColumn={end}"
    assert (status, err) == (1, "")
    assert out == (
        f"::error {place},title=speclint%3A conversion-mismatch::torque 494 Nm is 364 lb-ft, not 346"
        "%0Ashould be 364: digits transposed\n"
    )
    assert summary.read_text(encoding="utf-8") == f"before\n{markdown}"
    assert run("check", "--format", "concise", env=step).status == 1
    assert summary.read_text(encoding="utf-8") == f"before\n{markdown}"


def test_a_summary_that_cannot_be_written_is_an_error(run: Run, wrong: Sheets) -> None:
    status, out, err = run(
        "check", "--format", "github", env={"GITHUB_STEP_SUMMARY": str(wrong.root / "no" / "a.md")}
    )
    assert (status, out.count("::error ")) == (2, 1)
    assert err == f"speclint: {wrong.root}/no/a.md: No such file or directory\n"


# SARIF


def test_a_finding_that_the_sheet_accepts_is_suppressed_in_source(run: Run, wrong: Sheets) -> None:
    accept = '{"rule": "conversion-mismatch", "at": "/powertrain/torque", "reason": "as printed"}'
    text = wrong.file(IX2).read_text(encoding="utf-8")
    wrong.file(IX2).write_text(
        text.replace("{", f'{{"$speclint": {{"accept": [{accept}]}},', 1), encoding="utf-8"
    )
    status, out, _ = run("check", "--format", "sarif")
    (result,) = json.loads(out)["runs"][0]["results"]
    assert status == 0
    assert result["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "as printed"}
    ]


def test_a_finding_of_the_baseline_is_suppressed_from_outside(run: Run, wrong: Sheets) -> None:
    (wrong.root / "speclint.toml").write_text('baseline = "speclint-baseline.json"\n', encoding="utf-8")
    assert run("baseline").status == 0
    status, out, _ = run("check", "--format", "sarif")
    (result,) = json.loads(out)["runs"][0]["results"]
    assert (status, result["suppressions"][0]["kind"]) == (0, "external")


# Changes


@pytest.mark.parametrize("name", FORMATS)
def test_changes_are_written_to_files_as_they_are_printed(run: Run, wrong: Sheets, name: str) -> None:
    sides = (str(ROOT / "specs"), "specs")
    printed = run("diff", *sides, "--format", name)
    assert run("diff", *sides, "--output", f"{name}:report").out == run("diff", *sides).out
    assert (wrong.root / "report").read_bytes() == printed.out.encode()


@pytest.mark.usefixtures("wrong")
def test_ndjson_has_a_line_for_each_change_that_follows_the_schema(run: Run) -> None:
    sides = (str(ROOT / "specs"), "specs")
    schema = json.loads((ROOT / "schemas" / "changes.schema.json").read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in run("diff", *sides, "--format", "ndjson").out.splitlines()]
    whole = json.loads(run("diff", *sides, "--format", "json").out)
    jsonschema.Draft202012Validator(schema).validate(whole)
    assert lines == whole["changes"] != []


@pytest.mark.usefixtures("wrong")
def test_what_rules_find_in_changes_has_its_place_in_formats_that_know_no_changes(run: Run) -> None:
    sides = (str(ROOT / "specs"), "specs")
    changes = json.loads(run("diff", *sides, "--format", "json").out)["changes"]
    (found,) = [change for change in changes if change["rule"]]
    side = found["revision"]
    place = (side["path"], side["line"])

    results = json.loads(run("diff", *sides, "--format", "sarif").out)["runs"][0]["results"]
    (result,) = [result for result in results if result["ruleId"] == found["rule"]]
    physical = result["locations"][0]["physicalLocation"]
    assert (physical["artifactLocation"]["uri"], physical["region"]["startLine"]) == place
    assert (result["ruleId"], result["level"]) == (found["rule"], found["level"])
    assert result["message"]["text"] in found["message"]
    diagnostics = json.loads(run("diff", *sides, "--format", "rdjson").out)["diagnostics"]
    (diagnostic,) = [each for each in diagnostics if each["code"]["value"] == found["rule"]]
    start = diagnostic["location"]["range"]["start"]
    assert (diagnostic["location"]["path"], start["line"]) == place
    issues = json.loads(run("diff", *sides, "--format", "gitlab").out)
    (issue,) = [issue for issue in issues if issue["check_name"] == found["rule"]]
    assert (issue["location"]["path"], issue["location"]["lines"]["begin"]) == place
    cases = [
        case for suite in JUnitXml.fromstring(run("diff", *sides, "--format", "junit").out) for case in suite
    ]
    assert len(cases) == len(issues) == len(diagnostics) == len(results) > 1
    annotations = run("diff", *sides, "--format", "github").out.splitlines()
    start_of_line = f"::{found['level']} file={place[0]},line={place[1]},"
    assert [line for line in annotations if line.startswith(start_of_line) and found["rule"] in line]


@pytest.mark.parametrize("name", ["sarif", "gitlab", "junit", "rdjson", "github"])
def test_changes_without_findings_are_no_findings(run: Run, sheets: Sheets, name: str) -> None:
    sheets.edit(IX2, '"seats": 5', '"seats": 4')
    status, out, err = run("diff", str(ROOT / "specs"), "specs", "--format", name, "--fail-on", "note")
    assert (status, err) == (0, "")
    assert "seats" not in out
    if name == "junit":
        (suite,) = JUnitXml.fromstring(out)
        assert [case.name for case in suite] == ["1 sheet, 0 figures: 0 errors, 0 warnings, 0 notes"]


def test_a_step_of_github_that_compares_gets_the_review_as_its_summary(run: Run, wrong: Sheets) -> None:
    summary = wrong.root / "summary.md"
    sides = (str(ROOT / "specs"), "specs")
    run("diff", *sides, "--format", "github", env={"GITHUB_STEP_SUMMARY": str(summary)})
    assert summary.read_text(encoding="utf-8") == run("diff", *sides, "--format", "markdown").out


# What is read from data


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_lets_a_sheet_command_a_terminal_or_a_ci_log(run: Run, tmp_path: Path, name: str) -> None:
    folder = tmp_path / f"x{HOSTILE}"
    folder.mkdir()
    document = {HOSTILE: HOSTILE, "make": HOSTILE, "powertrain": {"torque": {HOSTILE: 1}}}
    (folder / "a.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    status, out, err = run("check", folder, "--format", name, "--color", "never")
    assert status == 1
    assert not re.findall(UNSEEN, out + err)
    assert not re.findall(r"##\w*\[", out + err)


@pytest.mark.parametrize("arguments", [*(("diff", "--format", name) for name in FORMATS), ("review",)])
def test_no_format_lets_changes_command_a_terminal_or_a_ci_log(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    for side, power in (("a", 100), ("b", 900)):
        document = {"make": HOSTILE, "model": "M", "colour": side + HOSTILE, side + HOSTILE: "\n::error::a"}
        document["powertrain"] = {"power": {"kW": power}}
        (tmp_path / side).mkdir()
        file = tmp_path / side / f"a{HOSTILE}.json"
        file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    _, out, err = run(*arguments, "a", "b", folder=tmp_path)
    assert "task.complete" in out
    assert not re.findall(UNSEEN, out + err)
    assert not re.findall(r"##\w*\[|^\s*::(?!warning file=b)", out + err, re.MULTILINE)


@pytest.mark.parametrize(
    "arguments",
    [
        ("config",),
        ("config", "--format", "json"),
        ("baseline",),
        ("baseline", "--prune"),
        ("calibrate", "--output", HOSTILE),
        ("check",),
        ("init",),
        ("show", HOSTILE),
        ("show", "specs/bmw/ix2-xdrive30.json"),
        ("explain", HOSTILE),
        ("history", HOSTILE),
        ("diff", HOSTILE),
        ("review", HOSTILE),
        ("check", HOSTILE),
        ("check", "--output", HOSTILE),
        ("check", "--since", HOSTILE),
        ("rules", "--quantity", HOSTILE),
        ("check", "--config", f"{HOSTILE}.toml"),
    ],
)
def test_no_command_lets_a_name_or_a_setting_command_a_terminal_or_a_ci_log(
    run: Run, sheets: Sheets, arguments: tuple[str, ...]
) -> None:
    sheets.edit(IX2, '"model": "iX2"', f'"model": {json.dumps("iX2" + HOSTILE)}')
    hostile = json.dumps(HOSTILE + "\n::error::a")
    (sheets.root / "speclint.toml").write_text(
        f"baseline = {json.dumps(HOSTILE + '.json')}\n"
        f'accept = [{{rule = "cycle-order", sheet = "a", at = "/a", reason = {hostile}}}]\n',
        encoding="utf-8",
    )
    _, out, err = run(*arguments)
    assert out + err
    assert not re.findall(UNSEEN, out + err)
    assert not re.findall(r"##\w*\[|^\s*::", out + err, re.MULTILINE)


def test_a_reporter_is_loaded_only_for_its_format(sheets: Sheets) -> None:
    script = (
        "import os, sys; os._exit = lambda _: print(*sys.modules, file=sys.stderr);"
        "sys.argv[0] = 'speclint'; from speclint.cli import main; main()"
    )
    environment = {name: text for name, text in os.environ.items() if not name.startswith("COV")}
    for options in ([], ["--format", "json"]):
        command = [sys.executable, "-c", script, "check", "specs/bmw/ix2-xdrive30.json", *options]
        done = subprocess.run(command, cwd=sheets.root, env=environment, capture_output=True, check=True)
        loaded = set(done.stderr.decode().split())
        reporters = {name for name in FORMATS if f"speclint.reporters.{name}" in loaded}
        assert reporters <= {"text", *options[1:]}
        assert (
            not {
                "html",
                "speclint.files.append",
                "speclint.files.atomic_write",
                "speclint.reporters.rule_page",
            }
            & loaded
        )
