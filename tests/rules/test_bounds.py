"""The limits of figures of road cars, and placeholders for unknown figures."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from speclint import check
from speclint.quantities.figure import Figure
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS, of_kind

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.quantities.limits import Limits

LIMITS = {name: quantity.limits for name, quantity in QUANTITIES.items() if quantity.limits is not None}

PROFILE = """
[sheets]
files = ["*.json"]
[identity]
make = "make"
powertrain = "kind"
[quantities]
length = { mm = "length" }
acceleration_0_100_kmh = { s = "sprint" }
battery_usable = { kWh = "battery" }
towing_braked = { kg = "towing" }
dc_charge_power = { kW = "dc" }
"""


def found(folder: Path, **members: object) -> list[tuple[str, str]]:
    (folder / "own.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n', encoding="utf-8")
    (folder / "car.json").write_text(json.dumps({"make": "BMW", **members}), encoding="utf-8")
    return [(finding.rule, finding.message) for finding in check([folder]).findings]


def test_the_next_record_passes_for_it_may_be_a_twentieth_beyond_the_present_one() -> None:
    near = []
    for name, limits in LIMITS.items():
        record = re.search(r", (?:some )?(\d+(?:\.\d+)?) (?!/)\S+( on a gooseneck)?$", limits.largest)
        if record and float(record[1]) * 1.05 > limits.most:
            near.append((name, limits.largest, limits.most))
    assert near == []


def test_every_quantity_but_prices_shares_and_coefficients_has_limits() -> None:
    without = {"price", "ac_phases", "curve_charge", "curve_power", "dc_charge_window", "drag_coefficient"}
    assert set(QUANTITIES) - set(LIMITS) == without


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_the_usual_limits_lie_within_the_outer_ones(limits: Limits) -> None:
    assert 0 <= limits.least <= limits.usual_least < limits.usual_most < limits.most
    assert limits.smallest
    assert limits.largest


@pytest.mark.parametrize(
    ("quantity", "unit", "stated"),
    [
        ("power", "hp", 2978),  # Yangwang U9 Xtreme
        ("power", "kW", 4),  # Renault Twizy 45
        ("power", "kW", Decimal("1.5")),  # Brütsch Mopetta
        ("torque", "Nm", 3500),  # Koenigsegg Gemera as first shown
        ("mass_kerb", "kg", 59),  # Peel P50
        ("mass_kerb", "kg", 6000),  # Karlmann King with armour
        ("length", "in", Decimal("54.0")),  # Peel P50
        ("width", "mm", 800),  # Lumeneo Smera
        ("wheelbase", "mm", 1000),  # Brütsch Mopetta
        ("height", "mm", 3055),  # a van with a raised roof
        ("stroke", "mm", 200),  # Isotta Fraschini KM
        ("consumption_combined", "mpg UK", Decimal("470.8")),  # a plug-in hybrid, 0.6 l/100 km
        ("tank", "l", 290),  # Lamborghini LM002
    ],
)
def test_a_record_holder_passes_no_limit(quantity: str, unit: str, stated: int | Decimal) -> None:
    figure = Figure(QUANTITIES[quantity], UNITS[unit], stated, "")
    assert LIMITS[quantity].exceeded_by(figure.ends) is None


@pytest.mark.parametrize(
    ("name", "powertrain"),
    [(name, other) for name, quantity in QUANTITIES.items() for other, _ in quantity.limits_by_powertrain],
)
def test_the_limits_of_a_powertrain_lie_within_those_of_all_cars(name: str, powertrain: str) -> None:
    quantity, outer = QUANTITIES[name], LIMITS[name]
    limits = quantity.limits_for(powertrain)
    assert limits is not None
    assert quantity.limits_for(None) is quantity.limits_for("phev") is outer
    assert outer.least < limits.least < limits.usual_least < limits.usual_most < limits.most <= outer.most


@pytest.mark.parametrize("quantity", LIMITS)
def test_whatever_the_unit_a_figure_beyond_the_limit_passes_it(quantity: str) -> None:
    for unit in of_kind(QUANTITIES[quantity].kind):
        most = LIMITS[quantity].most
        number = Decimal(repr(float(unit.factor) / (2 * most) if unit.reciprocal else 2 * most / unit.scale))
        figure = Figure(QUANTITIES[quantity], unit, number, "")
        assert LIMITS[quantity].exceeded_by(figure.ends) == most, unit.name


@pytest.mark.parametrize("text", ["TBD", "n/a", "-", " ? ", "Unknown"])
def test_a_text_that_means_unknown_is_nothing(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, length=text) == []


@pytest.mark.parametrize(
    ("member", "number"), [("length", 0), ("length", -1), ("sprint", 0), ("battery", -1), ("dc", -1)]
)
def test_nought_and_minus_one_are_placeholders_where_no_car_has_them(
    member: str, number: int, tmp_path: Path
) -> None:
    ((rule, message),) = found(tmp_path, **{member: number})
    assert rule == "placeholder-figure"
    assert f" {number} " in message


@pytest.mark.parametrize(
    "members",
    [
        {"towing": 0},
        {"length": None},
        {"length": "4554"},
        {"length": "4554 mm"},
        {"battery": 99},
        {"battery": 0},
        {"dc": 0},
        {"battery": 0, "kind": "ice"},
    ],
)
def test_what_may_be_meant_is_left_alone(members: dict[str, object], tmp_path: Path) -> None:
    assert found(tmp_path, **members) == []


def test_nought_is_a_placeholder_for_what_a_car_of_this_kind_must_have(tmp_path: Path) -> None:
    assert found(tmp_path, battery=0, kind="bev") == [
        ("placeholder-figure", "usable battery capacity 0 kWh is a placeholder, not a figure")
    ]


def test_a_whole_number_of_kilometres_never_had_a_fraction(tmp_path: Path) -> None:
    (folder := tmp_path / "a").mkdir()
    ((rule, message),) = found(folder, length=45212)
    assert (rule, message) == (
        "figure-out-of-bounds", "length 45212 mm is above 8000 mm, the most of any road car"
    )  # fmt: skip


def test_of_two_possible_values_none_is_proposed_unless_an_entry_error_explains_it(tmp_path: Path) -> None:
    ((_, message),) = found(tmp_path, battery=648)
    assert message.endswith("64.8 kWh with the decimal point shifted")
