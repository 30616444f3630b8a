"""Rules read of sheets what they declare, and nothing else."""

from __future__ import annotations

import os
import shutil
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from recording import RecordingCatalog, RecordingSheet, recording
from test_examples import catalog, completed, lay_out

from conftest import ROOT
from speclint.changes.change import Revised
from speclint.changes.detect import diff_sheets
from speclint.changes.match import paired
from speclint.project.load import load_project
from speclint.project.request import requests_for, silent
from speclint.quantities.table import QUANTITIES
from speclint.rules.evaluate import RuleSet, evaluate
from speclint.rules.registry import REGISTRY, RULES, with_inferred
from speclint.rules.rule import Level, Rule, Violation, catalog_rule, change_rule, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speclint.project.load import Project
    from speclint.sheets.sheet import Sheet

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared")) / "data"
ON_CHANGES = [rule for rule in RULES if rule.on_change]
ON_SHEETS = [rule for rule in RULES if rule.on_sheet or rule.on_family]
ON_CATALOGS = [rule for rule in RULES if rule.on_catalog]
MAX_SHEETS = 300
"""Sheets of a public data set that are looked at."""


def undeclared(rules: Iterable[Rule], project: Project) -> set[str]:
    """What rules read of the sheets of a project without declaring it."""
    found = set()
    for sheet, _ in zip(project.reported, range(MAX_SHEETS), strict=False):
        for rule in rules:
            if sheet.stated_names.issuperset(rule.needs):
                read: set[str] = set()
                read_of_others: set[str] = set()
                run(rule, RecordingSheet(sheet, read), project, read_of_others)
                found |= {
                    f"{rule.id} reads {name}"
                    for name in read - allowed((*rule.needs, *chain(*rule.one_of), *rule.reads))
                }
                more = read_of_others - allowed(rule.of_siblings)
                found |= {f"{rule.id} reads {name} of siblings" for name in more}
    return found


def undeclared_of_changes(rules: Iterable[Rule], base: Project, revision: Project) -> set[str]:
    """What rules on changes read of two revisions of a project without declaring it."""
    found = set()
    for pair in paired(list(base.reported), list(revision.reported)):
        if pair.base is None or pair.revision is None:
            continue
        changes = tuple(diff_sheets(pair))
        revised = Revised(pair.base, pair.revision, changes, base.catalog, revision.catalog)
        for rule in rules:
            read: set[str] = set()
            read_of_others: set[str] = set()
            if rule.on_change:
                list(rule.on_change(recording(revised, read, read_of_others)))
            found |= {f"{rule.id} reads {name}" for name in read - allowed(rule.reads)}
            more = read_of_others - allowed(rule.of_siblings)
            found |= {f"{rule.id} reads {name} of siblings" for name in more}
    return found


def undeclared_of_catalogs(rules: Iterable[Rule], project: Project) -> set[str]:
    """What rules on catalogs read of the sheets of a project without declaring it."""
    found = set()
    sheets = [sheet for sheet in project.reported if sheet.profile and sheet.value is not None]
    for rule in rules:
        read: set[str] = set()
        for violation in collected(rule, sheets, read):
            for sheet in sheets[:MAX_SHEETS] if violation.explains else ():
                for single in evaluate(sheet, project.catalog, RuleSet(REGISTRY)):
                    assert violation.explains
                    violation.explains(RecordingSheet(sheet, read), *single)
        found |= {
            f"{rule.id} reads {name}"
            for name in read - allowed((*rule.needs, *chain(*rule.one_of), *rule.reads))
        }
    return found


def collected(rule: Rule, sheets: list[Sheet], read: set[str]) -> list[Violation]:
    """What a rule on catalogs finds in sheets."""
    collector = rule.on_catalog() if rule.on_catalog and sheets else None
    if collector is None:
        return []
    for sheet in sheets:
        if sheet.stated_names.issuperset(rule.needs):
            collector.add(RecordingSheet(sheet, read))
    return list(collector.violations())


def run(rule: Rule, sheet: RecordingSheet, project: Project, read_of_others: set[str]) -> None:
    if rule.on_sheet:
        list(rule.on_sheet(sheet))
    elif rule.on_family:
        list(rule.on_family(sheet, RecordingCatalog(project.catalog, sheet, read_of_others)))


def allowed(declared: tuple[str, ...]) -> set[str]:
    """What a declaration allows to read; the other name of the same test is looked for beside each."""
    names = {"", *with_inferred(declared)}
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
        project = project_in(folder)
        found |= undeclared(ON_SHEETS, project) | undeclared_of_catalogs(ON_CATALOGS, project)
    assert found == set()


@pytest.mark.parametrize("rule", ON_CHANGES, ids=lambda rule: rule.id)
def test_no_rule_reads_of_changes_what_it_does_not_declare(rule: Rule, tmp_path: Path) -> None:
    found = set()
    for number, example in enumerate((*rule.bad, *rule.good)):
        before, after = (
            project_of(tmp_path / f"{side}{number}", sheets)
            for side, sheets in (("base", {**example.sheets, **example.base}), ("revision", example.sheets))
        )
        found |= undeclared_of_changes(ON_CHANGES, before, after)
    assert found == set()


def test_no_rule_reads_of_the_projects_own_sheets_what_it_does_not_declare() -> None:
    project = project_in(ROOT)
    assert undeclared(ON_SHEETS, project) | undeclared_of_catalogs(ON_CATALOGS, project) == set()


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
    project = project_in(tmp_path)
    assert undeclared(ON_SHEETS, project) | undeclared_of_catalogs(ON_CATALOGS, project) == set()


def project_of(folder: Path, sheets: Mapping[str, str]) -> Project:
    return project_in(catalog(folder, {name: completed(text) for name, text in sheets.items()}))


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


@change_rule(
    level=Level.NOTE, summary="reads more than it declares", mirror="", reads=("power",), bad=(), good=()
)
def cheating_on_changes(revised: Revised) -> Iterator[Violation]:
    """Reads changes, figures and fields that it does not declare."""
    if revised.changed("power") and revised.base.figure("torque") and revised.revision.field("drive"):
        yield from (Violation(str(change.kind), change.pointer) for change in revised.changes)


def test_a_rule_on_changes_that_reads_more_than_it_declares_is_found_out(tmp_path: Path) -> None:
    text = '{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": %d}, "torque": {"Nm": 494}}}'
    before, after = (project_of(tmp_path / str(power), {"bmw/ix2": text % power}) for power in (230, 240))
    assert undeclared_of_changes([cheating_on_changes], before, after) == {
        "cheating-on-changes reads torque",
        "cheating-on-changes reads drive",
        "cheating-on-changes reads changes",
    }


@catalog_rule(level=Level.NOTE, summary="reads more than it declares", needs=("power",), bad=(), good=())
class cheating_on_catalogs:  # noqa: N801 - named as a rule
    """Reads figures when it collects, and fields when it explains, that it does not declare."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []

    def add(self, sheet: Sheet) -> None:
        """Read more than the power."""
        if sheet.figure("power") and not sheet.figure("torque"):
            self.sheets.append(sheet)

    def violations(self) -> Iterator[Violation]:
        """Read a field of each sheet, and another of what is explained."""
        drives = [sheet.field("drive") for sheet in self.sheets]
        yield Violation(str(drives), "", explains=lambda sheet, _rule, _violation: bool(sheet.sources))


def test_a_rule_on_catalogs_that_reads_more_than_it_declares_is_found_out(tmp_path: Path) -> None:
    text = (
        '{"powertrain": {"type": "bev", "power": {"kW": 230}}, "performance": {"top_speed": {"km/h": 900}}}'
    )
    lay_out(good(text), tmp_path)
    assert undeclared_of_catalogs([cheating_on_catalogs], project_in(tmp_path)) == {
        "cheating-on-catalogs reads torque",
        "cheating-on-catalogs reads drive",
        "cheating-on-catalogs reads sources",
    }
