"""Impossible values that no schema rejected: no rule may fail on them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from speclint import check

if TYPE_CHECKING:
    from pathlib import Path

    from speclint import Finding

PROFILE = """
[sheets]
files = ["*.json"]
[identity]
make = "make"
model = "model"
variant = "variant"
year = "year"
powertrain = "kind"
[quantities]
power = { kW = "power", PS = "power_ps" }
torque = { Nm = "torque" }
mass_kerb = { kg = "mass" }
acceleration_0_100_kmh = { s = "to_100" }
acceleration_0_60_mph = { s = "to_60" }
top_speed = { "km/h" = "speed" }
width = { mm = "width" }
height = { mm = "height" }
drag_coefficient = { 1 = "drag" }
battery_cells = { 1 = "cells" }
battery_voltage = { V = "voltage" }
battery_gross = { kWh = "battery" }
battery_charge = { Ah = "charge" }
bore = { mm = "bore" }
stroke = { mm = "stroke" }
cylinders = { 1 = "cylinders" }
displacement = { "cm³" = "displacement" }
ground_clearance = { mm = "clearance" }
consumption_combined = { "l/100 km" = "combined", "mpg US" = "mpg" }
consumption_city = { "l/100 km" = "city" }
consumption_highway = { "l/100 km" = "highway" }
"""
CAR: dict[str, object] = {
    "make": "BMW", "model": "X1", "variant": "sDrive18i", "year": 2023, "kind": "ice",
    "power": 100, "torque": 230, "mass": 1500, "to_100": 9.0, "to_60": 8.5, "speed": 208,
    "width": 1845, "height": 1642, "combined": 6.5, "city": 8.0, "highway": 5.5,
}  # fmt: skip


def findings(folder: Path, *cars: dict[str, object]) -> tuple[Finding, ...]:
    """The findings in cars that differ from a good car in these members."""
    (folder / "own.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n', encoding="utf-8")
    for number, members in enumerate(cars):
        (folder / f"car-{number}.json").write_text(json.dumps(CAR | members), encoding="utf-8")
    return check([folder]).findings


def reported(folder: Path, *cars: dict[str, object]) -> list[tuple[str, str]]:
    """Rules and messages of the findings in such cars."""
    return [(finding.rule, finding.message) for finding in findings(folder, *cars)]


def found(folder: Path, *cars: dict[str, object]) -> set[str]:
    """The rules with findings in such cars."""
    return {rule for rule, _ in reported(folder, *cars)}


def test_a_sibling_without_a_value_for_a_time_gives_no_share(tmp_path: Path) -> None:
    # of two equal times either may be wrong: the difference is taken from the sibling
    other = {"variant": "sDrive16i", "to_60": 0}
    assert "acceleration-order" in found(tmp_path, {"to_60": 9.0}, other)


def test_a_power_below_nothing_holds_no_speed(tmp_path: Path) -> None:
    rules = found(tmp_path, {"power": -100})
    assert "figure-out-of-bounds" in rules
    assert "top-speed-impossible" not in rules


@pytest.mark.parametrize(
    "year", ["9" * 5000, "\u00b2", "\u0662\u0660\u0662\u0663", "-2023", "2023.5", "", "MY23"]
)
def test_what_is_no_year_in_four_digits_is_none(year: str, tmp_path: Path) -> None:
    cars = ({"year": year, "bore": 82}, {"variant": "sDrive16i", "year": year})
    assert found(tmp_path, *cars) <= {"dates-inconsistent"}


@pytest.mark.parametrize(
    ("cells", "beside", "message"),
    [
        ({"at_least": 69}, {"voltage": 353}, ""),
        ([69, 96], {"voltage": 353}, ""),
        ({"at_most": 4416}, {"battery": 10.3}, ""),
        (96, {"battery": 400, "charge": 0}, ""),
        ({"at_most": 69}, {"voltage": 353}, "at most 69 cells for 353 V have 5.12 V each"),
        ([60, 69], {"voltage": 353}, "60-69 cells for 353 V have 5.12 V each"),
        ({"at_least": 4416}, {"battery": 10.3}, "at least 4416 cells for 10.3 kWh hold"),
        (69.5, {"voltage": 353}, "69.5 cells for 353 V have 5.08 V each"),
        (1, {"voltage": 353}, "1 cell for 353 V have 353.00 V each"),
        (
            81,
            {"voltage": 357},
            "81 cells for 357 V have 4.41 V each: expected at most 4.4 V",
        ),
    ],
)
def test_cells_that_are_not_counted_one_by_one_contradict_only_what_none_of_their_numbers_makes(
    cells: object, beside: dict[str, object], message: str, tmp_path: Path
) -> None:
    car = {"kind": "bev", "cells": cells, **beside}
    messages = [reason for rule, reason in reported(tmp_path, car) if rule == "cells-contradict-battery"]
    assert len(messages) == bool(message)
    assert all(reason.startswith(message) for reason in messages)


@pytest.mark.parametrize("placeholder", [0, 999, -1])
def test_for_a_figure_that_nobody_knows_no_value_is_made_up(placeholder: int, tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, {"to_60": placeholder})
    assert (finding.rule, finding.suspect, finding.fix) == ("placeholder-figure", None, None)
    assert finding.help == "leave the figure out until it is known"
    assert [remark.message.partition(":")[0] for remark in finding.related] == ["acceleration-order"]


def test_the_figure_in_another_unit_is_proposed_in_place_of_a_placeholder(tmp_path: Path) -> None:
    finding = next(
        finding for finding in findings(tmp_path, {"power": 0, "power_ps": 136}) if finding.suspect
    )
    assert finding.suspect is not None
    assert (finding.location.pointer, finding.suspect.suggestion) == ("/power", "100")


@pytest.mark.parametrize("nothing", [0, -5])
@pytest.mark.parametrize("beside", [{"bore": 82, "stroke": 94.6, "cylinders": 4}, {"clearance": 150}])
def test_zero_and_negative_figures_are_reported_and_not_used(
    nothing: int, beside: dict[str, object], tmp_path: Path
) -> None:
    rules = found(tmp_path, {"displacement": nothing, "height": nothing, **beside})
    assert rules & {"placeholder-figure", "figure-out-of-bounds"}


@pytest.mark.parametrize("stated", [0, -1, [0, 30]])
def test_a_car_that_goes_no_mile_on_a_gallon_is_compared_with_none(stated: object, tmp_path: Path) -> None:
    car = {"combined": None, "mpg": stated}
    rules = found(tmp_path, car, car | {"variant": "sDrive16i"})
    assert "figure-implausible" not in rules
