"""A car whose siblings are wrong is not blamed for being unlike them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from speclint.cli.commands import cli

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CONFIG = '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n'
GOLFS = (
    (110, 320, 1279, 8.6, 216),
    (77, 250, 1220, 10.7, 192),
    (66, 230, 1200, 11.9, 182),
    (135, 380, 1302, 7.5, 230),
)
"""Power, torque, kerb mass, time and top speed of four diesel cars of one model."""


def golf(power: int, torque: int, mass: int, time: float, top: int) -> dict[str, Any]:
    return {
        "make": "Volkswagen", "model": "Golf", "variant": f"{power} kW", "market": "eu",
        "status": "production", "revised": "2024-03-01",
        "powertrain": {
            "type": "ice", "drive": "fwd", "power": {"kW": power}, "torque": {"Nm": torque},
            "engine": {"fuel": "diesel"},
        },
        "mass": {"din": {"kg": mass}},
        "performance": {"acceleration_0_100_kmh": {"s": time}, "top_speed": {"km/h": top}},
        "sources": [{
            "title": "Technical data", "url": "https://www.volkswagen.de/data", "accessed": "2024-03-01",
            "covers": ["/powertrain", "/mass", "/performance"],
        }],
    }  # fmt: skip


def blamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, wrong: int) -> set[str]:
    """The sheets with errors or warnings; the first so many of the cars have a top speed in mph."""
    (tmp_path / "specs/volkswagen").mkdir(parents=True)
    (tmp_path / "speclint.toml").write_text(CONFIG)
    for index, (*car, top) in enumerate(GOLFS):
        document = golf(*car, round(top / 1.609344) if index < wrong else top)
        (tmp_path / f"specs/volkswagen/golf-{car[0]}-kw.json").write_text(json.dumps(document))
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(cli, ["check", "--format", "json"])
    found = json.loads(run.stdout)["findings"]
    return {
        each["sheet"].removeprefix("volkswagen/golf-").removesuffix("-kw")
        for each in found
        if each["level"] != "note"
    }


def test_cars_that_agree_are_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert blamed(tmp_path, monkeypatch, wrong=0) == set()


def test_the_car_that_is_unlike_its_siblings_is_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert blamed(tmp_path, monkeypatch, wrong=1) == {"110"}


def test_a_good_car_is_not_blamed_for_being_unlike_wrong_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert blamed(tmp_path, monkeypatch, wrong=3) == {"110", "77", "66"}
