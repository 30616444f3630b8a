"""What rules need is so: in sheets that do not state it, they find nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_examples import lay_out

from speclint.project.load import load_project
from speclint.project.request import requests_for, silent
from speclint.rules.laws.grammar import parse_condition
from speclint.rules.laws.needs import alternatives
from speclint.rules.registry import REGISTRY

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import Rule
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

RULES = [entry.rule for entry in REGISTRY if entry.group not in {"catalog", "changes"}]
CHOOSY = [entry for entry in REGISTRY if entry.one_of]
BATTERY = ("battery_usable", "battery_gross")


def finds(entry: RuleEntry, sheet: Sheet, catalog: Catalog) -> bool:
    rule = entry.rule
    if rule.on_sheet:
        return any(rule.on_sheet(sheet))
    return rule.on_family is not None and any(rule.on_family(sheet, catalog))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.first_id)
def test_a_rule_finds_nothing_in_a_sheet_that_states_none_of_the_alternatives_it_needs(
    rule: Rule, tmp_path: Path
) -> None:
    for number, example in enumerate((*rule.bad, *rule.good)):
        folder = tmp_path / str(number)
        folder.mkdir()
        lay_out(example, folder)
        (request,) = requests_for(folder, [], None)
        project = load_project(request, silent)
        for sheet in project.reported:
            unmet = [entry for entry in CHOOSY if not entry.is_met_by(sheet.stated_names)]
            stated = [entry for entry in unmet if sheet.stated_names.issuperset(entry.needs)]
            assert [entry.first_id for entry in stated if finds(entry, sheet, project.catalog)] == []


def test_a_law_needs_one_figure_of_each_choice() -> None:
    law = parse_condition("max(power, engine_power) <= motor_power", {})
    assert alternatives([law], (), ()) == (("motor_power", "power"), ("engine_power", "motor_power"))
    assert alternatives([law], (), ("motor_power",)) == (("power",), ("engine_power",))


def test_of_several_laws_those_that_need_least_decide() -> None:
    laws = [parse_condition(text, {}) for text in ("power <= motor_power", "power <= 100 kW")]
    assert alternatives(laws, (), ()) == (("power",),)


def test_a_rule_with_a_law_that_may_fail_without_figures_runs_on_every_sheet() -> None:
    laws = [parse_condition(text, {}) for text in ("power <= 100 kW", "torque is stated")]
    assert alternatives(laws, (), ()) == ()


def test_a_band_needs_one_of_the_quantities_that_state_its_feature() -> None:
    assert alternatives((), [BATTERY], ()) == (("battery_usable",), ("battery_gross",))
