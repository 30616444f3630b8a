"""A figure that is restated in a second unit is one witness, and how certain a suspect is."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from speclint import check

if TYPE_CHECKING:
    from pathlib import Path

    from speclint import Finding

CAR: dict[str, Any] = {
    "make": "Ford", "model": "Nord", "market": "eu",
    "powertrain": {
        "type": "ice", "engine": {"fuel": "petrol", "displacement": {"cm³": 1999}},
        "power": {"kW": 110}, "torque": {"Nm": 190},
    },
    "mass": {"eu": {"kg": 1400}},
    "performance": {"top_speed": {"km/h": 210, "mph": 130}, "acceleration_0_100_kmh": {"s": 9.2}},
    "dimensions": {
        "length": {"mm": 4500}, "width": {"mm": 1800}, "height": {"mm": 1450}, "wheelbase": {"mm": 2650},
    },
}  # fmt: skip


def findings(folder: Path, group: str, quantity: str, stated: object) -> list[Finding]:
    """What is found in the figures of the car with one quantity stated otherwise."""
    car = copy.deepcopy(CAR)
    car[group][quantity] = stated
    (folder / "speclint.toml").write_text('[[sheets]]\nfiles = ["cars.json"]\nprofile = "spec-sheet"\n')
    (folder / "cars.json").write_text(json.dumps(car))
    found = check([folder]).findings
    return [finding for finding in found if finding.level != "note" and "0-100" in finding.message]


@pytest.mark.parametrize(
    ("group", "quantity", "stated", "meant"),
    [
        ("performance", "top_speed", {"km/h": 130, "mph": 81}, "209 km/h (mph in a km/h place)"),
        ("mass", "eu", {"kg": 3086, "lb": 6803}, ""),
    ],
)
def test_a_figure_that_agrees_with_its_conversion_may_be_the_suspect(
    group: str, quantity: str, stated: dict[str, int], meant: str, tmp_path: Path
) -> None:
    (finding,) = findings(tmp_path, group, quantity, stated)
    assert finding.suspect is not None
    assert finding.suspect.location.pointer.startswith(f"/{group}/{quantity}/")
    assert finding.suspect.suggestion is finding.fix is None
    assert finding.help is not None
    assert finding.help.endswith(meant)


def test_the_report_has_the_probability_of_the_suspect(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, "performance", "acceleration_0_100_kmh", {"s": 92})
    assert finding.suspect is not None
    assert finding.suspect.suggestion == "9.2"
    assert finding.suspect.probability is not None
    assert 0.9 < finding.suspect.probability <= 1
    assert finding.fix is not None
    assert not finding.fix.safe
