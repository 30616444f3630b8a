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

from speclint.documents.message_text import in_quotes, likely
from speclint.quantities.table import SAME_TEST
from speclint.vehicle.badges import NAME
from speclint.vehicle.category import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans
    from speclint.rules.rule import Rule

    Screen: TypeAlias = Callable[[Columns], Booleans]

    RULES: tuple[Rule, ...]

FILE = Path(__file__).with_name("registry.json")
CHANGES = "changes"
"""Group of the rules on changes."""
CATALOG = "catalog"
"""Group of the rules that look at a whole catalog."""
INVALID_JSON = "invalid-json"
UNUSED_SUPPRESSION = "unused-suppression"
MISSING_SHEET = "missing-sheet"
DROPPED = frozenset({"market-lacks-unit", "unit-dropped"})
"""Ids of rules that are no more: configurations and suppressions may name them still, without effect."""
ANY_FIGURE = frozenset({"figures", "families", "value", "changes"})
"""What a rule reads that may look at any figure: those of all quantities, or of what a profile names."""
READ_WITH = {
    "powertrain": ("fuel", *NAME),
    "fuel": ("powertrain",),
    "category": ("make", "model", "year", *SIZES),
}
"""By field the fields and quantities that may state it too, or from which it is inferred."""


class RuleEntry(msgspec.Struct, frozen=True, dict=True, omit_defaults=True):
    """A rule as the registry lists it; its members mean what those of `Rule` do."""

    id: str
    first_id: str
    group: str
    level: str
    declared: str
    """Where: the module below this package, a colon, and the name in it."""
    needs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    of_siblings: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    scope: str = "sheet"
    other_ids: tuple[str, ...] = ()
    is_evidence: bool = True

    @property
    def names_needed(self) -> frozenset[str]:
        """What determines whether a sheet needs it: names of quantities, identity fields and facets."""
        return frozenset(self.needs).union(*self.one_of)

    def is_met_by(self, stated: frozenset[str]) -> bool:
        """Whether a sheet that states these may violate it."""
        return stated.issuperset(self.needs) and (not self.one_of or any(map(stated.issuperset, self.one_of)))

    @cached_property
    def names(self) -> frozenset[str]:
        """What may select, ignore or accept it: its id, which it may share with other parts, and earlier ids."""
        return frozenset({self.id, self.first_id, *self.other_ids})

    def depends_on(self, name: str) -> bool:
        """Whether what it finds in a sheet may change with a figure of that quantity, or with that identity field."""
        return name in self.names_read or self.reads_any_figure

    @cached_property
    def reads_any_figure(self) -> bool:
        """Whether it may look at figures of all quantities."""
        return not ANY_FIGURE.isdisjoint(self.names_read)

    @cached_property
    def names_read(self) -> frozenset[str]:
        """What it reads, with other names of the same test, and what a field is inferred from."""
        return with_inferred((*self.names_needed, *self.reads))

    @cached_property
    def rule(self) -> Rule:
        """The rule itself."""
        module, _, name = self.declared.partition(":")
        found: Rule = getattr(import_module(f"speclint.rules.{module}"), name)
        return found

    @cached_property
    def screen(self) -> Screen | None:
        """Where it may be violated, for many sheets at once; None if it has no screen."""
        from importlib.util import find_spec

        module, _, name = self.declared.partition(":")
        package = f"speclint.rules.{module.rpartition('.')[0]}"
        if find_spec(f"{package}.screens") is None:
            return None
        found: Screen | None = getattr(import_module(f"{package}.screens"), name, None)
        return found


def with_inferred(names: Iterable[str]) -> frozenset[str]:
    """Names of quantities and fields, with those that are read in their place where they are not stated."""
    names = frozenset(names)
    others = (other for name in names for other in (SAME_TEST.get(name, name), *READ_WITH.get(name, ())))
    return names.union(others)


REGISTRY = msgspec.json.decode(FILE.read_bytes(), type=tuple[RuleEntry, ...])
"""Causes before their likely consequences."""


def __getattr__(name: str) -> object:
    if name == "RULES":
        return tuple(entry.rule for entry in REGISTRY)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def rule_named(name: str) -> Rule:
    """The rule of that id or first id; the first part of a rule that has several.

    Raises:
        LookupError: for a name that is no rule, with the nearest that is.
    """
    return listed(name).rule


def listed(name: str) -> RuleEntry:
    """The rule of that id or first id, not loaded yet.

    Raises:
        LookupError: for a name that is no rule, with the nearest that is.
    """
    return named(name)[0]


def named(name: str, own: Sequence[RuleEntry] = ()) -> list[RuleEntry]:
    """The rules that a name means: all parts of a rule by its id, one part by the id that it had first.

    Args:
        name: what may be an id.
        own: the rules of a user's own.

    Raises:
        LookupError: for a name that is no rule, with the nearest that is.
    """
    found = [entry for entry in (*REGISTRY, *own) if name in entry.names]
    if found:
        return found
    meant = likely(name, names_of((*REGISTRY, *own)))
    unknown = "load it by --rules, or correct the name" if "/" in name else "`speclint rules` lists them"
    proposal = f"did you mean {meant}?" if meant else unknown
    message = f"there is no rule {in_quotes(name)}; {proposal}"
    raise LookupError(message)


def names_of(entries: Iterable[RuleEntry]) -> Iterator[str]:
    """All names that mean these rules: their ids, and those that they had before."""
    names = (name for entry in entries for name in (entry.id, entry.first_id, *entry.other_ids))
    return iter(dict.fromkeys(names))
