"""The generator of faults, and how findings are matched to them: on the project's own sheets."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

import pytest

from accuracy.checked import Catalog, batches
from accuracy.faults import FACTORS, KINDS, OF_ANY, candidates, is_beyond_rounding, seed
from accuracy.peers import BoundedSchema, RangeProfile
from accuracy.sheets import Figure, Sheet, from_row, literal, own
from accuracy.units import RECIPROCAL, UNITS, agree, converted
from conftest import ROOT
from published import HOLD_OUT, faults_of, is_held_out
from speclint.quantities.unit import UNITS as TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OWN = own(ROOT / "specs")
ROW = {  # what specs/bmw/x1-sdrive18i.json states
    "family": "5", "year": "2022", "fuel": "petrol", "gearbox": "automatic", "drive": "FWD",
    "power_kW": "100.0", "torque_Nm": "230.0", "mass_kg": "1500.0", "displacement_cm3": "1500.0",
    "top_speed_kmh": "208.0", "acceleration_0_100_kmh_s": "9.2", "co2_g_km": "",
    "fuel_combined_l_100km": "", "fuel_city_l_100km": "", "fuel_highway_l_100km": "",
    "length_mm": "4500.0", "width_mm": "1845.0", "height_mm": "1642.0", "wheelbase_mm": "2692.0",
}  # fmt: skip


def drawn(number: int) -> Random:
    return Random(number)  # noqa: S311 - it hides nothing


def seeded(count: int) -> Iterator[tuple[Sheet, object, bytes]]:
    rng = drawn(7)
    for _ in range(count):
        sheet = rng.choice(OWN)
        found = seed(
            sheet, [other for other in OWN if other.group == sheet.group and other is not sheet], rng
        )
        if found:
            yield sheet, *found


def numbers(value: object, pointer: str = "") -> dict[str, object]:
    items = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    )
    if items is None:
        return {pointer: value}
    found = {}
    for name, member in items:
        found |= numbers(member, f"{pointer}/{str(name).replace('/', '~1')}")
    return found


def test_the_generator_imports_nothing_of_speclint() -> None:
    for name in ("faults", "sheets", "units"):
        tree = ast.parse((ROOT / f"benchmarks/accuracy/{name}.py").read_text(encoding="utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        modules += [
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        ]
        assert not [module for module in modules if module.startswith("speclint")]


def test_a_fault_changes_exactly_one_figure() -> None:
    for sheet, fault, text in seeded(400):
        before, after = numbers(json.loads(sheet.text())), numbers(json.loads(text))
        changed = {at for at in before | after if before.get(at) != after.get(at)}
        assert changed
        assert all(at == fault.pointer or at.startswith(f"{fault.pointer}/") for at in changed)


def test_a_fault_contradicts_the_figure_in_another_unit_or_differs_beyond_rounding() -> None:
    found = 0
    for sheet, fault, _ in seeded(400):
        (figure,) = [stated for stated in sheet.figures() if stated.pointer == fault.pointer]
        wrong = json.loads(fault.wrong, parse_float=Decimal)
        assert is_beyond_rounding(figure, wrong)
        assert fault.right == literal(figure.value) != fault.wrong
        found += 1
    assert found > 350


def test_every_class_of_fault_is_found_in_the_own_sheets_or_made_from_rows() -> None:
    kinds = {fault.kind for _, fault, _ in seeded(2000)}
    assert kinds == set(KINDS)


def test_one_seed_draws_one_set_of_faults() -> None:
    first, second = (
        [fault for batch in batches(OWN, 40, drawn(3), KINDS) for fault, _ in batch] for _ in range(2)
    )
    assert first == second


def test_a_batch_has_one_fault_in_each_family_at_most() -> None:
    group = {sheet.id: sheet.group for sheet in OWN}
    for batch in batches(OWN, 60, drawn(3), KINDS):
        groups = [group[fault.sheet] for fault, _ in batch]
        assert len(groups) == len(set(groups))


def figure(unit: str, value: object, **twins: object) -> Figure:
    return Figure(f"/performance/top_speed/{unit}", "top speed", unit, value, twins)


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("transposed", 180, {810, 108}),
        ("dropped digit", 180, {18, 80, 10}),
        ("decimal shift", 180, {1800, Decimal("18.0")}),
        ("factor 1.25", 180, {225, 144}),
        ("factor 1.5", 180, {270, 120}),
        ("factor 2", 180, {360, 90}),
        ("unit swap", 180, {112}),
    ],
)
def test_each_kind_of_fault_gives_the_values_of_that_entry_error(
    kind: str, value: int, found: set[object]
) -> None:
    assert set(candidates(kind, figure("km/h", value), OWN[0], [])) == found


def test_pure_factors_are_for_figures_stated_once() -> None:
    assert not any(candidates(kind, figure("km/h", 180, mph=112), OWN[0], []) for kind in FACTORS)
    assert set(KINDS) - set(OF_ANY) == set(FACTORS)


def test_a_value_within_rounding_is_no_fault() -> None:
    assert not is_beyond_rounding(figure("km/h", 180, mph=112), 181)
    assert not is_beyond_rounding(figure("mph", 112, **{"km/h": 180}), 111)
    assert is_beyond_rounding(figure("mph", 112, **{"km/h": 180}), 110)
    assert not is_beyond_rounding(figure("km/h", Decimal("180.4")), 180)
    assert is_beyond_rounding(figure("km/h", 180), 181)


def test_factors_agree_with_those_of_speclint() -> None:
    for name, (kind, factor) in UNITS.items():
        unit = TABLE[name]
        first = next(other for other, (its, _) in UNITS.items() if its == kind)
        assert unit.reciprocal == (name in RECIPROCAL)
        assert unit.factor / TABLE[first].factor == factor, name


def test_conversions_are_those_that_makers_print() -> None:
    assert [converted(230, "kW", unit) for unit in ("PS", "hp")] == [313, 308]
    assert converted(180, "km/h", "mph") == 112
    assert converted(4554, "mm", "in") == Decimal("179.3")
    assert converted(Decimal("6.3"), "l/100 km", "mpg UK") == Decimal("44.8")
    assert agree("l/100 km", [Decimal("7.1"), Decimal("7.8")], "mpg UK", [Decimal("36.2"), Decimal("39.8")])
    assert not agree("Nm", 494, "lb-ft", 346)


@pytest.mark.parametrize(("form", "figures"), [("dual", 20), ("single", 10)])
def test_a_sheet_made_from_a_row_is_valid_and_has_no_finding(
    form: str,
    figures: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    sheet = from_row(ROW, 0, dual=form == "dual")
    catalog = Catalog(tmp_path, [sheet])
    assert catalog.unfaulted == []
    assert BoundedSchema([sheet]).alarms([sheet]) == 0
    assert len(sheet.figures()) == figures


def test_a_fault_is_detected_explained_and_taken_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sheet = from_row(ROW, 0, dual=True)
    catalog = Catalog(tmp_path, [sheet])
    rng = drawn(1)
    found = (seed(sheet, [], rng, ["transposed"]) for _ in range(100))
    torque = next(
        fault for fault in found if fault and fault[0].quantity == "torque" and fault[0].unit == "Nm"
    )
    (verdict,) = catalog.judged([torque])
    assert (verdict.detected, verdict.suspect, verdict.exact, verdict.blamed) == (True, True, True, ())
    assert [str(finding) for finding in catalog.findings()] == []


def test_a_schema_with_bounds_sees_only_what_no_car_has() -> None:
    sheet = from_row(ROW, 0, dual=False)
    schema = BoundedSchema([sheet])
    rng = drawn(1)
    found = [seed(sheet, [], rng, [kind]) for kind in ["decimal shift"] * 60 + ["factor 1.25"] * 60]
    speed = [fault for fault in found if fault and fault[0].quantity == "top speed"]
    detected = {
        (fault.wrong, is_detected)
        for (fault, _), is_detected in zip(speed, schema.detects(speed), strict=True)
    }
    assert ("2080", True) in detected
    assert ("260", False) in detected


def test_a_range_profile_learns_least_and_greatest() -> None:
    pytest.importorskip("pandera", reason="the range profile is a peer of the bench extra")
    sheet, larger = from_row(ROW, 0, dual=False), from_row(ROW | {"top_speed_kmh": "230.0"}, 1, dual=False)
    profile = RangeProfile([sheet, larger])
    assert profile.alarms([sheet, larger]) == 0
    assert profile.alarms([from_row(ROW | {"top_speed_kmh": "231.0"}, 2, dual=False)]) == 1


def test_rows_with_impossible_values_are_not_good() -> None:
    burnt = {"fuel_combined_l_100km": "6.3", "co2_g_km": "144.0"}
    rows = [ROW | changes for changes in ({}, burnt, burnt | {"co2_g_km": "200.0"}, {"width_mm": "18450.0"})]
    assert [bool(fault) for fault in faults_of(rows)] == [False, False, True, True]


def test_every_fifth_family_is_held_out() -> None:
    assert [family for family in range(1, 16) if is_held_out(family)] == [
        HOLD_OUT,
        2 * HOLD_OUT,
        3 * HOLD_OUT,
    ]


def test_without_the_figures_the_command_names_the_missing_file() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks/accuracy", "no.csv"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "published-figures.csv" in done.stderr
