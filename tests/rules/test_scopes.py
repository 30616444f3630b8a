"""A trial of another figure yields what all rules yield in the changed sheet, though few of them run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_examples import lay_out

from conftest import ROOT
from speclint.checking.diagnosis.trials import Trials, violation_id
from speclint.project.load import load_project
from speclint.project.request import requests_for, silent
from speclint.quantities.figure import as_literal
from speclint.rules.evaluate import RuleSet, evaluate
from speclint.rules.registry import REGISTRY, RULES
from speclint.rules.rule import Level, Rule
from speclint.sheets.exchange import with_value
from speclint.sheets.revised_catalog import RevisedCatalog
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from speclint.checking.diagnosis.trials import Replacement, ViolationId
    from speclint.project.load import Project
    from speclint.rules.rule import RuleViolation
    from speclint.sheets.catalog import Catalog

ALL = RuleSet([entry for entry in REGISTRY if entry.is_evidence])


def yielded(sheet: Sheet, catalog: Catalog) -> dict[ViolationId, Level]:
    return {violation_id(found): found[0].level for found in evaluate(sheet, catalog, ALL)}


def resolved(
    found: RuleViolation, sheet: Sheet, catalog: Catalog, value: Replacement
) -> dict[ViolationId, Level] | None:
    """What all rules yield in a sheet that is read anew; None if that resolves nothing or is an error."""
    changed = with_value(sheet, *value)
    anew = Sheet(sheet.place, sheet.layers, changed.value, sheet.profile, sheet.schema_violations)
    before, after = yielded(sheet, catalog), yielded(anew, RevisedCatalog(catalog, anew))
    # what is weighed by likelihood is resolved, and never new
    after = {name: level for name, level in after.items() if name in before or name[0] not in WEIGHED}
    own, new = violation_id(found), after.keys() - before.keys()
    is_new_error = any(after[name] == Level.ERROR or name[0] == own[0] for name in new)
    return None if own in after or is_new_error else after


WEIGHED = {rule.first_id for rule in RULES if rule.scope == "likelihood"}
"""Rules that diagnosis asks only whether a violation is resolved."""


def replacements(sheet: Sheet) -> Iterator[Replacement]:
    """For each figure the number with a zero appended, and the next one."""
    for measurands in sheet.measurands.values():
        for measurand in measurands:
            for figure in measurand.figures:
                number = figure.numbers[0]
                for other in (number * 10, number + 1):
                    yield figure.name, as_literal(other)


def assert_equal_to_all_rules(project: Project) -> None:
    for sheet in project.reported:
        violations = list(evaluate(sheet, project.catalog, ALL))
        trials = Trials(sheet, project.catalog, violations)
        for found in violations[:1]:
            for value in replacements(sheet):
                expected = resolved(found, sheet, project.catalog, value)
                assert trials.resolving(found, value) == expected, (found[1].message, value)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.on_sheet or rule.on_family], ids=lambda rule: rule.id
)
def test_a_trial_in_the_examples_of_a_rule_yields_what_all_rules_yield(rule: Rule, tmp_path: Path) -> None:
    for number, example in enumerate(rule.bad):
        folder = tmp_path / str(number)
        folder.mkdir()
        lay_out(example, folder)
        (request,) = requests_for(folder, [], None)
        assert_equal_to_all_rules(load_project(request, silent))


def test_a_trial_in_the_faulty_copy_of_a_full_sheet_yields_what_all_rules_yield(tmp_path: Path) -> None:
    sheet = tmp_path / "specs/bmw/ix2-xdrive30.json"
    sheet.parent.mkdir(parents=True)
    text = (ROOT / "specs/bmw/ix2-xdrive30.json").read_text(encoding="utf-8")
    assert '"Nm": 494' in text
    sheet.write_text(text.replace('"Nm": 494', '"Nm": 449'), encoding="utf-8")
    (request,) = requests_for(tmp_path, [], None)
    assert_equal_to_all_rules(load_project(request, silent))
