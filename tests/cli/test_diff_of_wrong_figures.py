"""`diff` where an entry error was corrected, or made: both are named, once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import Run


def kilowatt(cars: Sequence[tuple[str, float, float, float]]) -> str:
    """A file of KilowattApp: of each car its model, DC power, battery and consumption."""
    return json.dumps({"data": [
        {
            "id": model, "brand": "A", "model": model, "vehicle_type": "car", "type": "BEV",
            "usable_battery_size": battery, "dc_charger": {"max_power": power},
            "energy_consumption": {"average_consumption": consumption},
        }
        for model, power, battery, consumption in cars
    ]})  # fmt: skip


def lines(run: Run, folder: Path, before: str, after: str) -> list[str]:
    for name, text in (("old", before), ("new", after)):
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    outcome = run("diff", "old.json", "new.json", "--profile", "kilowatt")
    assert outcome.err == ""
    return [line.strip() for line in outcome.out.splitlines() if line.startswith("  ")]


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        (197.0, 19.7, "197.0 was in Wh/km"),
        (1.97, 19.7, "1.97 had a shifted decimal point"),
        (197, 17, "197 had a digit too many"),
    ],
)
def test_an_entry_error_that_was_corrected_is_a_correction_and_no_large_jump(
    run: Run, tmp_path: Path, before: float, after: float, cause: str
) -> None:
    (line,) = lines(
        run, tmp_path, kilowatt([("Q4", 135, 76.6, before)]), kilowatt([("Q4", 135, 76.6, after)])
    )
    assert line.startswith(f"consumption {before} kWh/100 km → {after} kWh/100 km: ")
    assert line.endswith(f", a correction: {cause}")


@pytest.mark.parametrize(("before", "after"), [(19.7, 197.0), (19.7, 1.97), (17, 197)])
def test_an_entry_error_that_was_made_is_reported(
    run: Run, tmp_path: Path, before: float, after: float
) -> None:
    line, *found = lines(
        run, tmp_path, kilowatt([("Q4", 135, 76.6, before)]), kilowatt([("Q4", 135, 76.6, after)])
    )
    assert "correction" not in line
    assert len(found) == 1
    assert found[0].startswith(("warning[large-jump]", "warning[unit-flipped]"))


def test_a_jump_between_figures_that_cars_have_is_no_correction(run: Run, tmp_path: Path) -> None:
    line, found = lines(
        run, tmp_path, kilowatt([("Q4", 135, 76.6, 13.5)]), kilowatt([("Q4", 135, 76.6, 31.5)])
    )
    assert "correction" not in line
    assert found.startswith("warning[large-jump]")


BEFORE = [("Taycan", 223, 71, 16.9), ("600e", 100, 50.8, 16.7), ("e", 60, 32, 16)]
AFTER = [("Taycan", 71, 71, 16.9), ("600e", 50.8, 50.8, 16.7), ("e", 28.5, 28.5, 16)]


def test_a_column_that_took_the_numbers_of_another_is_reported_once_with_its_count(
    run: Run, tmp_path: Path
) -> None:
    found = [line for line in lines(run, tmp_path, kilowatt(BEFORE), kilowatt(AFTER)) if "became" in line]
    assert found == [
        (
            "warning[figure-became-another]: DC charging power 50.8 kW has the number of "
            "usable battery capacity 50.8 kWh, the same in 3 sheets"
        )
    ]


def test_the_order_of_the_records_does_not_matter_for_where_it_is_reported(run: Run, tmp_path: Path) -> None:
    assert lines(run, tmp_path, kilowatt(BEFORE), kilowatt(AFTER)) == lines(
        run, tmp_path, kilowatt(BEFORE[::-1]), kilowatt(AFTER[::-1])
    )


def test_taken_back_it_is_a_large_jump_alone(run: Run, tmp_path: Path) -> None:
    back = lines(run, tmp_path, kilowatt(AFTER), kilowatt(BEFORE))
    assert not [line for line in back if "became" in line]
    assert [line.split(":")[0] for line in back if line.startswith("warning")] == ["warning[large-jump]"] * 2


def e36(power: int, time: float, top_speed: int) -> str:
    """A BMW 325i of 1992 with another engine."""
    return json.dumps({
        "make": "BMW", "model": "325i", "variant": "E36", "market": "eu", "status": "production",
        "model_year": 1992, "mass": {"unspecified": {"kg": 1390}},
        "powertrain": {
            "type": "ice", "drive": "rwd", "power": {"hp": power}, "torque": {"Nm": 245},
            "engine": {"fuel": "petrol", "displacement": {"cm³": 2494}},
        },
        "performance": {"acceleration_0_100_kmh": {"s": time}, "top_speed": {"km/h": top_speed}},
    })  # fmt: skip


@pytest.mark.parametrize(
    ("power", "time", "top_speed", "stale"),
    [
        (535, 7.6, 230, ["0-100 km/h 7.6 s", "top speed 230 km/h"]),
        (535, 4.6, 310, []),
        (260, 6.3, 230, []),
        (185, 7.6, 230, []),
    ],
)
def test_with_much_more_power_the_time_and_the_top_speed_change_too(
    run: Run, tmp_path: Path, power: int, time: float, top_speed: int, stale: list[str]
) -> None:
    for name, text in (("old", e36(192, 7.6, 230)), ("new", e36(power, time, top_speed))):
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    out = run("diff", "old.json", "new.json").out
    assert [line.strip() for line in out.splitlines() if "dependent-figure-stale" in line] == [
        f"warning[dependent-figure-stale]: power changed from 192 hp to {power} hp, but {figure} did not"
        for figure in stale
    ]
