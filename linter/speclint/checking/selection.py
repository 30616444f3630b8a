"""Which rules a request enables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.errors import ConfigError
from speclint.rules.registry import DROPPED, INVALID_JSON, REGISTRY, named

if TYPE_CHECKING:
    from speclint.project.request import Request
    from speclint.rules.registry import RuleEntry


def enabled_rules(request: Request) -> list[RuleEntry]:
    """The rules that report: the command line chooses within what the configuration left.

    Raises:
        ConfigError: for a name that is no rule.
    """
    config = request.config
    suppressed = (suppression.rule for suppression in config.accept)
    _refuse_unknown(str(config.file), (*config.select, *config.ignore, *suppressed))
    _refuse_unknown("select, ignore", (*request.select, *request.ignore))
    select, ignore = request.select or config.select, {*request.ignore, *config.ignore}
    # a sheet that cannot be read must never pass for one without findings
    enabled = {INVALID_JSON, *select}
    return [entry for entry in REGISTRY if (not select or entry.names & enabled) and not entry.names & ignore]


def _refuse_unknown(source: str, names: tuple[str, ...]) -> None:
    for name in names:
        if name in DROPPED:
            continue
        try:
            named(name)
        except LookupError as error:
            message = f"{source}: {error.args[0]}"
            raise ConfigError(message) from error
