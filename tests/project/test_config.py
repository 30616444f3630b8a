"""Configuration: which file applies, what it may contain, and the messages of its errors."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from conftest import IX2, ROOT, Run, Sheets
from speclint import check
from speclint.checking import rule_names, unused
from speclint.errors import ConfigError
from speclint.project import suppressions
from speclint.project.config import ConfigSuppression, SheetsEntry, find_config, load_config
from speclint.schema import toml_strings

if TYPE_CHECKING:
    from pathlib import Path

ACCEPT = '[[accept]]\nrule = "conversion-mismatch"\nsheet = "{}"\nat = "{}"\nreason = "as the press has it"\n'
RULES = frozenset({"rule", "rules", "levels", "per-file-ignores", "extends"})
"""Keys that have tests of their own."""
SCHEMA = json.loads((ROOT / "schemas/config.schema.json").read_text(encoding="utf-8"))
PRINTABLE = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
FULL = """\
select = ["conversion-mismatch"]
ignore = ["duplicate-key"]
fail-on = "note"

[[sheets]]
files = ["specs/{make}/*.json", "more/*.json"]
profile = "spec-sheet"
schema = "my.schema.json"

[[sheets]]
files = ["x.json"]
profile = "spec-sheet"

[[accept]]  # the first
rule = "conversion-mismatch"
sheet = "bmw/*"
at = "/powertrain"
reason = "as the press has it"

[[ accept ]]
rule = "duplicate-key"
sheet = "bmw/i3-60-ah"
reason = "both are right"
"""


def refused(folder: Path, text: str, name: str = "speclint.toml") -> str:
    """The error of a configuration, without the path of its file."""
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        find_config(folder)
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(f"{folder / name}:")
    return message.removeprefix(f"{folder / name}:")


def in_pyproject(text: str) -> str:
    """The text of a `speclint.toml` as tables of a `pyproject.toml`."""
    return "[tool.speclint]\n" + re.sub(r"^(\[\[) ?(\w+)", r"\1tool.speclint.\2", text, flags=re.MULTILINE)


@pytest.mark.parametrize(("name", "shift"), [("speclint.toml", 0), ("pyproject.toml", 1)])
def test_both_files_give_the_same_messages(tmp_path: Path, name: str, shift: int) -> None:
    text = in_pyproject(FULL) if shift else FULL
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = find_config(tmp_path)
    assert found == load_config(tmp_path / name)
    assert (found.root, found.file) == (tmp_path, tmp_path / name)
    assert found.sheets == (
        SheetsEntry(("specs/{make}/*.json", "more/*.json"), "spec-sheet", "my.schema.json"),
        SheetsEntry(("x.json",), "spec-sheet"),
    )
    assert (found.select, found.ignore, found.fail_on) == (
        ("conversion-mismatch",),
        ("duplicate-key",),
        "note",
    )
    first, second = (number + 1 + shift for number, line in enumerate(FULL.splitlines()) if "accept" in line)
    assert found.accept == (
        ConfigSuppression(
            "conversion-mismatch", "bmw/*", "/powertrain", "as the press has it", "/accept/0", first
        ),
        ConfigSuppression("duplicate-key", "bmw/i3-60-ah", "", "both are right", "/accept/1", second),
    )


# Which file


def test_the_nearest_configuration_holds_and_none_is_mixed_with_another(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "speclint.toml").write_text('fail-on = "note"', encoding="utf-8")
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.speclint]\nselect = ["duplicate-key"]', "utf-8")
    found = find_config(inner)
    assert (found.root, found.select, found.fail_on) == (tmp_path / "a", ("duplicate-key",), "error")


@pytest.mark.parametrize("other", ["[project]\nname = 'speclint-data'\n", "[tool.ruff]\nselect = ['ALL']\n"])
def test_a_pyproject_without_the_table_of_speclint_is_skipped(tmp_path: Path, other: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "speclint.toml").write_text('fail-on = "note"', encoding="utf-8")
    (tmp_path / "a" / "pyproject.toml").write_text(other, encoding="utf-8")
    assert find_config(tmp_path / "a").fail_on == "note"


@pytest.mark.parametrize("kind", ["folder", "pipe", "broken link"])
@pytest.mark.parametrize("command", [("check",), ("config",), ("show", IX2)])
def test_a_configuration_that_is_no_file_is_one_line(
    run: Run, sheets: Sheets, kind: str, command: tuple[str, ...]
) -> None:
    for name in ("pyproject.toml", "speclint.toml"):
        file = sheets.root / name
        if kind == "folder":
            file.mkdir()
        elif kind == "pipe":
            os.mkfifo(file)
        else:
            file.symlink_to("nowhere.toml")
        done = run(*command)
        if name == "speclint.toml":
            assert (done.status, done.out) == (2, "")
            problem = "No such file or directory" if kind == "broken link" else "not a regular file"
            assert done.err == f"speclint: {file}: {problem}; name another file with --config\n"
        else:
            # it may be meant for other tools
            assert "pyproject.toml" not in done.err
            assert done.status != 2


def test_in_one_folder_the_own_file_comes_first(tmp_path: Path) -> None:
    (tmp_path / "speclint.toml").write_text('fail-on = "note"', encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.speclint]\nfail-on = "never"', encoding="utf-8")
    assert find_config(tmp_path).fail_on == "note"


def test_the_search_starts_at_the_first_path(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "speclint.toml").write_text('fail-on = "note"', encoding="utf-8")
    (tmp_path / "a" / "sheet.json").touch()
    assert find_config(tmp_path, [tmp_path / "a" / "sheet.json"]).fail_on == "note"
    assert find_config(tmp_path, [tmp_path / "a"]).fail_on == "note"
    assert find_config(tmp_path).fail_on == "error"


@pytest.mark.parametrize(
    "text",
    [
        "[tool]\nspeclint.fail-on = 'note'",
        "[tool]\nspeclint = {fail-on = 'note'}",
        "tool.speclint.fail-on = 'note'",
        "[ tool . 'speclint' ]\nfail-on = 'note'",
        "\ufeff[tool.speclint]\r\nfail-on = 'note'\r\n",
    ],
)
def test_the_table_is_found_however_toml_writes_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert find_config(tmp_path).fail_on == "note"


# Mistakes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('selct = ["duplicate-key"]', '1: unknown key "selct"; did you mean "select"?'),
        ('[[sheets]]\nfiles = ["a"]\nprofil = "x"', '3: unknown key "profil"; did you mean "profile"?'),
        ('[[sheets]]\nfiles = ["a"]', '1: "profile" is missing'),
        ("# select\nselect = 3", "2: expected an array, found the number 3"),
        ("select = [3]", "1: expected a string, found the number 3"),
        ('fail-on = "fatal"', '1: "fatal" is not one of "error", "warning", "note", "never"'),
        ("fail-on = 07:32:00", '1: "07:32:00" is not one of "error", "warning", "note", "never"'),
        ("accept = 1979-05-27", '1: expected an array, found the string "1979-05-27"'),
        ("sheets = []", "1: expected at least 1 item, found none"),
        (
            ACCEPT.format("a", "") + "\n" + ACCEPT.format("b", "").replace("reason", "reson"),
            '11: unknown key "reson"; did you mean "reason"?',
        ),
        (
            ACCEPT.format("a", "") + '[[accept]]\nrule = "duplicate-key"\nsheet = "b"\n',
            '6: "reason" is missing',
        ),
        (
            ACCEPT.format("a", "").replace("as the press has it", " \\t"),
            '5: " \\t" does not have the expected form: Why the finding is accepted',
        ),
        (
            ACCEPT.format("a", "powertrain"),
            '4: "powertrain" does not have the expected form: JSON pointer to the place',
        ),
        ('"a/b~c" = 1', '1: unknown key "a/b~c"'),
        ('"\\u001b[31m" = 1', '1: unknown key "\\x1b[31m"'),
        ("select = [", " not TOML: "),
        ("a = 1\na = 2", " not TOML: "),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_its_line_and_a_suggestion(
    tmp_path: Path, text: str, message: str
) -> None:
    assert refused(tmp_path, text).startswith(message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.x]\nx = 1\n[tool.speclint]\nignor = 3", '4: unknown key "ignor"; did you mean "ignore"?'),
        ("[tool.ruff]\nignore = 1\n[tool.speclint]\nignore = 3", "4: expected an array, found the number 3"),
        ("[tool]\nspeclint = 3", "1: expected an object, found the number 3"),
        ("[tool]\n[[tool.speclint.accept]]\nrule = 1", '2: "reason" is missing'),
    ],
)  # fmt: skip
def test_in_a_shared_file_the_line_is_one_of_ours(tmp_path: Path, text: str, message: str) -> None:
    assert refused(tmp_path, text, "pyproject.toml") == message


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "speclint.toml").write_bytes(b"# \xff\n")
    with pytest.raises(ConfigError, match=r"speclint\.toml: not TOML: 'utf-8' codec"):
        find_config(tmp_path)


@pytest.mark.parametrize("key", ["select", "ignore"])
def test_an_unknown_rule_is_refused_and_the_nearest_named(
    sheets: Sheets, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    file = sheets.root / "speclint.toml"
    file.write_text(f'{key} = ["conversion-mismtach"]', encoding="utf-8")
    monkeypatch.chdir(sheets.root)
    with pytest.raises(ConfigError) as error:
        check()
    assert str(error.value).startswith(f"{file}")
    assert str(error.value).endswith(
        ': there is no rule "conversion-mismtach"; did you mean "conversion-mismatch"?'
    )


def test_an_unknown_rule_in_an_accept_is_refused(sheets: Sheets, monkeypatch: pytest.MonkeyPatch) -> None:
    text = ACCEPT.format(IX2, "").replace("mismatch", "mismtach")
    (sheets.root / "speclint.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(sheets.root)
    with pytest.raises(ConfigError, match='there is no rule "conversion-mismtach"; did you mean'):
        check()


def test_an_unknown_profile_is_refused_and_the_shipped_ones_named(
    sheets: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sheets.root / "speclint.toml"
    file.write_text('[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-shet"\n', encoding="utf-8")
    monkeypatch.chdir(sheets.root)
    with pytest.raises(ConfigError) as error:
        check()
    assert str(error.value) == (
        f'{file}: no profile "spec-shet" is shipped; '
        "there is kilowatt, open-ev-data, spec-sheet, or name a .toml file"
    )


def test_a_pyproject_named_on_the_command_line_must_contain_the_table_of_speclint(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert run("check", "--config", "pyproject.toml") == (
        2,
        "",
        f"speclint: {tmp_path}/pyproject.toml: there is no [tool.speclint] in it\n",
    )


# What it changes


@pytest.mark.parametrize(
    ("text", "status"),
    [('fail-on = "never"', 0), ('fail-on = "warning"', 1), ('ignore = ["conversion-mismatch"]', 0), ("", 1)],
)
def test_the_settings_of_the_configuration_apply_to_the_run(
    run: Run, wrong: Sheets, text: str, status: int
) -> None:
    (wrong.root / "speclint.toml").write_text(text, encoding="utf-8")
    assert run("check", "--quiet").status == status


def test_the_command_line_overrules_the_configuration(run: Run, wrong: Sheets) -> None:
    (wrong.root / "speclint.toml").write_text(
        'fail-on = "never"\nselect = ["duplicate-key"]', encoding="utf-8"
    )
    assert run("check", "--fail-on", "error", "--select", "conversion-mismatch").status == 1


@pytest.mark.parametrize(
    "patterns",
    [
        ["specs/{make}/*.json"],
        ["specs/*/*.json"],
        ["specs/**/*.json"],
        ["specs/**"],
        ["./specs/[bmt]*/*.json"],
        ["specs/{make}/i*.json", "specs/{make}/*.json"],
        ["../{root}/specs/{make}/*.json"],
    ],
)
def test_patterns_claim_the_files_below_the_configuration(
    sheets: Sheets, monkeypatch: pytest.MonkeyPatch, patterns: list[str]
) -> None:
    written = json.dumps([pattern.replace("{root}", sheets.root.name) for pattern in patterns])
    (sheets.root / "speclint.toml").write_text(
        f'[[sheets]]\nfiles = {written}\nprofile = "spec-sheet"\n', encoding="utf-8"
    )
    (sheets.root / "specs" / "bmw" / ".hidden.json").write_text("{", encoding="utf-8")
    monkeypatch.chdir(sheets.root)
    report = check()
    assert report.sheets == len(list((ROOT / "specs").glob("*/*.json")))
    assert not report.findings


def test_a_schema_of_the_configuration_judges_its_sheets(run: Run, sheets: Sheets) -> None:
    (sheets.root / "speclint.toml").write_text(
        '[[sheets]]\nfiles = ["specs/{make}/cooper-se*.json"]\n'
        'profile = "spec-sheet"\nschema = "my.schema.json"\n',
        encoding="utf-8",
    )
    (sheets.root / "my.schema.json").write_text('{"required": ["colour"]}', encoding="utf-8")
    status, out, err = run("check", "--format", "concise")
    assert (status, err) == (1, "")
    assert out == 'specs/mini/cooper-se-2020.json:1:1: error[schema-violation] "colour" is missing\n'


# Accepted findings


@pytest.mark.parametrize("sheet", [IX2, "bmw/*", "*", "bmw/ix?-xdrive30"])
@pytest.mark.parametrize("at", ["", "/powertrain", "/powertrain/torque/lb-ft"])
def test_an_accepted_finding_is_suppressed_and_counted(
    wrong: Sheets, monkeypatch: pytest.MonkeyPatch, sheet: str, at: str
) -> None:
    (wrong.root / "speclint.toml").write_text(ACCEPT.format(sheet, at), encoding="utf-8")
    monkeypatch.chdir(wrong.root)
    report = check()
    assert report.findings == ()
    assert [
        (suppressed.finding.rule, suppressed.finding.sheet, suppressed.reason)
        for suppressed in report.suppressed
    ] == [("conversion-mismatch", IX2, "as the press has it")]


@pytest.mark.parametrize(
    ("sheet", "at"), [(IX2, "/powertrain/torque/lb"), ("bmw/ix1*", ""), ("BMW/*", ""), ("bmw/ix[12]*", "")]
)
def test_an_accept_for_another_place_is_a_finding_at_its_own_line(
    wrong: Sheets, monkeypatch: pytest.MonkeyPatch, sheet: str, at: str
) -> None:
    text = "# corrected\n\n" + ACCEPT.format(sheet, at)
    (wrong.root / "speclint.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(wrong.root)
    unfound, found = sorted(check().findings, key=lambda finding: finding.rule, reverse=True)
    assert (found.rule, unfound.rule, unfound.level) == (
        "conversion-mismatch",
        "unused-suppression",
        "warning",
    )
    assert (unfound.location.path, unfound.location.region.line) == ("speclint.toml", 3)
    assert unfound.location.line_text == "[[accept]]"
    assert f"conversion-mismatch is accepted for {sheet}{at}" in unfound.message
    assert re.fullmatch("[0-9a-f]{16}", unfound.fingerprint)


def test_an_unused_suppression_is_reported_only_if_every_sheet_was_checked(
    sheets: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sheets.root / "speclint.toml").write_text(ACCEPT.format(IX2, ""), encoding="utf-8")
    monkeypatch.chdir(sheets.root)
    assert [finding.rule for finding in check().findings] == ["unused-suppression"]
    assert check(["specs"]).findings == ()
    assert check(ignore=["conversion-mismatch"]).findings == ()
    assert check(ignore=["unused-suppression"]).findings == ()


def test_a_thousand_accepts_are_read_at_once(tmp_path: Path) -> None:
    text = "".join(ACCEPT.format(f"bmw/{number}", "") for number in range(1000))
    (tmp_path / "speclint.toml").write_text(text, encoding="utf-8")
    assert [accept.line for accept in find_config(tmp_path).accept] == list(range(1, 5000, 5))


def test_each_of_a_thousand_required_sheets_has_its_line(tmp_path: Path) -> None:
    entries = "".join(f'    "bmw/{number}",\n' for number in range(1000))
    (tmp_path / "speclint.toml").write_text(f"must-hold = [\n{entries}]\n", encoding="utf-8")
    required = find_config(tmp_path).must_hold
    assert [entry.region.line for entry in required] == list(range(2, 1002))
    assert required[7].text == '    "bmw/7",'


def test_each_of_a_thousand_required_sheets_on_one_line_has_its_column(tmp_path: Path) -> None:
    entries = ",".join(f'"bmw/{number}"' for number in range(1000))
    (tmp_path / "speclint.toml").write_text(f"must-hold=[{entries}]\n", encoding="utf-8")
    regions = [entry.region for entry in find_config(tmp_path).must_hold]
    starts = [11 + entries.index(f'"bmw/{number}"') + 1 for number in range(1000)]
    assert regions == [(1, start, 1, start + len(f'"bmw/{number}"')) for number, start in enumerate(starts)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_place_of_a_required_sheet_is_found_however_toml_writes_it(tmp_path: Path, end: str) -> None:
    text = (
        '# must hold "a"', "must-hold = [ # 'a'", "  'a', # \"b\"",
        '  { "sheets" = "\\u0062", at-least = 2 },',
        '  """', 'c""", "a",', "]", "[levels]", '"a" = "note"',
    )  # fmt: skip
    (tmp_path / "speclint.toml").write_bytes(end.join(text).encode())
    found = [(entry.sheets, *entry.region) for entry in find_config(tmp_path).must_hold]
    assert found == [("a", 3, 3, 3, 6), ("b", 4, 16, 4, 24), ("c", 5, 3, 6, 5), ("a", 6, 7, 6, 10)]


def test_the_place_of_a_required_sheet_is_looked_for_from_that_of_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = ",".join(f'"bmw/{number}"' for number in range(200))
    (tmp_path / "speclint.toml").write_text(f"must-hold=[{entries}]\n", encoding="utf-8")
    seen: list[str] = []
    read = toml_strings.string_of
    monkeypatch.setattr(toml_strings, "string_of", lambda written: (seen.append(written), read(written))[1])
    assert len(find_config(tmp_path).must_hold) == len(seen) == 200


def test_the_configuration_is_not_read_again_for_each_unused_suppression(
    sheets: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(ACCEPT.format(f"bmw/{number}", "") for number in range(50))
    (sheets.root / "speclint.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(sheets.root)
    times: list[str] = []
    read = unused.lines_of
    monkeypatch.setattr(unused, "lines_of", lambda text: (times.append(text), read(text))[1])
    found = [finding.location.region.line for finding in check().findings]
    assert found == list(range(1, 250, 5))
    assert len(times) == 1


def test_the_configuration_is_not_read_again_for_each_rule_that_is_not_loaded(
    sheets: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ",".join(f'"team/rule-{number}"' for number in range(50))
    text = f'# "team/rule-7"\nignore = [\n{names}]\n[levels]\n"other/rule" = "note" # "team/rule-8"\n'
    (sheets.root / "speclint.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(sheets.root)
    times: list[object] = []
    read = rule_names.parse_toml
    monkeypatch.setattr(rule_names, "parse_toml", lambda *given: (times.append(given), read(*given))[1])
    notices = [notice.partition(" is not loaded")[0] for notice in check(["specs"]).notices]
    assert notices == [
        *(f'speclint.toml:3: the rule "team/rule-{number}"' for number in range(50)),
        'speclint.toml:5: the rule "other/rule"',
    ]
    assert len(times) == 1


def test_only_suppressions_of_the_rule_are_compared_with_a_finding_each_pattern_compiled_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled: list[str] = []
    read = suppressions.translate
    monkeypatch.setattr(suppressions, "translate", lambda text: (compiled.append(text), read(text))[1])
    accepted = suppressions.Accepted(
        ConfigSuppression(rule, f"bmw/{number}*", "", rule, f"/accept/{number}")
        for number in range(300)
        for rule in ("old", "other", "new")
    )
    for _ in range(2):
        found = accepted.of(("new", "old", "old"), "bmw/29-x")
        assert [(each.sheet, each.rule) for each in found] == [
            ("bmw/2*", "old"), ("bmw/2*", "new"), ("bmw/29*", "old"), ("bmw/29*", "new"),
        ]  # fmt: skip
    assert len(compiled) == 300
    assert accepted.of(("third",), "bmw/29-x") == []


# The schema and the reader


def literals(schema: Any) -> st.SearchStrategy[str]:  # noqa: ANN401 - a part of a JSON document
    """TOML text of values that a part of the configuration's schema accepts."""
    if "$ref" in schema:
        return literals(SCHEMA["$defs"][str(schema["$ref"]).rpartition("/")[2]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"]).map(json.dumps)
    if "anyOf" in schema or schema["type"] == "integer":
        return st.one_of(map(literals, schema.get("anyOf", ()))) if "anyOf" in schema else st.just("7")
    if schema["type"] == "array":
        several = st.lists(literals(schema["items"]), min_size=1, max_size=2, unique=True)
        return several.map(lambda held: f"[{', '.join(held)}]")
    if schema["type"] == "object":
        return tables(schema).map(lambda held: "{" + ", ".join(f"{k} = {v}" for k, v in held.items()) + "}")
    texts = st.from_regex(str(schema.get("pattern", ".")), alphabet=PRINTABLE)
    return texts.filter(lambda text: text == text.strip()).map(json.dumps)


def tables(schema: Any) -> st.SearchStrategy[dict[str, str]]:  # noqa: ANN401 - likewise
    """Keys with values that an object of the configuration's schema accepts."""
    properties, required = schema["properties"], schema.get("required", [])
    return st.fixed_dictionaries(
        {key: literals(properties[key]) for key in required},
        optional={key: literals(part) for key, part in properties.items() if key not in required},
    )


@settings(max_examples=50)
@given(tables({"properties": {key: part for key, part in SCHEMA["properties"].items() if key not in RULES}}))
def test_what_the_schema_allows_the_reader_takes_over_key_by_key(
    tmp_path_factory: pytest.TempPathFactory, settings: dict[str, str]
) -> None:
    import tomllib

    text = "".join(f"{key} = {value}\n" for key, value in settings.items())
    file = tmp_path_factory.mktemp("config") / "speclint.toml"
    file.write_text(text, encoding="utf-8")
    table = tomllib.loads(text)
    try:
        config = load_config(file)
    except ConfigError as error:
        # what lies outside the folder is refused, whatever the schema allows
        if "lies outside" not in str(error):
            raise
        reject()
    assert list(config.select) == table.get("select", [])
    assert list(config.ignore) == table.get("ignore", [])
    assert config.fail_on == table.get("fail-on", "error")
    assert [(entry.files, entry.profile, entry.schema) for entry in config.sheets] == [
        (tuple(entry.get("files", ())), entry["profile"], entry.get("schema"))
        for entry in table.get("sheets", [])
    ]
    assert [(required.sheets, required.at_least) for required in config.must_hold] == [
        (entry, 1) if isinstance(entry, str) else (entry["sheets"], entry["at-least"])
        for entry in table.get("must-hold", [])
    ]
    assert [
        {key: getattr(accept, key) for key in ("rule", "sheet", "at", "reason")} for accept in config.accept
    ] == [{"at": "", **entry} for entry in table.get("accept", [])]


def test_every_key_of_the_schema_is_described() -> None:
    def undescribed(schema: Any, at: str) -> list[str]:  # noqa: ANN401 - a part of a JSON document
        held, items = schema.get("properties", {}), schema.get("items", {})
        lacking = [f"{at}/{key}" for key, part in held.items() if "description" not in part]
        nested = [place for key, part in held.items() for place in undescribed(part, f"{at}/{key}")]
        return lacking + nested + (undescribed(items, f"{at}/*") if items else [])

    assert undescribed(SCHEMA, "") == []
