"""Which figure is the suspect, which value is suggested, and which findings are folded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import IX1, IX2
from speclint import check

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Sheets
    from speclint import Finding


def reported(sheets: Sheets, **options: list[str]) -> list[tuple[str, str, str]]:
    return [(f.rule, f.sheet, f.location.pointer) for f in check([sheets.root / "specs"], **options).findings]


def only(sheets: Sheets) -> Finding:
    (finding,) = check([sheets.root / "specs"]).findings
    return finding


def test_the_figure_that_the_sibling_contradicts_is_the_suspect_even_without_an_entry_error(
    sheets: Sheets,
) -> None:
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 401')
    finding = only(sheets)
    assert finding.suspect is not None
    assert (finding.rule, finding.location.pointer) == ("conversion-mismatch", "/powertrain/torque/lb-ft")
    assert (finding.suspect.stated, finding.suspect.suggestion) == ("401", "364")


def test_a_metric_figure_is_the_suspect_where_the_sibling_confirms_the_imperial_figure(
    sheets: Sheets,
) -> None:
    sheets.edit(IX2, '"Nm": 494', '"Nm": 449')
    finding = only(sheets)
    assert finding.suspect is not None
    assert finding.message == "torque 364 lb-ft is 494 Nm, not 449"
    assert (finding.suspect.location.pointer, finding.suspect.suggestion) == ("/powertrain/torque/Nm", "494")


def test_without_a_sibling_the_likelier_entry_error_decides(sheets: Sheets) -> None:
    sheets.edit("bmw/i3-60-ah", '"Nm": 250, "lb-ft": 184', '"Nm": 250, "lb-ft": 148')
    finding = only(sheets)
    assert finding.message == "torque 250 Nm is 184 lb-ft, not 148"


def test_without_sibling_or_entry_error_no_figure_is_the_suspect(sheets: Sheets) -> None:
    sheets.edit("bmw/5-series-520i", '{"l": 520, "cu ft": 18.4}', '{"l": 520, "cu ft": 27.1}')
    finding = only(sheets)
    assert finding.suspect is None
    assert "contradict each other: 520 l is 18.4 cu ft, and 27.1 cu ft is 767 l" in finding.message


def test_without_sibling_or_entry_error_the_rest_of_the_sheet_may_decide(sheets: Sheets) -> None:
    sheets.edit("bmw/i4-edrive40", '"km/h": 190, "mph": 118', '"km/h": 190, "mph": 144')
    assert only(sheets).message == "top speed 190 km/h is 118 mph, not 144"


def test_a_wrong_power_does_not_also_complain_as_acceleration(sheets: Sheets) -> None:
    # 0-100 km/h, the sibling and the motors contradict 203 kW too; the PS give the right value
    sheets.edit(IX2, '"kW": 230, "PS": 313', '"kW": 30, "PS": 313')
    finding = only(sheets)
    assert (finding.rule, finding.location.pointer) == ("conversion-mismatch", "/powertrain/power/kW")
    assert finding.suspect is not None
    assert finding.suspect.suggestion == "230"


def test_echoes_are_folded_under_the_gravest_finding_as_related_places(sheets: Sheets) -> None:
    sheets.edit(
        "bmw/i7-xdrive60", '"acceleration_0_100_kmh": {"s": 4.7}', '"acceleration_0_100_kmh": {"s": 2.1}'
    )
    finding = only(sheets)
    assert finding.rule == "acceleration-order"
    folded = [remark.message.partition(":")[0] for remark in finding.related]
    assert folded == [
        "0-60 mph 4.5 s is stated here", "acceleration-impossible", "family-outlier", "likely-entry-error",
    ]  # fmt: skip


def test_where_one_figure_was_confused_with_another_the_cause_names_it_and_no_value_is_invented(
    sheets: Sheets,
) -> None:
    sheets.edit("bmw/i7-xdrive60", '{"kg": 2640, "lb": 5820}', '{"kg": 3250}')
    finding = only(sheets)
    assert finding.suspect is not None
    assert (finding.location.pointer, finding.suspect.stated) == ("/mass/unspecified/kg", "3250")
    assert (finding.suspect.suggestion, finding.suspect.cause) == (None, "gross for net")
    assert finding.fix is None
    assert finding.help is not None
    assert finding.help.startswith("the suspect is kerb mass 3250 kg: about ")


@pytest.mark.parametrize(
    ("sheet", "net", "gross"), [("i5-edrive40", "81.2", "84.4"), ("ix-xdrive50", "105.2", "111.5")]
)
def test_of_two_siblings_that_differ_the_one_that_states_its_gross_battery_as_net_is_wrong(
    sheets: Sheets, sheet: str, net: str, gross: str
) -> None:
    sheets.edit(f"bmw/{sheet}", f'"usable": {{"kWh": {net}}}', f'"usable": {{"kWh": {gross}}}')
    finding = only(sheets)
    assert (finding.rule, finding.sheet) == ("sibling-differs", f"bmw/{sheet}")
    assert finding.suspect is not None
    assert (finding.suspect.stated, finding.suspect.suggestion) == (gross, net)
    assert (finding.suspect.cause, finding.help) == ("gross for net", None)


def test_two_swapped_figures_are_reported_and_neither_is_blamed(sheets: Sheets) -> None:
    sheets.edit(IX2, '"cargo": {"l": 525}', '"cargo": {"l": 1400}')
    sheets.edit(IX2, '"cargo_max": {"l": 1400}', '"cargo_max": {"l": 525}')
    finding = only(sheets)
    assert (finding.suspect, finding.fix) == (None, None)
    assert finding.help == ("the two may be swapped: cargo volume 525 l and largest cargo volume 1400 l fit")


def test_a_digit_too_many_is_no_exchange(sheets: Sheets) -> None:
    sheets.edit(IX2, '"cargo": {"l": 525}', '"cargo": {"l": 5250}')
    suspect = only(sheets).suspect
    assert suspect is not None
    assert (suspect.stated, suspect.suggestion) == ("5250", "525")


def test_where_a_year_is_an_outlier_the_figure_of_the_others_is_proposed_and_no_other_number(
    sheets: Sheets,
) -> None:
    sheets.edit("bmw/i7-xdrive60", '"usable": {"kWh": 101.7}', '"usable": {"kWh": 71.7}')
    suspects = [finding.suspect for finding in check([sheets.file("bmw/i7-xdrive60")]).findings]
    assert [suspect.suggestion for suspect in suspects if suspect and suspect.stated == "71.7"] == ["101.7"]


def test_where_either_of_two_times_may_be_the_other_both_are_suggested(sheets: Sheets) -> None:
    sheets.edit("bmw/i4-m50", '"acceleration_0_100_kmh": {"s": 3.9}', '"acceleration_0_100_kmh": {"s": 3.7}')
    finding = only(sheets)
    assert finding.suspect is None
    assert finding.help == (
        "it may be 0-100 km/h about 3.8 s (0-60 for 0-100) or 0-60 mph about 3.6 s (0-100 for 0-60)"
    )


def test_an_outlier_among_siblings_is_reported_once_and_at_its_own_place(sheets: Sheets) -> None:
    sheets.edit(IX1, '"Nm": 494, "lb-ft": 364', '"Nm": 400, "lb-ft": 295')
    assert reported(sheets) == [("sibling-differs", IX1, "/powertrain/torque/Nm")]


def test_two_siblings_that_differ_are_reported_once_though_both_are_checked(sheets: Sheets) -> None:
    sheets.edit("bmw/i7-xdrive60", '"usable": {"kWh": 101.7}', '"usable": {"kWh": 100.7}')
    finding = only(sheets)
    assert (
        finding.message
        == "usable battery capacity 101.7 kWh is shared with bmw/i7-xdrive60, which states 100.7 kWh"
    )
    assert (finding.rule, finding.sheet, finding.suspect) == ("sibling-differs", "bmw/i7-m70-xdrive", None)


@pytest.mark.parametrize(
    ("sheet", "own", "other"), [("i7-xdrive60", "100.7", "101.7"), ("i7-m70-xdrive", "101.7", "100.7")]
)
def test_siblings_that_differ_are_reported_from_whichever_side_is_checked(
    sheets: Sheets, sheet: str, own: str, other: str
) -> None:
    sheets.edit("bmw/i7-xdrive60", '"usable": {"kWh": 101.7}', '"usable": {"kWh": 100.7}')
    (finding,) = check([sheets.file(f"bmw/{sheet}")]).findings
    assert finding.message.startswith(f"usable battery capacity {own} kWh is shared with")
    assert finding.message.endswith(f"which states {other} kWh")


def test_a_truncated_conversion_is_no_conflict_between_siblings(sheets: Sheets) -> None:
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 363')
    assert reported(sheets) == [("conversion-rounding", IX2, "/powertrain/torque/lb-ft")]


def test_a_sheet_that_cannot_be_read_is_reported_whatever_rules_are_selected(sheets: Sheets) -> None:
    sheets.edit(IX2, '"Nm": 494,', '"Nm": 494')
    assert reported(sheets, select=["cycle-order"]) == [("invalid-json", IX2, "")]


def test_a_mistyped_sibling_is_one_finding(sheets: Sheets) -> None:
    sheets.edit("bmw/ix1-xdrive30-jp", '"sheet": "bmw/ix1-xdrive30"', '"sheet": "../x"')
    assert [rule for rule, sheet, _ in reported(sheets) if sheet == "bmw/ix1-xdrive30-jp"] == [
        "schema-violation"
    ]


def test_every_finding_has_a_fingerprint_of_its_own_that_no_blank_line_changes(sheets: Sheets) -> None:
    text = sheets.file(IX2).read_text(encoding="utf-8")
    for name in ("ix2-xdrive30-eu", "ix2-xdrive30-u10"):
        (sheets.root / "specs/bmw" / f"{name}.json").write_text(text, encoding="utf-8")
    first = check([sheets.root / "specs"]).findings
    assert len(first) > 2
    assert len({finding.fingerprint for finding in first}) == len(first)
    for file in (sheets.root / "specs/bmw").glob("ix2-*.json"):
        file.write_text("\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    second = check([sheets.root / "specs"]).findings
    assert [finding.fingerprint for finding in second] == [finding.fingerprint for finding in first]
    assert [finding.location.region.line for finding in second] == [
        finding.location.region.line + 2 for finding in first
    ]


def test_sheets_of_two_catalogs_are_no_duplicates_of_each_other(sheets: Sheets) -> None:
    import shutil

    shutil.copytree(sheets.root / "specs", sheets.root / "other/specs")
    assert check([sheets.root / "specs", sheets.root / "other/specs"]).findings == ()


@pytest.mark.parametrize("named", [IX1, IX2, "bmw/ix1-xdrive30-jp"])
def test_an_outlier_among_siblings_is_reported_at_its_own_place_whichever_sheet_is_named(
    sheets: Sheets, named: str
) -> None:
    sheets.edit(IX1, '"Nm": 494, "lb-ft": 364', '"Nm": 400, "lb-ft": 295')
    (finding,) = check([sheets.file(named)]).findings
    assert (finding.rule, finding.sheet, finding.location.pointer) == (
        "sibling-differs",
        IX1,
        "/powertrain/torque/Nm",
    )


def test_a_conflict_between_siblings_is_folded_under_a_more_severe_fault_that_explains_it(
    sheets: Sheets,
) -> None:
    sheets.edit(IX2, '"acceleration_0_100_kmh": {"s": 5.6}', '"acceleration_0_100_kmh": {"s": 1.6}')
    finding = only(sheets)
    assert (finding.rule, finding.sheet) == ("acceleration-impossible", IX2)


@pytest.mark.parametrize(
    ("sheet", "old", "new", "suggestion"),
    [
        ("bmw/i7-m70-xdrive", '"km/h": 250', '"km/h": 205', "250"),
        ("bmw/i3-60-ah", '"Nm": 250', '"Nm": 205', "250"),
        ("bmw/i7-xdrive60", '"Nm": 745', '"Nm": 754', "745"),
    ],
)
def test_of_all_figures_that_agree_the_likeliest_entry_error_is_suggested(
    sheets: Sheets, sheet: str, old: str, new: str, suggestion: str
) -> None:
    sheets.edit(sheet, old, new)
    finding = only(sheets)
    assert finding.suspect is not None
    assert (finding.suspect.stated, finding.suspect.suggestion) == (new.rpartition(" ")[2], suggestion)


def test_where_an_entry_error_may_explain_either_figure_none_is_named(sheets: Sheets) -> None:
    sheets.edit("bmw/5-series-520i", '{"l": 520, "cu ft": 18.4}', '{"l": 510, "cu ft": 18.4}')
    assert only(sheets).suspect is None


def test_where_one_of_the_two_is_a_figure_of_no_car_it_is_named(sheets: Sheets) -> None:
    sheets.edit("bmw/i7-m70-xdrive", '"km/h": 250', '"km/h": 2500')
    suspect = only(sheets).suspect
    assert suspect is not None
    assert (suspect.stated, suspect.suggestion) == ("2500", "250")


def test_where_one_figure_is_a_bound_the_other_is_not_blamed(sheets: Sheets) -> None:
    sheets.edit("bmw/i7-m70-xdrive", '"km/h": 250', '"km/h": {"at_most": 220}')
    assert only(sheets).suspect is None


def test_accepting_a_finding_does_not_hide_what_would_have_been_folded_under_it(sheets: Sheets) -> None:
    reason = '"reason": "as the importer prints it"'
    accept = (
        f'"$speclint": {{"accept": [{{"rule": "acceleration-impossible", "at": "/performance", {reason}}}]}},'
    )
    sheets.edit(IX2, '"acceleration_0_100_kmh": {"s": 5.6}', '"acceleration_0_100_kmh": {"s": 1.6}')
    sheets.edit(IX2, '"make": "BMW",', f'"make": "BMW", {accept}')
    rules = [finding.rule for finding in check([sheets.file(IX2)]).findings]
    assert rules == ["sibling-differs"]


def test_a_conflict_between_siblings_has_the_same_fingerprint_from_either_side(sheets: Sheets) -> None:
    sheets.edit("bmw/i7-xdrive60", '"usable": {"kWh": 101.7}', '"usable": {"kWh": 100.7}')
    names = {
        check([sheets.file(sheet)]).findings[0].fingerprint
        for sheet in ("bmw/i7-xdrive60", "bmw/i7-m70-xdrive")
    }
    assert len(names) == 1


def test_a_suppression_in_either_sibling_accepts_their_conflict(sheets: Sheets) -> None:
    accept = '{"rule": "sibling-differs", "at": "/battery", "reason": "two packs"}'
    sheets.edit("bmw/i7-xdrive60", '"usable": {"kWh": 101.7}', '"usable": {"kWh": 100.7}')
    sheets.edit("bmw/i7-xdrive60", '"make": "BMW",', f'"make": "BMW", "$speclint": {{"accept": [{accept}]}},')
    for names in (["bmw/i7-xdrive60"], ["bmw/i7-m70-xdrive"], ["bmw/i7-xdrive60", "bmw/i7-m70-xdrive"]):
        assert check([sheets.file(name) for name in names]).findings == ()


@pytest.mark.parametrize("names", ["abc", "acb", "bac", "bca", "cab", "cba"])
def test_every_figure_in_a_chain_of_conflicting_siblings_is_reported(names: str, tmp_path: Path) -> None:
    first, middle, last = names
    # the middle one shares its battery with both others, which know nothing of each other
    stated, shared = dict(zip(names, (64.8, 70.1, 75.5), strict=True)), {middle: [first, last]}
    (tmp_path / "specs/bmw").mkdir(parents=True)
    for name, capacity in stated.items():
        siblings = [
            {"sheet": f"bmw/{other}", "shares": ["battery_usable"]} for other in shared.get(name, [middle])
        ]
        car = {"make": "BMW", "model": name, "battery": {"usable": {"kWh": capacity}}, "siblings": siblings}
        (tmp_path / f"specs/bmw/{name}.json").write_text(json.dumps(car), encoding="utf-8")
    findings = check([tmp_path / "specs"], select=["sibling-differs"]).findings
    messages = [
        text
        for finding in findings
        for text in (finding.message, *(related.message for related in finding.related))
    ]
    for capacity in stated.values():
        assert f"{capacity} kWh" in " ".join(messages)
    assert len({finding.fingerprint for finding in findings}) == len(findings)
