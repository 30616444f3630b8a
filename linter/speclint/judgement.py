"""Hits of many sheets to findings: diagnosed, told once for each cause, and set aside where accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    from speclint.sheets.sheet import Sheet


class Judgement:
    """What has been found so far in a run, sheet by sheet."""

    def __init__(self, job: Job, ask: Callable[[Sheet], list[Found]], rules: list[Rule]) -> None:
        self._job = job
        self._ask = ask
        self._asked = {rule.id for rule in rules}
        self._suppressions = Suppressions(job.config.accept)
        self._locator = Locator()
        self._told: set[frozenset[tuple[str, str, str]]] = set()
        self._findings: list[Finding] = []
        self._suppressed: list[Suppressed] = []

    def add(self, sheet: Sheet, found: list[Found]) -> None:
        """Take in what the rules found in one sheet."""
        findings = [finding_of(sheet, one, self._locator) for one in self._diagnosed(sheet, found)]
        self._suppressions.note(sheet.id, [(rule.id, hit.at) for rule, hit in found], sheet.exemptions)
        stay, accepted = self._suppressions.split(findings, sheet.exemptions)
        self._findings += stay
        self._suppressed += accepted
        self._findings += self._unused(sheet)
        self._locator.forget(sheet)

    def closed(self) -> tuple[list[Finding], list[Suppressed]]:
        """All findings that stay, and those that are accepted, once every sheet is taken in."""
        if not self._job.paths and UNUSED_ACCEPT.id in self._asked:
            unused = self._suppressions.unused_accepts()
            self._findings += [self._unused_in_config(one) for one in unused if one.rule in self._asked]
        return self._findings, self._suppressed

    def _diagnosed(self, sheet: Sheet, found: list[Found]) -> Iterator[Diagnosis]:
        """The diagnoses of a sheet, but those that a sibling has told already from its side."""
        for one in diagnose(sheet, found, self._ask):
            cause = _cause(sheet, one)
            if cause in self._told:
                # what was folded under it here was not told there
                yield from self._diagnosed(sheet, list(one.echoes))
            else:
                self._told.add(cause)
                yield one

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


def _cause(sheet: Sheet, one: Diagnosis) -> frozenset[tuple[str, str, str]]:
    """What a hit is about, whichever of the sheets concerned it is seen from."""
    others = {(one.rule.id, remark.sheet.path, remark.pointer) for remark in one.hit.related if remark.sheet}
    own = (one.rule.id, sheet.path, one.hit.at if others else f"{one.hit.at} {one.hit.message}")
    return frozenset({own, *others})
