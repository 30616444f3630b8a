"""A rule of a user's own, as the registry has those of speclint."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.rules.laws.row import Row  # noqa: TC001 - a member of the entry
from speclint.rules.registry import RuleEntry

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    from speclint.rules.registry import Screen
    from speclint.rules.rule import Rule

    class Declared(TypedDict):
        """What a rule declares besides its row; `OwnEntry` describes it."""

        file: str
        line: int
        laws: tuple[str, ...]
        url: str
        vetoes: bool


class OwnEntry(RuleEntry, frozen=True, dict=True, eq=False, kw_only=True):
    """A rule that a configuration declares by a law."""

    row: Row
    file: str
    line: int
    """Where it is declared: the name of the file, and the line there."""
    laws: tuple[str, ...]
    """As they are written."""
    url: str
    """URI reference to its documentation."""
    vetoes: bool = False

    @property
    def is_evidence(self) -> bool:
        """Whether what it finds counts where corrections are weighed."""
        return self.vetoes

    @cached_property
    def rule(self) -> Rule:
        """The rule itself."""
        from speclint.rules.laws.table import rule_of

        rule = rule_of(self.row)
        laws = "\n".join(f"- `{law}`" for law in self.laws)
        why = f"{rule.why}\n\nDeclared in {self.file}, line {self.line}:\n\n{laws}"
        return replace(rule, why=why, page=self.url, is_evidence=self.vetoes)

    @cached_property
    def screen(self) -> Screen:
        """Where it may be violated, for many sheets at once."""
        from speclint.rules.laws.screens import screen_of

        return screen_of(self.row)

    @classmethod
    def of(cls, row: Row, **declared: Unpack[Declared]) -> OwnEntry:
        """The entry of a row."""
        shared = ("id", "first_id", "group", "level", "needs", "reads", "one_of")
        members = {name: getattr(row, name) for name in shared}
        scope = "sheet" if row.in_one_currency else "sharpest"
        return cls(**members, declared="", scope=scope, row=row, **declared)
