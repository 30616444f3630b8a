"""Rules read of sheets what they declare, and nothing else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from recording import RecordingCatalog, RecordingSheet
from test_examples import lay_out

from conftest import ROOT
from speclint.project.load import load_project
from speclint.project.request import requests_for, silent
from speclint.quantities.table import QUANTITIES, SAME_TEST
from speclint.rules.registry import RULES
from speclint.rules.rule import Level, Rule, Violation, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.project.load import Project
    from speclint.sheets.sheet import Sheet

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared")) / "data"
ON_SHEETS = [rule for rule in RULES if rule.on_sheet or rule.on_family]
MAX_SHEETS = 300
"""Sheets of a public data set that are looked at."""


def undeclared(rules: Iterable[Rule], project: Project) -> set[str]:
    """What rules read of the sheets of a project without declaring it."""
    found = set()
    for sheet, _ in zip(project.reported, range(MAX_SHEETS), strict=False):
        for rule in rules:
            if all(map(sheet.states, rule.needs)):
                read: set[str] = set()
                read_of_others: set[str] = set()
                run(rule, RecordingSheet(sheet, read), project, read_of_others)
                found |= {f"{rule.id} reads {name}" for name in read - allowed(rule.needs + rule.reads)}
                more = read_of_others - allowed(rule.of_siblings)
                found |= {f"{rule.id} reads {name} of siblings" for name in more}
    return found


def run(rule: Rule, sheet: RecordingSheet, project: Project, read_of_others: set[str]) -> None:
    if rule.on_sheet:
        list(rule.on_sheet(sheet))
    elif rule.on_family:
        list(rule.on_family(sheet, RecordingCatalog(project.catalog, sheet, read_of_others)))


def allowed(declared: tuple[str, ...]) -> set[str]:
    """What a declaration allows to read; the other name of the same test is looked for beside each."""
    names = {"", *declared, *(SAME_TEST.get(name, "") for name in declared)}
    return names | QUANTITIES.keys() if "figures" in names else names


def project_in(folder: Path) -> Project:
    (request,) = requests_for(folder, [], None)
    return load_project(request, silent)


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.on_change], ids=lambda rule: rule.id)
def test_no_rule_reads_of_the_examples_of_a_rule_what_it_does_not_declare(rule: Rule, tmp_path: Path) -> None:
    found = set()
    for number, example in enumerate((*rule.bad, *rule.good)):
        folder = tmp_path / str(number)
        folder.mkdir()
        lay_out(example, folder)
        found |= undeclared(ON_SHEETS, project_in(folder))
    assert found == set()


def test_no_rule_reads_of_the_projects_own_sheets_what_it_does_not_declare() -> None:
    assert undeclared(ON_SHEETS, project_in(ROOT)) == set()


@pytest.mark.shared
@pytest.mark.parametrize(
    ("profile", "files"), [("open-ev-data", ""), ("kilowatt", 'files = ["ev-data-dd08fe4.json"]')]
)
def test_no_rule_reads_of_public_data_what_it_does_not_declare(
    profile: str, files: str, tmp_path: Path
) -> None:
    if not SHARED.exists():
        pytest.skip("needs public data sets: SPECLINT_SHARED names their folder")
    shutil.copytree(SHARED / profile, tmp_path, dirs_exist_ok=True, copy_function=shutil.copyfile)
    (tmp_path / "speclint.toml").write_text(f'[[sheets]]\n{files}\nprofile = "{profile}"\n')
    assert undeclared(ON_SHEETS, project_in(tmp_path)) == set()


EXAMPLE = good('{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 230}}}')


@sheet_rule(level=Level.NOTE, summary="reads more than it declares", needs=("power",), bad=(), good=())
def cheating(sheet: Sheet) -> Iterator[Violation]:
    """Reads figures, fields and facets that it keeps quiet about."""
    if sheet.figure("power") and not sheet.figure("torque") and sheet.field("drive") and sheet.sources:
        yield from ()


@sheet_rule(level=Level.NOTE, summary="looks at all figures", needs=("power",), bad=(), good=())
def looking_around(sheet: Sheet) -> Iterator[Violation]:
    """Reads whatever is stated."""
    yield from (Violation(name, "") for name in sheet.measurands)


def test_a_rule_that_reads_more_than_it_declares_is_found_out(tmp_path: Path) -> None:
    lay_out(EXAMPLE, tmp_path)
    assert undeclared([cheating, looking_around], project_in(tmp_path)) == {
        "cheating reads torque",
        "cheating reads drive",
        "cheating reads sources",
        "looking-around reads figures",
    }
