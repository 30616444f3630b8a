"""Values that no car has, and that no schema held back: every rule must bear them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from speclint import check

if TYPE_CHECKING:
    from pathlib import Path

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
power = { kW = "power" }
torque = { Nm = "torque" }
mass_kerb = { kg = "mass" }
acceleration_0_100_kmh = { s = "to_100" }
acceleration_0_60_mph = { s = "to_60" }
top_speed = { "km/h" = "speed" }
width = { mm = "width" }
height = { mm = "height" }
drag_coefficient = { 1 = "drag" }
bore = { mm = "bore" }
consumption_combined = { "l/100 km" = "combined" }
consumption_city = { "l/100 km" = "city" }
consumption_highway = { "l/100 km" = "highway" }
"""
CAR: dict[str, object] = {
    "make": "BMW", "model": "X1", "variant": "sDrive18i", "year": 2023, "kind": "ice",
    "power": 100, "torque": 230, "mass": 1500, "to_100": 9.0, "to_60": 8.5, "speed": 208,
    "width": 1845, "height": 1642, "combined": 6.5, "city": 8.0, "highway": 5.5,
}  # fmt: skip


def found(folder: Path, *cars: dict[str, object]) -> set[str]:
    """The rules that speak of cars which differ from a good one in these members."""
    (folder / "own.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n', encoding="utf-8")
    for number, members in enumerate(cars):
        (folder / f"car-{number}.json").write_text(json.dumps(CAR | members), encoding="utf-8")
    return {one.rule for one in check([folder]).findings}


def test_a_sibling_that_states_nothing_for_a_time_tells_no_share(tmp_path: Path) -> None:
    # of two times that are equal either may be wrong: the sibling is asked what lies between them
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
    assert found(tmp_path, *cars) <= {"year-impossible"}
