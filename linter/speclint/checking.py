"""From a job to a report: ask the rules, diagnose, set aside what is accepted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from speclint.diagnose import Diagnosis, Found, diagnose
from speclint.errors import ConfigError, RuleError
from speclint.findings import Locator, finding_of
from speclint.gather import Gathered, Job, gather
from speclint.report import Finding, Location, Report, Suppressed, in_order
from speclint.rules.register import RULES, UNUSED_ACCEPT, rule_named
from speclint.suppress import Suppressions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from speclint.config import Accept
    from speclint.gather import Progress
    from speclint.rules.rule import Hit, Rule
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.files import Input
    from speclint.sheets.sheet import Sheet


def silent(work: Collection[Input], label: str) -> Iterable[Input]:  # noqa: ARG001 - one shape for all
    """Show no progress."""
    return work


def run(job: Job, progress: Progress = silent) -> Report:
    """Check what the job says.

    Raises:
        ConfigError, SchemaError: the configuration or a schema cannot be followed.
        UnreadableFileError, NothingToCheckError: there is nothing that could be checked.
        RuleError: a rule failed.
    """
    started = time.perf_counter()
    rules = _chosen(job)
    gathered = gather(job, progress)
    findings, suppressed = _judge(job, gathered, rules)
    return Report(
        in_order(findings), tuple(suppressed), len(gathered.reported), time.perf_counter() - started
    )


def _chosen(job: Job) -> list[Rule]:
    """The rules that are to speak: the command line chooses within what the configuration left."""
    config = job.config
    for source, names in (
        (str(config.file), (*config.select, *config.ignore, *(accept.rule for accept in config.accept))),
        ("--select, --ignore", (*job.select, *job.ignore)),
    ):
        for name in names:
            try:
                rule_named(name)
            except LookupError as error:
                message = f"{source}: {error.args[0]}"
                raise ConfigError(message) from error
    select, ignore = job.select or config.select, {*job.ignore, *config.ignore}
    return [rule for rule in RULES if (not select or rule.id in select) and rule.id not in ignore]


def _judge(job: Job, gathered: Gathered, rules: list[Rule]) -> tuple[list[Finding], list[Suppressed]]:
    suppressions = Suppressions(job.config.accept)
    locator = Locator()
    findings: list[Finding] = []
    suppressed: list[Suppressed] = []
    told: set[frozenset[tuple[str, str, str]]] = set()
    for sheet in gathered.reported:
        found = [finding_of(sheet, one, locator) for one in _diagnosed(sheet, gathered.catalog, rules, told)]
        stay, accepted = suppressions.split(found, sheet.exemptions)
        findings += stay
        suppressed += accepted
        findings += _unused(sheet, suppressions, rules, locator)
    if not job.paths and UNUSED_ACCEPT in rules:
        ids = {rule.id for rule in rules}
        findings += [_unused_in_config(job, one) for one in suppressions.unused_accepts() if one.rule in ids]
    return findings, suppressed


def _diagnosed(
    sheet: Sheet, catalog: Catalog, rules: list[Rule], told: set[frozenset[tuple[str, str, str]]]
) -> Iterator[Diagnosis]:
    """The diagnoses of a sheet, but those that a sibling has told already from its side."""
    found = list(hits_of(sheet, catalog, rules))
    if not found:
        return
    for one in diagnose(sheet, found, lambda version: list(hits_of(version, catalog, rules))):
        cause = _cause(sheet, one.rule, one.hit)
        if cause not in told:
            told.add(cause)
            yield one


def _cause(sheet: Sheet, rule: Rule, hit: Hit) -> frozenset[tuple[str, str, str]]:
    """What a hit is about, whichever of the sheets concerned it is seen from."""
    others = {(rule.id, remark.sheet.path, remark.pointer) for remark in hit.related if remark.sheet}
    own = (rule.id, sheet.path, f"{hit.at} {hit.message}" if not others else hit.at)
    return frozenset({own, *others})


def hits_of(sheet: Sheet, catalog: Catalog, rules: Iterable[Rule]) -> Iterator[Found]:
    """What the rules find in a sheet, in their order.

    Raises:
        RuleError: a rule failed.
    """
    for rule in rules:
        if rule.needs and not all(quantity in sheet.measurands for quantity in rule.needs):
            continue
        try:
            if rule.on_sheet is not None:
                yield from [(rule, hit) for hit in rule.on_sheet(sheet)]
            elif rule.on_family is not None:
                yield from [(rule, hit) for hit in rule.on_family(sheet, catalog)]
        except Exception as error:
            message = f"rule {rule.id} failed on {sheet.path}: {type(error).__name__}: {error}"
            raise RuleError(message) from error


def _unused(
    sheet: Sheet, suppressions: Suppressions, rules: list[Rule], locator: Locator
) -> list[Finding]:
    """A finding for each exemption of the sheet that matched nothing, of the rules that were asked."""
    if UNUSED_ACCEPT not in rules or UNUSED_ACCEPT.on_unused is None:
        return []
    asked = {rule.id for rule in rules}
    silenced = {rule.id for rule in RULES} - asked
    return [
        finding_of(sheet, Diagnosis(UNUSED_ACCEPT, hit, None, ()), locator)
        for exemption in suppressions.unused(sheet.id, sheet.exemptions)
        if exemption.rule not in silenced
        for hit in UNUSED_ACCEPT.on_unused(exemption)
    ]


def _unused_in_config(job: Job, accept: Accept) -> Finding:
    from speclint.sheets.files import shown
    from speclint.sheets.regions import Region

    file = job.config.file or job.config.root
    text = file.read_text(encoding="utf-8").splitlines()[accept.line - 1]
    region = Region(accept.line, 1, accept.line, len(text) + 1)
    location = Location(shown(file, job.working), accept.pointer, region, text)
    message = f"{accept.rule} is accepted for {accept.sheet}{accept.at}, but nothing is found there"
    rule = UNUSED_ACCEPT
    return Finding(rule.id, rule.level, message, accept.sheet, location, None, (), "", rule.url)
