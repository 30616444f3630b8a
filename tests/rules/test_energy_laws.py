"""The laws of energy and charging: entry errors in a real sheet, and figures of any size."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import IX2
from speclint import check
from speclint.profiles.compile import load_profile
from speclint.rules.registry import RULES
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from conftest import Sheets

ENTRY_ERRORS = [
    ('"usable": {"kWh": 64.8}', "64.8", "648", "figure-out-of-bounds", "/battery/usable/kWh"),
    ('"usable": {"kWh": 64.8}', "64.8", "6.48", "consumption-contradicts-range", "/battery/usable/kWh"),
    (
        '{"kWh/100 km": [16.3, 17.7]}', "[16.3, 17.7]", "[163, 177]",
        "figure-out-of-bounds", "/consumption/electric/wltp/kWh~1100 km",
    ),
    ('"dc": {"power": {"kW": 130}', "130", "1300", "dc-power-exceeds-battery", "/charging/dc/power/kW"),
    ('"dc": {"power": {"kW": 130}', "130", "13", "charging-time-implausible", "/charging/dc/power/kW"),
    ('"time": {"min": 29}', "29", "2.9", "charging-time-implausible", "/charging/dc/time/min"),
    ('"time": {"min": 29}', "29", "290", "charging-time-implausible", "/charging/dc/time/min"),
]  # fmt: skip


@pytest.mark.parametrize(("around", "right", "wrong", "rule", "pointer"), ENTRY_ERRORS)
def test_a_decimal_point_one_place_off_is_reported_once_with_the_right_figure(
    sheets: Sheets, around: str, right: str, wrong: str, rule: str, pointer: str
) -> None:
    sheets.edit(IX2, around, around.replace(right, wrong))
    (finding,) = check([sheets.root / "specs"]).findings
    assert finding.suspect is not None
    assert (finding.rule, finding.location.pointer) == (rule, pointer)
    assert (finding.suspect.stated, finding.suspect.suggestion) == (wrong, right)


def test_a_time_that_is_off_by_a_digit_is_not_corrected_to_another_impossible_one(sheets: Sheets) -> None:
    sheets.edit(IX2, '"time": {"min": 29}', '"time": {"min": 19}')
    (finding,) = check([sheets.root / "specs"]).findings
    assert finding.suspect is not None
    assert (finding.rule, finding.suspect.stated, finding.suspect.suggestion) == (
        "charging-time-implausible", "19", None,
    )  # fmt: skip


def test_the_total_range_of_a_car_with_range_extender_is_named_as_such(sheets: Sheets) -> None:
    power = '"dc": {"power": {"kW": 50}}\n  },'
    sheets.edit("bmw/i3-60-ah", power, f'{power}\n  "range": {{"wltp": {{"km": 999}}}},')
    finding, unsourced = check([sheets.root / "specs"]).findings
    assert (finding.rule, unsourced.rule) == ("range-exceeds-battery", "unsourced-figure")
    assert finding.help is not None
    assert "this may be its total range" in finding.help


ASKED = [rule for rule in RULES if rule.group in ("energy", "charging") and rule.on_sheet]
NUMBERS = st.one_of(
    st.integers(-1000, 10**6),
    st.decimals(-1000, 10**6, places=2),
    st.just(0),
    st.just(Decimal("0.0")),
)
FIGURES = st.one_of(
    NUMBERS,
    st.tuples(NUMBERS, NUMBERS).map(sorted),
    st.builds(lambda key, number: {key: number}, st.sampled_from(["at_least", "at_most"]), NUMBERS),
)


def keyed(unit: str) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(st.just(unit), FIGURES)


DOCUMENTS = st.fixed_dictionaries({
    "powertrain": st.fixed_dictionaries({"type": st.sampled_from(["bev", "phev", "hev"])}),
    "battery": st.fixed_dictionaries({
        "gross": keyed("kWh"), "usable": keyed("kWh"), "voltage": keyed("V"), "charge": keyed("Ah"),
    }),
    "mass": st.fixed_dictionaries({"eu": keyed("kg")}),
    "range": st.fixed_dictionaries({"wltp": keyed("km")}),
    "consumption": st.fixed_dictionaries({"electric": st.fixed_dictionaries({"wltp": keyed("km/kWh")})}),
    "charging": st.fixed_dictionaries({
        "ac": st.fixed_dictionaries({"power": keyed("kW"), "phases": FIGURES}),
        "dc": st.fixed_dictionaries({
            "power": keyed("kW"), "time": keyed("min"), "window": st.tuples(NUMBERS, NUMBERS).map(list),
            "curve": st.lists(st.fixed_dictionaries({"charge": FIGURES, "power": keyed("kW")}), max_size=3),
        }),
    }),
})  # fmt: skip


@given(DOCUMENTS)
def test_no_figure_is_so_odd_that_a_rule_fails_on_it(document: dict[str, object]) -> None:
    sheet = Sheet(SheetLocation("x.json", "x"), (), document, load_profile("spec-sheet"))
    for rule in ASKED:
        if all(quantity in sheet.measurands for quantity in rule.needs):
            assert rule.on_sheet is not None
            for violation in rule.on_sheet(sheet):
                assert violation.message
                assert violation.name.pointer.startswith("/")
