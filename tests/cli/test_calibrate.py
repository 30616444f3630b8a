"""`speclint calibrate`: bands from the user's sheets, in a file that `check` reads."""

from __future__ import annotations

import json
import random
import re
from math import exp
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from conftest import ROOT, Run

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = '[[sheets]]\nfiles = ["cars/{make}/*.json"]\nprofile = "spec-sheet"\n'
SCHEMA = json.loads((ROOT / "schemas/bands.schema.json").read_text(encoding="utf-8"))
CARS = 130


def car(number: int, noise: random.Random) -> dict[str, Any]:
    """A petrol car of a maker whose cars all have a third of the mass of others."""
    power = exp(noise.uniform(4.0, 5.3))
    mass = 400 * (power / 100) ** 0.3 * exp(noise.gauss(0, 0.03))
    return {
        "make": "Tiny", "model": f"M{number // 3}", "variant": str(number), "market": "eu",
        "status": "production", "revised": "2024-01-01",
        "powertrain": {
            "type": "ice", "drive": "fwd", "power": {"kW": round(power)}, "engine": {"fuel": "petrol"}
        },
        "performance": {
            "acceleration_0_100_kmh": {"s": round(8 * (100 / power) ** 0.6 * exp(noise.gauss(0, 0.03)), 1)},
            "top_speed": {"km/h": round(170 * (power / 100) ** 0.33 * exp(noise.gauss(0, 0.02)))},
        },
        "mass": {"din": {"kg": round(mass)}},
        "sources": [
            {
                "title": "t", "url": "https://example.org/data", "accessed": "2024-01-01",
                "covers": ["/powertrain", "/performance", "/mass"],
            }
        ],
    }  # fmt: skip


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    noise = random.Random(1)  # noqa: S311 - no secret
    folder = tmp_path / "cars" / "tiny"
    folder.mkdir(parents=True)
    (tmp_path / "speclint.toml").write_text(CONFIG, encoding="utf-8")
    for number in range(CARS):
        text = json.dumps(car(number, noise))
        (folder / f"m{number // 3}-{number}.json").write_text(text, encoding="utf-8")
    return tmp_path


def follow(catalog: Path) -> None:
    (catalog / "speclint.toml").write_text(f'bands = "speclint-bands.json"\n\n{CONFIG}', encoding="utf-8")


def test_calibrated_bands_are_written_and_used(run: Run, catalog: Path) -> None:
    before = run("check", "--fail-on", "warning", "--format", "concise")
    assert before.out.count("figure-implausible") > CARS / 5
    status, out, err = run("calibrate")
    assert (status, err) == (0, "")
    lines = {tuple(line.split()[:3]): line for line in out.splitlines() if line.startswith("petrol")}
    assert lines["petrol", "mass", str(CARS)].endswith("fitted")
    assert lines["petrol", "torque", "0"].endswith("kept: too few cars")
    assert out.endswith(
        "speclint-bands.json: written\n"
        "to use it, write in speclint.toml, above its first table:\n"
        'bands = "speclint-bands.json"\n'
    )
    jsonschema.validate(json.loads((catalog / "speclint-bands.json").read_text("utf-8")), SCHEMA)
    follow(catalog)
    after = run("check", "--fail-on", "warning", "--format", "concise")
    assert (after.status, after.out, after.err) == (0, "", "")
    assert "above its first table" not in run("calibrate").out


def test_an_outlier_among_the_calibrated_cars_is_expected_where_these_are(run: Run, catalog: Path) -> None:
    assert run("calibrate").status == 0
    follow(catalog)
    file = catalog / "cars/tiny/m1-3.json"
    text = json.loads(file.read_text("utf-8"))
    usual = text["mass"]["din"]["kg"]
    text["mass"]["din"]["kg"] = 2 * usual
    file.write_text(json.dumps(text), encoding="utf-8")
    [finding] = json.loads(run("check", file, "--format", "json").out)["findings"]
    assert finding["rule"] == "figure-implausible"
    # published cars of this power have about three times the mass
    expected = re.search(r"expected (\d+) kg", finding["message"])
    assert expected is not None
    assert int(expected[1]) == pytest.approx(usual, rel=0.1)


def test_what_is_shipped_stays_where_there_are_few_cars(run: Run, catalog: Path) -> None:
    status, out, _ = run("calibrate", "cars/tiny/m1-3.json", "--output", "few.json")
    assert status == 0
    assert "fitted" not in out
    few = json.loads((catalog / "few.json").read_text("utf-8"))
    shipped = json.loads((ROOT / "linter/speclint/bands/shipped.json").read_text("utf-8"))
    assert few["portraits"] == shipped["portraits"]
    assert few["source"] == "speclint calibrate"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No such file or directory"),
        ("{}", "not a file of bands: Object missing required field `version`"),
        ('{"version": 99}', "bands of version 99; this speclint reads version 1"),
    ],
)
def test_a_file_that_cannot_be_followed_ends_the_run_in_one_line(
    run: Run, catalog: Path, content: str | None, message: str
) -> None:
    follow(catalog)
    if content is not None:
        (catalog / "speclint-bands.json").write_text(content, encoding="utf-8")
    status, out, err = run("check")
    assert (status, out) == (2, "")
    assert message in err
    assert err.startswith("speclint: ")
    assert err.endswith("run `speclint calibrate` to write it anew\n")
    assert err.count("\n") == 1
    # and can be written anew
    assert run("calibrate").status == 0
    assert run("check").status == 0


def test_a_file_outside_the_folder_is_refused(run: Run, catalog: Path) -> None:
    (catalog / "speclint.toml").write_text(f'bands = "a/../../b.json"\n{CONFIG}', encoding="utf-8")
    status, _, err = run("check")
    assert status == 2
    assert "bands" in err
