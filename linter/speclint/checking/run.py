"""From a job to a report: ask the rules, diagnose, set aside what is accepted."""

from __future__ import annotations

import time
from functools import partial
from os.path import normpath
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.errors import ConfigError, NothingToCheckError
from speclint.project.load import Gathered, gather
from speclint.project.request import Job, silent
from speclint.results import Report, in_order
from speclint.rules.evaluate import ask
from speclint.rules.registry import CHANGES, INVALID_JSON, LISTED, listed
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.checking.baseline import Entry
    from speclint.checking.pipeline import Judgement, Place
    from speclint.checking.since import Told
    from speclint.project.config import Config
    from speclint.project.request import Progress
    from speclint.results import Finding, Suppressed
    from speclint.rules.registry import Listed
    from speclint.rules.rule import Found
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
    hits: frozenset[Place]


def run(jobs: Iterable[Job], progress: Progress = silent) -> Report:
    """Check what the jobs say, and what lies deeper under a configuration of its own.

    Raises:
        ConfigError, SchemaError: a configuration or a schema cannot be followed.
        UnreadableFileError, NothingToCheckError: there is nothing that could be checked.
        RuleError: a rule failed.
    """
    return checked(jobs, progress).report


def checked(jobs: Iterable[Job], progress: Progress = silent) -> Checked:
    """Check what the jobs say, and keep the sheets.

    Raises:
        SpeclintError: as `run` does.
    """
    started = time.perf_counter()
    findings: list[Finding] = []
    suppressed: list[Suppressed] = []
    kept: list[Sheet] = []
    hits: set[Place] = set()
    sheets, fails = 0, False
    for job, gathered in _parted(jobs, progress):
        before, told = _before(job, gathered)
        judged = _judged(job, gathered, progress, before, told)
        stay, accepted = judged.closed()
        findings += stay
        suppressed += accepted
        kept += gathered.read
        hits |= judged.judgement.hits if judged.judgement else set()
        sheets += judged.sheets
        fails = fails or _fails(stay, job.fail_on or job.config.fail_on)
    seconds = time.perf_counter() - started
    report = Report(in_order(findings), tuple(suppressed), sheets, seconds, fails)
    return Checked(report, tuple(kept), frozenset(hits))


def _parted(jobs: Iterable[Job], progress: Progress) -> Iterator[tuple[Job, Gathered]]:
    """Each job with its sheets, and those of configurations that lie deeper."""
    waiting = list(jobs)
    while waiting:
        # what lies deepest comes last, when all who leave files to it have been asked
        waiting.sort(key=lambda one: len(one.config.root.parts))
        job = waiting.pop(0)
        gathered = gather(job, progress)
        _leave(gathered.nearer, job, waiting)
        yield job, gathered


def _leave(nearer: Iterable[Config], job: Job, waiting: list[Job]) -> None:
    """Leave files to the configurations that are nearer to them: to jobs that wait, or to new ones."""
    for config in nearer:
        around = [path for path in job.paths if config.root.is_relative_to(normpath(job.working / path))]
        if job.paths and not around:
            continue
        same = next((one for one in waiting if one.config.file == config.file), None)
        paths = (*same.paths, *around) if same and same.paths and around else around
        if same:
            waiting.remove(same)
        waiting.append(replace(job, config=config, paths=paths))


def _fails(findings: Iterable[Finding], bar: str) -> bool:
    return bar != "never" and any(one.level.weight >= Level(bar).weight for one in findings)


def known(jobs: Iterable[Job], progress: Progress = silent) -> Iterator[tuple[Job, Known]]:
    """What the baseline of each configuration would hold: each finding that no exception accepts.

    Those folded under another finding are among them.

    Raises:
        SpeclintError: as `run` does.
    """
    for job, gathered in _parted(jobs, progress):
        yield job, _known(job, gathered, progress)


def _known(job: Job, gathered: Gathered, progress: Progress) -> Known:
    judged = _judged(replace(job, config=replace(job.config, baseline=None)), gathered, progress)
    judged.closed()
    entries = tuple(judged.judgement.entries()) if judged.judgement else ()
    return Known(entries, frozenset(rule.id for rule in chosen(job)), judged.is_whole)


def _before(job: Job, gathered: Gathered) -> tuple[tuple[Entry, ...], Told]:
    """What was found before the change, and what the rules on changes say; nothing if the job names none."""
    if job.since is None:
        return (), {}
    from speclint.checking.since import job_before, pairs_of, renamed, told_of_changes

    try:
        before = job_before(job, job.since)
        base = gather(before, silent) if before else None
    except NothingToCheckError:
        return (), {}
    if before is None or base is None:
        return (), {}
    pairs = pairs_of(base, gathered)
    found = tuple(renamed(_known(before, base, silent).entries, pairs))
    return found, told_of_changes(pairs, base, gathered, chosen(job))


def chosen(job: Job) -> list[Listed]:
    """Those of the rules that are to speak: the command line chooses within what the configuration left.

    Raises:
        ConfigError: for a name that is no rule.
    """
    config = job.config
    for source, names in (
        (str(config.file), (*config.select, *config.ignore, *(accept.rule for accept in config.accept))),
        ("select, ignore", (*job.select, *job.ignore)),
    ):
        for name in names:
            try:
                listed(name)
            except LookupError as error:
                message = f"{source}: {error.args[0]}"
                raise ConfigError(message) from error
    select, ignore = job.select or config.select, {*job.ignore, *config.ignore}
    # a sheet that cannot be read must never pass for one without findings
    asked = {INVALID_JSON, *select}
    return [one for one in LISTED if (not select or one.id in asked) and one.id not in ignore]


class Judged(msgspec.Struct, frozen=True):
    """What was found in the sheets of one job, and how many they were."""

    judgement: Judgement | None
    """None if nothing was found."""
    sheets: int
    is_whole: bool
    """Whether every sheet could be read."""

    def closed(self) -> tuple[list[Finding], list[Suppressed]]:
        """The findings that stay, and those that are set aside."""
        return self.judgement.closed(is_whole=self.is_whole) if self.judgement else ([], [])


def _judged(
    job: Job, gathered: Gathered, progress: Progress, before: tuple[Entry, ...] = (), told: Told | None = None
) -> Judged:
    catalog, rules = gathered.catalog, chosen(job)
    judgement: Judgement | None = None
    if job.config.accept or job.config.baseline:
        judgement = _judgement(job, catalog, rules, before)
    sheets, is_whole = 0, True
    for group in (gathered.read, *gathered.streams):
        for sheet in progress(group, "checking"):
            sheets += 1
            is_whole = is_whole and sheet.value is not None
            found = [*hits_of(sheet, catalog, rules), *(told or {}).get((sheet.path, sheet.id), ())]
            if found or sheet.exemptions:
                judgement = judgement or _judgement(job, catalog, rules, before)
                judgement.add(sheet, found)
    return Judged(judgement, sheets, is_whole)


def _judgement(job: Job, catalog: Catalog, rules: list[Listed], before: tuple[Entry, ...]) -> Judgement:
    # a clean run needs neither places nor diagnosis
    from speclint.checking.pipeline import Judgement

    # a correction must please every rule, those that are not to speak included
    return Judgement(
        job, catalog, lambda sheet: list(hits_of(sheet, catalog.with_sheet(sheet), LISTED)), rules, before
    )


def hits_of(sheet: Sheet, catalog: Catalog, rules: Iterable[Listed]) -> Iterator[Found]:
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
