"""Exceptions with reasons: findings that a sheet or the configuration accepts."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from speclint.documents.pointer import is_within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.project.config import Accept
    from speclint.sheets.declarations import Exemption


class Suppressions:
    """The exemptions of a run, and which of them have been used."""

    def __init__(self, accepted: Iterable[Accept]) -> None:
        self.accepted = tuple(accepted)
        self._used: set[tuple[str, str]] = set()

    def reason(
        self, sheet: str, rule: str, pointers: Iterable[str], exemptions: tuple[Exemption, ...]
    ) -> str | None:
        """Why the sheet or the configuration accepts what a rule says of these places; None if none does."""
        reasons = [one for at in pointers for one in self._reasons(sheet, rule, at, exemptions)]
        return reasons[0] if reasons else None

    def note(self, sheet: str, hits: list[tuple[str, str]], exemptions: tuple[Exemption, ...]) -> None:
        """Count as used what matches a hit, even one that is told only as the echo of another.

        Hits are given by rule and pointer.
        """
        for rule, pointer in hits:
            self._reasons(sheet, rule, pointer, exemptions)

    def _reasons(self, sheet: str, rule: str, pointer: str, exemptions: tuple[Exemption, ...]) -> list[str]:
        """The reasons of all that match; each of them has been used."""
        reasons = []
        for exemption in exemptions:
            if exemption.rule == rule and is_within(pointer, exemption.at):
                self._used.add((sheet, exemption.pointer))
                reasons.append(exemption.reason)
        for accept in self.accepted:
            concerns = fnmatchcase(sheet, accept.sheet.replace("[", "[[]"))
            if concerns and accept.rule == rule and is_within(pointer, accept.at):
                self._used.add(("", accept.pointer))
                reasons.append(accept.reason)
        return reasons

    def unused(self, sheet: str, exemptions: tuple[Exemption, ...]) -> list[Exemption]:
        """The exemptions of a sheet that have matched nothing."""
        return [one for one in exemptions if (sheet, one.pointer) not in self._used]

    def unused_accepts(self) -> list[Accept]:
        """The accepted findings of the configuration that have matched nothing."""
        return [one for one in self.accepted if ("", one.pointer) not in self._used]
