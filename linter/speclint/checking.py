"""From a job to a report: ask the rules, diagnose, set aside what is accepted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec

from speclint.errors import ConfigError, RuleError, SpeclintError
from speclint.gather import Gathered, Job, gather
from speclint.report import Report, in_order
from speclint.rules.register import INVALID_JSON, RULES, rule_named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from speclint.baseline import Entry
    from speclint.diagnose import Found
    from speclint.gather import Progress
    from speclint.judgement import Judgement, Place
    from speclint.rules.rule import Rule
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.files import Input
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
    hits: frozenset[Place]


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
    return checked(job, progress).report


def checked(job: Job, progress: Progress = silent) -> Checked:
    """Check what the job says, and keep the sheets.

    Raises:
        SpeclintError: as `run` does.
    """
    started = time.perf_counter()
    rules = _chosen(job)
    gathered = gather(job, progress)
    judgement = _judged(job, gathered, rules)
    is_whole = all(sheet.value is not None for sheet in gathered.reported)
    findings, suppressed = judgement.closed(is_whole=is_whole) if judgement else ([], [])
    seconds = time.perf_counter() - started
    report = Report(in_order(findings), tuple(suppressed), len(gathered.reported), seconds)
    return Checked(report, gathered.reported, frozenset(judgement.hits if judgement else ()))


def known(job: Job, progress: Progress = silent) -> Known:
    """What a baseline would hold: each finding that no exception accepts, and those folded under it.

    Raises:
        SpeclintError: as `run` does.
    """
    job = msgspec.structs.replace(job, config=msgspec.structs.replace(job.config, baseline=None))
    rules = _chosen(job)
    gathered = gather(job, progress)
    judgement = _judged(job, gathered, rules)
    if judgement:
        judgement.closed(is_whole=False)
    return Known(
        tuple(judgement.entries()) if judgement else (),
        frozenset(rule.id for rule in rules),
        all(sheet.value is not None for sheet in gathered.reported),
    )


def _chosen(job: Job) -> list[Rule]:
    """The rules that are to speak: the command line chooses within what the configuration left."""
    config = job.config
    for source, names in (
        (str(config.file), (*config.select, *config.ignore, *(accept.rule for accept in config.accept))),
        ("select, ignore", (*job.select, *job.ignore)),
    ):
        for name in names:
            try:
                rule_named(name)
            except LookupError as error:
                message = f"{source}: {error.args[0]}"
                raise ConfigError(message) from error
    select, ignore = job.select or config.select, {*job.ignore, *config.ignore}
    # a sheet that cannot be read must never pass for one without findings
    asked = {INVALID_JSON.id, *select} if select else {rule.id for rule in RULES}
    return [rule for rule in RULES if rule.id in asked and rule.id not in ignore]


def _judged(job: Job, gathered: Gathered, rules: list[Rule]) -> Judgement | None:
    """What is found in the sheets; None if that is nothing."""
    catalog = gathered.catalog
    judgement: Judgement | None = None
    if job.config.accept or job.config.baseline:
        judgement = _judgement(job, catalog, rules)
    for sheet in gathered.reported:
        found = list(hits_of(sheet, catalog, rules))
        if found or sheet.exemptions:
            judgement = judgement or _judgement(job, catalog, rules)
            judgement.add(sheet, found)
    return judgement


def _judgement(job: Job, catalog: Catalog, rules: list[Rule]) -> Judgement:
    # a clean run needs neither places nor diagnosis
    from speclint.judgement import Judgement

    # a correction must please every rule, those that are not to speak included
    return Judgement(job, catalog, lambda sheet: list(hits_of(sheet, catalog, RULES)), rules)


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
        except SpeclintError:
            # a sibling that cannot be read is no fault of the rule that asked for it
            raise
        except Exception as error:
            message = f"rule {rule.id} failed on {sheet.path}: {type(error).__name__}: {error}"
            raise RuleError(message) from error
