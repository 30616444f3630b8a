"""The id that a rule had first still suppresses what it finds, in sheets and in the configuration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from test_examples import compared, laid_out, lay_out

from speclint import check
from speclint.rules.registry import RULES, UNUSED_SUPPRESSION, listed

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.rules.rule import Rule

RENAMED = [rule for rule in RULES if rule.id not in {rule.first_id, UNUSED_SUPPRESSION}]
ON_SHEETS = [rule for rule in RENAMED if not rule.on_change]
ON_CHANGES = [rule for rule in RENAMED if rule.on_change]
REASON = "as the maker states it"


def first_id(rule: Rule) -> str:
    return rule.first_id


def outcome(folder: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """The rules of what is reported, and the rules of what is suppressed with the reasons."""
    report = check([folder])
    suppressed = [(each.finding.rule, each.reason) for each in report.suppressed]
    return [finding.rule for finding in report.findings], suppressed


def is_json(rule: Rule) -> bool:
    """Whether the first example of a rule is a document, which may hold a suppression, and no table."""
    return next(iter(rule.bad[0].sheets.values())).lstrip().startswith("{")


@pytest.mark.parametrize("rule", ON_SHEETS, ids=first_id)
def test_an_accept_in_the_configuration_may_name_the_first_id(rule: Rule, tmp_path: Path) -> None:
    lay_out(rule.bad[0], tmp_path)
    with (tmp_path / "speclint.toml").open("a", encoding="utf-8") as file:
        file.write(f'[[accept]]\nrule = "{rule.first_id}"\nsheet = "*"\nat = ""\nreason = "{REASON}"\n')
    reported, suppressed = outcome(tmp_path)
    assert rule.id not in reported
    assert UNUSED_SUPPRESSION not in reported
    assert (rule.id, REASON) in suppressed


@pytest.mark.parametrize("rule", [rule for rule in ON_SHEETS if is_json(rule)], ids=first_id)
def test_an_accept_in_a_sheet_may_name_the_first_id(rule: Rule, tmp_path: Path) -> None:
    lay_out(rule.bad[0], tmp_path)
    file = tmp_path / "specs" / f"{next(iter(laid_out(rule.bad[0])))}.json"
    accept = {"accept": [{"rule": rule.first_id, "at": "", "reason": REASON}]}
    text = file.read_text(encoding="utf-8").lstrip()
    file.write_text(f'{{"$speclint": {json.dumps(accept)}, {text[1:]}', encoding="utf-8")
    reported, suppressed = outcome(tmp_path)
    assert rule.id not in reported
    assert UNUSED_SUPPRESSION not in reported
    assert (rule.id, REASON) in suppressed


@pytest.mark.parametrize("rule", ON_CHANGES, ids=first_id)
def test_an_accept_of_a_rule_on_changes_may_name_the_first_id(rule: Rule, tmp_path: Path) -> None:
    accept = f'"$speclint": {{"accept": [{{"rule": "{rule.first_id}", "at": "", "reason": "{REASON}"}}]}}'
    example = rule.bad[0]
    name = next(iter(example.sheets))

    def accepting(text: str) -> str:
        return f"{{{accept}, {text.lstrip()[1:]}"

    report = compared(
        type(example)(
            {**example.sheets, name: accepting(example.sheets[name])},
            base={**example.base, name: accepting(example.base[name])},
        ),
        tmp_path,
    )
    assert report.suppressed == 1
    assert rule.id not in {change.rule for change in report.changes}


def test_an_id_that_a_rule_had_in_between_still_names_it() -> None:
    assert listed("unit-not-updated").id == listed("unit-flipped").id == "unit-flipped"
