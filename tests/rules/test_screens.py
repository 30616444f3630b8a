"""A screen strikes every sheet in which its rule finds something: in every example, and in public data."""

from __future__ import annotations

import os
import shutil
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_examples import lay_out

from conftest import ROOT
from speclint.columns.collect import Collection
from speclint.project.load import load_project
from speclint.project.request import requests_for, silent
from speclint.rules.evaluate import evaluate_rule
from speclint.rules.registry import REGISTRY, RULES
from speclint.rules.screening import struck_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.profiles.profile import Profile
    from speclint.project.load import Project
    from speclint.rules.rule import Rule
    from speclint.sheets.sheet import Sheet

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared"))
ON_SHEETS = [entry for entry in REGISTRY if entry.rule.on_sheet or entry.rule.on_family]
MAX_SHEETS = 600
"""Sheets of a public data set that are looked at."""


def missed(project: Project) -> Iterator[str]:
    """Each rule with the sheets in which it finds something and which its screen does not strike."""
    by_profile: dict[str, tuple[Profile, list[Sheet]]] = {}
    for sheet in islice(project.reported, MAX_SHEETS):
        if sheet.profile is not None:
            by_profile.setdefault(sheet.profile.name, (sheet.profile, []))[1].append(sheet)
    for profile, sheets in by_profile.values():
        collection = Collection(profile)
        for sheet in sheets:
            collection.add(sheet)
        columns = collection.columns()
        for entry in ON_SHEETS:
            struck = struck_by(columns, entry) | columns.irregular
            for row, sheet in enumerate(sheets):
                if not struck[row] and entry.is_met_by(sheet.stated_names):
                    for _, violation in evaluate_rule(sheet, project.catalog, entry.rule):
                        yield f"{entry.first_id} in {sheet.id}: {violation.message}"


def project_in(folder: Path) -> Project:
    (request,) = requests_for(folder, [], None)
    return load_project(request, silent)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if not rule.on_change], ids=lambda rule: rule.first_id
)
def test_screens_strike_what_rules_find_in_the_examples_of_a_rule(rule: Rule, tmp_path: Path) -> None:
    for number, example in enumerate((*rule.bad, *rule.good)):
        folder = tmp_path / str(number)
        folder.mkdir()
        lay_out(example, folder)
        assert not [*missed(project_in(folder))]


def test_screens_strike_what_rules_find_in_the_own_sheets() -> None:
    assert not [*missed(project_in(ROOT))]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("profile", "files"), [("open-ev-data", ""), ("kilowatt", 'files = ["ev-data-dd08fe4.json"]')]
)
def test_screens_strike_what_rules_find_in_public_data(profile: str, files: str, tmp_path: Path) -> None:
    if not SHARED.exists():
        pytest.skip("needs public data sets: SPECLINT_SHARED names their folder")
    shutil.copytree(SHARED / "data" / profile, tmp_path, dirs_exist_ok=True, copy_function=shutil.copyfile)
    (tmp_path / "speclint.toml").write_text(f'[[sheets]]\n{files}\nprofile = "{profile}"\n')
    assert not [*missed(project_in(tmp_path))]
