"""`speclint check` as a user meets it: real command, real sheets, real streams."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import jsonschema
import pytest

from conftest import IX1, IX2, ROOT, Run, Sheets

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_regressions.file_regression import FileRegressionFixture

ERROR = "error[conversion-mismatch] torque 494 Nm is 364 lb-ft, not 346; should be 364"


def timeless(text: str) -> str:
    return re.sub(r"\(\d+\.\d\d s\)$", "(0.00 s)", text.rstrip("\n")) + "\n"


def concise(sheets: Sheets) -> str:
    """The one line that `--format concise` prints of the wrong iX2."""
    line, column, _ = sheets.place(IX2, "346")
    return f"{sheets.shown(IX2)}:{line}:{column}: {ERROR}\n"


# What is found


def test_the_project_s_own_sheets_are_clean(run: Run) -> None:
    status, out, err = run("check", folder=ROOT)
    number = len(list((ROOT / "specs").glob("*/*.json")))
    assert (status, timeless(out), err) == (
        0,
        f"{number} sheets, 813 figures: 0 errors, 0 warnings, 0 notes (0.00 s)\n",
        "",
    )


@pytest.mark.parametrize("paths", [(), (f"specs/{IX2}.json",), ("specs/bmw",), ("specs",), (".",)])
def test_transposed_digits_are_one_error_at_that_number_with_the_correction(
    run: Run, wrong: Sheets, paths: tuple[str, ...]
) -> None:
    status, out, err = run("check", "--format", "json", *paths)
    line, column, end = wrong.place(IX2, "346")
    (finding,) = json.loads(out)["findings"]
    assert (status, err) == (1, "")
    assert (finding["rule"], finding["level"]) == ("conversion-mismatch", "error")
    assert finding["message"] == "torque 494 Nm is 364 lb-ft, not 346"
    assert (finding["path"], finding["pointer"]) == (wrong.shown(IX2), "/powertrain/torque/lb-ft")
    assert (finding["line"], finding["column"]) == (line, column)
    assert (finding["endLine"], finding["endColumn"]) == (line, end)
    assert finding["suspect"] == {
        "path": wrong.shown(IX2),
        "pointer": "/powertrain/torque/lb-ft",
        "stated": "346",
        "unit": "lb-ft",
        "suggestion": "364",
        "because": "494 Nm is 364 lb-ft",
        "cause": "digits transposed",
        "probability": 0.97,
    }


def test_a_report_for_people(run: Run, wrong: Sheets, file_regression: FileRegressionFixture) -> None:
    wrong.edit(IX1, '"sheet": "bmw/ix2-xdrive30"', '"sheet": "bmw/ix2-xdrive3"')
    file_regression.check(timeless(run("check", env={"COLUMNS": "80"}).out))


def test_a_report_with_one_line_a_finding(
    run: Run, wrong: Sheets, file_regression: FileRegressionFixture
) -> None:
    wrong.edit(IX1, '"sheet": "bmw/ix2-xdrive30"', '"sheet": "bmw/ix2-xdrive3"')
    file_regression.check(run("check", "--format", "concise").out)


def test_a_report_for_tools_follows_its_schema(run: Run, wrong: Sheets) -> None:
    wrong.edit(IX1, '"sheet": "bmw/ix2-xdrive30"', '"sheet": "bmw/ix2-xdrive3"')
    wrong.edit("bmw/i4-m50", '"model"', '"modle"')
    wrong.file("bmw/i3-60-ah").write_text("{", encoding="utf-8")
    report = json.loads(run("check", "--format", "json").out)
    schema = json.loads((ROOT / "schemas/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(report)
    assert report["tool"] == {"name": "speclint", "version": "0.1.0"}
    assert report["summary"]["errors"] == len([f for f in report["findings"] if f["level"] == "error"]) >= 4


def test_a_fingerprint_survives_the_moving_of_lines(run: Run, wrong: Sheets) -> None:
    def fingerprint() -> str:
        (finding,) = json.loads(run("check", "--format", "json").out)["findings"]
        return str(finding["fingerprint"])

    before = fingerprint()
    wrong.file(IX2).write_text("\n\n\n" + wrong.file(IX2).read_text(encoding="utf-8"), encoding="utf-8")
    assert fingerprint() == before


# Which exit status


@pytest.mark.parametrize(
    ("level", "status"), [("error", 0), ("warning", 1), ("note", 1), ("never", 0)], ids=str
)
def test_a_warning_fails_the_run_at_its_own_level_and_below(
    run: Run, sheets: Sheets, level: str, status: int
) -> None:
    sheets.edit(IX2, '"PS": 313', '"hp": 313')
    assert run("check", "--fail-on", level, f"specs/{IX2}.json").status == status


@pytest.mark.parametrize(
    ("level", "status"), [("error", 1), ("warning", 1), ("note", 1), ("never", 0)], ids=str
)
def test_an_error_fails_the_run_at_every_level_but_never(
    run: Run, wrong: Sheets, level: str, status: int
) -> None:
    assert run("check", "--fail-on", level, f"specs/{IX2}.json").status == status
    assert wrong.file(IX2).exists()


def test_a_note_fails_the_run_only_if_notes_do(run: Run, sheets: Sheets) -> None:
    sheets.edit("bmw/x3-xdrive20d", '"g/km": 132', '"g/km": 122')
    status, out, _ = run("check", "--format", "concise", "specs/bmw/x3-xdrive20d.json")
    assert (status, out.count("note[co2-contradicts-consumption]")) == (0, 1)
    assert run("check", "--fail-on", "note", "specs/bmw/x3-xdrive20d.json").status == 1


# Which rules


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--select", "conversion-mismatch"), True),
        (("--select", "duplicate-key,conversion-mismatch"), True),
        (("--select", "duplicate-key", "--select", "conversion-mismatch"), True),
        (("--select", "duplicate-key"), False),
        (("--ignore", "conversion-mismatch"), False),
        (("--ignore", "duplicate-key, conversion-mismatch"), False),
        (("--ignore", "duplicate-key"), True),
        (("--select", "conversion-mismatch", "--ignore", "conversion-mismatch"), False),
    ],
)
def test_rules_are_chosen_one_by_one_or_in_lists(
    run: Run, wrong: Sheets, options: tuple[str, ...], *, found: bool
) -> None:
    status, out, err = run("check", "--quiet", *options, wrong.shown(IX2))
    assert (status, "conversion-mismatch" in out, err) == (int(found), found, "")


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_stops_the_run_and_the_nearest_is_named(run: Run, option: str) -> None:
    status, out, err = run("check", option, "conversion-mismatch,conversion-mismtach", folder=ROOT)
    assert (status, out) == (2, "")
    assert err == (
        'speclint: select, ignore: there is no rule "conversion-mismtach"; '
        'did you mean "conversion-mismatch"?\n'
    )


# Which configuration and schema


def test_a_configuration_named_on_the_command_line_holds_instead_of_the_nearest(
    run: Run, wrong: Sheets
) -> None:
    (wrong.root / "speclint.toml").write_text('ignore = ["conversion-mismatch"]', encoding="utf-8")
    (wrong.root / "strict.toml").write_text('ignore = ["duplicate-key"]', encoding="utf-8")
    assert run("check", wrong.shown(IX2)).status == 0
    assert run("check", wrong.shown(IX2), "--config", "strict.toml").status == 1


def test_a_configuration_named_from_a_subfolder_claims_the_same_files(run: Run, wrong: Sheets) -> None:
    (wrong.root / "speclint.toml").write_text(
        '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n', encoding="utf-8"
    )
    folder = wrong.root / "specs" / "bmw"
    status, out, _ = run(
        "check", "--format", "concise", "--config", "../../speclint.toml", f"{IX2[4:]}.json", folder=folder
    )
    assert (status, out) == (1, concise(wrong).removeprefix("specs/bmw/"))


def test_a_configuration_that_is_missing_stops_the_run(run: Run, tmp_path: Path) -> None:
    assert run("check", "--config", "nope.toml") == (
        2,
        "",
        f"speclint: {tmp_path}/nope.toml: No such file or directory; name another file with --config\n",
    )


@pytest.mark.parametrize(
    ("document", "status"),
    [("[1, 2]", 0), ("[1, 2, 3]", 1), ('"text"', 1), ("[]", 0), ("[1, ]", 1)],
    ids=["good", "too-long", "other-type", "empty", "no-json"],
)
def test_any_json_is_judged_by_a_schema_of_the_user_s_own(
    run: Run, tmp_path: Path, document: str, status: int
) -> None:
    (tmp_path / "pairs.schema.json").write_text('{"type": "array", "maxItems": 2}', encoding="utf-8")
    (tmp_path / "data.json").write_text(document, encoding="utf-8")
    outcome = run("check", "--schema", "pairs.schema.json", "data.json")
    assert (outcome.status, outcome.err) == (status, "")


def test_with_a_schema_of_the_user_s_own_no_rule_on_cars_runs(run: Run, wrong: Sheets) -> None:
    (wrong.root / "any.schema.json").write_text("{}", encoding="utf-8")
    assert run("check", "--schema", "any.schema.json", wrong.shown(IX2)).status == 0


@pytest.mark.parametrize(
    ("schema", "message"),
    [(None, "does not exist"), ("{", "is not JSON"), ('{"type": "bogus"}', "bogus")],
    ids=["missing", "no-json", "no-schema"],
)
def test_a_schema_that_cannot_be_followed_stops_the_run(
    run: Run, tmp_path: Path, schema: str | None, message: str
) -> None:
    if schema is not None:
        (tmp_path / "my.schema.json").write_text(schema, encoding="utf-8")
    (tmp_path / "data.json").write_text("{}", encoding="utf-8")
    status, out, err = run("check", "--schema", "my.schema.json", "data.json")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"speclint: {tmp_path}/my.schema.json")
    assert message in err


def test_a_schema_that_lies_elsewhere_may_refer_to_files_beside_it(
    run: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("schemas")
    (elsewhere / "a.json").write_text('{"$ref": "b.json"}', encoding="utf-8")
    (elsewhere / "b.json").write_text('{"type": "string"}', encoding="utf-8")
    (tmp_path / "data.json").write_text("1", encoding="utf-8")
    status, out, err = run("check", "--schema", elsewhere / "a.json", "--format", "concise", "data.json")
    assert (status, err) == (1, "")
    assert out.startswith("data.json:1:1: error[schema-violation]")


# How it is reported


@pytest.mark.parametrize(
    ("option", "env", "colour"),
    [
        ("always", {}, True),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
        ("auto", {}, False),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
    ],
)
def test_colour_follows_the_option_and_then_the_environment(
    run: Run, wrong: Sheets, option: str, env: dict[str, str], *, colour: bool
) -> None:
    out = run("check", "--color", option, wrong.shown(IX2), env=env).out
    assert ("\x1b[1;31merror" in out) == colour
    assert timeless(re.sub(r"\x1b\[[\d;]*m", "", out)) == timeless(
        run("check", "--color", "never", wrong.shown(IX2)).out
    )


def test_quiet_leaves_the_findings_and_no_last_line(run: Run, wrong: Sheets) -> None:
    status, out, err = run("check", "--quiet")
    assert (status, err) == (1, "")
    assert out.startswith("error[conversion-mismatch]")
    assert "sheets:" not in out
    wrong.edit(IX2, "346", "364")
    assert run("check", "--quiet") == (0, "", "")


# Standard input


def test_standard_input_is_one_sheet(run: Run, wrong: Sheets) -> None:
    text = wrong.file(IX2).read_bytes()
    status, out, err = run("check", "-", "--format", "concise", text=text)
    line, column, _ = wrong.place(IX2, "346")
    assert (status, out, err) == (1, f"<stdin>:{line}:{column}: {ERROR}\n", "")


def test_standard_input_taken_for_a_file_is_checked_against_that_file_s_siblings(
    run: Run, sheets: Sheets
) -> None:
    text = sheets.file(IX2).read_bytes().replace(b'"V": 286', b'"V": 386')
    status, out, _ = run(
        "check", "-", "--stdin-filename", sheets.shown(IX2), "--format", "concise", text=text
    )
    line, column, _ = sheets.place(IX2, "286")
    assert status == 1
    assert f"{sheets.shown(IX2)}:{line}:{column}: error[sibling-differs] " in out
    assert run("check", sheets.shown(IX2)).status == 0, "the file itself is untouched"


def test_standard_input_may_be_taken_for_a_file_that_is_not_written_yet(run: Run, sheets: Sheets) -> None:
    text = sheets.file(IX2).read_bytes()
    sheets.file(IX2).unlink()
    assert run("check", "-", "--stdin-filename", sheets.shown(IX2), text=text).status == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-", "specs"), "Error: - cannot be combined with paths: the standard input is one sheet"),
        (("--stdin-filename", "a.json"), "Error: --stdin-filename needs -, the standard input"),
        (("-", "--stdin-filename", "specs"), "speclint: specs: a folder is no name for the standard input"),
    ],
)
def test_a_senseless_use_of_standard_input_is_refused(
    run: Run, sheets: Sheets, arguments: tuple[str, ...], message: str
) -> None:
    status, out, err = run("check", *arguments, text=sheets.file(IX2).read_bytes())
    assert (status, out, err.splitlines()[-1]) == (2, "", message)


# Files as they come


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the document is empty"),
        (b" \n", "the document is empty"),
        (b'{"model": "i\xd62"}', "byte 0xd6 is not UTF-8; it looks like Windows-1252"),
        ('{"model": "iX2"}'.encode("utf-16"), "the document is UTF-16; save it as UTF-8"),
        (b'{"a": NaN}', "NaN"),
        (b"\x00\x01\x02\x03", "error[invalid-json]"),
        (b"[" * 100_000, "nested deeper than 512 levels"),
    ],
    ids=["empty", "blank", "latin-1", "utf-16", "nan", "binary", "deep"],
)
def test_what_is_no_document_is_one_finding(run: Run, tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "sheet.json").write_bytes(content)
    status, out, err = run("check", "sheet.json", "--format", "concise")
    assert (status, err, out.count("\n"), out.count("error[invalid-json]")) == (1, "", 1, 1)
    assert message in out


def test_a_file_with_a_hostile_name_that_does_not_exist_is_named_harmlessly(run: Run) -> None:
    assert run("check", "\x1b[31mx\n::error::y") == (
        2,
        "",
        # with a bracket it is a pattern
        "speclint: \\x1b[31mx\\n::error::y: there is no such file or folder\n",
    )


def test_a_file_name_cannot_start_a_command_of_a_ci_log(run: Run, tmp_path: Path) -> None:
    (tmp_path / "::error::x.json").write_text("{", encoding="utf-8")
    assert run("check", "::error::x.json", "--format", "concise").out.startswith(r"\::error::x.json:1:")


def test_a_file_name_that_is_not_utf_8_is_reported(run: Run, tmp_path: Path) -> None:
    name = b"a\xff.json".decode("utf-8", "surrogateescape")
    (tmp_path / name).write_text("{", encoding="utf-8")
    status, out, err = run("check", name, "--format", "concise")
    assert (status, err) == (1, "")
    assert out.startswith(r"a\udcff.json:1:2: error[invalid-json]")
    assert run("check", name, "--format", "json").status == 1


@pytest.mark.parametrize(("level", "shown"), [("note", 2), ("warning", 1), ("error", 1)])
def test_findings_below_a_level_are_counted_and_not_shown(
    run: Run, wrong: Sheets, level: str, shown: int
) -> None:
    wrong.edit("bmw/x3-xdrive20d", '"g/km": 132', '"g/km": 122')
    concise = run("check", "--level", level, "--format", "concise")
    assert (concise.status, len(concise.out.splitlines())) == (1, shown)
    out = run("check", "--level", level).out
    assert "1 error, 0 warnings, 1 note" in out
    assert out.count("\n  --> ") == shown
    report = json.loads(run("check", "--level", level, "--format", "json").out)
    assert (len(report["findings"]), report["summary"]["notes"]) == (shown, 1)


def test_timings_name_stages_and_the_slowest_rules_and_change_no_finding(run: Run, wrong: Sheets) -> None:
    plain, timed = (
        run("check", "--format", "json", "--no-cache", *options, folder=wrong.root)
        for options in ((), ("--timings",))
    )
    assert (timed.status, timed.out, plain.err) == (plain.status, plain.out, "")
    stages, _, rules = timed.err.partition("rule")
    assert re.findall(r"  ([\w ]+?) +\d+\.\d{3} s", stages) == [
        "reading", "checking", "diagnosing", "all else", "in all",
    ]  # fmt: skip
    assert len(re.findall(r"  [\w-]+ +\d+\.\d{3} s", rules)) == 10
