"""A rule of a user's own, as the registry has those of speclint."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.rules.laws.row import Row, Sample  # noqa: TC001 - members of the entries
from speclint.rules.registry import CATALOG, CHANGES, RuleEntry

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    from speclint.rules.registry import Screen
    from speclint.rules.rule import Rule

    class Declared(TypedDict):
        """What a rule declares besides its row; `OwnEntry` describes it."""

        file: str
        path: str
        line: int
        laws: tuple[str, ...]
        url: str
        is_evidence: bool


OURS = frozenset({"speclint", CATALOG, CHANGES})
"""Prefixes that no rule of a user's own may have: our name, and groups whose rules look at more than a sheet."""


def refusal_of(name: str) -> str:
    """Why no rule of a user's own may have an id; empty if one may."""
    prefix = name.partition("/")[0]
    return f'the prefix "{prefix}" is not yours; choose that of your team' if prefix in OURS else ""


class OwnEntry(RuleEntry, frozen=True, dict=True, eq=False, kw_only=True):
    """A rule of a user's own, declared by a law or by code."""

    file: str
    """Where it is declared, for errors."""
    line: int
    url: str
    """URI reference to its documentation."""
    bad: tuple[Sample, ...] = ()
    good: tuple[Sample, ...] = ()


class LawEntry(OwnEntry, frozen=True, dict=True, eq=False, kw_only=True):
    """A rule that a configuration declares by a law."""

    row: Row
    laws: tuple[str, ...]
    """As they are written."""
    path: str
    """The file with its folder."""

    @property
    def place(self) -> str:
        """File and line where it is declared."""
        return f"{self.path}:{self.line}"

    @cached_property
    def rule(self) -> Rule:
        """The rule itself."""
        from speclint.rules.laws.table import rule_of

        rule = rule_of(self.row)
        laws = "\n".join(f"- `{law}`" for law in self.laws)
        why = f"{rule.why}\n\nDeclared in {self.file}, line {self.line}:\n\n{laws}"
        # the reason is all that reports hold of it
        return replace(rule, why=why, laws=(), page=self.url, is_evidence=self.is_evidence)

    @cached_property
    def screen(self) -> Screen:
        """Where it may be violated, for many sheets at once."""
        from speclint.rules.laws.screens import screen_of

        return screen_of(self.row)

    @classmethod
    def of(cls, row: Row, **declared: Unpack[Declared]) -> LawEntry:
        """The entry of a row."""
        shared = ("id", "first_id", "group", "level", "needs", "reads", "one_of", "bad", "good")
        members = {name: getattr(row, name) for name in shared}
        scope = "sheet" if row.in_one_currency else "sharpest"
        return cls(**members, declared="", scope=scope, row=row, **declared)
