"""Identities that several rows have, counted by Spark: a set of them would not fit into one process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from pyspark.sql import Window
from pyspark.sql import functions as sql

from speclint.checking.partitions.mapping import IDENTITY
from speclint.checking.partitions.plan import NAME
from speclint.records.polars_rows import Cells, record_of
from speclint.rules.catalog.identities import MIN_GROUPS, MIN_SHARE
from speclint.rules.collector import MAX_EXAMPLES
from speclint.rules.evaluate import CatalogEvaluation
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import read_sheet
from speclint.spark.workers import KEY, rows_in

if TYPE_CHECKING:
    import polars as pl
    from pyspark.sql import DataFrame

    from speclint.checking.partitions.plan import Plan
    from speclint.rules.rule import RuleViolation
    from speclint.sheets.sheet import Sheet

RULE = "identity-not-unique"


def identity_violations(plan: Plan, rows: DataFrame, counts: DataFrame) -> list[RuleViolation]:
    """What the rule finds.

    Args:
        plan: what is checked.
        rows: all rows with their facts.
        counts: how many of them have each identity, as `count`.
    """
    entry = next((entry for entry in plan.catalog_rules if entry.first_id == RULE), None)
    if entry is None:
        return []
    several = sql.col("count") > 1
    total = counts.agg(
        sql.sum("count").alias("sheets"),
        sql.sum(sql.when(several, sql.col("count") - 1)).alias("again"),
        sql.sum(sql.when(several, 1)).alias("identities"),
    ).collect()[0]
    sheets, again, identities = (total[name] or 0 for name in ("sheets", "again", "identities"))
    if identities < MIN_GROUPS or again + identities < MIN_SHARE * sheets:
        return []
    evaluation = CatalogEvaluation([entry])
    collector = cast("Any", evaluation.collectors_of(plan.profile.name)[0][1])
    collector.sheets, collector.identities = sheets, identities
    window = Window.partitionBy(IDENTITY).orderBy(KEY)
    second = rows.where(sql.col(IDENTITY).isNotNull()).withColumn("__rank", sql.row_number().over(window))
    first = rows_in(plan, second.where("__rank = 2").orderBy(KEY).limit(MAX_EXAMPLES).toArrow())
    for row in range(len(first)):
        sheet = _sheet(plan, first, row)
        collector.again.add(sheet, sheet.field_pointer("make"), sheet.id)
    collector.again.count = again
    return [*evaluation.violations()]


def _sheet(plan: Plan, rows: pl.DataFrame, row: int) -> Sheet:
    table = plan.tables[0]
    layer = record_of(table.place.path, 0, Cells(rows[[*table.columns]]).at(row))
    place = SheetLocation(table.place.path, f"{rows[NAME][row]}#2", table.place.root)
    return read_sheet(place, (layer,), plan.profile_of(0), None)
