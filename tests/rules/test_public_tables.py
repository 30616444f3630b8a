"""Faults, and odd cars without any, in tables as people publish them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from speclint import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from speclint.results import Finding

COLUMNS = "make,model,type,fuel,displacement,power,torque,sprint,speed,mpg,mass,length,width,height"
PROFILE = """
[sheets]
files = ["cars.csv"]
[identity]
make = "make"
model = "model"
variant = "type"
fuel = "fuel"
[quantities]
displacement = { "cm³" = "displacement" }
power = { hp = "power" }
torque = { "lb-ft" = "torque" }
acceleration_0_62_mph = { s = "sprint" }
top_speed = { mph = "speed" }
consumption_combined = { "mpg UK" = "mpg" }
mass_kerb = { kg = "mass" }
length = { mm = "length" }
width = { mm = "width" }
height = { mm = "height" }
"""
GOLF = "Volkswagen,Golf,2.0 TDI,diesel,1968,148,236,8.6,134,68,1354,4255,1799,1452"
CARS = (
    GOLF,
    "Ford,Focus,1.0 EcoBoost,petrol,999,123,125,11,120,56,1276,4358,1823,1484",
    "Mazda,MX-5,1.8i,petrol,1798,124,123,9.9,121,40,1075,4020,1720,1245",
    "BMW,5 Series,530d,diesel,2993,255,413,5.8,155,53,1715,4907,1860,1464",
    "Fiat,Panda,1.2,petrol,1242,68,75,14.2,102,54,940,3653,1643,1551",
    "Toyota,Yaris,1.33,petrol,1329,98,92,11.7,109,57,1030,3885,1695,1510",
)
"""Of the makers' data sheets."""


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Iterable[str]], list[Finding]]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    (tmp_path / "mine.toml").write_text(PROFILE, encoding="utf-8")

    def findings(rows: Iterable[str]) -> list[Finding]:
        (tmp_path / "cars.csv").write_text("\n".join((COLUMNS, *rows)) + "\n", encoding="utf-8")
        return [
            finding for finding in check().findings if finding.rule not in ("quantity-not-read", "no-figures")
        ]

    return findings


def changed(row: str, **cells: Any) -> str:  # noqa: ANN401 - a number or a text
    named = dict(zip(COLUMNS.split(","), row.split(","), strict=True)) | cells
    return ",".join(map(str, named.values()))


@pytest.mark.parametrize(
    "row",
    [
        "smart,fortwo,coupe,petrol,999,70,68,13.3,90,65,750,2695,1559,1565",
        "Toyota,iQ,1.0,petrol,998,67,67,14.1,93,65,860,2985,1680,1500",
        "Volkswagen,XL1,,diesel,800,68,103,12.7,99,313,795,3888,1665,1153",
        "Fisker,Karma,EcoChic,petrol,1998,403,959,5.9,125,112,2404,4998,1984,1310",
        "BMW,i3,Range Extender,petrol,647,168,184,7.9,93,470,1315,3999,1775,1578",
        "Toyota,GT86,2.0 D-4S,petrol,1998,197,151,7.7,140,36,1240,4240,1775,1285",
        changed(GOLF, sprint="n.b."),
        changed(GOLF, sprint=".."),
    ],
)
def test_an_odd_car_as_published_is_silent(row: str, found: Callable[[Iterable[str]], list[Finding]]) -> None:
    assert found([row]) == []


@pytest.mark.parametrize(
    ("make", "model", "stated", "right"),
    [
        ("Fiat,500", "1.3 MultiJet", "petrol", "diesel"),
        ("Mercedes-Benz,C-Class", "C220 d", "petrol", "diesel"),
        ("Volvo,V40", "D3", "petrol", "diesel"),
        ("Jaguar,XF", "2.2D", "petrol", "diesel"),
        ("Porsche,Cayenne", "3.0 Diesel", "petrol", "diesel"),
        ("Citroen,DS3", "1.6 THP 155", "diesel", "petrol"),
    ],
)
def test_a_badge_of_an_engine_names_the_fuel(
    make: str, model: str, stated: str, right: str, found: Callable[[Iterable[str]], list[Finding]]
) -> None:
    (finding,) = found([f"{make},{model},{stated},,,,,,,,,,"])
    assert finding.rule == "badge-contradicts-fuel"
    assert finding.suspect
    assert finding.suspect.suggestion == f'"{right}"'


def test_a_car_that_burns_fuel_does_not_go_without(
    found: Callable[[Iterable[str]], list[Finding]],
) -> None:
    (finding,) = found([changed(GOLF, mpg=0)])
    assert (finding.rule, finding.location.pointer) == ("placeholder-figure", "/mpg")
    assert found(["Nissan,Leaf,Acenta,electric,,107,206,11.5,90,0,1595,4445,1770,1550"]) == []


def test_a_torque_that_no_motor_gives_with_that_power_is_found_without_a_fuel(
    found: Callable[[Iterable[str]], list[Finding]],
) -> None:
    (finding,) = found(["Ferrari,458 Italia,,,,570,40,,,,,,,"])
    assert finding.rule == "torque-per-power"
    assert found(["Ferrari,F2004,,,,865,273,,,,,,,"]) == []


def test_figures_that_fit_no_kind_of_car_are_found_where_the_kind_is_unknown(
    found: Callable[[Iterable[str]], list[Finding]],
) -> None:
    (finding,) = found(["BMW,M3 E30,,,,640,170,6.7,146,,1165,,,"])
    assert finding.location.pointer == "/power"


@pytest.mark.parametrize(("column", "factor"), [("mass", 2.2046), ("speed", 1.609)])
def test_a_long_column_in_another_unit_is_one_finding(
    column: str, factor: float, found: Callable[[Iterable[str]], list[Finding]]
) -> None:
    place = COLUMNS.split(",").index(column)
    rows = [
        changed(
            car,
            model=f"{car.split(',')[1]} {number}",
            **{column: round(factor * float(car.split(",")[place]))},
        )
        for number in range(3)
        for car in CARS
    ]
    assert [finding.rule for finding in found(rows)] == ["column-in-another-unit"]


def test_a_power_of_zero_is_that_of_a_car_without_such_an_inlet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "speclint.toml").write_text(
        '[[sheets]]\nprofile = "kilowatt"\nfiles = ["cars.json"]\n', encoding="utf-8"
    )
    car = {
        "brand": "Renault",
        "model": "Zoe",
        "ac_charger": {"max_power": 22},
        "dc_charger": {"max_power": 0},
    }
    (tmp_path / "cars.json").write_text(json.dumps({"data": [car]}), encoding="utf-8")
    assert "ac-power-exceeds-dc" not in [finding.rule for finding in check().findings]


@pytest.mark.parametrize(
    "car",
    [
        "Toyota,iQ,1.0,petrol,996,67,67,14.7,93,,845,2985,1680,1500,2000",
        "Aston Martin,Cygnet,1.33,petrol,1329,98,92,11.8,106,,988,3078,1680,1500,2000",
        "smart,EQ fortwo,,electric,,80,118,11.6,81,,1095,2695,1663,1555,1873",
    ],
)
def test_neither_length_nor_wheelbase_of_a_two_seater_is_implausible(
    car: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    (tmp_path / "mine.toml").write_text(PROFILE + 'wheelbase = { mm = "wheelbase" }\n', encoding="utf-8")
    (tmp_path / "cars.csv").write_text(f"{COLUMNS},wheelbase\n{car}\n", encoding="utf-8")
    assert "figure-implausible" not in [finding.rule for finding in check().findings]
