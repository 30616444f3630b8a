"""What the rules on bands ignore, and which corrections they find plausible."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT
from speclint.project.config import Config
from speclint.project.load import load_project
from speclint.project.request import Request
from speclint.rules.outliers import implausible
from speclint.rules.registry import RULES, rule_named
from speclint.rules.siblings.outliers import siblings_of
from speclint.vehicle.features import features_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from speclint.sheets.sheet import Sheet

GOLF: dict[str, Any] = json.loads(next(iter(rule_named("mass-implausible").good[0].sheets.values())))
FIGURES = ("power", "mass", "acceleration_0_100_kmh", "top_speed")


@pytest.fixture
def read(tmp_path: Path) -> Callable[[dict[str, Any]], Sheet]:
    def sheet(car: dict[str, Any]) -> Sheet:
        file = tmp_path / "specs" / "volkswagen" / "golf.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(car), encoding="utf-8")
        return next(load_project(Request(Config(tmp_path), tmp_path, [file]), lambda work, _: work).reported)

    return sheet


def golf(top: int = 216, kind: str = "ice", status: str = "production", **mass: object) -> dict[str, Any]:
    car: dict[str, Any] = json.loads(json.dumps(GOLF))
    car["performance"]["top_speed"]["km/h"] = top
    car["powertrain"]["type"], car["status"] = kind, status
    car["mass"] = mass or car["mass"]
    return car


def found(sheet: Sheet) -> list[str]:
    return [violation.name.pointer for violation in implausible(sheet, *FIGURES)]


def test_a_low_top_speed_is_reported_unless_makers_limit_cars_to_it(
    read: Callable[[dict[str, Any]], Sheet],
) -> None:
    assert found(read(golf(top=150))) == ["/performance/top_speed/km~1h"]
    assert found(read(golf(top=160))) == []


def test_a_high_top_speed_is_no_limit(read: Callable[[dict[str, Any]], Sheet]) -> None:
    assert found(read(golf(top=249 + 51))) == ["/performance/top_speed/km~1h"]


def test_what_is_expected_of_a_car_to_come_is_left_aside(read: Callable[[dict[str, Any]], Sheet]) -> None:
    assert found(read(golf(top=150, status="expected"))) == []


def test_a_mass_is_read_on_its_basis(read: Callable[[dict[str, Any]], Sheet]) -> None:
    assert found(read(golf(eu={"kg": 2050}))) == ["/mass/eu/kg"]
    assert found(read(golf(din={"lb": 4300}))) == ["/mass/din/lb"]
    assert found(read(golf(din={"kg": {"at_least": 3000}}))) == []
    # a range counts by the end that fits best
    assert found(read(golf(din={"kg": [1279, 2300]}))) == []


def test_a_car_of_unknown_fuel_is_reported_only_if_it_is_an_outlier_for_every_fuel(
    read: Callable[[dict[str, Any]], Sheet],
) -> None:
    car = golf(din={"kg": 5000})
    del car["powertrain"]["engine"]["fuel"]
    assert found(read(car)) == ["/mass/din/kg"]


def test_a_hybrid_is_judged_without_its_torque_and_consumption(
    read: Callable[[dict[str, Any]], Sheet],
) -> None:
    car = golf(kind="phev")
    car["consumption"]["fuel"]["nedc"]["combined"]["l/100 km"] = 0.4
    car["powertrain"]["torque"]["Nm"] = 900
    sheet = read(car)
    assert [
        violation
        for rule in RULES
        if rule.on_sheet and "implausible" in rule.id
        for violation in rule.on_sheet(sheet)
    ] == []


def test_a_hybrid_may_be_quicker_and_heavier_than_its_engine_alone_would_be(
    read: Callable[[dict[str, Any]], Sheet],
) -> None:
    weak, heavy = golf(kind="phev"), golf(kind="phev", din={"kg": 2100})
    weak["powertrain"]["power"]["kW"] = 60
    assert found(read(weak)) == found(read(heavy)) == []
    strong = golf(kind="phev")
    strong["powertrain"]["power"]["kW"] = 250
    assert found(read(strong)) == ["/powertrain/power/kW"]


def test_hybrids_are_compared_with_hybrids_and_others_with_others(tmp_path: Path) -> None:
    folder = tmp_path / "specs" / "volkswagen"
    folder.mkdir(parents=True)
    for kind, tops in {"ice": (214, 215, 216), "phev": (220, 221)}.items():
        for top in tops:
            car = golf(top=top, kind=kind) | {"variant": f"{kind} {top}"}
            (folder / f"golf-{kind}-{top}.json").write_text(json.dumps(car), encoding="utf-8")
    project = load_project(Request(Config(tmp_path), tmp_path), lambda work, _: work)
    counts = {
        sheet.field("variant"): len(siblings_of(sheet, features_of(sheet), project.catalog))
        for sheet in project.reported
    }
    assert counts == {"ice 214": 2, "ice 215": 2, "ice 216": 2, "phev 220": 1, "phev 221": 1}


def test_the_projects_own_sheets_are_plausible() -> None:
    request = Request(Config(ROOT), ROOT)
    rules = [rule for rule in RULES if "implausible" in rule.id]
    project = load_project(request, lambda work, _: work)
    assert len(project.read) > 30
    for sheet in project.reported:
        assert [violation for rule in rules if rule.on_sheet for violation in rule.on_sheet(sheet)] == []
