"""Rules on texts that state two figures, `150 kW (204 PS)`: a violation names the figure in the text."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from speclint import check
from speclint.changes.change import Pair, Revised
from speclint.changes.detect import diff_sheets
from speclint.profiles.compile import compile_profile
from speclint.quantities.figure_name import FigureName
from speclint.rules.evaluate import RuleSet, evaluate, evaluate_changes
from speclint.rules.registry import named, rule_named
from speclint.sheets.catalog import Catalog
from speclint.sheets.layers import layer_of
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet, read_sheet

PROFILE = """
[sheets]
files = ["*.json"]
[identity]
make = "make"
model = "model"
variant = "variant"
[quantities]
power = "power"
battery_usable = "battery"
top_speed = "speed"
range_wltp = "range"
mass_kerb = "mass"
acceleration_0_100_kmh = "sprint"
dc_charge_power = "dc"
[sources]
each = "sources[*]"
url = "url"
covers = "covers"
"""
IX2 = {
    "make": "BMW", "model": "iX2", "speed": "170 km/h", "mass": "2020 kg", "sprint": "8.6 s", "dc": "130 kW",
    "range": "470 km",
}  # fmt: skip


def sheet_of(name: str, **members: object) -> Sheet:
    text = json.dumps({"make": "BMW", "model": "iX2", **members}, ensure_ascii=False)
    profile = compile_profile("texts", tomllib.loads(PROFILE))
    place = SheetLocation(f"{name}.json", name, Path("/cars"))
    return read_sheet(place, (layer_of(place.path, text.encode()),), profile, None)


def names_found(rule: str, sheet: Sheet, *others: Sheet) -> list[FigureName]:
    found = evaluate(sheet, Catalog((sheet, *others)), RuleSet(named(rule)))
    return [name for _, violation in found for name in violation.names]


def name_changed(rule: str, base: Sheet, revision: Sheet) -> FigureName:
    changes = tuple(diff_sheets(Pair(base, revision)))
    revised = Revised(base, revision, changes, Catalog((base,)), Catalog((revision,)))
    ((_, violation),) = evaluate_changes(revised, [rule_named(rule)])
    return violation.name


@pytest.mark.parametrize(
    ("rule", "members", "names"),
    [
        (
            "conversion-mismatch", {"power": "150 kW (214 PS)"},
            [FigureName("/power", "PS", (8, 11)), FigureName("/power", "kW", (0, 3))],
        ),
        (
            "conversion-rounding", {"speed": "180 km/h (111 mph)"},
            [FigureName("/speed", "mph", (10, 13)), FigureName("/speed", "km/h", (0, 3))],
        ),
        (
            "metric-horsepower", {"power": "150 kW (204 hp)"},
            [FigureName("/power", "hp", (8, 11)), FigureName("/power", "kW", (0, 3))],
        ),
        ("figure-out-of-bounds", {"power": "150 kW (20400 PS)"}, [FigureName("/power", "PS", (8, 13))]),
    ],
)  # fmt: skip
def test_a_rule_on_one_sheet_names_the_figure_in_the_text(
    rule: str, members: dict[str, str], names: list[FigureName]
) -> None:
    assert names_found(rule, sheet_of("a", **members)) == names


def test_a_copied_variant_is_reported_at_the_figure_of_its_battery() -> None:
    small = sheet_of("a", **IX2, variant="20", battery="233 MJ (64.8 kWh)")
    large = sheet_of("b", **IX2, variant="30", battery="290 MJ (80.6 kWh)")
    assert names_found("sibling-copied", large, small) == [FigureName("/battery", "kWh", (8, 12))]


def test_no_correction_is_proposed_that_moves_a_violation_to_the_other_figure_of_a_text(
    tmp_path: Path,
) -> None:
    (tmp_path / "own.toml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n', encoding="utf-8")
    for name, battery in (("a", "233 MJ (64.8 kWh)"), ("b", "290 MJ (80.6 kWh)")):
        text = json.dumps({**IX2, "variant": name, "battery": battery})
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    (finding,) = check([tmp_path], select=["sibling-copied"]).findings
    assert finding.message.startswith("usable battery capacity is 80.6 kWh, and 64.8 kWh in a")
    # 80 kWh would agree with 290 MJ, which differs from the other variant all the same
    assert finding.suspect is None


SOURCE = [{"url": "https://www.bmw.com/data", "covers": ["/speed"]}]


def test_a_change_without_a_new_source_is_reported_at_the_figure_that_is_shown() -> None:
    base = sheet_of("a", speed="180 km/h (112 mph)", sources=SOURCE)
    revision = sheet_of("a", speed="200 km/h (124 mph)", sources=SOURCE)
    assert name_changed("figure-changed-without-source", base, revision) == FigureName(
        "/speed", "km/h", (0, 3)
    )


def test_a_removed_text_is_reported_at_its_first_figure() -> None:
    base, revision = sheet_of("a", power="150 kW (204 PS)"), sheet_of("a")
    assert name_changed("figure-removed", base, revision) == FigureName("/power", "kW", (0, 3))
