"""Which of two units is the suspect, and which value is suggested for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from speclint import check

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.results import Suspect

CAR: dict[str, Any] = {
    "make": "Nord", "model": "Skog", "variant": "1.6", "market": "eu", "status": "production",
    "powertrain": {"type": "ice", "engine": {"fuel": "petrol"}},
}  # fmt: skip


def suspect(folder: Path, **members: object) -> Suspect | None:
    """The suspect of the only finding in a car."""
    (folder / "car.json").write_text(json.dumps(CAR | members))
    (folder / "speclint.toml").write_text('[[sheets]]\nfiles = ["car.json"]\nprofile = "spec-sheet"\n')
    (finding,) = [each for each in check([folder]).findings if each.rule.startswith("conversion")]
    return finding.suspect


def of(found: Suspect | None) -> tuple[str, str | None]:
    assert found is not None
    return found.unit, found.suggestion


@pytest.mark.parametrize(
    ("litres", "miles", "co2", "expected"),
    [
        (7.5, 52.3, 126, ("l/100 km", "5.4")), (7.5, 52.3, 176, ("mpg UK", "37.7")),
        (6.9, 29.4, 225, ("l/100 km", "9.6")), (6.9, 29.4, 161, ("mpg UK", "40.9")),
    ],
)  # fmt: skip
def test_co2_settles_which_consumption_is_wrong(
    litres: float, miles: float, co2: int, expected: tuple[str, str], tmp_path: Path
) -> None:
    consumption = {"fuel": {"nedc": {"combined": {"l/100 km": litres, "mpg UK": miles}}}}
    assert of(suspect(tmp_path, consumption=consumption, co2={"nedc": {"g/km": co2}})) == expected


@pytest.mark.parametrize(
    ("newtons", "pounds", "expected"), [(250, 194, ("lb-ft", "184")), (253, 184, ("Nm", "250"))]
)
def test_a_round_torque_in_newton_metres_is_no_suspect(
    newtons: int, pounds: int, expected: tuple[str, str], tmp_path: Path
) -> None:
    torque = {"Nm": newtons, "lb-ft": pounds}
    assert of(suspect(tmp_path, powertrain=CAR["powertrain"] | {"torque": torque})) == expected


@pytest.mark.parametrize(
    ("power", "expected"),
    [
        ({"kW": 60, "PS": 28, "hp": 80}, ("PS", "82")), ({"kW": 60, "PS": 820, "hp": 80}, ("PS", "82")),
        ({"kW": 77, "PS": 10.5, "hp": 103}, ("PS", "105")),
        ({"kW": 190, "PS": 25.8, "hp": 255}, ("PS", "258")),
    ],
)  # fmt: skip
def test_horsepower_is_the_nearest_to_the_kilowatts_in_the_digits_that_are_usual(
    power: dict[str, float], expected: tuple[str, str], tmp_path: Path
) -> None:
    assert of(suspect(tmp_path, powertrain=CAR["powertrain"] | {"power": power})) == expected
