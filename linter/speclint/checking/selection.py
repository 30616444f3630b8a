"""Which rules a request enables."""

from __future__ import annotations

import sys
from functools import cache, lru_cache
from os.path import relpath, sep
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.checking.rule_names import is_meant, refuse_unknown
from speclint.errors import ConfigError
from speclint.project.suppressions import matches
from speclint.results import DescribedRule
from speclint.rules.registry import INVALID_JSON, REGISTRY
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from speclint.project.config import Config
    from speclint.project.request import Request
    from speclint.results import Finding
    from speclint.rules.own.code import CodeEntry
    from speclint.rules.own.entry import LawEntry, OwnEntry
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import RuleViolation

GROUP = "speclint.rules"
"""The group of the entry points by which installed distributions offer rules with code."""


def enabled_rules(request: Request) -> list[RuleEntry]:
    """The rules that report: the command line chooses within what the configuration left.

    Raises:
        ConfigError: for a name that is no rule.
    """
    config = request.config
    own = own_rules_of(config)
    refuse_unknown(request, own)
    select, ignore = request.select or config.select, (*request.ignore, *config.ignore)
    # a sheet that cannot be read must never pass for one without findings
    enabled = (INVALID_JSON, *select)
    return [
        entry
        for entry in (*REGISTRY, *own)
        if (not select or is_meant(entry, enabled)) and not is_meant(entry, ignore)
    ]


def levels_of(config: Config) -> dict[str, Level]:
    """The levels that a configuration sets, by the id of the rule."""
    if not config.levels:
        return {}
    every = (*REGISTRY, *own_rules_of(config))
    return {
        entry.id: Level(level) for name, level in config.levels for entry in every if is_meant(entry, [name])
    }


def levelled(findings: Iterable[Finding], config: Config) -> tuple[Finding, ...]:
    """Findings with the levels that the configuration sets."""
    levels = levels_of(config)
    return tuple(
        replace(finding, level=levels[finding.rule]) if finding.rule in levels else finding
        for finding in findings
    )


def without_ignored(found: Iterable[RuleViolation], path: str, request: Request) -> list[RuleViolation]:
    """The violations in a file without those of rules that stay silent there.

    Args:
        found: the violations.
        path: of the file, as it is shown.
        request: what is checked.
    """
    config = request.config
    if not config.file_ignores:
        return list(found)
    below = relpath(request.working / path, config.root).replace(sep, "/")
    ignored = [name for pattern, names in config.file_ignores if matches(below, pattern) for name in names]
    entries = (*REGISTRY, *own_rules_of(config)) if ignored else ()
    silent = {entry.first_id for entry in entries if is_meant(entry, ignored)}
    return [each for each in found if each[0].first_id not in silent]


def own_rules_of(config: Config) -> tuple[OwnEntry, ...]:
    """The rules of a user's own: those by law of a configuration, and those with code, enabled or not.

    Raises:
        ConfigError: one of them is wrong.
    """
    laws: tuple[LawEntry, ...] = ()
    if config.rules:
        from speclint.rules.own.read import own_rules

        laws = own_rules(config.rules)
    coded = code_rules()
    return _together(laws, coded) if coded else laws


def code_rules() -> tuple[CodeEntry, ...]:
    """The rules with code that this process has declared, those of installed distributions included.

    Raises:
        ConfigError: one of them is wrong.
    """
    _load_installed()
    # most runs have none, and need not load what declares them
    loaded = sys.modules.get("speclint.rules.own.declare")
    return tuple(loaded.DECLARED.values()) if loaded else ()


@cache
def _load_installed() -> None:
    """Load the rules of installed distributions, once: they are the same for every configuration."""
    from speclint.files.installed import entry_points

    found = entry_points(GROUP)
    if found:
        from speclint.checking.rule_modules import load_entry_points

        load_entry_points(found)


@lru_cache(maxsize=64)
def _together(laws: tuple[LawEntry, ...], coded: tuple[CodeEntry, ...]) -> tuple[OwnEntry, ...]:
    by_id = {entry.id: entry for entry in laws}
    for entry in coded:
        first = by_id.get(entry.id)
        if first is not None:
            message = f'{entry.place}: there are two rules "{entry.id}"; the other is at {first.place}'
            raise ConfigError(message)
    return *laws, *coded


def described_rules(config: Config, names: Container[str]) -> tuple[DescribedRule, ...]:
    """Those of a user's own rules that have one of these names, as reports describe them."""
    rules = (entry.rule for entry in own_rules_of(config) if entry.id in names)
    return tuple(DescribedRule(rule.id, rule.level, rule.summary, rule.why, rule.url) for rule in rules)
