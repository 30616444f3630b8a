"""What the processes of a cluster do: rows to facts, and the facts of a partition to findings."""

from __future__ import annotations

import pickle
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl
import pyarrow as pa

from speclint.checking.partitions.across import Across
from speclint.checking.partitions.collected import mergeable, merged, packed
from speclint.checking.partitions.context import OF, sampled
from speclint.checking.partitions.judging import Cause, judged
from speclint.checking.partitions.mapping import (
    GROUP,
    IDENTITY,
    LACKS_RESERVE,
    MAKE,
    MODEL,
    POWER,
    REPEATS,
    STRUCK,
    WHEELBASE,
    facts,
)
from speclint.checking.partitions.plan import FILE, NAME, ROW, Plan
from speclint.errors import SpeclintError
from speclint.records.polars_rows import readable
from speclint.rules.evaluate import CatalogEvaluation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.results import Finding

KEY = "__key"
"""The column with the key of a row."""
STATE = "__state"
"""The column with what the rules on whole catalogs have collected, in a row of its own."""
FINDING, INSTEAD, FOLDED, LEVEL = "finding", "instead", "folded", "level"
"""Kinds of rows, as `Judged` has them."""
WORKING = ("kind", "of", "of_row")
"""The kind of a row, and of what is found instead of a finding the fingerprint and the row of that."""
CHUNK = 10_000
"""Rows that are mapped at a time."""
TEXT = pa.string()
KINDS: dict[str, pa.DataType] = {
    MAKE: pa.int64(), GROUP: pa.int64(), IDENTITY: pa.int64(), NAME: pa.string(),
    STRUCK: pa.list_(pa.int16()), REPEATS: pa.list_(pa.int64()), MODEL: pa.int64(), POWER: pa.float64(),
    WHEELBASE: pa.float64(), LACKS_RESERVE: pa.bool_(),
}  # fmt: skip
"""The facts of a row by column."""
FOUND: dict[str, pa.DataType] = {
    "level": pa.string(), "rule": pa.string(), "message": pa.string(), "sheet": pa.string(),
    "pointer": pa.string(), "stated": pa.string(), "unit": pa.string(), "suggestion": pa.string(),
    "probability": pa.float64(), "help": pa.string(), "fingerprint": pa.string(), "url": pa.string(),
}  # fmt: skip
"""The columns of a finding, but for those with keys of rows."""


class Job(msgspec.Struct, frozen=True):
    """What is sent to each process."""

    call: str
    """A name that no other call has: by it plans of Spark differ, and our own errors are known."""
    plan: bytes
    key: Any
    """The type of keys, in Arrow."""
    causes: tuple[Cause, ...] = ()
    first: bytes = b""
    """The first rows of makes that are split, and of figures that their models share, in Arrow."""
    samples: bytes = b""
    """Rows that stand for others of their model."""


def plan_of(packed_plan: bytes) -> Plan:
    """The plan that a process was sent; the last one is kept."""
    if packed_plan not in _PLANS:
        _PLANS.clear()
        _PLANS[packed_plan] = pickle.loads(packed_plan)  # noqa: S301 - from the driver
    return _PLANS[packed_plan]


_PLANS: dict[bytes, Plan] = {}


@contextmanager
def marked(job: Job) -> Iterator[None]:
    """Mark our own errors by the call: to the driver Spark only gives their text."""
    try:
        yield
    except SpeclintError as error:
        message = f"{job.call}: {error}"
        raise type(error)(message) from error


def inner_name(number: int) -> str:
    """What a column is called while Spark has it, by its place."""
    return f"__column{number}"


def rows_in(plan: Plan, rows: pa.RecordBatch | pa.Table | bytes) -> pl.DataFrame:
    """Rows that Spark had, under the names of their columns; keys stay as they are."""
    found = pl.read_ipc(BytesIO(rows)) if isinstance(rows, bytes) else pl.DataFrame(pl.from_arrow(rows))
    inner = {inner_name(number): name for number, name in enumerate(plan.tables[0].columns)}
    found.columns = [inner.get(name, name) for name in found.columns]
    records = readable(found.drop(KEY, strict=False), plan.tables[0].place.path)
    return records.with_columns(found[KEY]) if KEY in found.columns else records


def map_rows(job: Job, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The rows of batches with their facts, and then a row with what was collected in them."""
    with marked(job):
        yield from _mapped(job, batches)


def _mapped(job: Job, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    plan, start = plan_of(job.plan), 0
    collected = CatalogEvaluation(mergeable(plan))
    names: list[str] = []
    kinds: list[pa.DataType] = []
    for batch in batches:
        names, kinds = batch.schema.names, batch.schema.types
        for first in range(0, batch.num_rows, CHUNK):
            part = batch.slice(first, CHUNK)
            yield _with_facts(plan, part, start, collected)
            start += part.num_rows
    if start:
        nothing = [pa.nulls(1, kind) for kind in (*kinds, *KINDS.values())]
        state = pa.array([packed(plan, collected)], pa.binary())
        yield pa.RecordBatch.from_arrays([*nothing, state], names=[*names, *KINDS, STATE])


def _with_facts(
    plan: Plan, batch: pa.RecordBatch, start: int, collected: CatalogEvaluation
) -> pa.RecordBatch:
    rows = rows_in(plan, batch).with_columns(
        pl.lit(0, pl.Int32).alias(FILE), (pl.int_range(pl.len()) + (start + 1)).alias(ROW)
    )
    found = facts(plan, rows, collected, lambda: rows)
    arrays = [pa.array(found[name].to_list(), kind) for name, kind in KINDS.items()]
    return pa.RecordBatch.from_arrays(
        [*batch.columns, *arrays, pa.nulls(batch.num_rows, pa.binary())],
        names=[*batch.schema.names, *KINDS, STATE],
    )


def merge_states(job: Job, states: pa.Table) -> pa.Table:
    """The states of few parts as one, in their order."""
    rows = states.sort_by("part").to_pydict()
    plan = plan_of(job.plan)
    with marked(job):
        state = packed(plan, merged(plan, rows["state"]))
    return pa.table({"part": rows["part"][:1], "state": [state]}, states.schema)


def judge_rows(job: Job, rows: pa.Table) -> pa.Table:
    """What is found in the rows of a partition, with texts as long as those that Spark gives and wants."""
    with marked(job):
        found = _found(job, rows)
    key, text = (rows.schema.field(name).type for name in (KEY, NAME))
    if pa.types.is_timestamp(key):
        key = job.key
    return pa.Table.from_pylist(found, schema_of(_physical(key), text)).cast(schema_of(key, text))


def _physical(key: pa.DataType) -> pa.DataType:
    """The numbers that stand for dates and times, of which Python has but those of the years 1 to 9999."""
    if pa.types.is_date(key):
        return pa.int32()
    return pa.int64() if pa.types.is_temporal(key) else key


def _found(job: Job, rows: pa.Table) -> list[dict[str, object]]:
    plan, numbers = plan_of(job.plan), _Numbers()
    own = numbers.added(rows_in(plan, rows), 0)
    first = [numbers.added(rows_in(plan, job.first), 0)] if job.first else []
    samples = [numbers.added(rows_in(plan, job.samples), 1)] if job.samples else []
    found = judged(plan, [own], sampled([own], samples, 1), Across(plan, first), job.causes)
    findings = [numbers.row_of(finding) for finding in found.findings]
    instead = [
        {**numbers.row_of(finding), "kind": INSTEAD, "of": each.fingerprint, "of_row": numbers.key(each.line)}
        for each in found.instead
        for finding in each.findings
    ]
    folded: list[dict[str, object]] = [{"kind": FOLDED, "fingerprint": name} for name in found.folded]
    levels: list[dict[str, object]] = [
        {"kind": LEVEL, "rule": str(number), "level": level.value}
        for number, level in enumerate(found.levels)
    ]
    return [*findings, *instead, *folded, *levels]


class _Numbers:
    """Rows by the numbers that stand for their keys where lines of a file do."""

    def __init__(self) -> None:
        self._keys: list[object] = [None]
        self._numbers: dict[object, int] = {}

    def added(self, rows: pl.DataFrame, file: int) -> pl.DataFrame:
        """Rows in order of their keys, as those of a file."""
        rows = rows.sort(KEY, maintain_order=True)
        numbers, keys = [], rows[KEY]
        for key in (keys.to_physical() if keys.dtype.is_temporal() else keys).to_list():
            if file == 0 and OF not in rows.columns:
                # rows that are equal in all may share their key
                self._numbers[key] = len(self._keys)
            elif key in self._numbers:
                numbers.append(self._numbers[key])
                continue
            numbers.append(self._numbers.setdefault(key, len(self._keys)))
            self._keys.append(key)
        return rows.with_columns(pl.lit(file, pl.Int32).alias(FILE), pl.Series(ROW, numbers, pl.Int64))

    def key(self, number: int) -> object:
        """The key of a row."""
        return self._keys[number]

    def row_of(self, finding: Finding) -> dict[str, object]:
        """A finding as a row; places have the keys of their rows."""
        related = [
            {
                "message": place.message,
                "row": self._keys[place.location.region.line],
                "pointer": place.location.pointer,
            }
            for place in finding.related
        ]
        places = {"kind": FINDING, "row": self._keys[finding.location.region.line], "related": related}
        return {**members(finding), **places}


def schema_of(key: pa.DataType, text: pa.DataType = TEXT) -> pa.Schema:
    """The columns of findings by the types of keys and of texts, and `WORKING` ones."""
    found = [(name, text if kind == TEXT else kind) for name, kind in FOUND.items()]
    related = pa.list_(pa.struct([("message", text), ("row", key), ("pointer", text)]))
    return pa.schema(
        [*found, ("row", key), ("related", related), ("kind", text), ("of", text), ("of_row", key)]
    )


def members(finding: Finding) -> dict[str, object]:
    """What a finding says, without places."""
    suspect = finding.suspect
    found: dict[str, object] = {
        "level": finding.level.value, "rule": finding.rule, "message": finding.message,
        "sheet": finding.sheet, "pointer": finding.location.pointer, "help": finding.help,
        "fingerprint": finding.fingerprint, "url": finding.url,
    }  # fmt: skip
    if suspect is not None:
        found |= {"stated": suspect.stated, "unit": suspect.unit}
        found |= {"suggestion": suspect.suggestion, "probability": suspect.probability}
    return found
