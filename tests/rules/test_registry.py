"""The register of rules, and what each declaration promises."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from speclint.rules import registry as register
from speclint.rules.registry import REGISTRY, RULES, rule_named

if TYPE_CHECKING:
    from speclint.rules.rule import Rule

FOLDER = Path(register.__file__).parent
EACH = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def test_every_file_of_a_rule_is_registered_once_under_its_own_name() -> None:
    declared = re.compile(r"^@\w+_rule\(", re.MULTILINE)
    files = [file for file in FOLDER.rglob("*.py") if declared.search(file.read_text(encoding="utf-8"))]
    stems = [file.stem.replace("_", "-") for file in files]
    registered = [rule.id for rule in RULES]
    assert [stem for stem in stems if stem not in registered] == [], "these rules are not registered"
    assert sorted(stems) == sorted(registered)


def test_the_list_says_of_each_rule_what_its_declaration_says() -> None:
    names = ("id", "first_id", "group", "level", "needs")
    listed = [[getattr(entry, name) for name in names] for entry in REGISTRY]
    assert listed == [[getattr(rule, name) for name in names] for rule in RULES]
    assert [set(entry.reads) for entry in REGISTRY] == [set(rule.reads) for rule in RULES]
    assert [set(entry.of_siblings) for entry in REGISTRY] == [set(rule.of_siblings) for rule in RULES]


def test_a_rule_is_loaded_when_a_sheet_states_what_it_needs() -> None:
    script = (
        "import sys, speclint; speclint.check('specs/bmw/ix2-xdrive30.json'); "
        "print([name for name in sys.modules if name.startswith(('speclint.rules.fuel.co2', "
        "'speclint.rules.changes'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@EACH
def test_a_rule_lies_in_the_folder_of_its_group(rule: Rule) -> None:
    assert (FOLDER / rule.group / f"{rule.id.replace('-', '_')}.py").is_file()


@EACH
def test_a_rule_says_why_and_shows_good_and_bad_examples(rule: Rule) -> None:
    assert len(rule.why) > 100
    assert rule.bad
    assert rule.good
    assert all(example.message for example in rule.bad)


@EACH
def test_summary_and_messages_start_in_lower_case_and_end_without_a_full_stop(rule: Rule) -> None:
    for text in (rule.summary, *(example.message for example in rule.bad)):
        assert not text.endswith(".")
        # names, units and figures keep their own case
        assert not re.match(r"[A-Z][a-z]", text), text


@EACH
def test_a_rule_asks_in_exactly_one_way(rule: Rule) -> None:
    assert (
        sum(check is not None for check in (rule.on_sheet, rule.on_family, rule.on_change, rule.on_unused))
        == 1
    )


def test_a_mistyped_rule_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(LookupError, match='no rule "conversion-mismach"; did you mean "conversion-mismatch"'):
        rule_named("conversion-mismach")


def test_a_name_far_from_all_rules_is_answered_with_where_they_are_listed() -> None:
    with pytest.raises(LookupError, match='no rule "x"; `speclint rules` lists them'):
        rule_named("x")
