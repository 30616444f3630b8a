"""The findings of all partitions together."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from speclint.checking.partitions.judging import ACROSS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.checking.partitions.judging import Instead, Judged
    from speclint.results import DescribedRule, Finding, SuppressedFinding
    from speclint.rules.rule import Level


class Findings:
    """Collects what is found in partitions."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._across: dict[str, list[Finding]] = {}
        """Those of `ACROSS` by fingerprint: each partition has the one of its own rows."""
        self._folded: set[str] = set()
        self._instead: list[Instead] = []
        self._levels: list[Level] = []
        self.suppressed: list[SuppressedFinding] = []
        self.own_rules: list[DescribedRule] = []
        """The rules of a user's own that have findings, suppressed ones included."""
        self.held: list[int] = []
        """How many rows each requirement of the configuration asks for."""
        self.sheets = self.figures = 0

    def add(self, judged: Judged) -> None:
        """Add what is found in a partition."""
        for finding in judged.findings:
            if finding.rule == ACROSS:
                self._across.setdefault(finding.fingerprint, []).append(finding)
            else:
                self._findings.append(finding)
        self._folded.update(judged.folded)
        self._instead += judged.instead
        known = self._levels or judged.levels
        self._levels = [max(pair, key=weight) for pair in zip(known, judged.levels, strict=True)]
        self.suppressed += judged.suppressed
        self.own_rules += judged.own_rules
        self.held = [sum(pair) for pair in zip_longest(self.held, judged.held, fillvalue=0)]
        self.sheets += judged.sheets
        self.figures += judged.figures

    def level(self, cause: int, own: Level) -> Level:
        """The level of a fault of the whole catalog: its own, or a higher one of what it explains."""
        return max(own, self._levels[cause], key=weight) if self._levels else own

    def __iter__(self) -> Iterator[Finding]:
        """All findings; those of one fault once: the one with a suspect, or else the first."""
        yield from self._findings
        kept = {name: min(same, key=_place) for name, same in self._across.items()}
        yield from (finding for name, finding in kept.items() if name not in self._folded)
        for instead in self._instead:
            first = kept[instead.fingerprint].location
            if (first.path, first.region.line) != (instead.path, instead.line):
                yield from instead.findings


def _place(finding: Finding) -> tuple[bool, str, int]:
    return finding.suspect is None, finding.location.path, finding.location.region.line


def weight(level: Level) -> int:
    """Three for an error, two for a warning, one for a note."""
    return level.weight
