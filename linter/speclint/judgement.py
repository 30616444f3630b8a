"""Hits of many sheets to findings: diagnosed, told once for each cause, and set aside where accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from speclint.diagnose import Diagnosis, Found, diagnose
from speclint.findings import Locator, finding_of, fingerprint
from speclint.report import Finding, Location, Suppressed
from speclint.rules.register import RULES, UNUSED_ACCEPT
from speclint.sheets.files import shown
from speclint.sheets.regions import Region
from speclint.suppress import Suppressions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.config import Accept
    from speclint.gather import Job
    from speclint.rules.rule import Rule
    from speclint.sheets.sheet import Exemption, Sheet


Cause: TypeAlias = frozenset[tuple[str, str, str]]
"""Rule, path and pointer of each place that a hit is about."""


class Judgement:
    """What has been found so far in a run, sheet by sheet."""

    def __init__(self, job: Job, ask: Callable[[Sheet], list[Found]], rules: list[Rule]) -> None:
        self._job = job
        self._ask = ask
        self._asked = {rule.id for rule in rules}
        self._suppressions = Suppressions(job.config.accept)
        self._locator = Locator()
        self._told: dict[Cause, tuple[Sheet, Diagnosis]] = {}
        self._echoed: set[Cause] = set()
        self._sheets: list[Sheet] = []

    def add(self, sheet: Sheet, found: list[Found]) -> None:
        """Take in what the rules found in one sheet."""
        self._suppressions.note(sheet.id, [(rule.id, hit.at) for rule, hit in found], sheet.exemptions)
        self._sheets.append(sheet)
        for owner, hits in _by_owner(sheet, found):
            for one in diagnose(owner, hits, self._ask):
                self._echoed |= {_cause(owner, echo) for echo in one.echoes}
                self._take(owner, one)

    def _take(self, sheet: Sheet, one: Diagnosis) -> None:
        """Keep a diagnosis, unless a sibling has told it already from its side."""
        cause = _cause(sheet, (one.rule, one.hit))
        if cause not in self._told:
            self._told[cause] = sheet, one
            return
        # what was folded under it here was not told there
        for again in diagnose(sheet, list(one.echoes), self._ask):
            self._take(sheet, again)

    def closed(self) -> tuple[list[Finding], list[Suppressed]]:
        """All findings that stay, and those that are accepted, once every sheet is taken in."""
        findings: list[Finding] = []
        suppressed: list[Suppressed] = []
        for cause, (sheet, one) in self._told.items():
            # a quarrel between siblings is settled where a graver fault of one of them explains it
            if cause not in self._echoed or len(cause) == 1:
                self._tell(sheet, one, findings, suppressed)
        findings += [finding for sheet in self._sheets for finding in self._unused(sheet)]
        if not self._job.paths and UNUSED_ACCEPT.id in self._asked:
            unused = self._suppressions.unused_accepts()
            findings += [self._unused_in_config(one) for one in unused if one.rule in self._asked]
        return findings, suppressed

    def _tell(
        self, sheet: Sheet, one: Diagnosis, findings: list[Finding], suppressed: list[Suppressed]
    ) -> None:
        """Add a finding, or, where it is accepted, what would have been folded under it."""
        stay, accepted = self._suppressions.split(
            [finding_of(sheet, one, self._locator)], _exemptions(sheet, one)
        )
        findings += stay
        suppressed += accepted
        if accepted:
            for echo in diagnose(sheet, list(one.echoes), self._ask):
                self._tell(sheet, echo, findings, suppressed)

    def _unused(self, sheet: Sheet) -> Iterator[Finding]:
        """A finding for each exemption that matched nothing, but those of rules that were not asked."""
        if UNUSED_ACCEPT.id not in self._asked or UNUSED_ACCEPT.on_unused is None:
            return
        silenced = {rule.id for rule in RULES} - self._asked
        for exemption in self._suppressions.unused(sheet.id, sheet.exemptions):
            if exemption.rule not in silenced:
                for hit in UNUSED_ACCEPT.on_unused(exemption):
                    yield finding_of(sheet, Diagnosis(UNUSED_ACCEPT, hit, None, ()), self._locator)

    def _unused_in_config(self, accept: Accept) -> Finding:
        file = self._job.config.file or self._job.config.root
        text = file.read_text(encoding="utf-8").splitlines()[accept.line - 1]
        region = Region(accept.line, 1, accept.line, len(text) + 1)
        location = Location(shown(file, self._job.working), accept.pointer, region, text)
        message = f"{accept.rule} is accepted for {accept.sheet}{accept.at}, but nothing is found there"
        rule = UNUSED_ACCEPT
        name = fingerprint(rule.id, accept.sheet, accept.at, accept.rule)
        return Finding(rule.id, rule.level, message, accept.sheet, location, None, (), name, rule.url)


def _exemptions(sheet: Sheet, one: Diagnosis) -> tuple[Exemption, ...]:
    """What the sheet accepts, and what the siblings that a finding speaks of accept of the same figure."""
    others = (remark.sheet for remark in one.hit.related if remark.sheet is not None)
    return (*sheet.exemptions, *(exemption for other in others for exemption in other.exemptions))


def _by_owner(sheet: Sheet, found: list[Found]) -> Iterator[tuple[Sheet, list[Found]]]:
    """The hits by the sheet at fault, which may be a sibling of the one that was asked."""
    own = [one for one in found if one[1].sheet is None]
    if own:
        yield sheet, own
    for rule, hit in found:
        if hit.sheet is not None:
            yield hit.sheet, [(rule, hit)]


def _cause(sheet: Sheet, one: Found) -> Cause:
    """What a hit is about, whichever of the sheets concerned it is seen from."""
    rule, hit = one
    others = {(rule.id, remark.sheet.path, remark.pointer) for remark in hit.related if remark.sheet}
    own = (rule.id, sheet.path, hit.at if others else f"{hit.at} {hit.message}")
    return frozenset({own, *others})
