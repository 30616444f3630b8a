"""Exceptions with reasons: findings that a sheet or the configuration accepts."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from speclint.documents.pointer import is_within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.project.config import ConfigSuppression
    from speclint.sheets.declarations import InlineSuppression


class Suppressions:
    """The exemptions of a run, and which of them have been used."""

    def __init__(self, accepted: Iterable[ConfigSuppression]) -> None:
        self.accepted = tuple(accepted)
        self._used: set[tuple[str, str]] = set()

    def reason(
        self, sheet: str, rule: str, pointers: Iterable[str], suppressions: tuple[InlineSuppression, ...]
    ) -> str | None:
        """Why the sheet or the configuration accepts what a rule says of these places; None if none does."""
        reasons = [one for at in pointers for one in self._reasons(sheet, rule, at, suppressions)]
        return reasons[0] if reasons else None

    def note(
        self, sheet: str, violations: list[tuple[str, str]], suppressions: tuple[InlineSuppression, ...]
    ) -> None:
        """Count as used what matches a violation, even one that is told only as the echo of another.

        Violations are given by rule and pointer.
        """
        for rule, pointer in violations:
            self._reasons(sheet, rule, pointer, suppressions)

    def _reasons(
        self, sheet: str, rule: str, pointer: str, suppressions: tuple[InlineSuppression, ...]
    ) -> list[str]:
        """The reasons of all that match; each of them has been used."""
        reasons = []
        for suppression in suppressions:
            if suppression.rule == rule and is_within(pointer, suppression.at):
                self._used.add((sheet, suppression.pointer))
                reasons.append(suppression.reason)
        for accept in self.accepted:
            concerns = fnmatchcase(sheet, accept.sheet.replace("[", "[[]"))
            if concerns and accept.rule == rule and is_within(pointer, accept.at):
                self._used.add(("", accept.pointer))
                reasons.append(accept.reason)
        return reasons

    def unused(self, sheet: str, suppressions: tuple[InlineSuppression, ...]) -> list[InlineSuppression]:
        """The exemptions of a sheet that have matched nothing."""
        return [suppression for suppression in suppressions if (sheet, suppression.pointer) not in self._used]

    def unused_accepts(self) -> list[ConfigSuppression]:
        """The accepted findings of the configuration that have matched nothing."""
        return [one for one in self.accepted if ("", one.pointer) not in self._used]
