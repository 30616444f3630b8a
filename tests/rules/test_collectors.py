"""Rules on whole catalogs find the same in columns as in sheets that are added one after the other."""

from __future__ import annotations

import os
import shutil
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from test_examples import lay_out
from test_family_screens import make_catalog
from test_screens import MAX_SHEETS, project_in

from conftest import ROOT
from speclint.columns.collect import Collection
from speclint.rules.catalog.column import Column
from speclint.rules.catalog.columns import Columns
from speclint.rules.catalog.pairs import Pair
from speclint.rules.collector import Tally
from speclint.rules.evaluate import CatalogEvaluation
from speclint.rules.registry import CATALOG, REGISTRY, RULES
from speclint.rules.rows import Rows
from speclint.rules.rule import Violation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from speclint.project.load import Project
    from speclint.rules.rule import Rule

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared"))
ON_CATALOGS = [entry for entry in REGISTRY if entry.group == CATALOG]


def state(value: object) -> object:
    """What a collector holds, in plain values."""
    match value:
        case Sheet():
            plain: object = value.place
        case Tally():
            plain = value.count, [(place.message, place.name, state(place.sheet)) for place in value.examples]
        case Column():
            first = [(sheet.place, figure.name) for sheet, figure in value.first]
            plain = value.count, value.bins, state(value.examples), first
        case Violation():
            related = [(place.message, place.name, state(place.sheet)) for place in value.related]
            plain = value.message, value.name, state(value.sheet), related, value.arguments, value.setting
        case dict():
            plain = {key: state(member) for key, member in value.items()}
        case list() | tuple():
            plain = [*map(state, value)]
        case Columns():
            plain = state(value.columns)
        case Pair():
            value.settle()
            plain = state(vars(value))
        case _:
            plain = value
    return plain


def found(evaluation: CatalogEvaluation) -> list[object]:
    """The violations of an evaluation, in any order."""
    return sorted(((rule.id, state(violation)) for rule, violation in evaluation.violations()), key=str)


def assert_equal_either_way(project: Project) -> None:
    by_profile: dict[str, list[Sheet]] = {}
    for sheet in islice(project.reported, MAX_SHEETS):
        if sheet.profile is not None:
            by_profile.setdefault(sheet.profile.name, []).append(sheet)
    for sheets in by_profile.values():
        one_by_one, by_column = CatalogEvaluation(ON_CATALOGS), CatalogEvaluation(ON_CATALOGS)
        profile = sheets[0].profile
        assert profile is not None
        collection = Collection(profile)
        for sheet in sheets:
            collection.add(sheet)
            one_by_one.add(sheet)
        by_column.add_columns(Rows(collection.columns(), np.arange(len(sheets)), sheets.__getitem__))
        pairs = zip(
            one_by_one.collectors_of(profile.name), by_column.collectors_of(profile.name), strict=True
        )
        for (rule, mine), (_, theirs) in pairs:
            if rule.id != "file-without-figures":
                # which reads layers only where it must
                assert state(vars(theirs)) == state(vars(mine)), rule.id
        assert found(by_column) == found(one_by_one)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.on_catalog], ids=lambda rule: rule.first_id)
def test_columns_of_the_examples_of_a_rule_give_what_their_sheets_give(rule: Rule, tmp_path: Path) -> None:
    for number, example in enumerate((*rule.bad, *rule.good)):
        folder = tmp_path / str(number)
        folder.mkdir()
        lay_out(example, folder)
        assert_equal_either_way(project_in(folder))


def test_columns_of_the_own_sheets_give_what_sheets_give() -> None:
    assert_equal_either_way(project_in(ROOT))


@pytest.mark.parametrize("seed", range(2))
def test_columns_of_varied_sheets_give_what_sheets_give(seed: int, tmp_path: Path) -> None:
    make_catalog(tmp_path, seed)
    assert_equal_either_way(project_in(tmp_path))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("profile", "files"), [("open-ev-data", ""), ("kilowatt", 'files = ["ev-data-dd08fe4.json"]')]
)
def test_columns_of_public_data_give_what_sheets_give(profile: str, files: str, tmp_path: Path) -> None:
    if not SHARED.exists():
        pytest.skip("needs public data sets: SPECLINT_SHARED names their folder")
    shutil.copytree(SHARED / "data" / profile, tmp_path, dirs_exist_ok=True, copy_function=shutil.copyfile)
    (tmp_path / "speclint.toml").write_text(f'[[sheets]]\n{files}\nprofile = "{profile}"\n')
    assert_equal_either_way(project_in(tmp_path))
