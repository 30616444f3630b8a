"""The numbers of rows of one name in the whole of their file, where a chunk of it does not show them."""

from __future__ import annotations

from collections import Counter
from copy import copy
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.checking.partitions.plan import FILE, NAME, ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from polars import DataFrame

    from speclint.checking.partitions.plan import Plan
    from speclint.rules.rule import Related, RuleViolation
    from speclint.sheets.sheet import Sheet


def renumbered(
    plan: Plan, found: Sequence[tuple[Sheet, RuleViolation]], rows: Iterable[DataFrame]
) -> list[tuple[Sheet, RuleViolation]]:
    """Violations with the ids that their sheets have in whole files.

    Args:
        plan: what is checked.
        found: violations of the whole catalog, each with its first sheet.
        rows: all rows with their facts, which are read again if there is any.
    """
    if not found:
        return []
    named = [sheet for first, (_, violation) in found for sheet in (first, *_others(violation.related))]
    ids = _ids(plan, named, rows)

    def of(sheet: Sheet) -> Sheet:
        other = copy(sheet)
        other.place = replace(sheet.place, id=ids.get(_place(sheet), sheet.id))
        return other

    def related_of(related: Related) -> Related:
        if related.sheet is None:
            return related
        sheet = of(related.sheet)
        is_id = related.message == related.sheet.id
        return replace(related, sheet=sheet, message=sheet.id if is_id else related.message)

    return [
        (sheet := of(first), (rule, replace(each, sheet=sheet, related=tuple(map(related_of, each.related)))))
        for first, (rule, each) in found
    ]


def _others(related: Iterable[Related]) -> list[Sheet]:
    return [each.sheet for each in related if each.sheet is not None]


def _place(sheet: Sheet) -> tuple[str, int]:
    return sheet.path, sheet.layers[-1].line


def _ids(plan: Plan, sheets: Iterable[Sheet], rows: Iterable[DataFrame]) -> dict[tuple[str, int], str]:
    """By file and row the ids of sheets that have a name."""
    import polars as pl

    numbers = {table.place.path: number for number, table in enumerate(plan.tables)}
    names = {_place(sheet): sheet.id.partition("#")[0] for sheet in sheets}
    named = [(numbers[path], name, line) for (path, line), name in names.items()]
    named = [each for each in named if each[1] != plan.tables[each[0]].place.id]
    schema = {FILE: pl.Int32, NAME: pl.String, "line": pl.Int64}
    wanted = pl.DataFrame(named, schema, orient="row")
    times = Counter({(file, line): 1 for file, _, line in named})
    for frame in rows:
        same = frame.select(FILE, NAME, ROW).join(wanted, [FILE, NAME]).filter(pl.col(ROW) < pl.col("line"))
        times.update(same.select(FILE, "line").iter_rows())
    return {
        (plan.tables[file].place.path, line): name
        if times[file, line] == 1
        else f"{name}#{times[file, line]}"
        for file, name, line in named
    }
