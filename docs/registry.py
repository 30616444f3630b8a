"""The registry of rules, written from their declarations: linter/speclint/rules/registry.json.

Rules run in the order of their groups; in a group errors come before warnings and notes, and a rule comes
after those that it is declared a consequence of.
"""

from __future__ import annotations

import sys
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import msgspec

import speclint.rules
from speclint.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

PACKAGE = speclint.rules.__name__
FILE = Path(speclint.rules.__file__).with_name("registry.json")
GROUPS = (
    "structure", "layers", "bounds", "units", "energy", "fuel", "charging", "body", "powertrain",
    "performance", "identity", "siblings", "entry_errors", "sources", "catalog", "changes",
)  # fmt: skip
"""What cannot be read comes before what cannot be true, one sheet before its siblings and the catalog."""


@cache
def declared() -> tuple[Rule, ...]:
    """The rules of all modules, in the order of the registry."""
    return tuple(rule for rule, _ in _located())


@cache
def _located() -> tuple[tuple[Rule, str], ...]:
    """The rules in their order, each with its module below the package and its name there."""
    found: dict[str, tuple[Rule, str]] = {}
    for _, name, _ in walk_packages(speclint.rules.__path__, f"{PACKAGE}."):
        # what is no folder is the framework, which reads the registry
        if "." in name.removeprefix(f"{PACKAGE}."):
            module = import_module(name)
            for attribute, rule in _rules_in(module):
                place = f"{name.removeprefix(f'{PACKAGE}.')}:{attribute}"
                if rule.first_id in found:
                    sys.exit(f"{rule.first_id} is declared twice, at {found[rule.first_id][1]} and {place}")
                found[rule.first_id] = rule, place
    return tuple(found[rule.first_id] for rule in ordered([rule for rule, _ in found.values()]))


def _rules_in(module: ModuleType) -> Iterator[tuple[str, Rule]]:
    """The rules that a module declares with code, or by a table that its function `declared_rules` reads."""
    for name, value in vars(module).items():
        if isinstance(value, Rule) and not name.startswith("_"):
            yield name, value
    if hasattr(module, "declared_rules"):
        for rule in module.declared_rules():
            yield rule.first_id.replace("-", "_"), rule


def ordered(rules: Iterable[Rule]) -> list[Rule]:
    """Rules by group, level and id, but each after those that it is a consequence of.

    Raises:
        graphlib.CycleError: two rules are declared consequences of each other.
        KeyError: a rule is declared a consequence of one that does not exist.
    """
    by_id = {rule.first_id: rule for rule in sorted(rules, key=_rank)}
    rank = {name: number for number, name in enumerate(by_id)}
    sorter = TopologicalSorter({name: rule.consequence_of for name, rule in by_id.items()})
    for name, rule in by_id.items():
        for consequence in rule.before:
            sorter.add(consequence, name)
    sorter.prepare()
    found: list[Rule] = []
    ready = list(sorter.get_ready())
    while ready:
        first = min(ready, key=rank.__getitem__)
        ready.remove(first)
        found.append(by_id[first])
        sorter.done(first)
        ready += sorter.get_ready()
    return found


def _rank(rule: Rule) -> tuple[int, int, str]:
    return GROUPS.index(rule.group), -rule.level.weight, rule.first_id


def text() -> str:
    """What the file should hold: one line for each rule."""
    lines = [msgspec.json.encode(_entry(rule, place)).decode() for rule, place in _located()]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _entry(rule: Rule, place: str) -> dict[str, object]:
    entry = {
        "id": rule.id,
        "first_id": rule.first_id,
        "group": rule.group,
        "level": rule.level,
        "declared": place,
        "needs": rule.needs,
        "reads": tuple(dict.fromkeys(rule.reads)),
        "one_of": rule.one_of,
        "of_siblings": tuple(dict.fromkeys(rule.of_siblings)),
        "scope": rule.scope,
        "other_ids": rule.other_ids,
        "is_evidence": rule.is_evidence,
    }
    usual = {"scope": "sheet", "is_evidence": True}
    return {name: value for name, value in entry.items() if value not in {(), usual.get(name)}}
