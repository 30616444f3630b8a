"""The category of a vehicle, and what is asked of each."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from speclint.documents.parser import parse
from speclint.profiles.compile import compile_profile
from speclint.rules.evaluate import RuleSet, evaluate
from speclint.rules.registry import REGISTRY
from speclint.sheets.catalog import Catalog
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet
from speclint.vehicle.category import category_of, limits_of
from speclint.vehicle.features import features_of

PROFILE = """
[sheets]
files = ["*.json"]
[identity]
make = "make"
model = "model"
year = "year"
category = "body"
powertrain = "powertrain"
fuel = "fuel"
[quantities]
power = { kW = "kw" }
torque = { Nm = "nm" }
mass_kerb = { kg = "kg" }
mass_gross = { kg = "gross" }
length = { mm = "length" }
width = { mm = "width" }
height = { mm = "height" }
wheelbase = { mm = "wheelbase" }
displacement = { "cm³" = "cc" }
top_speed = { "km/h" = "kmh" }
acceleration_0_100_kmh = { s = "s" }
battery_usable = { kWh = "kwh" }
battery_gross = { kWh = "gross_kwh" }
range_epa = { km = "range" }
"""


def sheet(**values: Any) -> Sheet:  # noqa: ANN401 - a document
    profile = compile_profile("mine", tomllib.loads(PROFILE))
    document = parse(json.dumps(values).encode()).value
    return Sheet(SheetLocation("x.json", "x"), (), document, profile)


def rules(found: Sheet) -> set[str]:
    return {rule.id for rule, _ in evaluate(found, Catalog([found]), RuleSet(REGISTRY))}


@pytest.mark.parametrize(
    ("values", "category"),
    [
        ({"body": "motorbike"}, "motorcycle"),
        ({"body": "Kastenwagen"}, "van"),
        ({"body": "Hovercraft"}, "unknown"),
        ({"make": "Zero Motorcycles", "model": "SR/F"}, "motorcycle"),
        ({"make": "BMW", "model": "R 1250 GS"}, "motorcycle"),
        ({"make": "BMW", "model": "X5"}, "car"),
        ({"make": "Renault", "model": "Twizy"}, "quadricycle"),
        ({"make": "Ford", "model": "F-350 Super Duty"}, "van"),
        ({"make": "Ford", "model": "F-150"}, "car"),
        ({"make": "Ford", "model": "Transit Connect"}, "car"),
        ({"make": "Scania", "model": "R 450"}, "truck"),
        ({"kg": 220, "wheelbase": 1450}, "motorcycle"),
        ({"kg": 474, "kw": 13}, "quadricycle"),
        ({"kg": 499, "kw": 10, "year": 1957}, "car"),
        ({"gross": 18000, "kg": 7500}, "truck"),
        ({"gross": 18000, "kg": 7900, "length": 6100, "height": 3850}, "truck"),
        ({"kg": 7600, "length": 6170, "height": 3800}, "truck"),
        ({"kg": 178756, "length": 70660, "height": 19410}, "car"),
        ({"kg": 210, "wheelbase": 2340}, "car"),
        ({"kg": 15650, "length": 4591}, "car"),
        ({"make": "Any", "model": "Car"}, "car"),
    ],
)
def test_a_category_is_stated_or_known_by_the_name_or_by_two_figures(
    values: dict[str, Any], category: str
) -> None:
    found = category_of(sheet(**values))
    assert found.word == category
    assert found.reason


def test_what_is_stated_comes_before_the_name() -> None:
    assert category_of(sheet(make="Ford", model="Transit", body="passenger car")).word == "car"


MOTORCYCLE = {
    "fuel": "petrol", "powertrain": "ice", "kw": 90, "nm": 66, "kg": 195, "length": 2045, "width": 695,
    "height": 1115, "wheelbase": 1375, "cc": 599, "kmh": 265, "s": 3.2,
}  # fmt: skip
TRUCK = {
    "fuel": "diesel", "powertrain": "ice", "kw": 331, "nm": 2350, "kg": 7900, "gross": 26000, "length": 9800,
    "width": 2550, "height": 3900, "wheelbase": 5900, "cc": 12742, "kmh": 90,
}  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        {"body": "motorcycle", **MOTORCYCLE},
        {"body": "truck", **TRUCK},
        {"body": "motorcycle", "powertrain": "bev", "kwh": 3.4, "range": 130, "kg": 98, "kw": 3},
        {"body": "bus", "powertrain": "bev", "kwh": 420, "range": 400, "kg": 13500, "length": 18125},
        {"body": "van", "kg": 2200, "length": 7391, "wheelbase": 4325, "height": 2835, "kw": 75, "kmh": 140},
        {"body": "Hovercraft", "kg": 30, "length": 900, "kw": 9000, "kmh": 800},
    ],
)
def test_a_vehicle_that_is_no_passenger_car_is_not_measured_by_one(values: dict[str, Any]) -> None:
    assert rules(sheet(**values)) == set()
    assert features_of(sheet(**values)).kinds == ()


def test_the_laws_that_hold_for_all_vehicles_hold_for_a_motorcycle() -> None:
    assert rules(sheet(body="motorcycle", kwh=17.3, gross_kwh=15.0)) == {"usable-exceeds-gross"}


def test_the_limits_are_open_where_another_category_goes_beyond_cars() -> None:
    car = limits_of(sheet(body="car"), "mass_kerb")
    small, large = (limits_of(sheet(body=body), "mass_kerb") for body in ("motorcycle", "truck"))
    assert car
    assert small
    assert large
    assert (small.least, small.most) == (car.least / 10, car.most)
    assert (large.least, large.most) == (car.least, float("inf"))
    assert limits_of(sheet(body="Hovercraft"), "mass_kerb") is None
