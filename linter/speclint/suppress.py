"""Exceptions with reasons: findings that a sheet or the configuration accepts."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from speclint.pointer import is_within
from speclint.report import Suppressed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.config import Accept
    from speclint.report import Finding
    from speclint.sheets.sheet import Exemption


class Suppressions:
    """The exemptions of a run, and which of them have been used."""

    def __init__(self, accepted: Iterable[Accept]) -> None:
        self.accepted = tuple(accepted)
        self._used: set[tuple[str, str]] = set()

    def split(
        self, findings: list[Finding], exemptions: tuple[Exemption, ...]
    ) -> tuple[list[Finding], list[Suppressed]]:
        """The findings of one sheet that stay, and those that the sheet or the configuration accepts."""
        stay, suppressed = [], []
        for finding in findings:
            reason = self._reason(finding, exemptions)
            if reason is None:
                stay.append(finding)
            else:
                suppressed.append(Suppressed(finding, reason))
        return stay, suppressed

    def _reason(self, finding: Finding, exemptions: tuple[Exemption, ...]) -> str | None:
        """The reason of the first that matches; each one that does has been used."""
        pointer = finding.location.pointer
        reasons = []
        for exemption in exemptions:
            if exemption.rule == finding.rule and is_within(pointer, exemption.at):
                self._used.add((finding.sheet, exemption.pointer))
                reasons.append(exemption.reason)
        for accept in self.accepted:
            if (
                accept.rule == finding.rule
                and is_within(pointer, accept.at)
                and fnmatchcase(finding.sheet, accept.sheet.replace("[", "[[]"))
            ):
                self._used.add(("", accept.pointer))
                reasons.append(accept.reason)
        return reasons[0] if reasons else None

    def unused(self, sheet: str, exemptions: tuple[Exemption, ...]) -> list[Exemption]:
        """The exemptions of a sheet that have matched nothing."""
        return [one for one in exemptions if (sheet, one.pointer) not in self._used]

    def unused_accepts(self) -> list[Accept]:
        """The accepted findings of the configuration that have matched nothing."""
        return [one for one in self.accepted if ("", one.pointer) not in self._used]
