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
from speclint.rules.registry import REGISTRY, RULES, named, rule_named

if TYPE_CHECKING:
    from speclint.rules.rule import Rule

FOLDER = Path(register.__file__).parent
FOR_EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def test_ids_are_first_ids_or_new_ones_and_first_ids_are_unique() -> None:
    first_ids = [entry.first_id for entry in REGISTRY]
    assert len(set(first_ids)) == len(first_ids)
    # the first id of one rule is no other name of another
    for entry in REGISTRY:
        assert {other.id for other in REGISTRY if entry.first_id in other.names} == {entry.id}


def test_an_id_before_still_means_its_part_of_a_rule() -> None:
    assert [entry.first_id for entry in named("year-impossible")] == ["year-impossible"]
    parts = {
        "year-impossible",
        "production-reversed",
        "year-outside-production",
        "status-contradicts-production",
    }
    assert {entry.first_id for entry in named("dates-inconsistent")} == parts


def test_the_list_of_rules_equals_their_declarations() -> None:
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


@FOR_EACH_RULE
def test_a_rule_has_a_reason_and_good_and_bad_examples(rule: Rule) -> None:
    assert len(rule.why) > 100
    assert rule.bad
    assert rule.good
    assert all(example.message for example in rule.bad)


@FOR_EACH_RULE
def test_summary_and_messages_start_in_lower_case_and_end_without_a_full_stop(rule: Rule) -> None:
    for text in (rule.summary, *(example.message for example in rule.bad)):
        assert not text.endswith(".")
        # names, units and figures keep their own case
        assert not re.match(r"[A-Z][a-z]", text), text


@FOR_EACH_RULE
def test_a_rule_asks_in_exactly_one_way(rule: Rule) -> None:
    checks = (
        rule.on_sheet, rule.on_family, rule.on_change, rule.on_unused, rule.on_catalog, rule.on_manifest,
    )  # fmt: skip
    assert sum(check is not None for check in checks) == 1


def test_a_mistyped_rule_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(LookupError, match='no rule "conversion-mismach"; did you mean "conversion-mismatch"'):
        rule_named("conversion-mismach")


def test_a_name_far_from_all_rules_is_answered_with_where_they_are_listed() -> None:
    with pytest.raises(LookupError, match='no rule "x"; `speclint rules` lists them'):
        rule_named("x")
