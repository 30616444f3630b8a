"""Rows that rules look at from other partitions of a make or a model that is split.

Two rules compare the models of a make: `usable-equals-gross` looks at its first cars, `figure-repeated`
at the first that state the same exact figure. Of a model with very many rows a sample stands beside each
of its salts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.checking.partitions.content import contents
from speclint.checking.partitions.mapping import GROUP, MAKE, MODEL, POWER, REPEATS, WHEELBASE
from speclint.checking.partitions.partitioning import sizes
from speclint.checking.partitions.plan import FILE, NAME, ROW
from speclint.rules.siblings.copies import MIN_MODELS
from speclint.sheets.families import MAX_COMPARED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from polars import DataFrame

    from speclint.checking.partitions.partitioning import Partitioning
    from speclint.checking.partitions.plan import Plan

DISTINCT = (MODEL, POWER, WHEELBASE)
"""What several models that share a figure by mistake differ in."""
MIN_OTHERS = MIN_MODELS - 1
"""Models with a figure to which one more may be added, as a trial of a correction does."""
FIRST = MAX_COMPARED + 1
"""Rows of a make, or with a figure, that are looked at, besides one that a trial may take away."""
OF, PLACE = "__of", "__place"


class Repeated:
    """The exact figures that several models of a make state."""

    def __init__(self) -> None:
        self._keys: set[int] = set()
        self._left: DataFrame | None = None
        """What is known of the other figures: each with the models and what they state, once."""
        self.omitted = 0
        """How many figures are left out, past the limit."""

    def add(self, rows: DataFrame) -> None:
        """Look at rows of makes that are split."""
        import polars as pl

        cars = rows.select(REPEATS, *DISTINCT).explode(REPEATS).drop_nulls(REPEATS).unique()
        known = cars if self._left is None else pl.concat([self._left, cars])
        known = known.filter(~pl.col(REPEATS).is_in([*self._keys])).unique()
        counts = known.group_by(REPEATS).agg(pl.col(*DISTINCT).n_unique())
        found = counts.filter(pl.all_horizontal(pl.col(*DISTINCT) >= MIN_OTHERS))[REPEATS].to_list()
        self._keys.update(found)
        self._left = known.filter(~pl.col(REPEATS).is_in(found))

    def keys(self) -> list[int]:
        """Their hashes, the lowest of very many."""
        self.omitted = max(0, len(self._keys) - sizes().shared)
        return sorted(self._keys)[: sizes().shared]


class FirstRows:
    """The first rows of each key, in the order of a family."""

    def __init__(self, keys: Collection[int], of: str, order: Mapping[int, int]) -> None:
        """Look for rows.

        Args:
            keys: the keys.
            of: the column that holds them, one in a row or a list of them.
            order: the place of each file in the order of their paths.
        """
        self._keys, self._of, self._order = [*keys], of, order
        self.rows: list[DataFrame] = []
        """They, with the key as `OF`."""

    def add(self, rows: DataFrame) -> None:
        """Look at rows of one schema."""
        import polars as pl

        meant = rows.with_columns(
            pl.col(self._of).alias(OF), pl.col(FILE).replace_strict(self._order).alias(PLACE)
        )
        if isinstance(rows.schema[self._of], pl.List):
            meant = meant.explode(OF)
        meant = meant.filter(pl.col(OF).is_in(self._keys))
        if len(meant):
            self.rows = first_of([*self.rows, meant], (NAME, PLACE, ROW), FIRST)


class Samples:
    """Rows that stand for those of a key: those of the lowest hashes, of equal ones one."""

    def __init__(self, keys: Collection[int], plan: Plan) -> None:
        """Sample the rows of these keys of `GROUP`."""
        self._keys, self._plan = [*keys], plan
        self._found: list[DataFrame] = []

    def add(self, rows: DataFrame) -> None:
        """Look at rows of one file."""
        import polars as pl

        meant = rows.filter(pl.col(GROUP).is_in(self._keys))
        if not len(meant):
            return
        content = pl.Series(PLACE, contents(self._plan, meant))
        meant = meant.with_columns(content, pl.col(GROUP).alias(OF))
        self._found = first_of([*self._found, meant], (PLACE,), sizes().sample)

    def rows(self) -> list[DataFrame]:
        """They, as rows of files of their own, whose ids are numbered by themselves."""
        import polars as pl

        files = pl.lit(len(self._plan.tables), pl.Int32)
        return [frame.drop(OF, PLACE).with_columns(pl.col(FILE) + files) for frame in self._found]


def first_of(frames: Sequence[DataFrame], by: Sequence[str], most: int) -> list[DataFrame]:
    """So many first rows of each `OF`, of equal ones one, in frames that may differ in other columns."""
    import polars as pl

    numbered = pl.concat([
        frame.select(OF, *by).with_columns(
            pl.lit(number).alias("frame"), pl.int_range(len(frame)).alias("index")
        )
        for number, frame in enumerate(frames)
    ])  # fmt: skip
    distinct = numbered.sort(by, maintain_order=True).unique([OF, *by], keep="first", maintain_order=True)
    kept = distinct.group_by(OF, maintain_order=True).head(most)
    parts = [kept.filter(pl.col("frame") == number)["index"].sort() for number in range(len(frames))]
    return [frame[part] for frame, part in zip(frames, parts, strict=True) if len(part)]


class Context:
    """What stands beside the rows of partitions."""

    def __init__(self, plan: Plan, partitions: Partitioning, rows: Iterable[DataFrame]) -> None:
        """Look for it in all rows, which are read again, if some make or model is split."""
        self.partitioning = partitions
        self.first: list[DataFrame] = []
        """By make that is split, and by figure that its models share, the first rows; the key is `OF`."""
        self._samples: list[DataFrame] = []
        self._omitted, self._files = 0, len(plan.tables)
        if partitions.split or partitions.salted:
            self._look(plan, rows)

    def _look(self, plan: Plan, rows: Iterable[DataFrame]) -> None:
        import polars as pl

        repeated, split = Repeated(), self.partitioning.split
        for frame in rows:
            repeated.add(frame.filter(pl.col(MAKE).is_in([*split])))
        paths = sorted((table.place.path, number) for number, table in enumerate(plan.tables))
        order = {number: place for place, (_, number) in enumerate(paths)}
        first = FirstRows(split, MAKE, order), FirstRows(repeated.keys(), REPEATS, order)
        samples = Samples(self.partitioning.salted, plan)
        for frame in rows:
            for each in (*first, samples):
                each.add(frame)
        self.first, self._samples = [frame for each in first for frame in each.rows], samples.rows()
        self._omitted = repeated.omitted

    @property
    def notices(self) -> Iterator[str]:
        """What was not looked at, a line each."""
        yield from notices(len(self.partitioning.salted), self._omitted)

    def beside(self, own: Sequence[DataFrame]) -> list[DataFrame]:
        """By file the rows that stand for others of the models of one partition."""
        return sampled(own, self._samples, self._files)


def notices(salted: int, omitted: int) -> Iterator[str]:
    """What is not looked at where so many models are salted, and so many shared figures omitted."""
    if salted:
        models = "1 model has" if salted == 1 else f"{salted:,} models have"
        yield (
            f"{models} more than {sizes().together:,} rows: each row is compared with a part of them "
            f"and a sample of {sizes().sample:,}"
        )
    if omitted:
        yield (
            f"{omitted + sizes().shared:,} figures are stated of several models of makes with more than "
            f"{sizes().together:,} rows; {sizes().shared:,} of them were looked at"
        )


def sampled(own: Sequence[DataFrame], samples: Sequence[DataFrame], files: int) -> list[DataFrame]:
    """By file the rows that stand for others of the models of one partition, but for its own.

    Args:
        own: those of the partition.
        samples: those of all models.
        files: how much higher the numbers of the same files are in samples.
    """
    import polars as pl

    groups = {group for rows in own for group in rows[GROUP].unique().to_list()} if samples else ()
    known = {rows[FILE][0] + files: rows[ROW].to_list() for rows in own}
    by_file: dict[int, list[DataFrame]] = {}
    for rows in samples:
        for part in rows.filter(pl.col(GROUP).is_in([*groups])).partition_by(FILE):
            others = part.filter(~pl.col(ROW).is_in(known.get(part[FILE][0], [])))
            by_file.setdefault(part[FILE][0], []).append(others)
    frames = (pl.concat(parts).sort(ROW) for _, parts in sorted(by_file.items()))
    return [frame for frame in frames if len(frame)]
