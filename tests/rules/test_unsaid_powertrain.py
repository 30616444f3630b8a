"""Sheets that do not state the powertrain."""

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
[quantities]
power = { kW = "power" }
motor_power = { kW = "motors[*]" }
range_wltp = { km = "range" }
tank = { l = "tank" }
"""


@pytest.mark.parametrize(
    ("beside", "is_reported"),
    [({"range": 420}, True), ({"range": 200}, False), ({}, False), ({"range": 420, "tank": 50}, False)],
)
def test_motors_are_held_against_the_whole_only_where_nothing_else_can_drive(
    beside: dict[str, int], *, is_reported: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    (tmp_path / "mine.toml").write_text(PROFILE, encoding="utf-8")
    sheet = {"make": "Chevrolet", "power": 415, "motors": [127, 128], **beside}
    (tmp_path / "blazer.json").write_text(json.dumps(sheet), encoding="utf-8")
    assert ("power-exceeds-motors" in [finding.rule for finding in check().findings]) is is_reported
