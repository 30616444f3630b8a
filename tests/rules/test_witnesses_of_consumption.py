"""Which of consumption and CO2 is at fault, by what city and highway say and how they were converted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

RULES = ("co2-contradicts-consumption", "combined-outside-city-highway", "likely-entry-error")


def findings(run: Run, folder: Path, grams: int, **litres: float) -> list[dict[str, Any]]:
    """The findings in a petrol car with a consumption in city, on the highway and combined."""
    sheet = {
        "make": "Volkswagen", "model": "Golf", "variant": "1.4", "market": "eu", "status": "production",
        "revised": "2010-03-01", "powertrain": {"type": "ice", "engine": {"fuel": "petrol"}},
        "consumption": {"fuel": {"nedc": {name: {"l/100 km": value} for name, value in litres.items()}}},
        "co2": {"nedc": {"g/km": grams}},
        "sources": [{
            "title": "Technical data", "url": "https://www.volkswagen.de/data", "accessed": "2010-03-01",
            "covers": ["/powertrain", "/consumption", "/co2"],
        }],
    }  # fmt: skip
    (folder / "speclint.toml").write_text('[[sheets]]\nfiles = ["*.json"]\nprofile = "spec-sheet"\n')
    (folder / "golf.json").write_text(json.dumps(sheet), encoding="utf-8")
    _, out, _ = run("check", "--format", "json", folder=folder)
    return [each for each in json.loads(out)["findings"] if each["rule"] in RULES]


def test_consumption_converted_with_the_other_gallon_is_blamed_and_not_the_co2(
    run: Run, tmp_path: Path
) -> None:
    (found,) = findings(run, tmp_path, 154, city=7.3, highway=4.4, combined=5.5)
    assert found["rule"] == "co2-contradicts-consumption"
    assert found["suspect"]["pointer"] == "/consumption/fuel/nedc/combined/l~1100 km"
    assert found["suspect"]["suggestion"] == "6.6"
    assert found["suspect"]["cause"] == "British gallons taken for American ones"


def test_co2_that_city_and_highway_contradict_is_blamed_where_no_gallon_explains_it(
    run: Run, tmp_path: Path
) -> None:
    (found,) = findings(run, tmp_path, 184, city=7.3, highway=4.4, combined=5.5)
    assert found["suspect"]["pointer"] == "/co2/nedc/g~1km"


def test_co2_is_not_blamed_for_a_combined_consumption_far_from_city_and_highway(
    run: Run, tmp_path: Path
) -> None:
    suspects = {
        each["suspect"]["pointer"]
        for each in findings(run, tmp_path, 119, city=5.2, highway=4.5, combined=6.4)
    }
    assert suspects == {"/consumption/fuel/nedc/combined/l~1100 km"}


def test_no_consumption_is_proposed_that_city_and_highway_contradict(run: Run, tmp_path: Path) -> None:
    found = findings(run, tmp_path, 115, city=7.8, highway=5.6, combined=9.8)
    assert {each["suspect"]["suggestion"] for each in found if each["suspect"]} <= {None}
