"""`diff` of charging curves: their points are compared at their state of charge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

import pytest
from jsonschema import Draft202012Validator

from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import Run


class Compare(Protocol):
    def __call__(self, before: str, after: str, *options: str) -> list[str]: ...


SCHEMA = json.loads((ROOT / "schemas/changes.schema.json").read_text(encoding="utf-8"))
CURVE = [(0, 100), (10, 130), (20, 140), (40, 120), (50, 110), (60, 90), (80, 60), (100, 5)]
RAISED = [(charge, power + charge // 4) for charge, power in CURVE]
OWN = '{{"make": "A", "model": "B", "charging": {{"dc": {{"curve": [{0}]}}}}}}'


def kilowatt(points: Sequence[tuple[int, int]], **members: object) -> str:
    """A file of KilowattApp with one car."""
    curve = [{"percentage": charge, "power": power, **members} for charge, power in points]
    charger = {"max_power": 150, "charging_curve": curve}
    return json.dumps({"data": [{"id": "a", "brand": "A", "model": "B", "dc_charger": charger}]})


def own(*points: str) -> str:
    """A sheet of our own format, with points such as `10: {"kW": 130}`."""
    split = (point.split(":", 1) for point in points)
    return OWN.format(", ".join(f'{{"charge": {charge}, "power": {power}}}' for charge, power in split))


@pytest.fixture
def compare(run: Run, tmp_path: Path) -> Compare:
    """What the command prints of two files: its lines on the car, or the messages of its JSON."""

    def lines(before: str, after: str, *options: str) -> list[str]:
        for name, text in (("old", before), ("new", after)):
            (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
        profile = "kilowatt" if '"data"' in before else "spec-sheet"
        outcome = run("diff", "old.json", "new.json", "--profile", profile, *options)
        assert outcome.err == ""
        if "json" in options:
            document = json.loads(outcome.out)
            assert list(Draft202012Validator(SCHEMA).iter_errors(document)) == []
            return [change["message"] for change in document["changes"]]
        return [line.strip() for line in outcome.out.splitlines() if line.startswith("  ")]

    return lines


def test_few_points_are_a_line_each_with_the_state_of_charge_and_the_difference(compare: Compare) -> None:
    after = [*CURVE[:6], (80, 90), (90, 30), CURVE[-1]]
    assert compare(kilowatt(CURVE), kilowatt(after)) == [
        "charging curve at 80 %: 60 kW → 90 kW: 30 kW more (+50 %)",
        "charging curve at 90 %: 30 kW added",
    ]
    assert compare(kilowatt(after), kilowatt(CURVE)) == [
        "charging curve at 80 %: 90 kW → 60 kW: 30 kW less (−33 %)",
        "charging curve at 90 %: 30 kW removed",
    ]


def test_many_points_are_one_line_for_people_and_one_change_each_in_json(compare: Compare) -> None:
    line = "charging curve: 7 of 9 points changed, up to +25 kW at 100 %, 1 removed"
    before = [*CURVE, (90, 30)]
    assert compare(kilowatt(before), kilowatt(RAISED)) == [line]
    assert len(compare(kilowatt(before), kilowatt(RAISED), "--format", "json")) == 8
    assert compare(kilowatt(RAISED), kilowatt(before)) == [
        "charging curve: 7 of 9 points changed, up to −25 kW at 100 %, 1 added"
    ]


def test_a_comment_in_markdown_has_one_row_for_a_long_curve(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text(kilowatt(CURVE), encoding="utf-8")
    (tmp_path / "new.json").write_text(kilowatt(RAISED), encoding="utf-8")
    arguments = ("diff", "old.json", "new.json", "--profile", "kilowatt", "--format", "markdown")
    rows = [line for line in run(*arguments).out.splitlines() if line.startswith("| charging curve")]
    assert len(rows) == 1
    assert "7 of 8 points changed, up to +25 kW at 100 %" in rows[0]


def test_the_order_of_the_points_is_no_change(compare: Compare) -> None:
    assert compare(kilowatt(CURVE), kilowatt(CURVE[::-1])) == []


def test_axes_that_were_exchanged_are_named_however_few_points_there_are(compare: Compare) -> None:
    exchanged = [(power, charge) for charge, power in CURVE[:4]]
    line = "charging curve: state of charge and power exchanged in 4 of 4 points"
    assert compare(kilowatt(exchanged), kilowatt(CURVE[:4])) == [line]
    assert compare(kilowatt(CURVE[:4]), kilowatt(exchanged)) == [line]
    assert compare(kilowatt(exchanged), kilowatt(CURVE[:4]), "--format", "json")[1] == (
        "charging curve at 10 %: 130 kW, before 10 kW at 130 %"
    )


def test_power_in_another_unit_is_restated(compare: Compare) -> None:
    before = own('10: {"kW": 130}', '80: {"kW": 60}')
    after = own('10: {"hp": 174}', '80.0: {"kW": 60}')
    assert compare(before, after) == ["charging curve at 10 %: 130 kW → 174 hp, restated"]
    assert compare(after, before) == ["charging curve at 10 %: 174 hp → 130 kW, restated"]


def test_a_step_at_one_state_of_charge_is_compared_in_its_order(compare: Compare) -> None:
    before = own('0: {"kW": 130}', '40: {"kW": 110}', '40: {"kW": 90}')
    after = own('0: {"kW": 130}', '40: {"kW": 110}', '40: {"kW": 80}')
    assert compare(before, after) == ["charging curve at 40 %: 90 kW → 80 kW: 10 kW less (−11 %)"]


def test_no_rule_takes_a_point_that_is_gone_for_a_figure_that_was_lost(compare: Compare) -> None:
    messages = compare(kilowatt(CURVE), kilowatt(CURVE[::2]), "--format", "json")
    assert messages == [f"charging curve at {charge} %: {power} kW removed" for charge, power in CURVE[1::2]]


def test_what_else_a_point_states_is_compared_as_before(compare: Compare) -> None:
    assert compare(kilowatt(CURVE[:2], note="a"), kilowatt(CURVE[:2], note="b")) != []


def test_a_curve_that_a_side_has_not_is_one_value(compare: Compare) -> None:
    (added,) = compare(kilowatt([]), kilowatt(CURVE), "--format", "json")
    assert added.startswith("dc_charger.charging_curve: ")


def test_points_without_a_power_are_compared_as_values(compare: Compare) -> None:
    before, after = (kilowatt(CURVE).replace('"power": 130', '"other": 1') for _ in range(2))
    assert compare(before, after.replace('"power": 140', '"power": 141')) != []
    assert compare(before, after) == []
