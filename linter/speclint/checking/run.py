"""The checking engine: from requests to a report.

    projects → violations → diagnosed → deduplicated → suppressed → findings

Each stage is a function from the list that the one before it gave; nothing is kept between them.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.checking.evaluating import evaluate_sheets
from speclint.checking.explaining import Outcome, explained
from speclint.checking.rule_names import not_loaded
from speclint.checking.selection import enabled_rules, own_rules_of
from speclint.limits import reached
from speclint.project.nested import projects_of
from speclint.project.request import silent
from speclint.results import Report, in_order
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from speclint.checking.baseline import Entry
    from speclint.checking.known import Place
    from speclint.checking.since import Since
    from speclint.project.load import Project
    from speclint.project.request import Progress, Request
    from speclint.results import Finding
    from speclint.rules.registry import RuleEntry
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
        notices=(
            *reached(),
            *dict.fromkeys(absent),
            *(notice for outcome in outcomes for notice in outcome.notices),
        ),
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
    if project.is_lake:
        from speclint.checking.partitions.lake import check_lake

        return check_lake(request, project, progress, whole=whole)
    evaluated = evaluate_sheets(project, rules, since, progress, whole=whole)
    missing = _missing(request, rules, project)
    return explained(request, project, evaluated, missing, since=since, progress=progress)


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


def fails(findings: Iterable[Finding], bar: str) -> bool:
    """Whether some finding is at least of the level that fails a run."""
    return bar != "never" and any(finding.level.weight >= Level(bar).weight for finding in findings)
