"""One figure in unrelated models, from whichever sheet it is looked at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from speclint import check

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = '[[sheets]]\nfiles = ["*.json"]\nprofile = "mine.toml"\n'
PROFILE = """
[sheets]
files = ["*.json"]
[identity]
make = "make"
model = "model"
[quantities]
power = { kW = "power" }
wheelbase = { mm = "wheelbase" }
mass_kerb = { kg = "mass" }
"""
CARS = {"a": (250, 2856), "b": (290, 2995), "c": (230, 2692), "d": (210, 2864)}


@pytest.fixture(autouse=True)
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "speclint.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "mine.toml").write_text(PROFILE, encoding="utf-8")
    for model, (power, wheelbase) in CARS.items():
        sheet = {"make": "BMW", "model": model, "power": power, "wheelbase": wheelbase, "mass": 1999}
        (tmp_path / f"{model}.json").write_text(json.dumps(sheet), encoding="utf-8")


def test_it_is_told_once_for_all() -> None:
    (finding,) = check(select=["figure-repeated"]).findings
    assert len(finding.related) == 3


@pytest.mark.parametrize("model", CARS)
def test_a_hook_that_names_one_of_them_is_told_too(model: str, tmp_path: Path) -> None:
    (finding,) = check([tmp_path / f"{model}.json"], select=["figure-repeated"]).findings
    assert finding.sheet == model
