"""The checking engine: from requests to a report.

    projects → violations → diagnosed → deduplicated → suppressed → findings

Each stage is a function from the list that the one before it gave; nothing is kept between them.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.checking.rule_names import not_loaded
from speclint.checking.selection import (
    described_rules,
    enabled_rules,
    levelled,
    own_rules_of,
    without_ignored,
)
from speclint.limits import reached
from speclint.project.nested import projects_of
from speclint.project.request import silent
from speclint.results import DescribedRule, Finding, Report, SuppressedFinding, in_order
from speclint.rules.evaluate import CatalogEvaluation, RuleSet, evaluate
from speclint.rules.registry import CATALOG, REGISTRY
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from speclint.checking.baseline import Entry
    from speclint.checking.known import Place, SheetViolations
    from speclint.checking.pipeline import DiagnosedViolation
    from speclint.checking.since import Since
    from speclint.project.load import Project
    from speclint.project.request import Progress, Request
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import RuleViolation
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet


class Checked(msgspec.Struct, frozen=True):
    """A report, the sheets that it is on, and where rules were violated before anything was folded."""

    report: Report
    sheets: tuple[Sheet, ...]
    """Those that were read whole; the records of streams are not kept."""
    violations: frozenset[Place]
    only: tuple[Request, Project, Outcome] | None = None
    """What was checked, if it is one project alone."""


class Known(msgspec.Struct, frozen=True):
    """What a run would put into a baseline."""

    entries: tuple[tuple[Entry, str], ...]
    """Each with the message of the finding."""
    enabled: frozenset[str]
    """Ids of the rules that were evaluated."""
    is_whole: bool
    """Whether every sheet could be read."""


class Evaluated(msgspec.Struct, frozen=True):
    """What the rules yield in the sheets of one project, and how many sheets there are."""

    violations: list[SheetViolations]
    """By sheet, those left out that have neither violations nor suppressions."""
    of_catalog: list[SheetViolations]
    """By the first sheet at fault, those that only the whole catalog shows."""
    sheets: int
    figures: int
    """How many figures were read in them."""
    is_whole: bool
    """Whether every sheet could be read."""
    of_all_rules: dict[SheetLocation, list[RuleViolation]]
    """What all rules yield in sheets with violations; empty if some rules are disabled."""


class Outcome(msgspec.Struct, frozen=True):
    """What the stages make of the violations of one project."""

    sheets: int
    figures: int
    is_whole: bool
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[SuppressedFinding, ...] = ()
    kept: tuple[DiagnosedViolation, ...] = ()
    """What was diagnosed and neither folded nor suppressed by a reason that somebody gave."""
    explained: tuple[DiagnosedViolation, ...] = ()
    """What a fault of the whole catalog explains."""
    violations: frozenset[Place] = frozenset()
    before: tuple[Entry, ...] = ()
    """The findings before the change that is checked, under the present names of sheets."""
    has_catalog_faults: bool = False
    """Whether there are violations that only the whole catalog shows."""
    own_rules: tuple[DescribedRule, ...] = ()
    """The rules of a user's own that have findings, suppressed ones included."""


def run(requests: Iterable[Request], progress: Progress = silent) -> Report:
    """Check what the requests name, and what lies deeper under a configuration of its own.

    Raises:
        SpeclintError: as `check_requests` does.
    """
    return check_requests(requests, progress).report


def check_requests(requests: Iterable[Request], progress: Progress = silent) -> Checked:
    """Check what the requests name, and what lies deeper under a configuration of its own.

    Raises:
        ConfigError, SchemaError: a configuration or a schema cannot be followed.
        UnreadableFileError, NothingToCheckError: there is nothing that could be checked.
        RuleError: a rule failed.
    """
    return check_projects(projects_of(requests, progress, by_column=True), progress)


def check_projects(projects: Iterable[tuple[Request, Project]], progress: Progress = silent) -> Checked:
    """Check projects, each by its request, and keep the sheets.

    Raises:
        SpeclintError: as `run` does.
    """
    started = time.perf_counter()
    outcomes: list[Outcome] = []
    only: tuple[Request, Project, Outcome] | None = None
    read: list[Sheet] = []
    absent: list[str] = []
    has_failed = False
    for request, project in projects:
        outcome = check_project(request, project, progress)
        only = None if outcomes else (request, project, outcome)
        outcomes.append(outcome)
        read += project.read
        absent += not_loaded(request, own_rules_of(request.config))
        has_failed = has_failed or fails(outcome.findings, request.fail_on or request.config.fail_on)
    report = Report(
        in_order([finding for outcome in outcomes for finding in outcome.findings]),
        tuple(finding for outcome in outcomes for finding in outcome.suppressed),
        sum(outcome.sheets for outcome in outcomes),
        time.perf_counter() - started,
        has_failed,
        sum(outcome.figures for outcome in outcomes),
        own_rules=tuple(dict.fromkeys(rule for outcome in outcomes for rule in outcome.own_rules)),
        notices=(*reached(), *dict.fromkeys(absent)),
    )
    violations = frozenset().union(*(outcome.violations for outcome in outcomes))
    return Checked(report, tuple(read), violations, only)


def check_project(request: Request, project: Project, progress: Progress = silent) -> Outcome:
    """Check one project: every stage, in order.

    Raises:
        SpeclintError: as `run` does.
    """
    rules = enabled_rules(request)
    since = _since(project, rules)
    whole = not (request.paths or request.since or request.schema or project.is_part)
    evaluated = evaluate_sheets(project, rules, since, progress, whole=whole)
    missing = _missing(request, rules, project)
    return explained(request, project, evaluated, missing, since=since, progress=progress)


def explained(  # noqa: PLR0913 - what was evaluated, and for whom
    request: Request,
    project: Project,
    evaluated: Evaluated,
    missing: tuple[Finding, ...] = (),
    *,
    since: Since | None = None,
    progress: Progress = silent,
) -> Outcome:
    """What the later stages make of the violations of one project.

    Args:
        request: what is checked.
        project: the sheets that were evaluated, and the catalog around them.
        evaluated: what the rules yield.
        missing: a finding for each sheet that must be there and is not.
        since: what was known before the change that is checked, if one is.
        progress: shows how far the run is.
    """
    config = request.config
    if not (evaluated.violations or evaluated.of_catalog or config.accept or config.baseline):
        # a clean run loads neither places nor diagnosis
        before = since.before if since else ()
        shown = levelled(missing, config)
        return Outcome(evaluated.sheets, evaluated.figures, evaluated.is_whole, shown, before=before)
    from speclint.checking import pipeline
    from speclint.checking.baseline import load_baseline
    from speclint.checking.diagnosis.diagnose import bounded
    from speclint.checking.diagnosis.diagnose import diagnose as diagnose_violations
    from speclint.checking.folding import fold
    from speclint.checking.known import part_known, places_of
    from speclint.checking.located import inherited_once, locate
    from speclint.checking.unused import Unmatched, unused_findings

    counting = tuple(entry for entry in own_rules_of(config) if entry.is_evidence)
    diagnose = bounded(
        partial(diagnose_violations, catalog=project.catalog, yielded=evaluated.of_all_rules, own=counting)
    )
    baseline = load_baseline(config.baseline, config.root) if config.baseline else None
    found = [*evaluated.of_catalog, *evaluated.violations]
    known = part_known(found, baseline, since.known if since else frozenset(), request.working)
    folded = fold(known.parts)
    diagnosed = [*folded.causes, *pipeline.diagnose_all(progress(folded.rest, "diagnosing"), diagnose)]
    deduplicated = pipeline.deduplicate(diagnosed, diagnose)
    suppression = pipeline.suppress(deduplicated, config.accept, diagnose)
    located = locate(suppression, project.catalog, request)
    used = suppression.used | pipeline.used_by(found, config.accept)
    sheets = [sheet for sheet, _ in evaluated.violations]
    # while some sheets cannot be read, nothing shows that an entry is not found any more
    unmatched = Unmatched(used, known.unfound if evaluated.is_whole else ())
    unused = unused_findings(request, enabled_rules(request), sheets, project.catalog, unmatched)
    return Outcome(
        evaluated.sheets,
        evaluated.figures,
        evaluated.is_whole,
        levelled(inherited_once([*located.findings, *unused, *missing]), config),
        located.suppressed,
        suppression.kept,
        folded.explained,
        places_of(evaluated.violations),
        since.before if since else (),
        bool(evaluated.of_catalog),
        described_rules(config, {rule.id for _, violations in found for rule, _ in violations}),
    )


def _missing(request: Request, rules: Sequence[RuleEntry], project: Project) -> tuple[Finding, ...]:
    """The sheets that the catalog must hold and does not, where all of its sheets are known."""
    if not request.config.must_hold or request.paths or request.schema:
        return ()
    if project.is_part and project.before is None:
        # files were changed, and none was deleted
        return ()
    from speclint.checking.manifest import missing_sheets

    return tuple(missing_sheets(request, rules, project))


def known(requests: Iterable[Request], progress: Progress = silent) -> Iterator[tuple[Request, Known]]:
    """What the baseline of each configuration would hold: each finding that no suppression accepts.

    Those folded under another finding are among them.

    Raises:
        SpeclintError: as `run` does.
    """
    for request, project in projects_of(requests, progress):
        yield request, _known(request, project, progress)


def _known(request: Request, project: Project, progress: Progress = silent) -> Known:
    from speclint.checking.pipeline import entries_of

    without = replace(request, config=replace(request.config, baseline=None), since=None)
    outcome = check_project(without, project, progress)
    rules = frozenset(rule.first_id for rule in enabled_rules(request))
    # a run on some of the files still reports what the whole catalog explains
    found = (*outcome.kept, *outcome.explained)
    return Known(tuple(entries_of(found, request.working)), rules, outcome.is_whole)


def _since(project: Project, rules: Sequence[RuleEntry]) -> Since | None:
    """What was known before the change, and what its rules yield; None if the request names no change."""
    if project.before is None:
        return None
    from speclint.checking.since import since_change

    request, base = project.before
    known = [entry for entry, _ in _known(request, base).entries]
    return since_change(base, project, known, rules)


def evaluate_sheets(
    project: Project,
    rules: Sequence[RuleEntry],
    since: Since | None = None,
    progress: Progress = silent,
    *,
    whole: bool = False,
) -> Evaluated:
    """What the rules yield in each sheet that is reported on, in its change, and in a whole catalog.

    Raises:
        RuleError: a rule failed.
    """
    of_catalog = [rule for rule in rules if rule.group == CATALOG] if whole else []
    collected = CatalogEvaluation(of_catalog)
    if project.batches is not None:
        from speclint.checking.beside import collecting

        collected = collecting(project, of_catalog)
    try:
        return _evaluated(project, rules, since, progress, collected)
    finally:
        collected.end()


def _evaluated(
    project: Project,
    rules: Sequence[RuleEntry],
    since: Since | None,
    progress: Progress,
    collected: CatalogEvaluation,
) -> Evaluated:
    violations: list[SheetViolations] = []
    sheets, figures, is_whole = 0, 0, True
    groups: set[tuple[str, str]] = set()
    of_all_rules: dict[SheetLocation, list[RuleViolation]] = {}
    passes: tuple[Collection[Sheet], ...] = (project.read, *project.streams)
    on_sheets = RuleSet(rules)
    request = project.reader.request
    is_every_rule = len(rules) == len(REGISTRY) + len(own_rules_of(request.config))
    if project.batches is not None:
        from speclint.checking.screened import screened

        found_by_column = screened(project.batches, rules, collected)
        passes, on_sheets = (found_by_column.struck,), RuleSet(rules, found_by_column.rules)
        sheets, figures = found_by_column.passed, found_by_column.figures
    for group in passes:
        for sheet in progress(group, "checking"):
            sheets += 1
            if project.batches is None:
                figures += sheet.figures_read
                collected.add(sheet)
            is_whole = is_whole and sheet.value is not None
            yielded = list(evaluate(sheet, project.catalog, on_sheets))
            found = _new(without_ignored(yielded, sheet.path, request), groups)
            if found and is_every_rule:
                of_all_rules[sheet.place] = [each for each in yielded if each[0].is_evidence]
            changed = since.violations.get((sheet.path, sheet.id), ()) if since else ()
            found += without_ignored(changed, sheet.path, request)
            if found or sheet.suppressions:
                violations.append((sheet, found))
    of_catalog = [
        (violation.sheet, [(rule, violation)])
        for rule, violation in collected.violations()
        if violation.sheet is not None and without_ignored([(rule, violation)], violation.sheet.path, request)
    ]
    return Evaluated(violations, of_catalog, sheets, figures, is_whole, of_all_rules)


def _new(found: Iterable[RuleViolation], groups: set[tuple[str, str]]) -> list[RuleViolation]:
    """The violations without those of a group that another sheet reported; new groups are added."""
    kept = []
    for rule, violation in found:
        group = rule.first_id, violation.group
        if not violation.group or group not in groups:
            kept.append((rule, violation))
            groups.add(group)
    return kept


def fails(findings: Iterable[Finding], bar: str) -> bool:
    """Whether some finding is at least of the level that fails a run."""
    return bar != "never" and any(finding.level.weight >= Level(bar).weight for finding in findings)
