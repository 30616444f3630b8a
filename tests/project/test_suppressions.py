"""Exceptions with reasons, as a sheet states them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import IX2, Run, Sheets
from speclint import check

if TYPE_CHECKING:
    from speclint.results import Finding, Report

RULE = "conversion-mismatch"
PLACE = "/powertrain/torque/lb-ft"


@pytest.fixture(autouse=True)
def in_the_catalog(sheets: Sheets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sheets.root)


def accept(sheets: Sheets, *entries: dict[str, str]) -> Report:
    """The report on the iX2 once it accepts these findings."""
    sheets.edit(IX2, '"make"', f'"$speclint": {{"accept": {json.dumps(entries)}}},\n  "make"')
    return check([sheets.file(IX2)])


def entry(rule: str = RULE, at: str = PLACE, reason: str = "as the press has it") -> dict[str, str]:
    return {"rule": rule, "at": at, "reason": reason}


def reported(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.location.pointer) for finding in findings]


@pytest.mark.parametrize("at", [PLACE, "/powertrain/torque", "/powertrain", ""])
def test_a_finding_accepted_at_its_place_or_above_is_suppressed_with_its_reason(
    wrong: Sheets, at: str
) -> None:
    report = accept(wrong, entry(at=at))
    assert report.findings == ()
    assert [(suppressed.finding.rule, suppressed.reason) for suppressed in report.suppressed] == [
        (RULE, "as the press has it")
    ]


@pytest.mark.parametrize("at", ["/performance/acceleration_0_100_kmh", "/performance/acceleration_0_60_mph"])
def test_an_exception_holds_at_the_suspect_and_where_the_rule_spoke(sheets: Sheets, at: str) -> None:
    i7, rule = "bmw/i7-xdrive60", "acceleration-order"
    sheets.edit(i7, '"acceleration_0_100_kmh": {"s": 4.7}', '"acceleration_0_100_kmh": {"s": 2.1}')
    assert [finding.rule for finding in check([sheets.file(i7)]).findings] == [rule]
    sheets.edit(i7, '"make"', f'"$speclint": {{"accept": {json.dumps([entry(rule, at)])}}},\n  "make"')
    report = check([sheets.file(i7)])
    assert [suppressed.finding.rule for suppressed in report.suppressed] == [rule]
    # the finding that was folded under it is reported instead
    assert [finding.rule for finding in report.findings] == ["acceleration-impossible"]


def test_what_is_suppressed_is_counted(run: Run, wrong: Sheets) -> None:
    accept(wrong, entry())
    out = run("check", wrong.shown(IX2)).out
    assert out.startswith("1 sheet, 39 figures: 0 errors, 0 warnings, 0 notes, 1 suppressed (")
    assert json.loads(run("check", "--format", "json", wrong.shown(IX2)).out)["summary"]["suppressed"] == 1


@pytest.mark.parametrize(
    ("rule", "at"),
    [
        (RULE, "/powertrain/torque/lb"),
        (RULE, "/powertrain/torque/lb-ft/0"),
        (RULE, "/powertrain/power"),
        ("conversion-rounding", PLACE),
    ],
)
def test_another_place_or_another_rule_accepts_nothing_and_is_a_finding(
    wrong: Sheets, rule: str, at: str
) -> None:
    report = accept(wrong, entry(rule, at))
    assert report.suppressed == ()
    assert reported(report.findings) == [("unused-suppression", "/$speclint/accept/0"), (RULE, PLACE)]


def test_an_exemption_that_outlives_its_finding_is_a_warning(sheets: Sheets) -> None:
    report = accept(sheets, entry())
    assert [(f.rule, f.level, f.message) for f in report.findings] == [
        ("unused-suppression", "warning", f"{RULE} is accepted at {PLACE}, but nothing is found there")
    ]


def test_an_exemption_from_a_rule_that_is_not_asked_is_not_called_unused(sheets: Sheets) -> None:
    accept(sheets, entry())
    assert check([sheets.file(IX2)], ignore=[RULE]).findings == ()
    assert check([sheets.file(IX2)], select=["duplicate-key"]).findings == ()
    assert reported(check([sheets.file(IX2)], select=[RULE, "unused-suppression"]).findings) == [
        ("unused-suppression", "/$speclint/accept/0")
    ]


def test_each_of_two_exemptions_for_one_finding_is_used(wrong: Sheets) -> None:
    report = accept(wrong, entry(at="/powertrain", reason="the wider"), entry(reason="the narrower"))
    assert report.findings == ()
    assert [suppressed.reason for suppressed in report.suppressed] == ["the wider"]


@pytest.mark.parametrize("reason", ["", " ", "\t\n"])
def test_a_blank_reason_is_refused_and_accepts_nothing(wrong: Sheets, reason: str) -> None:
    report = accept(wrong, entry(reason=reason))
    assert reported(report.findings) == [
        ("schema-violation", "/$speclint/accept/0/reason"),
        (RULE, PLACE),
    ]


@pytest.mark.parametrize("lacking", ["rule", "at", "reason"])
def test_an_exemption_that_lacks_a_part_is_refused_and_accepts_nothing(wrong: Sheets, lacking: str) -> None:
    parts = {key: value for key, value in entry().items() if key != lacking}
    report = accept(wrong, parts)
    (violation,) = [finding for finding in report.findings if finding.rule == "schema-violation"]
    assert violation.message == f'"{lacking}" is missing'
    assert RULE in {finding.rule for finding in report.findings}


def test_exemptions_hold_for_their_own_sheet_only(wrong: Sheets) -> None:
    wrong.edit("bmw/i4-m50", '"make"', f'"$speclint": {{"accept": [{json.dumps(entry())}]}},\n  "make"')
    assert reported(check().findings) == [("unused-suppression", "/$speclint/accept/0"), (RULE, PLACE)]


@pytest.mark.parametrize("written", ["[]", "3", '{"accept": {}}', '{"accept": [3, null, []]}'])
def test_an_exception_of_another_form_is_refused_and_accepts_nothing(wrong: Sheets, written: str) -> None:
    wrong.edit(IX2, '"make"', f'"$speclint": {written},\n  "make"')
    rules = [finding.rule for finding in check([wrong.file(IX2)]).findings]
    assert set(rules) == {"schema-violation", RULE}
    assert rules.count(RULE) == 1
