"""Figures of a diesel engine under the fuel petrol: the word is at fault, not a figure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PROFILE = """\
[sheets]
files = ["cars.csv"]

[identity]
make = "make"
model = "model"
year = "year"
fuel = "fuel"

[quantities]
displacement = { "cm³" = "cc" }
power = { kW = "kw" }
torque = { Nm = "nm" }
acceleration_0_100_kmh = { s = "s" }
top_speed = { "km/h" = "kmh" }
mass_kerb = { kg = "kg" }
length = { mm = "length" }
width = { mm = "width" }
height = { mm = "height" }
wheelbase = { mm = "wheelbase" }
consumption_combined = { "l/100 km" = "l" }
"""
HEAD = "make,model,year,fuel,cc,kw,nm,s,kmh,kg,length,width,height,wheelbase,l"
AROSA = "Seat,Arosa,1998,{fuel},1422,55,{nm},12.3,170,955,3530,1640,1460,2320,{litres}"
"""The 1.4 TDI, as published."""


def found(run: Run, folder: Path, **stated: str) -> list[dict[str, Any]]:
    row = AROSA.format(**{"fuel": "diesel", "nm": "195", "litres": "4.3"} | stated)
    (folder / "cars.csv").write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    (folder / "profile.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "profile.toml"\n', encoding="utf-8")
    _, out, _ = run("check", "--format", "json", folder=folder)
    return [each for each in json.loads(out)["findings"] if each["level"] != "note"]


def test_a_diesel_car_under_its_fuel_is_good(run: Run, tmp_path: Path) -> None:
    assert found(run, tmp_path) == []


def test_the_fuel_is_the_suspect_where_all_figures_fit_the_other(run: Run, tmp_path: Path) -> None:
    (finding,) = found(run, tmp_path, fuel="petrol")
    assert finding["suspect"]["stated"] == "petrol"
    assert finding["suspect"]["suggestion"] is None
    assert finding["help"] == "the suspect is the fuel, petrol: all figures fit cars that burn diesel"


def test_a_wrong_torque_of_a_car_under_its_fuel_is_the_suspect_itself(run: Run, tmp_path: Path) -> None:
    (finding,) = found(run, tmp_path, nm="95")
    assert finding["suspect"]["stated"] == "95"
