"""The data frames of a job: facts, what is counted of them, and what is found in their partitions."""

from __future__ import annotations

import pickle
import warnings
from functools import cached_property, partial
from io import BytesIO
from typing import TYPE_CHECKING, Self

import polars as pl
import pyarrow as pa
from msgspec.structs import replace
from pyspark import StorageLevel
from pyspark.sql import Window
from pyspark.sql import functions as sql
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_type
from pyspark.sql.types import StructField, StructType, TimestampType

from speclint.checking.partitions.collected import merged
from speclint.checking.partitions.context import DISTINCT, FIRST, MIN_OTHERS, OF, notices
from speclint.checking.partitions.judging import ACROSS
from speclint.checking.partitions.mapping import GROUP, IDENTITY, MAKE, REPEATS
from speclint.checking.partitions.partitioning import PARTITION, partitioning, sizes
from speclint.checking.partitions.plan import NAME
from speclint.rules.rule import Level
from speclint.spark import workers
from speclint.spark.identities import identity_violations
from speclint.spark.rows import WITHOUT_HASH, kinds_in
from speclint.spark.workers import (
    FINDING,
    FOLDED,
    INSTEAD,
    KEY,
    KINDS,
    LEVEL,
    STATE,
    WORKING,
    Job,
    inner_name,
    schema_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import DataType

    from speclint.checking.partitions.judging import Cause
    from speclint.checking.partitions.partitioning import Partitioning
    from speclint.checking.partitions.plan import Plan
    from speclint.results import Finding
    from speclint.rules.rule import RuleViolation

MERGED = 64
"""What so many parts have collected is merged at a time."""
MAX_SHARED = 1_000_000
"""Identities of several rows that each process is sent; if there are more, all columns are shuffled."""
SPLIT, SALTS, SHARED, RANK, CONTENT = "__split", "__salts", "__shared", "__rank", "__content"


class Frames:
    """The data frames of a job."""

    def __init__(self, keyed: DataFrame, plan: Plan, call: str) -> None:
        """Map the rows.

        Args:
            keyed: the rows, as `keyed_rows` gives them.
            plan: what is checked.
            call: a name that no other call has, since Spark takes what it keeps for every equal plan.
        """
        fields = [StructField(field.name, field.dataType, nullable=True) for field in keyed.schema.fields]
        kinds = {field.name: kinds_in(field.dataType) for field in fields}
        inner = {name: inner_name(number) for number, name in enumerate(plan.tables[0].columns)}
        read = [inner[name] for name in sorted(plan.needed.intersection(inner))]
        self._hashed = [name for name in read if not kinds[name] & WITHOUT_HASH]
        self._plan, self._session = plan, keyed.sparkSession
        self._job = Job(call, pickle.dumps(plan), _in_arrow(keyed.schema[KEY].dataType))
        added = from_arrow_schema(pa.schema([*KINDS.items(), (STATE, pa.binary())]))
        self._kept: list[DataFrame] = []
        self._mapped = self._keep(
            keyed.mapInArrow(partial(workers.map_rows, self._job), StructType([*fields, *added.fields]))
        )
        self._rows = self._mapped.where(sql.col(STATE).isNull()).drop(STATE)

    def __enter__(self) -> Self:
        """The frames, while they are kept."""
        return self

    def __exit__(self, *_: object) -> None:
        """Keep them no longer, whether the work was done or failed."""
        for frame in reversed(self._kept):
            frame.unpersist()

    def _keep(self, frame: DataFrame) -> DataFrame:
        """Keep what several others follow from."""
        self._kept.append(frame.persist(StorageLevel.MEMORY_AND_DISK))
        return frame

    def violations(self) -> list[RuleViolation]:
        """What the rules on whole catalogs find."""
        states = self._mapped.where(sql.col(STATE).isNotNull())
        states = states.select(sql.spark_partition_id().alias("part"), sql.col(STATE).alias("state"))
        job = self._job
        left, width = states.count(), MERGED
        while left > MERGED:
            # a function without types: Spark looks for them in one that has some
            parts = states.groupBy((sql.col("part") / width).cast("int"))
            states = parts.applyInArrow(lambda rows: workers.merge_states(job, rows), states.schema)
            width *= MERGED
            left = -(-left // MERGED)
        found = merged(self._plan, [row["state"] for row in states.orderBy("part").collect()])
        of_identities = identity_violations(self._plan, self._rows, self._identities)
        return [each for each in (*of_identities, *found.violations()) if each[1].sheet is not None]

    @cached_property
    def _identities(self) -> DataFrame:
        """How many rows have each identity."""
        return self._rows.where(sql.col(IDENTITY).isNotNull()).groupBy(IDENTITY).count()

    @cached_property
    def _partitioning(self) -> Partitioning:
        counts, most = self._rows.groupBy(MAKE, GROUP).count(), sizes().together
        rows = counts.agg(sql.sum("count")).first()
        makes = counts.groupBy(MAKE).agg(sql.sum("count").alias("count")).where(sql.col("count") > most)
        groups = counts.where(sql.col("count") > most)
        return partitioning(
            (rows and rows[0]) or 0,
            {row[MAKE]: row["count"] for row in makes.collect()},
            {row[GROUP]: row["count"] for row in groups.collect()},
        )

    def judged(self, causes: tuple[Cause, ...]) -> DataFrame:
        """What is found in the rows, beside the faults of the whole catalog."""
        first, samples = self._first(), self.samples()
        job = replace(self._job, causes=causes, first=first, samples=samples)
        schema = from_arrow_schema(schema_of(job.key))
        parts = self._partitioned(self.facts()).groupBy(PARTITION)
        return self._keep(parts.applyInArrow(lambda rows: workers.judge_rows(job, rows), schema))

    def facts(self) -> DataFrame:
        """The rows without what rules read of rows of one identity alone, where they share it with none."""
        columns, needed = self._plan.tables[0].columns, self._plan.needed
        others = [inner_name(number) for number, name in enumerate(columns) if name not in needed]
        shared = self._identities.where("count > 1").select(IDENTITY)
        if not others or shared.limit(MAX_SHARED + 1).count() > MAX_SHARED:
            return self._rows
        known = sql.broadcast(shared.withColumn(SHARED, sql.expr("true")))
        rows = self._rows.join(known, IDENTITY, "left")
        return rows.select(*(
            sql.when(sql.col(SHARED), sql.col(name)).alias(name) if name in others else name
            for name in self._rows.columns
        ))  # fmt: skip

    def _partitioned(self, rows: DataFrame) -> DataFrame:
        """Rows with the number of their partition."""
        found = self._partitioning
        of_group = sql.col(MAKE)
        salt: Column | None = None
        if found.split:
            makes = self._table({MAKE: [*found.split]}).withColumn(SPLIT, sql.expr("true"))
            rows = rows.join(sql.broadcast(makes), MAKE, "left")
            of_group = sql.when(sql.col(SPLIT), sql.col(GROUP)).otherwise(sql.col(MAKE))
        number = sql.pmod(of_group, sql.lit(found.count))
        if found.salted:
            first, salts = zip(*found.salted.values(), strict=True)
            groups = self._table({GROUP: [*found.salted], PARTITION: [*first], SALTS: [*salts]})
            rows = rows.join(sql.broadcast(groups), GROUP, "left")
            salt = sql.col(PARTITION) + sql.pmod(sql.xxhash64(KEY), sql.col(SALTS))
            number = sql.coalesce(sql.when(sql.col(SPLIT), salt), number)
        return rows.withColumn(PARTITION, number)

    def _table(self, columns: dict[str, list[int]]) -> DataFrame:
        return self._session.createDataFrame(
            pa.table({name: pa.array(values) for name, values in columns.items()})
        )

    def _first(self) -> bytes:
        """The first rows of makes that are split, and of figures that their models share."""
        if not self._partitioning.split:
            return b""
        split = sql.broadcast(self._table({MAKE: [*self._partitioning.split]}))
        rows = self._rows.join(split, MAKE, "left_semi")
        counts = rows.select(sql.explode(REPEATS).alias(OF), *DISTINCT).groupBy(OF)
        distinct = counts.agg(*(sql.countDistinct(name).alias(name) for name in DISTINCT))
        for name in DISTINCT:
            distinct = distinct.where(sql.col(name) >= MIN_OTHERS)
        keys = [row[OF] for row in distinct.orderBy(OF).limit(sizes().shared + 1).collect()]
        omitted = distinct.count() - sizes().shared if len(keys) > sizes().shared else 0
        for notice in notices(len(self._partitioning.salted), omitted):
            warnings.warn(notice, stacklevel=5)
        repeated = sql.broadcast(self._table({OF: keys[: sizes().shared]}))
        of_figures = rows.withColumn(OF, sql.explode(REPEATS)).join(repeated, OF, "left_semi")
        found = rows.withColumn(OF, sql.col(MAKE)).unionByName(of_figures)
        return _packed(_first_of(found, [OF], [NAME, KEY], FIRST))

    def samples(self) -> bytes:
        """Rows that stand for others of their model, those of the lowest hashes of what is read of them."""
        if not self._partitioning.salted:
            return b""
        groups = sql.broadcast(self._table({GROUP: [*self._partitioning.salted]}))
        rows = self._rows.join(groups, GROUP, "left_semi").withColumn(CONTENT, sql.xxhash64(*self._hashed))
        distinct = _first_of(rows, [GROUP, CONTENT], [KEY], 1)
        return _packed(_first_of(distinct, [GROUP], [CONTENT], sizes().sample))

    def levels(self, judged: DataFrame, own: Sequence[Level]) -> list[Level]:
        """The level of each fault of the whole catalog: its own, or a higher one of what it explains."""
        found = [*own]
        rows = judged.where(sql.col("kind") == LEVEL).select("rule", "level").distinct() if own else None
        for row in rows.collect() if rows is not None else ():
            number = int(row["rule"])
            found[number] = max(found[number], Level(row["level"]), key=lambda level: level.weight)
        return found

    def findings(self, judged: DataFrame, of_catalog: Sequence[Finding]) -> DataFrame:
        """All findings, which are kept; those that several partitions have once."""
        found = judged.where(sql.col("kind") == FINDING)
        if self._partitioning.split:
            found = _once(judged)
        found = found.drop(*WORKING)
        if of_catalog:
            schema = pa.schema([field for field in schema_of(self._job.key) if field.name not in WORKING])
            rows = pa.Table.from_pylist([*map(workers.members, of_catalog)], schema=schema)
            found = found.unionByName(self._session.createDataFrame(rows))
        self._keep(found).count()
        # they are the caller's now
        return self._kept.pop()


def _once(judged: DataFrame) -> DataFrame:
    """The findings, those of one fault once: the one with a suspect, or else the first.

    Of a row whose finding is left out that is found which it explained.
    """
    of_kind = sql.col("kind")
    found = judged.where(of_kind == FINDING)
    across = found.where(sql.col("rule") == ACROSS).withColumn(CONTENT, sql.col("stated").isNull())
    kept = _first_of(across, ["fingerprint"], [CONTENT, "row"], 1).drop(CONTENT)
    folded = judged.where(of_kind == FOLDED).select("fingerprint").distinct()
    reported = kept.select(sql.col("fingerprint").alias("of"), sql.col("row").alias("of_row"))
    instead = judged.where(of_kind == INSTEAD).join(reported, ["of", "of_row"], "left_anti")
    return (
        found.where(sql.col("rule") != ACROSS)
        .unionByName(kept.join(folded, "fingerprint", "left_anti"))
        .unionByName(instead)
    )


def _in_arrow(kind: DataType) -> pa.DataType:
    """The type of keys in Arrow, where time stamps need a zone; Spark counts them in UTC."""
    return pa.timestamp("us", "UTC") if isinstance(kind, TimestampType) else to_arrow_type(kind)


def _first_of(rows: DataFrame, by: Sequence[str], order: Sequence[str], most: int) -> DataFrame:
    """So many first rows of each group; no process reads more than these of each part."""
    window = Window.partitionBy(*by).orderBy(*order)
    ranked = rows.withColumn(RANK, sql.row_number().over(window))
    return ranked.where(sql.col(RANK) <= most).drop(RANK)


def _packed(rows: DataFrame) -> bytes:
    """Few rows, in Arrow."""
    packed = BytesIO()
    pl.DataFrame(pl.from_arrow(rows.toArrow())).write_ipc(packed, compression="lz4")
    return packed.getvalue()
