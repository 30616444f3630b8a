"""Contradictions that nothing else decides name no suspect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

OPEN = "one of these is wrong, and nothing else in the sheet or its siblings decides which"
HYBRID: dict[str, Any] = {
    "make": "Land Rover", "model": "Range Rover Evoque", "variant": "P300e", "market": "eu",
    "status": "production", "revised": "2024-03-01",
    "powertrain": {"type": "phev", "drive": "awd"},
    "battery": {"usable": {"kWh": 8.4}},
    "charging": {"dc": {"power": {"kW": 150}}},
    "mass": {"din": {"kg": 2082}, "payload": {"kg": 578}, "gross": {"kg": 2660}},
    "sources": [{
        "title": "Technical data", "url": "https://www.landrover.co.uk/data", "accessed": "2024-03-01",
        "covers": ["/powertrain", "/battery", "/charging", "/mass"],
    }],
}  # fmt: skip


def found(run: Run, folder: Path, rule: str, **changed: dict[str, Any]) -> dict[str, Any]:
    (folder / "speclint.toml").write_text('[[sheets]]\nfiles = ["*.json"]\nprofile = "spec-sheet"\n')
    (folder / "evoque.json").write_text(json.dumps(HYBRID | changed), encoding="utf-8")
    _, out, _ = run("check", "--format", "json", folder=folder)
    (finding,) = [each for each in json.loads(out)["findings"] if each["rule"] == rule]
    return finding


def test_neither_charging_power_nor_battery_is_blamed_for_the_other(run: Run, tmp_path: Path) -> None:
    battery, charging = {"usable": {"kWh": 7.3}}, {"dc": {"power": {"kW": 150}}}
    finding = found(
        run, tmp_path, "dc-power-exceeds-battery", powertrain={}, battery=battery, charging=charging
    )
    assert (finding["suspect"], finding["help"]) == (None, OPEN)
    assert [each["pointer"] for each in finding["related"]] == ["/battery/usable/kWh"]


def test_none_of_three_masses_is_blamed_that_no_entry_error_explains(run: Run, tmp_path: Path) -> None:
    finding = found(run, tmp_path, "payload-mismatch", mass={**HYBRID["mass"], "payload": {"kg": 893}})
    assert (finding["suspect"], finding["help"]) == (None, OPEN)


def test_of_three_masses_the_one_with_digits_transposed_is_blamed(run: Run, tmp_path: Path) -> None:
    finding = found(run, tmp_path, "payload-mismatch", mass={**HYBRID["mass"], "payload": {"kg": 857}})
    assert finding["suspect"]["pointer"] == "/mass/payload/kg"
