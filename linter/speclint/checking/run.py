"""From a request to a report: ask the rules, diagnose, set aside what is accepted."""

from __future__ import annotations

import time
from functools import partial
from os.path import normpath
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.errors import ConfigError, NothingToCheckError
from speclint.project.load import Project, load_project
from speclint.project.request import Request, silent
from speclint.results import Report, in_order
from speclint.rules.evaluate import ask
from speclint.rules.registry import CHANGES, INVALID_JSON, REGISTRY, listed
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.checking.baseline import Entry
    from speclint.checking.pipeline import Judgement, Place
    from speclint.checking.since import Told
    from speclint.project.config import Config
    from speclint.project.request import Progress
    from speclint.results import Finding, SuppressedFinding
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import RuleViolation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet


class Known(msgspec.Struct, frozen=True):
    """What a run would put into a baseline."""

    entries: tuple[Entry, ...]
    asked: frozenset[str]
    """Ids of the rules that were asked."""
    is_whole: bool
    """Whether every sheet could be read."""


class Checked(msgspec.Struct, frozen=True):
    """A report, the sheets that it is on, and where the rules spoke before anything was folded."""

    report: Report
    sheets: tuple[Sheet, ...]
    """Those that were read whole; the records of streams are not kept."""
    violations: frozenset[Place]


def run(requests: Iterable[Request], progress: Progress = silent) -> Report:
    """Check what the requests say, and what lies deeper under a configuration of its own.

    Raises:
        ConfigError, SchemaError: a configuration or a schema cannot be followed.
        UnreadableFileError, NothingToCheckError: there is nothing that could be checked.
        RuleError: a rule failed.
    """
    return checked(requests, progress).report


def checked(requests: Iterable[Request], progress: Progress = silent) -> Checked:
    """Check what the requests say, and keep the sheets.

    Raises:
        SpeclintError: as `run` does.
    """
    started = time.perf_counter()
    findings: list[Finding] = []
    suppressed: list[SuppressedFinding] = []
    kept: list[Sheet] = []
    violations: set[Place] = set()
    sheets, fails = 0, False
    for request, project in _parted(requests, progress):
        before, told = _before(request, project)
        judged = _judged(request, project, progress, before, told)
        stay, accepted = judged.closed()
        findings += stay
        suppressed += accepted
        kept += project.read
        violations |= judged.judgement.violations if judged.judgement else set()
        sheets += judged.sheets
        fails = fails or _fails(stay, request.fail_on or request.config.fail_on)
    seconds = time.perf_counter() - started
    report = Report(in_order(findings), tuple(suppressed), sheets, seconds, fails)
    return Checked(report, tuple(kept), frozenset(violations))


def _parted(requests: Iterable[Request], progress: Progress) -> Iterator[tuple[Request, Project]]:
    """Each request with its sheets, and those of configurations that lie deeper."""
    waiting = list(requests)
    while waiting:
        # what lies deepest comes last, when all who leave files to it have been asked
        waiting.sort(key=lambda one: len(one.config.root.parts))
        request = waiting.pop(0)
        project = load_project(request, progress)
        _leave(project.nearer, request, waiting)
        yield request, project


def _leave(nearer: Iterable[Config], request: Request, waiting: list[Request]) -> None:
    """Leave files to the configurations that are nearer to them: to requests that wait, or to new ones."""
    for config in nearer:
        around = [
            path for path in request.paths if config.root.is_relative_to(normpath(request.working / path))
        ]
        if request.paths and not around:
            continue
        same = next((one for one in waiting if one.config.file == config.file), None)
        paths = (*same.paths, *around) if same and same.paths and around else around
        if same:
            waiting.remove(same)
        waiting.append(replace(request, config=config, paths=paths))


def _fails(findings: Iterable[Finding], bar: str) -> bool:
    return bar != "never" and any(finding.level.weight >= Level(bar).weight for finding in findings)


def known(requests: Iterable[Request], progress: Progress = silent) -> Iterator[tuple[Request, Known]]:
    """What the baseline of each configuration would hold: each finding that no exception accepts.

    Those folded under another finding are among them.

    Raises:
        SpeclintError: as `run` does.
    """
    for request, project in _parted(requests, progress):
        yield request, _known(request, project, progress)


def _known(request: Request, project: Project, progress: Progress) -> Known:
    judged = _judged(replace(request, config=replace(request.config, baseline=None)), project, progress)
    judged.closed()
    entries = tuple(judged.judgement.entries()) if judged.judgement else ()
    return Known(entries, frozenset(rule.id for rule in chosen(request)), judged.is_whole)


def _before(request: Request, project: Project) -> tuple[tuple[Entry, ...], Told]:
    """What was found before the change, and what rules find in it; nothing if the request names none."""
    if request.since is None:
        return (), {}
    from speclint.checking.since import pairs_of, renamed, request_before, told_of_changes

    try:
        before = request_before(request, request.since)
        base = load_project(before, silent) if before else None
    except NothingToCheckError:
        return (), {}
    if before is None or base is None:
        return (), {}
    pairs = pairs_of(base, project)
    found = tuple(renamed(_known(before, base, silent).entries, pairs))
    return found, told_of_changes(pairs, base, project, chosen(request))


def chosen(request: Request) -> list[RuleEntry]:
    """Those of the rules that are to speak: the command line chooses within what the configuration left.

    Raises:
        ConfigError: for a name that is no rule.
    """
    config = request.config
    for source, names in (
        (str(config.file), (*config.select, *config.ignore, *(accept.rule for accept in config.accept))),
        ("select, ignore", (*request.select, *request.ignore)),
    ):
        for name in names:
            try:
                listed(name)
            except LookupError as error:
                message = f"{source}: {error.args[0]}"
                raise ConfigError(message) from error
    select, ignore = request.select or config.select, {*request.ignore, *config.ignore}
    # a sheet that cannot be read must never pass for one without findings
    asked = {INVALID_JSON, *select}
    return [entry for entry in REGISTRY if (not select or entry.id in asked) and entry.id not in ignore]


class Judged(msgspec.Struct, frozen=True):
    """What was found in the sheets of one request, and how many they were."""

    judgement: Judgement | None
    """None if nothing was found."""
    sheets: int
    is_whole: bool
    """Whether every sheet could be read."""

    def closed(self) -> tuple[list[Finding], list[SuppressedFinding]]:
        """The findings that stay, and those that are set aside."""
        return self.judgement.closed(is_whole=self.is_whole) if self.judgement else ([], [])


def _judged(
    request: Request,
    project: Project,
    progress: Progress,
    before: tuple[Entry, ...] = (),
    told: Told | None = None,
) -> Judged:
    catalog, rules = project.catalog, chosen(request)
    judgement: Judgement | None = None
    if request.config.accept or request.config.baseline:
        judgement = _judgement(request, catalog, rules, before)
    sheets, is_whole = 0, True
    for group in (project.read, *project.streams):
        for sheet in progress(group, "checking"):
            sheets += 1
            is_whole = is_whole and sheet.value is not None
            found = [*evaluate(sheet, catalog, rules), *(told or {}).get((sheet.path, sheet.id), ())]
            if found or sheet.suppressions:
                judgement = judgement or _judgement(request, catalog, rules, before)
                judgement.add(sheet, found)
    return Judged(judgement, sheets, is_whole)


def _judgement(
    request: Request, catalog: Catalog, rules: list[RuleEntry], before: tuple[Entry, ...]
) -> Judgement:
    # a clean run needs neither places nor diagnosis
    from speclint.checking.pipeline import Judgement

    # a correction must please every rule, those that are not to speak included
    return Judgement(
        request,
        catalog,
        lambda sheet: list(evaluate(sheet, catalog.with_sheet(sheet), REGISTRY)),
        rules,
        before,
    )


def evaluate(sheet: Sheet, catalog: Catalog, rules: Iterable[RuleEntry]) -> Iterator[RuleViolation]:
    """What the rules find in a sheet, in their order.

    Raises:
        RuleError: a rule failed.
    """
    for one in rules:
        if one.group == CHANGES or not all(map(sheet.states, one.needs)):
            continue
        rule = one.rule
        if rule.on_sheet is not None:
            yield from ask(rule, sheet.path, partial(rule.on_sheet, sheet))
        elif rule.on_family is not None:
            yield from ask(rule, sheet.path, partial(rule.on_family, sheet, catalog))
