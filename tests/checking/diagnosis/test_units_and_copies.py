"""Figures in another unit than their key states, and figures that are the number of another quantity."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from speclint import check

if TYPE_CHECKING:
    from pathlib import Path

    from speclint import Finding

CAR: dict[str, Any] = {
    "brand": "Nord", "vehicle_type": "car", "type": "bev", "model": "Skog", "variant": "Pro",
    "release_year": 2022, "usable_battery_size": 58, "charging_voltage": 400,
    "ac_charger": {"usable_phases": 3, "ports": ["type2"], "max_power": 11},
    "dc_charger": {"ports": ["ccs"], "max_power": 120},
    "energy_consumption": {"average_consumption": 16.8},
}  # fmt: skip


def findings(folder: Path, **members: object) -> list[Finding]:
    (folder / "speclint.toml").write_text('[[sheets]]\nfiles = ["cars.json"]\nprofile = "kilowatt"\n')
    (folder / "cars.json").write_text(json.dumps({"data": [CAR | members]}))
    return list(check([folder]).findings)


@pytest.mark.parametrize(
    ("stated", "meant"),
    [(197.0, "19.7"), (168, "16.8"), (137.5, "13.75"), (98, "9.8"), (245.0, "24.5"), (150, "15.0")],
)
def test_a_consumption_ten_times_too_high_is_one_of_watt_hours(
    stated: float, meant: str, tmp_path: Path
) -> None:
    (finding,) = findings(tmp_path, energy_consumption={"average_consumption": stated})
    assert finding.suspect is not None
    assert (finding.suspect.suggestion, finding.suspect.cause) == (meant, "Wh/km in a kWh/100 km place")
    assert finding.message.endswith(f"{stated} Wh/km is {meant} kWh/100 km")


@pytest.mark.parametrize("battery", [25, 28.5, 20.5])
def test_a_power_that_is_the_number_of_the_battery_is_the_suspect_and_not_the_phases(
    battery: float, tmp_path: Path
) -> None:
    charger = {"usable_phases": 1, "ports": ["type2"], "max_power": battery}
    (finding,) = findings(tmp_path, usable_battery_size=battery, ac_charger=charger)
    assert finding.suspect is not None
    assert finding.suspect.location.pointer == "/data/0/ac_charger/max_power"
    assert finding.suspect.suggestion is None
    assert finding.help is not None
    assert finding.help.endswith("it is the number of usable battery capacity")


@pytest.mark.parametrize(("battery", "power"), [(39.2, 37), (36.8, 36.8), (20.5, 20.5), (42, 42)])
def test_a_power_that_no_charger_on_board_has_is_found_and_no_digits_are_guessed(
    battery: float, power: float, tmp_path: Path
) -> None:
    charger = {"usable_phases": 3, "ports": ["type2"], "max_power": power}
    (finding,) = findings(tmp_path, usable_battery_size=battery, ac_charger=charger)
    assert (finding.rule, finding.location.pointer) == (
        "ac-power-implausible", "/data/0/ac_charger/max_power",
    )  # fmt: skip
    assert finding.suspect is None or finding.suspect.suggestion is None


@pytest.mark.parametrize(("battery", "power"), [(22, 43), (22, 22), (58, 22), (11, 11), (75, 16.5)])
def test_the_powers_of_chargers_on_board_are_left_alone(battery: float, power: float, tmp_path: Path) -> None:
    charger = {"usable_phases": 3, "ports": ["type2"], "max_power": power}
    assert findings(tmp_path, usable_battery_size=battery, ac_charger=charger) == []
