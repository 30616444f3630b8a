"""Checks Parquet files of any number of rows on one machine: facts go to temporary files, by partition."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from speclint.checking.evaluating import Evaluated, catalog_violations
from speclint.checking.explaining import explained
from speclint.checking.manifest import missing_sheets
from speclint.checking.partitions.across import Across
from speclint.checking.partitions.bucket import Bucket
from speclint.checking.partitions.context import Context
from speclint.checking.partitions.findings import Findings
from speclint.checking.partitions.judging import Cause, judged
from speclint.checking.partitions.mapping import GROUP, MAKE, facts
from speclint.checking.partitions.numbering import renumbered
from speclint.checking.partitions.partitioning import PARTITION, Partitioning, larger, partitioning
from speclint.checking.partitions.plan import FILE, ROW, Plan, TableFile, sample_of
from speclint.checking.selection import described_rules, enabled_rules
from speclint.rules.evaluate import CatalogEvaluation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from polars import DataFrame

    from speclint.checking.explaining import Outcome
    from speclint.project.load import Project
    from speclint.project.request import Progress, Request
    from speclint.records.parquet import Parquet
    from speclint.results import SuppressedFinding
    from speclint.rules.rule import RuleViolation
    from speclint.sheets.place import SheetFile
    from speclint.sheets.sheet import Sheet

CHUNK = 10_000
"""Rows that are mapped at a time."""
BUCKETS = 64
"""Parts into which rows are divided at a time."""
MAX_TOGETHER = 50_000
"""Rows of several partitions that are in memory at a time; a bucket of more is divided again."""
_BUCKET = "__bucket"


def check_lake(request: Request, project: Project, progress: Progress, *, whole: bool) -> Outcome:
    """Check the Parquet files of a project, in memory that does not grow with their rows.

    Args:
        request: what is checked.
        project: its files.
        progress: shows how far the run is.
        whole: whether it is a whole catalog.

    Raises:
        UnreadableFileError: a file cannot be read.
        RuleError: a rule failed.
    """
    plan = Plan(request)
    collected = CatalogEvaluation(plan.catalog_rules if whole else ())
    files = sorted({**project.claimed, **project.wanted}.values(), key=lambda file: file.place.path)
    mapped = _Mapped()
    sources = [(file, project.reader.parquet(file)) for file in files]
    groups = [Group(file, source, *group) for file, source in sources for group in source.groups]
    for group in progress(groups, "reading"):
        plan = mapped.add(plan, group, collected if group.file.path in project.wanted else None)
    found = renumbered(plan, [*catalog_violations(collected, request)], mapped.rows)
    causes = [Cause.of(*each) for _, each in found]
    parts, context = Findings(), Context(plan, mapped.partitioning(plan), mapped.rows)
    across = Across(plan, context.first)
    partitions, frames = context.partitioning, progress(range(len(mapped.rows)), "dividing")
    numbered = (partitions.of(mapped.rows.at(frame), plan) for frame in frames)
    for bucket in progress(_buckets(numbered, partitions.partitions), "checking"):
        for rows in _divided(bucket, -(-partitions.partitions // BUCKETS)):
            for own, others in _partitions(plan, rows):
                parts.add(judged(plan, own, [*others, *context.beside(own)], across, causes))
    return _outcome(request, project, found, parts, context, whole=whole)


def _outcome(  # noqa: PLR0913 - all that is found, and for whom
    request: Request,
    project: Project,
    found: Iterable[tuple[Sheet, RuleViolation]],
    parts: Findings,
    context: Context,
    *,
    whole: bool,
) -> Outcome:
    """What is found in all partitions together, and in the whole catalog."""
    of_catalog = [
        (sheet, [(replace(rule, level=parts.level(number, rule.level)), violation)])
        for number, (sheet, (rule, violation)) in enumerate(found)
    ]
    evaluated = Evaluated([], of_catalog, parts.sheets, parts.figures)
    missing = missing_sheets(request, enabled_rules(request), project, parts.held) if whole else ()
    outcome = explained(request, project, evaluated, tuple(missing))
    own_rules = {rule.id for rule in (*outcome.own_rules, *parts.own_rules)}
    return replace(
        outcome,
        findings=(*outcome.findings, *parts),
        suppressed=(*outcome.suppressed, *sorted(parts.suppressed, key=_place)),
        own_rules=described_rules(request.config, own_rules),
        notices=tuple(context.notices),
    )


def _place(suppressed: SuppressedFinding) -> tuple[str, int]:
    location = suppressed.finding.location
    return location.path, location.region.line


class Group(NamedTuple):
    """A row group of a file."""

    file: SheetFile
    source: Parquet
    start: int
    """The index of its first row."""
    rows: int
    """How many it has."""

    @property
    def is_last(self) -> bool:
        """Whether none follows in the file."""
        return self.source.groups[-1] == (self.start, self.rows)


class _Mapped:
    """Rows with their facts, and how many of them are of one make or model."""

    def __init__(self) -> None:
        self.rows = Bucket()
        self._makes, self._groups = Counter[int](), Counter[int]()

    def add(self, plan: Plan, group: Group, collected: CatalogEvaluation | None) -> Plan:
        """Map the rows of a row group; gives the plan with its file.

        Args:
            plan: what is checked, with the files so far.
            group: the row group; those of a file follow each other.
            collected: what the rules on whole catalogs collect; None if the file is not reported on.
        """
        import polars as pl

        file, source, start, count = group
        frame = source.frame(start, count)
        if start == 0:
            sample, is_reported = sample_of(plan.profile, frame), collected is not None
            plan = plan.with_table(TableFile(file.place, source.names, sample, is_reported))
        number = pl.lit(len(plan.tables) - 1, pl.Int32).alias(FILE)
        for first in range(0, len(frame), CHUNK):
            row = (pl.int_range(pl.len()) + (start + first + 1)).alias(ROW)
            rows = frame.slice(first, CHUNK).with_columns(number, row)
            again = partial(self.rows.at, len(self.rows))
            found = facts(plan, rows, collected or CatalogEvaluation(()), again)
            self._makes.update(found[MAKE].to_list())
            self._groups.update(found[GROUP].to_list())
            self.rows.append(found)
        if group.is_last:
            source.forget()
        return plan

    def partitioning(self, plan: Plan) -> Partitioning:
        """The partitions of the rows."""
        found = partitioning(self._makes.total(), larger(self._makes), larger(self._groups))
        return found.spread(self.rows, plan)


def _buckets(rows: Iterable[DataFrame], partitions: int, width: int = 1) -> list[Bucket]:
    """The rows in buckets, each partition in one of them.

    Args:
        rows: they, with the numbers of their partitions.
        partitions: how many these are; of them every `width`-th number is there.
        width: the same.
    """
    import polars as pl

    buckets = [Bucket() for _ in range(min(BUCKETS, partitions))]
    number = (pl.col(PARTITION) // width % len(buckets)).alias(_BUCKET)
    for frame in _joined(rows):
        parts = frame.with_columns(number).partition_by(_BUCKET, include_key=False, as_dict=True)
        for (bucket,), part in parts.items():
            buckets[int(bucket)].append(part)
    return buckets


def _divided(bucket: Bucket, partitions: int, width: int = BUCKETS) -> Iterator[Bucket]:
    """A bucket of so many partitions in parts that fit into memory."""
    if bucket.rows <= MAX_TOGETHER or partitions <= 1:
        yield bucket
        return
    parts = _buckets(bucket, partitions, width)
    while parts:
        yield from _divided(parts.pop(), -(-partitions // BUCKETS), width * BUCKETS)


def _joined(rows: Iterable[DataFrame]) -> Iterator[DataFrame]:
    """Frames that follow each other and have the same columns as one, of at least `CHUNK` rows."""
    import polars as pl

    waiting: list[DataFrame] = []
    for frame in rows:
        is_full = sum(map(len, waiting)) >= CHUNK
        if waiting and (is_full or frame.schema != waiting[0].schema):
            yield pl.concat(waiting)
            waiting = []
        waiting.append(frame)
    if waiting:
        yield pl.concat(waiting)


def _partitions(plan: Plan, bucket: Bucket) -> Iterator[tuple[list[DataFrame], list[DataFrame]]]:
    """The rows of each partition in a bucket, by file: those that are reported on, and others."""
    import polars as pl

    parts: dict[int, dict[int, list[DataFrame]]] = {}
    for frame in _joined(bucket):
        for rows in frame.partition_by(PARTITION, FILE, maintain_order=True):
            parts.setdefault(rows[PARTITION][0], {}).setdefault(rows[FILE][0], []).append(rows)
    while parts:
        _, by_file = parts.popitem()
        frames = {file: pl.concat(by_file[file]) for file in sorted(by_file)}
        own = [frame for file, frame in frames.items() if plan.tables[file].is_reported]
        if own:
            yield own, [frame for file, frame in frames.items() if not plan.tables[file].is_reported]
