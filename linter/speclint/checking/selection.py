"""Which rules a request enables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.errors import ConfigError
from speclint.results import DescribedRule
from speclint.rules.registry import DROPPED, INVALID_JSON, REGISTRY, named

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from speclint.project.config import Config
    from speclint.project.request import Request
    from speclint.rules.registry import RuleEntry


def enabled_rules(request: Request) -> list[RuleEntry]:
    """The rules that report: the command line chooses within what the configuration left.

    Raises:
        ConfigError: for a name that is no rule.
    """
    config = request.config
    suppressed = (suppression.rule for suppression in config.accept)
    own = own_rules_of(config)
    _refuse_unknown(str(config.file), (*config.select, *config.ignore, *suppressed), own)
    _refuse_unknown("select, ignore", (*request.select, *request.ignore), own)
    select, ignore = request.select or config.select, {*request.ignore, *config.ignore}
    # a sheet that cannot be read must never pass for one without findings
    enabled = {INVALID_JSON, *select}
    return [
        entry
        for entry in (*REGISTRY, *own)
        if (not select or entry.names & enabled) and not entry.names & ignore
    ]


def own_rules_of(config: Config) -> tuple[RuleEntry, ...]:
    """The rules of a user's own that hold by a configuration, enabled or not.

    Raises:
        ConfigError: one of them is wrong.
    """
    if not config.rules:
        return ()
    from speclint.rules.own.read import own_rules

    return own_rules(config.rules)


def described_rules(config: Config, names: Container[str]) -> tuple[DescribedRule, ...]:
    """Those of a user's own rules that have one of these names, as reports describe them."""
    rules = (entry.rule for entry in own_rules_of(config) if entry.id in names)
    return tuple(DescribedRule(rule.id, rule.level, rule.summary, rule.why, rule.url) for rule in rules)


def _refuse_unknown(source: str, names: tuple[str, ...], own: Sequence[RuleEntry]) -> None:
    for name in names:
        if name in DROPPED:
            continue
        try:
            named(name, own)
        except LookupError as error:
            message = f"{source}: {error.args[0]}"
            raise ConfigError(message) from error
