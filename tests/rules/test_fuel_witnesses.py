"""Combined consumption, city with highway, and CO2: two that agree outvote the third."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from speclint.cli.commands import cli

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = '[[sheets]]\nfiles = ["*.json"]\nprofile = "spec-sheet"\n'
CO2 = "/co2/nedc/g~1km"
COMBINED, CITY = (f"/consumption/fuel/nedc/{part}/l~1100 km" for part in ("combined", "city"))


def warnings(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    combined: float,
    city: float,
    highway: float,
    co2: int | None,
    fuel: str = "diesel",
    year: int = 2010,
    variant: str = "2.0D",
) -> list[dict[str, Any]]:
    """The warnings on a car."""
    consumption = {"combined": combined, "city": city, "highway": highway}
    sheet: dict[str, Any] = {
        "make": "Volvo", "model": "V50", "variant": variant, "model_year": year, "market": "eu",
        "status": "production", "revised": "2020-12-31",
        "powertrain": {
            "type": "ice", "drive": "fwd", "gearbox": "manual", "power": {"kW": 110},
            "torque": {"Nm": 350 if fuel == "diesel" else 210},
            "engine": {"fuel": fuel, "displacement": {"cm³": 1984}},
        },
        "performance": {"top_speed": {"km/h": 210}, "acceleration_0_100_kmh": {"s": 9.4}},
        "consumption": {"fuel": {"nedc": {name: {"l/100 km": value} for name, value in consumption.items()}}},
        **({"co2": {"nedc": {"g/km": co2}}} if co2 else {}),
        "mass": {"unspecified": {"kg": 1450}},
        "sources": [{
            "title": "Technical data", "url": "https://www.volvocars.com/data", "accessed": "2020-12-31",
            "covers": ["/powertrain", "/performance", "/consumption", "/mass", *(["/co2"] if co2 else [])],
        }],
    }  # fmt: skip
    (tmp_path / "speclint.toml").write_text(CONFIG)
    (tmp_path / f"{variant}.json").write_text(json.dumps(sheet))
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(cli, ["check", "--format", "json"])
    return [each for each in json.loads(run.stdout)["findings"] if each["level"] == "warning"]


def blamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **figures: Any) -> set[str]:  # noqa: ANN401 - as `warnings` takes
    """The places that the warnings on such a car name."""
    found = warnings(tmp_path, monkeypatch, **figures)
    return {(each["suspect"] or each)["pointer"] for each in found}


def test_a_sheet_whose_three_witnesses_agree_is_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not blamed(tmp_path, monkeypatch, combined=5.1, city=6.6, highway=4.2, co2=134)


def test_a_consumption_that_city_and_highway_confirm_is_not_blamed_for_the_co2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert blamed(tmp_path, monkeypatch, combined=5.1, city=6.6, highway=4.2, co2=184) == {CO2}


def test_a_co2_that_city_and_highway_confirm_is_not_blamed_for_the_consumption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert blamed(tmp_path, monkeypatch, combined=4.1, city=6.6, highway=4.2, co2=134) == {COMBINED}


def test_a_co2_that_only_a_wrong_consumption_contradicts_is_not_reported_as_entry_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert CO2 not in blamed(tmp_path, monkeypatch, combined=6.1, city=6.6, highway=4.2, co2=134)


def test_consumption_converted_with_the_other_gallon_is_blamed_and_not_the_co2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = warnings(tmp_path, monkeypatch, combined=5.1, city=6.6, highway=4.2, co2=162)
    assert (found["suspect"]["pointer"], found["suspect"]["suggestion"]) == (COMBINED, "6.1")
    assert found["suspect"]["cause"] == "British gallons taken for American ones"


def test_a_co2_is_not_blamed_for_a_consumption_far_from_city_and_highway(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert blamed(tmp_path, monkeypatch, combined=6.4, city=5.2, highway=4.5, co2=133) == {COMBINED}


def test_no_consumption_is_proposed_that_city_and_highway_contradict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = warnings(tmp_path, monkeypatch, combined=9.8, city=7.8, highway=5.6, co2=128)
    assert found
    assert {each["suspect"]["suggestion"] for each in found if each["suspect"]} <= {None}


def test_a_city_consumption_that_is_not_between_the_other_two_by_the_weights_of_the_test_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = warnings(tmp_path, monkeypatch, combined=5.1, city=8.6, highway=4.2, co2=134)
    assert found["rule"] == "likely-entry-error"
    assert found["suspect"]["pointer"] == CITY
    assert 6.5 < float(found["suspect"]["suggestion"]) < 7


def test_a_combined_consumption_beside_city_and_highway_needs_no_co2_of_a_diesel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert blamed(tmp_path, monkeypatch, combined=5.1, city=8.6, highway=4.2, co2=None) == {CITY}


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param({"combined": 9.9, "city": 11.7, "highway": 7.7, "co2": 235, "fuel": "petrol"}, id="EPA"),
        pytest.param({"combined": 5.1, "city": 8.6, "highway": 4.2, "co2": 134, "year": 2019}, id="WLTP"),
        pytest.param({"combined": 5.1, "city": 8.6, "highway": 4.2, "co2": 134, "year": 1994}, id="before"),
        pytest.param(
            {"combined": 9.9, "city": 12.7, "highway": 7.7, "co2": None, "fuel": "petrol"}, id="USA"
        ),
    ],
)
def test_city_and_highway_of_another_test_contradict_no_combined_consumption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figures: dict[str, Any]
) -> None:
    assert not blamed(tmp_path, monkeypatch, **figures)


def test_a_digit_too_many_is_reported_beside_siblings_with_fewer_decimals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = {"combined": 5.1, "city": 6.6, "co2": None, "fuel": "petrol"}
    for variant in ("1.6", "1.8"):
        warnings(tmp_path, monkeypatch, highway=4.2, variant=variant, **figures)
    found = warnings(tmp_path, monkeypatch, highway=4.42, **figures)
    (message,) = (each["message"] for each in found if each["rule"] == "likely-entry-error")
    assert message.startswith("highway consumption 4.42 l/100 km is likely 4.2 l/100 km (digit added): ")


def test_a_second_decimal_is_no_entry_error_where_another_figure_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = {"combined": 5.1, "city": 6.61, "co2": None, "fuel": "petrol"}
    assert not warnings(tmp_path, monkeypatch, highway=4.42, **figures)
