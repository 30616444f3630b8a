"""Figures in two units: those that are off by one, and horsepower in the other name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from speclint import check

if TYPE_CHECKING:
    from pathlib import Path

    from speclint import Finding

CAR: dict[str, Any] = {
    "make": "Nord", "model": "Skog", "market": "eu", "status": "production",
    "powertrain": {"type": "ice", "engine": {"fuel": "petrol"}, "torque": {"Nm": 250, "lb-ft": 184}},
    "performance": {"top_speed": {"km/h": 200, "mph": 124}},
    "dimensions": {
        "length": {"mm": 4554, "in": 179.3}, "width": {"mm": 1845, "in": 72.6},
        "width_mirrors": {"mm": 2104, "in": 82.8}, "height": {"mm": 1560, "in": 61.4},
        "wheelbase": {"mm": 2692, "in": 106.0}, "ground_clearance": {"mm": 170, "in": 6.7},
    },
    "mass": {"eu": {"kg": 1620, "lb": 3571}, "gross": {"kg": 2105, "lb": 4641}},
    "capacity": {"cargo": {"l": 520, "cu ft": 18.4}},
}  # fmt: skip
DIMENSIONS = CAR["dimensions"]
CONFIG = '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n'


def findings(folder: Path, **cars: dict[str, Any]) -> list[Finding]:
    """What is found in variants of one model, each with other members than the car above."""
    (folder / "specs/nord").mkdir(parents=True)
    (folder / "speclint.toml").write_text(
        '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n'
    )
    for variant, members in cars.items():
        text = json.dumps({**CAR, "variant": variant, **members})
        (folder / f"specs/nord/skog-{variant}.json").write_text(text)
    rules = ("conversion-rounding", "conversion-mismatch", "metric-horsepower")
    return [finding for finding in check([folder]).findings if finding.rule in rules]


def levels(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.level, finding.location.pointer.rpartition("/")[2]) for finding in found]


def dimensions(**changed: dict[str, float]) -> dict[str, Any]:
    return {"dimensions": DIMENSIONS | changed}


def power(**figures: float) -> dict[str, Any]:
    return {"powertrain": CAR["powertrain"] | {"power": figures}}


def test_where_all_other_conversions_of_a_sheet_are_rounded_one_that_is_cut_off_is_a_warning(
    tmp_path: Path,
) -> None:
    found = findings(tmp_path, one=dimensions(length={"mm": 4554, "in": 179.2}))
    assert levels(found) == [("conversion-rounding", "warning", "in")]


def test_decimals_that_are_cut_off_are_suggested(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, one=dimensions(width={"mm": 1845, "in": 72}))
    assert (found.level, found.suspect and found.suspect.suggestion) == ("warning", "72.6")


def test_in_a_sheet_with_few_conversions_one_that_is_cut_off_is_a_note(tmp_path: Path) -> None:
    few = {"mass": {}, "capacity": {}, "dimensions": {"length": {"mm": 4554, "in": 179.2}}}
    assert levels(findings(tmp_path, one=few)) == [("conversion-rounding", "note", "in")]


def test_the_conversions_of_the_other_variants_of_a_model_count(tmp_path: Path) -> None:
    few = {"mass": {}, "capacity": {}, "dimensions": {"length": {"mm": 4554, "in": 179.2}}}
    assert levels(findings(tmp_path, one=few, two={})) == [("conversion-rounding", "warning", "in")]


def test_where_the_variants_of_a_model_are_cut_off_too_it_is_a_note(tmp_path: Path) -> None:
    cut = {"performance": {"top_speed": {"km/h": 200, "mph": 123}}}
    found = findings(tmp_path, one=cut, two=cut, three={})
    assert levels(found) == [("conversion-rounding", "note", "mph")] * 2


@pytest.mark.parametrize(
    ("kilowatts", "number", "meant"), [(66, 90, "89"), (55, 75, "74"), (70, 95, "94"), (74, 101, "99")]
)
def test_the_ps_under_the_name_of_hp_too_are_found_in_small_cars(
    kilowatts: int, number: int, meant: str, tmp_path: Path
) -> None:
    (found,) = findings(tmp_path, one=power(kW=kilowatts, PS=number, hp=number))
    assert (found.rule, found.level, found.location.pointer) == (
        "metric-horsepower", "warning", "/powertrain/power/hp",
    )  # fmt: skip
    assert found.suspect is not None
    assert found.suspect.suggestion == meant


@pytest.mark.parametrize("kilowatts", range(54, 130))
def test_one_number_under_both_horsepowers_is_found_in_any_car(kilowatts: int, tmp_path: Path) -> None:
    metric, mechanical = round(kilowatts / 0.73549875), round(kilowatts / 0.74569987)
    for number in {metric, mechanical} if metric != mechanical else set():
        folder = tmp_path / str(number)
        assert findings(folder, one=power(kW=kilowatts, PS=number, hp=number))


def test_a_horsepower_that_may_be_cut_off_or_misnamed_is_not_rounded(tmp_path: Path) -> None:
    assert levels(findings(tmp_path, one=power(kW=75, hp=102))) == [("conversion-rounding", "warning", "hp")]
