"""Screens on families miss nothing in families of real sheets with varied, exchanged and missing figures."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from test_screens import missed, project_in

from conftest import ROOT
from speclint.rules.evaluate import evaluate_rule
from speclint.rules.registry import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ON_FAMILIES = [
    entry for entry in REGISTRY if entry.group in {"siblings", "identity"} and entry.rule.on_family
]
FAMILIES = """
[[family]]
name = "one model"
by = ["make", "model"]
equal = ["wheelbase", "length"]
close = { power = "20 %", battery_usable = "10 %" }
same_keys = true

[[family]]
name = "one drive"
by = ["model", "powertrain.drive"]
equal = ["torque"]
close = { mass_kerb = "5 %", consumption_electric = "30 %" }
"""
SEEDS = range(4)
SHARES = ("torque", "power", "wheelbase", "length", "battery_usable", "motor_power", "nothing")


def leaves(value: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[dict[str, Any], str]]:  # noqa: ANN401
    """Where numbers stand in an object."""
    if isinstance(value, dict):
        for name, member in value.items():
            if isinstance(member, int | float):
                yield value, name
            yield from leaves(member, (*keys, name))


def varied(random: Random, base: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """A sheet with another variant, and perhaps other figures, fewer members and links to others."""
    sheet: dict[str, Any] = json.loads(json.dumps(base))
    sheet.pop("siblings", None)
    sheet["variant"] = random.choice(("xDrive30", "eDrive20", "M35i", "sDrive18i"))
    if random.random() < 0.5:
        sheet["model_year"] = random.randint(2020, 2025)
    if random.random() < 0.3:
        sheet["market"] = random.choice(("us", "gb"))
    if "powertrain" in sheet and random.random() < 0.4:
        sheet["powertrain"]["drive"] = random.choice(("fwd", "rwd", "awd"))
    for _ in range(random.choice((0, 0, 1, 1, 2, 5))):
        where, name = random.choice([*leaves(sheet)])
        number = where[name]
        where[name] = random.choice(
            (
                number + 1,
                number * 10,
                round(number * 1.25, 1),
                round(number * 0.7, 1),
                float(number),
                exchanged(number),
            )
        )
    if random.random() < 0.3:
        sheet.pop(random.choice(("dimensions", "mass", "performance", "battery", "range")), None)
    if random.random() < 0.4:
        sheet["mass"] = {"eu": {"kg": 1999}}
    if random.random() < 0.3:
        sheet["siblings"] = [
            {"sheet": name, "shares": random.sample(SHARES, random.randint(0, 3))}
            for name in random.sample(names, 2)
        ]
    return sheet


def exchanged(number: float) -> float:
    """A number with its first two digits exchanged."""
    text = str(number)
    both = text[1::-1] + text[2:]
    return float(both) if "." in both else int(both)


def make_catalog(folder: Path, seed: int) -> None:
    """Write a catalog of one make whose sheets are varied."""
    random = Random(seed)  # noqa: S311 - repeatable
    profile = (ROOT / "linter/speclint/profiles/spec-sheet.toml").read_text(encoding="utf-8")
    # without a schema no sheet is irregular
    profile = profile.replace('schema = "spec-sheet.schema.json"', "").replace(
        "year =", 'trim = "trim"\nyear =', 1
    )
    (folder / "mine.toml").write_text(profile + FAMILIES, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    (folder / "bmw").mkdir()
    bases = [
        json.loads(file.read_text(encoding="utf-8"))
        for file in random.sample(sorted((ROOT / "specs" / "bmw").glob("*.json")), 9)
    ]
    names = [f"bmw/car-{number}" for number in range(70)]
    made: list[dict[str, Any]] = []
    for name in names:
        if made and random.random() < 0.15:
            sheet = varied(random, random.choice(made), names)
            sheet["powertrain"] = {**sheet.get("powertrain", {}), "drive": "awd"}
        else:
            sheet = varied(random, random.choice(bases), [*names, "bmw/none"])
        made.append(sheet)
        (folder / f"{name}.json").write_text(json.dumps(sheet), encoding="utf-8")


@pytest.mark.parametrize("seed", SEEDS)
def test_screens_strike_what_rules_find_in_varied_families(seed: int, tmp_path: Path) -> None:
    make_catalog(tmp_path, seed)
    assert not [*missed(project_in(tmp_path))]


def test_varied_families_show_what_every_rule_on_families_finds(tmp_path: Path) -> None:
    found = set()
    for seed in SEEDS:
        folder = tmp_path / str(seed)
        folder.mkdir()
        make_catalog(folder, seed)
        project = project_in(folder)
        for sheet in project.reported:
            met = [entry for entry in ON_FAMILIES if entry.is_met_by(sheet.stated_names)]
            found |= {entry.declared for entry in met if evaluate_rule(sheet, project.catalog, entry.rule)}
    # its own test has generations of several years (test_production.py)
    left_out = {"siblings.status_contradicts_catalog:status_contradicts_catalog"}
    assert found | left_out == {entry.declared for entry in ON_FAMILIES}
