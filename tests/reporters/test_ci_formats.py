"""The reports that CI systems read, each by a definition or a reader that others wrote."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from drawn import HOSTILE, reports
from hypothesis import given
from junitparser import Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt

from conftest import ROOT
from speclint.cli.reports import FORMATS
from speclint.documents.regions import Region
from speclint.reporters import github, gitlab, junit, markdown, ndjson, rdjson, sarif
from speclint.reporters.json import render as render_json
from speclint.results import (
    DescribedRule,
    Edit,
    Finding,
    Fix,
    Location,
    RelatedLocation,
    Report,
    SuppressedFinding,
    Suspect,
)
from speclint.rules.rule import Level

DATA = ROOT / "tests" / "data"
SARIF = jsonschema.Draft4Validator(json.loads((DATA / "sarif-2.1.0-rtm.5.json").read_bytes()))
RDJSON = jsonschema.Draft4Validator(json.loads((DATA / "rdjson.json").read_bytes()))
SEVERITIES = {"info", "minor", "major", "critical", "blocker"}
"""Those that GitLab documents."""


def finding(level: Level = Level.ERROR, message: str = "so it is", number: int = 1) -> Finding:
    """A finding in the number-th line of a file."""
    place = Location("specs/a.json", "/a", Region(number, 7, number, 9), '{"ä": 12}')
    return Finding("cycle-order", level, message, "a", "/a", place, None, (), "0" * 16, "docs")


def hostile() -> Report:
    """A report in which every text is hostile."""
    region = Region(3, 7, 3, 9)
    place = Location(HOSTILE, f"/{HOSTILE}", region, HOSTILE)
    fix = Fix((Edit(HOSTILE, (0, 1), region, HOSTILE),), safe=False)
    suspect = Suspect(place, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    related = RelatedLocation(HOSTILE, place)
    found = Finding(
        "cycle-order", Level.ERROR, HOSTILE, HOSTILE, f"/{HOSTILE}", place, suspect, (related,), "0" * 16,
        "docs", HOSTILE, fix, HOSTILE,
    )  # fmt: skip
    accepted = (SuppressedFinding(found, HOSTILE), SuppressedFinding(found, HOSTILE, in_source=True))
    return Report((found,), accepted, 1, 0.5)


def rendered(name: str, report: Report) -> str:
    text: str = import_module(f"speclint.reporters.{name}").render(report)
    return text


# One sink for each format


@pytest.mark.parametrize("name", FORMATS)
def test_text_from_data_is_obeyed_by_no_terminal_and_no_ci_log(name: str) -> None:
    written = rendered(name, hostile())
    written.encode()  # no half of a surrogate pair
    assert all(character in "\n\u2060" or character.isprintable() for character in written)
    assert not re.search(r"##\w*\[", written)
    commands = [line for line in written.split("\n") if line.lstrip().startswith("::")]
    assert len(commands) == (name == "github")


@pytest.mark.parametrize("name", ["sarif", "gitlab", "rdjson"])
def test_a_message_that_a_viewer_takes_for_markdown_holds_no_link_mention_or_html(name: str) -> None:
    messages = {
        "sarif": lambda log: log["runs"][0]["results"][0]["message"]["text"],
        "gitlab": lambda issues: issues[0]["description"],
        "rdjson": lambda result: result["diagnostics"][0]["message"],
    }
    message = messages[name](json.loads(rendered(name, hostile())))
    tokens = [token.type for block in MarkdownIt().parse(message) for token in block.children or ()]
    assert not {"link_open", "image", "html_inline"} & set(tokens)
    assert not re.search(r"[@#!]\w|://\w|www\.", message)


# SARIF


def described(summary: str, reason: str, url: str = "team.toml") -> dict[str, Any]:
    """A rule of a user's own as a log describes it."""
    place = Location("specs/a.json", "/a", Region(1, 1, 1, 2), "1")
    found = Finding("team/x", Level.ERROR, "m", "a", "/a", place, None, (), "0" * 16, url)
    rule = DescribedRule("team/x", Level.ERROR, summary, reason, url)
    log = json.loads(sarif.render(Report((found,), (), 1, 0.5, own_rules=(rule,))))
    SARIF.validate(log)
    (written,) = log["runs"][0]["tool"]["driver"]["rules"]
    return dict(written)


def test_a_law_is_copied_from_a_sarif_log_as_it_is_written() -> None:
    law = "`battery_usable <= 0.98 * battery_gross`"
    rule = described(f"what breaks {law}", f"@all\n\n- {law}\n- `a < 5 %x` and `#12`")
    assert rule["shortDescription"]["text"] == f"what breaks {law}"
    assert rule["help"]["markdown"] == f"@\u2060all\n\n- {law}\n- `a < 5 %x` and `#12`"
    assert rule["fullDescription"]["text"] == f"@\u2060all - {law} - `a < 5 %x` and `#12`"


@pytest.mark.parametrize(
    "text",
    [
        "@all", "` @all", "`a\n` @all `\n`", "`` ` @all ` ``", "\\`@all`", "\\\\`x` @all `y`",
        "| `a | @all` |",
        "a\\\n`@all` `", "`x` @all `y`", "``@all`", "`@all``",
    ],
)  # fmt: skip
def test_what_may_stand_outside_of_code_mentions_nobody(text: str) -> None:
    rule = described("s", text)
    assert "@all" not in rule["help"]["markdown"]
    assert "@all" not in rule["fullDescription"]["text"]


def test_a_link_in_code_is_none_for_readers_of_plain_text() -> None:
    assert "](" not in described("s", "`[a](http://x.example)`")["help"]["text"]


@pytest.mark.parametrize(
    ("url", "help_uri"),
    [
        ("https://team.example/rules#x", "https://team.example/rules#x"),
        ("HTTP://team.example", "HTTP://team.example"),
        ("team.toml", None),
        ("javascript:x", None),
        ("https://team.example/a b", None),
        ("https://", None),
    ],
)
def test_the_page_of_a_rule_is_its_help_uri_if_it_has_an_address(url: str, help_uri: str | None) -> None:
    assert described("s", "r", url).get("helpUri") == help_uri


@given(reports)
def test_every_sarif_log_follows_the_schema(report: Report) -> None:
    written = sarif.render(report)
    SARIF.validate(json.loads(written))
    assert written.isascii()


@given(reports)
def test_a_sarif_log_holds_every_finding_with_its_rule_and_those_that_are_suppressed(report: Report) -> None:
    (run,) = json.loads(sarif.render(report))["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    # the project has no address of its own: the help is there as a whole
    assert not [rule for rule in rules.values() if "helpUri" in rule]
    assert all(rule["help"]["markdown"].startswith(f"## {name}\n") for name, rule in rules.items())
    accepted = [result for result in run["results"] if result["suppressions"]]
    assert len(run["results"]) == len(report.findings) + len(report.suppressed)
    assert [result["suppressions"][0]["kind"] for result in accepted] == [
        "inSource" if suppressed.in_source else "external" for suppressed in report.suppressed
    ]
    assert {result["ruleId"] for result in run["results"]} == rules.keys()
    names = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(set(names)) == len(names)


def test_a_sarif_log_names_places_from_the_folder_of_the_run_and_files_elsewhere_in_full() -> None:
    def uri(path: str) -> dict[str, Any]:
        place = Location(path, "/a", Region(1, 1, 1, 2))
        found = Finding("cycle-order", Level.NOTE, "so", "a", "/a", place, None, (), "0" * 16, "docs")
        (run,) = json.loads(sarif.render(Report((found,), (), 1, 0.0)))["runs"]
        assert set(run["originalUriBaseIds"]) == {"SRCROOT"}
        location: dict[str, Any] = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
        return location

    assert uri("specs/ä b:c#.json") == {"uri": "specs/%C3%A4%20b%3Ac%23.json", "uriBaseId": "SRCROOT"}
    assert uri("/tmp/x.json") == {"uri": "file:///tmp/x.json"}  # noqa: S108 - nothing is written there


def test_braces_are_no_placeholders_in_a_sarif_message() -> None:
    (run,) = json.loads(sarif.render(Report((finding(message="no {0} in {make}"),), (), 1, 0.0)))["runs"]
    assert run["results"][0]["message"]["text"] == "no {{0}} in {{make}}"


def test_a_sarif_log_holds_at_most_25_000_results_the_errors_first_and_counts_the_rest() -> None:
    notes = [finding(Level.NOTE, number=number) for number in range(1, 25_001)]
    report = Report((*notes, finding()), (), 1, 0.0)
    (run,) = json.loads(sarif.render(report))["runs"]
    assert len(run["results"]) == 25_000
    assert [result["level"] for result in run["results"][:2]] == ["error", "note"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "results left out, since a run has at most 25000: 1"


# JUnit


@given(reports)
def test_a_junit_reader_finds_each_case_and_the_same_counts(report: Report) -> None:
    read = JUnitXml.fromstring(junit.render(report).encode())
    cases = [case for suite in read for case in suite]
    results = [case.result[0] if case.result else None for case in cases]
    assert sum(isinstance(result, Failure) for result in results) == report.count("error") == read.failures
    assert sum(isinstance(result, Skipped) for result in results) == len(report.suppressed) == read.skipped
    assert len(cases) == (len(report.findings) + len(report.suppressed) or 1) == read.tests
    read.update_statistics()
    assert (read.tests, read.failures, read.skipped) == (
        len(cases), report.count("error"), len(report.suppressed),
    )  # fmt: skip


def test_a_junit_report_without_findings_has_one_case_that_passed() -> None:
    (suite,) = JUnitXml.fromstring(junit.render(Report((), (), 1, 0.5, figures=9)).encode())
    (case,) = suite
    assert (case.name, case.is_passed) == ("1 sheet, 9 figures: 0 errors, 0 warnings, 0 notes", True)


def test_a_junit_report_of_hostile_text_is_xml_with_one_failure() -> None:
    document = ET.fromstring(junit.render(hostile()))  # noqa: S314 - our own text
    (failure,) = document.iter("failure")
    assert failure.text is not None
    assert "</failure><b>@me</b>" in failure.text
    assert list(document.iter("b")) == []


# GitLab


@given(reports)
def test_a_gitlab_report_has_the_documented_members_and_no_fingerprint_twice(report: Report) -> None:
    issues = json.loads(gitlab.render(report))
    assert len(issues) == len(report.findings)
    for issue in issues:
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in SEVERITIES
        assert issue["location"]["lines"]["begin"] >= 1
        assert issue["description"]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


# reviewdog


@given(reports)
def test_every_rdjson_report_follows_the_schema(report: Report) -> None:
    result = json.loads(rdjson.render(report))
    RDJSON.validate(result)
    assert [diagnostic["code"]["value"] for diagnostic in result["diagnostics"]] == [
        finding.rule for finding in report.findings
    ]


def test_columns_of_rdjson_count_bytes_of_utf_8_and_the_fix_is_a_suggestion() -> None:
    line = '{"日": 12, "é": 346}'
    region = Region(1, 16, 1, 19)
    assert line[15:18] == "346"
    fix = Fix((Edit("a.json", (0, 1), region, "364"),), safe=True)
    place = Location("a.json", "/é", region, line)
    found = Finding(
        "cycle-order", Level.ERROR, "so", "a", "/é", place, None, (), "0" * 16, "docs", fix=fix
    )  # fmt: skip
    (diagnostic,) = json.loads(rdjson.render(Report((found,), (), 1, 0.0)))["diagnostics"]
    start, end = (diagnostic["location"]["range"][name] for name in ("start", "end"))
    assert line.encode()[start["column"] - 1 : end["column"] - 1] == b"346"
    assert diagnostic["suggestions"] == [{"range": {"start": start, "end": end}, "text": "364"}]


# NDJSON


@given(reports)
def test_ndjson_has_a_line_for_each_finding_as_the_json_report_has_it(report: Report) -> None:
    lines = ndjson.render(report).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(render_json(report))["findings"]


# Markdown


@given(reports)
def test_markdown_is_one_table_with_a_row_for_each_finding_and_no_markup_of_data(report: Report) -> None:
    tokens = MarkdownIt().enable("table").parse(markdown.render(report))
    kinds = [token.type for token in tokens]
    assert kinds.count("tr_open") == len(report.findings) + bool(report.findings)
    assert kinds.count("td_open") == 3 * len(report.findings)
    inline = [child for token in tokens for child in token.children or ()]
    assert not {"link_open", "image", "code_inline"} & {child.type for child in inline}
    assert {child.content for child in inline if child.type == "html_inline"} <= {"<br>"}


def test_markdown_fits_a_comment_the_worst_first_however_long_one_value_is() -> None:
    notes = [finding(Level.NOTE, "x" * 10**6) for _ in range(1000)]
    written = markdown.render(Report((*notes, finding()), (), 1, 0.0))
    assert 60_000 < len(written) <= 65_000
    assert written.split("\n")[5].startswith("| **error** cycle-order ")
    rows = written.count("| **")
    assert written.endswith(f"\nNot shown: {1001 - rows} notes; `speclint check` shows all.\n")


def test_markdown_without_findings_is_a_body_too() -> None:
    written = markdown.render(Report((), (), 3, 0.0, figures=9))
    assert written.startswith("<!-- speclint check -->\n**3 sheets, 9 figures")


# GitHub


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The workflow commands as the runner of GitHub reads them: name, properties, message."""
    read = []
    for line in text.split("\n"):
        match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
        if match:
            properties = dict(pair.split("=", 1) for pair in match[2].split(","))
            decoded = {name: unquote(value) for name, value in properties.items()}
            read.append((match[1], decoded, unquote(match[3])))
    return read


def test_github_gets_at_most_10_annotations_a_level_the_worst_first_and_the_log_the_rest() -> None:
    levels = [Level.NOTE] * 12 + [Level.WARNING] * 3 + [Level.ERROR] * 11
    found = tuple(finding(level, number=number) for number, level in enumerate(levels, 1))
    written = github.render(Report(found, (), 1, 0.0))
    assert [name for name, _, _ in commands(written)] == ["error"] * 10 + ["warning"] * 3 + ["notice"] * 10
    assert written.split("\n")[23:] == [
        "specs/a.json:26:7: error[cycle-order] so it is",
        "specs/a.json:11:7: note[cycle-order] so it is",
        "specs/a.json:12:7: note[cycle-order] so it is",
        "",
    ]


def test_a_hostile_path_or_message_adds_no_property_and_no_command_for_github() -> None:
    ((name, properties, message),) = commands(github.render(hostile()))
    assert name == "error"
    assert properties.keys() == {"file", "line", "endLine", "col", "endColumn", "title"}
    assert properties["line"] == "3"
    assert "%0A::warning::o" in message


def test_a_place_of_several_lines_has_no_columns_for_github() -> None:
    place = Location("specs/a.json", "/a", Region(3, 7, 5, 2))
    found = Finding("cycle-order", Level.NOTE, "so", "a", "/a", place, None, (), "0" * 16, "docs")
    ((name, properties, _),) = commands(github.render(Report((found,), (), 1, 0.0)))
    assert (name, properties["line"], properties["endLine"]) == ("notice", "3", "5")
    assert "col" not in properties
