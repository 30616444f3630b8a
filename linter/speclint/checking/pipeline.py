"""Violations of many sheets to findings: diagnosed, deduplicated and suppressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.checking.baseline import BEFORE, REASON, entry_of, load_baseline
from speclint.checking.diagnosis.diagnose import Diagnosis, diagnose
from speclint.checking.findings import Locator, finding_of, fingerprint
from speclint.documents.parser import decode_text
from speclint.documents.regions import Region, Regions
from speclint.files.paths import display_path
from speclint.files.tree import WORK_TREE
from speclint.project.suppressions import Suppressions
from speclint.results import Finding, Location, Remark, SuppressedFinding
from speclint.rules.registry import CHANGES, REGISTRY, UNUSED_ACCEPT, rule_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from speclint.checking.baseline import Baseline, Entry
    from speclint.project.config import ConfigSuppression
    from speclint.project.request import Request
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import RuleViolation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.declarations import InlineSuppression
    from speclint.sheets.sheet import Sheet


Cause: TypeAlias = frozenset[tuple[str, str, str]]
"""Rule, sheet and pointer of each place that a violation is about."""

Place: TypeAlias = tuple[str, str, str, str]
"""Rule, path and id of the sheet, and pointer of a violation."""

MAX_NAMED = 100
"""Sheets that a finding names of those that inherit its fault."""


class Told(msgspec.Struct, frozen=True, eq=False):
    """A diagnosis of a sheet, and whether it was known."""

    sheet: Sheet
    diagnosis: Diagnosis
    known: str | None
    """Why it is no news; None if it is."""


class Judgement:
    """What has been found so far in a run, sheet by sheet."""

    def __init__(
        self, request: Request, catalog: Catalog, ask: Callable[[Sheet], list[RuleViolation]],
        rules: Sequence[RuleEntry],
        before: Iterable[Entry] = (),
    ) -> None:  # fmt: skip
        """Begin.

        Args:
            request: what is checked.
            catalog: the sheets around those that are checked.
            ask: asks every rule of a version of a sheet.
            rules: those that are to speak.
            before: what was found before the change that the request is about.
        """
        self._request = request
        self._catalog = catalog
        self._ask = ask
        # what a change is accepted with is over once the change is made
        self._asked = {rule.id for rule in rules if rule.group != CHANGES}
        self._suppressions = Suppressions(request.config.accept)
        self._baseline = load_baseline(request.config.baseline) if request.config.baseline else None
        self._before = {entry.key for entry in before}
        self._locator = Locator()
        self._sheets: list[Sheet] = []
        self.violations: set[Place] = set()
        self._told: dict[Cause, Told] = {}
        self._stayed: list[tuple[Told, Finding]] = []
        self._suppressed: list[SuppressedFinding] = []

    def add(self, sheet: Sheet, found: list[RuleViolation]) -> None:
        """Take in what the rules found in one sheet."""
        spoken = [(rule.id, at) for rule, violation in found for at in violation.places]
        self._suppressions.note(sheet.id, spoken, sheet.suppressions)
        self._sheets.append(sheet)
        for owner, violations in _by_owner(sheet, found):
            self.violations |= {
                (rule.id, owner.path, owner.id, violation.at) for rule, violation in violations
            }
            # what is known is diagnosed apart, so that nothing else is folded under it
            for known, group in self._parted(owner, violations).items():
                for one in diagnose(owner, group, self._ask, self._catalog):
                    self._take(Told(owner, one, known))

    def _parted(self, sheet: Sheet, found: list[RuleViolation]) -> dict[str | None, list[RuleViolation]]:
        """What is known, by how it is known, and what is not."""
        if self._baseline is None and not self._before:
            return {None: found}
        parted: dict[str | None, list[RuleViolation]] = {}
        for rule, violation in found:
            entry = entry_of(sheet, rule.id, violation, self._request.working)
            in_baseline = self._baseline is not None and self._baseline.holds(entry)
            known = REASON if in_baseline else BEFORE if entry.key in self._before else None
            parted.setdefault(known, []).append((rule, violation))
        return parted

    def _take(self, told: Told) -> None:
        """Keep a diagnosis, unless a sibling has told it already and knows as well whose fault it is."""
        one = told.diagnosis
        cause = _cause(told.sheet, (one.rule, one.violation))
        before = self._told.setdefault(cause, told)
        if before is told:
            return
        if one.suspect is not None and before.diagnosis.suspect is None:
            self._told[cause], told = told, before
        # what was folded under it here was not told there
        for again in diagnose(told.sheet, list(told.diagnosis.echoes), self._ask, self._catalog):
            self._take(Told(told.sheet, again, told.known))

    def closed(self, *, is_whole: bool) -> tuple[list[Finding], list[SuppressedFinding]]:
        """All findings that stay, and those that are accepted, once every sheet is taken in.

        What a baseline holds in vain is told only if every sheet is whole: nobody knows what the others hold.
        """
        for told in self._unexplained():
            self._tell(told)
        findings = [finding for told, finding in self._stayed if told.known is None]
        findings += [finding for sheet in self._sheets for finding in self._unused(sheet)]
        if not self._request.paths and UNUSED_ACCEPT in self._asked:
            unused = self._suppressions.unused_accepts()
            findings += [self._unused_in_config(one) for one in unused if one.rule in self._asked]
            if self._baseline is not None and is_whole:
                findings += self._unused_in_baseline(self._baseline)
        suppressed = [
            SuppressedFinding(finding, reason)
            for reason in (REASON, BEFORE)
            for finding in _inherited_once([one for told, one in self._stayed if told.known == reason])
        ]
        return list(_inherited_once(findings)), self._suppressed + suppressed

    def _unexplained(self) -> Iterator[Told]:
        """What is to be told: a quarrel between siblings is settled where a graver fault of one explains it.

        It is so only as the echo of something that is told itself.
        """
        all_echoed = set().union(*map(_echoes, self._told.values()))
        echoed: set[Cause] = set()
        # first what nothing explains, then what is explained only by what was not told
        for is_echo in (False, True):
            for cause, told in self._told.items():
                if (cause in all_echoed and len(cause) > 1) is is_echo and not (is_echo and cause in echoed):
                    echoed |= _echoes(told)
                    yield told

    def _tell(self, told: Told) -> None:
        """Keep a finding, or, where it is accepted, what would have been folded under it."""
        sheet, one = told.sheet, told.diagnosis
        finding = finding_of(sheet, one, self._locator, self._catalog)
        # where it is told moves with what singles a figure out; which figures it is about does not
        places = dict.fromkeys((finding.at, *one.violation.places))
        reason = self._suppressions.reason(sheet.id, finding.rule, places, _exemptions(sheet, one))
        if reason is None:
            self._stayed.append((told, finding))
        else:
            self._suppressed.append(SuppressedFinding(finding, reason))
            for echo in diagnose(sheet, list(one.echoes), self._ask, self._catalog):
                self._tell(Told(sheet, echo, told.known))

    def entries(self) -> Iterator[Entry]:
        """What a baseline would hold, once closed: the findings that stay, and what is folded under them."""
        for told, finding in self._stayed:
            one = told.diagnosis
            yield entry_of(told.sheet, one.rule.id, one.violation, self._request.working, finding.at)
            for rule, violation in one.echoes:
                yield entry_of(told.sheet, rule.id, violation, self._request.working)

    def _unused(self, sheet: Sheet) -> Iterator[Finding]:
        """A finding for each exemption that matched nothing, but those of rules that were not asked."""
        rule = rule_named(UNUSED_ACCEPT)
        if rule.id not in self._asked or rule.on_unused is None:
            return
        silenced = {rule.id for rule in REGISTRY} - self._asked
        for suppression in self._suppressions.unused(sheet.id, sheet.suppressions):
            if suppression.rule not in silenced:
                for violation in rule.on_unused(suppression):
                    yield finding_of(
                        sheet, Diagnosis(rule, violation, None, ()), self._locator, self._catalog
                    )

    def _unused_in_config(self, accept: ConfigSuppression) -> Finding:
        file = self._request.config.file or self._request.config.root
        text = file.read_text(encoding="utf-8").splitlines()[accept.line - 1]
        region = Region(accept.line, 1, accept.line, len(text) + 1)
        location = Location(display_path(file, self._request.working), accept.pointer, region, text)
        message = f"{accept.rule} is accepted for {accept.sheet}{accept.at}, but nothing is found there"
        name = fingerprint(UNUSED_ACCEPT, accept.sheet, accept.at, accept.rule)
        return _unused_at(location, message, accept.sheet, accept.at, name)

    def _unused_in_baseline(self, baseline: Baseline) -> Iterator[Finding]:
        """A finding for each entry that matched nothing, but those of rules that were not asked."""
        silenced = {rule.id for rule in REGISTRY} - self._asked
        unfound = [(index, one) for index, one in baseline.unfound() if one.rule not in silenced]
        if not unfound:
            return
        regions = Regions(decode_text(WORK_TREE.read(baseline.file)))
        path = display_path(baseline.file, self._request.working)
        for index, entry in unfound:
            pointer = f"/known/{index}"
            region = regions.value(pointer)
            location = Location(path, pointer, region, regions.line_text(region.line))
            place = f"{entry.sheet} at {entry.at}" if entry.at else entry.sheet
            message = f"{entry.rule} is in the baseline for {place}, but is not found there"
            name = fingerprint(UNUSED_ACCEPT, entry.rule, *sorted(map(str, entry.key[1])))
            finding = _unused_at(location, message, entry.sheet, entry.at, name)
            yield msgspec.structs.replace(finding, help="run `speclint baseline --prune` to remove it")


def _unused_at(location: Location, message: str, sheet: str, at: str, name: str) -> Finding:
    rule = rule_named(UNUSED_ACCEPT)
    return Finding(rule.id, rule.level, message, sheet, at, location, None, (), name, rule.url)


def _exemptions(sheet: Sheet, one: Diagnosis) -> tuple[InlineSuppression, ...]:
    """What the sheet accepts, and what the siblings that a finding speaks of accept of the same figure."""
    others = (remark.sheet for remark in one.violation.related if remark.sheet is not None)
    return (*sheet.suppressions, *(suppression for other in others for suppression in other.suppressions))


def _by_owner(sheet: Sheet, found: list[RuleViolation]) -> Iterator[tuple[Sheet, list[RuleViolation]]]:
    """The violations by the sheet at fault, which may be a sibling of the one that was asked."""
    own = [one for one in found if one[1].sheet is None]
    if own:
        yield sheet, own
    for rule, violation in found:
        if violation.sheet is not None:
            yield violation.sheet, [(rule, violation)]


def _echoes(told: Told) -> set[Cause]:
    """What is folded under a diagnosis."""
    return {_cause(told.sheet, echo) for echo in told.diagnosis.echoes}


def _cause(sheet: Sheet, one: RuleViolation) -> Cause:
    """What a violation is about, whichever of the sheets concerned it is seen from."""
    rule, violation = one
    others = {(rule.id, _name(remark.sheet), remark.pointer) for remark in violation.related if remark.sheet}
    own = (rule.id, _name(sheet), violation.at if others else f"{violation.at} {violation.message}")
    return frozenset({own, *others})


def _name(sheet: Sheet) -> str:
    # many records share a path, and two catalogs may share ids
    return f"{sheet.path} {sheet.id}"


def _inherited_once(findings: list[Finding]) -> Iterator[Finding]:
    """The findings, those that many sheets inherit from one layer folded to one that names the sheets."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        places = tuple((remark.location.path, remark.location.region) for remark in finding.related)
        place = finding.location.path, finding.location.region
        groups.setdefault((finding.rule, *place, finding.message, places), []).append(finding)
    for first, *others in groups.values():
        if not others:
            yield first
            continue
        named = ", ".join(finding.sheet for finding in others[:MAX_NAMED])
        more = f" and {len(others) - MAX_NAMED} more" if len(others) > MAX_NAMED else ""
        remark = Remark(f"{len(others) + 1} sheets inherit it: {first.sheet}, {named}{more}", first.location)
        yield msgspec.structs.replace(first, related=(*first.related, remark))
