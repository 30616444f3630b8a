"""The registry: every rule, in the order in which rules run and of equal violations the first is reported.

`registry.json` lists what the declarations of the rules say, so that a run loads only the rules that its sheets
need; `python docs/render.py` writes it.
"""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.table import SAME_TEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.rules.rule import Rule

    RULES: tuple[Rule, ...]

FILE = Path(__file__).with_name("registry.json")
CHANGES = "changes"
"""Group of the rules on changes."""
INVALID_JSON = "invalid-json"
UNUSED_ACCEPT = "unused-accept"
ANY_FIGURE = frozenset({"figures", "families", "value"})
"""What a rule reads that may look at any figure: those of all quantities, or of what a profile names."""


class RuleEntry(msgspec.Struct, frozen=True, dict=True, omit_defaults=True):
    """A rule as the registry lists it; its members mean what those of `Rule` do."""

    id: str
    first_id: str
    group: str
    level: str
    module: str
    """Where it is declared, below this package, under its first id."""
    needs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    of_siblings: tuple[str, ...] = ()

    def is_named(self, name: str) -> bool:
        """Whether a name that selects, ignores or accepts rules means this one: its id or its first id."""
        return name in {self.id, self.first_id}

    @property
    def is_on_sheets(self) -> bool:
        """Whether it runs on every sheet: not on changes, nor on suppressions."""
        return self.group != CHANGES and self.first_id != UNUSED_ACCEPT

    def depends_on(self, name: str) -> bool:
        """Whether what it finds in a sheet may change with a figure of that quantity, or with that identity field."""
        names = {name, *(other for pair in SAME_TEST.items() if name in pair for other in pair)} | ANY_FIGURE
        return not names.isdisjoint((*self.needs, *self.reads)) or self.group == CHANGES

    @cached_property
    def rule(self) -> Rule:
        """The rule itself."""
        module = import_module(f"speclint.rules.{self.module}")
        found: Rule = getattr(module, self.first_id.replace("-", "_"))
        return found


REGISTRY = msgspec.json.decode(FILE.read_bytes(), type=tuple[RuleEntry, ...])
"""Causes before their likely consequences."""


def __getattr__(name: str) -> object:
    if name == "RULES":
        return tuple(entry.rule for entry in REGISTRY)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def rule_named(name: str) -> Rule:
    """The rule of that id or first id; the first part of one that has several.

    Raises:
        LookupError: for a name that is no rule, with the nearest that is.
    """
    return listed(name).rule


def listed(name: str) -> RuleEntry:
    """The rule of that id or first id, not loaded yet.

    Raises:
        LookupError: for a name that is no rule, with the nearest that is.
    """
    for entry in REGISTRY:
        if entry.is_named(name):
            return entry
    from difflib import get_close_matches

    nearest = get_close_matches(name, names_of(REGISTRY), n=1)
    proposal = f'did you mean "{nearest[0]}"?' if nearest else "`speclint rules` lists them"
    message = f'there is no rule "{name}"; {proposal}'
    raise LookupError(message)


def names_of(entries: Iterable[RuleEntry]) -> Iterator[str]:
    """All names that mean these rules: their ids, and their first ids."""
    return (name for entry in entries for name in dict.fromkeys((entry.id, entry.first_id)))
